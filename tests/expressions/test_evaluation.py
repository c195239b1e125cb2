"""The language: how it is read, which types fit, what it gives for one report and for many."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.expressions.column_types import Numbers
from scrutator.expressions.columns import column_of, evaluate_columns, whole_numbers
from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.explanation import explain, filled, pattern_of
from scrutator.expressions.expression import read_condition, read_expression
from scrutator.expressions.grammar import parse
from scrutator.expressions.types import TRUTH, Kind, Type, Unit, choice, choices, number

NAMES: dict[str, Type] = {
    **{name: number() for name in "abc"},
    **dict.fromkeys(("p", "q"), TRUTH),
    "how": choice("yes", "no", "not_observed"),
    "who": choices("party", "police"),
    "words": Type(Kind.TEXT),
    "registered": number(Unit.PERSONS),
    "issued": number(Unit.BALLOTS),
    "inside": number(Unit.BALLOTS),
    "valid": number(Unit.VOTES),
    "turnout": number(Unit.SHARE),
    "missed": number(Unit.TIME),
    "came": Type(Kind.MOMENT),
    "left": Type(Kind.MOMENT),
    "station": Type(Kind.PLACE),
}


def value(text: str, **values: Value) -> Value:
    return evaluate(read_expression(text, NAMES), values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2^3^2", 512),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^0", 1),
        ("8 - 3 - 2", 3),
        ("8 / 4 / 2", 1),
        ("2 + 3 * 4", 14),
        ("(2 + 3) * 4", 20),
        ("1 / 3 + 1 / 6", Fraction(1, 2)),
        ("12.5 * 2", 25),
        ("1 = 2 or 1 = 1 and 1 = 2", False),
        ("(1 = 2 or 1 = 1) and 1 = 2", False),
        ("1 = 1 or 1 = 1 and 1 = 2", True),
        ("not 1 = 2 and 1 = 1", True),
        ("not (1 = 2 and 1 = 1)", True),
        ("min(3, 1, 2) + max(3, 1, 2) + abs(-4)", 8),
        ("if(1 < 2, 5, 6)", 5),
        ("0.1 + 0.2 = 0.3", True),
    ],
)
def test_signs_bind_in_the_written_order_and_numbers_are_exact(text: str, expected: Value) -> None:
    assert value(text) == expected
    assert type(value(text)) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "p and q",
            {
                (1, 1): True,
                (1, 0): False,
                (1, None): None,
                (0, 0): False,
                (0, None): False,
                (None, None): None,
            },
        ),
        (
            "p or q",
            {(1, 1): True, (1, 0): True, (1, None): True, (0, 0): False, (0, None): None, (None, None): None},
        ),
    ],
)
def test_unknown_is_a_third_value_in_every_pairing(
    text: str, expected: dict[tuple[int | None, ...], Value]
) -> None:
    for pair, result in expected.items():
        p, q = (None if side is None else bool(side) for side in pair)
        assert value(text, p=p, q=q) is result
        assert value(text, p=q, q=p) is result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not p", None),
        ("a + 1", None),
        ("a = a", None),
        ("a / 0", None),
        ("1 / 0", None),
        ("a * 0", None),
        ("known(a)", False),
        ("known(1 / 0)", False),
        ("coalesce(a, 7)", 7),
        ("coalesce(a, b)", None),
        ("if(p, 1, 2)", None),
        ("if(1 = 1, 1, a)", 1),
        ("min(1, a)", None),
        ("selected(how, 'yes')", None),
        ("how = 'yes'", None),
        ("how != 'yes'", None),
        ("length(words)", None),
    ],
)
def test_unknown_stays_unknown_and_is_never_zero_or_false(text: str, expected: Value) -> None:
    assert value(text) is expected or value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selected(who, 'party')", True),
        ("selected(who, 'police')", False),
        ("count_selected(who)", 1),
        ("selected(how, 'no')", True),
        ("how = 'no'", True),
        ("length(words)", 3),
        ("words = 'abc'", True),
        ("station = 'S1'", True),
        ("left - came", 90),
        ("came + 90 = left", True),
        ("90 + came = left", True),
        ("left - missed < left", True),
        ("(left - came) / 60", Fraction(3, 2)),
        ("left > came", True),
        ("issued / registered > 0.5", True),
        ("turnout * registered", 600),
    ],
)
def test_choices_texts_places_and_moments_have_their_own_questions(text: str, expected: Value) -> None:
    found = value(
        text,
        who=frozenset(["party"]),
        how="no",
        words="abc",
        station="S1",
        came=1_000_000,
        left=1_000_000 + 5_400,
        missed=10,
        issued=700,
        registered=1000,
        turnout=Fraction(3, 5),
    )
    assert found == expected


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a +", 4, "a number, a name, a text or a bracket is missing"),
        ("a ? b", 3, "no number, name, text or sign"),
        ("(a + b", 7, "')' is missing"),
        ("a b", 3, "is not expected here"),
        ("a = b = c", 7, "Compare twice and join with `and`"),
        ("1 < a < 3", 7, "Compare twice and join with `and`"),
        ("'open", 1, "no number, name, text or sign"),
        ("1.2.3", 1, "no number, name, text or sign"),
        ("1e5", 1, "no number, name, text or sign"),
        ("a == b", 4, "is missing here"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, place: int, said: str) -> None:
    with pytest.raises(ScrutatorError, match="E01") as refused:
        read_expression(text, NAMES)
    assert f"character {place}" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("registred > 1", "there is no “registred”.*registered"),
        ("a + how", "a number or a moment is needed here, and this is a choice"),
        ("how = 'maybe'", "“maybe” is not one of the choices.*no, not_observed, yes"),
        ("selected(who, 'army')", "“army” is not one of the choices"),
        ("selected(who, words)", "Write it in quotes"),
        ("who = 'party'", "several choices cannot be compared.*selected"),
        ("how < 'yes'", "has no order"),
        ("registered + issued > 1", "persons and ballots cannot be added or subtracted"),
        ("turnout > registered", "a share and persons cannot be compared"),
        ("missed = issued", "minutes and ballots cannot be compared"),
        ("issued * inside > 1", "ballots cannot be multiplied by ballots"),
        ("1 / issued > 1", "cannot be divided by ballots"),
        ("came + left = came", "two moments cannot be added"),
        ("came * 2 = left", "a moment has no multiple"),
        ("90 - came > 0", "means nothing"),
        ("came + issued > left", "means nothing"),
        ("words = a", "a text cannot be compared with a plain number"),
        ("a and p", "true or false is needed here, and this is a plain number"),
        ("not a", "true or false is needed here"),
        ("-p", "a number is needed here"),
        ("a ^ b", "this power cannot be computed exactly"),
        ("a ^ -1", "this power cannot be computed exactly"),
        ("a ^ 0.5", "this power cannot be computed exactly"),
        ("a ^ 65", "this power cannot be computed exactly"),
        ("(a ^ 9) ^ 9", "this power cannot be computed exactly"),
        ("issued ^ 2 > 1", "a power of ballots means nothing"),
        ("if(p, a, how) = a", "are different"),
        ("if(p, issued, registered) = 1", "cannot be added or subtracted"),
        ("sum(a, b)", "there is no function sum"),
        ("length(words, words)", r"has 2 arguments.*length\(text\)"),
    ],
)
def test_types_that_do_not_fit_are_refused_with_place_and_remedy(text: str, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as refused:
        read_expression(text, NAMES)
    assert refused.value.code == "E02"
    assert "character" in refused.value.where


@pytest.mark.parametrize(
    "text",
    [
        "registered >= issued",
        "valid <= issued",
        "issued = inside + 3",
        "issued / registered <= 1",
        "turnout * registered >= issued",
        "a ^ 64 > 1",
        "(a ^ 8) ^ 8 > 1",
        "missed <= left - came",
        "2 * issued - inside >= 0",
    ],
)
def test_units_that_fit_are_accepted(text: str) -> None:
    assert read_condition(text, NAMES).type == TRUTH


def test_a_check_is_true_or_false() -> None:
    with pytest.raises(ScrutatorError, match="a check is true or false, and this is ballots"):
        read_condition("issued + inside", NAMES)


@pytest.mark.parametrize(
    ("most", "more"),
    [
        ("(" * 40 + "a" + ")" * 40, "(" * 41 + "a" + ")" * 41),
        ("-" * 40 + "a", "-" * 41 + "a"),
        ("a" + " " * 1999, "a" + " " * 2000),
        ("+".join(["a"] * 250), "+".join(["a"] * 251)),
        ("9" * 18, "9" * 19),
    ],
)
def test_limits_of_length_and_depth_hold_on_both_sides(most: str, more: str) -> None:
    parse(most)
    with pytest.raises(ScrutatorError, match="E01"):
        parse(more)


@given(st.text(max_size=60) | st.text("ab()+-*/^=<>!,. '1and or not", max_size=60))
def test_any_text_is_read_or_refused_from_the_catalogue(text: str) -> None:
    code = ""
    try:
        read_expression(text, NAMES)
    except ScrutatorError as refused:
        code = refused.code
    assert code in ("", "E01", "E02")


WHOLE = st.integers(0, 30).map(str) | st.sampled_from(["a", "b", "c", "0.5"])


def _numbers(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.builds("{} {} {}".format, below, st.sampled_from("+-*/"), below)
        | below.map("({})".format)
        | below.map("-{}".format)
        | st.builds("({})^{}".format, WHOLE, st.integers(0, 3))
    )


NUMBERS = st.recursive(WHOLE, _numbers, max_leaves=8)


def _truths(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({} {} {})".format, below, st.sampled_from(["and", "or"]), below) | below.map(
        "not {}".format
    )


COMPARED = st.builds("{} {} {}".format, NUMBERS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS)
CONDITIONS = st.recursive(
    COMPARED | st.sampled_from(["p", "q", "known(a)", "known(1 / b)"]), _truths, max_leaves=6
)
MIXED = (
    NUMBERS
    | CONDITIONS
    | st.builds("if({}, {}, {})".format, CONDITIONS, NUMBERS, NUMBERS)
    | st.builds("coalesce({}, {})".format, NUMBERS, NUMBERS)
    | st.builds("min({}, {})".format, NUMBERS, NUMBERS)
    | st.builds("max({}, abs({}))".format, NUMBERS, NUMBERS)
    | st.sampled_from(
        ["selected(who, 'party')", "count_selected(who) > 1", "how = 'no' or p", "left - came > 5"]
    )
)
ANY_NUMBER = (
    st.none() | st.integers(-50, 50) | st.integers(-(2**80), 2**80) | st.fractions(-9, 9, max_denominator=99)
)
ROW = st.fixed_dictionaries(
    {
        **dict.fromkeys("abc", ANY_NUMBER),
        **dict.fromkeys(("p", "q"), st.none() | st.booleans()),
        "how": st.none() | st.sampled_from(["yes", "no"]),
        "who": st.none() | st.frozensets(st.sampled_from(["party", "police"])),
        **dict.fromkeys(("came", "left"), st.none() | st.integers(0, 2**40)),
    }
)


@settings(max_examples=400)
@given(MIXED, st.lists(ROW, max_size=6))
def test_many_reports_at_once_give_what_each_gives_alone(text: str, rows: list[dict[str, Value]]) -> None:
    expression = read_expression(text, NAMES)
    columns = {name: column_of([row[name] for row in rows], NAMES[name]) for name in ROW_NAMES}
    together = evaluate_columns(expression, columns, len(rows))
    alone = [evaluate(expression, row) for row in rows]
    assert [together.value(row) for row in range(len(rows))] == alone
    assert [type(together.value(row)) for row in range(len(rows))] == [type(one) for one in alone]


ROW_NAMES = ("a", "b", "c", "p", "q", "how", "who", "came", "left")


@settings(max_examples=300)
@given(NUMBERS | COMPARED, st.tuples(*[st.fractions(-20, 20, max_denominator=12)] * 3))
def test_arithmetic_is_that_of_pythons_fractions(text: str, numbers: tuple[Fraction, ...]) -> None:
    import re

    python = re.sub(r"(?<![<>!])=", "==", text).replace("^", "**")
    python = re.sub(r"\b[0-9]+(\.[0-9]+)?\b", lambda found: f"F('{found[0]}')", python)
    python = re.sub(r"\*\*F\('([0-9]+)'\)", r"**\1", python)
    values = dict(zip("abc", numbers, strict=True))
    try:
        expected = eval(python, {"F": Fraction}, dict(values))
    except ZeroDivisionError:
        expected = None
    assert evaluate(read_expression(text, NAMES), values) == expected


def test_columns_beyond_sixty_four_bits_are_still_exact() -> None:
    large = whole_numbers(np.array([2**61, 2**62, 3], dtype=np.int64))
    found = evaluate_columns(read_expression("a * a - a ^ 2 + a", NAMES), {"a": large}, 3)
    assert [found.value(row) for row in range(3)] == [2**61, 2**62, 3]
    squares = evaluate_columns(read_expression("a * a", NAMES), {"a": large}, 3)
    assert isinstance(squares, Numbers)
    assert squares.value(1) == 2**124


def test_a_column_that_is_not_given_is_unknown_everywhere() -> None:
    for text in ("a + 1", "p", "how = 'no'", "selected(who, 'party')", "left - came"):
        found = evaluate_columns(read_expression(text, NAMES), {}, 2)
        assert [found.value(0), found.value(1)] == [None, None]


def test_a_check_is_explained_in_words_with_the_values_of_a_report() -> None:
    check = read_condition("registered >= issued + inside and not (p or a = 0)", NAMES)
    words = {"registered": "voters on the list", "issued": "ballots issued"}
    assert (
        explain(check, words)
        == "voters on the list is at least ballots issued plus inside and not (p or a equals 0)"
    )
    values: dict[str, Value] = {"registered": 600, "issued": 640, "inside": 25, "p": False, "a": 1}
    check = read_condition("registered >= issued + inside", NAMES)
    said = "voters on the list (600) is at least ballots issued (640) plus inside (25)"
    assert explain(check, words, values) == filled(pattern_of(check), words, values) == said
    del values["issued"]
    said = "voters on the list (600) is at least ballots issued (not known) plus inside (25)"
    assert explain(check, words, values) == filled(pattern_of(check), words, values) == said


@pytest.mark.parametrize(
    "text",
    [
        "a = 0",
        "selected(who, 'party') or not known(a)",
        "if(p, a, b) - coalesce(a, 1) = abs(a) / 2",
        "min(a, b, 2) ^ 2 > -a",
    ],
)
def test_words_that_are_made_once_are_filled_as_they_are_made_for_each_report(text: str) -> None:
    check = read_expression(text, NAMES)
    for values in ({}, {"a": 3, "b": Fraction(1, 3), "p": True, "who": frozenset({"party", "other"})}):
        words = {"a": "the first {0}", "who": "who was there"}
        assert filled(pattern_of(check), words, values) == explain(check, words, values)


@pytest.mark.parametrize(
    "text", ["a - (b - c)", "(a - b) - c", "(2^3)^2 = 2^(3^2)", "-(a + b) * c", "a / (b * c)"]
)
def test_the_words_keep_the_brackets_that_matter(text: str) -> None:
    said = explain(read_expression(text, NAMES))
    for word, sign in (
        ("minus", "-"),
        ("plus", "+"),
        ("times", "*"),
        ("divided by", "/"),
        ("to the power", "^"),
        ("equals", "="),
    ):
        said = said.replace(word, sign)
    values: dict[str, Value] = {"a": 7, "b": 5, "c": 3}
    assert evaluate(read_expression(said, NAMES), values) == evaluate(read_expression(text, NAMES), values)
