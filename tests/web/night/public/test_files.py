"""The public pages of the night are files: the bytes that the server sends, written when something is released,
when a key ends and when the desk changes what was counted; nothing is in them that two did not sign."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from scrutator.web.night.models import Accepted, Release
from scrutator.web.night.public import files
from scrutator.web.night.public.files import PAGES, files_of, keep_public, place_of
from scrutator.web.night.public.since import changed_since
from support.desk import post, protocol_xml, report
from support.field_server import Mission, Phone
from support.night import STATIONS, approver, arrive, give, lines, new_night, signed

Pair = tuple[Any, Any]


@pytest.fixture
def mission() -> Mission:
    return new_night()


@pytest.fixture
def two(mission: Mission) -> tuple[Pair, Pair]:
    return approver(mission, "one.example"), approver(mission, "two.example")


def written(mission: Mission) -> Release:
    assert mission.client("desk").post(f"/m/{mission.slug}/night/releases").status_code == 302
    found = mission.row.releases.order_by("-number").first()
    assert found is not None
    return found


def release(mission: Mission, two: tuple[Pair, Pair]) -> Release:
    """A record that two people signed."""
    one = written(mission)
    for client, secret in two:
        give(mission, client, signed(bytes(one.record), secret), one.number)
    one.refresh_from_db()
    assert one.released is not None
    return one


def on_disk(mission: Mission) -> dict[str, bytes]:
    place = place_of(mission.row)
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def sent(mission: Mission, name: str) -> bytes:
    answer = Client().get(f"/night/{mission.slug}/{name}")
    assert answer.status_code == 200, name
    return bytes(answer.content)


def test_the_files_are_the_bytes_that_the_server_sends(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    one = release(mission, two)
    found = on_disk(mission)
    names = {*PAGES, "scrutator.css", "1/release.json", "1/release.json.note"}
    assert found.keys() == names
    assert {name: sent(mission, name) for name in names} == found
    assert found["1/release.json"] == bytes(one.record)
    assert sent(mission, "") == found["index.html"]
    russian = Client(headers={"accept-language": "ru"}).get(f"/night/{mission.slug}/")
    assert (russian.content, russian.headers["Content-Language"]) == (found["index.ru.html"], "ru")


def test_who_is_signed_in_gets_the_same_bytes(mission: Mission, phone: Phone, two: tuple[Pair, Pair]) -> None:
    arrive(mission, phone)
    release(mission, two)
    path = f"/night/{mission.slug}/index.html"
    assert mission.client("coordinator").get(path).content == Client().get(path).content


def test_each_page_says_the_position_of_the_log_and_leads_to_the_other_languages(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    one = release(mission, two)
    page = on_disk(mission)["index.html"].decode()
    assert f"from entry {one.size} of the field" in page
    assert f"at entry {one.released_size} when the second person had signed" in page
    for name in PAGES:
        assert f'href="{name}"' in page
    for name in PAGES:
        other = on_disk(mission)[name].decode()
        assert str(one.size) in other
        assert str(one.released_size) in other


def test_a_new_release_and_the_end_of_a_key_change_them(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone, range(STATIONS - 1))
    release(mission, two)
    first = on_disk(mission)
    arrive(mission, phone, range(STATIONS - 1, STATIONS))
    release(mission, two)
    second = on_disk(mission)
    assert {"2/release.json", "2/release.json.note"} == second.keys() - first.keys()
    assert "Release 1: superseded" in second["index.html"].decode()
    assert second["1/release.json"] == first["1/release.json"]
    mine = mission.row.approver_keys.get(key=str(two[0][1].key))
    assert two[0][0].post(f"/m/{mission.slug}/night/keys/{mine.pk}/end").status_code == 302
    third = on_disk(mission)
    assert {name for name in second if second[name] != third[name]} == set(PAGES)
    assert "ended 2" in third["index.html"].decode()


def test_no_file_has_a_word_of_what_is_not_released(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone, range(STATIONS - 1))
    release(mission, two)
    before = on_disk(mission)
    for n in range(STATIONS):
        phone.send(protocol_xml(300 + n, f"N{n:02d}", **lines(n)))
    unreleased = written(mission)
    give(mission, two[0][0], signed(bytes(unreleased.record), two[0][1]), 2)
    keep_public(mission.row)
    assert on_disk(mission) == before
    said = b"".join(before.values())
    body = json.loads(bytes(unreleased.record))
    figures = [repr(one["share"]) for one in body["shares"]]
    assert not [one for one in (unreleased.sha256, body["inputs_sha256"], *figures) if one.encode() in said]
    for name in ("2/release.json", "2/release.json.note"):
        assert Client().get(f"/night/{mission.slug}/{name}").status_code == 404
        assert not (place_of(mission.row) / name).exists()


@pytest.mark.parametrize("name", ["secret.txt", "index.es.html", "..", "1/other.json", "9/release.json"])
def test_no_other_file_is_sent(mission: Mission, phone: Phone, two: tuple[Pair, Pair], name: str) -> None:
    arrive(mission, phone)
    release(mission, two)
    (place_of(mission.row) / "secret.txt").write_text("x")
    assert Client().get(f"/night/{mission.slug}/{name}").status_code == 404


def test_a_file_that_is_gone_is_written_again(mission: Mission, phone: Phone, two: tuple[Pair, Pair]) -> None:
    arrive(mission, phone)
    release(mission, two)
    before = on_disk(mission)
    for name in ("1/release.json", "index.kk.html"):
        (place_of(mission.row) / name).unlink()
        assert sent(mission, name) == before[name]
    assert on_disk(mission) == before == dict(files_of(mission.row))


@pytest.mark.parametrize("number", ["7", "9" * 3_000])
def test_who_asks_for_a_release_that_is_not_there_has_no_page_made(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    arrive(mission, phone)
    release(mission, two)
    monkeypatch.setattr(files, "files_of", lambda _: pytest.fail("a page was made"))
    assert Client().get(f"/night/{mission.slug}/{number}/release.json").status_code == 404


def test_a_file_is_written_again_by_one_at_a_time(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(mission, phone)
    release(mission, two)
    (place_of(mission.row) / "index.kk.html").unlink()
    found, write = [], files.write_public

    def seen(row: Any) -> None:
        found.append(files._WRITING.locked())
        write(row)

    monkeypatch.setattr(files, "write_public", seen)
    sent(mission, "index.kk.html")
    assert found == [True]


def test_a_station_that_was_moved_in_the_list_of_places_is_seen(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    release(mission, two)
    assert said_of_changes(mission) == "0"
    mission.row.places.filter(code="N00").update(kind="region")
    mission.row.places_version += 1
    mission.row.save(update_fields=["places_version"])
    assert said_of_changes(mission) == "1"


def said_of_changes(mission: Mission) -> str:
    keep_public(mission.row)
    page = on_disk(mission)["index.html"].decode()
    return page.partition("changed or set aside since: ")[2].partition(".")[0]


def test_the_page_says_of_how_many_stations_the_desk_changed_something_since_and_names_none(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    release(mission, two)
    assert said_of_changes(mission) == "0"
    post(mission, f"reports/{report(mission).pk}/decide", state="quarantined")
    assert said_of_changes(mission) == "1"
    post(mission, f"reports/{report(mission, 1).pk}/decide", state="withheld")
    assert said_of_changes(mission) == "2"
    post(mission, f"reports/{report(mission).pk}/decide", state="new")
    assert said_of_changes(mission) == "1"
    pages = b"".join(data for name, data in on_disk(mission).items() if name in PAGES).decode()
    said = re.sub("<code>.*?</code>", "", pages)  # keys hold any letters
    assert not [code for code in (f"N{n:02d}" for n in range(STATIONS)) if code in said]


def test_what_came_later_changes_nothing_of_a_release(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    arrive(mission, phone)
    one = release(mission, two)
    phone.send(protocol_xml(900, "N00", valid=700, list_1=500, list_2=100))
    assert changed_since(one) == 0


def test_that_an_observer_is_not_safe_is_in_no_number(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    """Hidden after the release, and hidden after it was set aside: the page says what it said."""
    arrive(mission, phone)
    one = release(mission, two)
    post(mission, f"reports/{report(mission, 1).pk}/decide", state="quarantined")
    keep_public(mission.row)
    before = on_disk(mission)
    for place in (0, 1):
        hidden = report(mission, place)
        type(hidden).objects.filter(pk=hidden.pk).update(unsafe=True)
    assert changed_since(one) == 1
    keep_public(mission.row)
    assert on_disk(mission) == before == dict(files_of(mission.row))


def test_once_reports_are_deleted_it_is_not_known_and_the_page_says_so(
    mission: Mission, phone: Phone, two: tuple[Pair, Pair]
) -> None:
    from scrutator.web.clock import now
    from scrutator.web.upkeep.retention import retire

    arrive(mission, phone)
    one = release(mission, two)
    assert Accepted.objects.get(release=one).stations.keys() == {f"N{n:02d}" for n in range(STATIONS)}
    retire(mission.row, now(), reports=True)
    assert changed_since(one) is None
    assert not Accepted.objects.filter(release=one).exists()
    keep_public(mission.row)
    page = on_disk(mission)["index.html"].decode()
    assert "not known any more" in page
    assert "Union has the most votes." in page


def test_a_mission_that_released_nothing_has_no_files_until_someone_asks(mission: Mission) -> None:
    keep_public(mission.row)
    assert not place_of(mission.row).exists()
    assert b"Nothing has been released." in sent(mission, "")
