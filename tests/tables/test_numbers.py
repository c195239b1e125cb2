"""A cell is a count only where it can be read in one way."""

import numpy as np
import pytest

from scrutator.tables.columns import TextColumn
from scrutator.tables.model import Why
from scrutator.tables.numbers import parse_counts


def counted(*cells: str) -> tuple[list[int], list[str]]:
    column = TextColumn(list(cells))
    read = parse_counts(column, "votes", np.arange(1, len(cells) + 1))
    return read.values.tolist(), [str(fault) for fault in read.faults]


@pytest.mark.parametrize("cell", ["900¹", "①90", "90₀", "9⁰0", "⑨", "²", "Ⅸ", "½"])
def test_a_digit_that_is_raised_lowered_or_circled_is_a_note_and_no_figure(cell: str) -> None:
    values, faults = counted("5", cell)
    assert values == [5, -1]
    assert faults == [f"row 2, votes: “{cell}” {Why.NOT_WHOLE}"]


@pytest.mark.parametrize("cell", ["٩٠٠", "۹۰۰", "९००", "９００", "๙๐๐"])
def test_decimal_digits_of_any_script_are_a_figure(cell: str) -> None:
    assert counted(cell) == ([900], [])


@pytest.mark.parametrize("gap", ["\n", "\t", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029", "\x1c"])
def test_a_line_end_or_a_tab_never_joins_two_numbers(gap: str) -> None:
    assert counted(f"900{gap}700")[0] == [-1]


@pytest.mark.parametrize("gap", [" ", "\u00a0", "\u2007", "\u2009", "\u202f", "'", "’"])
def test_a_space_or_an_apostrophe_joins_groups_of_three(gap: str) -> None:
    assert counted(f"12{gap}345{gap}678") == ([12_345_678], [])
    for wrong in (f"1234{gap}567", f"12{gap}34", f"12{gap}3456", f"1{gap}{gap}234"):
        assert counted(wrong)[0] == [-1], wrong


def test_one_number_has_one_kind_of_gap() -> None:
    assert counted("12 345'678")[0] == [-1]
