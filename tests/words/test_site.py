"""The interface of a site is complete in every language: no word is missing, or left in English."""

import tomllib
from pathlib import Path

import pytest

from scrutator.words.dates import date_words
from scrutator.words.plurals import counted, counted_nouns, plural_form
from scrutator.words.site import LANGUAGES, site_words

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "site.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
SAME_AS_ENGLISH: dict[str, set[str]] = {"ru": set(), "kk": set(), "es": set()}


def test_every_language_has_every_word_and_no_other() -> None:
    assert tuple(TABLE) == LANGUAGES
    for language in LANGUAGES:
        assert set(TABLE[language]) == set(TABLE["en"]), language
        assert all(text.strip() == text and text for text in TABLE[language].values())


def test_no_word_is_left_in_english() -> None:
    for language, same in SAME_AS_ENGLISH.items():
        found = {name for name, text in TABLE[language].items() if text == TABLE["en"][name]}
        assert found == same, language


def test_places_for_numbers_are_in_every_language() -> None:
    for language in LANGUAGES:
        assert {"{shown}", "{rows}"} <= {part + "}" for part in _holes(site_words(language)["cut"])}


def _holes(text: str) -> list[str]:
    return ["{" + part.partition("}")[0] for part in text.split("{")[1:]]


def test_a_kazakh_word_is_of_the_glossary_or_marked_as_our_own() -> None:
    from scrutator.words.glossary import glossary

    known = {
        word.casefold()
        for term in glossary().values()
        if term.kazakh_quality in ("official", "common")
        for word in term.kazakh.replace(",", " ").split()
    }
    part = FILE.read_text(encoding="utf-8").partition("[kk]")[2].partition("[es]")[0]
    own = {line.partition(" =")[0] for line in part.splitlines() if line.endswith("# own")}
    unmarked = set(TABLE["kk"]) - own - {"this_language"}
    strange = {name for name in unmarked if not _known(TABLE["kk"][name], known)}
    assert strange == set()


def _known(text: str, known: set[str]) -> bool:
    """Is every word one of the glossary's, with an ending for the plural perhaps?"""
    endings = ("", "лар", "лер", "дар", "дер", "тар", "тер", "ді", "ды")
    return all(
        any(word.casefold().removesuffix(ending) in known for ending in endings)
        for word in text.strip(".").split()
    )


def test_every_counted_noun_has_the_forms_its_language_needs() -> None:
    forms = {
        "en": {"one", "other"},
        "ru": {"one", "few", "many"},
        "kk": {"other"},
        "es": {"one", "many", "other"},
    }
    assert set(counted_nouns()) == set(LANGUAGES)
    for language, nouns in counted_nouns().items():
        assert set(nouns) == set(counted_nouns()["en"])
        for noun, texts in nouns.items():
            assert set(texts) == forms[language], (language, noun)
            assert all(text.count("{n}") == 1 for text in texts.values())


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "many"), (1, "one"), (2, "few"), (4, "few"), (5, "many"), (11, "many"), (12, "many"), (14, "many"),
     (21, "one"), (22, "few"), (25, "many"), (101, "one"), (111, "many"), (112, "many"), (1_001, "one")],
)  # fmt: skip
def test_russian_plurals_follow_the_last_digits(count: int, form: str) -> None:
    assert plural_form(count, "ru") == form


@pytest.mark.parametrize(
    ("count", "form"),
    [(0, "other"), (1, "one"), (2, "other"), (21, "other"), (999_999, "other"), (1_000_000, "many"),
     (1_000_001, "other"), (2_000_000, "many")],
)  # fmt: skip
def test_spanish_plurals_follow_unicode(count: int, form: str) -> None:
    assert plural_form(count, "es") == form


def test_numbers_stand_with_their_nouns() -> None:
    assert [counted(n, "claims", "en") for n in (0, 1, 2)] == ["0 claims", "1 claim", "2 claims"]
    assert counted(3, "rows", "ru") == "3 строки"
    assert counted(12_345, "rows", "kk", "12 345") == "12 345 жол"


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("2012", "January 2012", "15 January 2012")),
        ("ru", ("2012 год", "январь 2012 года", "15 января 2012 года")),
        ("kk", ("2012 жыл", "2012 жылғы қаңтар", "2012 жылғы 15 қаңтар")),
        ("es", ("2012", "enero de 2012", "15 de enero de 2012")),
        ("fr", ("2012", "2012-01", "2012-01-15")),
    ],
)
def test_dates_are_written_as_exactly_as_they_are_known(language: str, texts: tuple[str, str, str]) -> None:
    found = (
        date_words(2012, None, None, language),
        date_words(2012, 1, None, language),
        date_words(2012, 1, 15, language),
    )
    assert found == texts
