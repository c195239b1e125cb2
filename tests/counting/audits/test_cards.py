"""A ballot poll of a pair or a share: what cards count, and which test may be asked of what."""

from fractions import Fraction

import numpy as np
import pytest

from scrutator.counting.audits.assertions import AboveThreshold, Ahead
from scrutator.counting.audits.cards import NOT_FOUND, Recorded, Statement, compared
from scrutator.counting.audits.poll import CardTest, Errors, compare, poll, poll_by_rounds
from scrutator.errors import ScrutatorError

PAIR = Statement(Ahead("a", "b"))
PUBLISHED = {"a": 600, "b": 400, "other": 200}


def test_a_card_that_was_not_found_counts_as_one_for_the_loser() -> None:
    for test in (CardTest.ALPHA, CardTest.AGRAPA, CardTest.KAPLAN_WALD, CardTest.MIXTURE, CardTest.PLUG_IN):
        lost = poll(["a"] * 20 + [NOT_FOUND], PAIR, PUBLISHED, test, replacement=False)
        seen = poll(["a"] * 20 + ["b"], PAIR, PUBLISHED, test, replacement=False)
        assert lost == seen


def test_bravo_is_the_product_of_the_published_shares_among_the_two() -> None:
    found = poll(["a", "other", "b", "a"], PAIR, PUBLISHED, CardTest.BRAVO, replacement=True)
    assert found.fortunes == pytest.approx((1.2, 1.2, 1.2 * 0.8, 1.2 * 0.8 * 1.2))


def test_a_share_of_the_valid_cards_leaves_invalid_ones_at_one_half() -> None:
    """The vector A03: 650 of 900 valid cards are more than two thirds."""
    share = Statement(AboveThreshold("w", Fraction(2, 3)), frozenset({"invalid"}))
    values = [share.value(card) for card in ("w", "other", "invalid", NOT_FOUND)]
    assert values == pytest.approx([0.75, 0, 0.5, 0])
    tally = {"w": 650, "other": 250, "invalid": 100}
    cards = np.random.default_rng(1).permutation(np.repeat(list(tally), list(tally.values()))).tolist()
    assert poll(cards, share, tally, CardTest.ALPHA, replacement=False).risk == 0  # all cards were read


def test_all_cards_of_a_tie_confirm_nothing() -> None:
    cards = ["a", "b"] * 50
    with pytest.raises(ScrutatorError, match="do not show the statement"):
        poll(cards, PAIR, {"a": 50, "b": 50}, CardTest.ALPHA, replacement=False)
    assert poll(cards, PAIR, {"a": 51, "b": 49}, CardTest.ALPHA, replacement=False).risk > 0.05


@pytest.mark.parametrize(
    ("statement", "replacement"), [(PAIR, False), (Statement(AboveThreshold("a", Fraction(2, 5))), True)]
)
def test_bravo_is_for_a_pair_with_replacement(statement: Statement, replacement: bool) -> None:
    with pytest.raises(ScrutatorError, match="for a pair of lists and cards drawn with replacement"):
        poll(["a"], statement, PUBLISHED, CardTest.BRAVO, replacement=replacement)


def test_more_cards_than_there_are_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="cards were read of"):
        poll(["a"] * 4, PAIR, {"a": 2, "b": 1}, CardTest.ALPHA, replacement=False)


def test_minerva_is_looked_at_only_at_the_end_of_a_round() -> None:
    cards = ["a"] * 56 + ["b"] * 40 + ["other"] * 4
    risk, rounds = poll_by_rounds(cards, PAIR, PUBLISHED, CardTest.MINERVA, (100, 200), 0.1)
    assert risk == pytest.approx(0.0933945799801079, abs=1e-9)  # vector P10
    assert rounds == ((96, 56),)
    providence, _ = poll_by_rounds(cards, PAIR, PUBLISHED, CardTest.PROVIDENCE, (100,), 0.1)
    assert providence == pytest.approx(risk)  # in a first round both are the same
    for schedule in ((99, 200), (200, 100), ()):
        with pytest.raises(ScrutatorError, match="may not be looked at between rounds"):
            poll_by_rounds(cards, PAIR, PUBLISHED, CardTest.MINERVA, schedule, 0.1)


RECORDS = [Recorded(name) for name in ("a", "b", "other")]
POOL = Recorded(totals={"a": 60, "b": 30, "other": 10})


def test_a_card_that_is_as_recorded_gives_more_than_one_half_whatever_it_shows() -> None:
    clean = compared(["a", "b", "other"], RECORDS, PAIR, PUBLISHED)
    assert clean == pytest.approx([1 / (2 - 1 / 6)] * 3)
    worst = compared([NOT_FOUND], [Recorded("a")], PAIR, PUBLISHED)
    assert worst == [0.0]
    better = compared(["a"], [Recorded("b")], PAIR, PUBLISHED)
    assert better[0] == pytest.approx(2 / (2 - 1 / 6))


def test_the_cards_of_a_station_known_by_its_totals_average_what_clean_records_give() -> None:
    values = dict(
        zip(("a", "b", "other"), compared(["a", "b", "other"], [POOL] * 3, PAIR, PUBLISHED), strict=True)
    )
    mean = 0.6 * values["a"] + 0.3 * values["b"] + 0.1 * values["other"]
    assert mean == pytest.approx(1 / (2 - 1 / 6))
    assert compared([NOT_FOUND], [POOL], PAIR, PUBLISHED) == pytest.approx([values["b"]])


COMPARING = [one for one in CardTest if one not in (CardTest.BRAVO, CardTest.MINERVA, CardTest.PROVIDENCE)]


@pytest.mark.parametrize("test", COMPARING)
def test_a_comparison_needs_fewer_cards_than_a_poll_and_every_difference_costs(test: CardTest) -> None:
    cards, records = ["a", "b"] * 60, [Recorded("a"), Recorded("b")] * 60
    clean = compare(cards, records, PAIR, PUBLISHED, test, replacement=False).risk
    one = compare(
        [*cards[:-1], "other"], [*records[:-1], Recorded("a")], PAIR, PUBLISHED, test, replacement=False
    )
    assert clean <= one.risk
    if test is not CardTest.COBRA:
        assert clean < poll(cards, PAIR, PUBLISHED, test, replacement=False).risk


@pytest.mark.parametrize("test", [CardTest.BRAVO, CardTest.MINERVA, CardTest.PROVIDENCE])
def test_a_test_of_polls_knows_no_records(test: CardTest) -> None:
    with pytest.raises(ScrutatorError, match="it uses no records"):
        compare(["a"], [Recorded("a")], PAIR, PUBLISHED, test, replacement=True)
    with pytest.raises(ScrutatorError, match="compares each card with its record"):
        poll(["a"], PAIR, PUBLISHED, CardTest.COBRA, replacement=False)


@pytest.mark.parametrize("test", [CardTest.COBRA, CardTest.ALPHA, CardTest.KAPLAN_MARKOV])
def test_records_that_hide_a_tie_are_confirmed_in_at_most_the_limit(test: CardTest) -> None:
    """1,000 cards, 520 : 480 by the records, 500 : 500 in truth: 20 cards overstate by two votes.

    400 audits to the card 400, a look after each; 8.3 % is the limit of 5 % and three standard errors.
    """
    rng = np.random.default_rng(11)
    recorded = np.repeat(["a", "b"], [520, 480])
    true = recorded.copy()
    true[:20] = "b"
    told = {"a": 520, "b": 480}
    wrong = 0
    for _ in range(400):
        order = rng.permutation(1000)[:400]
        records = [Recorded(str(one)) for one in recorded[order]]
        cards = [str(one) for one in true[order]]
        found = compare(cards, records, PAIR, told, test, replacement=False, errors=Errors(0.0, 0.001))
        wrong += found.risk <= 0.05
    assert wrong <= 33
