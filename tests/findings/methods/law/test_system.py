"""A statement can hold an election in several districts: its table by district and list, its caveats."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.running import run_case
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from scrutator.statement.document import build_document
from support.methods import outcome_of
from support.small_case import SMALL_CASE

STATUTE = """[statute]
title = "A law of districts"
not_encoded = ["the order of candidates"]

[[provision]]
id = "districts"
article = "s. 1"
paraphrase = "Every region elects its own members."
from = 2000-01-01
act = "Act 1"
source = "Gazette"
certainty = "high"
rule = { stage = "districts" }

[[provision]]
id = "method"
article = "s. 2"
paraphrase = "By highest averages."
from = 2000-01-01
act = "Act 1"
source = "Gazette"
certainty = "high"
rule = { tier = "district", do = "highest_averages" }
"""
RESULTS = """contest,place,list,stage,votes,percent,seats,source
vote,land,red,final,not published,not published,5,A
vote,land,blue,final,not published,not published,3,A
vote,north,red,final,60,,3,A
vote,north,blue,final,40,,2,A
vote,south,red,final,20,,2,A
vote,south,blue,final,50,,1,A
"""
ASKED = {"district_seats": ["north=5", "south=3"]}


@pytest.fixture(scope="module")
def districts() -> Case:
    return case_with(RESULTS)


def case_with(results: str) -> Case:
    return sound_case(case_files(results), "districts")


def case_files(results: str) -> dict[str, bytes]:
    files = {name: text.encode() for name, text in SMALL_CASE.items()}
    contests = (
        SMALL_CASE["contests.csv"]
        .replace("source", "statute,source")
        .replace(",A\n", ",districts@2012-01-15,A\n")
    )
    files["contests.csv"] = contests.encode()
    files["results.csv"] = (
        results.replace("not published", "not obtained: never printed")
        .replace(",,", ",not obtained: never printed,")
        .encode()
    )
    files["statutes/districts.toml"] = STATUTE.encode()
    return files


def test_the_table_by_district_and_list_and_the_published_seats(districts: Case) -> None:
    found = outcome_of(districts, "law.system", ASKED)
    table = found.tables[0]
    assert table.columns == ("district", "seats", "Blue", "Red") or table.columns == (
        "district",
        "seats",
        "Red",
        "Blue",
    )
    rows = {row[0]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    assert (rows["North"]["Red"], rows["South"]["Blue"]) == (3, 2)
    assert (rows["all"]["Red"], rows["all"]["Blue"], rows["all"]["seats"]) == (4, 4, 8)
    figures = {(f.name, *sorted(f.at.values())): f.value for f in found.figures}
    assert figures["seats_that_differ",] == 2
    assert figures["seats_in_district", "North", "Red"] == 3
    assert "differs from the published seats of 2 lists" in found.title


def test_what_the_law_leaves_out_is_a_caveat_of_the_finding(districts: Case) -> None:
    caveats = outcome_of(districts, "law.system", ASKED).caveats
    assert "Not encoded: the order of candidates" in caveats
    assert any("is assumed" in caveat for caveat in caveats)


def test_a_list_without_a_row_in_a_district_is_in_the_title_and_a_table() -> None:
    lacking = case_with(RESULTS.replace("vote,south,blue,final,50,,1,A\n", ""))
    found = outcome_of(lacking, "law.system", ASKED)
    assert "1 list without a row in a district taken as not standing there" in found.title
    figures = {figure.name: figure.value for figure in found.figures}
    assert figures["lists_without_a_row"] == 1
    (table,) = [one for one in found.tables if one.name == "no_row"]
    assert table.rows == (("Blue", 1, "South"),)


def test_a_list_whose_votes_are_not_applicable_in_a_district_did_not_stand_there() -> None:
    said = RESULTS.replace("vote,south,blue,final,50,,1,A\n", "vote,south,blue,final,not applicable,,1,A\n")
    found = outcome_of(case_with(said), "law.system", ASKED)
    assert "without a row" not in found.title
    assert "no_row" not in [one.name for one in found.tables]
    figures = {(f.name, *sorted(f.at.values())): f.value for f in found.figures}
    assert figures["seats_in_district", "Red", "South"] == 3


def test_votes_of_the_country_with_one_count_missing_are_refused_and_not_dropped() -> None:
    partly = RESULTS.replace("vote,land,red,final,not published", "vote,land,red,final,80")
    with pytest.raises(ScrutatorError, match="the count of 'blue' in 'land' is missing"):
        outcome_of(case_with(partly), "law.system", ASKED)


def test_a_margin_of_a_system_says_that_it_was_searched_and_how_far(districts: Case) -> None:
    figures = outcome_of(districts, "law.system", ASKED | {"margin_runs": 200}).figures
    (margin,) = [figure for figure in figures if figure.name == "seat_margin"]
    assert margin.value == 3  # 23 to 48: the third seat of the south is level at 24 to 48
    assert "least, every smaller number tried for all 4 pairs" in margin.note


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "no number of seats"),
        ({"district_seats": ["north=5", "east=3"]}, "there is no 'east'"),
        ({"district_seats": ["north=5", "north=3"]}, "is a duplicate"),
        ({"district_seats": ["north five"]}, "not written id=number"),
        (ASKED | {"law": "kazakhstan/elections@2012-01-15"}, "use the method law.seats"),
        (ASKED | {"level": "district"}, "no final results of 'vote' in places of level district"),
        (ASKED | {"levelling_seats": ["north=1", "south=1"]}, "does not use the column levelling_seats"),
    ],
)
def test_what_cannot_be_used_is_refused(districts: Case, parameters: dict[str, object], words: str) -> None:
    with pytest.raises(ScrutatorError, match=words):
        outcome_of(districts, "law.system", parameters)


def test_one_contest_under_a_system_points_to_the_method_for_it() -> None:
    with pytest.raises(ScrutatorError, match=r"use the method law\.system"):
        outcome_of(case_with(SMALL_CASE["results.csv"]), "law.seats", {})


def test_a_statement_holds_the_election_with_its_table_by_district_and_list() -> None:
    files = case_files(RESULTS)
    files["findings.toml"] = (
        b'[[finding]]\nid = "house"\nmethod = "law.system"\n[finding.parameters]\n'
        b'district_seats = ["north=5", "south=3"]\n'
    )
    files["statement.en.md"] = (
        b'Text.\n\n## Seats\n\nRed has {{ figure("house/seats", list="Red") }} seats.\n\n{{ table("house/districts") }}\n'
    )
    case = sound_case(files, "districts")
    document = build_document(case, run_case(case), "en")
    shown = str(document)
    for words in ("North", "South", "Not encoded: the order of candidates"):
        assert words in shown


@pytest.mark.parametrize(
    ("published", "said", "apart"),
    [
        (
            "vote,land,blue,final,not published,not published,4,A",
            "differs from the published seats of 1 lists",
            1,
        ),
        ("vote,land,blue,final,not published,not published,not published,A", "the seats of 1 of 2 lists", 1),
        (
            "vote,land,blue,final,not published,not published,not obtained: lost,A",
            "the seats of 1 of 2 lists",
            1,
        ),
    ],
)
def test_seats_of_a_list_that_are_not_known_are_said_and_not_compared(
    published: str, said: str, apart: int
) -> None:
    results = RESULTS.replace("vote,land,blue,final,not published,not published,3,A", published)
    found = outcome_of(case_with(results), "law.system", ASKED)
    assert said in found.title
    assert {figure.name: figure.value for figure in found.figures}["seats_that_differ"] == apart


def test_where_the_published_seats_fill_the_house_the_other_lists_have_none() -> None:
    results = RESULTS.replace("not published,5,A", "not published,8,A").replace(
        "not published,3,A", "not published,not published,A"
    )
    found = outcome_of(case_with(results), "law.system", ASKED)
    assert "differs from the published seats of 2 lists" in found.title
    assert "not published" not in found.title
