"""Digits of any script, and letters that only look right."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.sms.letters import clean_comment, plain_digits, suggestions


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"])
def test_the_digits_of_a_script_are_digits(digits: str) -> None:
    assert plain_digits(f"AA{digits}") == "AA0123456789"


def test_superscripts_and_circled_digits_are_no_digits() -> None:
    assert plain_digits("²③") == "²③"


def test_marks_of_direction_are_nothing() -> None:
    assert plain_digits("‏VR‎1﻿") == "VR1"


@given(st.text())
def test_no_letter_is_changed(text: str) -> None:
    letters = [one for one in text if unicodedata.category(one)[0] == "L"]
    assert [one for one in plain_digits(text) if unicodedata.category(one)[0] == "L"] == letters


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("ВР", {"VR"}, ("VR",)),  # by sound
        ("ВР", {"BP"}, ("BP",)),  # by look
        ("ВР", {"BP", "VR"}, ("BP", "VR")),
        ("вр", {"VR"}, ("VR",)),
        ("ＶＲ", {"VR"}, ("VR",)),
        ("АА", {"AA"}, ("AA",)),
        ("AAO", {"AA"}, ("AA0",)),
        ("AAIL", {"AA"}, ("AA11",)),
        ("TCI", {"TC"}, ("TC1",)),
        ("AA", {"BB"}, ()),
        ("O", {"AA"}, ()),
        ("", {"AA"}, ()),
    ],
)
def test_what_may_be_meant_is_suggested(word: str, known: set[str], meant: tuple[str, ...]) -> None:
    assert suggestions(word, known) == meant


def test_a_comment_keeps_its_letters_and_loses_what_cannot_be_stored() -> None:
    assert clean_comment(" қала\x00\n\ud800 «ok»￾ می\u200cخواهم ") == "қала «ok» می\u200cخواهم"
