from decimal import Decimal

import pytest

from scrutator.record import cells
from scrutator.record.cells import CellError, Citation
from scrutator.record.unknown import Missing


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (cells.COUNT, "-1", "R11"),
        (cells.COUNT, "1.5", "R10"),
        (cells.COUNT, "１２", "R10"),
        (cells.PERCENT, "100.01", "R11"),
        (cells.PERCENT, "NaN", "R10"),
        (cells.PERCENT, "1e2", "R10"),
        (cells.DECIMAL, "Infinity", "R10"),
        (cells.IDENTIFIER, "a b", "R10"),
        (cells.IDENTIFIER, "-a", "R10"),
        (cells.TIME, "24:00", "R10"),
        (cells.SHA256, "ab", "R10"),
        (cells.COLOUR, "red", "R10"),
        (cells.TEXT, "evil\u202eknil", "R12"),
        (cells.TEXT, "zero\u200bwidth", "R12"),
        (cells.choice("yes", "no"), "perhaps", "R13"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_named_with_a_remedy(kind: cells.Kind, text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        kind.read(text)
    assert caught.value.code == code
    assert caught.value.remedy


def test_good_cells_keep_their_exact_value() -> None:
    assert cells.PERCENT.read("75.10") == Decimal("75.10")
    assert str(cells.PERCENT.read("75.10")) == "75.10"
    assert cells.COUNT.read("6941220") == 6941220
    assert cells.COUNT.read("0") == 0
    assert cells.INTEGER.read("-33") == -33


def test_citations_carry_their_locator() -> None:
    assert cells.CITATIONS.read("S1#16; O3") == (Citation("S1", "16"), Citation("O3"))


@pytest.mark.parametrize("word", list(Missing))
def test_each_reason_for_a_missing_value_is_told_apart(word: Missing) -> None:
    unknown = cells.read_missing(f"{word}: transcribe from page 24")
    assert unknown is not None
    assert (unknown.kind, unknown.remark) == (word, "transcribe from page 24")


def test_zero_and_a_text_that_only_begins_alike_are_not_missing() -> None:
    assert cells.read_missing("0") is None
    assert cells.read_missing("not obtained yet") is None
