"""The desk's messages, handed to a gateway."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.field_server import Mission, Phone, new_mission
from support.phone import incident_xml, report_xml


def test_messages_that_wait_are_handed_over_once_and_those_without_a_telephone_wait_on(
    tmp_path: Path,
) -> None:
    mission = new_mission()
    from scrutator.web.desk.models import Message
    from scrutator.web.identities.store import write_person
    from scrutator.web.sms.sending import Sent, send_waiting

    assert Phone(mission).send(report_xml(1)).status_code == 201
    report, user = mission.row.submissions.get(), mission.user("desk")
    unreached = mission.row.observers.create(code="A-02", opaque="f" * 31 + mission.slug[-1])
    write_person(mission.device.observer.opaque, "", "+77015550100")
    common = {"mission": mission.row, "submission": report, "user": user, "at": report.received.at}
    for observer, words in ((mission.device.observer, "Which hour?"), (unreached, "Which station?")):
        Message.objects.create(observer=observer, words=words, **common)
    assert send_waiting(mission.row, tmp_path) == Sent(1, 1)
    (file,) = (tmp_path / "out").iterdir()
    assert json.loads(file.read_text()) == {"to": "+77015550100", "text": "Which hour?"}
    states = dict(Message.objects.filter(mission=mission.row).values_list("words", "state"))
    assert states == {"Which hour?": "told", "Which station?": "waiting"}
    file.unlink()
    assert send_waiting(mission.row, tmp_path) == Sent(0, 1)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_gateway_s_file_under_a_name_of_the_desk_s_is_left_and_no_message_is_written_over(
    tmp_path: Path,
) -> None:
    mission = new_mission()
    from scrutator.web.sms.drop import take_folder

    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    waiting = tmp_path / "out" / "desk-5.json"
    waiting.write_text("{}")
    for name in ("desk-5.json", "bulk-5.json", "5.json"):
        said = {"id": name, "from": "+77010000000", "text": "VO"}
        (tmp_path / "in" / name).write_text(json.dumps(said))
    taken, left = take_folder(mission.row, tmp_path)
    assert (taken, [name for name, _ in left]) == (1, ["bulk-5.json", "desk-5.json"])
    assert waiting.read_text() == "{}"
    assert {one.name for one in (tmp_path / "out").iterdir()} == {"desk-5.json", "5.json"}


@pytest.mark.parametrize("cut", ["write_durably", "_mark_told", "move_out"])
def test_a_message_cut_off_at_any_moment_is_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    mission = new_mission()
    from scrutator.web.sms import sending

    waiting(mission)
    came = []

    def gateway() -> None:
        """It takes away what lies there."""
        for file in (tmp_path / "out").glob("*.json"):
            came.append(json.loads(file.read_text())["text"])
            file.unlink()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, cut, fail)
        with pytest.raises(KeyboardInterrupt):
            sending.send_waiting(mission.row, tmp_path)
    for _ in range(2):
        gateway()
        sending.send_waiting(mission.row, tmp_path)
    gateway()
    assert came == ["Which hour?"]


def test_what_was_dropped_after_a_cut_is_not_sent_and_leaves_no_number_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = new_mission()
    from scrutator.web.desk.models import Message
    from scrutator.web.sms import sending

    waiting(mission)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_mark_told", fail)
        with pytest.raises(KeyboardInterrupt):
            sending.send_waiting(mission.row, tmp_path)
    assert list((tmp_path / "staged").glob("*.json"))
    Message.objects.filter(mission=mission.row).update(state="dropped")
    assert sending.send_waiting(mission.row, tmp_path) == sending.Sent(0, 0)
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    ("role", "minutes", "sent"),
    [
        ("desk", -1, (0, 0, 1)),
        ("desk", 1, (0, 0, 1)),
        ("coordinator", -1, (0, 0, 1)),
        ("coordinator", 1, (1, 0, 0)),
    ],
)
def test_to_an_observer_at_risk_goes_only_what_the_coordinator_wrote_since(
    tmp_path: Path, role: str, minutes: int, sent: tuple[int, int, int]
) -> None:
    mission = new_mission()
    from scrutator.web.desk.models import Message
    from scrutator.web.sms import sending

    waiting(mission)
    assert Phone(mission).send(incident_xml(2, safe="no")).status_code == 201
    hidden = mission.row.submissions.get(unsafe=True).received.at
    one = Message.objects.filter(mission=mission.row)
    one.update(user=mission.user(role), at=hidden + timedelta(minutes=minutes))
    assert sending.send_waiting(mission.row, tmp_path) == sending.Sent(*sent)
    mission.row.submissions.update(unsafe=False)
    assert sending.send_waiting(mission.row, tmp_path).handed_over == 1 - sent[0]


@pytest.mark.parametrize(("bound_by", "other"), [("sms", "messenger"), ("messenger", "sms")])
def test_a_message_goes_once_by_the_channel_that_the_observer_s_number_is_bound_to(
    tmp_path: Path, bound_by: str, other: str
) -> None:
    mission = new_mission()
    from scrutator.web.sms.sending import Sent, send_waiting

    waiting(mission)
    bind_by(mission, bound_by)
    for _ in range(2):
        assert send_waiting(mission.row, tmp_path / other, other) == Sent(0, 0, elsewhere=1)
    assert send_waiting(mission.row, tmp_path / bound_by, bound_by) == Sent(1, 0)
    for channel in (bound_by, other):
        assert send_waiting(mission.row, tmp_path / channel, channel) == Sent(0, 0)
    (file,) = tmp_path.rglob("*.json")
    assert file == tmp_path / bound_by / "out" / file.name
    assert json.loads(file.read_text()) == {"to": "+77015550100", "text": "Which hour?"}


def test_the_command_says_what_waits_for_the_other_gateway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scrutator.cli.web import sms

    mission = new_mission()
    waiting(mission)
    bind_by(mission, "messenger")
    monkeypatch.setattr(sms, "_mission", lambda *_: mission.row)
    sms.messages(mission.slug, tmp_path, "sms", tmp_path)
    assert "1 wait for the other gateway: --channel messenger" in capsys.readouterr().out
    sms.messages(mission.slug, tmp_path, "messenger", tmp_path)
    assert "other gateway" not in capsys.readouterr().out


def test_by_messenger_goes_nothing_to_an_account_that_ended_or_is_of_another_telephone(
    tmp_path: Path,
) -> None:
    mission = new_mission()
    from scrutator.web.identities.store import write_person
    from scrutator.web.sms.sending import Sent, send_waiting

    waiting(mission)
    device = bind_by(mission, "messenger")
    write_person(mission.device.observer.opaque, "", "+77015550101")
    assert send_waiting(mission.row, tmp_path / "messenger", "messenger") == Sent(0, 0, elsewhere=1)
    write_person(mission.device.observer.opaque, "", "+77015550100")
    device.revoked = device.expires
    device.save()
    assert send_waiting(mission.row, tmp_path / "messenger", "messenger") == Sent(0, 0, elsewhere=1)
    assert send_waiting(mission.row, tmp_path / "sms", "sms") == Sent(1, 0)


def test_a_message_cut_off_on_one_channel_and_sent_by_the_other_or_told_by_a_person_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = new_mission()
    from scrutator.web.desk.messages import end_message
    from scrutator.web.desk.models import Message
    from scrutator.web.sms import sending

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    waiting(mission)
    for by_person in (False, True):
        Message.objects.filter(mission=mission.row).update(state="waiting")
        with monkeypatch.context() as patched:
            patched.setattr(sending, "_mark_told", fail)
            with pytest.raises(KeyboardInterrupt):
                sending.send_waiting(mission.row, tmp_path / "sms")
        one = Message.objects.get(mission=mission.row)
        if by_person:
            end_message(one.pk, "told", mission.user("desk"), one.at)
        else:
            device = bind_by(mission, "messenger")
            assert sending.send_waiting(mission.row, tmp_path / "m", "messenger") == sending.Sent(1, 0)
            device.delete()
        assert sending.send_waiting(mission.row, tmp_path / "sms") == sending.Sent(0, 0)
        assert not list((tmp_path / "sms").rglob("*.json"))


def bind_by(mission: Mission, channel: str) -> Any:
    """The token of the observer's number, bound to their telephone by a channel."""
    from scrutator.web.sms.models import SmsNumber
    from scrutator.web.sms.numbers import give_number, sender_hash

    given = give_number(mission.row, mission.device.observer, "ru", datetime.now(UTC))
    device = SmsNumber.objects.get(mission=mission.row, number=given.number).device
    device.fingerprint = sender_hash("+77015550100", channel)
    device.save()
    return device


def waiting(mission: Mission) -> None:
    """A message that waits, to an observer with a telephone."""
    from scrutator.web.desk.models import Message
    from scrutator.web.identities.store import write_person

    assert Phone(mission).send(report_xml(1)).status_code == 201
    report = mission.row.submissions.get()
    write_person(mission.device.observer.opaque, "", "+77015550100")
    user, observer = mission.user("desk"), mission.device.observer
    Message.objects.create(
        mission=mission.row,
        submission=report,
        user=user,
        at=report.received.at,
        observer=observer,
        words="Which hour?",
    )


def test_half_a_file_that_a_cut_left_goes_with_the_number_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission = new_mission()
    from scrutator.web.sms import sending

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    waiting(mission)
    with monkeypatch.context() as patched:
        patched.setattr("scrutator.web.sms.drop.os.fsync", fail)
        with pytest.raises(KeyboardInterrupt):
            sending.send_waiting(mission.row, tmp_path)
    assert list((tmp_path / "staged").glob("*.part"))
    assert sending.send_waiting(mission.row, tmp_path).handed_over == 1
    assert [one.name for one in (tmp_path / "staged").iterdir()] == [".sending"]
