"""`case check` on complaints and on recommendations across cycles."""

from pathlib import Path

import pytest
from tests.publishing.checks.test_ledger import faults

HEAD = "id,by,body,about,deadline,outcome,decided,decision,effect,source"
MADE = (
    "commitments.csv", "id,kind,text,date,verifiable,source",
    "R1,recommendation,text,2007,yes,A", "R2,recommendation,text,2012,yes,A", "M,promise,text,2007,yes,A",
)  # fmt: skip
CYCLES = "commitment,cycle,theme,priority,needs_law,repeats,source"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("P,v,x,seal,not obtained: law,pending,2012-01-20,not obtained: ruling,none,A", "decided"),
        ("P,v,x,seal,not obtained: law,pending,,refused,none,A", "decision"),
        ("P,v,x,seal,not obtained: law,rejected,2012-01-20,not obtained: ruling,none,A", "decision"),
        ("P,v,x,seal,not obtained: law,no decision on record,,refused,none,A", "decision"),
    ],
)
def test_an_outcome_that_disagrees_with_its_decision(tmp_path: Path, row: str, field: str) -> None:
    assert faults(tmp_path, ("complaints.csv", HEAD, row)) == [("complaints.csv", 2, field, "G31")]


@pytest.mark.parametrize(
    "row",
    [
        "P,v,x,seal,not obtained: law,rejected,2012-01-20,refused,none,A",
        "P,v,x,seal,Art. 48: 3 days,pending,,not obtained: ruling,none,A",
    ],
)
def test_an_outcome_that_agrees_with_its_decision(tmp_path: Path, row: str) -> None:
    assert faults(tmp_path, ("complaints.csv", HEAD, row)) == []


@pytest.mark.parametrize(
    ("rows", "field", "line"),
    [
        (("M,2007,t,other,no,,A",), "commitment", 2),
        (("R2,2012,t,other,no,R1,A",), "repeats", 2),
        (("R1,2012,t,other,no,,A", "R2,2012,t,other,no,R1,A"), "repeats", 3),
        (("R1,2012,t,other,no,R2,A", "R2,2012-01,t,other,no,,A"), "repeats", 2),
    ],
)
def test_a_recommendation_in_the_wrong_cycle(
    tmp_path: Path, rows: tuple[str, ...], field: str, line: int
) -> None:
    found = faults(tmp_path, MADE, ("recommendations.csv", CYCLES, *rows))
    assert found == [("recommendations.csv", line, field, "G32")]


def test_a_recommendation_that_repeats_an_earlier_cycle(tmp_path: Path) -> None:
    rows = ("R1,2007,t,other,no,,A", "R2,2012,t,other,no,R1,A")
    assert faults(tmp_path, MADE, ("recommendations.csv", CYCLES, *rows)) == []
