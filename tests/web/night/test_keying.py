"""Protocols read twice from photographs: blindly, by different people, with a third and a coordinator."""

import re
from typing import Any

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import User
from scrutator.web.night.keying import Needs, key_sheet, sheets_of
from scrutator.web.night.models import Keying
from support.desk import CLEAN, protocol_xml, report
from support.field_server import Mission, Phone
from support.night import new_night
from support.phone import JPEG


@pytest.fixture
def mission() -> Mission:
    return new_night()


@pytest.fixture
def sheet(mission: Mission, phone: Phone) -> int:
    answer = phone.send(protocol_xml(1, "N00", q_photo="sheet.jpg"), (("sheet.jpg", JPEG),))
    assert answer.status_code == 201
    return int(report(mission).pk)


def read(mission: Mission, client: Client, sheet: int, **changed: Any) -> int:
    counts = {name: str(value) for name, value in {**CLEAN, **changed}.items()}
    return int(client.post(f"/m/{mission.slug}/keying/{sheet}", counts).status_code)


def needs(mission: Mission) -> Needs:
    (one,) = sheets_of(mission.row)
    return one.needs


def test_two_who_read_alike_close_a_sheet(mission: Mission, sheet: int) -> None:
    assert needs(mission) is Needs.FIRST
    assert read(mission, mission.client("desk"), sheet) == 302
    assert needs(mission) is Needs.SECOND
    assert read(mission, mission.client("desk"), sheet) == 302
    assert needs(mission) is Needs.NOTHING
    assert read(mission, mission.client("desk"), sheet) == 404


def test_one_person_reads_a_sheet_once(mission: Mission, sheet: int) -> None:
    client = mission.client("desk")
    assert read(mission, client, sheet) == 302
    assert read(mission, client, sheet) == 404
    assert client.get(f"/m/{mission.slug}/keying/{sheet}?photo=1").status_code == 404
    assert Keying.objects.filter(submission=sheet).count() == 1


def test_a_reading_given_twice_at_one_moment_is_one_and_the_second_is_told_so(
    mission: Mission, sheet: int
) -> None:
    client = mission.client("desk")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    (seen,) = sheets_of(mission.row)  # as both presses of the button saw it
    key_sheet(seen, user, CLEAN)
    with pytest.raises(ScrutatorError, match="at the same moment already"):
        key_sheet(seen, user, CLEAN)
    assert Keying.objects.filter(submission=sheet).count() == 1


OTHERS = (77_777_777, 88_888_888)
"""Votes that no number of a row and no random text of a page is by chance."""


def read_by_others(page: str) -> list[int]:
    """What stands on a page of what others read, however its digits are grouped."""
    digits = re.sub(r"(?<=\d)[,.\s](?=\d)", "", page)
    return [one for one in OTHERS if str(one) in digits]


def test_no_page_shows_a_keyer_what_another_read(mission: Mission, sheet: int) -> None:
    assert read(mission, mission.client("desk"), sheet, list_1=OTHERS[0]) == 302
    for role in ("desk", "coordinator", "analyst"):
        client = mission.client(role)
        for path in ("keying", f"keying/{sheet}", f"keying/{sheet}?photo=1", "keying.csv", "night"):
            shown = client.get(f"/m/{mission.slug}/{path}").content.decode()
            assert read_by_others(shown) == [], (role, path)
    assert read(mission, mission.client("desk"), sheet, list_1=OTHERS[1]) == 302
    third = mission.client("desk").get(f"/m/{mission.slug}/keying/{sheet}").content.decode()
    assert read_by_others(third) == []


def test_where_two_differ_a_third_decides_between_them(mission: Mission, sheet: int) -> None:
    read(mission, mission.client("desk"), sheet)
    read(mission, mission.client("desk"), sheet, list_1=410)
    assert needs(mission) is Needs.THIRD
    read(mission, mission.client("desk"), sheet)
    (one,) = sheets_of(mission.row)
    assert (one.needs, one.accepted) == (Needs.NOTHING, CLEAN)


def test_where_no_two_agree_a_coordinator_who_read_none_of_it_settles_with_a_reason(
    mission: Mission, sheet: int
) -> None:
    reader = mission.client("coordinator")
    read(mission, reader, sheet, list_1=1)
    for value in (2, 3):
        read(mission, mission.client("desk"), sheet, list_1=value)
    assert needs(mission) is Needs.SETTLING
    assert read(mission, reader, sheet, reason="mine") == 404
    assert read(mission, mission.client("desk"), sheet, reason="mine") == 404
    other = mission.client("coordinator")
    assert read(mission, other, sheet) == 200
    assert needs(mission) is Needs.SETTLING
    assert read(mission, other, sheet, reason="the ink ran") == 302
    (one,) = sheets_of(mission.row)
    assert (one.needs, one.accepted) == (Needs.SETTLED, CLEAN)


def test_two_equal_readings_that_cannot_be_right_go_to_a_coordinator(mission: Mission, sheet: int) -> None:
    for _ in range(2):
        read(mission, mission.client("desk"), sheet, list_1=900)
    assert needs(mission) is Needs.SETTLING


def test_a_line_that_cannot_be_read_is_no_zero(mission: Mission, sheet: int) -> None:
    for _ in range(2):
        read(mission, mission.client("desk"), sheet, list_1="", valid="")
    (one,) = sheets_of(mission.row)
    assert one.accepted is not None
    assert "list_1" not in one.accepted


@pytest.mark.parametrize("typed", ["-1", "4 0", "1e3", "٣", "1.5"])
def test_what_is_no_number_is_refused(mission: Mission, sheet: int, typed: str) -> None:
    assert read(mission, mission.client("desk"), sheet, list_1=typed) == 200
    assert needs(mission) is Needs.FIRST


def test_the_photograph_is_shown_when_asked_to_those_who_read_it_and_to_no_one_else(
    mission: Mission, sheet: int
) -> None:
    client, base = mission.client("desk"), f"/m/{mission.slug}/keying/{sheet}"
    photo = report(mission).attachments.get()
    assert "<img" not in client.get(base).content.decode()
    shown = client.get(f"{base}?photo=1").content.decode()
    assert f'src="{base}/{photo.pk}"' in shown
    answer = client.get(f"{base}/{photo.pk}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"GPS" not in answer.content
    for role in ("analyst", "editor", "approver", "key-holder"):
        assert mission.client(role).get(f"{base}/{photo.pk}").status_code == 403
    read(mission, client, sheet)
    assert client.get(f"{base}/{photo.pk}").status_code == 404


def test_a_photograph_that_says_something_else_than_the_report_is_named(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(1, "N00", q_photo="s.jpg", list_1=400, list_2=201), (("s.jpg", JPEG),))
    sheet = int(report(mission).pk)
    for _ in range(2):
        read(mission, mission.client("desk"), sheet)
    page = mission.client("desk").get(f"/m/{mission.slug}/keying").content.decode()
    table = page.split("<caption>")[-1]
    assert [
        part for part in ("list_1", ">400<", ">401<", "list_2", ">201<", ">200<") if part not in table
    ] == []
    assert "list_3" not in table


def test_the_table_of_closed_sheets_names_no_keyer_and_closes_them_again(
    mission: Mission, sheet: int
) -> None:
    from scrutator.counting.protocols.keying import read_entries, resolve_all
    from scrutator.tables.reading import read_table

    coordinator = mission.client("coordinator")
    for _ in range(2):
        read(mission, mission.client("desk"), sheet)
    content = coordinator.get(f"/m/{mission.slug}/keying.csv").content
    entries = read_entries(read_table(content).records())
    assert [one.keyer for one in entries] == ["keyer-1", "keyer-2"]
    (found,) = resolve_all(entries, lambda counts: True)
    assert found.accepted == CLEAN


def test_reports_that_do_not_count_are_no_sheets(mission: Mission, sheet: int) -> None:
    from support.desk import post

    post(mission, f"reports/{sheet}/decide", state="quarantined")
    assert sheets_of(mission.row) == []
    assert mission.client("desk").get(f"/m/{mission.slug}/keying/{sheet}").status_code == 404


def test_lines_that_no_one_could_read_are_counted_beside_what_was_read_alike(
    mission: Mission, sheet: int
) -> None:
    for _ in range(2):
        read(mission, mission.client("desk"), sheet, list_1="", list_7="")
    (one,) = sheets_of(mission.row)
    assert (one.needs, one.not_read) == (Needs.NOTHING, 2)
    page = mission.client("desk").get(f"/m/{mission.slug}/keying").content.decode()
    assert "could not be read, and are compared with nothing: 2" in page


def test_a_sheet_that_is_read_whole_has_no_such_line(mission: Mission, sheet: int) -> None:
    for _ in range(2):
        read(mission, mission.client("desk"), sheet)
    (one,) = sheets_of(mission.row)
    assert one.not_read == 0
    assert "could not be read" not in mission.client("desk").get(f"/m/{mission.slug}/keying").content.decode()
