"""What the methods on published sheets, regions, rounded shares, digits and deadlines refuse, and small cases."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.plain import figure_id
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from support.methods import outcome_of
from support.small_case import SMALL_CASE

PLACES = "id,name,level,parent,source\nland,Land,country,,B\nnorth,North,region,land,B\nsouth,South,region,land,B\n"
CONTESTS = (
    "id,title,date,seats,source\nannounced,As announced,2012-01-15,1,B\nsheets,On sheets,2012-01-15,1,B\n"
)
LISTS = "id,name\nred,Red\nblue,Blue\n"
RESULTS = """contest,place,list,stage,votes,percent,seats,source
announced,land,red,final,10,not published,not applicable,B
announced,land,blue,final,60,not published,not applicable,B
sheets,land,red,final,60,not published,not applicable,B
sheets,land,blue,final,30,not published,not applicable,B
sheets,north,red,final,40,not published,not applicable,B
sheets,north,blue,final,5,not published,not applicable,B
sheets,south,red,final,20,not published,not applicable,B
sheets,south,blue,final,20,not published,not applicable,B
"""
TOTALS = """contest,place,stage,quantity,value,source
announced,land,final,stations,5,B
announced,land,final,registered,200,B
sheets,land,final,stations,4,B
sheets,land,final,valid,90,B
"""
TALLIES = """contest,quantity,votes,stations
sheets,red,15,4
sheets,valid,20,2
sheets,valid,25,2
sheets,blue,5,2
sheets,blue,10,2
"""
MISSING = {"published": "sheets", "contest": "announced", "ahead": "red", "behind": "blue"}
AGAINST = {"published": "sheets", "contest": "announced", "list": "red", "coverage": "80"}


def case_with(**tables: str) -> Case:
    files = {"places": PLACES, "contests": CONTESTS, "lists": LISTS, "results": RESULTS, "totals": TOTALS,
             "tallies": TALLIES} | tables  # fmt: skip
    kept = {name: SMALL_CASE[name] for name in ("case.toml", "sources.csv")}
    header = "\n".join(
        'contest = "announced"' if line.startswith("contest =") else line
        for line in kept["case.toml"].splitlines()
    )
    written = {**kept, "case.toml": header, **{f"{name}.csv": text for name, text in files.items()}}
    return sound_case({name: text.encode() for name, text in written.items()}, "made up")


def figures(case: Case, method: str, parameters: dict[str, object]) -> dict[str, object]:
    return {
        figure_id("", one).removeprefix("/"): one.value
        for one in outcome_of(case, method, parameters).figures
    }


def test_the_bounds_of_a_small_case_by_hand() -> None:
    found = figures(case_with(), "counting.missing", MISSING)
    assert found["lead"] == 30
    assert found["missing"] == 1
    assert found["votes_missing(bound=as many as the mean sheet)"] == 22
    assert found["votes_missing(bound=as many as the fullest sheets)"] == 25
    assert found["votes_missing(bound=every elector of average stations)"] == 40
    assert found["still_ahead(bound=every elector of average stations)"] == -10
    assert found["bounds_that_reverse"] == 1


def test_the_exclusion_of_a_small_case_by_hand() -> None:
    found = figures(case_with(), "counting.against", AGAINST)
    assert (found["counted"], found["left_out"]) == (4, 1)
    assert (found["least(list=Red)"], found["excess(list=Red)"]) == (45, 35)
    assert found["void"] == 3
    assert found["breaks_at"] == 1


def test_a_tie_leads_in_no_region() -> None:
    found = figures(case_with(), "official.regions", {"contest": "sheets"})
    assert found["regions_ahead(list=Red)"] == 1
    assert found["regions_ahead(list=Blue)"] == 0
    assert found["tied"] == 1


@pytest.mark.parametrize(
    ("method", "parameters", "tables"),
    [
        ("counting.missing", {**MISSING, "published": "nothing"}, {}),
        ("counting.missing", {"contest": "announced"}, {}),
        ("counting.missing", {**MISSING, "ahead": "blue", "behind": "red"}, {}),
        ("counting.missing", MISSING, {"tallies": TALLIES.replace("valid,20,2", "valid,20,1")}),
        ("counting.missing", MISSING, {"totals": TOTALS.replace("stations,5", "stations,3")}),
        ("counting.missing", {**MISSING, "coverage": "101"}, {"totals": TOTALS + "announced,land,final,valid,70,B\n"}),
        ("counting.against", {**AGAINST, "coverage": "0"}, {}),
        ("counting.against", {**AGAINST, "coverage": "nan"}, {}),
        ("counting.against", {**AGAINST, "coverage": "much"}, {}),
        ("counting.against", {**AGAINST, "list": "green"}, {}),
        ("counting.against", AGAINST, {"totals": TOTALS.replace("stations,5", "stations,3")}),
        ("counting.digitisations", {}, {}),
        ("counting.digitisations", {}, {"digitisations": "digitisation,area,red\none,a,1\n"}),
        ("official.regions", {"contest": "announced"}, {}),
        ("official.rounding", {"digits": 3}, {}),
        ("official.rounding", {"stage": "preliminary"}, {}),
        ("forensics.last_digits", {"contest": "announced"}, {}),
        ("forensics.last_digits", {"contest": "sheets", "least": 0}, {}),
        ("forensics.last_digits", {"contest": "sheets", "least": 1_001}, {}),
        ("counting.digitisations", {}, {"digitisations": "digitisation,area,sheets,red\none,a,0,1\ntwo,a,1,1\n"}),
        ("counting.digitisations", {}, {"digitisations": "digitisation,area,red\nboth,a,1\none,a,1\n"}),
        ("law.deadlines", {}, {}),
    ],
)  # fmt: skip
def test_what_a_case_lacks_is_said(
    method: str, parameters: dict[str, object], tables: dict[str, str]
) -> None:
    with pytest.raises(ScrutatorError) as caught:
        outcome_of(case_with(**tables), method, parameters)
    assert caught.value.code == "N03"


@pytest.mark.parametrize(("small", "tried"), [(5, 1), (6, 0)])
def test_last_digits_run_up_to_one_sheet_in_twenty_below_ten(small: int, tried: int) -> None:
    rows = f"contest,quantity,votes,stations\nsheets,red,9,{small}\nsheets,red,10,{100 - small}\n"
    found = figures(case_with(tallies=rows), "forensics.last_digits", {"contest": "sheets"})
    assert (found["tried"], found["not_run"]) == (tried, 1 - tried)


def test_two_digitisations_by_hand() -> None:
    rows = "digitisation,area,red,blue\n" + "".join(
        f"{row}\n" for row in ("one,a,1,2", "one,a,30,40", "one,b,5,5", "two,a,1,2", "two,a,30,41")
    )
    found = figures(case_with(digitisations=rows), "counting.digitisations", {})
    assert (found["equal"], found["without_partner"], found["one_field"]) == (1, 1, 1)
    assert found["left_over(digitisation=one)"] == 2
    assert (found["votes_moved"], found["at_stake(field=blue)"]) == (1, 41)


def test_sheets_that_stand_together_count_as_if_each_had_its_row() -> None:
    single = ("one,a,1,2", "one,a,1,2", "one,a,30,40", "one,b,5,5", "one,b,9,9", "two,a,1,2", "two,a,1,2",
              "two,a,30,41", "two,b,7,1", "two,b,8,2")  # fmt: skip
    grouped = ("both,a,2,2,4", "one,a,,30,40", "one,b,2,14,14", "two,a,1,30,41", "two,b,2,15,3")
    whole = "digitisation,area,red,blue\n" + "".join(f"{row}\n" for row in single)
    for rows in (grouped, grouped[::-1]):
        short = "digitisation,area,sheets,red,blue\n" + "".join(f"{row}\n" for row in rows)
        found = figures(case_with(digitisations=short), "counting.digitisations", {})
        assert found == figures(case_with(digitisations=whole), "counting.digitisations", {})
        assert (found["equal"], found["without_partner"], found["at_stake(field=blue)"]) == (2, 3, 44)


def test_a_single_sheet_in_both_counts_once() -> None:
    rows = "digitisation,area,sheets,red\nboth,a,,5\none,a,,7\ntwo,a,,90\n"
    found = figures(case_with(digitisations=rows), "counting.digitisations", {})
    assert (found["equal"], found["without_partner"], found["left_over(digitisation=one)"]) == (1, 1, 1)
    assert found["sheets(digitisation=one)"] == found["sheets(digitisation=two)"] == 2


@pytest.mark.parametrize(("least", "sheets"), [(10, 100), (11, 60), (1, 100), (1_000, 40)])
def test_last_digits_are_looked_at_from_the_count_that_is_given(least: int, sheets: int) -> None:
    rows = "contest,quantity,votes,stations\nsheets,red,10,40\nsheets,red,11,20\nsheets,red,1000,40\n"
    parameters = {"contest": "sheets", "least": least}
    assert figures(case_with(tallies=rows), "forensics.last_digits", parameters)["sheets(list=Red)"] == sheets


def test_a_list_without_a_count_so_high_is_not_tried() -> None:
    rows = "contest,quantity,votes,stations\nsheets,red,10,40\n"
    found = figures(case_with(tallies=rows), "forensics.last_digits", {"contest": "sheets", "least": 11})
    assert (found["tried"], found["not_run"]) == (0, 1)


def test_the_order_of_tallies_decides_nothing() -> None:
    head, *rows = TALLIES.splitlines()
    turned = "\n".join([head, *reversed(rows), ""])
    for method, parameters in (("counting.missing", MISSING), ("counting.against", AGAINST)):
        assert figures(case_with(), method, parameters) == figures(
            case_with(tallies=turned), method, parameters
        )
