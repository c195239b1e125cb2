"""From a message to answers: all of them, or what is wrong by name; never an answer that was not written."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.field.questions import AnswerKind, Choice, Question
from scrutator.field.sms.card import Card, card_of
from scrutator.field.sms.numbers import number_of
from scrutator.field.sms.reading import Fault, Read, Why, read
from scrutator.field.xlsform import PublishedForm
from support.field_forms import bundled_published

N = number_of(11_111) + " 482913 "


def question(name: str, kind: AnswerKind, tag: str, **more: object) -> Question:
    return Question(name, kind, {"en": name}, {}, {}, tag=tag, **more)  # type: ignore[arg-type]


YES_NO = (Choice("yes", {}), Choice("no", {}), Choice("not_observed", {}))


@cache
def cards() -> tuple[Card, ...]:
    """Two small forms: VR with all kinds of answers, TC with one, OP with one."""
    full = (
        question("aa", AnswerKind.COUNT, "AA", constraint=". >= 0 and . <= 100"),
        question("bb", AnswerKind.CHOICE, "BB", choices=YES_NO),
        question("cc", AnswerKind.CHOICES, "CC", choices=YES_NO),
        question("dd", AnswerKind.NUMBER, "DD"),
        question("why", AnswerKind.CHOICE, "WY", choices=YES_NO, relevance=("${bb} = 'no'",)),
        question("place", AnswerKind.PLACE, "ST"),
        question("note", AnswerKind.TEXT, "@", constraint="string-length(.) <= 20"),
    )
    one = (question("aa", AnswerKind.COUNT, "AA", required=True),)
    forms = {"VR": full, "TC": one, "OP": one}
    made = [(PublishedForm(p.lower(), "1", p, (), b"", "", asked), p) for p, asked in forms.items()]
    return tuple(card_of(form, prefix) for form, prefix in made)


def reading(text: str) -> Read:
    return read(text, cards(), {"place": "S1"})


def faults(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.why.value, one.about, one.meant) for one in reading(text).faults]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (f"VR{N}AA1BB2 @ calm", {"aa": "1", "bb": "no", "note": "calm"}),  # SMS-1
        (f"VR {N} AA1, BB 2 @ all calm", {"aa": "1", "bb": "no", "note": "all calm"}),  # SMS-2
        (f"OP{N} AA1", {"aa": "1"}),  # SMS-4
        (f"VR{N}X20AA1BB2", {"aa": "1", "bb": "no"}),  # SMS-8
        (f"VR{N}AA١", {"aa": "1"}),  # SMS-13
        ("VR" + N.translate({ord("1"): "١"}) + "AA1", {"aa": "1"}),  # SMS-14
        (f"VR{N}AA007", {"aa": "7"}),
        (f"VR{N}AA0", {"aa": "0"}),
        (f"VR{N}AA100", {"aa": "100"}),
        (f"VR{N}DD1,5", {"dd": "1.5"}),
        (f"VR{N}CC3+1", {"cc": "yes not_observed"}),
        (f"VR{N}ST=S2 AA1", {"place": "S2", "aa": "1"}),
        (f"VR{N}BB2WY1", {"bb": "no", "why": "yes"}),
    ],
)
def test_a_message_gives_these_answers_and_no_others(text: str, answers: dict[str, str]) -> None:
    found = reading(text)
    assert found.faults == ()
    assert found.card is not None
    own = {"place": "S1"} if found.card.prefix == "VR" else {}
    assert found.answers == own | answers


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"TCI{N}AA1", [("form", "TCI", ("TC",))]),  # SMS-3: not another observer's number
        (f"VR{N}AA-1", [("value", "AA", ())]),  # SMS-5
        (f"VR{N}AA1.5", [("value", "AA", ())]),  # SMS-6
        (f"VR{N}X1", [("nothing", "", ())]),  # SMS-7
        (f"VR{N}AA1X2", [("serial", "", ())]),  # SMS-9
        (f"VR{N}AA1E5", [("tag", "E", ())]),  # SMS-10
        (f"VR{N}AAO1", [("tag", "AAO", ("AA01",))]),  # SMS-11
        (f"ВР{N}AA1", [("form", "ВР", ("VR",))]),  # SMS-12
        (f"VR{N}АА1", [("tag", "АА", ("AA1",))]),  # Cyrillic tag
        (f"VR{N}", [("nothing", "", ())]),
        (f"VR{N}AA", [("empty", "AA", ())]),
        (f"VR{N}AA1AA2", [("twice", "AA", ())]),
        (f"VR{N}AA1 *", [("stray", "*", ())]),
        (f"VR{N}AA101", [("impossible", "AA", ())]),
        (f"VR{N}BB4", [("value", "BB", ())]),
        (f"VR{N}BB0", [("value", "BB", ())]),
        (f"VR{N}BB1+2", [("value", "BB", ())]),
        (f"VR{N}CC1+1", [("value", "CC", ())]),
        (f"VR{N}CC1+4", [("value", "CC", ())]),
        (f"VR{N}BB1WY1", [("impossible", "WY", ())]),
        (f"VR{N}AA1234567890", [("value", "AA", ())]),
        (f"VR{N}AA1@{'n' * 21}", [("comment", "", ())]),
        (f"TC{N}AA1@calm", [("comment", "", ())]),
        (f"TC{N}", [("nothing", "", ())]),
        ("TC 111116 AA1", [("code", "", ())]),
        ("TC 111115 482913 AA1", [("number", "", ())]),
        ("TC 111116 48291 AA1", [("code", "", ())]),
        (f"TC{N}X0 AA1", [("serial", "", ())]),
        (f"TC{N}X AA1", [("serial", "", ())]),
        ("hello", [("form", "HELLO", ())]),
        ("", [("form", "", ())]),
    ],
)
def test_a_fault_is_named_and_nothing_is_read_silently(text: str, wrong: list[object]) -> None:
    assert faults(text) == wrong


def test_a_comment_at_its_limit_is_taken() -> None:
    assert reading(f"VR{N}AA1@{'n' * 20}").faults == ()


def test_a_required_question_and_a_place_that_no_one_knows_are_asked_for() -> None:
    assert read(f"TC{N}@x", cards()).faults == (Fault(Why.NOTHING), Fault(Why.COMMENT))
    assert read(f"VR{N}AA1", cards()).faults == (Fault(Why.NEEDED, "ST"),)


def test_a_message_of_a_thousand_characters_is_read_and_one_more_is_too_long() -> None:
    text = f"VR{N}AA1 " + " " * 2_000
    assert read(text[:1_000], cards(), {"place": "S1"}).faults == ()
    assert [one.why for one in read(text[:1_001], cards(), {"place": "S1"}).faults] == [Why.LONG]


@settings(deadline=None)
@given(st.permutations(["AA1", "BB2", "CC1+2", "DD1.5", "ST=S2"]))
def test_the_order_of_tags_changes_nothing(order: list[str]) -> None:
    found = reading(f"VR{N}{' '.join(order)}")
    assert found.faults == ()
    assert found.answers == {"aa": "1", "bb": "no", "cc": "yes no", "dd": "1.5", "place": "S2"}


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80), st.text(alphabet="VRTCOPAX012389 =,@-+.АВ١", max_size=80))
def test_any_text_gives_a_report_or_a_fault(anything: str, close: str) -> None:
    for text in (anything, close, f"VR{N}{anything}", f"VR{N}{close}"):
        found = reading(text)
        assert found.faults or found.card is not None


def test_every_bundled_form_can_be_sent_by_tags_with_its_required_answers() -> None:
    card = card_of(bundled_published("quickcount"), "QC")
    found = read(f"QC{N}ST=S1 HO2 RG1200 PA204 PB90 OV2 @ posted at ten", [card])
    assert found.faults == ()
    assert found.answers["list_1"] == "204"
    assert found.answers["comment"] == "posted at ten"
    assert {one.about for one in read(f"QC{N}PA1", [card]).faults} == {"ST", "HO", "OV"}
