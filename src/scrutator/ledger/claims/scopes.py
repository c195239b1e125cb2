"""Scope: stage of the process × territory × time. Only overlapping scopes can contradict."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Proposition
from scrutator.record.nouns.contests import Place

EVERYTHING = "whole process"
# Stages that speak of the same part of the process as another one does.
WITHIN: Mapping[str, frozenset[str]] = {
    "results": frozenset({"counting", "tabulation"}),
    "counting": frozenset({"results"}),
    "tabulation": frozenset({"results"}),
}
_PERIOD = re.compile(r"\s*([0-9-]+)\s*(?:/\s*([0-9-]+)\s*)?")


@dataclass(frozen=True)
class Territory:
    """The hierarchy of places: each place with itself and everything that contains it."""

    above: Mapping[str, frozenset[str]]

    def overlap(self, first: str | None, second: str | None) -> bool:
        """Do two places share ground? A proposition without a place speaks of everywhere."""
        if first is None or second is None:
            return True
        return first in self.above.get(second, {second}) or second in self.above.get(first, {first})


def territory(places: Sequence[Place]) -> Territory:
    """The hierarchy of these places; a circle of parents ends where it began."""
    parents = {place.id: place.parent for place in places}
    above = {}
    for name in parents:
        chain: list[str] = []
        current: str | None = name
        while current is not None and current not in chain:
            chain.append(current)
            current = parents.get(current)
        above[name] = frozenset(chain)
    return Territory(above)


def span_of(period: str | None) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of `2012`, `2012-01-15` or `1999/2012`; None when there is no such period."""
    found = _PERIOD.fullmatch(period or "")
    if not found:
        return None
    try:
        begin = PartialDate.parse(found.group(1))
        end = PartialDate.parse(found.group(2) or found.group(1))
    except ValueError:
        return None
    return begin.earliest, end.latest


def stages_overlap(first: str, second: str) -> bool:
    return EVERYTHING in (first, second) or first == second or second in WITHIN.get(first, ())


def periods_overlap(first: str | None, second: str | None) -> bool:
    """Do two periods share a day? A proposition without a period speaks of any time."""
    one, other = span_of(first), span_of(second)
    if one is None or other is None:
        return True
    return one[0] <= other[1] and other[0] <= one[1]


def disjoint_in(first: Proposition, second: Proposition, ground: Territory) -> tuple[str, ...]:
    """The dimensions in which two propositions do not meet; empty when their scopes overlap."""
    apart = []
    if not stages_overlap(first.stage, second.stage):
        apart.append("stage")
    if not ground.overlap(first.place, second.place):
        apart.append("territory")
    if not periods_overlap(first.period, second.period):
        apart.append("time")
    return tuple(apart)
