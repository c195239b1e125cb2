"""The desk: what it shows, what it hides, what is decided."""

import re

from scrutator.web.intake.models import Job, Submission
from support.desk import worked
from support.field_server import Mission, Phone
from support.phone import JPEG, incident_xml, report_xml


def test_sums_of_rows_and_columns_equal_the_total(mission: Mission, phone: Phone) -> None:
    from scrutator.web.desk.views import state_table

    for number, overall in ((1, "good"), (1, "bad"), (2, "good"), (3, "good")):
        phone.send(report_xml(number, overall=overall))
    phone.send(incident_xml(9))
    table = state_table(mission.row.submissions.all())
    assert table["total"] == 5 == sum(table["columns"]) == sum(total for _, _, total in table["rows"])
    assert all(sum(cells) == total for _, cells, total in table["rows"])
    assert dict(zip(table["states"], table["columns"], strict=True))["duplicate"] == 1


def test_the_list_shows_place_observer_state_and_flags_and_works_without_scripts(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1, station="S9"))
    page = mission.client("desk").get(f"/m/{mission.slug}/").content.decode()
    assert "A-01" in page
    assert "names a place that the mission does not have" in page
    assert page.count("<script") == 1, "one that only looks for news"


def test_a_page_asked_for_again_is_304_until_something_arrives_or_is_decided(
    mission: Mission, phone: Phone
) -> None:
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/"
    phone.send(report_xml(1))

    def again(etag: str) -> int:
        return client.get(url, headers={"If-None-Match": etag}).status_code

    first = client.get(url).headers["ETag"]
    assert again(first) == 304
    phone.send(report_xml(2))
    assert again(first) == 200
    second = client.get(url).headers["ETag"]
    number = mission.row.submissions.first().pk
    client.post(f"{url}reports/{number}/decide", {"state": "verified", "reason": "called"})
    assert again(second) == 200


def test_a_page_kept_while_checks_were_to_come_is_not_shown_after_they_found_nothing(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    client, url = mission.client("desk"), f"/m/{mission.slug}/"
    worked(mission)
    Job.objects.create(submission=Submission.objects.get(mission=mission.row))
    before = client.get(url).headers["ETag"]
    worked(mission)
    assert client.get(url, headers={"If-None-Match": before}).status_code == 200


def test_the_etag_is_the_same_in_another_process(mission: Mission) -> None:
    tag = mission.client("desk").get(f"/m/{mission.slug}/").headers["ETag"]
    assert re.fullmatch('"[0-9a-f]{32}"', tag)


def test_a_report_shows_the_question_s_words_and_the_answer_s(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    number = mission.row.submissions.get().pk
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{number}").content.decode()
    assert "Were you let in?" in page
    assert "Overall, how was the process you watched conducted?" in page


def test_a_report_of_an_observer_who_is_not_safe_is_seen_by_the_coordinator_alone(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(1, safe="no"))
    number = mission.row.submissions.get().pk
    pages = (f"/m/{mission.slug}/", f"/m/{mission.slug}/reports/{number}")
    seen = [mission.client("coordinator").get(page) for page in pages]
    assert all(b"not safe" in page.content for page in seen)
    for role in ("desk", "analyst"):
        client = mission.client(role)
        assert client.get(pages[1]).status_code == 404
        page = client.get(pages[0]).content
        assert b"not safe" not in page
        assert b"Reports: 0," in page


def test_in_a_form_never_published_no_to_a_question_of_safety_hides_the_report(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(1, safe="no").replace(b'version="1"', b'version="0"'))
    assert mission.row.submissions.get().unsafe


def test_a_decision_needs_a_reason_and_leaves_the_report_as_it_came(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    one = mission.row.submissions.get()
    url, client = f"/m/{mission.slug}/reports/{one.pk}/decide", mission.client("desk")
    assert client.post(url, {"state": "quarantined", "reason": " "}).status_code == 400
    assert client.post(url, {"state": "invented", "reason": "x"}).status_code == 400
    assert client.post(url, {"state": "quarantined", "reason": "wrong station"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.decisions.get().reason) == (Submission.State.QUARANTINED, "wrong station")
    assert bytes(one.received.content) == report_xml(1)


def test_an_analyst_decides_nothing(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    one = mission.row.submissions.get()
    mission.client("analyst").post(
        f"/m/{mission.slug}/reports/{one.pk}/decide", {"state": "verified", "reason": "x"}
    )
    assert mission.row.submissions.get().state == "new"


def test_a_photo_is_downloaded_without_what_the_camera_wrote_and_never_shown_in_the_page(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(1, photo="p.jpg"), (("p.jpg", JPEG),))
    one = mission.row.submissions.get()
    client, page = mission.client("desk"), f"/m/{mission.slug}/reports/{one.pk}"
    assert b"<img" not in client.get(page).content
    answer = client.get(f"{page}/photos/{one.attachments.get().pk}")
    assert answer.content.startswith(b"\xff\xd8")
    assert b"Pixel-7" in JPEG
    assert b"Pixel-7" not in answer.content
    assert answer.headers["Content-Disposition"] == "attachment"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_older_reports_are_on_further_pages_and_none_is_left_out(
    mission: Mission, phone: Phone, monkeypatch
) -> None:
    from scrutator.web.desk import views

    monkeypatch.setattr(views, "PAGE", 2)
    for number in range(5):
        phone.send(report_xml(number))
    client, url, seen = mission.client("desk"), f"/m/{mission.slug}/", []
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r"/reports/(\d+)\"", page)
        found = re.search(r'href="(\?before=\d+)"', page)
        url = f"/m/{mission.slug}/{found[1]}" if found else ""
    assert len(seen) == len(set(seen)) == 5
