"""Questions about a whole system: the same votes under other laws, other houses and thresholds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.law.arithmetic.indices import AgainstAll, indices
from scrutator.law.chain.allocate import allocate, covering
from scrutator.law.chain.rules import Rules
from scrutator.law.questions.counterfactual import Column, Comparison, SweepPoint, as_share, holder, swept
from scrutator.law.questions.presentation import remarks_on
from scrutator.law.systems.ballots import Ballots
from scrutator.law.systems.distribute import distribute
from scrutator.law.systems.system import System


@dataclass(frozen=True)
class Seen:
    """One reading's seats, house and outcome, whether a chain or a system gave them."""

    reading: str
    seats: Mapping[str, int]
    house: int
    outcome: str


def seen_under(law: Rules | System, ballots: Ballots) -> tuple[list[Seen], tuple[str, ...]]:
    """The seats under every reading, and what they leave out. A chain is computed on the country's votes."""
    if isinstance(law, Rules):
        result = allocate(law, ballots.national)
        pairs = [(one.choice, one.allocation) for one in result.readings]
        seen = [
            Seen(_spoken(choice), one.seats, one.house, covering(one.outcome, result))
            for choice, one in pairs
        ]
        return seen, remarks_on(result)
    found = distribute(law, ballots)
    every = [
        Seen(_spoken(one.choice), one.seats, one.house, covering(one.outcome, found))
        for one in found.readings
    ]
    return every, remarks_on(found)


def _spoken(choice: Mapping[str, str]) -> str:
    return ", ".join(f"{point} {reading}" for point, reading in choice.items())


def compare_systems(
    laws: Sequence[tuple[Rules | System, Ballots]], treat: AgainstAll = "in_base"
) -> Comparison:
    """Seats under every law and reading, each with the votes as it reads them; the first is compared with."""
    answers = [(law, ballots, *seen_under(law, ballots)) for law, ballots in laws]
    found = [(law, ballots, seen) for law, ballots, every, _ in answers for seen in every]
    remarks = dict.fromkeys(f"{law.name}: {text}" for law, _, _, said in answers for text in said)
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
    return Comparison(tuple(columns), remarks=tuple(remarks))


def sweep_system(
    system: System, ballots: Ballots, values: Iterable[Fraction], *, house: bool
) -> tuple[SweepPoint, ...]:
    """Seats over a range of national house sizes or of thresholds, everything else as in the law.

    Raises what stops the law when it gives seats at no value at all.
    """

    def changed(value: Fraction) -> System:
        return system.with_house(int(value)) if house else system.with_threshold(as_share(value))

    return swept(values, lambda value: distribute(changed(value), ballots))
