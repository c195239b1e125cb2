"""Three Scottish counts, stage by stage and candidate by candidate, against the sheets on file."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scrutator.law.ballots.ballot_tables import read_papers
from scrutator.law.ballots.counting import count_ballots
from scrutator.law.ballots.papers import Ballots, Paper
from scrutator.law.ballots.result import Count
from scrutator.law.ballots.rules import CountRules, rules_of_keys
from scrutator.law.count_rules import count_rules_at
from scrutator.law.statutes.files import load

COUNTS = {
    "stv_leith_walk_2015": (
        2,
        6324,
        2109,
        ["John Lewis RITCHIE (SNP)", "Marion DONALDSON (Lab)"],
    ),
    "av_leith_walk_2019": (1, 7267, 3634, ["Rob MUNN"]),
    "av_linn_2022": (1, 5132, 2567, ['John CARSON "Glasgow Labour']),
}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with open(folder / "law" / "systems" / f"{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counted(folder: Path, name: str) -> tuple[Ballots, Count]:
    ballots = read_papers(rows(folder, f"{name}_ballots"), rows(folder, f"{name}_candidates"))
    seats, *_ = COUNTS[name]
    rules = count_rules_at(load("scotland/councils"), date(2012, 5, 3))
    assert isinstance(rules, CountRules)
    return ballots, count_ballots(ballots, seats, rules, whole_sheet=True)


def differences(made: Count, sheet: Sequence[Mapping[str, str]], names: Sequence[str]) -> list[str]:
    """Every cell of the sheet that is not that of the count."""
    found = []
    for row in sheet:
        stage = made.stages[int(row["stage"]) - 1]
        name = names[int(row["candidate_number"]) - 1]
        cells = (stage.totals[name], stage.non_transferable)
        if cells != (Fraction(row["votes"]), Fraction(row["non_transferable_total"])):
            found.append(f"stage {stage.number}, {name}")
    return found


@pytest.mark.parametrize("name", COUNTS)
def test_every_cell_of_every_stage_is_that_of_the_published_sheet(reference_data: Path, name: str) -> None:
    ballots, made = counted(reference_data, name)
    sheet = rows(reference_data, f"{name}_stages")
    _, valid, quota, elected = COUNTS[name]
    assert (made.valid, made.quota, list(made.elected)) == (valid, quota, elected)
    assert len(made.stages) == max(int(row["stage"]) for row in sheet)
    assert len(sheet) == len(made.stages) * len(ballots.candidates)
    assert differences(made, sheet, ballots.candidates) == []


@pytest.mark.parametrize("name", COUNTS)
def test_what_was_done_at_every_stage_is_what_the_sheet_says(reference_data: Path, name: str) -> None:
    _, made = counted(reference_data, name)
    said = {int(row["stage"]): row["action"] for row in rows(reference_data, f"{name}_stages")}
    for stage in made.stages[1:]:
        verb = {"surplus": "surplus", "exclusion": "exclude"}[str(stage.action)]
        assert said[stage.number] == f"{verb} {stage.candidate}"


def test_a_changed_cell_of_a_sheet_is_noticed(reference_data: Path) -> None:
    ballots, made = counted(reference_data, "stv_leith_walk_2015")
    sheet = rows(reference_data, "stv_leith_walk_2015_stages")
    for at in range(len(sheet)):
        changed = [dict(row) for row in sheet]
        changed[at]["votes"] = str(Fraction(changed[at]["votes"]) + Fraction(1, 100_000))
        assert len(differences(made, changed, ballots.candidates)) == 1


def test_the_votes_between_the_first_two_of_leith_walk_2019_are_those_of_the_press(
    reference_data: Path,
) -> None:
    _, made = counted(reference_data, "av_leith_walk_2019")
    votes = sorted(made.stages[9].totals.values())
    assert (votes[-1], votes[-1] - votes[-2]) == (3021, 256)


def test_the_elected_are_those_of_another_program_on_its_own_exact_count() -> None:
    """24 random elections counted by VoteKit 3.5.0: `STV(…, simultaneous=False, exact=True)`, fractional
    transfers, Droop quota; none of them has a tie."""
    lines = (Path(__file__).parent / "votekit_vectors.jsonl").read_text(encoding="utf-8").splitlines()
    rules = rules_of_keys(
        {"system": "stv", "transfer": "weighted_inclusive", "ties": "latest_stage"}, "exact"
    )
    for line in lines:
        vector = json.loads(line)
        names = tuple(f"c{number}" for number in range(vector["candidates"]))
        papers = tuple(Paper(count, tuple(order)) for count, order in vector["papers"])
        made = count_ballots(Ballots(names, papers), vector["seats"], rules)
        assert sorted(made.elected) == vector["elected"]
    assert len(lines) == 24
