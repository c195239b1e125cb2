"""Names of places in any language: the columns `name_<language>`."""

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
def test_a_place_has_its_name_in_any_language_and_the_english_one_otherwise(language: str) -> None:
    (place,), faults = read(f"name_{language}", "Астана")
    assert faults == []
    assert place.name_in(language) == "Астана"
    assert place.name_in("fr") == "Astana"


def test_an_empty_name_is_no_name() -> None:
    (place,), _ = read("name_ru", "")
    assert place.names == {}
    assert place.name_in("ru") == "Astana"


@pytest.mark.parametrize("column", ["name_", "name_RU", "name_russian", "names_ru", "title_ru"])
def test_another_column_is_a_fault_that_names_the_pattern(column: str) -> None:
    _, (fault,) = read(column, "x")
    assert (fault.code, fault.field) == ("R05", column)
    assert "name_<language>" in fault.remedy
