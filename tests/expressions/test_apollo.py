"""Every defect measured in Apollo's expressions, with the right answer; and its checks imported with their meaning.

The cases QA-1 to QA-12 are those of the project's reference on intake of reports.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.expressions.apollo import Imported, from_apollo
from scrutator.expressions.columns import column_of, evaluate_columns
from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.expression import read_condition, read_expression
from scrutator.expressions.types import Kind, Type, Unit, choice, number

TAGS = {tag: tag.lower() for tag in ("A", "B", "C", "D")}
TYPES = {**dict.fromkeys("abcd", number()), "answer": choice("yes", "no"), "words": Type(Kind.TEXT),
         "a1": number(), "station.registered": number(Unit.PERSONS), "votes": number(Unit.VOTES)}  # fmt: skip


def value(text: str, **values: Value) -> Value:
    return evaluate(read_expression(text, TYPES), values)


def test_qa_1_and_binds_before_or() -> None:
    assert value("b = 4 or a = 1 and c = 9", a=1, b=4, c=0) is True


def test_qa_2_and_3_powers_are_read_from_the_right_and_bind_before_the_sign() -> None:
    assert value("2^3^2") == 512
    assert value("2^3^2 = 512") is True
    assert value("-2^2") == -4


def test_qa_4_a_division_by_zero_is_unknown_for_one_report_and_for_many_and_never_an_error() -> None:
    assert value("a / b > 0.9", a=1, b=0) is None
    columns = {name: column_of(list(cells), number()) for name, cells in {"a": (1, 1), "b": (0, 1)}.items()}
    found = evaluate_columns(read_expression("a / b > 0.9", TYPES), columns, 2)
    assert [found.value(row) for row in range(2)] == [None, True]


def test_qa_5_a_tag_with_a_digit_is_one_name_and_two_expressions_are_none() -> None:
    assert value("a1 > 1", a1=2) is True
    with pytest.raises(ScrutatorError, match="not expected here"):
        read_expression("a 1 > 1", TYPES)
    with pytest.raises(ScrutatorError, match="Apollo has no"):
        from_apollo("A1 > 1", TAGS)


def test_qa_6_small_letters_texts_and_functions_are_there_and_what_is_not_is_refused_when_it_is_saved() -> (
    None
):
    assert value("a > 1", a=2) is True
    assert value("answer = 'yes'", answer="yes") is True
    assert value("if(a > 1, 1, 0)", a=2) == 1
    with pytest.raises(ScrutatorError, match="there is no function"):
        read_expression("iff(a > 1, 1, 0)", TYPES)


def test_qa_7_and_8_a_missing_value_is_unknown_and_can_be_asked_for() -> None:
    assert value("a > b", a=1) is None
    assert (value("known(a)"), value("known(a)", a=1)) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "a and b > 1",
        "a = answer",
        "a + words > 1",
        "answer > 1",
        "answer = 'maybe'",
        "votes + station.registered > 1",
    ],
)
def test_qa_9_and_11_what_does_not_fit_together_is_refused_when_it_is_saved(text: str) -> None:
    with pytest.raises(ScrutatorError, match="E02"):
        read_condition(text, TYPES)


def test_qa_10_a_comparison_of_a_comparison_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="Compare twice"):
        read_expression("a > 1 > 0", TYPES)


@given(st.sampled_from(["a > b", "a + b = c", "a / b > 1 or c = 1", "known(a) and b > 1"]),
       st.lists(st.fixed_dictionaries(dict.fromkeys("abc", st.none() | st.integers(-3, 3))), max_size=5))  # fmt: skip
def test_qa_12_a_missing_value_means_the_same_in_a_list_and_for_one_report(
    text: str, rows: list[dict[str, Value]]
) -> None:
    expression = read_condition(text, TYPES)
    columns = {name: column_of([row[name] for row in rows], number()) for name in "abc"}
    found = evaluate_columns(expression, columns, len(rows))
    assert [found.value(row) for row in range(len(rows))] == [evaluate(expression, row) for row in rows]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("a + b <= station.registered", {"a": 600, "b": 500, "station.registered": 1000}, False),
        ("a > 1 or b > 1", {"a": 0, "b": 2}, True),
        ("a > 0.5", {"a": 1}, True),
        ("-a < 0", {"a": 1}, True),
        ("a - b - c = 0", {"a": 3, "b": 2, "c": 1}, True),
    ],
)
def test_what_works_in_apollo_works_here(text: str, values: dict[str, Value], expected: bool) -> None:
    types = TYPES | {"station.registered": number()}
    assert evaluate(read_condition(text, types), values) is expected


@pytest.mark.parametrize(
    ("text", "imported", "usual"),
    [
        ("A + B <= $location.registered_voters", "(a + b) <= station.registered", ""),
        ("A > 1 || B > 1", "(a > 1) or (b > 1)", ""),
        ("A - B - C = 0", "((a - b) - c) = 0", ""),
        ("-A < 0", "(-a) < 0", ""),
        ("A <> 1.5", "a != 1.5", ""),
        ("A = NULL", "(not known(a))", ""),
        ("NULL != A && B > 1", "known(a) and (b > 1)", ""),
        ("B=4 || A=1 && C=9", "((b = 4) or (a = 1)) and (c = 9)", "(b = 4) or ((a = 1) and (c = 9))"),
        ("B=4 && A=1 || C=9", "((b = 4) and (a = 1)) or (c = 9)", ""),
        ("2^3^2 = 512", "((2 ^ 3) ^ 2) = 512", "(2 ^ (3 ^ 2)) = 512"),
        ("-2^2 = 4", "((-2) ^ 2) = 4", "(-(2 ^ 2)) = 4"),
        ("A > 1 > 0", "(a > 1) > 0", "refused"),
    ],
)  # fmt: skip
def test_an_expression_of_apollo_keeps_its_meaning_and_one_that_seems_to_say_something_else_is_named(
    text: str, imported: str, usual: str
) -> None:
    found = from_apollo(text, TAGS)
    assert found == Imported(imported, usual)
    assert found.is_changed == bool(usual)


@pytest.mark.parametrize(
    ("text", "what"),
    [("A | B = 'x'", "Apollo has no"), ("E > 1", "no question is given for the tag E"), ("$participant.gender = 1", "not known here"),
     ("A > NULL", "means nothing"), ("A + 1 B", "not expected here"), ("(A > 1", "is missing here"), ("A >", "missing here"), ("", "missing here"),
     ("NULL", "stands nowhere else"), ("if(A>1,1,0)", "Apollo has no"), ("(" * 50 + "A", "nested deeper"), ("A" + " + A" * 300, "parts"), ("9" * 2001, "characters")],
)  # fmt: skip
def test_what_apollo_does_not_have_or_has_no_meaning_here_is_refused(text: str, what: str) -> None:
    with pytest.raises(ScrutatorError, match=what) as caught:
        from_apollo(text, TAGS)
    assert caught.value.code == "E01"


@given(st.recursive(st.sampled_from(["A", "B", "1", "2"]), lambda below: st.builds("({} {} {})".format, below, st.sampled_from("+-*"), below), max_leaves=8),
       st.fixed_dictionaries(dict.fromkeys("ab", st.integers(-5, 5))))  # fmt: skip
def test_where_brackets_leave_no_order_to_choose_nothing_is_changed(text: str, row: dict[str, int]) -> None:
    found = from_apollo(f"{text} > 0", TAGS)
    assert not found.is_changed
    expected = eval(text.lower(), {}, row) > 0
    assert evaluate(read_condition(found.text, TYPES), row) is expected
