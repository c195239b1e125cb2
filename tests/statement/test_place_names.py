"""Tables name places in the language of the statement."""

from dataclasses import replace

from scrutator.findings.model import Table
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from scrutator.statement.place_names import in_language
from support.ledger_rows import place
from support.small_case import SMALL_CASE


def small_case() -> Case:
    case = sound_case({path: text.encode() for path, text in SMALL_CASE.items()}, "small")
    return replace(case, places=(replace(place("Astana"), names={"ru": "Астана"}), place("Almaty")))


def test_a_cell_that_is_a_place_is_printed_in_the_language_and_others_are_left() -> None:
    table = Table("t", "T", ("place", "text"), (("Astana", "in Astana"), ("Almaty", 5)))
    assert in_language(table, small_case(), "ru").rows == (("Астана", "in Astana"), ("Almaty", 5))


def test_without_names_in_the_language_the_table_is_the_same() -> None:
    table = Table("t", "T", ("place",), (("Astana",),))
    assert in_language(table, small_case(), "en") is table
