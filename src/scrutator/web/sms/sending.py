"""Messages of the desk to observers, as files for the gateway that has the replies of SMS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from scrutator.web.clock import now
from scrutator.web.desk.messages import end_message
from scrutator.web.desk.models import Message
from scrutator.web.identities.store import read_person
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.holding import may_go
from scrutator.web.outbox.spool import STAGED, move_out, one_sender, staged, sync
from scrutator.web.sms.drop import DESK, write_durably

State = Message.State
_FILE = re.compile(rf"{DESK}([1-9][0-9]{{0,15}})\.json")


@dataclass(frozen=True)
class Sent:
    """How many messages were handed over, how many wait still because their observers have no telephone, and
    how many because their observers may not be safe."""

    handed_over: int
    without_phone: int
    held_back: int = 0


def send_waiting(mission: Mission, directory: Path) -> Sent:
    """Hand each message that waits to the gateway, as `out/desk-N.json` with `to` and `text`, once.

    The file is made whole in `staged`, the message is marked told, and then the file moves to `out`: after a
    cut, what is staged and told moves, and what is not told is made again.
    """
    with one_sender(directory):
        handed = sum(1 for _ in _left_by_a_cut(mission, directory))
        without = held = 0
        waiting, goes = Message.objects.filter(mission=mission, state=State.WAITING), may_go(mission)
        for one in waiting.select_related("observer").order_by("pk"):
            phone = read_person(one.observer.opaque).phone
            if not goes(one.observer_id, one.user_id, one.at):
                held += 1
            elif not phone:
                without += 1
            else:
                _hand_over(one, phone, directory)
                handed += 1
        return Sent(handed, without, held)


def _hand_over(one: Message, phone: str, directory: Path) -> None:
    file = f"{DESK}{one.pk}.json"
    write_durably(staged(directory, file), msgspec.json.encode({"to": phone, "text": one.words}))
    sync(directory / STAGED)
    _mark_told(one.pk)
    move_out(directory, file)


def _left_by_a_cut(mission: Mission, directory: Path) -> Iterator[int]:
    """Move what was marked told and is still staged; the numbers of the messages."""
    for path in sorted((directory / STAGED).iterdir()):
        found = _FILE.fullmatch(path.name)
        one = Message.objects.filter(mission=mission, pk=int(found[1])).first() if found else None
        if one is not None and one.state == State.TOLD:
            move_out(directory, path.name)
            yield one.pk
        elif one is not None and one.state == State.DROPPED:
            path.unlink(missing_ok=True)


def _mark_told(number: int) -> None:
    end_message(number, State.TOLD, None, now())
