"""The statement of the bundled case in three languages: the same figures, the same order, every letter there."""

import csv
import html
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.statement.pdf_text import pdf_pages

from scrutator.publishing.sources import case_files
from scrutator.statement.cells import find_cells
from scrutator.statement.charts.chart import Chart
from scrutator.statement.comments import without_comments
from scrutator.statement.document import Document, PrintedFigure, PrintedTable, heads_of
from scrutator.statement.numbers import show
from scrutator.statement.table_room import SOURCE_COLUMNS
from scrutator.words.glossary import glossary
from scrutator.words.page import page_words
from scrutator.words.saying import phrases
from scrutator.words.values import value_words

LANGUAGES = ("en", "ru", "kk")
ANNEXES = {"en": "Annexes", "ru": "Приложения", "kk": "Қосымшалар"}


def text(language: str) -> str:
    return without_comments(case_files("kazakhstan-2012")[f"statement.{language}.md"].decode())


def cells(language: str) -> Counter[tuple[object, ...]]:
    found = find_cells(text(language), f"statement.{language}.md")
    return Counter((cell.name, cell.arguments, tuple(sorted(cell.named.items()))) for cell in found)


def chapters(language: str) -> list[tuple[str, Counter[tuple[object, ...]]]]:
    """The level of every heading with the sources, tables and charts under it, in order."""
    parts = re.split(r"^(##+) .*$", text(language), flags=re.M)
    return [
        (level, Counter((c.name, c.arguments) for c in find_cells(body, "text")))
        for level, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_translation_has_the_cells_of_the_english_text_and_no_others(language: str) -> None:
    assert cells(language) == cells("en")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_headings_of_a_translation_stand_in_the_same_order_over_the_same_cells(language: str) -> None:
    assert chapters(language) == chapters("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_has_its_title_in_its_own_language(language: str) -> None:
    heads, position = heads_of(text(language))
    assert len(heads) == 3
    assert not text(language)[position:].startswith("# ")
    assert re.search("[А-Яа-я]", heads[0]) is not None or language == "en"


def test_what_a_native_reader_should_see_is_marked_in_the_source_and_not_on_the_page(
    kazakhstan_members: dict[str, bytes],
) -> None:
    source = case_files("kazakhstan-2012")["statement.kk.md"].decode()
    assert source.count("<!-- native reader:") >= 5
    for page in ("statement.kk.html", "statement.en.html"):
        assert b"native reader" not in kazakhstan_members[page]
    runs = [run.text for pages in pdf_pages(kazakhstan_members["statement.kk.pdf"]) for run in pages]
    assert "native reader" not in "".join(runs)


def test_a_comment_keeps_the_numbers_of_the_lines() -> None:
    assert without_comments("a\n<!-- b\nc -->\nd") == "a\n\n\nd"
    assert without_comments("a <!-- b") == "a <!-- b"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_in_the_fonts_of_the_pdf_and_the_main_text_has_at_most_twenty_pages(
    kazakhstan_members: dict[str, bytes], language: str
) -> None:
    pages = [
        "".join(run.text for run in page)
        for page in pdf_pages(kazakhstan_members[f"statement.{language}.pdf"])
    ]
    assert "\ufffd" not in "".join(pages)
    title = heads_of(text(language))[0][0]
    assert title in pages[0]
    annex = max(number for number, page in enumerate(pages, 1) if ANNEXES[language] in page)
    assert 8 < annex <= 21


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_conclusions_open_with_the_verdict_of_the_ledger_and_fit_one_page(
    kazakhstan_members: dict[str, bytes], language: str
) -> None:
    pages = pdf_pages(kazakhstan_members[f"statement.{language}.pdf"])
    page = "".join(run.text for run in pages[1])
    assert page.index(show("not met", "", language)) < len(page) / 2
    second = re.findall("^## (.*)$", text(language), flags=re.M)[1]
    assert second in page


WORDS_OF_THE_VERDICT = {"en": "did not meet", "ru": "не отвечали", "kk": "сай болмады"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_conclusion_says_in_prose_what_the_ledger_derives(
    kazakhstan_document: Document, language: str
) -> None:
    derived = {f.figure.value for f in kazakhstan_document.figures.values() if f.figure.name == "standard"}
    (opening,) = re.findall(r"^- \*\*(.*?)\*\*", text(language), flags=re.M)[:1]
    assert derived == {"not met"}
    assert WORDS_OF_THE_VERDICT[language] in opening


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_of_a_page_inside_the_bundle_leads_to_a_file(
    kazakhstan_members: dict[str, bytes], language: str
) -> None:
    page = kazakhstan_members[f"statement.{language}.html"].decode()
    named = set(re.findall(r'href="([^"#:]+)"', page))
    assert named
    assert named <= set(kazakhstan_members)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_page_are_complete(language: str) -> None:
    assert page_words(language).keys() == page_words("en").keys()
    if language != "en":
        same = {key for key, word in page_words(language).items() if word == page_words("en")[key]}
        assert same == set()


@pytest.mark.parametrize(("language", "column"), [("ru", "russian"), ("kk", "kazakh")])
def test_words_of_values_are_those_of_the_glossary(language: str, column: str) -> None:
    terms = {term.english: getattr(term, column) for term in glossary().values() if term.area == "verdict"}
    shared = set(terms) & set(value_words()[language])
    assert len(shared) >= 5
    assert {word: value_words()[language][word] for word in shared} == {word: terms[word] for word in shared}
    assert value_words()["ru"].keys() == value_words()["kk"].keys()


def test_a_value_that_a_language_has_no_word_for_stays_english() -> None:
    assert show("not_met", "", "ru") == "не выполнено"
    assert show("audit not possible", "", "kk") == "audit not possible"
    assert show("not met", "", "en") == "not met"


def texts_of_code(document: Document) -> set[str]:
    """What tables, charts and figures say that no row of the record says."""
    record = set(case_rows())
    found: set[str] = set()
    for item in document.printed:
        if isinstance(item, PrintedTable | Chart):
            shown = item.table if isinstance(item, PrintedTable) else item
            found |= {
                shown.title,
                *shown.columns,
                *([item.table.note] if isinstance(item, PrintedTable) else []),
            }
            cells = (
                (name, cell) for row in shown.rows for name, cell in zip(shown.columns, row, strict=True)
            )
            found |= {cell for name, cell in cells if isinstance(cell, str) and name not in SOURCE_COLUMNS}
        if isinstance(item, Chart):
            found |= {item.subtitle, item.description}
        if isinstance(item, PrintedFigure):
            figure = item.figure
            found |= {
                figure.name.replace("_", " "),
                figure.unit,
                figure.note or "",
                item.finding.outcome.title,
            }
            found |= {*figure.at, figure.interval.kind if figure.interval else ""}
    return {text for text in found if text and text not in record}


def case_rows() -> Iterator[str]:
    for name, content in case_files("kazakhstan-2012").items():
        if name.endswith(".csv"):
            for row in csv.reader(content.decode().splitlines()):
                yield from row


# What code puts together from the record alone: ids, dates, names, a hypothesis with its holder, ties with
# their links, measures with their dates, places of contests, words that differ between two wordings.
FROM_THE_RECORD = re.compile(
    r"[-A-Z0-9#/., ;]+|[a-z]+(-[a-z0-9]+)*(, [a-z]+(-[a-z0-9]+)*)*|.* \([^()]*\)|.* → .*|\d{4}(-\d\d)*: .*"
    r"|[^:]+: ([\d,]+|holds|not triggered)(; .*)?|.*, \d{4}-\d\d-\d\d|[^.;:]+; [^.;:]+|[a-z /]+|S1#\d+; .*"
)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_whatever_code_says_in_tables_charts_and_figures_is_said_in_the_language(
    kazakhstan_documents: dict[str, Document], language: str
) -> None:
    speech = kazakhstan_documents[language].speech
    said = texts_of_code(kazakhstan_documents["en"])
    unsaid = {text for text in said if speech.say(text) is None and not FROM_THE_RECORD.fullmatch(text)}
    assert len(said) > 300
    assert unsaid == set()
    left = {text for text in said if speech.words(text) == text}
    assert {text for text in left if text in phrases(language)} <= {"12:00, %", "20:00, %"}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_english_word_of_code_is_on_the_page(kazakhstan_members: dict[str, bytes], language: str) -> None:
    """Headings, captions, labels, words in cells and in drawings: none is a word that has a translation."""
    page = kazakhstan_members[f"statement.{language}.html"].decode()
    body = page.partition("<main")[2]
    methods = re.search('<h2 id="methods">.*?<details class="appendix">', body, re.S)
    assert methods
    body = body.replace(methods.group(), "")
    shown = {html.unescape(text).strip() for text in re.findall(">([^<>]+)<", body)}
    shown |= {html.unescape(text) for text in re.findall('(?:data|aria)-label="([^"]*)"', body)}
    english = {text for text, said in phrases(language).items() if text != said and "{" not in text}
    assert shown & english == set()
    assert (
        re.findall(
            r"lines? from \d+ roots?|rests on a single line|of \d+ declared conditions|none on record", body
        )
        == []
    )


def test_a_heading_is_no_title() -> None:
    assert heads_of("# Title\n## Conclusions\n# not at the top\n") == (("Title",), len("# Title\n"))
    assert heads_of("Text.\n# Title\n") == ((), 0)
    assert heads_of("# A\n# B\n# C\n# D\n") == (("A", "B", "C"), 12)
