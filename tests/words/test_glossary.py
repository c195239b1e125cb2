"""The glossary is read whole, in three languages, with how sure its Kazakh words are."""

import csv
from pathlib import Path

from scrutator.words.glossary import QUALITIES, glossary, search_terms

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "glossary.csv"


def test_every_row_of_the_glossary_is_read_under_an_id_of_its_own() -> None:
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    assert len(glossary()) == len(rows) == 357
    assert [vars(term) for term in glossary().values()] == rows


def test_every_term_has_three_languages_a_known_quality_and_a_source() -> None:
    for term in glossary().values():
        assert all((term.english, term.russian, term.kazakh, term.source)), term.id
        assert term.kazakh_quality in QUALITIES, term.id


def test_a_search_finds_a_term_from_any_of_its_languages() -> None:
    for asked in ("Polling Station", "избирательный участок", "САЙЛАУ УЧАСКЕСІ"):
        assert "electoral.polling-station" in {term.id for term in search_terms(asked)}
    assert len(search_terms("")) == 357
    assert search_terms("no-such-word") == ()
