"""A day at the desk by keyboard, role by role, without scripts, in three languages."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.field_server import Mission, Phone, ready
from support.incidents import event, other, told
from support.keyboard import Person, served

ready()
pytestmark = [pytest.mark.system, pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def day(mission: Mission, phone: Phone) -> Mission:
    """Two teams told of one incident; a third observer, who is late, has a telephone."""
    from scrutator.web.identities.store import write_person
    from scrutator.web.incidents.models import Point
    from scrutator.web.missions.models import Duty

    for number, code in enumerate(("S1", "S2", "S3")):
        place = mission.row.places.get(code=code)
        Point.objects.create(place=place, latitude=50 + number / 2, longitude=70 + number)
    phone.send(told(1))
    other(mission, "A-02", "T2").send(told(2, i_text="I saw posters on the wall beside the entrance."))
    late = mission.row.observers.create(code="A-03", opaque=f"late{mission.slug}", team="T3")
    write_person(late.opaque, "", "+77015550100")
    at = {"place": mission.row.places.get(code="S2"), "form_id": "voting", "due": "2020-01-01T08:00"}
    Duty.objects.create(round=mission.row.rounds.get(), observer=late, **at)
    return mission


@pytest.fixture
def person(chromium: Any, address: str, day: Mission) -> Iterator[Any]:
    made: list[Person] = []

    def enter(role: str, language: str) -> Person:
        made.append(Person(chromium, address, day.client(role), language, java_script_enabled=False))
        return made[-1]

    yield enter
    for one in made:
        one.context.close()


LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])


@LANGUAGES
def test_the_desk_joins_confirms_writes_down_and_hides_and_the_coordinator_releases(
    person: Any, day: Mission, language: str
) -> None:
    base, number = f"/m/{day.slug}", event(day).number
    desk = person("desk", language)
    desk.opens(base)
    desk.presses(f"nav a[href='{base}/incidents']")
    desk.presses(f"a[href='{base}/incidents/{event(day, 1).number}']")
    desk.chooses("select[name=into]", str(number))
    desk.writes("form:has(input[value=join]) input[name=reason]", "one poster")
    desk.presses("form:has(input[value=join]) button")
    desk.opens(f"{base}/incidents/{number}")
    desk.chooses("select[name=status]", "confirmed")
    desk.writes("form:has(input[value=status]) input[name=reason]", "two teams saw it")
    desk.presses("form:has(input[value=status]) button")
    assert event(day).verified.status.value == "confirmed"
    assert "two teams saw it" in desk.reads
    desk.presses(f"nav a[href='{base}/incidents']")
    desk.presses(f"a[href='{base}/incidents/new']")
    for name, value in (("i_kind", "violence"), ("i_known", "saw"), ("i_safe", "yes")):
        desk.chooses(f"select[name={name}]", value)
    first = desk.page.locator("select[name=i_effect] option >> nth=1").get_attribute("value")
    desk.chooses("select[name=i_effect]", first)
    desk.writes("textarea[name=i_text]", "Blows at the door.")
    desk.chooses("select[name=i_publish]", "yes")
    desk.presses("main form button")
    assert day.row.submissions.count() == 3
    assert f": {day.report_leaves[-1].index}-" in desk.reads  # the receipt begins with the place in the log
    hidden = event(day, 1).number
    desk.opens(f"{base}/incidents/{hidden}")
    desk.writes("form:has(input[value=hold]) input[name=reason]", "they are in danger")
    desk.presses("form:has(input[value=hold]) button")
    assert f"/incidents/{hidden}" not in desk.page.inner_html("main")
    boss = person("coordinator", language)
    boss.opens(f"{base}/incidents/{hidden}")
    boss.writes("form:has(input[value=hold]) input[name=reason]", "they are home")
    boss.presses("form:has(input[value=hold]) button")
    desk.opens(f"{base}/incidents")
    assert f"/incidents/{hidden}" in desk.page.inner_html("main")


@LANGUAGES
def test_the_analyst_reads_all_of_it_and_finds_nothing_to_press(
    person: Any, day: Mission, language: str
) -> None:
    base = f"/m/{day.slug}"
    analyst = person("analyst", language)
    analyst.opens(base)
    analyst.presses(f"nav a[href='{base}/incidents']")
    analyst.writes("input[name=q]", "poster")
    analyst.presses("form.row button")
    analyst.presses(f"a[href='{base}/incidents/{event(day).number}']")
    assert "T1" not in analyst.reads
    for path in (f"incidents/{event(day).number}", "incidents", "missing?by=team", "coverage", "queue"):
        analyst.opens(f"{base}/{path}")
        assert analyst.page.locator("main form[method=post]").count() == 0


@LANGUAGES
def test_the_coordinator_writes_words_looks_at_a_message_and_sends_it_to_those_who_are_missing(
    person: Any, day: Mission, language: str
) -> None:
    from scrutator.web.outbox.models import Outgoing

    base = f"/m/{day.slug}"
    boss = person("coordinator", language)
    boss.opens(base)
    boss.presses(f"nav a[href='{base}/bulk']")
    words = "form[action$='/bulk/words']"
    boss.writes(f"{words} input[name=name]", "reminder")
    boss.chooses(f"{words} select[name=language]", "kk")
    boss.writes(f"{words} textarea", "Есеп күтеміз")
    boss.presses(f"{words} button")
    boss.writes("input[name=price]", "4.5")
    boss.writes("input[name=currency]", "kzt")
    boss.presses("form:has(input[name=price]) button")
    boss.presses(f"nav a[href='{base}/missing']")
    assert "A-03" in boss.reads
    boss.presses("main a[href*='/bulk?']")
    boss.presses("form[action$='/bulk/look'] button")
    assert "4.50 KZT" in boss.reads
    assert not Outgoing.objects.filter(bulk__mission=day.row).exists()
    boss.presses("form[action$='/bulk/confirm'] button")
    assert [one.words for one in Outgoing.objects.filter(bulk__mission=day.row)] == ["Есеп күтеміз"]
    assert "A-03" in boss.reads


@LANGUAGES
def test_two_persons_show_a_name_and_a_third_does_not(person: Any, day: Mission, language: str) -> None:
    """The coordinator asks, one approver agrees; the other finds nothing to answer any more."""
    base = f"/m/{day.slug}"
    boss, one, two = (person(role, language) for role in ("coordinator", "approver", "approver"))
    boss.opens(base)
    boss.presses(f"nav a[href='{base}/names']")
    boss.writes("input[name=observer]", "A-03")
    boss.writes("form[action$='/ask'] input[name=reason]", "their family asks")
    boss.presses("form[action$='/ask'] button")
    one.opens(f"{base}/names")
    one.presses("button[value=agreed]")
    two.opens(f"{base}/names")
    assert two.page.locator("main button[value=agreed]").count() == 0
    boss.opens(f"{base}/names")
    boss.presses("form[action$='/show'] button")
    assert "+77015550100" in boss.reads
