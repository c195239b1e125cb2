"""Printed figures against their cells, in every language of the statement."""

import pytest

from scrutator.seal.canonical import encode
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.figures import STATEMENT, check_figures

CELLS = {"a": {"text": {"en": "7.5", "ru": "7,5"}}, "b": {"text": {"en": "none"}, "figure": "b"}}
PAGES = {
    "en": b"<p data-figure='a'>7.5</p> <p data-figure='b'>none</p> <p data-figure='a'>7.5</p>",
    "ru": b"<p data-figure='a'>7,5</p>",
}


def refusal_of(cells: object, pages: dict[str, bytes]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check_figures(encode(cells), pages)  # type: ignore[arg-type]
    return caught.value


def test_every_printing_of_every_cell_in_every_language_agrees() -> None:
    assert check_figures(encode(CELLS), PAGES) == 4


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", b"7.5", b"8.5"),
        ("en", b"7.5", b"7.5 "),
        ("en", b"7.5", b""),
        ("en", b"'b'", b"'c'"),
        ("en", b"none", b"None"),
        ("ru", b"7,5", b"7.5"),
        ("ru", b"data-figure", b"class"),
    ],
)
def test_a_changed_missing_or_unknown_figure_is_named(language: str, old: bytes, new: bytes) -> None:
    changed = PAGES | {language: PAGES[language].replace(old, new)}
    assert refusal_of(CELLS, changed).name == "figure_mismatch"


def test_a_cell_for_a_language_without_a_page_is_named() -> None:
    assert "is not printed in ru" in refusal_of(CELLS, {"en": PAGES["en"]}).what
    assert "has no cell" in refusal_of({"b": CELLS["b"]}, PAGES).what


def test_a_page_with_figures_and_no_cells_at_all_is_refused() -> None:
    with pytest.raises(Refusal, match="has no cell"):
        check_figures(None, PAGES)
    assert check_figures(None, {"en": b"<p>none</p>"}) == 0


@pytest.mark.parametrize("cells", [[], {"a": 1}, {"a": {}}, {"a": {"text": "7"}}, {"a": {"text": {"en": 7}}}])
def test_cells_of_another_shape_are_refused(cells: object) -> None:
    assert refusal_of(cells, PAGES).name == "malformed_figures"


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("statement.en.html", "en"),
        ("statement.zh-Hant.html", "zh-Hant"),
        ("statement.html", None),
        ("x/statement.en.html", None),
        ("statement.en.htm", None),
    ],
)
def test_which_members_are_statements(name: str, language: str | None) -> None:
    match = STATEMENT.fullmatch(name)
    assert (match[1] if match else None) == language
