"""Messages of the desk to observers, as files for the gateway that has the replies of SMS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from scrutator.web.clock import now
from scrutator.web.desk.messages import end_message, wait_again
from scrutator.web.desk.models import Message
from scrutator.web.identities.store import read_person
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.holding import MayGo, may_go
from scrutator.web.outbox.models import Channel
from scrutator.web.outbox.spool import STAGED, move_out, one_sender, staged, sync
from scrutator.web.sms.drop import DESK, write_durably
from scrutator.web.sms.models import SmsNumber
from scrutator.web.sms.numbers import CHANNEL, sender_hash

State = Message.State
_FILE = re.compile(rf"{DESK}([1-9][0-9]{{0,15}})(?:-([0-9T]+))?\.json")


@dataclass(frozen=True)
class Sent:
    """How many messages were handed over, how many wait still because their observers have no telephone, how
    many because their observers may not be safe, and how many that go by another channel than was asked."""

    handed_over: int
    without_phone: int
    held_back: int = 0
    elsewhere: int = 0


def send_waiting(mission: Mission, directory: Path, channel: str = CHANNEL) -> Sent:
    """Hand each message that waits and goes by this channel to its gateway, as `out/desk-N.json` with `to`
    and `text`, once. A message goes by the channel whose telephone its observer's number belongs to, and by
    SMS where it belongs to none.

    The file is made whole in `staged`, the message is marked told at the moment in the file's name, and then
    the file moves to `out`: after a cut, what is staged and told for this file moves. What is not told, or
    may not go to that telephone any more, is made again, by whichever channel is its observer's then.
    """
    with one_sender(directory):
        goes, without, held, elsewhere = may_go(mission), 0, 0, 0
        handed = sum(1 for _ in _left_by_a_cut(mission, directory, goes))
        waiting = Message.objects.filter(mission=mission, state=State.WAITING)
        for one in waiting.select_related("observer").order_by("pk"):
            phone = read_person(one.observer.opaque).phone
            if channel_of(one.observer_id, phone) != channel:
                elsewhere += 1
            elif not goes(one.observer_id, one.user_id, one.at):
                held += 1
            elif not phone:
                without += 1
            else:
                handed += _hand_over(one, phone, directory)
        return Sent(handed, without, held, elsewhere)


def channel_of(observer: int, phone: str) -> str:
    """The channel of an observer: messenger where their number in force belongs to the messenger's account of
    this telephone, else SMS."""
    bound = SmsNumber.objects.filter(device__observer=observer, device__revoked=None)
    mark = sender_hash(phone, Channel.MESSENGER) if phone else ""
    is_messenger = bool(mark) and bound.filter(device__fingerprint=mark).exists()
    return str(Channel.MESSENGER if is_messenger else Channel.SMS)


def _hand_over(one: Message, phone: str, directory: Path) -> bool:
    """Whether this sender handed it over: another, or a person who told it, may have been first."""
    at = now()
    file = f"{DESK}{one.pk}-{_moment(at)}.json"
    write_durably(staged(directory, file), _content(one, phone))
    sync(directory / STAGED)
    _mark_told(one.pk, at)
    return _move_told(directory, file, one.pk, _moment(at))


def _left_by_a_cut(mission: Mission, directory: Path, goes: MayGo) -> Iterator[int]:
    """Move what was marked told for its file and is still staged; the numbers of the messages. Other files
    of its messages, half or whole, are removed: what still waits is made again."""
    for half in (directory / STAGED).glob(f"{DESK}*.part"):
        half.unlink()  # no other sender writes now
    for path in sorted((directory / STAGED).iterdir()):
        found = _FILE.fullmatch(path.name)
        number = int(found[1]) if found else 0
        one = Message.objects.filter(mission=mission, pk=number).select_related("observer").first()
        if found and one and _is_of(one, found[2]) and not _may_still(one, path, goes):
            wait_again(number)  # before its file goes, which no gateway has seen
        if found and one and _move_told(directory, path.name, number, found[2]):
            yield number


def _move_told(directory: Path, file: str, number: int, moment: str | None) -> bool:
    """Move a staged file if its message was marked told for it, at its moment; else remove it. A file of an
    earlier version has no moment."""
    if not _is_of(Message.objects.get(pk=number), moment):
        staged(directory, file).unlink(missing_ok=True)
        return False
    move_out(directory, file, f"{DESK}{number}.json")
    return True


def _is_of(one: Message, moment: str | None) -> bool:
    """Whether a message was marked told for the file of this moment."""
    told = one.state == State.TOLD and one.ended_by_id is None
    return told and one.ended_at is not None and moment in (None, _moment(one.ended_at))


def _may_still(one: Message, path: Path, goes: MayGo) -> bool:
    """Whether a file is what it would be now, with its observer's telephone, and may go to them."""
    same = path.read_bytes() == _content(one, read_person(one.observer.opaque).phone)
    return same and goes(one.observer_id, one.user_id, one.at)


def _content(one: Message, phone: str) -> bytes:
    return msgspec.json.encode({"to": phone, "text": one.words})


def _moment(at: datetime) -> str:
    """A moment in a file's name, to the microsecond that the database keeps."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S%f}"


def _mark_told(number: int, at: datetime) -> None:
    end_message(number, State.TOLD, None, at)
