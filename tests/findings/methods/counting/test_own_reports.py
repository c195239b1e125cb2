"""Whether a case's reports resemble ones with one answer throughout: counted by team, and no team is named."""

import csv
import io

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.template import new_case_files

NAMES = [f"q{n}" for n in range(8)]
QUESTIONS = "form,question,language,text,type,choices,problem\n" + "".join(
    f"voting,{name},{language},Is it so?,choice,yes;no,{'yes' if n < 4 else 'no'}\n"
    for n, name in enumerate(NAMES)
    for language in ("en", "ru")
)
FINE = ["no"] * 4 + ["yes"] * 4


def finding(straight: int, teams: int = 6, visits: int = 4, *, reverse: bool = False) -> Finding:
    """The first team gives one answer throughout in so many of its visits, the others in none."""
    visited = [
        (f"v{team}-{n}", f"s{team}{n}", f"team {team}") for team in range(teams) for n in range(visits)
    ]
    said = [
        (visit, name, "yes" if team == "team 0" and int(visit[-1]) < straight else fine, "")
        for visit, _, team in visited
        for name, fine in zip(NAMES, FINE, strict=True)
    ]
    rows = [(*one, "team's own route", "voting") for one in visited]
    if reverse:
        said, rows = said[::-1], rows[::-1]
    tables = {
        "questions": QUESTIONS,
        "visits": text([("visit", "station", "team", "selection", "form"), *rows]),
        "answers": text([("visit", "question", "value", "missing"), *said]),
    }
    files = {path: content.encode() for path, content in new_case_files("x").items()}
    files |= {f"{name}.csv": content.encode() for name, content in tables.items()}
    files["findings.toml"] = b'[[finding]]\nid = "f"\nmethod = "observation.straight"\n'
    (found,) = run_case(sound_case(files, "x"))
    return found


def text(rows: list[tuple[str, ...]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def figures(found: Finding) -> dict[str, object]:
    return {one.name: one.value for one in found.outcome.figures}


@pytest.mark.parametrize(("straight", "named"), [(0, 0), (1, 0), (2, 1), (4, 1)])
def test_teams_are_counted_and_not_named(straight: int, named: int) -> None:
    found = finding(straight)
    assert figures(found) == {
        "teams": 6,
        "teams_examined": 6,
        "teams_resembling": named,
        "reports_examined": 24,
        "reports_straight": straight,
    }
    assert "team 0" not in repr(found.outcome)


def test_teams_with_two_reports_are_too_few_to_say_anything_of() -> None:
    found = finding(2, visits=2)
    assert (figures(found)["teams_examined"], figures(found)["teams_resembling"]) == (0, 0)
    assert found.outcome.title == "No team has enough reports to be examined"


def test_the_order_of_rows_decides_nothing_and_the_error_rates_stand_beside_it() -> None:
    assert finding(3, reverse=True).outcome == finding(3).outcome
    (table,) = finding(0).outcome.tables
    assert table.columns[1:3] == ("teams", "named")
    assert len(table.rows) == 9


def test_a_case_without_answers_is_refused() -> None:
    files = {path: content.encode() for path, content in new_case_files("x").items()}
    files["findings.toml"] = b'[[finding]]\nid = "f"\nmethod = "observation.straight"\n'
    with pytest.raises(ScrutatorError, match="N03"):
        run_case(sound_case(files, "x"))
