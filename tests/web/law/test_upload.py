"""A file of votes on the law page: every knob stays as it was turned, with a script and without one."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from support.live_server import LiveServer

PAGE = "/law/"
VOTES = b"list;votes\nA;600\nB;401\nTotal;1001\n"
KNOBS = {"law": "israel-knesset", "seats": "50", "threshold": "2%", "method": "sainte-lague"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, and where its law page is."""
    place = tmp_path_factory.mktemp("upload")
    server = LiveServer(place / "server", place / "log")
    server.start()
    yield f"http://127.0.0.1:{server.port}/law/"
    server.stop()


def asked(address: str) -> dict[str, str]:
    """What an address asks for."""
    return {name: many[0] for name, many in parse_qs(urlsplit(address).query).items()}


def test_the_address_of_an_upload_has_every_knob_and_the_votes_of_the_file() -> None:
    given = {**KNOBS, "day": "", "votes": "list,votes\nC,1", "file": SimpleUploadedFile("votes.csv", VOTES)}
    text = Client().post(PAGE, given).content.decode()
    link = unescape(re.search(r'rel="bookmark" href="([^"]*)"', text)[1])  # type: ignore[index]
    assert asked(link) == {**KNOBS, "votes": "list,votes\nA,600\nB,401\n"}


def test_a_file_leaves_nothing_on_the_server_no_session_and_no_cookie_but_that_of_the_form() -> None:
    from django.contrib.sessions.models import Session

    before, client = Session.objects.count(), Client()
    text = client.post(PAGE, {**KNOBS, "file": SimpleUploadedFile("votes.csv", VOTES)}).content.decode()
    assert "votes.csv: " in text  # what was set aside is said
    assert Session.objects.count() == before
    assert set(client.cookies) <= {"csrftoken"}


def test_what_reading_a_file_assumed_is_said_in_the_reader_s_language() -> None:
    client = Client()
    client.post("/language", {"language": "ru", "next": PAGE})
    text = client.post(PAGE, {**KNOBS, "file": SimpleUploadedFile("votes.csv", VOTES)}).content.decode()
    said = re.findall(r'<p class="message">votes.csv: (.*?)</p>', text)
    assert said
    assert [one for one in said if not re.search("[а-я]", one) and 'lang="en"' not in one] == []


def test_a_file_that_cannot_be_read_leaves_the_knobs_and_the_votes_as_they_were() -> None:
    file = SimpleUploadedFile("votes.csv", b"list,votes\nA,1000,7\nB,500\n")
    given = {**KNOBS, "day": "", "votes": "list,votes\nC,7", "file": file}
    answer = Client().post(PAGE, given)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "rows that cannot be read: 1" in text
    assert '<option value="israel-knesset" selected>' in text
    assert 'name="seats" inputmode="numeric" value="50"' in text
    assert "list,votes\nC,7</textarea>" in text


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scripts", [True, False])
def test_turned_knobs_stay_turned_when_a_file_is_read(
    chromium: Any, address: str, tmp_path: Path, scripts: bool
) -> None:
    (tmp_path / "votes.csv").write_bytes(VOTES)
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address)
    page.select_option("select[name=law]", "israel-knesset")
    page.get_by_label("As of the day").fill("")
    page.get_by_label("Seats, if other").fill("50")
    page.get_by_text("Votes from a file").click()
    page.set_input_files("input[type=file]", tmp_path / "votes.csv")
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_selector("text=votes.csv: ")
    if not scripts:
        page.click("a[rel=bookmark]")
    assert asked(page.url) == {"law": "israel-knesset", "seats": "50", "votes": "list,votes\nA,600\nB,401\n"}
    assert page.input_value("select[name=law]") == "israel-knesset"
    assert page.get_by_label("Seats, if other").input_value() == "50"
    assert page.input_value("#votes") == "list,votes\nA,600\nB,401\n"
    assert "Seats: 50, whatever the law says." in page.inner_text("#answer")
    context.close()
