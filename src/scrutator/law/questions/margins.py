"""Margins: the fewest votes that change an outcome, each with a certificate that can be run again.

Three kinds of change: votes *moved* from one list to another (the number of ballots stays), *added* to
one list, or *removed* from one list. A margin is least among changes with one source and one target. Its
certificate is the changed vote vector: the law gives another outcome there, and not with one vote less.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.inequalities import (
    Break,
    Change,
    Inequality,
    divisor_inequalities,
    least_break,
    remainder_inequalities,
)
from scrutator.law.chain.allocate import Allocation, run
from scrutator.law.chain.state import ChainStep, start
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold, known_base
from scrutator.law.chain.steps.allocation import Coefficient, HighestAverages, Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.corrections import Floor
from scrutator.law.chain.ties import Ties
from scrutator.law.chain.votes import Votes

PLAIN = (
    House, Ties, Threshold, AdmitNext, Quota, WholeSeats, Leftovers, HighestAverages, Coefficient, Floor,
)  # fmt: skip
Steps = Sequence[ChainStep]
Differs = Callable[[Allocation], bool]


@dataclass(frozen=True)
class Margin:
    """The least change of one kind and what it does.

    `certificate` are the votes of the lists that changed; `after` the seats there. `exact` is True when
    inequalities prove that no fewer votes between one source and one target do it; otherwise the
    number comes from a line search that is certified on both sides of the flip only.
    """

    what: str
    change: Change
    source: str | None
    target: str | None
    votes: int
    certificate: Mapping[str, int]
    after: Mapping[str, int]
    exact: bool = True

    def per_station(self, stations: int) -> Fraction:
        """Votes a polling station, when their number is known."""
        return Fraction(self.votes, stations)


def changed_votes(votes: Votes, source: str | None, target: str | None, count: int) -> dict[str, int]:
    """The vote counts of the lists touched when so many votes leave `source` and reach `target`."""
    counts = votes.by_name
    touched = {}
    if source is not None:
        touched[source] = counts[source] - count
    if target is not None:
        touched[target] = counts[target] + count
    return touched


def allocate_changed(steps: Steps, votes: Votes, changed: Mapping[str, int]) -> Allocation:
    """The allocation after some lists' votes were changed."""
    return run(steps, votes.with_votes(changed))


def least_seat_change(steps: Steps, votes: Votes, change: Change = "moved") -> Margin | None:
    """The fewest votes that change any seat (or turn one into a tie). None when none can be found.

    Exact for chains of thresholds and one divisor rule or largest remainders; for others (a
    coefficient at work, guarantees, alliances) by line search over all pairs of lists.
    """
    base = run(steps, votes)
    differs = _seats_differ(base)
    if _inequalities(steps, base) is not None:
        crossings = [entry for name in base.seats for entry in _crossings(steps, votes, base, name, change)]
        first_crossing = min((count for *_, count in crossings), default=None)
        candidates = crossings + list(_breaks(steps, votes, base, change))
        for found in sorted(candidates, key=lambda found: found[2]):
            margin = _certify(steps, votes, found, change, differs, "seat", exact=True)
            if margin is not None and (found in crossings or not _beyond(first_crossing, margin.votes)):
                return margin
            if margin is not None:
                break  # a list crossed the threshold with fewer votes and no seat moved: search instead
    return _searched(steps, votes, _ends(votes, change), change, differs, "seat")


def _beyond(first_crossing: int | None, votes: int) -> bool:
    """Do so many votes take some list over the threshold or below it?"""
    return first_crossing is not None and first_crossing < votes


def list_margins(steps: Steps, votes: Votes, change: Change = "moved") -> dict[str, dict[str, Margin | None]]:
    """For every list the fewest votes that give it one more seat, and that cost it one."""
    base = run(steps, votes)
    known = _Known(
        tuple(_inequalities(steps, base) or ()),
        {n: m for n, m in admission_margins(steps, votes, change).items() if m is not None},
    )
    return {
        name: {
            "gains a seat": _least_for(steps, votes, base, known, name, change, gains=True),
            "loses a seat": _least_for(steps, votes, base, known, name, change, gains=False),
        }
        for name in base.seats
    }


@dataclass(frozen=True)
class _Known:
    """What all lists' margins share: the inequalities of the outcome, and the margins of admission."""

    inequalities: tuple[Inequality, ...]
    admissions: Mapping[str, Margin]


def admission_margins(steps: Steps, votes: Votes, change: Change = "moved") -> dict[str, Margin | None]:
    """For every list the fewest votes that bring it over the threshold, or below it.

    Votes move between the list and the largest other; votes added to others can push it out and votes
    removed from others bring it in, because the base of the share changes. None where nothing does.
    """
    base = run(steps, votes)
    return {name: _admission(steps, votes, base, name, change) for name in base.seats}


def threshold_gap(steps: Steps, votes: Votes, name: str) -> tuple[Fraction, Fraction]:
    """How many votes a list has above (or, negative, below) the threshold, and the base of the share.

    Raises L50 when the chain has no threshold.
    """
    for step in steps:
        if isinstance(step, Threshold):
            state = start(votes)
            for other in steps:
                if isinstance(other, House):
                    state = other.apply(state)
            base = known_base(state, step.of)
            entry = votes.of(name)
            return entry.votes - step.share_for(entry.parties, state.house) * base, Fraction(base)
    raise ScrutatorError("L50", "these rules have no threshold")


def majority_margin(steps: Steps, votes: Votes, share: Fraction = Fraction(1, 2)) -> Margin | None:
    """The fewest votes, moved between two lists, that break the largest list's majority or make one.

    A majority is more than `share` of the house. Searched on every pair with the largest list, or
    with the three largest when no one has a majority; certified on both sides.
    """
    base = run(steps, votes)
    holder = _holder(base, share)
    largest = sorted(base.seats, key=lambda name: -votes.by_name[name])
    if holder is not None:
        ends = [(holder, other) for other in base.seats if other != holder]
    else:
        ends = [(other, name) for name in largest[:3] for other in base.seats if other != name]
    return _searched(steps, votes, ends, "moved", lambda now: _holder(now, share) != holder, "majority")


def _holder(allocation: Allocation, share: Fraction) -> str | None:
    over = [name for name, seats in allocation.seats.items() if seats > share * allocation.house]
    return over[0] if over else None


def _seats_differ(base: Allocation) -> Differs:
    return lambda now: now.seats != base.seats or now.ties != base.ties


def _ends(votes: Votes, change: Change) -> list[tuple[str | None, str | None]]:
    names = list(votes.by_name)
    if change == "moved":
        return [(a, b) for a in names for b in names if a != b]
    return [(None, name) for name in names] if change == "added" else [(name, None) for name in names]


def _inequalities(steps: Steps, base: Allocation) -> list[Inequality] | None:
    """The inequalities of this outcome; None when the chain is not of the plain kind."""
    by_rule = any(step.rule == "admit next" and step.result for step in base.steps)
    seats = {name: base.seats[name] for name in base.admitted}
    if by_rule or base.ties or not all(isinstance(step, PLAIN) for step in steps):
        return None
    averages = [step for step in steps if isinstance(step, HighestAverages)]
    quotas = [step for step in steps if isinstance(step, Quota)]
    if len(averages) == 1 and not quotas and averages[0].rule().mean != "geometric":
        return list(divisor_inequalities(seats, averages[0].rule()))
    by_remainder = all(s.by == "largest_remainder" for s in steps if isinstance(s, Leftovers))
    if len(quotas) == 1 and not averages and quotas[0].quota == "hare" and by_remainder:
        return list(remainder_inequalities(seats, base.house))
    return None


def _breaks(
    steps: Steps, votes: Votes, base: Allocation, change: Change
) -> Iterator[tuple[str | None, str | None, int]]:
    """Where a seat may flip while the same lists stay admitted: at the break of an inequality."""
    for inequality in _inequalities(steps, base) or ():
        found = least_break(inequality, votes.by_name, change, list(base.seats))
        if found is not None:
            yield from _around(found)


def _around(found: Break) -> Iterator[tuple[str | None, str | None, int]]:
    """At equal claims a recorded fact may keep the seat where it is; then one vote more moves it."""
    yield found.source, found.target, found.votes
    yield found.source, found.target, found.votes + 1


def _certify(
    steps: Steps,
    votes: Votes,
    found: tuple[str | None, str | None, int],
    change: Change,
    differs: Differs,
    what: str,
    exact: bool,
) -> Margin | None:
    """The margin if the outcome differs with these votes and not with one less, else None."""
    source, target, count = found
    if not 1 <= count <= _most(votes, source):
        return None
    changed = changed_votes(votes, source, target, count)
    after = allocate_changed(steps, votes, changed)
    if not differs(after):
        return None
    if differs(allocate_changed(steps, votes, changed_votes(votes, source, target, count - 1))):
        return None
    return Margin(what, change, source, target, count, changed, after.seats, exact)


def _least_for(
    steps: Steps, votes: Votes, base: Allocation, known: _Known, name: str, change: Change, *, gains: bool
) -> Margin | None:
    """The least change after which this list has more (or fewer) seats than before."""
    held = base.seats[name]
    if not gains and not held:
        return None
    what = "gains a seat" if gains else "loses a seat"

    def differs(now: Allocation) -> bool:
        return now.seats[name] > held if gains else now.seats[name] < held

    found: list[tuple[str | None, str | None, int]] = []
    for inequality in known.inequalities:
        if name == (inequality.gains if gains else inequality.loses):
            least = least_break(inequality, votes.by_name, change, list(base.seats))
            found += _around(least) if least else ()
    own = known.admissions.get(name)
    if own is not None:
        found.append((own.source, own.target, own.votes))
    for entry in sorted(found, key=lambda item: item[2]):
        margin = _certify(steps, votes, entry, change, differs, what, exact=True)
        if margin is not None and all(margin.votes <= other.votes for other in known.admissions.values()):
            return margin
    ends = [(a, b) for a, b in _ends(votes, change) if name == (b if gains else a) or change != "moved"]
    return _searched(steps, votes, ends, change, differs, what)


def _admission(steps: Steps, votes: Votes, base: Allocation, name: str, change: Change) -> Margin | None:
    """The least change after which this list crosses the threshold, certified."""
    inside = name in base.admitted

    def differs(now: Allocation) -> bool:
        return (name in now.admitted) != inside

    for entry in _crossings(steps, votes, base, name, change):
        found = _certify(steps, votes, entry, change, differs, "admission", exact=True)
        if found is not None:
            return found
    return None


def _crossings(
    steps: Steps, votes: Votes, base: Allocation, name: str, change: Change
) -> list[tuple[str | None, str | None, int]]:
    """Where this list crosses the threshold, from the arithmetic of the share: two neighbouring numbers."""
    inside = name in base.admitted
    others = sorted((other for other in base.seats if other != name), key=lambda other: -votes.by_name[other])
    thresholds = [step for step in steps if isinstance(step, Threshold)]
    if not others or not thresholds:
        return []
    gap, total = threshold_gap(steps, votes, name)
    share = (votes.of(name).votes - gap) / total
    leave, other = (name, others[0]) if inside else (others[0], name)
    source = None if change == "added" else leave
    target = None if change == "removed" else other
    # One vote of the list itself counts fully, less its share of the base; one of others only that share.
    if thresholds[0].of in ("registered", "nationwide"):
        share = Fraction(0)  # that base stays as it is
    closes = Fraction(1) if change == "moved" else 1 - share if name in (source, target) else share
    if closes == 0:
        return []
    least = int(abs(gap) / closes)
    return [(source, target, least), (source, target, least + 1)]


def _searched(
    steps: Steps,
    votes: Votes,
    ends: Sequence[tuple[str | None, str | None]],
    change: Change,
    differs: Differs,
    what: str,
) -> Margin | None:
    """Double the votes until the outcome differs, then halve the interval; the best over all ends."""
    best: Margin | None = None
    for source, target in ends:
        most = _most(votes, source)
        if best is not None:
            most = min(most, best.votes - 1)

        def flips(count: int, source: str | None = source, target: str | None = target) -> bool:
            return differs(allocate_changed(steps, votes, changed_votes(votes, source, target, count)))

        count = _first_flip(flips, most)
        if count is not None:
            best = _certify(steps, votes, (source, target, count), change, differs, what, exact=False) or best
    return best


def _most(votes: Votes, source: str | None) -> int:
    """How many votes can leave the source without emptying the ballot box, or come from outside."""
    total = sum(votes.by_name.values())
    if source is not None:
        return min(votes.by_name[source], total - 1)
    others = sum(count or 0 for count in (votes.blank, votes.void, votes.against_all))
    cast = votes.cast if votes.cast is not None else total + others
    return total if votes.registered is None else votes.registered - cast


def _first_flip(flips: Callable[[int], bool], most: int) -> int | None:
    """A number of votes at which the outcome flips while one less does not; None when it never does."""
    low, high = 0, 1
    while high <= most and not flips(high):
        low, high = high, high * 2
    if high > most:
        if low >= most or not flips(most):
            return None
        high = most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if flips(middle) else (middle, high)
    return high
