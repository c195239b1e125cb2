"""Cards drawn at random and read by hand: what each counts for a statement, alone or beside its record.

The statement is true when the mean of its assorter over all cards is above one half. The assorter is the
score of a card, moved and stretched so that the worst card gives 0: A = 1/2 − score/(2w), w < 0 the lowest
score (SHANGRLA, Stark 2020; arXiv 2107.11903). A card that was drawn and not found gives 0, the worst.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.counting.audits.assertions import Ahead, Assertion
from scrutator.errors import ScrutatorError

NOT_FOUND = "not found"


@dataclass(frozen=True)
class Statement:
    """A statement about all cards; a card in `invalid` is no valid vote."""

    assertion: Assertion
    invalid: frozenset[str] = frozenset()

    @property
    def upper(self) -> float:
        """The largest value of a card."""
        return float(self.most)

    @property
    def most(self) -> Fraction:
        """The same as a fraction."""
        return self._moved(self.assertion.highest_per_ballot)

    def value(self, card: str) -> float:
        """The assorter's value of a card with this vote, between 0 and `upper`."""
        return float(self.exact(card))

    def exact(self, card: str) -> Fraction:
        """The same as a fraction."""
        if card == NOT_FOUND:
            return Fraction(0)
        return self._moved(self.assertion.score({card: 1}, 0 if card in self.invalid else 1))

    def _moved(self, score: Fraction | int) -> Fraction:
        return Fraction(1, 2) - Fraction(score) / (2 * self.assertion.lowest_per_ballot)


def reported_mean(statement: Statement, tally: Mapping[str, int]) -> float:
    """The assorter's mean over cards as they are counted in `tally`: the published ones, or a station's."""
    whole = sum(tally.values())
    total = sum((statement.exact(name) * number for name, number in tally.items()), Fraction(0))
    return float(total / max(whole, 1))


def shown_mean(statement: Statement, published: Mapping[str, int]) -> float:
    """The same of the published cards. Raises C14 unless they show the statement themselves."""
    mean = reported_mean(statement, published)
    if not 0.5 < mean <= statement.upper:
        what = "the published cards do not show the statement themselves: count all"
        raise ScrutatorError("C14", what, remedy="Nothing short of a full count can confirm it.")
    return mean


def pair_share(statement: Statement, published: Mapping[str, int], test: str, *, replacement: bool) -> float:
    """The winner's published share among the two. Raises C14 where there are none, or no replacement."""
    if not isinstance(statement.assertion, Ahead) or not replacement:
        what = f"{test} is for a pair of lists and cards drawn with replacement"
        raise ScrutatorError("C14", what, where="--test", remedy="Use --test alpha.")
    shown_mean(statement, published)
    pair = statement.assertion
    return published[pair.winner] / (published[pair.winner] + published[pair.loser])


@dataclass(frozen=True)
class Recorded:
    """What is on record of a drawn card: its own vote, or only the totals of its station (ONEAudit).

    Exactly one of the two is given; `totals` are cards of the station by what they show.
    """

    vote: str = ""
    totals: Mapping[str, int] | None = None

    def value(self, statement: Statement) -> float:
        """The value the record gives the card; of a station's totals, their mean."""
        return statement.value(self.vote) if self.totals is None else reported_mean(statement, self.totals)


def refuted(cards: Sequence[str], statement: Statement, population: int) -> bool:
    """Answer: can the statement no longer be true, whatever the cards not yet read show?

    For cards drawn without replacement, each once. Once all are read nothing is left to chance: a card not
    found then counts as the worst. Before that it may still be found, and counts as the best.
    """
    left = population - len(cards)
    lost = Fraction(0) if left == 0 else statement.most
    values = [lost if card == NOT_FOUND else statement.exact(card) for card in cards]
    return sum(values, Fraction(0)) + left * statement.most <= Fraction(population, 2)


def overstatement_assorter(overstatement: float, margin: float, upper: float = 1.0) -> float:
    """The overstatement assorter (1 − ω/u)/(2 − v/u) of comparison audits (SHANGRLA, section 3.2)."""
    return (1 - overstatement / upper) / (2 - margin / upper)


def compared(
    cards: Sequence[str], records: Sequence[Recorded], statement: Statement, published: Mapping[str, int]
) -> list[float]:
    """Answer: what does each card give beside its record? One half on average at most if the result is wrong.

    Where only totals of a station are known every way of dividing them among its cards overstates alike
    (Stark, "ONEAudit", arXiv 2303.03335). A card not found overstates by its whole record.
    """
    margin = 2 * shown_mean(statement, published) - 1
    pairs = zip(cards, records, strict=True)
    over = [record.value(statement) - statement.value(card) for card, record in pairs]
    return [max(overstatement_assorter(one, margin, statement.upper), 0.0) for one in over]
