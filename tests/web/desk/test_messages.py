"""What observers are to be told: drafted from what is wrong, listed until they were told, hidden where they must be."""

import pytest

from scrutator.web.desk.models import Message
from support.field_server import Mission, Phone
from support.phone import incident_xml, report_xml


def write(mission: Mission, words: str, role: str = "desk"):
    number = mission.row.submissions.order_by("-pk").first().pk
    return mission.client(role).post(f"/m/{mission.slug}/reports/{number}/message", {"words": words})


def test_the_draft_says_what_is_wrong_with_the_report(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, station="S9"))
    number = mission.row.submissions.get().pk
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{number}").content.decode()
    draft = page.split("<textarea")[1].split("</textarea>")[0]
    assert "names a place that the mission does not have" in draft


def test_a_message_waits_on_the_list_until_someone_says_that_they_were_told(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    assert write(mission, "Which <station> was it?\r\nCall the desk.").status_code == 302
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/messages"
    page = client.get(url).content.decode()
    assert "Which &lt;station&gt; was it?<br>Call the desk." in page
    assert "A-01" in page
    row = Message.objects.get(mission=mission.row)
    assert client.post(f"{url}/{row.pk}", {"state": "told"}).status_code == 302
    assert "Which" not in client.get(url).content.decode()
    assert "Which" in client.get(f"{url}?state=told").content.decode()
    row.refresh_from_db()
    assert (row.state, row.ended_by is not None, row.words.count("\n")) == ("told", True, 1)
    assert client.post(f"{url}/{row.pk}", {"state": "dropped"}).status_code == 404


@pytest.mark.parametrize("words", ["", "  \r\n ", "x" * 1001])
def test_an_empty_or_a_long_message_is_not_written(mission: Mission, phone: Phone, words: str) -> None:
    phone.send(report_xml(1))
    assert write(mission, words).status_code == 400
    assert not Message.objects.filter(mission=mission.row).exists()


def test_a_message_of_a_thousand_characters_is_written(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    assert write(mission, "x" * 1000).status_code == 302


def test_a_message_ends_in_no_other_state(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    write(mission, "x")
    number = Message.objects.get(mission=mission.row).pk
    url = f"/m/{mission.slug}/messages/{number}"
    assert [mission.client("desk").post(url, {"state": one}).status_code for one in ("waiting", "", "x")] == [
        400
    ] * 3


def test_a_message_on_a_report_of_an_observer_who_is_not_safe_is_the_coordinator_s(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(1, safe="no"))
    assert write(mission, "Where are you?").status_code == 404
    assert write(mission, "Where are you?", "coordinator").status_code == 302
    url = f"/m/{mission.slug}/messages"
    assert b"Where are you?" in mission.client("coordinator").get(url).content
    assert b"Where are you?" not in mission.client("desk").get(url).content
    number = Message.objects.get(mission=mission.row).pk
    assert mission.client("desk").post(f"{url}/{number}", {"state": "told"}).status_code == 404
