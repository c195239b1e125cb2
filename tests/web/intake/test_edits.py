"""What an edit replaces, what it does not, and what stands again when the desk sets the edit aside."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from scrutator.field.mission import SnapshotPolicy
from scrutator.field.snapshot import case_files
from scrutator.web.desk.records import records_of
from scrutator.web.desk.replaying import replayed
from support.field_server import Mission, Phone
from support.phone import INSTANCE, report_xml

POLICY = SnapshotPolicy(b"k" * 32, "2026-11-30")


def replaced(mission: Mission) -> set[int]:
    """The numbers of the reports that are replaced."""
    rows = mission.row.submissions.filter(superseded=True)
    return {int(name[-12:]) for name in rows.values_list("instance_id", flat=True)}


def decide(mission: Mission, number: int, state: str) -> None:
    row = mission.row.submissions.get(instance_id=INSTANCE.format(number))
    given = {"state": state, "reason": "a stolen phone"}
    answer = mission.client("desk").post(f"/m/{mission.slug}/reports/{row.pk}/decide", given)
    assert answer.status_code == 302


@pytest.mark.parametrize("state", ["quarantined", "duplicate"])
def test_a_report_stands_again_when_its_edit_is_set_aside_and_goes_again_when_it_is_taken_back(
    mission: Mission, phone: Phone, state: str
) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1, overall="bad"))
    assert replaced(mission) == {1}
    decide(mission, 2, state)
    assert replaced(mission) == set()
    assert (
        "voting,published,visits,1" in case_files(records_of(mission.row), POLICY)["reception.csv"].decode()
    )
    decide(mission, 2, "verified")
    assert replaced(mission) == {1}


def test_an_edit_that_the_desk_withholds_still_replaces(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1))
    decide(mission, 2, "withheld")
    assert replaced(mission) == {1}


def test_in_a_chain_the_last_edit_that_counts_stands(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1))
    phone.send(report_xml(3, edits=2))
    decide(mission, 2, "quarantined")
    assert replaced(mission) == {1, 2}  # the third edits the second, and counts
    decide(mission, 3, "quarantined")
    assert replaced(mission) == set()
    decide(mission, 2, "verified")
    assert replaced(mission) == {1}


def test_an_edit_of_an_unknown_version_replaces_nothing(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2, edits=1, version="77"))
    phone.send(report_xml(4, edits=3, version="77"))
    phone.send(report_xml(3))
    assert replaced(mission) == set()


def test_a_differing_copy_of_an_edit_replaces_nothing(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2))
    phone.send(report_xml(2, edits=1))
    assert replaced(mission) == set()


@pytest.mark.parametrize("order", list(permutations([(1, 2), (2, 3), (3, 1)])))
def test_of_reports_that_replace_one_another_in_a_circle_one_stands(
    mission: Mission, phone: Phone, order: tuple[tuple[int, int], ...]
) -> None:
    for number, edits in order:
        phone.send(report_xml(number, edits=edits))
    assert len(replaced(mission)) == 2
    (stands,) = {1, 2, 3} - replaced(mission)
    decide(mission, stands, "verified")
    assert replaced(mission) == {1, 2, 3} - {stands}


def test_a_version_that_is_published_after_a_report_of_it_came_does_not_stop_the_case(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.field.forms import bundled_form
    from scrutator.web.missions.forms import publish_form

    phone.send(report_xml(1, version="2"))
    publish_form(mission.row, bundled_form("voting"), "2")
    phone.send(report_xml(2, version="2"))
    reception = case_files(records_of(mission.row), POLICY)["reception.csv"].decode()
    assert "voting,published,visits,1" in reception
    assert "voting,quarantined,the form or its version was not published when it came,1" in reception


def test_a_report_under_the_id_of_another_observer_s_is_set_aside_and_called_no_copy(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.missions.tokens import new_token

    other = mission.row.observers.create(code="B-02", opaque=f"edits-{mission.slug}")
    token = new_token(mission.row, other, (), datetime.now(UTC))
    theirs = Phone(Mission(mission.row, token.device, token.password), "collect:two")
    phone.send(report_xml(1))
    phone.send(report_xml(1, overall="bad"))
    theirs.send(report_xml(1, station="S2"))
    theirs.send(report_xml(1))  # the very bytes: it is the report that is here
    states = list(mission.row.submissions.order_by("pk").values_list("state", flat=True))
    assert states == ["new", "duplicate", "quarantined"]


def test_an_undo_lets_an_edit_replace_again_and_its_undo_lets_the_first_stand(
    mission: Mission, phone: Phone
) -> None:
    for number, edits in ((1, None), (2, 1), (3, 2)):
        phone.send(report_xml(number, edits=edits))
    decide(mission, 3, "quarantined")
    assert replaced(mission) == {1}
    report = mission.row.submissions.get(instance_id=INSTANCE.format(3))

    def undo() -> None:
        decision = report.decisions.order_by("-pk").first()
        fields = {"act": "undo", "decision": decision.pk, "reason": "looked again"}
        answer = mission.client("desk").post(f"/m/{mission.slug}/reports/{report.pk}/act", fields)
        assert answer.status_code == 302

    undo()
    assert replaced(mission) == {1, 2}
    undo()
    assert replaced(mission) == {1}
    assert replayed(mission.row).differ == ()
