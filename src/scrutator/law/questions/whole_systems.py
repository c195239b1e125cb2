"""Questions about a whole system: the same votes under other laws, other houses and thresholds, margins."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrutator.law.arithmetic.indices import AgainstAll, indices
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import Votes
from scrutator.law.questions.counterfactual import Column, Comparison, SweepPoint, holder
from scrutator.law.systems.ballots import Ballots
from scrutator.law.systems.distribute import SystemResult, distribute, run_system
from scrutator.law.systems.system import System

MOST_RUNS = 2_000
"""Runs of the whole system that a search for a margin takes before it says how far it came."""


@dataclass(frozen=True)
class Seen:
    """One reading's seats, house and outcome, whether a chain or a system gave them."""

    reading: str
    seats: Mapping[str, int]
    house: int
    outcome: str


def seen_under(law: Rules | System, ballots: Ballots) -> list[Seen]:
    """The seats under every reading. A chain of one contest is computed on the votes of the country."""
    if isinstance(law, Rules):
        result = allocate(law, ballots.national)
        return [
            Seen(_spoken(one.choice), one.allocation.seats, one.allocation.house, one.allocation.outcome)
            for one in result.readings
        ]
    found = distribute(law, ballots)
    return [Seen(_spoken(one.choice), one.seats, one.house, one.outcome) for one in found.readings]


def _spoken(choice: Mapping[str, str]) -> str:
    return ", ".join(f"{point} {reading}" for point, reading in choice.items())


def compare_systems(
    laws: Sequence[tuple[Rules | System, Ballots]], treat: AgainstAll = "in_base"
) -> Comparison:
    """Seats under every law and reading, each with the votes as it reads them; the first is compared with."""
    found = [(law, ballots, seen) for law, ballots in laws for seen in seen_under(law, ballots)]
    first = found[0][2].seats
    columns = []
    for law, ballots, seen in found:
        votes = ballots.national
        names = dict.fromkeys([*first, *seen.seats])
        columns.append(
            Column(
                law=law.name,
                reading=seen.reading,
                outcome=seen.outcome,
                seats={name: seen.seats.get(name, 0) for name in names},
                gains={name: seen.seats.get(name, 0) - first.get(name, 0) for name in names},
                indices=indices(votes.by_name, seen.seats, votes.against_all or 0, treat),
                majority=holder(seen.seats, seen.house, Fraction(1, 2), strictly=True),
                two_thirds=holder(seen.seats, seen.house, Fraction(2, 3), strictly=False),
            )
        )
    return Comparison(tuple(columns))


def sweep_system(
    system: System, ballots: Ballots, values: Iterable[Fraction], *, house: bool
) -> tuple[SweepPoint, ...]:
    """Seats over a range of national house sizes or of thresholds, everything else as in the law."""
    points = []
    for value in values:
        share = f"{value.numerator}/{value.denominator}"
        changed = system.with_house(int(value)) if house else system.with_threshold(share)
        found = distribute(changed, ballots)
        points.append(SweepPoint(value, found.first.seats, found.outcome))
    return tuple(points)


@dataclass(frozen=True)
class SystemMargin:
    """The fewest votes found that change a seat when they move between two lists of one district.

    It is searched, not proved: `tried` of `pairs` pairs of lists were tried, with one doubling and halving
    each. `certificate` are the changed votes of that district, under which the law gives other seats, while
    with one vote less it does not.
    """

    district: str
    source: str
    target: str
    votes: int
    certificate: Mapping[str, int]
    after: Mapping[str, int]
    tried: int
    pairs: int


def system_margin(system: System, ballots: Ballots, runs: int = MOST_RUNS) -> SystemMargin | None:
    """By how few votes, moved between two lists of one district, would any seat have been another's?

    Under the first reading. None when nothing was found within `runs` runs of the whole system; the pairs
    whose lists are nearest to each other in votes come first.
    """
    _, chains = next(system.chains())
    base = run_system(system, chains, ballots)
    left = [runs]

    def changed(place: str, source: str, target: str, count: int) -> SystemResult | None:
        if left[0] <= 0:
            return None
        left[0] -= 1
        return run_system(system, chains, moved(ballots, place, source, target, count))

    best: SystemMargin | None = None
    ends = sorted(_ends(ballots), key=lambda end: (end[3], end[0], end[1], end[2]))
    tried = 0
    for place, source, target, _, most in ends:
        limit = most if best is None else min(most, best.votes - 1)
        found = _first_change(lambda n, p=place, s=source, t=target: changed(p, s, t, n), base, limit)  # type: ignore[misc]
        if left[0] <= 0:
            break
        tried += 1
        if found is not None:
            count, after = found
            votes = votes_in(moved(ballots, place, source, target, count), place)
            certificate = {name: votes.of(name).votes for name in (source, target)}
            best = SystemMargin(place, source, target, count, certificate, after.seats, 0, 0)
    return replace(best, tried=tried, pairs=len(ends)) if best else None


def _first_change(
    run: Callable[[int], SystemResult | None], base: SystemResult, most: int
) -> tuple[int, SystemResult] | None:
    """A number of votes at which the seats differ while with one less they do not, or None."""

    def differs(result: SystemResult | None) -> bool:
        return result is not None and (result.seats != base.seats or result.ties != base.ties)

    if most < 1 or not differs(last := run(most)):
        return None
    low, high = 0, 1
    while high < most and not differs(step := run(high)):
        low, high = high, high * 2
    if high < most:
        last = step
    else:
        high = most
    while high - low > 1:
        middle = (low + high) // 2
        if differs(found := run(middle)):
            high, last = middle, found
        else:
            low = middle
    return (high, last) if last is not None else None


def _ends(ballots: Ballots) -> Iterator[tuple[str, str, str, int, int]]:
    """District, source, target, how far apart they are, and how many votes the source has to give."""
    for place, votes in contests_of(ballots):
        counts = votes.by_name
        for source, has in counts.items():
            for target, other in counts.items():
                if source != target and has:
                    yield place, source, target, abs(has - other), has


def contests_of(ballots: Ballots) -> Iterator[tuple[str, Votes]]:
    """Every contest of a system by name; list votes of the country are called ""."""
    if ballots.country is not None:
        yield "", ballots.country
    for district in ballots.districts:
        yield district.name, district.votes
    for single in ballots.direct:
        yield single.name, single.votes


def votes_in(ballots: Ballots, place: str) -> Votes:
    """The votes of one contest of a system."""
    return dict(contests_of(ballots))[place]


def moved(ballots: Ballots, place: str, source: str, target: str, count: int) -> Ballots:
    """The same ballots with votes moved between two lists of one contest."""

    def change(votes: Votes) -> Votes:
        have = votes.by_name
        return votes.with_votes({source: have[source] - count, target: have[target] + count})

    def district(old: District) -> District:
        return replace(old, votes=change(old.votes)) if old.name == place else old

    return replace(
        ballots,
        country=change(ballots.country) if ballots.country is not None and not place else ballots.country,
        districts=tuple(map(district, ballots.districts)),
        direct=tuple(replace(d, votes=change(d.votes)) if d.name == place else d for d in ballots.direct),
    )
