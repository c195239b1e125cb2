"""Control relations on every Russian station protocol of five elections, exactly; parsing and types."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from scrutator.counting.protocols.checking import (
    bundled_type,
    check_protocols,
    known_types,
    parse_type,
    read_protocols,
)
from scrutator.counting.protocols.relations import check_relation, parse_relation
from scrutator.errors import ScrutatorError

RUSSIA = {
    2011: (95_225, 18, 12_056, 118_151, 3_750),
    2012: (95_415, 13, 12_199, 79_165, 3_379),
    2016: (96_871, 4, 11_486, 69_153, 2_813),
    2021: (96_325, 7, 11_572, 155_007, 2_209),
    2024: (91_946, 1, 8_522, 62_445, 2_420),
}


@pytest.mark.slow
@pytest.mark.parametrize("year", RUSSIA)
def test_the_relations_of_every_russian_protocol_exactly(reference_data: Path, year: int) -> None:
    path = reference_data / "protocols" / f"russia-{year}-protocols.csv.zip"
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as file:
        rows = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")))
    protocols = read_protocols(rows, bundled_type(f"russia-{year}"))
    checked = {one.relation.name: one for one in check_protocols(protocols)}
    stations, more, fewer, missing, everyone = RUSSIA[year]
    assert len(protocols.stations) == stations
    assert protocols.blank == (2_268 if year == 2024 else 0)
    assert [one.violations for one in checked.values() if one.relation.kind == "hard"] == [0, 0, 0, 0]
    assert checked["more-in-boxes"].violations == more
    assert (checked["fewer-in-boxes"].violations, checked["fewer-in-boxes"].magnitude) == (fewer, missing)
    assert checked["everyone-voted"].violations == everyone


def test_the_phoned_in_mexican_reports_are_internally_consistent(mexico_rows: list[dict[str, str]]) -> None:
    arrived = [row for row in mexico_rows if row["arrived_at"]]
    checked = check_protocols(read_protocols(arrived, bundled_type("mexico-2018")))
    by_name = {one.relation.name: one for one in checked}
    assert by_name["total"].violations == 0
    assert by_name["register"].violations == 6
    assert by_name["register"].not_evaluated == 42


def test_every_bundled_type_parses_and_names_its_law() -> None:
    for name in known_types():
        kind = bundled_type(name)
        assert kind.law
        assert kind.source
        assert kind.lines or kind.unverified


def test_a_type_without_known_lines_refuses_and_says_what_to_transcribe() -> None:
    with pytest.raises(ScrutatorError, match="67/545"):
        read_protocols([{"station": "1"}], bundled_type("kazakhstan"))


GEORGIA = {
    "station": "1",
    "registered": "100",
    "signatures": "80",
    "ballots": "81",
    "invalid": "1",
    "a": "50",
    "b": "30",
}


def test_one_wrong_line_is_found_with_its_size() -> None:
    rows = [GEORGIA, GEORGIA | {"station": "2", "ballots": "80", "a": "48"}, GEORGIA | {"ballots": ""}]
    checked = {
        one.relation.name: one
        for one in check_protocols(read_protocols(rows, bundled_type("georgia-precinct")))
    }
    assert list(checked["signatures"].violated) == [True, False, False]
    assert list(checked["balance"].difference) == [0, 1, 0]
    assert checked["balance"].magnitude == 1
    assert checked["balance"].not_evaluated == 1


def test_a_broken_cell_and_a_missing_column_are_named() -> None:
    with pytest.raises(ScrutatorError, match="no column 'signatures'"):
        read_protocols([{"station": "1", "registered": "1"}], bundled_type("georgia-precinct"))
    with pytest.raises(ScrutatorError, match="C11"):
        read_protocols([GEORGIA | {"a": "many"}], bundled_type("georgia-precinct"))


def test_relations_read_sums_factors_and_signs() -> None:
    relation = parse_relation("r", "hard", "a + 2*b - c >= d")
    assert relation.names == ("a", "b", "c", "d")
    lines = {name: np.array([value, 0]) for name, value in zip("abcd", (5, 2, 3, 7), strict=True)}
    known = {name: np.array([True, name != "c"]) for name in "abcd"}
    checked = check_relation(relation, lines, known)
    assert (list(checked.violated), list(checked.difference), checked.not_evaluated) == (
        [True, False],
        [-1, 0],
        1,
    )


def test_a_relation_may_use_the_functions_of_the_language() -> None:
    relation = parse_relation("r", "soft", "max(a, b) < valid", where="valid > 0")
    lines = {"a": np.array([5, 0]), "b": np.array([9, 0]), "valid": np.array([9, 0])}
    checked = check_relation(relation, lines, {name: np.array([True, True]) for name in lines})
    assert (list(checked.violated), checked.not_evaluated) == ([True, False], 1)


@pytest.mark.parametrize(
    "text",
    [
        "a + b",
        "a b = c",
        "a = b = c",
        "= c",
        "a != b",
        "a / 2 = b",
        "a * b = c",
        "0.5 * a = b",
        "a = b and b = c",
    ],
)
def test_a_relation_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="C10"):
        parse_relation("r", "hard", text)


TYPE = """id = "x"
country = ""
title = ""
law = ""
source = ""
station = []
levels = []
"""


def test_a_relation_over_an_unknown_line_is_refused() -> None:
    relation = '[[relation]]\nname = "r"\nkind = "hard"\nholds = "a = votes"\n'
    with pytest.raises(ScrutatorError, match="which is no line"):
        parse_type((TYPE + relation).encode(), "x.toml")


@pytest.mark.parametrize(
    ("added", "where", "what"),
    [
        ('stations = ["a"]', "x.toml:8", "stations: this key is not known"),
        ('[[line]]\nname = "a"\nnumber = 1\nheading = "A"\ncounts = "c"\ncount = "d"', "x.toml:13", "count"),
        ('[[line]]\nname = "a"\nnumber = "1"\nheading = "A"\ncounts = "c"', "x.toml:10", "a whole number"),
        ('[[list]]\nheadings = "A"', "x.toml", "heading"),
        ('[[relation]]\nname = "r"\nkind = "hard"\nhold = "a = b"', "x.toml:11", "hold"),
        ("other_columns_are_lists = 1", "x.toml:8", "true or false"),
    ],
)
def test_what_a_protocol_type_may_not_hold_is_named_with_its_line(added: str, where: str, what: str) -> None:
    with pytest.raises(ScrutatorError, match=what) as refused:
        parse_type((TYPE + added + "\n").encode(), "x.toml")
    assert refused.value.code == "C10"
    assert str(refused.value.where).startswith(where)


def test_a_protocol_type_without_a_field_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="law: this key is missing"):
        parse_type(TYPE.replace('law = ""\n', "").encode(), "x.toml")
