"""The official result inside or outside our range, for the country and for its parts."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.counting.night.clock import clock
from scrutator.counting.night.late import share_limits
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.official import OfficialVerdict, by_domain, national
from scrutator.counting.night.parts import late_by_domain, night_domains
from scrutator.counting.night.replay import look_at
from scrutator.errors import ScrutatorError

Row = dict[str, str]


def rows(seed: int = 1) -> list[Row]:
    """Thirty stations of each of two regions: A has half of the votes in the north, 40 % in the south."""
    rng = np.random.default_rng(seed)
    made = []
    for region, share in (("north", 0.5), ("south", 0.4)):
        for i in range(30):
            votes = rng.multinomial(500, (share, 0.9 - share, 0.1))
            counts = dict(zip("ABC", map(str, votes.tolist()), strict=True))
            made.append({"station": f"{region}{i}", "region": region, "at": "21:00", "valid": "500"} | counts)
    return made


def night(table: list[Row], **more: Any) -> Night:
    content = {
        "date": date(2026, 11, 21),
        "sample": {"station": "station", "stratum": ["region"], "equal_strata": 1000},
        "domains": {"columns": ["region"]},
        "registered": {"shift": 0},
        "arrivals": {"station": "station", "at": "at", "denominator": "valid",
                     "lists": {"A": "A", "B": "B", "C": "C"}},
        **more,
    }  # fmt: skip
    return read_night(content, table, table)


def verdict(official: dict[str, float]) -> OfficialVerdict:
    made = night(rows())
    return national(look_at(made)[1].moment, made.rules, official).verdict


def test_the_truth_is_inside_and_three_points_more_are_outside() -> None:
    assert verdict({"A": 0.45, "B": 0.45, "C": 0.1}) is OfficialVerdict.INSIDE
    assert verdict({"A": 0.48, "B": 0.42, "C": 0.1}) is OfficialVerdict.OUTSIDE


def test_one_figure_outside_is_enough() -> None:
    made = night(rows())
    part = national(look_at(made)[1].moment, made.rules, {"A": 0.45, "C": 0.05})
    assert part.verdict is OfficialVerdict.OUTSIDE
    assert [one.inside for one in part.figures] == [True, False]


def test_an_honest_count_leaves_the_range_of_all_lists_in_at_most_five_per_cent() -> None:
    truth = {"A": 0.45, "B": 0.45, "C": 0.1}
    outside = 0
    for seed in range(200):
        made = night(rows(seed))
        outside += national(look_at(made)[1].moment, made.rules, truth).verdict is OfficialVerdict.OUTSIDE
    assert outside <= 10 + 2.5 * (200 * 0.05 * 0.95) ** 0.5


def test_without_an_interval_nothing_is_said() -> None:
    made = night([row | {"at": "21:00" if row["station"].endswith("h0") else ""} for row in rows()])
    part = national(look_at(made)[1].moment, made.rules, {"A": 0.45})
    assert part.verdict is OfficialVerdict.CANNOT_TELL
    assert part.because


def test_a_domain_shows_what_the_country_hides() -> None:
    made = night(rows())
    count, look = look_at(made)
    domains = night_domains(made, count, look.moment)
    late = late_by_domain(made, count, domains)
    parts = by_domain(domains, {"south": {"A": 0.46}, "north": {"A": 0.5}}, late)
    assert [(one.name, one.verdict) for one in parts] == [
        ("north", OfficialVerdict.INSIDE),
        ("south", OfficialVerdict.OUTSIDE),
    ]
    assert national(look.moment, made.rules, {"A": 0.45}).verdict is OfficialVerdict.INSIDE


def test_what_the_night_does_not_count_is_an_error() -> None:
    made = night(rows())
    count, look = look_at(made)
    with pytest.raises(ScrutatorError, match="'D', which this night does not count"):
        national(look.moment, made.rules, {"D": 0.1})
    with pytest.raises(ScrutatorError, match="'west' is given, and no station there"):
        by_domain(night_domains(made, count, look.moment), {"west": {"A": 0.5}}, {})


def partial(shift: float | None, register: str, missing: int = 10) -> tuple[OfficialVerdict, OfficialVerdict]:
    """The verdict on 46 % in the south, where A has 40, and on 55 %; so many stations there are missing."""
    table = [row | {"register": register} for row in rows()]
    table = [
        row | ({"at": ""} if row["region"] == "south" and int(row["station"][5:]) < missing else {})
        for row in table
    ]
    sample = {"station": "station", "stratum": ["region"], "equal_strata": 1000, "registered": "register"}
    registered = {} if shift is None else {"registered": {"shift": shift}}
    made = night(table, sample=sample, **({"registered": {}} | registered))
    count, look = look_at(made)
    domains = night_domains(made, count, look.moment)
    late = late_by_domain(made, count, domains)
    near, far = (by_domain(domains, {"south": {"A": share}}, late)[0].verdict for share in (0.46, 0.85))
    return near, far


def test_a_domain_with_missing_stations_is_outside_only_beyond_what_they_could_change() -> None:
    """A third is missing, 500 of 500 registered ballots each: up to 0.33 + 0.4 * 0.67 = 0.6 could be true."""
    assert partial(None, "500") == (OfficialVerdict.INSIDE, OfficialVerdict.OUTSIDE)
    assert partial(None, "500", missing=0) == (OfficialVerdict.OUTSIDE, OfficialVerdict.OUTSIDE)
    assert partial(0.0, "500") == (OfficialVerdict.OUTSIDE, OfficialVerdict.OUTSIDE)
    assert partial(30.0, "500") == (OfficialVerdict.INSIDE, OfficialVerdict.OUTSIDE)


def test_without_the_registers_of_missing_stations_nothing_is_said_of_a_domain() -> None:
    assert partial(None, "") == (OfficialVerdict.CANNOT_TELL, OfficialVerdict.CANNOT_TELL)


def test_the_command_prints_a_verdict_for_the_country_and_each_domain(tmp_path: Path) -> None:
    table = rows()
    lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
    (tmp_path / "s.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "N.toml").write_text(
        'date = 2026-11-21\n[sample]\nfile = "s.csv"\nstation = "station"\nstratum = ["region"]\n'
        'equal_strata = 1000\n[domains]\ncolumns = ["region"]\n[registered]\nshift = 0\n'
        '[arrivals]\nfile = "s.csv"\nstation = "station"\nat = "at"\ndenominator = "valid"\n'
        '[arrivals.lists]\nA = "A"\nB = "B"\n[official]\nA = 45\n[official_domains.south]\nA = 46\n',
        encoding="utf-8",
    )
    said = CliRunner().invoke(app, ["quickcount", str(tmp_path / "N.toml")]).stdout
    assert "whole country: the official result is inside our range" in said
    assert "south: the official result is outside our range: A 46.0 % (our range " in said
    body = json.loads(CliRunner().invoke(app, ["quickcount", str(tmp_path / "N.toml"), "--json"]).stdout)
    assert [one["part"] for one in body["official"]] == ["whole country", "south"]


@pytest.mark.parametrize("text", ["99:99", "48:00", "21:60", "-1:30", "aa:30"])
def test_what_is_no_time_of_a_night_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="is not a time"):
        clock(text, date(2026, 11, 21))


def test_the_hours_after_midnight_belong_to_the_night() -> None:
    assert clock("24:30", date(2026, 11, 21)).isoformat() == "2026-11-22T00:30:00"
    assert clock("47:59", date(2026, 11, 21)).isoformat() == "2026-11-22T23:59:00"


def test_turnout_alone_can_be_released() -> None:
    """One quantity has no order; the gate "statement" asks for its interval instead."""
    table = [row | {"cast": row["A"]} for row in rows()]
    made = night(table, arrivals={"station": "station", "at": "at", "denominator": "valid",
                                  "lists": {"turnout": "cast"}})  # fmt: skip
    look = look_at(made)[1]
    assert look.released
    assert look.said[0].text.startswith("turnout lies between 4")


def with_figures(tmp_path: Path, official: float) -> Path:
    """The night of the tests with 0 to 20 rejected ballots of 600 voters: a turnout of about 85 %."""
    table = [
        row | {"cast": str(500 + place % 21), "invalid": str(place % 21), "register": "600"}
        for place, row in enumerate(rows())
    ]
    lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
    (tmp_path / "s.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "N.toml").write_text(
        'date = 2026-11-21\n[sample]\nfile = "s.csv"\nstation = "station"\nstratum = ["region"]\n'
        "equal_strata = 1000\n[registered]\nshift = 0\n"
        '[arrivals]\nfile = "s.csv"\nstation = "station"\nat = "at"\ndenominator = "valid"\n'
        '[arrivals.lists]\nA = "A"\nB = "B"\n[official]\nA = 45\n'
        f'[figures.turnout]\nof = "cast"\namong = "register"\nofficial = {official}\n'
        '[figures.rejected]\nof = "invalid"\namong = "cast"\n',
        encoding="utf-8",
    )
    return tmp_path / "N.toml"


def test_turnout_and_rejected_ballots_are_of_one_family_with_the_lists(tmp_path: Path) -> None:
    path = str(with_figures(tmp_path, 85))
    body = json.loads(CliRunner().invoke(app, ["quickcount", path, "--json"]).stdout)
    found = {one["name"]: one for one in body["together"]}
    assert list(found) == ["A", "B", "turnout", "rejected"]
    rejected = sum(place % 21 for place in range(60)) / 60
    assert found["turnout"]["share"] == pytest.approx((500 + rejected) / 600)
    assert found["rejected"]["share"] == pytest.approx(rejected / (500 + rejected))
    alone = body["shares"][0]["interval"]
    assert found["A"]["high"] - found["A"]["low"] > alone["high"] - alone["low"]
    assert [one["part"] for one in body["official"]] == [
        "whole country",
        "whole country, lists and figures at once",
    ]
    said = CliRunner().invoke(app, ["quickcount", path]).stdout
    assert "lists and figures at once: the official result is inside our range" in said


def test_a_turnout_outside_its_range_is_a_verdict_over_all_figures(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["quickcount", str(with_figures(tmp_path, 91))]).stdout
    assert "at once: the official result is outside our range: turnout 91.0 %" in said
    assert "whole country: the official result is inside our range" in said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"turnout": {"of": "cast"}}, "needs of and among"),
        ({"A": {"of": "cast", "among": "valid"}}, "has a list's name"),
        ({"turnout": {"of": "cast", "among": "valid", "at": "x"}}, "has no key 'at'"),
        ({"turnout": {"of": 1, "among": "valid"}}, "must be text"),
    ],
)
def test_a_figure_that_is_not_whole_is_refused(figures: dict[str, Any], said: str) -> None:
    with pytest.raises(ScrutatorError, match=said):
        night(rows(), figures=figures)


def test_codes_that_repeat_in_another_district_are_told_apart_by_both_columns(tmp_path: Path) -> None:
    """Stations 0 to 29 in each of two regions; by the code alone a station was drawn twice."""
    table = [row | {"station": row["station"][5:]} for row in rows()]
    lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
    (tmp_path / "s.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    text = (
        'date = 2026-11-21\n[sample]\nfile = "s.csv"\nstation = "KEY"\nstratum = ["region"]\n'
        "equal_strata = 1000\n[registered]\nshift = 0\n"
        '[arrivals]\nfile = "s.csv"\nstation = "KEY"\nat = "at"\ndenominator = "valid"\n'
        '[arrivals.lists]\nA = "A"\nB = "B"\n'
    )
    path = tmp_path / "N.toml"
    path.write_text(text.replace("KEY", "station"), encoding="utf-8")
    assert "was drawn twice" in CliRunner().invoke(app, ["quickcount", str(path)]).output + str(
        CliRunner().invoke(app, ["quickcount", str(path)]).exception
    )
    path.write_text(text.replace("KEY", "region,station"), encoding="utf-8")
    found = CliRunner().invoke(app, ["quickcount", str(path)])
    assert "60 of 60 drawn stations" in found.stdout


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(-0.02, 0.33, (0.0, 0.33)), (0.9, 1.02, (0.9, 1.0)), (0.0, 1.0, (0.0, 1.0)), (0.1, 0.2, (0.1, 0.2))],
)
def test_no_interval_of_a_share_goes_below_0_or_above_1(
    low: float, high: float, shown: tuple[float, float]
) -> None:
    found = share_limits(low, high, "95 % design-based (t)")
    assert (found.low, found.high) == shown
    assert found.kind == "95 % design-based (t) with late-station bound"
