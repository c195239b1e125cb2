"""The statement of 2024 in English and Spanish: the same cells, the verdict first, at most twenty pages."""

import io
import re
import zipfile
from collections import Counter

import pytest
from tests.statement.pdf_text import pdf_pages

from scrutator.findings.plain import figure_id
from scrutator.findings.running import context_of, run_all
from scrutator.ledger.claims.conditions import holds, parse_condition
from scrutator.publishing.build import build_bundle
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.seal.keys.sign import key_from_seed
from scrutator.statement.cells import find_cells
from scrutator.statement.document import PrintedTable, build_document

ANNEXES = {"en": "Annexes", "es": "Anexos"}
# Words of one side only. The record's quotations may use them; the authors' text may not.
ENGLISH = re.compile(r"\b(?:the|of|and|was|were|that|with|by|not|for)\b")
NOT_NEUTRAL = re.compile(
    r"\b(regime|dictator\w*|coup plotters?|so-called|régimen|dictadur\w*|golpistas?|supuestas actas)\b", re.I
)


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    bundle = build_bundle("venezuela-2024", key_from_seed("test.example", bytes(range(32)))).bundle
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("statement.")}


def text(language: str) -> str:
    return case_files("venezuela-2024")[f"statement.{language}.md"].decode()


def cells(language: str) -> Counter[tuple[object, ...]]:
    """The cells of a text; a number in words is the same number in digits."""
    return Counter(
        (one.name, one.arguments, tuple(sorted((k, str(v)) for k, v in one.named.items() if k != "form")))
        for one in find_cells(text(language), "text")
    )


def test_the_spanish_text_has_the_cells_of_the_english_one_and_no_others() -> None:
    assert cells("es") == cells("en")
    levels = [re.findall(r"^#+", text(language), re.M) for language in ("en", "es")]
    assert levels[0] == levels[1]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_of_neither_side_are_the_authors(language: str) -> None:
    assert not NOT_NEUTRAL.search(text(language))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_main_text_has_at_most_twenty_pages(members: dict[str, bytes], language: str) -> None:
    pages = ["".join(run.text for run in page) for page in pdf_pages(members[f"statement.{language}.pdf"])]
    assert "\ufffd" not in "".join(pages)
    annex = max(number for number, page in enumerate(pages, 1) if ANNEXES[language] in page)
    assert 8 < annex <= 21


def test_a_word_of_a_figure_and_of_a_table_is_spanish_on_the_spanish_page(members: dict[str, bytes]) -> None:
    page = members["statement.es.html"].decode()
    for words in ("Qué debía hacerse, y si se hizo", "límite de los votos que faltan", "respaldado en parte"):
        assert words in page


# A headline of the conclusions -> what the findings must say while it stands. A headline is written by a person.
HEADLINES = {
    "The announced result was never published by station.": ('deadlines/verdict(deadline=D03) = "missed"',),
    "The votes of the first bulletin agree with rounded percentages to the vote.": (
        "rounding-first/at_nearest = 3", "rounding-first/tested = 3", "rounding-first/hits = 1"),
    "The bulletins and the published sheets exclude one another.": (
        "against-second/excess(list=González) > 0", "against-first/excess(list=González) > 0"),
    "On the published sheets González is ahead by a margin that the missing stations cannot overturn at any turnout"
    " claimed.": ("missing/bounds_that_reverse = 0", "missing/lead > 0"),
    "Whether the published sheets are those of the machines cannot be settled from here.": (
        'hypotheses/verdict(hypothesis=sheets) = "partly supported"',),
    "The election did not meet the standards of an honest election, by the evidence on record.": (
        'conditions/standard(contest=president-2024) = "not met"',),
    "The promises of Barbados were kept in part.": (
        "commitments/standing(field=practice,status=met) > 0",
        "commitments/standing(field=practice,status=not met) > 0"),
}  # fmt: skip


def test_every_headline_of_the_conclusions_holds_in_the_findings() -> None:
    case = sound_case(case_files("venezuela-2024"), "venezuela-2024")
    figures = {
        figure_id(finding.id, one): one.value
        for finding in run_all(context_of(case))
        for one in finding.outcome.figures
    }
    found = re.findall(r"^- \*\*(.+?)\*\*", text("en"), re.M)
    assert found == list(HEADLINES)
    assert len(re.findall(r"^- \*\*(.+?)\*\*", text("es"), re.M)) == len(found)
    for headline, conditions in HEADLINES.items():
        for condition in conditions:
            assert holds(parse_condition(condition), figures.get), f"{headline}: {condition}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_id_of_the_record_stands_in_the_text(language: str) -> None:
    bare = re.sub(r"{{.*?}}", "", text(language))
    assert not re.search(r"\b(?:V\d\d[a-d]?|K\d\d?|R24-\d|CP\d|D0\d)\b", bare)


@pytest.mark.parametrize(
    ("language", "foreign"), [("en", "verdadero ejemplo"), ("es", "cannot be considered")]
)
def test_words_in_another_language_are_followed_by_their_translation(language: str, foreign: str) -> None:
    assert re.search(rf"[“«]{foreign}[^”»]*[”»] \(", text(language))


def test_nothing_of_the_record_is_english_in_a_table_of_the_spanish_page() -> None:
    case = sound_case(case_files("venezuela-2024"), "venezuela-2024")
    document = build_document(case, run_all(context_of(case)), "es")
    cells = {
        document.speech.words(cell)
        for printed in document.printed
        if isinstance(printed, PrintedTable)
        for row in printed.table.rows
        for cell in row
        if isinstance(cell, str)
    }
    english = {cell for cell in cells if ENGLISH.search(cell)}
    assert not english, "\n".join(sorted(english))
