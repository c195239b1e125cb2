"""Shares of coverage over all coders, by outlet and by tone, with intervals over items."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.ledger.media.coding import read_sheet
from scrutator.ledger.media.coverage import NOT_CODED, By, Coverage, shares
from support.text_tables import table_of


def sheet(*rows: str) -> list[dict[str, str]]:
    header = "unit,item,coder,outlet,actor,seconds,tone"
    return read_sheet(table_of("\n".join([header, *rows]) + "\n"))


def parts(found: Coverage, within: str = "") -> dict[str, float]:
    return {one.of: one.share for one in found.shares if one.within == within}


def test_split_coding_gives_each_coder_s_items_their_share() -> None:
    """One coder took the first channel, the other the second: half and half, not all for the first."""
    rows = sheet("u1,i1,a,One,left,60,3", "u2,i2,b,Two,right,60,3")
    found = shares(rows, "seconds", seed=1)
    assert parts(found) == {"left": 0.5, "right": 0.5}
    assert (found.counted, found.left_out, found.coders) == (2, 0, 2)


def test_what_two_coders_measured_counts_once_as_their_mean() -> None:
    rows = sheet("u1,i1,a,One,left,30,3", "u1,i1,b,One,left,50,3", "u2,i2,a,One,right,40,3")
    found = shares(rows, "seconds", seed=1)
    assert {one.of: one.amount for one in found.shares} == {"left": 40, "right": 40}


def test_a_unit_that_one_of_two_coders_found_counts_half() -> None:
    rows = sheet("u1,i1,a,One,left,30,3", "u1,i1,b,One,left,30,3", "u2,i1,a,One,right,30,3")
    assert {one.of: one.amount for one in shares(rows, "seconds", seed=1).shares} == {
        "left": 30,
        "right": 15,
    }


def test_by_outlet_the_shares_of_each_outlet_add_up_to_one() -> None:
    rows = sheet(
        "u1,i1,a,One,left,30,3", "u2,i2,a,One,right,10,3", "u3,i3,a,Two,left,5,3", "u4,i4,a,,left,5,3"
    )
    found = shares(rows, "seconds", 1, By.OUTLET)
    assert parts(found, "One") == {"left": 0.75, "right": 0.25}
    assert parts(found, "Two") == {"left": 1.0}
    assert parts(found, NOT_CODED) == {"left": 1.0}


def test_by_tone_the_tones_of_each_actor_add_up_to_one() -> None:
    rows = sheet("u1,i1,a,One,left,30,1", "u2,i2,a,One,left,10,5", "u3,i3,a,One,right,7,3")
    found = shares(rows, "seconds", 1, By.TONE)
    assert parts(found, "left") == {"1": 0.75, "5": 0.25}
    assert parts(found, "right") == {"3": 1.0}


def test_rows_without_the_measure_are_counted_as_left_out() -> None:
    found = shares(sheet("u1,i1,a,One,left,30,1", "u2,i2,a,One,left,,5"), "seconds", seed=1)
    assert (found.counted, found.left_out) == (1, 1)


def test_the_interval_is_over_items_and_one_item_has_none() -> None:
    rows = sheet("u1,i1,a,One,left,30,3", "u2,i1,a,One,right,10,3", "u3,i2,a,One,left,20,3")
    left = next(one for one in shares(rows, "seconds", seed=1).shares if one.of == "left")
    assert left.share == pytest.approx(50 / 60)
    assert (left.low, left.high) == (pytest.approx(0.75), pytest.approx(1.0))
    (alone,) = shares(sheet("u1,i1,a,One,left,30,3"), "seconds", seed=1).shares
    assert (alone.low, alone.high) == (None, None)


@pytest.mark.parametrize(
    ("row", "why"), [("u1,i1,a,One,left,,3", "no seconds"), ("u1,i1,a,One,left,0,3", "nothing")]
)
def test_nothing_measured_is_an_error(row: str, why: str) -> None:
    with pytest.raises(ScrutatorError, match=why):
        shares(sheet(row), "seconds", seed=1)


ROWS = st.tuples(
    st.sampled_from("123"), st.sampled_from("ab"), st.sampled_from(["One", "Two"]), st.sampled_from(["x", "y"]),
    st.sampled_from(["0.1", "0.2", "0.7", "3"]), st.sampled_from("135"),
)  # fmt: skip


@given(st.lists(ROWS, min_size=1, max_size=8), st.randoms(), st.sampled_from(list(By)))
def test_the_order_of_rows_changes_no_bit(rows: list[tuple[str, ...]], random: object, by: By) -> None:
    texts = [f"u{n},i{i},{c},{o},{a},{s},{t}" for n, (i, c, o, a, s, t) in enumerate(rows)]
    mixed = [*texts]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = shares(sheet(*texts), "seconds", 7, by), shares(sheet(*mixed), "seconds", 7, by)
    assert one == other
    assert sum((share.amount for share in one.shares), Fraction(0)) > 0
