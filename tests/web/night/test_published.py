"""Published results against protocols as they appear: differences by votes at stake, the unpublished apart."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scrutator.web.night.published import compared
from support.desk import protocol_xml
from support.field_server import Mission, Phone
from support.night import RULES, STATIONS, arrive, lines, new_night, registered


@pytest.fixture
def mission() -> Mission:
    return new_night()


def table(stations: range, **changed: tuple[int, int]) -> str:
    rows = ["station,Union,Accord,place"]
    for n in stations:
        code, own = f"N{n:02d}", lines(n)
        first, second = changed.get(code, (own["list_1"], own["list_2"]))
        rows.append(f"{code},{first},{second},a school")
    return "\n".join(rows) + "\n"


def add(mission: Mission, text: str, *, role: str = "desk", pasted: bool = True) -> int:
    file = SimpleUploadedFile("results.csv", text.encode())
    given = {"pasted": text} if pasted else {"file": file}
    client = mission.client(role)
    return int(client.post(f"/m/{mission.slug}/published/add", given).status_code)


def page(mission: Mission) -> str:
    return str(mission.client("analyst").get(f"/m/{mission.slug}/published").content.decode())


@pytest.mark.parametrize("pasted", [True, False])
def test_differences_come_by_votes_at_stake_and_stations_not_published_apart(
    mission: Mission, phone: Phone, pasted: bool
) -> None:
    arrive(mission, phone)
    assert add(mission, table(range(10), N03=(400, 200), N01=(308, 203)), pasted=pasted) == 302
    found = compared(mission.row)
    assert found is not None
    shown = [(one.station, stake) for one, stake in found.differing]
    assert shown == [("N03", 400 - lines(3)["list_1"] + lines(3)["list_2"] - 200), ("N01", 1)]
    assert found.not_published == ("N10", "N11")
    text = page(mission)
    assert text.index(">N03<") < text.index(">N01<")
    assert "N10, N11" in text


def test_a_station_whose_protocols_differ_or_lack_a_line_is_not_compared(
    mission: Mission, phone: Phone
) -> None:
    arrive(mission, phone, range(3))
    phone.send(protocol_xml(1, "N00", **lines(0) | {"list_1": 5}))
    phone.send(protocol_xml(2, "N05", list_1=""))
    add(mission, table(range(6)))
    found = compared(mission.row)
    assert found is not None
    assert (found.result.compared, found.without_protocol, found.differing) == (2, 4, ())


def test_a_later_table_replaces_only_what_it_names_and_a_change_is_named(
    mission: Mission, phone: Phone
) -> None:
    arrive(mission, phone)
    add(mission, table(range(6), N02=(1, 1)))
    add(mission, table(range(2, 3)))
    found = compared(mission.row)
    assert found is not None
    assert (found.published, found.changed, found.differing) == (6, ("N02",), ())


def test_an_empty_cell_is_not_published_yet_and_never_zero(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    client = mission.client("desk")
    text = "station,Union,Accord,place\nN00,,200,x\nN01,307,203,x\nX9,1,2,x\n"
    client.post(f"/m/{mission.slug}/published/add", {"pasted": text})
    found = compared(mission.row)
    assert found is not None
    assert (found.published, found.unknown, "N00" in found.not_published) == (1, ("X9",), True)
    assert found.result.compared == 1
    said = client.get(f"/m/{mission.slug}/published").content.decode()
    assert "left out: 1" in said
    assert "Columns not used: place" in said


@pytest.mark.parametrize(
    "text",
    [
        "station,Union\nN00,1\n",
        "station,Union,Accord\nN00,one,2\n",
        "station,Union,Accord\nN00,1,2\nN00,1,2\n",
        "station,Union,list_1,Accord\nN00,1,1,2\n",
        "place,Union,Accord\nN00,1,2\n",
        "",
    ],
)
def test_a_table_that_cannot_be_used_writes_nothing(mission: Mission, text: str) -> None:
    assert add(mission, text) == 400
    assert mission.row.published_tables.count() == 0


def test_the_order_of_rows_decides_nothing(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    heading, *rows = table(range(STATIONS), N03=(400, 200), N07=(300, 100)).splitlines()
    add(mission, "\n".join([heading, *rows]))
    first = compared(mission.row)
    mission.row.published_tables.all().delete()
    add(mission, "\n".join([heading, *reversed(rows)]))
    assert compared(mission.row) == first


def test_results_kept_before_the_night_had_rules_are_compared_under_its_lists() -> None:
    mission = new_night(register=False)
    lists = ",".join(f"list_{n}" for n in range(1, 8))
    zeros = ",0" * 6
    rows = [f"N{n:02d},{lines(n)['list_1']},{lines(n)['list_2']}{zeros}" for n in range(3)]
    assert add(mission, "\n".join([f"station,{lists},against_all", *rows])) == 302
    registered(mission)
    Phone(mission).send(protocol_xml(1, "N00", **lines(0)))
    found = compared(mission.row)
    assert found is not None
    assert (found.result.compared, found.differing, found.other_lists) == (1, (), ())


def test_a_table_without_a_list_of_today_is_compared_with_nothing(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    add(mission, table(range(2)))
    three = RULES.replace('Accord = "list_2"', 'Accord = "list_2"\nHope = "list_3"')
    registered(mission, three)
    found = compared(mission.row)
    assert found is not None
    assert (found.result.compared, found.differing, found.other_lists) == (0, (), ("N00", "N01"))
    assert "N00, N01" in page(mission).split("under other lists than those compared now")[1]
    assert "N00" not in found.not_published


@pytest.mark.parametrize("name", ["Total", "ИТОГО", "Барлығы", "X"])
def test_a_row_of_totals_is_no_station(mission: Mission, name: str) -> None:
    first, second = lines(0), lines(1)
    sums = ",".join(str(first[one] + second[one]) for one in ("list_1", "list_2"))
    assert add(mission, table(range(2)) + f"{name},{sums},x\n") == 400
    assert mission.row.published_tables.count() == 0
    assert add(mission, table(range(2)) + "N02,607,403,x\n") == 302


def test_a_code_that_is_none_of_the_mission_is_named_and_counted_in_no_sum(mission: Mission) -> None:
    add(mission, table(range(2)) + "n00,1,2,x\n")
    found = compared(mission.row)
    assert found is not None
    assert (found.published, found.without_protocol, found.unknown) == (2, 2, ("n00",))


def test_a_figure_that_is_taken_back_stands_no_more_and_is_named(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    add(mission, table(range(3)))
    add(mission, "station,Union,Accord\nN01,,203\n")
    found = compared(mission.row)
    assert found is not None
    assert (found.published, found.changed) == (2, ("N01",))
    assert "N01" in found.not_published
