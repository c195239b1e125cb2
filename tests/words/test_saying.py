"""What tables and charts say by themselves: every pattern has its translations, and only whole texts match."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.words.numerals import grouped, numerals_in
from scrutator.words.saying import LANGUAGES, Speech, phrases
from scrutator.words.saying import TABLES as NAMES

FOLDER = Path(__file__).parents[2] / "src" / "scrutator" / "words"
TABLES = {name: tomllib.loads((FOLDER / name).read_text(encoding="utf-8")) for name in NAMES}
ROWS = [(english, texts) for table in TABLES.values() for english, texts in table.items()]
RUSSIAN, KAZAKH, SPANISH = Speech("ru"), Speech("kk"), Speech("es")


@pytest.mark.parametrize(("english", "texts"), ROWS)
def test_a_phrase_has_every_language_with_the_same_holes(english: str, texts: list[str]) -> None:
    holes = sorted(re.findall("{[a-z]+[0-9]?}", english))
    assert len(texts) == len(LANGUAGES)
    for text in texts:
        assert text.strip()
        assert sorted(re.findall("{[a-z]+[0-9]?}", text)) == holes


def test_no_phrase_stands_in_two_lists() -> None:
    assert len({english for english, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("votes", "голоса"),
        ("majority: 50", "большинство: 50"),
        ("12 lines from 3 roots support the whole", "линий 12, корней 3: подтверждают целое"),
        (
            "1 line from 1 root supports the part; rests on a single line",
            "линий 1, корней 1: подтверждают часть; держится на одной линии",
        ),
        ("K03 not met; K05 cannot be determined", "K03 не выполнено; K05 установить невозможно"),
        ("A party has at least 50,000 members.", "В партии не меньше 50\u202f000 членов."),
        (
            "Turnout was reported from 41.4\u202f% in A to 92.6\u202f% in B",
            "Сообщённая явка – от 41,4 % (A) до 92,6 % (B)",
        ),
        ("They voted; not all (supports)", "They voted; not all (подтверждает)"),
        ("“It fell short” (ODIHR): cannot be determined.", "«It fell short» (ODIHR): установить невозможно."),
    ],
)
def test_a_sentence_is_said_with_its_numbers_words_and_texts(english: str, russian: str) -> None:
    assert RUSSIAN.say(english) == russian


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "about 400",
        "A court suspended the party",
        "votes of some",
        "set aside: he left",
        "2012-01-15",
    ],
)
def test_a_text_of_the_record_is_not_said_and_stays_as_it_is(text: str) -> None:
    assert RUSSIAN.say(text) is None
    assert RUSSIAN.words(text) == text


def test_english_and_a_language_without_words_say_nothing() -> None:
    for language in ("en", "fr"):
        assert phrases(language) == {}
        assert Speech(language).words("votes") == "votes"


def test_names_come_before_words() -> None:
    named = Speech("ru", {"others": "Другие люди", "A": "А"})
    assert named.words("others") == "Другие люди"
    assert named.words("A 7; others 5") == "А 7; Другие люди 5"


@pytest.mark.parametrize(
    ("text", "tongue"),
    [("Joshua Foust", "en"), ("мнение Foust", ""), ("C01", ""), ("7 %", ""), ("S1#140", "")],
)
def test_only_a_text_in_latin_words_alone_has_another_language(text: str, tongue: str) -> None:
    assert KAZAKH.tongue(text) == tongue
    assert Speech("en").tongue(text) == ""


@pytest.mark.parametrize(
    ("text", "tongue"),
    [
        ("votos", ""),
        ("mayoría: 50", ""),
        ("González", ""),
        ("González; votos", ""),
        ("2 líneas de 1 raíz respaldan el todo; se apoya en una sola línea", ""),
        ("The sheets lack signatures", "en"),
        ("votos; The sheets lack signatures", "en"),
        ("V01", ""),
        ("7 %", ""),
    ],
)
def test_in_a_language_of_latin_letters_a_text_is_its_own_only_when_it_says_it(
    text: str, tongue: str
) -> None:
    assert Speech("es", {"Gonzalez": "González"}).tongue(text) == tongue


@pytest.mark.parametrize(
    ("english", "printed"),
    [
        ("7", "7"),
        ("1,234", "1234"),
        ("12,902.6", "12\u202f902,6"),
        ("6,941,220", "6\u202f941\u202f220"),
        ("7.19 % of 9999", "7,19 % of 9999"),
        ("12:00", "12:00"),
        ("2012-01-15", "2012-01-15"),
    ],
)
def test_numbers_are_printed_as_the_language_does(english: str, printed: str) -> None:
    assert numerals_in(english, "ru") == printed
    assert numerals_in(english, "en") == english


@given(st.text(max_size=60))
def test_any_text_is_said_or_left(text: str) -> None:
    for speech in (RUSSIAN, KAZAKH, SPANISH):
        assert isinstance(speech.words(text), str)
        assert speech.words(text) == (speech.say(text) or grouped(text))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_sentence_whose_last_part_is_known_by_itself_is_still_said_whole(language: str) -> None:
    speech = Speech(language, {"Greens": "Жасылдар"})
    said = speech.words("115 copies would have tested whether Greens was above 7 %, at risk 5 %")
    assert "copies" not in said
    assert "Жасылдар" in said


def test_no_words_stand_in_two_tables_where_one_would_hide_the_other() -> None:
    import tomllib
    from collections import Counter
    from importlib.resources import files

    from scrutator.words.saying import TABLES

    texts = [(files("scrutator.words") / name).read_text(encoding="utf-8") for name in TABLES]
    counted = Counter(words for text in texts for words in tomllib.loads(text))
    assert [words for words, many in counted.items() if many > 1] == []
