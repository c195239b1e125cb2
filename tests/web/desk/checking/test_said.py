"""What a check says on a page and in a draft to the observer: in the reader's language, the rest marked."""

from scrutator.field.checks.declared import bundled_checks
from support.desk import protocol_xml, report, worked
from support.field_server import Mission, Phone, new_mission
from support.phone import report_xml

VOTES = next(one for one in bundled_checks().checks if one.id == "votes")


def page(mission: Mission, language: str, index: int = 0) -> str:
    client = mission.client("desk")
    client.cookies["language"] = language
    return str(client.get(f"/m/{mission.slug}/reports/{report(mission, index).pk}").content.decode())


def test_a_message_is_in_the_language_of_the_page_and_what_was_found_is_marked_as_english(
    phone: Phone,
) -> None:
    mission = new_mission(("quickcount",))
    Phone(mission).send(protocol_xml(0, list_1=402))
    worked(mission)
    russian, english = page(mission, "ru"), page(mission, "en")
    assert f'{VOTES.message("ru")} <span lang="en">' in russian
    assert VOTES.message("en") not in russian
    assert english.split("<textarea")[0].count(VOTES.message("en")) == 1
    draft = russian.split("<textarea")[1].split("</textarea>")[0]
    assert VOTES.message("ru") in draft


def test_a_copy_is_said_in_the_language_of_the_page_with_the_number_of_the_other(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(0))
    phone.send(report_xml(1))
    worked(mission)
    index = report(mission).received.leaf.index
    assert f"те же ответы того же наблюдателя, что и в отчёте {index}" in page(mission, "ru", 1)
    assert f"the same answers by the same observer as report {index}" in page(mission, "en", 1)
