"""Margins: the fewest votes that change an outcome, each with a certificate that can be run again.

Three kinds of change: votes *moved* from one list to another (the number of ballots stays), *added* to one
list, or *removed* from one list. A margin is the least among changes with one source and one target; "least"
is said only where a walk along every such line has missed no outcome (see `lines`), otherwise the margin is
"searched". Its certificate is the changed vote vector: the law gives another outcome there, and not with one
vote less.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrutator.law.arithmetic.inequalities import Change
from scrutator.law.chain.allocate import Allocation, run
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.votes import Votes
from scrutator.law.questions.kept import at_work, keep_admission, keep_seats
from scrutator.law.questions.lines import (
    Inequalities,
    Line,
    foreseeable,
    run_if_possible,
    start_of,
    walk,
)

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
    """The fewest votes that change any seat, or turn one into a tie. None when none can be found.

    Least for chains of thresholds and one divisor rule or largest remainders, also where lists of an alliance
    stand as one; for others (a coefficient at work, guarantees) by line search over all pairs of lists.
    """
    base = run(steps, votes)
    return _least(steps, votes, change, {"seat": _seats_differ(base)})["seat"]


def list_margins(steps: Steps, votes: Votes, change: Change = "moved") -> dict[str, dict[str, Margin | None]]:
    """For every list the fewest votes that give it one more seat, and that cost it one."""
    base = run(steps, votes)
    asked: dict[tuple[str, str], Differs] = {}
    for name, held in base.seats.items():
        asked[name, "gains a seat"] = _above(name, held)
        if held:
            asked[name, "loses a seat"] = _below(name, held)
    wanted = {f"{what} {name}": holds for (name, what), holds in asked.items()}
    found = _least(steps, votes, change, wanted)
    margins: dict[str, dict[str, Margin | None]] = {}
    for name in base.seats:
        margins[name] = {}
        for what in ("gains a seat", "loses a seat"):
            one = found.get(f"{what} {name}")
            margins[name][what] = replace(one, what=what) if one else None
    return margins


def admission_margins(steps: Steps, votes: Votes, change: Change = "moved") -> dict[str, Margin | None]:
    """For every list the fewest votes that bring it over the threshold, or below it.

    Votes added to others can push a list out and votes removed from others bring it in, because the base of
    the share changes. None where nothing does.
    """
    base = run(steps, votes)
    wanted = {name: _crosses(name, name in base.admitted) for name in base.seats}
    found = _least(steps, votes, change, wanted, keep_admission)
    return {name: replace(one, what="admission") if one else None for name, one in found.items()}


def _above(name: str, held: int) -> Differs:
    return lambda now: now.seats[name] > held


def _below(name: str, held: int) -> Differs:
    return lambda now: now.seats[name] < held


def _crosses(name: str, inside: bool) -> Differs:
    return lambda now: (name in now.admitted) != inside


def majority_margin(steps: Steps, votes: Votes, share: Fraction = Fraction(1, 2)) -> Margin | None:
    """The fewest votes, moved between two lists, that break the largest list's majority or make one.

    A majority is more than `share` of the house.
    """
    holder = _holder(run(steps, votes), share)
    wanted: dict[str, Differs] = {"majority": lambda now: _holder(now, share) != holder}
    return _least(steps, votes, "moved", wanted)["majority"]


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


def _least(
    steps: Steps,
    votes: Votes,
    change: Change,
    wanted: Mapping[str, Differs],
    inequalities: Inequalities = keep_seats,
) -> dict[str, Margin | None]:
    """For each question the fewest votes on any line that answer it, and whether none can be missed."""
    steps = at_work(steps, votes)
    best: dict[str, tuple[int, Line]] = {}
    vouched = 0 if not foreseeable(steps) else None
    lines = [Line(source, target) for source, target in _ends(votes, change)]
    if vouched is None:
        begin = start_of(steps, votes)
        for line in lines:
            limit = _most(votes, line.source)
            if limit < 1:
                continue
            most = {q: min(limit, best[q][0] - 1) if q in best else limit for q in wanted}
            seen = walk(steps, votes, line, wanted, most, inequalities, begin)
            best.update({q: (count, line) for q, count in seen.first.items()})
            if seen.vouched <= limit:
                vouched = seen.vouched if vouched is None else min(vouched, seen.vouched)
    return {
        question: _certified(steps, votes, change, question, holds, best.get(question), vouched, lines)
        for question, holds in wanted.items()
    }


def _certified(
    steps: Steps,
    votes: Votes,
    change: Change,
    question: str,
    holds: Differs,
    best: tuple[int, Line] | None,
    vouched: int | None,
    lines: Sequence[Line],
) -> Margin | None:
    """The margin of one question: least when every line was seen that far, else the best of a search."""
    if best is not None and (vouched is None or best[0] <= vouched):
        count, line = best
        changed = line.changed(votes, count)
        after = allocate_changed(steps, votes, changed)
        return Margin(question, change, line.source, line.target, count, changed, after.seats, exact=True)
    if best is None and vouched is None:
        return None
    found = _searched(steps, votes, [(x.source, x.target) for x in lines], change, holds, question)
    if best is not None and (found is None or best[0] < found.votes):
        count, line = best
        changed = line.changed(votes, count)
        after = allocate_changed(steps, votes, changed)
        return Margin(question, change, line.source, line.target, count, changed, after.seats, exact=False)
    return found


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
    before = run_if_possible(steps, votes.with_votes(changed_votes(votes, source, target, count - 1)))
    if before is None or differs(before):
        return None
    return Margin(what, change, source, target, count, changed, after.seats, exact)


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
            changed = votes.with_votes(changed_votes(votes, source, target, count))
            after = run_if_possible(steps, changed)
            return after is not None and differs(after)

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
