"""Apollo's forms, locations and participants in its formats, as what a mission's set-up takes."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.checks.imported import import_checks
from scrutator.field.importing.apollo_form import ApolloForm, read_apollo_form
from scrutator.field.importing.apollo_tables import deployment_of, observers_of, places_of
from scrutator.field.importing.workbook import workbook_of
from scrutator.field.questions import AnswerKind
from scrutator.field.xlsform import publish
from support.needs import package
from support.workbooks import Cell, xlsx

SURVEY: list[list[Cell]] = [
    ["type", "name", "label", "constraints", "extra"],
    ["begin group", "setting-up", "Setting up", None, None],
    ["integer", "AA", "Voters on the list", ". >= 1 and . <= 2500", None],
    ["integer", "AB", "Officials", None, 4],
    ["boolean", "AC", "Was the box sealed?", None, None],
    ["end group", None, None, None, None],
    ["begin group", "voting", "Voting", None, None],
    ["select_one AD_options", "AD", "How was it?", None, None],
    ["select_multiple AE_options", "AE", "Who was there?", None, None],
    ["text", "AF", "Anything else?", None, "comment"],
    ["image", "AG", "The protocol", None, None],
    ["geopoint", "AH", "Where?", None, None],
    ["integer", "AK", "Odd", "between 3 and 5", None],
]
CHOICES: list[list[Cell]] = [
    ["list name", "name", "label"],
    *[["AD_options", 1, "Well"], ["AD_options", 2, "Badly"]],
    *[["AE_options", 1, "Police"], ["AE_options", 2, "Agents"], ["boolean", 1, "Yes"]],
]
METADATA: list[list[Cell]] = [
    ["name", "prefix", "form_type", "require_exclamation", "calculate_moe", "vote_shares"],
    ["Opening day", "OD", "CHECKLIST", 1, 0, None],
]
CHECKS: list[list[Cell]] = [
    ["name", "description", "left", "relation", "right", "conjunction"],
    ["q1", "Too many voters", "AA", "<=", "$location.registered_voters", "&&"],
    *[
        ["q2", "Odd", "AA", "=", 4, "&&"],
        ["q2", "Odd", "AB", "=", 1, "||"],
        ["q2", "Odd", "AC", "=", 1, "&&"],
    ],
]


def form(**sheets: list[list[Cell]]) -> ApolloForm:
    given = {"survey": SURVEY, "choices": CHOICES, "metadata": METADATA, "quality_checks": CHECKS}
    return read_apollo_form(xlsx({**given, "analysis": [["name", "analysis"], ["AA", "mean"]], **sheets}))


def test_a_form_of_apollo_s_is_published_here_with_its_limits_choices_and_tags() -> None:
    package("pyxform")
    made = publish(workbook_of(form().sheets), version="1")
    asked = {one.name: one for one in made.questions}
    assert (made.form_id, made.title) == ("opening_day", "Opening day")
    assert list(asked) == ["station", "aa", "ab", "ac", "ad", "ae", "af", "ag", "ak"]
    assert asked["aa"].path == "g_setting_up/aa"
    assert [asked[one].constraint for one in ("aa", "ab", "ac")] == [
        ". >= 1 and . <= 2500",
        ". >= 0 and . <= 9999",
        ". >= 0 and . <= 1",
    ]
    assert [one.value for one in asked["ad"].choices] == ["c1", "c2"]
    assert (asked["ae"].kind, asked["ag"].kind) == (AnswerKind.CHOICES, AnswerKind.PHOTO)
    assert (asked["aa"].tag, asked["af"].tag, asked["ag"].tag) == ("AA", "@", "")


def test_what_a_form_of_apollo_s_has_and_ours_has_not_is_named_with_counts() -> None:
    named = {one.what: one.count for one in form().unused}
    assert named == {
        "choices, the list boolean": 1,
        "metadata, calculate_moe": 1,
        "metadata, form_type": 1,
        "metadata, require_exclamation": 1,
        "survey, row 12": 1,
        "survey, the constraint of AK": 1,
        "survey, the expected value of AB": 1,
        "the sheet analysis": 1,
        "the tag AG in messages": 1,
    }


def test_its_checks_are_taken_over_with_the_meaning_they_have_there_and_named_where_it_seems_another() -> (
    None
):
    found = form()
    assert dict(found.checks)["Odd"] == "AA = 4 || AB = 1 && AC = 1"  # the first conjunction is not used
    taken = import_checks(found.checks, found.tags)
    assert taken.refused == {}
    assert taken.changed == {"odd": "(aa = 4) or ((ab = 1) and (ac = 1))"}


def test_a_prefix_that_no_message_can_have_is_named_and_left_out() -> None:
    found = form(metadata=[METADATA[0], ["Opening day", "O1", "CHECKLIST", 0, 0, None]])
    assert found.sheets["settings"][1] == ["Opening day", "opening_day", ""]
    assert "the prefix O1" in {one.what for one in found.unused}
    assert {row[5] for row in found.sheets["survey"][1:]} == {""}


def test_what_is_no_form_of_apollo_s_is_refused() -> None:
    for sheets in ({"survey": SURVEY}, {"survey": SURVEY, "metadata": [["name", "prefix"]]}):
        with pytest.raises(ScrutatorError, match="D61"):
            read_apollo_form(xlsx(sheets))


LOCATIONS = (
    "\ufeffREGION_N_EN,REGION_N_FR,REGION_ID,STATION_N_EN,STATION_N_FR,STATION_ID,STATION_RV\n"
    "North,Nord,R1,,,,\n"
    "North,Nord,R1,School,Ecole,S1,1200\n"
    "North,Nord,R1,Hall,,S2,\n"
)


def test_locations_become_places_with_their_parents_the_lowest_level_the_stations() -> None:
    found = places_of(LOCATIONS.encode())
    assert found.text.splitlines() == [
        "code,name,kind,parent,registered",
        "R1,North,region,,",
        "S1,School,station,R1,1200",
        "S2,Hall,station,R1,",
    ]
    assert {one.what: one.count for one in found.unused} == {
        "the column REGION_N_FR": 3,
        "the column STATION_N_FR": 1,
    }


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (LOCATIONS + "South,,R1,Inn,,S3,5\n", "R1 is “South”, and “North” in a row above"),
        (LOCATIONS + "North,,R2,School,,S1,1200\n", "S1 is “R2”, and “R1” in a row above"),
        (LOCATIONS + "North,,R1,School,,S1,1300\n", "S1 is “1300”, and “1200” in a row above"),
        (LOCATIONS + "North,,R1,Inn,,,7\n", "“Inn” has no STATION_ID"),
        ("code,name\nS1,x\n", "has no columns such as"),
        ("", "is empty"),
    ],
)
def test_locations_that_contradict_each_other_are_refused(table: str, what: str) -> None:
    with pytest.raises(ScrutatorError, match="D61") as caught:
        places_of(table.encode())
    assert what in caught.value.what


PEOPLE = (
    "ID,Name,Partner,Role,Location ID,Supervisor ID,Gender,Email,Password,Phone #1,Phone #2,Phone #3\n"
    "101,Ada,Network,Observer,S1,,F,a@b.example,secret1,+770011,+770012,\n"
)
SHORT = PEOPLE.replace("S1,,F", "S1,F")  # as Apollo writes it: the supervisor's cell is not there


@pytest.mark.parametrize("table", [PEOPLE, SHORT])
def test_participants_become_observers_and_no_password_is_taken_for_a_telephone_number(table: str) -> None:
    found = observers_of(table.encode())
    assert found.text.splitlines() == ["code,partner,name,phone", "101,Network,Ada,+770011"]
    named = {one.what: one.count for one in found.unused}
    assert (
        named["the column Password"],
        named["the column Phone #2"],
        named["the column Supervisor ID"],
    ) == (1, 1, 0)
    assert deployment_of(table.encode(), "1").text.splitlines() == ["round,observer,place", "1,101,S1"]


def test_participants_without_a_location_are_counted_and_rows_of_another_length_refused() -> None:
    nowhere = deployment_of((PEOPLE + "102,Ben,Network,Observer,,,M,,x,,,\n").encode(), "1")
    assert {one.what: one.count for one in nowhere.unused}["participants without a location"] == 1
    for table in (PEOPLE + "103,Cy\n", "ID,Name\n1,a\n", PEOPLE.replace("Role", "Name"), ""):
        with pytest.raises(ScrutatorError, match="D61"):
            observers_of(table.encode())


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ("101,Ada,Network,Observer,S1,F,ada@x.org,secret,+770011,,", False),
        ("101,Ada,Network,Observer,S1,102,F,ada@x.org,secret,+770011,", True),
        ("101,Ada,Network,Observer,S1,102,,,secret,+770011,", True),
        ("101,Ada,Network,Observer,S1,102,F,ada@x.org,1234567,+770011,", True),
    ],
)
def test_a_row_whose_last_cell_was_trimmed_makes_no_telephone_number_of_a_password(
    row: str, refused: bool
) -> None:
    heading = (
        "ID,Name,Partner,Role,Location ID,Supervisor ID,Gender,Email,Password,Phone #1,Phone #2,Phone #3\n"
    )
    if refused:
        with pytest.raises(ScrutatorError, match="D61"):
            observers_of((heading + row + "\n").encode())
    else:
        assert "secret" not in observers_of((heading + row + "\n").encode()).text
