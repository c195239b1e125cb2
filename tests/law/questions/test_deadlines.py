"""Deadlines: every verdict at its limit, and each rule that has no end."""

from datetime import date, datetime

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.questions.deadlines import Kept, end_of, judge
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.deadlines import Deadline
from scrutator.record.unknown import Missing, Unknown

NOTHING = Unknown(Missing.NOT_OBTAINED)


def deadline(**cells: object) -> Deadline:
    plain: dict[str, object] = dict.fromkeys(
        ("contest", "responsible", "start", "allowed", "unit", "due", "claimed", "unmet", "note")
    )
    plain |= {"id": "D1", "text": "results", "rule": "a law", "done": NOTHING, "source": ()}
    for name in ("due", "done", "unmet"):
        if isinstance(cells.get(name), str):
            cells[name] = PartialDate.parse(str(cells[name]))
    return Deadline(**{**plain, **cells})  # type: ignore[arg-type]


DUE = {"due": "2024-08-02"}
HOURS = {"start": "2024-07-28T18:00", "allowed": 48, "unit": "hours"}
DAYS = {"start": "2024-07-29", "allowed": 30, "unit": "days"}


def test_the_end_of_hours_and_of_days() -> None:
    assert end_of(deadline(**HOURS)) == datetime(2024, 7, 30, 18, 0)  # noqa: DTZ001
    assert end_of(deadline(**DAYS)) == date(2024, 8, 28)
    assert end_of(deadline(**DUE)) == date(2024, 8, 2)


@pytest.mark.parametrize(
    ("cells", "verdict", "over"),
    [
        ({**DUE, "done": "2024-08-02"}, Kept.KEPT, None),
        ({**DUE, "done": "2024-08-03"}, Kept.LATE, 1),
        ({**DUE, "done": "2024-08"}, Kept.UNKNOWN, None),
        ({**DUE, "done": "2024-07"}, Kept.KEPT, None),
        ({**DUE, "unmet": "2024-08-02"}, Kept.UNKNOWN, None),
        ({**DUE, "unmet": "2024-08-03"}, Kept.MISSED, 1),
        ({**DUE, "claimed": "a minister"}, Kept.CLAIMED, None),
        ({**DUE, "claimed": "a minister", "unmet": "2025-01-01"}, Kept.CLAIMED, None),
        (DUE, Kept.UNKNOWN, None),
        ({**HOURS, "done": "2024-07-29"}, Kept.KEPT, None),
        ({**HOURS, "done": "2024-07-30"}, Kept.UNKNOWN, None),
        ({**HOURS, "done": "2024-07-31"}, Kept.LATE, 1),
    ],
)
def test_a_deadline_is_kept_late_missed_or_not_known(
    cells: dict[str, object], verdict: Kept, over: int | None
) -> None:
    found = judge(deadline(**cells))
    assert (found.verdict, found.days_over) == (verdict, over)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"due": "2024-08"},
        {**DUE, **DAYS},
        {"start": "2024-07-29", "allowed": 30},
        {"start": "2024-07-29", "allowed": 48, "unit": "hours"},
        {"start": "2024-07-29T18:00+04:00", "allowed": 48, "unit": "hours"},
        {"start": "soon", "allowed": 1, "unit": "days"},
        {"start": "2024-07-29", "allowed": 10**12, "unit": "days"},
    ],
)
def test_a_rule_without_an_end_or_with_two_is_refused(cells: dict[str, object]) -> None:
    with pytest.raises(ScrutatorError) as caught:
        end_of(deadline(**cells))
    assert caught.value.code == "L90"
