"""Tables name places, actors and lists in the language of the statement."""

from dataclasses import replace

import pytest

from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from scrutator.statement.document import speech_of
from scrutator.statement.table_room import cell_words
from support.ledger_rows import place
from support.small_case import SMALL_CASE


def small_case() -> Case:
    case = sound_case({path: text.encode() for path, text in SMALL_CASE.items()}, "small")
    lists = (replace(case.lists[0], name="Greens", names={"ru": "Зелёные"}),)
    places = (replace(place("Astana"), names={"ru": "Астана"}), place("Almaty"))
    return replace(case, places=places, lists=lists)


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("Astana", "Астана"),
        ("in Astana", "in Astana"),
        ("Almaty", "Almaty"),
        ("Greens", "Зелёные"),
        ("Greens 7; Astana 1,234,567", "Зелёные 7; Астана 1\u202f234\u202f567"),
        (5, "5"),
    ],
)
def test_a_cell_that_is_a_name_is_printed_in_the_language_and_others_are_left(
    cell: str | int, printed: str
) -> None:
    assert cell_words(cell, speech_of(small_case(), "ru"), "text") == printed


def test_without_names_in_the_language_the_cell_is_the_same() -> None:
    assert cell_words("Astana", speech_of(small_case(), "en"), "place") == "Astana"


def test_the_id_of_a_source_is_never_taken_for_a_word() -> None:
    assert cell_words("Astana", speech_of(small_case(), "ru"), "source") == "Astana"
