"""Who an observer is: shown to the one who asked with a reason, after a second person agreed, for an hour, and logged."""

from datetime import timedelta

import pytest

from scrutator.web.desk.models import NameRequest, NameShown
from support.field_server import Mission
from support.two_persons import Two

NAME, PHONE = "Aigerim Seitkali", "+77015559876"


@pytest.fixture
def known(mission: Mission) -> Mission:
    from scrutator.web.identities.store import write_person

    write_person(mission.row.observers.get().opaque, NAME, PHONE)
    return mission


@pytest.mark.parametrize("second", ["approver", "key-holder"])
def test_two_persons_see_to_it_that_one_sees_the_name_and_it_is_written_down(
    known: Mission, second: str
) -> None:
    two = Two(known, second)
    assert two.ask() == 302
    assert two.answer().status_code == 302
    shown = two.show()
    assert NAME in shown.content.decode()
    assert PHONE in shown.content.decode()
    two.show()
    assert NameShown.objects.filter(request=two.number).count() == 2
    page = two.second.get(two.url).content.decode()
    assert "they do not answer" in page
    assert ">2</td>" in page
    assert NAME not in page


def test_nothing_is_shown_before_the_second_person_agreed_or_after_they_refused(known: Mission) -> None:
    two = Two(known)
    two.ask()
    assert two.show().status_code == 403
    two.answer("refused")
    assert two.show().status_code == 403
    two.answer("agreed")
    assert two.show().status_code == 403, "an answer stands"
    assert not NameShown.objects.filter(request=two.number).exists()


def test_the_one_who_asks_cannot_agree_and_another_coordinator_neither(known: Mission) -> None:
    two = Two(known)
    two.ask()
    assert two.answer(client=two.coordinator).status_code == 403
    assert two.answer(client=known.client("coordinator")).status_code == 403
    assert two.show().status_code == 403


def test_one_who_asked_and_then_got_another_role_cannot_agree_with_themselves(known: Mission) -> None:
    from scrutator.web.accounts.models import Membership

    two = Two(known)
    two.ask()
    asker = NameRequest.objects.get(pk=two.number).asker
    Membership.objects.filter(user=asker, mission=known.row).update(role="approver")
    assert two.answer(client=two.coordinator).status_code == 403
    assert NameRequest.objects.get(pk=two.number).state == "asked"


def test_the_name_is_shown_to_no_one_but_the_one_who_asked(known: Mission) -> None:
    two = Two(known)
    two.ask()
    two.answer()
    assert two.show(two.second).status_code == 403
    assert two.show(known.client("coordinator")).status_code == 403
    assert two.show(known.client("analyst")).status_code == 403


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 403)])
def test_the_name_is_shown_for_an_hour(known: Mission, minutes: int, status: int) -> None:
    two = Two(known)
    two.ask()
    two.answer()
    row = NameRequest.objects.get(pk=two.number)
    row.answered_at -= timedelta(minutes=minutes)
    row.save()
    assert two.show().status_code == status


def test_a_request_has_a_reason_and_an_observer_of_the_mission(known: Mission) -> None:
    two = Two(known)
    assert (two.ask(reason=" "), two.ask(observer="B-77")) == (400, 400)
    assert not NameRequest.objects.filter(mission=known.row).exists()


def test_a_request_of_another_mission_is_not_found_by_its_number(known: Mission) -> None:
    from support.field_server import new_mission

    two, other = Two(known), Two(new_mission(forms=()))
    two.ask()
    assert other.second.post(f"{other.url}/{two.number}", {"state": "agreed"}).status_code == 404
    two.answer()
    assert other.coordinator.post(f"{other.url}/{two.number}/show").status_code == 404


def test_a_state_that_is_none_is_no_answer(known: Mission) -> None:
    two = Two(known)
    two.ask()
    assert [two.answer(state).status_code for state in ("", "asked", "x")] == [400] * 3


def test_the_name_is_in_no_other_page_and_not_in_the_missions_database(known: Mission) -> None:
    from support.field_server import ready

    two = Two(known)
    two.ask()
    two.answer()
    two.show()
    for name in ("", "observers", "devices", "messages", "names"):
        assert NAME not in two.coordinator.get(f"/m/{known.slug}/{name}").content.decode()
    found = [path.name for path in ready().glob("*.sqlite3*") if NAME.encode() in path.read_bytes()]
    assert found == []
