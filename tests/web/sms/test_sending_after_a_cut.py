"""What a cut left between the desk and a gateway goes only to the telephone that its observer has now."""

import json
from pathlib import Path

import pytest

from support.field_server import Phone, new_mission
from support.phone import report_xml


@pytest.mark.parametrize(
    ("telephone", "sent"), [("+77015550199", (1, 0)), ("", (0, 1)), ("+77015550100", (1, 0))]
)
def test_what_a_cut_left_goes_to_no_telephone_that_is_its_observer_s_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, telephone: str, sent: tuple[int, int]
) -> None:
    mission = new_mission()
    from scrutator.web.desk.models import Message
    from scrutator.web.identities.models import Contact
    from scrutator.web.identities.store import write_person
    from scrutator.web.intake.held import what_is_changed
    from scrutator.web.sms.sending import Sent, send_waiting

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    assert Phone(mission).send(report_xml(1)).status_code == 201
    report, person = mission.row.submissions.get(), mission.device.observer.opaque
    write_person(person, "", "+77015550100")
    common = {"observer": mission.device.observer, "submission": report, "user": mission.user("desk")}
    Message.objects.create(mission=mission.row, words="Which hour?", at=report.received.at, **common)
    with monkeypatch.context() as patched:
        patched.setattr("scrutator.web.sms.sending.move_out", fail)
        with pytest.raises(KeyboardInterrupt):
            send_waiting(mission.row, tmp_path)
    Contact.objects.filter(person__opaque=person).delete()
    if telephone:
        write_person(person, "", telephone)
    assert send_waiting(mission.row, tmp_path) == Sent(*sent)
    assert [json.loads(one.read_text())["to"] for one in tmp_path.rglob("*.json")] == [telephone] * sent[0]
    assert Message.objects.get(mission=mission.row).state == ("told" if sent[0] else "waiting")
    assert "message" not in what_is_changed(mission.row)
    assert send_waiting(mission.row, tmp_path) == Sent(0, sent[1])
