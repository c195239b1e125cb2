"""Names of places, lists and actors in any language: the columns `name_<language>`."""

import pytest

from scrutator.record.catalogue import TABLES
from scrutator.record.faults import Fault
from scrutator.record.folder.tables import read_table

PLACES = next(spec for spec in TABLES if spec.name == "places")


def read(heading: str, row: str) -> tuple[list[object], list[Fault]]:
    faults: list[Fault] = []
    text = f"id,name,level,source,{heading}\nx,Astana,region,A,{row}\n"
    return list(read_table(PLACES, {"places.csv": text.encode()}, faults).objects()), faults


@pytest.mark.parametrize("language", ["ru", "kk", "sw", "haw"])
def test_a_place_has_its_name_in_any_language_beside_the_english_one(language: str) -> None:
    (place,), faults = read(f"name_{language}", "Астана")
    assert faults == []
    assert place.names == {language: "Астана"}
    assert place.name == "Astana"


def test_an_empty_name_is_no_name() -> None:
    (place,), _ = read("name_ru", "")
    assert place.names == {}


@pytest.mark.parametrize(("table", "heading"), [("lists", "id,name"), ("actors", "id,kind,name")])
def test_lists_and_actors_have_their_names_by_language_too(table: str, heading: str) -> None:
    spec = next(spec for spec in TABLES if spec.name == table)
    row = "x,party,Greens" if "kind" in heading else "x,Greens"
    faults: list[Fault] = []
    text = f"{heading},name_kk,name_ru\n{row},Жасылдар,\n"
    (found,) = read_table(spec, {f"{table}.csv": text.encode()}, faults).objects()
    assert faults == []
    assert found.names == {"kk": "Жасылдар"}


@pytest.mark.parametrize("column", ["name_", "name_RU", "name_russian", "names_ru", "title_ru"])
def test_another_column_is_a_fault_that_names_the_pattern(column: str) -> None:
    _, (fault,) = read(column, "x")
    assert (fault.code, fault.field) == ("R05", column)
    assert "name_<language>" in fault.remedy
