"""Every cell of every table is on the paper and on the screen, whole, wherever the table is shown."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.statement.pdf_text import pdf_pages

from scrutator.findings.model import Table
from scrutator.record.unknown import Missing, Unknown
from scrutator.statement.document import Document, PrintedTable
from scrutator.statement.page.tables import table_view
from scrutator.statement.pdf import set_printed
from scrutator.statement.pdf_tables import column_sizes, set_table
from scrutator.statement.table_room import cell_words, column_rooms
from scrutator.statement.templating import rendered
from scrutator.words.saying import Speech

ENGLISH = Speech("en")
FOOT, LEFT, RIGHT = 60.0, 70.0, 526.0  # points: above the page's number, and between the margins of 25 mm


def tables(document: Document) -> Iterator[Table]:
    return (item.table for item in document.printed if isinstance(item, PrintedTable))


def squeezed(text: str) -> str:
    """A text without what a line's end adds or takes: spaces, hyphens, places to break."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]", "", text)


def missing_from(text: str, document: Document) -> list[tuple[str, str, str]]:
    """The cells of the document's tables whose words the text lacks: table, column, words."""
    found = squeezed(text)
    return [
        (table.name, column, words)
        for table in tables(document)
        for row in table.rows
        for column, value in zip(table.columns, row, strict=True)
        if squeezed(words := cell_words(value, document.speech, column).replace("_", " "))
        not in found.replace("_", "")
    ]


LANGUAGES = ("en", "ru", "kk")


def pdf_text_of(members: dict[str, bytes], language: str) -> str:
    pages = pdf_pages(members[f"statement.{language}.pdf"])
    # Runs below the foot are page numbers; a cell set there has run off its page.
    return "".join(run.text for page in pages for run in page if run.y > FOOT)


@pytest.fixture(scope="module")
def pdf_text(kazakhstan_members: dict[str, bytes]) -> str:
    return pdf_text_of(kazakhstan_members, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_prints_every_cell_of_every_table(
    kazakhstan_members: dict[str, bytes], kazakhstan_documents: dict[str, Document], language: str
) -> None:
    document = kazakhstan_documents[language]
    assert len(list(tables(document))) > 25
    assert missing_from(pdf_text_of(kazakhstan_members, language), document) == []


def test_the_check_of_the_pdf_notices_one_lost_cell(pdf_text: str, kazakhstan_document: Document) -> None:
    lost = "The joint OSCE-led mission stated that the vote did not meet fundamental principles"
    cut = squeezed(pdf_text).replace(squeezed(lost), "")
    assert any(lost in words for _, _, words in missing_from(cut, kazakhstan_document))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_pdf_stands_outside_the_margins(
    kazakhstan_members: dict[str, bytes], language: str
) -> None:
    pages = pdf_pages(kazakhstan_members[f"statement.{language}.pdf"])
    outside = [run for page in pages for run in page
               if not (LEFT <= run.x <= RIGHT and 25.0 <= run.y <= 780.0)]  # fmt: skip
    assert outside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_table_of_the_pdf_asks_for_more_than_the_page(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    document = kazakhstan_documents[language]
    for table in tables(document):
        sizes = column_sizes(column_rooms(table.columns, table.rows, document.speech))
        assert sizes is None or sum(sizes) <= 453.6


@given(
    st.lists(
        st.tuples(st.text("abc ", max_size=200), st.text("xyz ", max_size=90), st.integers()), max_size=6
    )
)
def test_a_column_of_the_pdf_has_the_room_it_needs_and_all_have_the_page(
    rows: list[tuple[str, str, int]],
) -> None:
    rooms = column_rooms(("name", "what it says", "number"), rows, ENGLISH)
    sizes = column_sizes(rooms)
    if sizes is not None:
        assert sum(sizes) <= 453.6
        assert all(size >= room.least * 4.5 for size, room in zip(sizes, rooms, strict=True))


def test_a_table_too_wide_for_the_page_becomes_blocks_that_name_every_value() -> None:
    columns = tuple(f"column {letter}" for letter in "abcdefgh")
    row = tuple(f"{letter} " + "words and more words " * 4 for letter in "abcdefgh")
    source = set_table("Wide", columns, (row,), ENGLISH)
    assert "#table(" not in source
    assert all(f"{name}: " in source and value in source for name, value in zip(columns, row, strict=True))


def test_a_block_of_the_pdf_prints_an_unknown_with_its_remark() -> None:
    columns = tuple(f"column {n}" for n in range(9))
    row = (*("words and more words " * 4 for _ in range(8)), Unknown(Missing.NOT_OBTAINED, "asked in May"))
    assert "not obtained: asked in May" in set_table("Wide", columns, (row,), ENGLISH)


def test_a_table_that_fits_the_page_stays_a_table() -> None:
    assert "#table(" in set_table("Narrow", ("list", "votes"), (("A", 1), ("B", 2)), ENGLISH)


def test_the_note_of_a_figure_stands_in_brackets_never_as_a_power(kazakhstan_document: Document) -> None:
    figure = next(iter(kazakhstan_document.figures.values()))
    printed = set_printed(figure, kazakhstan_document)
    assert "[1]" in printed
    assert "super" not in printed


def test_the_page_names_every_value_for_the_time_it_is_a_block(kazakhstan_document: Document) -> None:
    view = table_view("T", ("list", "votes"), (("A", 1),), "", kazakhstan_document)
    html = rendered("table.html", table=view)
    assert '<th scope="row" data-label="list">A</th><td class="n" data-label="votes">1</td>' in html


# A visible cell that leaves its page, frame or box; boxes that scroll sideways; texts of cells.
MEASURE = """width => {
  const wrong = [], seen = [];
  // What is far from the window is laid out when a reader comes near, and so it is here.
  for (const box of document.querySelectorAll('main *'))
    if (getComputedStyle(box).contentVisibility === 'auto') box.style.contentVisibility = 'visible';
  for (const cell of document.querySelectorAll('main > .frame tbody :is(td, th)')) {
    const box = cell.getBoundingClientRect();
    if (!cell.textContent) continue;
    if (box.width < 1 || box.height < 1 || box.left < 0 || box.right > width + 1
        || cell.scrollWidth > cell.clientWidth + 2) wrong.push(cell.textContent.slice(0, 60));
    else seen.push(cell.innerText);
  }
  for (const box of document.querySelectorAll('main *')) {
    const way = getComputedStyle(box).overflowX;
    if (['auto', 'scroll'].includes(way) && box.clientWidth && box.scrollWidth > box.clientWidth + 1)
      wrong.push('scrolls: ' + box.className);
  }
  if (document.documentElement.scrollWidth > width) wrong.push('the page scrolls');
  return [wrong, seen.join('\\n')];
}"""
A4_WITHIN_MARGINS = 672  # px


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("width", "medium"),
    [(320, "screen"), (390, "screen"), (1280, "screen"), (1920, "screen"), (A4_WITHIN_MARGINS, "print")],
)
def test_every_cell_is_whole_within_the_page(
    chromium: Any, kazakhstan_folder: Path, kazakhstan_documents: dict[str, Document],
    width: int, medium: str, language: str,
) -> None:  # fmt: skip
    document = kazakhstan_documents[language]
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.emulate_media(media=medium)
    page.goto((kazakhstan_folder / f"statement.{language}.html").as_uri())
    wrong, text = page.evaluate(MEASURE, width)
    page.close()
    assert wrong == []
    cited = {"source", "sources"}  # printed as links, with the kind of their locator
    assert [cell for cell in missing_from(text, document) if cell[1] not in cited] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_first_screen_of_a_phone_shows_the_first_conclusion_and_drawings_stay_legible(
    chromium: Any, kazakhstan_folder: Path, language: str
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto((kazakhstan_folder / f"statement.{language}.html").as_uri())
    conclusion = page.locator("main h2 ~ ul li, main h2 ~ p").first.bounding_box()
    sizes = page.evaluate(
        """[...document.querySelectorAll('.drawing svg text')].filter(t => t.getClientRects().length).map(
          t => parseFloat(getComputedStyle(t).fontSize) * Math.hypot(t.getScreenCTM().a, t.getScreenCTM().b))"""
    )
    folded = page.evaluate("!document.querySelector('.appendix').open")
    page.close()
    assert conclusion["y"] + 40 < 844
    assert len(sizes) > 50
    assert min(sizes) >= 9.0
    assert folded
