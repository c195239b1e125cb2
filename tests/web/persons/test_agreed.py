"""What two persons agreed on: done while both still may, by the one who asked, and once where it is erasing."""

import json
import threading

import pytest

from scrutator.web.accounts.models import Membership
from scrutator.web.desk.models import NameRequest
from scrutator.web.identities.store import read_person, write_person
from support.field_server import Mission, Phone
from support.phone import report_xml
from support.two_persons import Two

NAME, PHONE = "Aigerim Seitkali", "+77015559876"


@pytest.fixture
def two(mission: Mission) -> Two:
    write_person(mission.row.observers.get().opaque, NAME, PHONE)
    return Two(mission)


def test_what_is_kept_is_handed_out_as_a_file_after_two_agreed(two: Two) -> None:
    Phone(two.mission).send(report_xml(1))
    two.ask(wanted="hand out what is kept")
    assert two.show().status_code == 403
    two.answer()
    answer = two.show()
    kept = json.loads(answer.content)
    assert (kept["name"], kept["phone"], len(kept["received"])) == (NAME, PHONE, 1)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_observer_is_erased_once_after_two_agreed_and_another_stays(two: Two) -> None:
    row = two.mission.row
    write_person(
        row.observers.create(code="A-02", opaque=f"agreed{row.pk:024x}02").opaque, "Dana Omarova", ""
    )
    two.ask(wanted="erase the observer")
    assert two.show().status_code == 403
    two.answer()
    assert two.show(two.second).status_code == 403, "the one who asked does it"
    assert read_person(row.observers.get(code="A-01").opaque).name == NAME
    assert two.show().status_code == 302
    assert read_person(row.observers.get(code="A-01").opaque).name == ""
    assert read_person(row.observers.get(code="A-02").opaque).name == "Dana Omarova"
    write_person(row.observers.get(code="A-01").opaque, NAME, "")
    assert two.show().status_code == 403, "one agreement, one erasure"
    assert read_person(row.observers.get(code="A-01").opaque).name == NAME


def test_all_names_are_erased_when_no_observer_is_named_and_a_named_one_is_refused(two: Two) -> None:
    assert two.ask(wanted="erase all names") == 400
    two.agree("erase all names", observer="")
    assert two.show().status_code == 302
    assert read_person(two.mission.row.observers.get().opaque).name == ""


def test_reports_are_erased_on_the_server_s_own_computer_alone(two: Two) -> None:
    Phone(two.mission).send(report_xml(1))
    two.agree("erase names and reports", observer="")
    answer = two.show()
    assert (answer.status_code, b"mission retire" in answer.content) == (400, True)
    assert bytes(two.mission.row.received.get().content) != b""
    assert NameRequest.objects.get(pk=two.number).state == "agreed"


def test_something_that_is_not_offered_is_not_asked_for(two: Two) -> None:
    assert two.ask(wanted="everything") == 400
    assert not NameRequest.objects.filter(mission=two.mission.row).exists()


@pytest.mark.parametrize(("role", "to"), [("coordinator", "analyst"), ("approver", "desk")])
def test_an_agreement_ends_with_the_role_of_either(two: Two, role: str, to: str) -> None:
    two.ask()
    two.answer()
    Membership.objects.filter(mission=two.mission.row, role=role).update(role=to)
    assert two.show().status_code == 403


def test_one_who_lost_the_role_after_asking_gets_no_agreement(two: Two) -> None:
    two.mission.user("coordinator")  # another, so that the mission keeps one
    two.ask()
    Membership.objects.filter(user=NameRequest.objects.get(pk=two.number).asker).update(role="desk")
    assert two.answer().status_code == 403


def test_an_account_that_is_switched_off_ends_what_it_agreed_to(two: Two) -> None:
    two.ask()
    two.answer()
    second = NameRequest.objects.get(pk=two.number).second
    second.is_active = False
    second.save()
    assert two.show().status_code == 403


def test_of_two_answers_at_once_one_counts_and_the_other_is_told(two: Two) -> None:
    two.ask()
    others = [two.second, two.mission.client("key-holder"), two.mission.client("approver")]
    statuses: list[int] = []
    number = two.number

    def say(client: object, state: str) -> None:
        answer = client.post(f"{two.url}/{number}", {"state": state})  # type: ignore[attr-defined]
        statuses.append(answer.status_code)

    threads = [
        threading.Thread(target=say, args=(client, state))
        for client, state in zip(others, ("agreed", "refused", "agreed"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, 400, 400]
