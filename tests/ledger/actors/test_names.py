"""Names that deceive are named; ids decide, names never do."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.actors.names import hidden_characters, name_faults, skeleton


def kinds(**names: list[str]) -> list[tuple[str, str]]:
    return [(fault.actor, fault.kind) for fault in name_faults(names)]


def test_plain_names_in_three_alphabets_raise_no_doubt() -> None:
    assert kinds(a=["Nur Otan", "Нұр Отан"], b=["Қазақстан Республикасы"], c=["ODIHR", "БДИПЧ"]) == []


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\u00ad", "\ufeff"])
def test_a_character_nobody_sees_is_named_by_its_code_point(hidden: str) -> None:
    assert kinds(a=[f"Nur{hidden} Otan"]) == [("a", "hidden character")]
    assert hidden_characters(f"x{hidden}") == [f"U+{ord(hidden):04X}"]


def test_a_homoglyph_double_is_flagged_and_so_is_the_mixed_word() -> None:
    found = kinds(real=["Respublika"], fake=["Rеspublika"])  # the second е is Cyrillic
    assert ("fake", "mixed alphabets") in found
    assert ("fake", "look-alike") in found


def test_a_word_all_in_the_other_alphabet_is_still_a_look_alike() -> None:
    assert skeleton("СОР") == skeleton("COP")
    assert ("b", "look-alike") in kinds(a=["COP"], b=["СОР"])


def test_one_name_for_two_actors_is_flagged_whatever_the_case_and_spaces() -> None:
    assert kinds(a=["Nur Otan"], b=["nur  otan"]) == [("b", "same name")]


def test_a_thousand_aliases_are_reported_once_and_quickly() -> None:
    begin = time.process_time()
    found = kinds(a=["name", *(f"alias {i}" for i in range(1000))], b=["other"])
    assert found == [("a", "aliases")]
    assert time.process_time() - begin < 5
    assert kinds(a=["n", *(f"alias {i}" for i in range(50))]) == []
    assert kinds(a=["n", *(f"alias {i}" for i in range(51))]) == [("a", "aliases")]


def test_a_doubled_alias_and_an_empty_name_are_reported() -> None:
    assert kinds(a=["x", "y", "Y"]) == [("a", "doubled alias")]
    assert ("a", "empty name") in kinds(a=["\u200b"])


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=12), max_size=4), max_size=5))
def test_any_names_can_be_checked(names: dict[str, list[str]]) -> None:
    for fault in name_faults(names):
        assert fault.actor in names


@pytest.mark.parametrize(
    ("real", "fake"),
    [
        ("Zenith", "Ζenith"),  # Greek capital zeta
        ("Nation", "Νation"),  # Greek capital nu
        ("Metro", "Мetro"),  # Cyrillic capital em
        ("Turan", "Тuran"),  # Cyrillic capital te
        ("Watan", "Ԝatan"),  # Cyrillic capital we
        ("quorum", "ԛuorum"),  # Cyrillic small qa
        ("dawn", "ԁawn"),  # Cyrillic small komi de
        ("view", "ѵiew"),  # Cyrillic small izhitsa
        ("Ætas", "Ӕtas"),  # Cyrillic ligature a ie
        ("Zoe Noël", "Zoe Noёl"),  # Cyrillic small io
        ("Yurt", "Үurt"),  # Kazakh straight u
        ("Islam", "lslam"),  # small L for capital I
        ("Omid 2015", "Omid 20l5"),  # small L for the digit one
        ("Zone 3", "Zone З"),  # Cyrillic ze for the digit three
        ("Ermek", "Errnek"),  # r and n for m
        ("glow", "ƍlow"),  # Latin turned delta
    ],
)
def test_a_letter_of_the_unicode_table_that_looks_alike_is_flagged(real: str, fake: str) -> None:
    assert ("fake", "look-alike") in kinds(real=[real], fake=[fake])


@pytest.mark.parametrize(
    ("letter", "latin"),
    [*zip("асеоріјѕхукһґв" + "αορντυικχγ" + "ıɡⅼ0", "aceopijsxykhrb" + "aopvtuikxy" + "iglo", strict=True)],
)
def test_one_letter_of_another_alphabet_is_seen_in_one_case_or_the_other(letter: str, latin: str) -> None:
    found = kinds(a=[f"qq{latin}qq"], b=[f"qq{letter}qq"])
    assert ("b", "look-alike") in found or ("b", "same name") in found


def test_names_that_differ_to_the_eye_are_not_flagged() -> None:
    pairs = [("Ali", "All"), ("Қазақ", "Казак"), ("Кали", "Калий"), ("Нур", "Нұр"), ("Iran", "Iraq")]
    for one, other in pairs:
        assert kinds(a=[one], b=[other]) == [], (one, other)


def test_two_doubles_of_one_name_are_each_reported_once() -> None:
    found = [
        kind for kind in kinds(a=["COP"], b=["СОР"], c=["cop"]) if kind[1] in ("look-alike", "same name")
    ]
    assert found.count(("b", "look-alike")) == 1
    assert found.count(("c", "same name")) == 1
