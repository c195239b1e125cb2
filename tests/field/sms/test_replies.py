"""Replies: in the sender's language, short, and with nothing personal."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.sms.reading import Fault, Why
from scrutator.field.sms.replies import language_of, later, may_be_answered, not_right, refused, stored
from scrutator.words.sms import sms_languages, sms_words

RECEIPT = "123456-ABCD-EFGH-J"


def test_every_language_has_every_sentence_with_the_same_gaps() -> None:
    def gaps(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    for language in sms_languages():
        words = sms_words(language)
        assert {name: gaps(text) for name, text in words.items()} == {
            name: gaps(text) for name, text in sms_words("en").items()
        }
    assert sms_languages() == ("en", "ru", "kk")


def test_every_reason_has_a_sentence() -> None:
    assert {one.value for one in Why} <= sms_words("en").keys()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_reply_fits_into_two_messages(language: str) -> None:
    most = 2 * (153 if language == "en" else 67)
    replies = [stored(language, RECEIPT, repeated=r, aside=a) for r, a in ((0, 0), (1, 0), (0, 1))]
    replies += [not_right(language), later(language)]
    replies += [refused(language, [Fault(why, "ABC", ("ABC01",) if why is Why.TAG else ())]) for why in Why]
    assert {text: len(text) for text in replies if len(text) > most} == {}


def test_the_first_three_faults_are_named_and_the_others_counted() -> None:
    said = refused("en", [Fault(Why.VALUE, tag) for tag in ("AA", "BB", "CC", "DD", "EE")])
    assert ("AA" in said, "CC" in said, "DD" in said, "2 more" in said) == (True, True, False, True)


@given(st.text(min_size=5))
def test_what_may_be_a_name_or_a_code_is_not_said_again(text: str) -> None:
    for why in Why:
        assert refused("en", [Fault(why, text)]) == refused("en", [Fault(why, "…?")])


@pytest.mark.parametrize(
    ("text", "language"),
    [("VR1 calm", "en"), ("ВР1 спокойно", "ru"), ("Тыныш, қауіп жоқ", "kk"), ("", "en"), ("123", "en")],
)
def test_the_language_of_someone_unknown_is_that_of_their_letters(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("sender", "answered"),
    [
        ("+77015559876", True),
        ("77015559876", True),
        ("1234567", True),
        ("123456", False),
        ("123456789012345", True),
        ("1234567890123456", False),
        ("Beeline", False),
        ("", False),
        ("++7701555", False),
        ("+٧٧٠١٥٥٥٩٨٧٦", False),
    ],
)
def test_machines_are_not_answered(sender: str, answered: bool) -> None:
    assert may_be_answered(sender) == answered
