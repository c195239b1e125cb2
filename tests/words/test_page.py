"""What a page says by itself is there in every language, or is known to be missing."""

import tomllib
from pathlib import Path

from scrutator.words.glossary import glossary
from scrutator.words.page import page_words

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "page.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
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


def test_no_word_is_missing_or_equal_to_english() -> None:
    assert set(TABLE) == {"en", "ru", "kk", "es"}
    english = TABLE["en"]
    for language in ("ru", "kk", "es"):
        said = page_words(language)
        assert set(TABLE[language]) == set(said) == set(english)
        assert {name for name in english if said[name] == english[name]} == set(), language
        assert all(text.strip() for text in said.values())


def test_no_language_has_a_word_that_english_lacks() -> None:
    for words in TABLE.values():
        assert set(words) <= set(TABLE["en"])


def test_a_kazakh_word_is_an_official_or_common_term_of_the_glossary_or_is_marked_as_our_own() -> None:
    part = FILE.read_text(encoding="utf-8").partition("[kk]")[2]
    own = {line.partition(" =")[0] for line in part.splitlines() if line.endswith("# own")}
    assert TABLE["kk"].keys() - own == KAZAKH_TERMS.keys()
    for name in KAZAKH_TERMS:
        term = glossary()[KAZAKH_TERMS[name]]
        assert term.kazakh_quality in ("official", "common"), name
        assert TABLE["kk"][name].casefold() == term.kazakh.casefold()


def test_a_language_without_words_gets_english() -> None:
    assert page_words("fr") == TABLE["en"]
