"""Published counts of ballots and rounds of majorities, and what the engine makes of the same papers and votes."""

import csv
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from scrutator.law.ballots.ballot_tables import read_papers
from scrutator.law.ballots.counting import count_ballots
from scrutator.law.ballots.rules import CountRules
from scrutator.law.count_rules import count_rules_at
from scrutator.law.majority.deciding import decide
from scrutator.law.majority.poll import Candidacy, Poll
from scrutator.law.majority.rules import MajorityRules
from scrutator.law.statutes.files import load

HEAD = """
## Counts of ballots, and rounds

Ranked ballots are counted from the papers; every candidate's votes at the end of every stage, and the votes that no candidate has, are
compared with the published sheet. A hundred-thousandth of a vote more in any cell is a difference, and the tests require it.

| case | law | compared | cells | result | source |
|---|---|---|---|---|---|
"""
TAIL = """
Not compared: Ireland, Northern Ireland, Malta and Australia (no papers on file); Kenya 2022 (16 of 47 counties on file: the engine answers that
counties are missing; that half of 14,213,137 is exceeded from 7,106,569 votes on, and a quarter in 24 counties, are tested at their limits); Nigeria and
Indonesia (no votes by region on file). The sheets of Leith Walk 2015 have the first preferences and the two elected from the press; its later stages were
computed by an independent program from the same papers.
"""
COUNTS = (
    ("Scotland, Leith Walk 2015", "stv_leith_walk_2015", 2),
    ("Scotland, Leith Walk 2019", "av_leith_walk_2019", 1),
    ("Scotland, Linn 2022", "av_linn_2022", 1),
)
FRANCE = "France, National Assembly 2024, first round"
NAMES = (*(name for name, *_ in COUNTS), FRANCE)
"""The cases by which statutes and families say what checks them."""
Row = Mapping[str, str]


def section(folder: Path) -> str:
    """The part of the validation page on counts, with every difference counted."""
    rows = [*(_count_row(folder, *one) for one in COUNTS), _french_row(folder)]
    return HEAD + "\n".join(rows) + "\n" + TAIL


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file of the reference data."""
    with (folder / "law" / "systems" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _line(case: str, law: str, compared: str, cells: int, wrong: int, source: str) -> str:
    verdict = f"**{wrong} differ**" if wrong else "all equal"
    return f"| {case} | `{law}` | {compared} | {cells:,} | {verdict} | {source} |"


def _count_row(folder: Path, case: str, name: str, seats: int) -> str:
    rules = count_rules_at(load("scotland/councils"), date(2012, 5, 3))
    assert isinstance(rules, CountRules)
    ballots = read_papers(read(folder, f"{name}_ballots"), read(folder, f"{name}_candidates"))
    made = count_ballots(ballots, seats, rules, whole_sheet=True)
    sheet = read(folder, f"{name}_stages")
    wrong = len({row["stage"] for row in sheet}) != len(made.stages)
    for row in sheet:
        stage = made.stages[int(row["stage"]) - 1]
        votes = stage.totals[ballots.candidates[int(row["candidate_number"]) - 1]]
        wrong += votes != Fraction(row["votes"])
        wrong += stage.non_transferable != Fraction(row["non_transferable_total"])
    elected = {row["name"] for row in read(folder, f"{name}_candidates") if row["elected"] == "yes"}
    wrong += elected != set(made.elected)
    compared = f"{len(made.stages)} stages, elected"
    return _line(case, rules.name, compared, 2 * len(sheet), int(wrong), f"systems/{name}_*.csv")


def _french_row(folder: Path) -> str:
    rules = count_rules_at(load("france/assembly"), date(2024, 6, 30))
    assert isinstance(rules, MajorityRules)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in read(folder, "fr_assemblee_2024_round1"):
        groups.setdefault((row["department"], row["constituency"]), []).append(row)
    wrong = 0
    official = read(folder, "fr_assemblee_2024_outcome")
    for row in official:
        made = decide(_poll(groups[row["department"], row["constituency"]]), rules)
        entitled = str(len(made.entrants)) if made.entrants else ""
        wrong += (str(made.outcome), entitled) != (row["outcome"], row["may_stand_in_round_2"])
    compared = "outcome and number entitled, 577 constituencies"
    return _line(
        "France, National Assembly 2024, first round", rules.name, compared, 2 * len(official), wrong,
        "systems/fr_assemblee_2024_*.csv",
    )  # fmt: skip


def _poll(rows: list[Row]) -> Poll:
    candidates = tuple(
        Candidacy(f"{row['label']} {number}", int(row["votes"])) for number, row in enumerate(rows, 1)
    )
    return Poll(candidates, valid=int(rows[0]["valid"]), registered=int(rows[0]["registered"]))
