"""Receipts: what is written on paper and typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.web.receipts import ALPHABET, check_digit, parse, receipt
from support.refusals import code_of

LEAVES = st.tuples(st.integers(0, 10**9), st.binary(min_size=32, max_size=32))


def by_long_division(text: str) -> str:
    """The check digit by dividing the polynomial over GF(2), as it is done on paper."""
    total = 0
    for power, letter in enumerate(reversed(text), start=1):
        value = ALPHABET.index(letter) << power
        for bit in range(value.bit_length() - 1, 4, -1):
            value ^= 0b100101 << bit - 5 if value >> bit & 1 else 0
        total ^= value
    return ALPHABET[total]


@given(st.text(ALPHABET, min_size=1, max_size=20))
def test_the_check_digit_is_the_polynomial_s_value(text: str) -> None:
    assert check_digit(text) == by_long_division(text)


def test_a_receipt_holds_the_first_forty_bits_of_the_leaf() -> None:
    assert receipt(7, bytes(32)).startswith("7-0000-0000-")
    assert receipt(0, b"\xff" * 32).startswith("0-ZZZZ-ZZZZ-")
    assert receipt(0, b"\x08\x42\x10\x84\x21" + bytes(27)).startswith("0-1111-1111-")


@given(LEAVES)
def test_what_is_written_is_read_again(leaf: tuple[int, bytes]) -> None:
    text = receipt(*leaf)
    assert parse(text) == (leaf[0], text)
    assert parse(f" {text.lower().replace('0', 'o').replace('1', 'l')} ") == (leaf[0], text)
    assert parse(f"{leaf[0]}-{text.partition('-')[2].replace('-', '')}") == (leaf[0], text)


@given(LEAVES, st.data())
def test_one_wrong_character_is_noticed(leaf: tuple[int, bytes], data: st.DataObject) -> None:
    text = receipt(*leaf)
    places = [place for place, letter in enumerate(text) if letter != "-"]
    place = data.draw(st.sampled_from(places))
    digits = "0123456789" if place < text.index("-") else ALPHABET
    other = data.draw(st.sampled_from([letter for letter in digits if letter != text[place]]))
    wrong = text[:place] + other + text[place + 1 :]
    with pytest.raises(ScrutatorError, match="D55"):
        parse(wrong)


@given(LEAVES, st.data())
def test_two_characters_that_changed_places_are_noticed(leaf: tuple[int, bytes], data: st.DataObject) -> None:
    letters = list(receipt(*leaf))
    places = [place for place, letter in enumerate(letters) if letter != "-"]
    one, other = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
    if letters[one] == letters[other]:
        return
    letters[one], letters[other] = letters[other], letters[one]
    with pytest.raises(ScrutatorError, match="D55"):
        parse("".join(letters))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    assert code_of(lambda: parse(text)) in (None, "D55")
