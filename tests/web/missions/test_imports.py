"""Imports in two steps: what is shown is what is written, and nothing is made silently."""

import io
import re
from decimal import Decimal

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.missions import imports
from scrutator.web.missions.imports import What
from scrutator.web.missions.plans import Change
from support.field_server import Mission, new_mission

PLACES = b"code,name,kind,parent,registered\nS4,Hall,station,R2,1200\nR2,South,region,,\n"


@pytest.fixture
def mission() -> Mission:
    return new_mission(forms=())


def upload(client: Client, mission: Mission, what: str, content: bytes, name: str = "t.csv") -> str:
    file = io.BytesIO(content)
    file.name = name
    return client.post(f"/m/{mission.slug}/{what}", {"file": file}).content.decode()


def token_in(page: str) -> str:
    found = re.search('name="token" value="([0-9a-f]{32})"', page)
    assert found, page
    return found[1]


def test_the_first_step_shows_and_writes_nothing_the_second_writes_what_was_shown(mission: Mission) -> None:
    client = mission.client("coordinator")
    page = upload(client, mission, "places", PLACES)
    assert "new: 2, changed: 0, same: 0" in page
    assert mission.row.places.count() == 4
    client.post(f"/m/{mission.slug}/places", {"token": token_in(page)})
    hall = mission.row.places.get(code="S4")
    assert (mission.row.places.count(), hall.parent.code, hall.registered) == (6, "R2", 1200)


def test_a_preview_counts_once_even_when_confirmed_twice(mission: Mission) -> None:
    client = mission.client("coordinator")
    token = token_in(upload(client, mission, "places", PLACES))
    client.post(f"/m/{mission.slug}/places", {"token": token})
    again = client.post(f"/m/{mission.slug}/places", {"token": token}).content
    assert b"no longer waits" in again


def test_what_was_shown_is_not_written_when_the_mission_changed_in_between(mission: Mission) -> None:
    client = mission.client("coordinator")
    token = token_in(upload(client, mission, "places", PLACES))
    mission.row.places.create(code="S4", name="Other")
    answer = client.post(f"/m/{mission.slug}/places", {"token": token}).content
    assert b"was changed since" in answer
    assert mission.row.places.get(code="S4").name == "Other"


@pytest.mark.parametrize(
    ("what", "table", "fault"),
    [
        (What.PLACES, "code,parent\nS9,R9\n", "row 2 names a parent that is not a place: “R9”"),
        (What.PLACES, "code,parent\nS9,S9\n", "row 2 names a parent that is not a place: “S9”"),
        (What.PLACES, "code,registered\nS9,12.5\n", "row 2 has no whole number of registered voters: “12.5”"),
        (What.PLACES, "code,time_zone\nS9,Mars/Base\n", "row 2 names no time zone: “Mars/Base”"),
        (What.PLACES, "code,name\nS9,a\nS9,b\n", "row 3 repeats S9"),
        (What.PLACES, "code,colour\nS9,red\n", "the column “colour” is not used here"),
        (What.PLACES, "name,kind\nHall,station\n", "there is no column “code”"),
        (What.PLACES, "code,kind,parent\nL1,region,L2\nL2,region,L1\n", "row 2 lies in a circle of parents: “L1”"),
        (What.PLACES, "code,kind,parent\nL1,region,L2\nL2,region,L3\nL3,region,L2\n", "row 2 lies in a circle of parents: “L2”"),
        (What.PLACES, "code,parent\nS9,S1\n", "row 2 names a parent that is a station: “S1”"),
        (What.PLACES, "code,parent\nS8,\nS9,S8\n", "row 3 names a parent that is a station: “S8”"),
        (What.PLACES, "code,registered\nS9,12\nTotal,12\n", "row 3 is a sum, and no place: “Total”"),
        (What.PLACES, "code\ns1\n", "row 2 has a code that looks like another one: “s1”, “S1”"),
        (What.PLACES, "code\n\u04051\n", "row 2 has a code that looks like another one: “\u04051”, “S1”"),
        (What.PLACES, "code\nQ7\nq7\n", "row 3 has a code that looks like another one: “q7”, “Q7”"),
        (What.PLACES, "code,kind\nS9,Station\n", "row 2 has a kind that is to be written “station”: “Station”"),
        (What.OBSERVERS, "code,team\na-01,T\n", "row 2 has a code that looks like another one: “a-01”, “A-01”"),
        (What.DEPLOYMENT, "round,observer,place\n1,A-01,R1\n", "row 2 names a place that is no station of the mission: “R1”"),
        (What.OBSERVERS, "code,team\nA 7,T\n", "row 2 has a code that is not of at most 20 letters, digits and hyphens"),
        (What.DEPLOYMENT, "round,observer,place\n1,Z-99,S1\n", "row 2 names a observer that the mission does not have: “Z-99”"),
        (What.DEPLOYMENT, "round,observer,place\n1,A-01,S99\n", "row 2 names a place that is no station of the mission: “S99”"),
        (What.DEPLOYMENT, "round,observer,place\n2,A-01,S1\n", "row 2 names a round that the mission does not have: “2”"),
        (What.DEPLOYMENT, "round,observer,place,selection\n1,A-01,S1,whim\n", "row 2 has a selection that is none of"),
        (What.DEPLOYMENT, "round,observer,place,weight\n1,A-01,S1,2\n", "row 2 has a weight or a stratum and is no probability sample"),
        (What.DEPLOYMENT, "round,observer,place,selection,weight\n1,A-01,S1,probability sample,0.0\n", "row 2 has no weight above 0"),
        (What.DEPLOYMENT, "round,observer,place,selection,weight\n1,A-01,S1,probability sample,1.1234567\n", "row 2 has no weight above 0 with at most six decimals"),
    ],
)  # fmt: skip
def test_a_table_with_a_fault_names_the_row_and_writes_nothing(
    mission: Mission, what: What, table: str, fault: str
) -> None:
    before = (mission.row.places.count(), mission.row.observers.count())
    planned = imports.plan(mission.row, what, table.encode())
    assert any(fault in one for one in planned.faults), planned.faults
    with pytest.raises(ScrutatorError, match="D61"):
        imports.write(mission.row, what, planned)
    assert (mission.row.places.count(), mission.row.observers.count()) == before


def test_the_order_of_rows_decides_nothing(mission: Mission) -> None:
    other = new_mission(forms=())
    head, *rows = PLACES.decode().splitlines()
    for one, lines in ((mission, rows), (other, rows[::-1])):
        imports.write(
            one.row, What.PLACES, imports.plan(one.row, What.PLACES, "\n".join([head, *lines, ""]).encode())
        )
    stored = [
        sorted(one.row.places.values_list("code", "name", "parent__code", "registered"))
        for one in (mission, other)
    ]
    assert stored[0] == stored[1]


def test_a_table_given_again_changes_nothing(mission: Mission) -> None:
    imports.write(mission.row, What.PLACES, imports.plan(mission.row, What.PLACES, PLACES))
    again = imports.plan(mission.row, What.PLACES, PLACES)
    assert [again.count(change) for change in Change] == [0, 0, 2]


def test_a_table_without_a_column_leaves_what_it_would_say_as_it_is(mission: Mission) -> None:
    def write(what: What, table: str) -> None:
        imports.write(mission.row, what, imports.plan(mission.row, what, table.encode()))

    write(
        What.PLACES,
        "code,name,kind,parent,registered,time_zone\nN1,North,region,,,Asia/Almaty\nS9,Hall,,N1,90,UTC\n",
    )
    write(What.PLACES, "code,name\nN1,Northern\nS9,Great hall\n")
    found = mission.row.places.filter(code__in=("N1", "S9")).order_by("code")
    assert list(found.values_list("name", "kind", "parent__code", "registered", "time_zone")) == [
        ("Northern", "region", None, None, "Asia/Almaty"),
        ("Great hall", "station", "N1", 90, "UTC"),
    ]
    write(What.PLACES, "code,parent,registered\nS9,,\nS8,N1,5\n")  # a cell given empty empties it
    assert mission.row.places.filter(code="S9").values_list("parent", "registered").get() == (None, None)
    write(What.OBSERVERS, "code,team,partner\nB-1,T1,Union\n")
    write(What.OBSERVERS, "code,team\nB-1,T2\n")
    one = mission.row.observers.get(code="B-1")
    assert (one.team, one.partner) == ("T2", "Union")


def test_places_that_are_no_stations_and_stations_that_are_none_any_more_are_said(mission: Mission) -> None:
    planned = imports.plan(mission.row, What.PLACES, b"code,kind\nS1,school\nR7,region\nR8,region\nS9,\n")
    assert planned.assumptions == (
        "places that no report can be about: 2 of the kind “region”, 1 of the kind “school”",
        "places that become a station, or are none any more: S1",
    )


@pytest.mark.parametrize(
    "table", ["code,name\nS9,Школа\n".encode("cp1251"), b'code,registered\nS9,"1,234"\n']
)
def test_what_can_be_read_in_two_ways_is_refused_with_a_remedy_that_an_import_has(
    mission: Mission, table: bytes
) -> None:
    with pytest.raises(ScrutatorError) as refused:
        imports.plan(mission.row, What.PLACES, table)
    assert (
        refused.value.remedy
        == "Save it as UTF-8 or xlsx, numbers as digits alone: an import takes no mapping."
    )


def test_deployment_joins_what_is_there(mission: Mission) -> None:
    table = b"round,observer,place,selection\n1,A-01,S1,probability sample\n"
    imports.write(mission.row, What.DEPLOYMENT, imports.plan(mission.row, What.DEPLOYMENT, table))
    deployed = mission.row.observers.get(code="A-01").deployments.get()
    assert (deployed.place.code, deployed.selection) == ("S1", "probability sample")
    assert (deployed.weight, deployed.stratum) == (None, "")


def test_the_weight_of_a_drawn_station_is_read_exactly_and_given_again_changes_nothing(
    mission: Mission,
) -> None:
    table = b"round,observer,place,selection,weight,stratum\n1,A-01,S1,probability sample,12.50,North\n"
    imports.write(mission.row, What.DEPLOYMENT, imports.plan(mission.row, What.DEPLOYMENT, table))
    deployed = mission.row.observers.get(code="A-01").deployments.get()
    assert (deployed.weight, deployed.stratum) == (Decimal("12.5"), "North")
    again = imports.plan(mission.row, What.DEPLOYMENT, table.replace(b"12.50", b"12.5"))
    assert [again.count(change) for change in Change] == [0, 0, 1]


def test_names_and_telephones_go_to_the_other_database_under_its_key(mission: Mission) -> None:
    from scrutator.web.at_rest import opened
    from scrutator.web.env import secret
    from scrutator.web.folder import folder
    from scrutator.web.identities.models import Person

    table = "code,name,phone\nA-02,Айгерим Сериккызы,+77015550123\n".encode()
    imports.write(mission.row, What.OBSERVERS, imports.plan(mission.row, What.OBSERVERS, table))
    observer = mission.row.observers.get(code="A-02")
    person = Person.objects.get(opaque=observer.opaque)
    key = secret(folder(), "identities")
    assert opened(key, bytes(person.name), f"name {observer.opaque}").decode() == "Айгерим Сериккызы"
    assert opened(key, bytes(person.contacts.get().value), f"phone {observer.opaque}") == b"+77015550123"


def test_a_file_that_waits_for_its_second_step_is_not_readable_on_the_disk(mission: Mission) -> None:
    from scrutator.web.folder import folder

    page = upload(mission.client("coordinator"), mission, "observers", b"code,name\nA-03,Secret Name\n")
    assert b"Secret Name" not in (folder() / "uploads" / token_in(page)).read_bytes()


def test_a_file_given_for_observers_is_not_taken_for_places_or_another_mission(mission: Mission) -> None:
    token = token_in(upload(mission.client("coordinator"), mission, "observers", b"code,team\nA-03,T\n"))
    other = new_mission(forms=())
    for one, what in ((mission, "places"), (other, "observers")):
        answer = one.client("coordinator").post(f"/m/{one.slug}/{what}", {"token": token})
        assert b"given for something else" in answer.content


def test_a_token_that_is_a_path_is_refused(mission: Mission) -> None:
    answer = mission.client("coordinator").post(f"/m/{mission.slug}/places", {"token": "../secrets/django"})
    assert b"no longer waits" in answer.content


def test_apollo_s_lists_are_shown_as_what_they_become_and_written(mission: Mission) -> None:
    client = mission.client("coordinator")
    places = b"REGION_N_EN,REGION_ID,STATION_N_EN,STATION_ID,STATION_RV\nSouth,R2,Hall,S4,1200\n"
    page = upload(client, mission, "places", places)
    assert "Apollo&#x27;s locations" in page
    client.post(f"/m/{mission.slug}/places", {"token": token_in(page)})
    assert mission.row.places.get(code="S4").parent.code == "R2"
    people = b"ID,Name,Partner,Location ID,Password\n101,Ada,Network,S4,secret1\n"
    page = upload(client, mission, "observers", people)
    assert "not taken over: the column Password (1)" in page
    assert "secret1" not in page
    client.post(f"/m/{mission.slug}/observers", {"token": token_in(page)})
    client.post(
        f"/m/{mission.slug}/deployment", {"token": token_in(upload(client, mission, "deployment", people))}
    )
    assert mission.row.rounds.get().deployments.get(observer__code="101").place.code == "S4"
