"""Where places are, which norms kinds are about, and the map that follows."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scrutator.web.incidents.models import KindTable, Point
from scrutator.web.sms.numbers import give_number
from scrutator.web.sms.taking import Inbound, take
from support.field_server import Mission, Phone
from support.incidents import event, page, told

HEAD = "code,latitude,longitude\n"


def upload(mission: Mission, path: str, text: str, role: str = "coordinator") -> Any:
    file = SimpleUploadedFile("table.csv", text.encode())
    return mission.client(role).post(f"/m/{mission.slug}/incidents/{path}", {"file": file})


def test_places_get_coordinates_and_the_map_shows_what_happened_where(mission: Mission, phone: Phone) -> None:
    table = f"{HEAD}S1,51.1,71.4\nS2,43.2,76.9\n"
    assert upload(mission, "places", table).status_code == 302
    assert "2 of 3 stations have coordinates." in page(mission, "incidents/places", "coordinator")
    assert upload(mission, "places", f"{HEAD}S2,43.3,76.9\n").status_code == 302
    phone.send(told(1))
    shown = page(mission)
    assert re.findall(r"<title>(\w+): (\d)", shown) == [("S1", "1")]
    assert shown.count('class="faint"') == 1
    assert Point.objects.get(place__code="S2", place__mission=mission.row).latitude == 43.3


@pytest.mark.parametrize(
    "table",
    [f"{HEAD}S9,1,1\n", f"{HEAD}S1,1,1\nS1,1,1\n", f"{HEAD}S1,90.1,0\n", f"{HEAD}S1,0,180.1\n", f"{HEAD}S1,nan,1\n",
     f"{HEAD}S1,,1\n", "code,lat,lon\nS1,1,1\n", f"{HEAD}S2,1,1\nS1,x,1\n"],
)  # fmt: skip
def test_one_row_that_cannot_be_used_stops_the_whole_table(mission: Mission, table: str) -> None:
    assert upload(mission, "places", table).status_code == 400
    assert not Point.objects.filter(place__mission=mission.row).exists()


def test_the_poles_and_the_180th_meridian_are_places(mission: Mission) -> None:
    assert upload(mission, "places", f"{HEAD}S1,90,180\nS2,-90,-180\n").status_code == 302


def test_a_mission_s_own_norms_stand_with_its_incidents(mission: Mission, phone: Phone) -> None:
    table = mission.client("analyst").get(f"/m/{mission.slug}/incidents/kinds.csv").content.decode()
    own = table.replace("campaigning,copenhagen-7.7 copenhagen-5.4", "campaigning,kz-41")
    assert own != table
    assert upload(mission, "kinds", own).status_code == 302
    phone.send(told(1))
    shown = page(mission, f"incidents/{event(mission).number}")
    assert "Constitutional Law on Elections in Kazakhstan, art. 41" in shown
    assert "Copenhagen" not in shown
    assert upload(mission, "kinds", own.replace("kz-41", "kz-999")).status_code == 400
    assert KindTable.objects.filter(mission=mission.row).count() == 1


def test_the_map_for_anyone_shows_no_station(mission: Mission, phone: Phone) -> None:
    """Three stations of one region are one area; its mark stands in the middle of them."""
    upload(mission, "places", f"{HEAD}S1,50,70\nS2,51,71\nS3,52,72\n")
    phone.send(told(1))
    shown = mission.client("analyst").get(f"/m/{mission.slug}/incidents/map.svg").content.decode()
    assert "North: 1, none confirmed" in shown
    assert "S1" not in shown
    table = b"".join(
        mission.client("analyst").get(f"/m/{mission.slug}/exports/incidents.csv").streaming_content
    )
    assert b"North" in table
    assert b"S1" not in table


def test_an_area_of_two_stations_is_joined_to_what_is_around_it(mission: Mission, phone: Phone) -> None:
    region = mission.row.places.create(code="R2", name="South", kind="region")
    mission.row.places.filter(code="S1").update(parent=region)
    upload(mission, "places", f"{HEAD}S1,50,70\nS2,51,71\nS3,52,72\n")
    phone.send(told(1))
    shown = mission.client("analyst").get(f"/m/{mission.slug}/incidents/map.svg").content.decode()
    assert "South" not in shown
    assert "all places: 1" in shown


def test_an_incident_by_sms_is_one_like_any_other(mission: Mission) -> None:
    from datetime import UTC, datetime

    from scrutator.web.sms.forms import cards_of

    number = give_number(mission.row, mission.row.observers.get(), "en", datetime.now(UTC))
    card = next(one for one in cards_of(mission.row) if one.form.form_id == "incident")
    tags = {question.name: (tag, question) for tag, question in card.tags.items()}

    def choice(name: str, value: str) -> str:
        tag, question = tags[name]
        return f"{tag}{[one.value for one in question.choices].index(value) + 1}"

    said = {"i_kind": "secrecy", "i_known": "saw", "i_safe": "yes", "i_effect": None, "i_publish": "yes"}
    said["i_effect"] = tags["i_effect"][1].choices[0].value
    text = " ".join(choice(name, value) for name, value in said.items())
    answer = take(
        mission.row,
        Inbound("1", "+77015550001", f"{card.prefix} {number.number} {number.code} ST=S1 {text}"),
        datetime.now(UTC),
    )
    assert answer.outcome == "stored", answer.reply
    assert event(mission).first.kind == "secrecy"
