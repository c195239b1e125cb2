"""What a page says by itself is there in every language, or is known to be missing."""

import tomllib
from pathlib import Path

from scrutator.words.glossary import glossary
from scrutator.words.page import page_words

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "page.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
# No word of quality official or common is in the glossary for these: the page says them in English.
NOT_IN_KAZAKH = {
    "skip",
    "check",
    "methods",
    "methods_note",
    "cells",
    "cells_note",
    "obtained",
    "finding",
    "seed",
    "inputs",
    "caveat",
    "tables",
    "interval",
    "of",
    "table",
    "data",
    "about",
    "replies",
}
KAZAKH_TERMS = {
    "licence": "page.licence",
    "contents": "page.contents",
    "sources": "page.sources",
    "method": "page.method",
    "value": "page.value",
    "note": "page.note",
    "downloads": "app.download",
    "source": "verdict.source",
}


def test_no_word_is_missing_or_equal_to_english_outside_the_list() -> None:
    assert set(TABLE) == {"en", "ru", "kk"}
    english = TABLE["en"]
    for language, allowed in (("ru", set()), ("kk", NOT_IN_KAZAKH)):
        said = page_words(language)
        assert set(said) == set(english)
        assert {name for name in english if said[name] == english[name]} == allowed, language
        assert all(text.strip() for text in said.values())


def test_no_language_has_a_word_that_english_lacks() -> None:
    for words in TABLE.values():
        assert set(words) <= set(TABLE["en"])


def test_every_kazakh_word_is_an_official_or_common_term_of_the_glossary() -> None:
    assert TABLE["kk"].keys() == KAZAKH_TERMS.keys()
    for name, text in TABLE["kk"].items():
        term = glossary()[KAZAKH_TERMS[name]]
        assert term.kazakh_quality in ("official", "common"), name
        assert text.casefold() == term.kazakh.casefold()


def test_a_language_without_words_gets_english() -> None:
    assert page_words("fr") == TABLE["en"]
