"""Visits that overlap, or last less than five minutes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.evidence import LEAST_REPORTS, Evidence, Kind, as_many, usual_rate

SHORTEST = timedelta(minutes=5)
LEAST_RATE = 0.02
NOT_LET_IN = "refused"


def fast(reports: Sequence[Filed]) -> tuple[Evidence, ...]:
    """Answer: whose visits overlap with one at another station, or last less than five minutes?

    As the observers themselves say when they came and left; a wrong clock or a slip of the finger looks the
    same, so one visit says nothing: the rate of such slips is taken from the observers' median, at least 2 %.
    Counted are the fewest visits without which nothing overlaps.
    A visit of one who was not let in may be short; one that ends before it begins has a wrong clock, and says
    nothing of how long it was.
    """
    visits: dict[str, list[Filed]] = defaultdict(list)
    for one in reports:
        if one.begins is not None and one.ends is not None and one.answers.get("left") and _runs_on(one):
            visits[one.observer].append(one)
    found_in = {who: set(_too_fast(theirs)) for who, theirs in visits.items()}
    counts = {who: (len(found_in[who]), len(theirs)) for who, theirs in visits.items()}
    rate = usual_rate(counts, LEAST_RATE)
    found = []
    for observer in sorted({one.observer for one in reports}):
        yes, of = counts.get(observer, (0, 0))
        chance = as_many(yes, of, rate) if of >= LEAST_REPORTS else None
        named = tuple(sorted(found_in.get(observer, ())))
        found.append(Evidence(observer, Kind.FAST, yes, of, named, chance))
    return tuple(found)


def _too_fast(visits: Sequence[Filed]) -> Iterator[str]:
    """Those that are too short, and the fewest others without which no two overlap: one wrong time can make a
    visit overlap with many, and is counted once."""
    long_enough = []
    for one in visits:
        if _length(one) < SHORTEST and one.answers.get("admitted") != NOT_LET_IN:
            yield one.report
        else:
            long_enough.append(one)
    kept: list[Filed] = []
    for one in sorted(long_enough, key=lambda one: (one.ends, one.begins, len(one.report), one.report)):
        if any(_overlap(one, before) for before in kept):
            yield one.report
        else:
            kept.append(one)


def _runs_on(one: Filed) -> bool:
    return _length(one) >= timedelta()


def _length(one: Filed) -> timedelta:
    assert one.begins is not None
    assert one.ends is not None
    return one.ends - one.begins


def _overlap(one: Filed, before: Filed) -> bool:
    """Do two visits at different stations overlap, of which `before` ended first?"""
    assert one.begins is not None
    assert before.ends is not None
    return one.station != before.station and before.ends > one.begins
