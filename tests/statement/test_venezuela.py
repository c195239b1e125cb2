"""The statement of 2024 in English and Spanish: the same cells, the verdict first, at most twenty pages."""

import io
import re
import zipfile
from collections import Counter

import pytest
from tests.statement.pdf_text import pdf_pages

from scrutator.publishing.build import build_bundle
from scrutator.record.folder.opening import case_files
from scrutator.seal.keys.sign import key_from_seed
from scrutator.statement.cells import find_cells

ANNEXES = {"en": "Annexes", "es": "Anexos"}
# Words of one side only. The record's quotations may use them; the authors' text may not.
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
