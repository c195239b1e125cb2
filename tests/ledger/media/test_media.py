"""Coding sheets and the symmetry of disclosure."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.ledger.media.coding import COLUMNS, disclosure_symmetry, read_sheet, template, wilson
from support.text_tables import table_of


def sheet(*rows: str) -> list[dict[str, str]]:
    header = "unit,item,coder,actor,seconds,tone,funding"
    return read_sheet(table_of("\n".join([header, *rows]) + "\n"))


def test_the_template_is_a_sheet_that_can_be_read() -> None:
    rows = read_sheet(table_of(template()))
    assert list(rows[0]) == list(COLUMNS)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("u,i,a,x,-3,3,no", "amount of seconds"),
        ("u,i,a,x,1,9,no", "not a tone"),
        ("u,i,a,x,1,3", "row 2 has 6 cells, the heading 7"),
    ],
)
def test_a_bad_cell_is_named_with_its_line(row: str, wrong: str) -> None:
    with pytest.raises(ScrutatorError, match=wrong) as caught:
        sheet(row)
    assert caught.value.where in ("line 2", "table.csv")


def test_disclosure_counts_an_item_once_and_any_coder_suffices() -> None:
    rows = sheet("u1,i1,a,x,1,3,no", "u1,i1,b,x,1,3,yes", "u2,i2,a,x,1,3,no", "u3,i2,a,y,1,3,no")
    found = {d.actor: (d.items, d.disclosed) for d in disclosure_symmetry(rows)}
    assert found == {"x": (2, 1), "y": (1, 0)}


def test_wilsons_interval_gives_the_textbook_value() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857, table I: 81 of 263, score method.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize("trials", [1, 2, 3, 16, 40, 263])
def test_wilsons_interval_stays_between_0_and_1_and_is_as_long_from_either_end(trials: int) -> None:
    none, every = wilson(0, trials), wilson(trials, trials)
    assert 0 <= none[0] < 1e-12
    assert 1 - 1e-12 < every[1] <= 1
    assert none[1] == pytest.approx(1 - every[0])


def test_a_unit_that_one_coder_codes_twice_is_refused_by_every_use_of_the_sheet() -> None:
    with pytest.raises(ScrutatorError, match="coder 'a' codes unit 'u' twice") as caught:
        sheet("u,i,a,x,1,3,no", "u,i,b,x,1,3,no", "u,i,a,x,1,3,no")
    assert caught.value.where == "lines 2 and 4"
    assert len(sheet("u,i,a,x,1,3,no", "u,i,b,x,1,3,no", "v,i,a,x,1,3,no")) == 3
