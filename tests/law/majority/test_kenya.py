"""Kenya 2022: what the numbers on file determine, and what they do not."""

import csv
from datetime import date
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.count_rules import count_rules_at
from scrutator.law.majority.deciding import decide
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules
from scrutator.law.statutes.files import load

NATIONAL = {"Ruto": 7_176_141, "Odinga": 6_942_930, "Wajackoyah": 61_969, "Waihiga": 31_987}


def rules() -> MajorityRules:
    found = count_rules_at(load("kenya/president"), date(2022, 8, 9))
    assert isinstance(found, MajorityRules)
    return found


def counties(folder: Path) -> list[dict[str, str]]:
    path = folder / "law" / "systems" / "ke_2022_first_16_counties.csv"
    with open(path, encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["valid_where_read"]]


def test_the_counties_on_file_do_not_decide_and_the_answer_says_how_many_are_missing(
    reference_data: Path,
) -> None:
    rows = counties(reference_data)
    votes = {
        "Ruto": {row["county"]: int(row["ruto"]) for row in rows},
        "Odinga": {row["county"]: int(row["odinga"]) for row in rows},
    }
    candidates = tuple(Candidacy(name, count, None, votes.get(name, {})) for name, count in NATIONAL.items())
    poll = Poll(candidates, regions={row["county"]: int(row["valid_where_read"]) for row in rows})
    with pytest.raises(ScrutatorError) as caught:
        decide(poll, rules())
    assert caught.value.code == "L74"
    assert f"{len(rows)} of {len(rows)} regions known, 24 of 47 needed" in caught.value.what


@pytest.mark.parametrize("valid", [14_213_027, 14_213_137])
def test_by_the_sum_and_by_the_published_total_the_first_has_more_than_half(valid: int) -> None:
    """The four numbers add up to 110 less than the total of the court; by both more than half is exceeded."""
    assert sum(NATIONAL.values()) == 14_213_027
    # A quarter in 39 and 34 of 47 counties, as reported: the spread as numbers of votes in counties of equal size.
    regions = {f"county {number}": 1_000_000 for number in range(47)}
    reached = {"Ruto": 39, "Odinga": 34}
    spread = {
        name: {f"county {number}": 250_000 if number < reached.get(name, 0) else 0 for number in range(47)}
        for name in NATIONAL
    }
    poll = Poll(
        tuple(Candidacy(name, count, None, spread[name]) for name, count in NATIONAL.items()),
        valid=valid,
        regions=regions,
    )
    made = decide(poll, rules())
    assert made.elected == ("Ruto",)
    half = next(check for check in made.checks if check.candidate == "Ruto" and "1/2" in check.condition)
    assert (half.needed, half.met) == (valid // 2 + 1, True)
