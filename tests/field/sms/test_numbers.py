"""Numbers of observers: the check digit finds what fingers do."""

import itertools

import pytest

from scrutator.field.sms.numbers import check_digit, is_number, number_of


def test_the_check_digit_is_the_one_of_damm() -> None:
    assert check_digit("572") == "4"  # the example of the method's description
    assert check_digit("11111") == "6"


def test_a_wrong_digit_is_found_in_every_place() -> None:
    for serial in range(0, 100_000, 977):
        right = number_of(serial)
        wrong = [right[:at] + d + right[at + 1 :] for at in range(6) for d in "0123456789" if d != right[at]]
        assert is_number(right)
        assert not any(map(is_number, wrong))


def test_two_swapped_digits_are_found() -> None:
    for serial in range(0, 100_000, 977):
        right = number_of(serial)
        for at in range(5):
            swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
            assert swapped == right or not is_number(swapped)


def test_there_are_a_hundred_thousand_numbers_and_no_more() -> None:
    assert number_of(0) == "000000"
    assert number_of(99_999)[:5] == "99999"
    for outside in (-1, 100_000):
        with pytest.raises(ValueError, match="numbers"):
            number_of(outside)


def test_what_is_longer_shorter_or_in_another_script_is_no_number() -> None:
    assert not any(map(is_number, ("", "11111", "1111116", "١١١١١٦", "11111a", " 11116")))
    assert len({number_of(n) for n in itertools.islice(range(100_000), 5_000)}) == 5_000
