"""A ballot poll: cards drawn at random and read by hand, for one pair of lists or one share.

The statement is true when the mean of its assorter over all cards is above one half: the winner's card gives
its upper bound, the loser's 0, any other one half (SHANGRLA, Stark 2020). A card that was drawn and not found
gives 0, the worst.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.counting.audits.bets import (
    Martingale,
    agrapa,
    bet_on,
    fixed_alternative,
    kaplan_wald,
    mixture,
    plug_in,
    shrinkage,
)
from scrutator.counting.audits.rounds import Round, minerva_risk, providence_risk
from scrutator.errors import ScrutatorError

NOT_FOUND = "not found"
CAP = 1.9  # the largest stake of the plug-in bet; at 2 one card for the loser would end it


class CardTest(StrEnum):
    """The tests of a poll. All but the last two hold for a look after every card."""

    ALPHA = "alpha"
    AGRAPA = "agrapa"
    KAPLAN_WALD = "kaplan-wald"
    MIXTURE = "mixture"
    PLUG_IN = "plug-in"
    BRAVO = "bravo"
    MINERVA = "minerva"
    PROVIDENCE = "providence"


BY_ROUNDS = (CardTest.MINERVA, CardTest.PROVIDENCE)
STAKES = (0.25, 0.5, 0.75, 0.95)  # of the mixture, in parts of the largest


@dataclass(frozen=True)
class Pair:
    """The statement "more cards for `winner` than for `loser`"."""

    winner: str
    loser: str

    @property
    def upper(self) -> float:
        """The largest value of a card."""
        return 1.0

    def value(self, card: str) -> float:
        """The assorter's value of a card with this vote."""
        return 1.0 if card == self.winner else 0.0 if card in (self.loser, NOT_FOUND) else 0.5


@dataclass(frozen=True)
class Share:
    """The statement "more than `threshold` of the valid cards are for `name`"; `invalid` are no votes."""

    name: str
    threshold: float
    invalid: frozenset[str]

    @property
    def upper(self) -> float:
        """The value of a card for the list."""
        return 1 / (2 * self.threshold)

    def value(self, card: str) -> float:
        """The assorter's value of a card with this vote."""
        if card == self.name:
            return self.upper
        return 0.5 if card in self.invalid else 0.0


Statement = Pair | Share


def poll(
    cards: Sequence[str],
    statement: Statement,
    published: Mapping[str, int],
    test: CardTest,
    *,
    replacement: bool,
    limit: float = 0.05,
) -> Martingale:
    """Answer: what has the test gained after each of these cards, in the order drawn?

    `published` are the cards of every vote. Raises C14 where the published cards do not show the statement,
    for more cards than there are, and where BRAVO, which is for a pair with replacement, is asked of others.
    """
    mean = reported_mean(statement, published)
    values = [statement.value(card) for card in cards]
    if test is CardTest.BRAVO:
        share = pair_share(statement, published, test, replacement=replacement)
        # A card for neither has the null mean itself, and leaves the fortune as it is.
        return bet_on(values, fixed_alternative(share))
    population = None if replacement else sum(published.values())
    if population is not None and len(cards) > population:
        raise ScrutatorError("C14", f"{len(cards):,} cards were read of {population:,} that there are")
    if test is CardTest.MIXTURE:
        return mixture([bet_on(values, kaplan_wald(1 - stake), 0.5, population) for stake in STAKES])
    bet = {
        CardTest.ALPHA: shrinkage(mean, statement.upper),
        CardTest.AGRAPA: agrapa(),
        CardTest.KAPLAN_WALD: kaplan_wald(),
        CardTest.PLUG_IN: plug_in(limit, CAP),
    }[test]
    return bet_on(values, bet, 0.5, population)


def poll_by_rounds(
    cards: Sequence[str],
    statement: Statement,
    published: Mapping[str, int],
    test: CardTest,
    schedule: Sequence[int],
    limit: float,
) -> tuple[float, tuple[Round, ...]]:
    """Answer: the risk at the end of a round of this schedule, and what each round held for the pair.

    Minerva's schedule is fixed before the first card, Providence's may grow as one goes. Raises C14 between
    the ends of rounds, and for a statement that is no pair.
    """
    if len(cards) not in schedule or sorted(set(schedule)) != list(schedule):
        what = f"{len(cards)} cards are not the end of a round: it may not be looked at between rounds"
        remedy = f"Rounds end at {', '.join(map(str, schedule)) or 'no number of cards'}: fix them before."
        raise ScrutatorError("C14", what, where="--rounds", remedy=remedy)
    share = pair_share(statement, published, test, replacement=True)
    values = [statement.value(card) for card in cards]
    ends = schedule[: list(schedule).index(len(cards)) + 1]
    rounds = tuple((sum(one != 0.5 for one in values[:end]), values[:end].count(1.0)) for end in ends)
    if test is CardTest.PROVIDENCE:
        return providence_risk(share, rounds), rounds
    return minerva_risk(share, rounds, limit), rounds


def reported_mean(statement: Statement, published: Mapping[str, int]) -> float:
    """The assorter's mean that the published cards imply. Raises C14 unless they show the statement."""
    whole = sum(published.values())
    mean = sum(statement.value(name) * number for name, number in published.items()) / max(whole, 1)
    if not 0.5 < mean <= statement.upper:
        what = "the published cards do not show the statement themselves: count all"
        raise ScrutatorError("C14", what, remedy="Nothing short of a full count can confirm it.")
    return mean


def pair_share(
    statement: Statement, published: Mapping[str, int], test: CardTest, *, replacement: bool
) -> float:
    """The winner's published share among the two. Raises C14 where there are none, or no replacement."""
    if not isinstance(statement, Pair) or not replacement:
        what = f"{test.value} is for a pair of lists and cards drawn with replacement"
        raise ScrutatorError("C14", what, where="--test", remedy="Use --test alpha.")
    reported_mean(statement, published)
    winner, loser = published[statement.winner], published[statement.loser]
    return winner / (winner + loser)
