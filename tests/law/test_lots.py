"""Lots are facts with a source; what is recorded and settles nothing is an error."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.lots import Decider, Lot, Purpose, check_used, read_lots

ROW = {"purpose": "exclusion", "between": "A | B", "drawn": "B", "source": "minutes, p. 3"}


def test_a_table_of_lots() -> None:
    (lot,) = read_lots([ROW | {"contest": "Ward 4"}])
    assert lot == Lot(Purpose.EXCLUSION, frozenset("AB"), frozenset("B"), "minutes, p. 3", "Ward 4")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": " "}, "no source"),
        ({"drawn": "C"}, "does not draw some"),
        ({"drawn": "A|B"}, "does not draw some"),
        ({"between": "A", "drawn": "A"}, "does not draw some"),
        ({"purpose": "luck"}, "purpose 'luck'"),
    ],
)
def test_a_lot_without_source_or_sense_is_refused(change: dict[str, str], reason: str) -> None:
    with pytest.raises(ScrutatorError, match="L73") as caught:
        read_lots([ROW | change])
    assert reason in str(caught.value)


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="no column source"):
        read_lots([{key: value for key, value in ROW.items() if key != "source"}])
    with pytest.raises(ScrutatorError, match="L73"):
        read_lots([])


def test_only_the_lot_between_exactly_these_for_exactly_this_settles() -> None:
    decider = Decider(read_lots([ROW]), "Ward 4")
    assert decider.drawn(Purpose.EXCLUSION, "AB") == {"B"}
    assert decider.drawn(Purpose.SURPLUS, "AB") == frozenset()
    assert decider.drawn(Purpose.EXCLUSION, "ABC") == frozenset()
    assert decider.drawn(Purpose.EXCLUSION, "AB", 2) == frozenset()
    check_used(read_lots([ROW]), decider.used)


def test_a_lot_of_another_contest_does_not_settle_and_is_named_as_unused() -> None:
    lots = read_lots([ROW | {"contest": "Ward 5"}])
    decider = Decider(lots, "Ward 4")
    assert decider.drawn(Purpose.EXCLUSION, "AB") == frozenset()
    with pytest.raises(ScrutatorError, match="settles no tie"):
        check_used(lots, decider.used)
