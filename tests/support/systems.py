"""Short ways to votes and systems that the tests of this folder share."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.systems.ballots import ballots_of
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import SystemResult, SystemResults, distribute


def district(name: str, counts: Mapping[str, int], seats: int | None = None, **orders: int) -> District:
    """A contest; keyword arguments are the order of registration of lists."""
    lists = tuple(ListVotes(n, v, registered_order=orders.get(n)) for n, v in counts.items())
    return District(name, Votes(lists), seats)


def results(table: Mapping[str, Any], contests: Sequence[District], within: Any = None) -> SystemResults:
    """A system of a rules table; in one with single-member districts every named contest is one of those."""
    system = system_from(table)
    named = {contest.name: "" for contest in contests if contest.name} if system.has_direct else {}
    return distribute(system, ballots_of(contests, named if within is None else within))


def seats_of(table: Mapping[str, Any], contests: Sequence[District], within: Any = None) -> SystemResult:
    """The first reading of it."""
    return results(table, contests, within).first
