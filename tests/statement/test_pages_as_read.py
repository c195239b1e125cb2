"""The statement as people read it: no ids or code in prose, one way to write a number, no empty sheet."""

import html
import re

import pytest
from tests.statement.pdf_text import pdf_pages

from scrutator.findings.model import Table
from scrutator.statement.details import citation_parts
from scrutator.statement.document import Document, PrintedTable
from scrutator.statement.page.tables import STEPS, table_view
from scrutator.statement.report_words import settings
from scrutator.statement.table_room import cell_words
from scrutator.words.numerals import grouped
from scrutator.words.saying import Speech

LANGUAGES = ("en", "ru", "kk")
LEAST_ON_A_PAGE = 400  # letters; a page of text has some 3,000
FRAME_AT_1280 = 972  # px of a table's room on a screen of 1,280


def prose(members: dict[str, bytes], language: str) -> list[str]:
    """The texts of a page, without what is marked as code and without drawings."""
    page = members[f"statement.{language}.html"].decode()
    for part in ("style", "svg", "code"):
        page = re.sub(f"<{part}\\b.*?</{part}>", "", page, flags=re.S)
    return [html.unescape(text).strip() for text in re.findall(">([^<>]+)<", page)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_and_no_id_of_a_contest_or_a_law_stands_in_prose(
    kazakhstan_members: dict[str, bytes], language: str
) -> None:
    raw = re.compile(r"<=|>=|\{'|'\}|\b(mazhilis|presidential)-\d{4}\b|kazakhstan/[a-z]+@")
    methods = {
        text for text in prose(kazakhstan_members, language) if text.startswith("kazakhstan/elections@")
    }
    assert [
        text for text in prose(kazakhstan_members, language) if raw.search(text) and text not in methods
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_thousands_are_parted_in_one_way(kazakhstan_documents: dict[str, Document], language: str) -> None:
    document = kazakhstan_documents[language]
    cells = [
        cell_words(value, document.speech, column)
        for item in document.printed
        if isinstance(item, PrintedTable)
        for row in item.table.rows
        for column, value in zip(item.table.columns, row, strict=True)
        if column not in ("source", "sources")
    ]
    assert [text for text in cells if re.search(r"\d,\d{3}(?!\d)", text)] == []
    assert any("\u202f" in text for text in cells)


@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("50,000 members", "50\u202f000 members"),
        ("over 2,000", "over 2000"),
        ("1,234,567 of 9", "1\u202f234\u202f567 of 9"),
        ("lines 18,140", "lines 18\u202f140"),
        ("0.25, 3,5", "0.25, 3,5"),
        ("in 2011,2012", "in 2011,2012"),
        ("about 400", "about 400"),
    ],
)
def test_an_english_number_gets_the_houses_spaces(english: str, shown: str) -> None:
    assert grouped(english) == Speech("en").words(english) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sheet_of_the_pdf_is_almost_empty(kazakhstan_members: dict[str, bytes], language: str) -> None:
    pages = pdf_pages(kazakhstan_members[f"statement.{language}.pdf"])
    letters = [sum(len(run.text) for run in page) for page in pages]
    assert [number for number, count in enumerate(letters[:-1], 1) if count < LEAST_ON_A_PAGE] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_up_to_seven_columns_stays_a_table_at_1280(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    document = kazakhstan_documents[language]
    assert STEPS[-1] <= FRAME_AT_1280
    blocks = [
        item.table.name
        for item in document.printed
        if isinstance(item, PrintedTable)
        and 5 <= len(item.table.columns) <= 7
        and width(item.table, document) == "blocks"
    ]
    assert blocks == []


def width(table: Table, document: Document) -> str:
    return table_view(table.title, table.columns, table.rows, table.note, document).width


def test_two_citations_with_places_do_not_run_together(kazakhstan_document: Document) -> None:
    parts = citation_parts(("S1#16", "S1#140"), kazakhstan_document)
    assert "".join(part.text for part in parts) == "S1, line 16; S1, line 140"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_on_paper_speaks_of_paper(kazakhstan_members: dict[str, bytes], language: str) -> None:
    page = kazakhstan_members[f"statement.{language}.html"].decode()
    screen, paper = (re.search(f'<p class="{where}">(.*?)</p>', page) for where in ("screen", "paper"))
    assert screen
    assert paper
    assert screen[1] != paper[1]
    assert ".screen { display: none; }" in page


def test_parameters_are_told_in_words() -> None:
    assert (
        settings({"contest": "a-2012", "thresholds": ["5%", "3%"]}) == "contest: a-2012; thresholds: 5%, 3%"
    )
