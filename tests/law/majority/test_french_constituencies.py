"""The first round of 2024 in France: 577 constituencies under article L126 and L162."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

from scrutator.law.count_rules import count_rules_at
from scrutator.law.majority.deciding import Decision, decide
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules
from scrutator.law.statutes.files import load

Place = tuple[str, str]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / "law" / "systems" / f"fr_assemblee_2024_{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rules() -> MajorityRules:
    found = count_rules_at(load("france/assembly"), date(2024, 6, 30))
    assert isinstance(found, MajorityRules)
    return found


def polls(folder: Path) -> dict[Place, Poll]:
    """Every constituency; a label that occurs more than once there gets a number."""
    groups: dict[Place, list[dict[str, str]]] = {}
    for row in read(folder, "round1"):
        groups.setdefault((row["department"], row["constituency"]), []).append(row)
    return {place: poll(rows) for place, rows in groups.items()}


def poll(rows: list[dict[str, str]]) -> Poll:
    candidates = tuple(
        Candidacy(f"{row['label']} {number}", int(row["votes"])) for number, row in enumerate(rows, 1)
    )
    return Poll(candidates, valid=int(rows[0]["valid"]), registered=int(rows[0]["registered"]))


def decisions(folder: Path) -> dict[Place, Decision]:
    return {place: decide(one, rules()) for place, one in polls(folder).items()}


def test_all_577_constituencies_come_out_as_published(reference_data: Path) -> None:
    official = {(row["department"], row["constituency"]): row for row in read(reference_data, "outcome")}
    made = decisions(reference_data)
    assert len(made) == len(official) == 577
    for place, one in made.items():
        row = official[place]
        entitled = str(len(one.entrants)) if one.entrants else ""
        assert (str(one.outcome), entitled) == (row["outcome"], row["may_stand_in_round_2"]), place


def test_the_numbers_of_the_press(reference_data: Path) -> None:
    made = decisions(reference_data).values()
    assert Counter(len(one.entrants) for one in made) == {0: 76, 2: 190, 3: 306, 4: 5}


def test_seven_leaders_had_more_than_half_and_less_than_a_quarter_of_the_register(
    reference_data: Path,
) -> None:
    short = [
        one
        for one in decisions(reference_data).values()
        for half, quarter in [[c for c in one.checks if c.candidate == leader(one)]]
        if half.met and not quarter.met
    ]
    assert len(short) == 7


def leader(one: Decision) -> str:
    return max(one.poll.candidates, key=lambda candidate: candidate.votes).name


def test_where_the_candidates_add_up_to_more_than_valid_the_result_says_so(reference_data: Path) -> None:
    made = decisions(reference_data)
    said = {place for place, one in made.items() if any("valid papers published" in n for n in one.notes)}
    assert said == {("27", "4"), ("34", "4")}
