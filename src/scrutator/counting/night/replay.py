"""Replaying a night: what would have been known, said and withheld at each moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scrutator.counting.estimation.intervals import Limits
from scrutator.counting.night.clock import on_clock
from scrutator.counting.night.gates import Gate, gates
from scrutator.counting.night.night_file import Night
from scrutator.counting.night.publication import Moment, look
from scrutator.counting.night.quickcount import QuickCount
from scrutator.counting.night.sentences import Sentence, sentences
from scrutator.errors import ScrutatorError

EVERY = timedelta(minutes=30)
LONGEST = timedelta(hours=48)


@dataclass(frozen=True)
class Look:
    """One moment of the night with what it says, its gates, and its errors where the truth is given.

    `errors` are estimate minus official, in shares, per list; `covered` whether the interval holds it.
    """

    at: datetime | None
    moment: Moment
    said: tuple[Sentence, ...]
    opened: tuple[Gate, ...]
    errors: tuple[float | None, ...]
    covered: tuple[bool | None, ...]

    @property
    def released(self) -> bool:
        """Whether every gate is open."""
        return all(gate.open for gate in self.opened)


def look_at(night: Night, at: datetime | None = None) -> tuple[QuickCount, Look]:
    """Answer: what does the night say from the reports before `at` (None: all of them)?"""
    count = night.count_until(at)
    moment = look(count, night.rules)
    said = sentences(count, moment, night.rules)
    opened = gates(count, moment, night.rules, said, night.held)
    errors: list[float | None] = []
    covered: list[bool | None] = []
    for one in moment.shares:
        truth = night.official.get(one.name)
        known = truth is not None and one.value == one.value
        errors.append(one.value - truth / 100 if truth is not None and known else None)
        inside = isinstance(one.interval, Limits) and truth is not None
        covered.append(_holds(one.interval, truth) if inside else None)
    return count, Look(at, moment, said, opened, tuple(errors), tuple(covered))


def _holds(interval: object, truth: float | None) -> bool | None:
    if not isinstance(interval, Limits) or truth is None:
        return None
    return interval.low <= truth / 100 <= interval.high


def replay_moments(night: Night) -> tuple[datetime | None, ...]:
    """Answer: at which moments is a night looked at?

    The registered ones, or every half hour from the full hour of the first report; and the end (None). C08
    when the first and the last report lie more than two days apart: then the moments must be registered.
    """
    if night.moments:
        return (*(on_clock(at, night.zone) for at in night.moments), None)
    times = sorted(report.at for report in night.reports)
    if not times:
        return (None,)
    if times[-1] - times[0] > LONGEST:
        what = f"the reports run from {times[0]} to {times[-1]}, too long for a look every half hour"
        raise ScrutatorError("C08", what, where="NIGHT.toml", remedy="Give the moments in [replay] times.")
    at = on_clock(times[0], night.zone).replace(minute=0, second=0, microsecond=0)
    at = on_clock(at, UTC if at.tzinfo else None) + EVERY
    steps: list[datetime] = []
    while at <= times[-1]:
        steps.append(on_clock(at, night.zone))
        at += EVERY
    return (*steps, None)


def hours(moments: Sequence[datetime | None]) -> list[str]:
    """How moments are printed: by the hour, with the date where they span a day or more; None is the end."""
    known = [at for at in moments if at is not None]
    shown = "%Y-%m-%d %H:%M" if known and max(known) - min(known) >= timedelta(days=1) else "%H:%M"
    said = [at.strftime(shown) if at else "end" for at in moments]
    if len(set(said)) < len(said):  # a clock that is put back shows an hour twice
        said = [at.strftime(f"{shown} %z") if at else "end" for at in moments]
    return said
