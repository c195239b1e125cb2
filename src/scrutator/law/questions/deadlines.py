"""Was an act done by the day or the hour that a rule gives? Unknown is no breach, and a claim no proof."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from scrutator.errors import ScrutatorError
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.deadlines import Deadline


class Kept(StrEnum):
    """What the record shows of one deadline."""

    KEPT = "kept"
    LATE = "late"
    MISSED = "missed"
    CLAIMED = "claimed, not evidenced"
    UNKNOWN = "cannot be determined"


@dataclass(frozen=True)
class Judged:
    """One deadline: its last moment, the verdict, and the days by which it was surely passed (None: unknown).

    `by` is a day, or for hours a moment of local time.
    """

    deadline: Deadline
    by: date | datetime
    verdict: Kept
    days_over: int | None


def judge(deadline: Deadline) -> Judged:
    """Answer: was it kept?

    Kept: a source shows a day that is surely within the time. Late: one that is surely after it. Missed: a
    source says of a day surely after it that it was not done. A day that is known to the month only, or that
    is the very day of an hour, decides nothing. Raises L90 for a rule without an end, or with two.
    """
    by = end_of(deadline)
    last = by.date() if isinstance(by, datetime) else by
    if isinstance(deadline.done, PartialDate):
        if deadline.done.earliest > last:
            return Judged(deadline, by, Kept.LATE, (deadline.done.earliest - last).days)
        within = deadline.done.latest < last or (deadline.done.latest == last and by is last)
        return Judged(deadline, by, Kept.KEPT if within else Kept.UNKNOWN, None)
    if deadline.claimed:
        return Judged(deadline, by, Kept.CLAIMED, None)
    if deadline.unmet is not None and deadline.unmet.earliest > last:
        return Judged(deadline, by, Kept.MISSED, (deadline.unmet.earliest - last).days)
    return Judged(deadline, by, Kept.UNKNOWN, None)


def end_of(deadline: Deadline) -> date | datetime:
    """The last day, or for hours the last moment. Raises L90."""
    parts = (deadline.start, deadline.allowed, deadline.unit)
    if deadline.due is not None and not any(part is not None for part in parts):
        if deadline.due.day is None:
            raise _wrong(deadline, "a day that is due has year, month and day")
        return deadline.due.earliest
    if deadline.due is not None or any(part is None for part in parts):
        raise _wrong(deadline, "it needs `due`, or `start` with `allowed` and `unit`, and not both")
    start, allowed = str(deadline.start), int(deadline.allowed or 0)
    try:
        if deadline.unit == "hours":
            if "T" not in start:
                raise _wrong(deadline, "hours run from a moment such as 2024-07-28T18:00")
            moment = datetime.fromisoformat(start)
            if moment.tzinfo is not None:
                raise _wrong(deadline, "a moment is local time, without a zone")
            return moment + timedelta(hours=allowed)
        return date.fromisoformat(start) + timedelta(days=allowed)
    except (ValueError, OverflowError):
        raise _wrong(deadline, f"'{start[:40]}' and {allowed} {deadline.unit} give no day") from None


def _wrong(deadline: Deadline, what: str) -> ScrutatorError:
    return ScrutatorError("L90", f"{deadline.id}: {what}", where="deadlines.csv")
