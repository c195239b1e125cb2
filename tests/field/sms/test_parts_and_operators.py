"""In how many parts a text goes (3GPP TS 23.038), what it costs, and whose numbers begin how."""

from decimal import Decimal

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.sms.operators import operator_of, operators_in
from scrutator.field.sms.parts import cost, parts


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 80 + "a", 2),
     ("ж" * 70, 1), ("ж" * 71, 2), ("ж" * 134, 2), ("ж" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2), ("é" * 160, 1),
     ("a" * 70 + "қ", 2)],
)  # fmt: skip
def test_a_text_has_as_many_parts_as_its_alphabet_makes_of_it(text: str, count: int) -> None:
    assert parts(text) == count


def test_a_cost_is_exact() -> None:
    assert cost(3, Decimal("0.1")) == Decimal("0.3")


def test_the_longest_prefix_names_the_operator() -> None:
    table = operators_in("prefix,operator\n+7,Other\n+7701,Kcell\n7 (777),Beeline\n")
    numbers = ("+77015550001", "0077015550001", "7 777 123-45-67", "+79990000000", "+44", "", "anna")
    assert [operator_of(one, table) for one in numbers] == [
        "Kcell", "Kcell", "Beeline", "Other", "not declared", "no telephone", "no telephone",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "table", ["", "a,b\n", "prefix,operator\nx,A\n", "prefix,operator\n7,A\n+7,B\n", "prefix,operator\n7,\n"]
)
def test_a_table_that_cannot_be_used_is_refused(table: str) -> None:
    with pytest.raises(ScrutatorError):
        operators_in(table)
