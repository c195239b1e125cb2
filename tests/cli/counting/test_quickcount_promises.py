"""What a quick count may not say: a verdict over closed gates, a lead of lists it did not count."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.cli.counting.test_counting_commands import run

Rows = list[list[object]]
TWO = ("a ", "b ", "c ")
SHARES = "[official]\na = {}\nb = {}\nc = {}\n"


def csv(path: Path, heading: str, rows: Rows) -> None:
    lines = [heading, *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def night(
    folder: Path,
    more: str = "",
    *,
    weight: str = 'weight = "w"',
    sample: Callable[[Rows], Rows] = list,
    reports: Callable[[Rows], Rows] = list,
) -> str:
    """Five regions of 400 stations, twenty drawn in each, all reported; what the night then says."""
    rng = np.random.default_rng(1)
    drawn: Rows = []
    came: Rows = []
    for region in range(5):
        for number in range(20):
            valid = int(rng.integers(300, 700))
            first = int(rng.binomial(valid, 0.55 - 0.02 * region))
            second = int(rng.binomial(valid - first, 0.8))
            code = f"{region}-{number}"
            drawn.append([code, f"R{region}", 20, 400])
            came.append([code, "21:00", first, second, valid - first - second, valid])
    csv(folder / "s.csv", "station,region,w,pop", sample(drawn))
    csv(folder / "a.csv", "station,at,a,b,c,valid", reports(came))
    csv(folder / "f.csv", "station,region", [[f"{r}-{n}", f"R{r}"] for r in range(5) for n in range(400)])
    (folder / "n.toml").write_text(
        f'title = "t"\ndate = 2026-01-01\n[frame]\nfile = "f.csv"\n[sample]\nfile = "s.csv"\n'
        f'station = "station"\nstratum = ["region"]\n{weight}\n[arrivals]\nfile = "a.csv"\n'
        'station = "station"\nat = "at"\ndenominator = "valid"\n[arrivals.lists]\na = "a"\nb = "b"\n'
        f'c = "c"\n[registered]\n{more}',
        encoding="utf-8",
    )
    done = run("quickcount", folder / "n.toml")
    return done.stdout + done.stderr


def heavy(rows: Rows) -> Rows:
    return [[code, region, 8 * int(str(w)) if region == "R0" else w, pop] for code, region, w, pop in rows]


def test_an_official_result_is_held_against_no_range_whose_gates_are_closed(tmp_path: Path) -> None:
    shares = {line.split()[0]: line.split()[1] for line in night(tmp_path).splitlines() if line[:2] in TWO and "has" not in line}
    honest = SHARES.format(*shares.values())
    assert "the official result is inside our range: for a, b, c" in night(tmp_path, honest)
    said = night(tmp_path, honest, sample=heavy)
    assert "whole country: cannot be determined: closed gates: weights" in said
    assert "outside our range" not in said
    assert "outside our range" in night(tmp_path, SHARES.format(60, 30, 10))


@pytest.mark.parametrize(
    ("a", "b", "c", "refused"), [(5051, 1, 1, True), (61, 31, 10, True), (61, 30, 9, False)]
)
def test_official_shares_are_per_cents_of_one_denominator(
    tmp_path: Path, a: float, b: float, c: float, refused: bool
) -> None:
    assert ("together at most 100" in night(tmp_path, SHARES.format(a, b, c))) is refused


def test_two_reports_of_one_minute_that_differ_close_a_gate(tmp_path: Path) -> None:
    def twice(rows: Rows) -> Rows:
        code, at, a, b, c, valid = rows[0]
        return [*rows, [code, at, b, a, c, valid]]

    for order in (twice, lambda rows: twice(rows)[::-1]):
        said = night(tmp_path, reports=order)
        assert "closed reports: no station may have two reports of one time" in said
        assert "withheld" in said
    same = night(tmp_path, reports=lambda rows: [*rows, rows[0]])
    assert "may be released" in same

    def settled(rows: Rows) -> Rows:
        return [*twice(rows), [rows[0][0], "21:30", *rows[0][2:]]]

    assert "may be released" in night(tmp_path, reports=settled)


def test_a_lead_among_lists_that_are_not_all_is_said_as_one(tmp_path: Path) -> None:
    def third(rows: Rows) -> Rows:
        return [[*row[:5], 3 * int(str(row[5]))] for row in rows]

    said = night(tmp_path, reports=third)
    assert "a has the most votes of the lists counted; 66.7 % are of none of them" in said
    assert "a has the most votes. (" in night(tmp_path)


def test_more_stations_drawn_than_a_stratum_has_are_refused(tmp_path: Path) -> None:
    def small(rows: Rows) -> Rows:
        return [[*row[:3], 19] for row in rows]

    assert "20 stations of the stratum 'R0' were drawn of 19" in night(
        tmp_path, weight='population = "pop"', sample=small
    )


def test_a_count_of_every_station_says_why_it_has_no_interval(tmp_path: Path) -> None:
    def all_drawn(rows: Rows) -> Rows:
        return [[*row[:3], 20] for row in rows]

    said = night(tmp_path, weight='population = "pop"', sample=all_drawn)
    assert "all units were drawn or those drawn do not vary" in said
    assert "cannot be determined: ." not in said
