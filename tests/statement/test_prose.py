import pytest

from scrutator.statement.prose import bare_numbers


@pytest.mark.parametrize(
    "text",
    [
        "Turnout was 75.1 %.",
        "In 16 regions",
        "about 6 941 220 votes",
        "**12,903** votes",
        "| a | 3.5 |",
        "In [12 regions](https://example.org)",
    ],
)
def test_a_number_typed_into_prose_is_reported(text: str) -> None:
    assert len(bare_numbers(text)) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "On 15 January 2012 and in 2007, in 1999–2012, at 20:00.",
        "He said “300-strong” and «400».",
        "> a quotation of 50 %",
        'Turnout was {{ figure("turnout", digits=2) }}.',
        "Article 97-1, paragraph 7.6, pages 29 to 35, No. 124-IV, Doc. 12884, C07 and M3.",
        "See [the page](https://example.org/12345).",
        "1. first\n2. second",
        "`scrutator sample --seed 17`",
        "15 января 2012",
    ],
)
def test_dates_quotations_names_and_cells_are_no_bare_numbers(text: str) -> None:
    assert bare_numbers(text) == ()


def test_the_line_and_the_neighbourhood_are_named() -> None:
    found = bare_numbers("First.\n\nTurnout was 75.1 % in all.")
    assert (found[0].line, found[0].text) == (3, "75.1 %")
    assert "Turnout was" in found[0].context
