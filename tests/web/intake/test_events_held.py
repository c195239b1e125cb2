"""What a hostile administrator changes in the database beside the log: each row that decides is named."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from scrutator.errors import ScrutatorError
from scrutator.web.accounts.models import Membership
from scrutator.web.audit.models import AuditEvent
from scrutator.web.desk.models import Message, NameRequest, Standing
from scrutator.web.desk.records import records_of
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Attachment, Decision, Flag, Leaf, Received, Submission
from scrutator.web.missions.models import Deployment, Device, FormVersion
from support.desk import post, report, worked
from support.field_server import Mission, Phone, examined, take_stock
from support.phone import JPEG, incident_xml, report_xml


@pytest.fixture
def decided(mission: Mission, phone: Phone) -> Mission:
    """Three reports; the first is withheld by the desk, the second moved, the third replaced by an edit."""
    row = mission.row
    row.rounds.get().deployments.create(observer=row.observers.get(), place=row.places.get(code="S2"))
    take_stock(row)
    for number in (1, 2, 3):
        assert phone.send(report_xml(number)).status_code == 201
    worked(mission)
    assert post(mission, f"reports/{report(mission).pk}/decide", state="withheld") == 302
    assert post(mission, f"reports/{report(mission, 1).pk}/move", place="S2") == 302
    assert phone.send(report_xml(4, edits=3)).status_code == 201
    assert post(mission, f"reports/{report(mission, 1).pk}/message", words="Thank you.") == 302
    assert what_is_changed(row) == ""
    return mission


def _state_and_its_decision(mission: Mission) -> None:
    """The attack of the first red team, number 22."""
    first = report(mission)
    Decision.objects.filter(submission=first).delete()
    Standing.objects.filter(submission=first).delete()
    Submission.objects.filter(pk=first.pk).update(state="new")


def _withheld(mission: Mission) -> None:
    Submission.objects.filter(pk=report(mission, 1).pk).update(state="withheld")


def _undecided_withheld(mission: Mission) -> None:
    Submission.objects.filter(pk=report(mission, 3).pk).update(state="withheld")


def _place(mission: Mission) -> None:
    Submission.objects.filter(pk=report(mission, 3).pk).update(place=mission.row.places.get(code="S3"))


def _stands_again(mission: Mission) -> None:
    Submission.objects.filter(pk=report(mission, 2).pk).update(superseded=False)


def _unsafe(mission: Mission) -> None:
    Submission.objects.filter(pk=report(mission, 3).pk).update(unsafe=True)


def _invented_decision(mission: Mission) -> None:
    Decision.objects.create(
        submission=report(mission, 3), user=mission.user("desk"), act="state", content={"state": "withheld"},
        state="withheld", reason="so", at=datetime.now(UTC),
    )  # fmt: skip


def _reason(mission: Mission) -> None:
    Decision.objects.filter(submission=report(mission)).update(reason="another")


def _role(mission: Mission) -> None:
    Membership.objects.filter(mission=mission.row, role="desk").update(role="coordinator")


def _invented_role(mission: Mission) -> None:
    from scrutator.web.accounts.people import new_user

    user = new_user(f"x{mission.row.pk}", "correct horse battery")
    Membership.objects.create(mission=mission.row, user=user, role="coordinator")


def _deployment(mission: Mission) -> None:
    Deployment.objects.filter(round__mission=mission.row).delete()


def _selection(mission: Mission) -> None:
    Deployment.objects.filter(round__mission=mission.row).update(selection="probability sample")


def _register(mission: Mission) -> None:
    mission.row.places.filter(code="S1").update(registered=9)


def _token(mission: Mission) -> None:
    Device.objects.filter(pk=mission.device.pk).update(expires=datetime(2099, 1, 1, tzinfo=UTC))


def _questions(mission: Mission) -> None:
    FormVersion.objects.filter(mission=mission.row, form_id="voting").update(questions=[])


def _message(mission: Mission) -> None:
    Message.objects.filter(mission=mission.row).delete()


def _invented_name_request(mission: Mission) -> None:
    NameRequest.objects.create(
        mission=mission.row, observer=mission.row.observers.get(), asker=mission.user("coordinator"),
        reason="so", at=datetime.now(UTC), state="agreed",
    )  # fmt: skip


def _another_token_sent_it(mission: Mission) -> None:
    from scrutator.web.missions.tokens import new_token

    other = mission.row.observers.create(code="A-02", opaque=f"o{mission.slug}", team="T2")
    token = new_token(mission.row, other, (), datetime.now(UTC))
    take_stock(mission.row)
    Received.objects.filter(pk=report(mission).received_id).update(device=token.device)


def _another_moment(mission: Mission) -> None:
    Received.objects.filter(pk=report(mission).received_id).update(at=datetime(2026, 1, 1, tzinfo=UTC))


def _event_gone(mission: Mission) -> None:
    AuditEvent.objects.filter(mission=mission.row).latest("index").delete()


def _event_emptied(mission: Mission) -> None:
    AuditEvent.objects.filter(mission=mission.row, index=0).update(salt=b"", content=b"")


def _event_rewritten(mission: Mission) -> None:
    last = AuditEvent.objects.filter(mission=mission.row).latest("index")
    AuditEvent.objects.filter(pk=last.pk).update(content=bytes(last.content).replace(b"u", b"v"))


def _report_gone_with_its_leaf(mission: Mission) -> None:
    one = report(mission, 3)
    leaf = one.received.leaf
    number = one.received_id
    one.jobs.all().delete()
    one.flags.all().delete()
    one.delete()
    Leaf.objects.filter(pk=leaf.pk).update(received=None)
    Received.objects.filter(pk=number).delete()


def _marked_as_unasked(mission: Mission) -> None:
    Flag.objects.create(submission=report(mission, 3), kind=Flag.Kind.UNASKED)


def _photo_of_another_report(mission: Mission) -> None:
    Phone(mission).send(incident_xml(8, photo="h.jpg"), (("h.jpg", JPEG + b"events"),))
    assert what_is_changed(mission.row) == ""
    Attachment.objects.filter(received__mission=mission.row).update(submission=report(mission, 1))


def _photo_s_name(mission: Mission) -> None:
    Phone(mission).send(incident_xml(8, photo="h.jpg"), (("h.jpg", JPEG + b"events"),))
    Attachment.objects.filter(received__mission=mission.row).update(name="other.jpg")


def _id_by_which_copies_are_found(mission: Mission) -> None:
    Received.objects.filter(pk=report(mission).received_id).update(instance_id="uuid:other")


HARMS = [
    _marked_as_unasked, _photo_of_another_report, _photo_s_name, _id_by_which_copies_are_found,
    _state_and_its_decision, _withheld, _undecided_withheld, _place, _stands_again, _unsafe, _invented_decision,
    _reason, _role, _invented_role, _deployment, _selection, _register, _token, _questions, _message,
    _invented_name_request, _another_token_sent_it, _another_moment, _event_gone, _event_emptied,
    _event_rewritten, _report_gone_with_its_leaf,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_no_row_that_decides_is_changed_removed_or_invented_unseen(
    decided: Mission, harm: Callable[[Mission], None]
) -> None:
    harm(decided)
    said = what_is_changed(decided.row)
    assert said
    with pytest.raises(ScrutatorError, match="D07"):
        records_of(decided.row)
    line = examined(decided)[f"log of {decided.slug}"]
    assert (line.sound, line.seen) == (False, said)


def test_what_differs_is_named_with_the_row_the_column_and_the_event(decided: Mission) -> None:
    place = decided.row.places.get(code="S1")
    _register(decided)
    _withheld(decided)
    said = what_is_changed(decided.row)
    assert f"place {place.pk} “S1”: registered is otherwise than event " in said
    leaf = report(decided, 1).received.leaf.index
    assert f"leaf {leaf}: state is otherwise than event " in said


def test_a_mission_that_ended_may_be_empty_up_to_that_event_and_no_further(decided: Mission) -> None:
    from scrutator.web.upkeep.retention import retire

    retire(decided.row, datetime.now(UTC), reports=True)
    assert what_is_changed(decided.row) == ""
    decided.user("analyst")
    last = AuditEvent.objects.filter(mission=decided.row).latest("index")
    AuditEvent.objects.filter(pk=last.pk).update(salt=b"", content=b"")
    assert f"leaf {last.index}: what it commits to was deleted, and no event says so" in what_is_changed(
        decided.row
    )


def test_rows_mended_by_hand_are_accepted_by_an_event_that_says_so_and_the_log_itself_never_is(
    decided: Mission,
) -> None:
    from typer.testing import CliRunner

    from scrutator.cli.web.mission import app
    from scrutator.web.folder import folder
    from scrutator.web.intake.stated import read

    def accept(*more: str) -> object:
        return CliRunner().invoke(app, ["accept-rows", decided.slug, "--folder", str(folder()), *more])

    assert "nothing to accept" in accept().output  # type: ignore[attr-defined]
    _register(decided)
    assert accept().exit_code == 1  # type: ignore[attr-defined]
    assert what_is_changed(decided.row)
    done = accept("--reason", "typed wrongly")
    assert done.exit_code == 0, done.output  # type: ignore[attr-defined]
    assert what_is_changed(decided.row) == ""
    event = read(AuditEvent.objects.filter(mission=decided.row).latest("index"))
    assert event is not None
    assert event.about["reason"].startswith("typed wrongly – place ")
    _event_gone(decided)
    assert "D07" in str(accept("--reason", "never mind").exception)  # type: ignore[attr-defined]
