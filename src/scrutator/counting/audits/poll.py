"""The test of an audit of cards: which bet, what it has gained, and which test may be asked of what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.counting.audits.bets import (
    Bet,
    Martingale,
    agrapa,
    best_bet,
    bet_on,
    fixed,
    fixed_alternative,
    kaplan_wald,
    mixture,
    padded,
    plug_in,
    shrinkage,
)
from scrutator.counting.audits.cards import Recorded, Statement, compared, pair_share, shown_mean
from scrutator.counting.audits.rounds import Round, minerva_risk, providence_risk
from scrutator.errors import ScrutatorError

CAP = 1.9  # the largest stake of the plug-in bet; at 2 one card for the loser would end it


class CardTest(StrEnum):
    """The tests of cards. All but the last two hold for a look after every card."""

    ALPHA = "alpha"
    AGRAPA = "agrapa"
    KAPLAN_WALD = "kaplan-wald"
    KAPLAN_MARKOV = "kaplan-markov"
    MIXTURE = "mixture"
    PLUG_IN = "plug-in"
    COBRA = "cobra"
    BRAVO = "bravo"
    MINERVA = "minerva"
    PROVIDENCE = "providence"


BY_ROUNDS = (CardTest.MINERVA, CardTest.PROVIDENCE)
OF_POLLS = (CardTest.BRAVO, *BY_ROUNDS)
STAKES = (0.25, 0.5, 0.75, 0.95)  # of the mixture, in parts of the largest


@dataclass(frozen=True)
class Errors:
    """Shares of cards that are expected to overstate by one vote and by two, for the bet of `cobra`.

    They decide how fast an audit ends, never whether its limit holds.
    """

    by_one: float = 0.001
    by_two: float = 0.0001


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
    for more cards than there are, and for a test of comparisons, or BRAVO without a pair and replacement.
    """
    mean = shown_mean(statement, published)
    if test is CardTest.COBRA:
        what = "cobra compares each card with its record"
        raise ScrutatorError("C14", what, where="--test", remedy="Give --recorded, or use --test alpha.")
    values = [statement.value(card) for card in cards]
    if test is CardTest.BRAVO:
        share = pair_share(statement, published, test.value, replacement=replacement)
        # A card for neither has the null mean itself, and leaves the fortune as it is.
        return bet_on(values, fixed_alternative(share))
    population = _population(len(cards), published, replacement=replacement)
    return _gained(values, test, population, _bet(test, mean, statement.upper, limit))


def compare(
    cards: Sequence[str],
    records: Sequence[Recorded],
    statement: Statement,
    published: Mapping[str, int],
    test: CardTest,
    *,
    replacement: bool,
    limit: float = 0.05,
    errors: Errors = Errors(),
) -> Martingale:
    """Answer: the same for cards that are each held against its record, or its station's totals.

    Raises C14 as `poll` does, and for the tests that know no records.
    """
    if test in OF_POLLS:
        what = f"{test.value} is for a poll: it uses no records"
        raise ScrutatorError("C14", what, where="--test", remedy="Use --test alpha or cobra.")
    values = compared(cards, records, statement, published)
    population = _population(len(cards), published, replacement=replacement)
    part = (2 * shown_mean(statement, published) - 1) / statement.upper  # v/u
    clean = 1 / (2 - part)
    if test is CardTest.COBRA:
        return bet_on(values, fixed(best_bet(part, errors.by_one, errors.by_two)), 0.5, population)
    return _gained(values, test, population, _bet(test, clean, 2 * clean, limit))


def _bet(test: CardTest, mean: float, upper: float, limit: float) -> Bet:
    return {
        CardTest.AGRAPA: agrapa(),
        CardTest.KAPLAN_WALD: kaplan_wald(),
        CardTest.KAPLAN_MARKOV: padded(),
        CardTest.PLUG_IN: plug_in(limit, CAP),
    }.get(test, shrinkage(mean, upper))


def _gained(values: Sequence[float], test: CardTest, population: int | None, bet: Bet) -> Martingale:
    if test is CardTest.MIXTURE:
        return mixture([bet_on(values, kaplan_wald(1 - stake), 0.5, population) for stake in STAKES])
    return bet_on(values, bet, 0.5, population)


def _population(read: int, published: Mapping[str, int], *, replacement: bool) -> int | None:
    whole = sum(published.values())
    if not replacement and read > whole:
        raise ScrutatorError("C14", f"{read:,} cards were read of {whole:,} that there are")
    return None if replacement else whole


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
    share = pair_share(statement, published, test.value, replacement=True)
    values = [statement.value(card) for card in cards]
    ends = schedule[: list(schedule).index(len(cards)) + 1]
    rounds = tuple((sum(one != 0.5 for one in values[:end]), values[:end].count(1.0)) for end in ends)
    if test is CardTest.PROVIDENCE:
        return providence_risk(share, rounds), rounds
    return minerva_risk(share, rounds, limit), rounds
