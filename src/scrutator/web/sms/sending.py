"""Messages of the desk to observers, as files for the gateway that has the replies of SMS."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from scrutator.web.clock import now
from scrutator.web.desk.messages import end_message
from scrutator.web.desk.models import Message
from scrutator.web.identities.store import read_person
from scrutator.web.missions.models import Mission
from scrutator.web.sms.drop import DESK, write_durably


@dataclass(frozen=True)
class Sent:
    """How many messages were handed over, and how many wait still: their observers have no telephone."""

    handed_over: int
    without_phone: int


def send_waiting(mission: Mission, directory: Path) -> Sent:
    """Write each message that waits to `directory/out`, as `{"to": …, "text": …}`, and mark it told.

    The file is on the disk before the message is marked, under a name of its own: what is cut off is done
    again with the same name, so that a gateway that has not yet taken the file sends once.
    """
    outbox = directory / "out"
    outbox.mkdir(parents=True, exist_ok=True)
    waiting = Message.objects.filter(mission=mission, state=Message.State.WAITING)
    handed, left = 0, 0
    for one in waiting.select_related("observer").order_by("pk"):
        phone = read_person(one.observer.opaque).phone
        if not phone:
            left += 1
            continue
        content = msgspec.json.encode({"to": phone, "text": one.words})
        write_durably(outbox / f"{DESK}{one.pk}.json", content)
        _mark_told(one.pk)
        handed += 1
    return Sent(handed, left)


def _mark_told(number: int) -> None:
    end_message(number, Message.State.TOLD, None, now())
