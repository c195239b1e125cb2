"""When a question is shown and which answers it takes, as phones see it."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled
from scrutator.field.questions import AnswerKind, Choice, Question
from scrutator.field.reading.conditions import FormConditions, check_conditions, types_of, value_of, values_of
from scrutator.field.reading.xpath import condition_tree
from support.field_forms import bundled_published

YES_NO = tuple(Choice(value, {}) for value in ("yes", "no"))


def question(name: str, kind: AnswerKind = AnswerKind.COUNT, **more: object) -> Question:
    choices = YES_NO if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES) else ()
    return Question(name, kind, {}, {}, {}, choices=choices, **more)  # type: ignore[arg-type]


def shown(relevant: str, **answers: str) -> bool:
    questions = (
        question("a"),
        question("b"),
        question("how", AnswerKind.CHOICE),
        question("who", AnswerKind.CHOICES),
        question("words", AnswerKind.TEXT),
        question("asked", relevance=(relevant,)),
    )
    return "asked" in FormConditions(questions).shown(values_of(answers, questions))


# What JavaRosa and XPath 1.0 do with empty answers: an empty text equals only itself, and is no number.
@pytest.mark.parametrize(
    ("relevant", "answers", "expected"),
    [
        ("${how} = 'yes'", {"how": "yes"}, True),
        ("${how} = 'yes'", {}, False),
        ("${how} != 'yes'", {}, True),
        ("${how} != 'yes'", {"how": "yes"}, False),
        ("${how} != ''", {}, False),
        ("${how} = ''", {}, True),
        ("'' = ${how}", {"how": "no"}, False),
        ("${a} > 3", {}, False),
        ("${a} <= 3", {}, False),
        ("not(${a} <= 3)", {}, True),
        ("${a} + ${b} > 3", {"a": "4"}, False),
        ("${a} + ${b} > 3", {"a": "4", "b": "0"}, True),
        ("${a} div 2 = 2", {"a": "4"}, True),
        ("selected(${who}, 'no')", {"who": "yes no"}, True),
        ("selected(${who}, 'no')", {}, False),
        ("not(selected(${who}, 'no'))", {}, True),
        ("count-selected(${who}) = 0", {}, True),
        ("count-selected(${who}) = 2", {"who": "yes no"}, True),
        ("string-length(${words}) <= 3", {}, True),
        ("string-length(${words}) <= 3", {"words": "abcd"}, False),
        ("coalesce(${a}, 7) = 7", {}, True),
        ("if(${how} = 'yes', ${a}, ${b}) = 2", {"how": "yes", "a": "2"}, True),
        ("${how} = 'yes' or ${a} = 1 and ${b} = 1", {"how": "yes"}, True),
        ("(${how} = 'yes' or ${a} = 1) and (${b} = 1)", {"how": "yes"}, False),
        ("true()", {}, True),
        ("false( )", {}, False),
    ],
)
def test_conditions_are_read_as_phones_read_them(
    relevant: str, answers: dict[str, str], expected: bool
) -> None:
    assert shown(relevant, **answers) is expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("${nosuch} = 1", "there is no “nosuch”"),
        ("${how} = 'maybe'", "“maybe” is not one of the choices"),
        ("${how} > 1", "has no order"),
        ("${a}", "is a plain number, not true or false"),
        ("${a} = 1 = 1", "is not expected here"),
        ("${a} mod 2 = 1", "“mod” is not used in forms"),
        ("random() = 1", r"the function random\(\) is not used"),
        ("now(1) = 1", r"now\(\) takes no argument"),
        ("/data/a = 1", "is not used in forms"),
        ("${a} = 1 and", "is missing here"),
    ],
)
def test_a_condition_that_cannot_be_kept_is_refused_with_its_question(text: str, said: str) -> None:
    questions = (question("a"), question("how", AnswerKind.CHOICE), question("x", relevance=(text,)))
    with pytest.raises(ScrutatorError, match=said) as refused:
        check_conditions(questions)
    assert refused.value.code == "D02"
    assert "“x”" in str(refused.value)


def test_a_dot_is_the_question_itself_and_now_a_moment() -> None:
    assert condition_tree(". >= 0", "a") == condition_tree("${a} >= 0", "")
    (moment,) = (q for q in bundled_published("voting").questions if q.name == "arrived")
    conditions = FormConditions([moment])
    early, late = (value_of(moment, f"2026-06-14T0{hour}:00:00+05:00") for hour in (6, 8))
    assert list(conditions.broken({"arrived": early, "now": late})) == []
    assert list(conditions.broken({"arrived": late, "now": early})) == ["arrived"]


@pytest.mark.parametrize("name", bundled())
def test_every_condition_of_a_bundled_form_is_read_and_typed(name: str) -> None:
    check_conditions(bundled_published(name).questions)


def test_a_refused_team_is_shown_the_head_and_the_comment() -> None:
    form = bundled_published("voting")
    answers = {"station": "S", "admitted": "refused"}
    found = FormConditions(form.questions).shown(values_of(answers, form.questions))
    assert found == {"station", "arrived", "admitted", "comment"}


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        (AnswerKind.COUNT, "12", 12),
        (AnswerKind.COUNT, "-3", -3),
        (AnswerKind.COUNT, "1e9", None),
        (AnswerKind.COUNT, "", None),
        (AnswerKind.COUNT, "٣", None),
        (AnswerKind.COUNT, "9" * 31, None),
        (AnswerKind.CHOICES, "yes no", frozenset(["yes", "no"])),
        (AnswerKind.MOMENT, "2026-06-14T07:00", None),
        (AnswerKind.MOMENT, "yesterday", None),
        (AnswerKind.MOMENT, "1970-01-01T00:01:00+00:00", 60),
        (AnswerKind.TEXT, "x", "x"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_is_unknown(
    kind: AnswerKind, answer: str, expected: object
) -> None:
    assert value_of(question("x", kind), answer) == expected
    assert "now" in types_of([])
