"""A ballot poll of a pair or a share: what cards count, and which test may be asked of what."""

import numpy as np
import pytest

from scrutator.counting.audits.cards import NOT_FOUND, CardTest, Pair, Share, poll, poll_by_rounds
from scrutator.errors import ScrutatorError

PAIR = Pair("a", "b")
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
    share = Share("w", 2 / 3, frozenset({"invalid"}))
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


@pytest.mark.parametrize(("statement", "replacement"), [(PAIR, False), (Share("a", 0.4, frozenset()), True)])
def test_bravo_is_for_a_pair_with_replacement(statement: Pair | Share, replacement: bool) -> None:
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
