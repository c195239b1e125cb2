import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.statement.cells import find_cells


def test_a_cell_is_read_with_its_line_and_arguments() -> None:
    cell = find_cells('One\ntwo {{ figure("turnout", region="Almaty city", digits=2) }}.', "statement.en.md")[
        0
    ]
    assert (cell.name, cell.arguments, cell.line) == ("figure", ("turnout",), 2)
    assert dict(cell.named) == {"region": "Almaty city", "digits": 2}


@pytest.mark.parametrize(
    "inside", ["figure(", "figure", "a.b('x')", "figure(open('x'))", "figure([1])", "1 + 1", ""]
)
def test_what_is_no_cell_is_refused_with_its_line(inside: str) -> None:
    with pytest.raises(ScrutatorError, match=r"statement\.en\.md:3"):
        find_cells(f"\n\n{{{{ {inside} }}}}", "statement.en.md")


@given(st.text(max_size=80))
def test_no_text_makes_the_reader_of_cells_raise_anything_else(text: str) -> None:
    with contextlib.suppress(ScrutatorError):
        find_cells(f"{{{{{text}}}}}", "statement.en.md")
