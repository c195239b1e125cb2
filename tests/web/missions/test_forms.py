"""Publishing forms on the set-up page."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled_form
from support.field_server import Mission, new_mission


@pytest.fixture
def mission() -> Mission:
    return new_mission(forms=())


def test_a_bundled_form_is_published_in_three_languages_and_once_a_version(mission: Mission) -> None:
    client, url = mission.client("coordinator"), f"/m/{mission.slug}/forms"
    assert client.post(url, {"bundled": "opening", "version": "1"}).status_code == 302
    assert b"is published already" in client.post(url, {"bundled": "opening", "version": "1"}).content
    client.post(url, {"bundled": "opening", "version": "2"})
    versions = mission.row.forms.order_by("pk").values_list("version", "current")
    assert list(versions) == [("1", False), ("2", True)]
    assert len(mission.row.forms.first().languages) == 3


def test_a_form_with_photos_needs_an_evidence_key(mission: Mission) -> None:
    from scrutator.web.missions.forms import publish_form

    mission.row.evidence_key = ""
    with pytest.raises(ScrutatorError, match="evidence key"):
        publish_form(mission.row, bundled_form("incident"), "1")
    assert mission.row.forms.count() == 0


def test_what_is_no_form_is_refused_with_its_reason_on_the_page(mission: Mission) -> None:
    answer = mission.client("coordinator").post(
        f"/m/{mission.slug}/forms", {"bundled": "none", "version": "1"}
    )
    assert b"there is no bundled form" in answer.content


def test_a_published_form_is_downloaded_as_a_pdf_in_each_of_its_languages() -> None:
    mission = new_mission()
    client, form = mission.client("coordinator"), mission.row.forms.get(form_id="voting")
    page = client.get(f"/m/{mission.slug}/forms").content.decode()
    for code in ("en", "ru", "kk"):
        assert f"/m/{mission.slug}/forms/{form.pk}/paper/{code}" in page
    answer = client.get(f"/m/{mission.slug}/forms/{form.pk}/paper/kk")
    assert (answer.status_code, answer.content[:5], answer.headers["Content-Disposition"]) == (
        200, b"%PDF-", 'attachment; filename="voting-1-kk.pdf"',
    )  # fmt: skip
    assert client.get(f"/m/{mission.slug}/forms/{form.pk}/paper/ar").status_code == 400
    other = new_mission()
    number = other.row.forms.get(form_id="voting").pk
    assert client.get(f"/m/{mission.slug}/forms/{number}/paper/en").status_code == 404
