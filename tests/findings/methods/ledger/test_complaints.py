"""The docket and the cycles: what is counted as decided, repeated and evaluated, whatever the rows' order."""

import dataclasses
import random

from scrutator.record.case import Case
from scrutator.record.cells import read_citations
from scrutator.record.dates import PartialDate
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.record.nouns.complaints import Complaint, Recommendation
from scrutator.record.unknown import Missing, Unknown
from support.methods import outcome_of

CASE = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
MISSING = Unknown(Missing.NOT_OBTAINED, "the ruling")


def complaint(name: str, **changes: object) -> Complaint:
    row: dict[str, object] = {
        "id": name, "date": None, "contest": None, "by": "a voter", "body": "cec", "about": "a seal",
        "deadline": MISSING, "outcome": "rejected", "decided": None, "decision": "refused", "effect": "none",
        "norms": None, "source": read_citations("R4"), "note": None,
    }  # fmt: skip
    return Complaint(**{**row, **changes})  # type: ignore[arg-type]


def figures(case: Case, method: str) -> dict[str, object]:
    return {
        f.name + "".join(f"/{v}" for v in f.at.values()): f.value
        for f in outcome_of(case, method, {}).figures
    }


def test_pending_and_unknown_outcomes_are_without_a_decision_and_no_others_are() -> None:
    rows = (
        complaint("A"), complaint("B", outcome="pending", decision=MISSING),
        complaint("C", outcome="no decision on record", decision=MISSING),
        complaint("D", outcome="not examined", deadline="Article 48: three days"),
    )  # fmt: skip
    found = figures(dataclasses.replace(CASE, complaints=rows), "ledger.complaints")
    assert (found["complaints"], found["without_decision"], found["deadline_known"]) == (4, 2, 1)
    assert sum(int(str(v)) for k, v in found.items() if k.startswith("outcome/")) == 4


def test_complaints_stand_by_date_and_those_without_one_stand_last() -> None:
    rows = (
        complaint("A"), complaint("B", date=PartialDate.parse("2012-01-15")),
        complaint("C", date=PartialDate.parse("2006")),
    )  # fmt: skip
    (table,) = outcome_of(dataclasses.replace(CASE, complaints=rows), "ledger.complaints", {}).tables
    assert [row[0] for row in table.rows] == ["C", "B", "A"]


def test_a_case_without_complaints_says_so_in_numbers() -> None:
    found = figures(dataclasses.replace(CASE, complaints=()), "ledger.complaints")
    assert (found["complaints"], found["without_decision"]) == (0, 0)


def test_an_earlier_recommendation_that_two_later_ones_repeat_counts_once() -> None:
    def row(name: str, year: str, *repeats: str) -> Recommendation:
        return Recommendation(
            commitment=name, cycle=PartialDate.parse(year), theme="t", priority="not stated",
            needs_law="yes", repeats=repeats or None, source=read_citations("O1"),
        )  # fmt: skip

    rows = (row("R12-6", "2012"), row("R21-1", "2021", "R12-6"), row("R21-3", "2021", "R12-6"))
    found = figures(dataclasses.replace(CASE, recommendations=rows), "ledger.recommendations")
    assert (found["recommendations"], found["repeated"], found["cycles"]) == (3, 1, 2)
    assert found["label/not implemented"] == 1
    assert found["label/not yet evaluated"] == 2


def test_the_order_of_the_rows_decides_nothing() -> None:
    mixed = random.Random(5)
    shuffled = dataclasses.replace(
        CASE,
        complaints=tuple(mixed.sample(CASE.complaints, len(CASE.complaints))),
        recommendations=tuple(mixed.sample(CASE.recommendations, len(CASE.recommendations))),
        statuses=tuple(mixed.sample(CASE.statuses, len(CASE.statuses))),
    )
    for method in ("ledger.complaints", "ledger.recommendations"):
        assert outcome_of(CASE, method, {}) == outcome_of(shuffled, method, {})
