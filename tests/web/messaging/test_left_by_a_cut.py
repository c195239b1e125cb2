"""What a cut leaves of messages to many goes to nobody whom it may not reach any more."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scrutator.web.identities.store import erase_people, write_person
from scrutator.web.messaging.sending import Handed, send_outgoing
from scrutator.web.outbox.models import Bulk, Outgoing
from scrutator.web.sms.numbers import sender_hash
from support.field_server import Mission, Phone
from support.phone import incident_xml

OLD = "+77015550001"


def waits(mission: Mission) -> Any:
    """A message to one observer that was confirmed and waits."""
    row, observer, at = mission.row, mission.row.observers.get(code="A-01"), datetime.now(UTC)
    write_person(observer.opaque, "", OLD)
    bulk = Bulk.objects.create(mission=row, user=mission.user("desk"), channel="sms", at=at)
    return Outgoing.objects.create(
        bulk=bulk,
        observer=observer,
        language="en",
        words="Where are you?",
        sender=sender_hash(OLD, "sms"),
        state=Outgoing.State.WAITING,
        at=at,
    )


def cut_before_it_moves(mission: Mission, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fail)
        with pytest.raises(KeyboardInterrupt):
            send_outgoing(mission.row, folder, "sms")
    assert [one.name for one in (folder / "staged").glob("*.json")], "its file is there"


def another_number(mission: Mission, phone: Phone) -> None:
    write_person(mission.row.observers.get(code="A-01").opaque, "", "+77015550009")


def erased(mission: Mission, phone: Phone) -> None:
    erase_people([mission.row.observers.get(code="A-01").opaque])


def not_safe(mission: Mission, phone: Phone) -> None:
    phone.send(incident_xml(1, safe="no"))


@pytest.mark.parametrize(
    ("since", "counted"),
    [(another_number, Handed(0, 1, 0)), (erased, Handed(0, 1, 0)), (not_safe, Handed(0, 0, 1))],
)
def test_what_a_cut_left_does_not_go_to_whom_it_may_not_go_any_more_and_keeps_no_number(
    mission: Mission,
    phone: Phone,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    since: Callable[[Mission, Phone], None],
    counted: Handed,
) -> None:
    waits(mission)
    cut_before_it_moves(mission, tmp_path, monkeypatch)
    since(mission, phone)
    assert send_outgoing(mission.row, tmp_path, "sms") == counted
    assert list(tmp_path.rglob("*.json")) == []


def test_what_a_cut_left_goes_once_where_nothing_changed(
    mission: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits(mission)
    cut_before_it_moves(mission, tmp_path, monkeypatch)
    assert send_outgoing(mission.row, tmp_path, "sms") == Handed(1, 0, 0)
    assert send_outgoing(mission.row, tmp_path, "sms") == Handed(0, 0, 0)


def test_what_the_gateway_took_away_before_the_cut_was_handed_over(
    mission: Mission, phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = waits(mission)
    cut_before_it_moves(mission, tmp_path, monkeypatch)
    (file,) = (tmp_path / "staged").glob("*.json")
    file.unlink()
    another_number(mission, phone)
    assert send_outgoing(mission.row, tmp_path, "sms") == Handed(1, 0, 0)
    one.refresh_from_db()
    assert one.state == Outgoing.State.HANDED
