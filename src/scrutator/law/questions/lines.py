"""Walking along a line of changed votes: every number of votes at which the outcome can change.

A change of one kind between one source and one target is a line: so many votes leave the source and reach
the target. Along it the outcome of a plain chain (thresholds, then one divisor rule or largest remainders)
is constant between two events: a list meets or misses a threshold, a list that a rule may admit next is
overtaken, or an inequality that keeps a seat is met with equality. All are linear in the votes, so the next
event is found by division and no outcome in between is missed. Where the chain is not plain (a coefficient
or a floor at work, seats tied) the walk says up to where it can vouch for what it has seen.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.inequalities import Inequality
from scrutator.law.arithmetic.shares import share
from scrutator.law.chain.allocate import Allocation, run
from scrutator.law.chain.state import ChainStep, start
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold, known_base
from scrutator.law.chain.votes import GROWING, Votes

MOST_EVENTS = 400
"""Events walked on one line before the walk says that it cannot vouch for what lies beyond."""

Steps = Sequence[ChainStep]
Kept = list[Inequality[str] | Inequality[tuple[str, ...]]]
Inequalities = Callable[[Steps, Votes, Allocation, frozenset[str]], Kept | None]
Wanted = Mapping[str, Callable[[Allocation], bool]]


@dataclass(frozen=True)
class Line:
    """So many votes leave `source` (None: come from outside) and reach `target` (None: are removed)."""

    source: str | None
    target: str | None

    def changed(self, votes: Votes, count: int) -> dict[str, int]:
        """The vote counts of the lists touched after `count` votes."""
        counts, touched = votes.by_name, {}
        if self.source is not None:
            touched[self.source] = counts[self.source] - count
        if self.target is not None:
            touched[self.target] = counts[self.target] + count
        return touched

    @property
    def touched(self) -> frozenset[str]:
        """The lists whose votes change."""
        return frozenset(name for name in (self.source, self.target) if name is not None)

    @property
    def growth(self) -> int:
        """How many votes for lists there are more in all for each vote of the change: 1, 0 or −1."""
        return (self.target is not None) - (self.source is not None)

    @property
    def slopes(self) -> dict[str, int]:
        """How many votes each list touched gets for each vote of the change; the others get none."""
        return {name: (name == self.target) - (name == self.source) for name in self.touched}


@dataclass(frozen=True)
class Walk:
    """What a walk saw: for each question the first number of votes at which its answer is yes, and the
    number of votes up to which (exclusive) nothing can have been missed."""

    first: Mapping[str, int]
    vouched: int


@dataclass(frozen=True)
class Gap:
    """How many votes a list is above (below: negative) one threshold, and how that moves along a line.

    The gap grows by one with each vote of the list if `own`, and by `falls` less with each vote there is
    more for lists in all.
    """

    votes: Fraction
    own: bool
    falls: Fraction


@dataclass(frozen=True)
class Start:
    """Where every line begins: the allocation of the votes as they are, and by list its gaps to the
    thresholds; whether a rule admits the next lists by their order."""

    now: Allocation
    gaps: Mapping[str, Sequence[Gap]]
    by_order: bool


def start_of(steps: Steps, votes: Votes) -> Start:
    """The common start of all lines, computed once."""
    by_order = any(isinstance(step, AdmitNext) for step in steps)
    return Start(run(steps, votes), _gaps(steps, votes), by_order)


def walk(
    steps: Steps,
    votes: Votes,
    line: Line,
    wanted: Wanted,
    most: Mapping[str, int],
    inequalities: Inequalities,
    begin: Start,
) -> Walk:
    """Walk a line from no votes on. `most` gives for each question the votes beyond which no one asks.

    Exact: each question's first number is the least on this line if it is below `vouched`.
    """
    bars, all_crossings = crossings_of(votes, line, replace(begin, by_order=False)), list[int]()
    first: dict[str, int] = {}
    count, now = 0, begin.now
    for _ in range(MOST_EVENTS):
        end = max((most[question] for question in wanted if question not in first), default=0)
        by_order = begin.by_order and _is_by_order(now)
        if by_order and not all_crossings:
            all_crossings = crossings_of(votes, line, begin)
        crossings = all_crossings if by_order else bars
        following = _next_event(steps, votes, line, count, now, crossings, inequalities)
        if following is None:
            return Walk(first, count + 1)
        count = following
        if count > end:
            return Walk(first, count)
        after = run_if_possible(steps, votes.with_votes(line.changed(votes, count)))
        if after is None:
            return Walk(first, count)
        now = after
        for question, holds in wanted.items():
            if question not in first and count <= most[question] and holds(now):
                first[question] = count
    return Walk(first, count + 1)


def _is_by_order(now: Allocation) -> bool:
    """Whether the order of the lists decides who is admitted: until a list crosses a threshold, a rule that
    is not triggered, or admits every list there is, stays so whichever list overtakes another."""
    return bool(now.ties) or any(step.rule == "admit next" and step.result for step in now.steps)


NO_OUTCOME = ("L12", "L13", "L14")
"""The law does not say what follows: more seats are owed, won or guaranteed than there are."""


def run_if_possible(steps: Steps, votes: Votes) -> Allocation | None:
    """The allocation of changed votes; None where the law gives none, which is no outcome to compare."""
    try:
        return run(steps, votes)
    except ScrutatorError as error:
        if error.code not in NO_OUTCOME:
            raise
        return None


def _next_event(
    steps: Steps,
    votes: Votes,
    line: Line,
    count: int,
    now: Allocation,
    crossings: list[int],
    inequalities: Inequalities,
) -> int | None:
    """The next number of votes at which the outcome may be another; None where no one can say."""
    kept = inequalities(steps, votes, now, line.touched)
    if now.ties and kept != []:
        return count + 1  # level claims: one vote more decides them
    if kept is None:
        return None
    after = crossings[(place := bisect_right(crossings, count)) : place + 1]
    counts, slopes = votes.by_name, line.slopes
    total = sum(counts[name] for name in now.admitted)
    growth = sum(slopes.get(name, 0) for name in now.admitted)
    for gains, loses, gain, lose, every in kept:
        slope = gain * _sum(slopes, gains) + lose * _sum(slopes, loses) + every * growth
        if slope <= 0:
            continue
        value = gain * _sum(counts, gains) + lose * _sum(counts, loses) + every * total
        level = -(value // slope)  # the first count at which the claims are level or past it
        after.append(max(level, count + 1))
    return min(after, default=_END)


_END = 10**18


def _sum(votes: Mapping[str, int], who: str | tuple[str, ...]) -> int:
    """The votes of a list, or of lists that stand as one."""
    return votes.get(who, 0) if isinstance(who, str) else sum(votes.get(name, 0) for name in who)


def crossings_of(votes: Votes, line: Line, begin: Start) -> list[int]:
    """Every number of votes around which a list crosses a threshold or overtakes another list."""
    counts, growth = votes.by_name, line.growth
    slopes = {name: slope for name, slope in line.slopes.items() if name in counts}
    pairs: list[tuple[Fraction | int, Fraction | int]] = [
        (gap.votes, slopes.get(name, 0) * gap.own - growth * gap.falls)
        for name in (counts if growth else slopes)
        for gap in begin.gaps.get(name, ())
    ]
    # A list leaves with its last vote and comes in with its first.
    pairs += [(counts[name], slope) for name, slope in slopes.items()]
    if begin.by_order:
        pairs += [
            (counts[one] - counts[other], slope - slopes.get(other, 0))
            for one, slope in slopes.items()
            for other in counts
            if one != other
        ]
    roots = {int(-gap // slope) for gap, slope in pairs if slope}
    return sorted({root + step for root in roots for step in (-1, 0, 1, 2) if root + step > 0})


def _gaps(steps: Steps, votes: Votes) -> dict[str, list[Gap]]:
    """For each list and threshold, how many votes it is above or below; linear in the votes."""
    state = start(votes)
    for step in steps:
        if isinstance(step, House):
            state = step.apply(state)
    gaps: dict[str, list[Gap]] = {entry.name: [] for entry in votes.lists}
    for step in steps:
        if isinstance(step, Threshold):
            base, own = known_base(state, step.of), step.of != "nationwide"
            for entry in votes.lists:
                need = step.share_for(entry.parties, state.house)
                have = entry.votes if own else entry.nationwide
                falls = need if step.of in GROWING else Fraction(0)
                gaps[entry.name].append(Gap(have - need * base, own, falls))
    return gaps


def foreseeable(steps: Iterable[ChainStep]) -> bool:
    """Does everything that admits lists depend on shares of one base and on the order of the lists alone?"""
    for step in steps:
        if isinstance(step, Threshold) and not step.is_plain:
            return False
        if isinstance(step, AdmitNext) and share(step.until_share) != 0:
            return False
    return True
