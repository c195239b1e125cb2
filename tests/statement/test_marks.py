"""One set of marks: the same word has the same sign on the page, on paper and on the site."""

import re
from importlib.resources import files

import pytest

from scrutator.ledger.claims.assessments import State
from scrutator.ledger.claims.verdicts import MARKS
from scrutator.statement.document import Document
from scrutator.statement.fonts.font import undrawable
from scrutator.statement.marks import CERTAINTY_LEVELS, MARKED_WORDS, SIGNS, mark_of
from scrutator.statement.page.tables import CellKind, cell_view
from scrutator.statement.pdf_tables import cell_text


def css_signs() -> dict[str, str]:
    css = (files("scrutator.statement") / "page" / "page.css").read_text(encoding="utf-8")
    return dict(re.findall(r'\.([a-z-]+)::before { content: "(.)"; }', css))


def test_the_page_has_the_signs_that_paper_has_and_no_two_marks_look_alike() -> None:
    assert css_signs() == SIGNS
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert set(MARKED_WORDS.values()) == set(SIGNS)


def test_every_sign_is_in_the_font_of_the_pdf() -> None:
    assert undrawable("".join(SIGNS.values())) == []


def test_every_word_of_a_verdict_and_of_a_condition_has_a_mark() -> None:
    assert set(MARKS) | {state.value for state in State} <= set(MARKED_WORDS)
    assert len(CERTAINTY_LEVELS) == 4


@pytest.mark.parametrize(
    ("value", "column", "mark"),
    [
        ("supported", "verdict", "supported"),
        ("none on record (towards A)", "independence of the speaker", "ring-open"),
        ("none on record (towards A)", "why", ""),
        ("not met", "state", "contradicted"),
        ("not met", "concluded", ""),
        (7, "verdict", ""),
        ("some words", "verdict", ""),
    ],
)
def test_a_mark_stands_for_our_words_alone_whatever_is_added_to_them(
    kazakhstan_document: Document, value: str | int, column: str, mark: str
) -> None:
    assert mark_of(value, column) == mark
    view = cell_view(value, kazakhstan_document, column)
    assert (view.kind is CellKind.MARK, view.mark) == (bool(mark), mark)
    shown = cell_text(value, kazakhstan_document.speech, column)
    assert shown.startswith(f"{SIGNS[mark]} " if mark else str(value))
