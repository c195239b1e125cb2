"""Publishing forms on the set-up page."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled_form
from support.field_server import Mission, Phone, new_mission
from support.phone import INSTANCE
from support.text_workbook import text_workbook


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
        200,
        b"%PDF-",
        'attachment; filename="voting-1-kk.pdf"',
    )
    assert client.get(f"/m/{mission.slug}/forms/{form.pk}/paper/ar").status_code == 400
    other = new_mission()
    number = other.row.forms.get(form_id="voting").pk
    assert client.get(f"/m/{mission.slug}/forms/{number}/paper/en").status_code == 404


def with_turkish(xlsx: bytes, *, without: str = "") -> bytes:
    """The form with a column of Turkish beside each English one; the text `without` is left out."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx))
    for name in ("survey", "choices"):
        sheet = book[name]
        for cell in [cell for cell in sheet[1] if str(cell.value).endswith("::English (en)")]:
            place = sheet.max_column + 1
            sheet.cell(1, place, str(cell.value).replace("English (en)", "Türkçe (tr)"))
            for row in range(2, sheet.max_row + 1):
                text = sheet.cell(row, cell.column).value
                if text and text != without:
                    sheet.cell(row, place, f"{text} [tr]")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_further_language_goes_from_the_spreadsheet_to_phone_desk_and_case() -> None:
    """A form of a mission's own, in a language that no bundled form has, end to end."""
    mission = new_mission()
    phone = Phone(mission)
    import re

    from scrutator.field.mission import SnapshotPolicy
    from scrutator.field.snapshot import case_files
    from scrutator.web.desk.records import records_of
    from scrutator.web.missions.forms import publish_form
    from support.phone import report_xml

    made = publish_form(mission.row, with_turkish(bundled_form("voting")), "2")
    assert "Türkçe (tr)" in made.languages
    listed = phone.ask("GET", "formList").content.decode()
    (url,) = re.findall(f"<downloadUrl>http://testserver([^<]*forms/{made.pk})</downloadUrl>", listed)
    assert "Were you let in? [tr]" in phone.ask("GET", url).content.decode()
    assert phone.send(report_xml(1, version="2")).status_code == 201
    assert phone.send(report_xml(2)).status_code == 201
    one = mission.row.submissions.order_by("pk").first()
    assert (one.published_id, one.flags.count()) == (made.pk, 0)
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{one.pk}").content.decode()
    assert "Were you let in?" in page
    files = case_files(records_of(mission.row), SnapshotPolicy(bytes(32), "2026-11-30"))
    reception = files["reception.csv"].decode()
    assert "voting,published,visits,2" in reception, reception


def test_a_text_that_the_further_language_lacks_stops_the_publishing_with_its_row(mission: Mission) -> None:
    from scrutator.web.missions.forms import publish_form

    lacking = with_turkish(bundled_form("voting"), without="Were you let in?")
    with pytest.raises(ScrutatorError, match=r"Türkçe \(tr\)"):
        publish_form(mission.row, lacking, "2")
    assert mission.row.forms.count() == 0


def _asked(repeating: bool) -> bytes:
    label = "label::English (en)"
    begin, end = ["begin_repeat", "end_repeat"] if repeating else ["begin_group", "end_group"]
    survey = [
        ["type", "name", label],
        [begin, "hour", "An hour"],
        ["select_one yn", "queue", "A queue?"],
        [end, "", ""],
    ]
    choices = [["list_name", "name", label], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
    settings = [["form_title", "form_id"], ["Hours", "hours"]]
    return text_workbook({"survey": survey, "choices": choices, "settings": settings})


def test_a_question_asked_once_does_not_repeat_in_a_later_version_nor_the_reverse(mission: Mission) -> None:
    from scrutator.web.missions.forms import publish_form

    for first in (True, False):
        other = new_mission(forms=())
        publish_form(other.row, _asked(first), "1")
        publish_form(other.row, _asked(first), "2")
        with pytest.raises(ScrutatorError, match="queue repeats otherwise"):
            publish_form(other.row, _asked(not first), "3")


def test_a_group_that_repeats_is_taken_from_a_phone_and_a_question_answered_twice_set_aside(
    mission: Mission,
) -> None:
    from scrutator.web.missions.forms import publish_form

    publish_form(mission.row, _asked(True), "1")
    phone = Phone(mission)
    hours = "<hour><queue>yes</queue></hour><hour><queue>no</queue></hour>"
    for number, inside in enumerate((hours, "<hour><queue>yes</queue><queue>no</queue></hour>")):
        meta = f"<meta><instanceID>{INSTANCE.format(number)}</instanceID></meta>"
        assert phone.send(f'<data id="hours" version="1">{inside}{meta}</data>'.encode()).status_code == 201
    states = list(mission.row.submissions.order_by("pk").values_list("state", flat=True))
    assert states == ["new", "quarantined"]
