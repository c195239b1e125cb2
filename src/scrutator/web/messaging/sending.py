"""Messages to many handed to a gateway, each exactly once, whatever is cut off when."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from scrutator.web.clock import now
from scrutator.web.identities.store import phones_of
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.holding import may_go
from scrutator.web.outbox.models import Outgoing
from scrutator.web.outbox.spool import STAGED, move_out, one_sender, staged, sync
from scrutator.web.sms.drop import write_durably
from scrutator.web.sms.numbers import sender_hash

State = Outgoing.State


@dataclass(frozen=True)
class Handed:
    """How many messages were handed over, how many have no telephone any more, and how many wait because
    their observers may not be safe."""

    handed_over: int
    without_phone: int
    held_back: int = 0


def send_outgoing(mission: Mission, directory: Path, channel: str) -> Handed:
    """Hand each message that waits to the gateway's folder, as `out/bulk-N.json` with `id`, `to`, `text`.

    The file is made whole in `staged`, this is written down, and then it moves to `out`: after a cut, one
    that is still staged moves, and one that is not was handed over. A gateway may take files away at once.
    """
    with one_sender(directory):
        return _sent(mission, directory, channel)


def _sent(mission: Mission, directory: Path, channel: str) -> Handed:
    ours = Outgoing.objects.filter(bulk__mission=mission, bulk__channel=channel)
    asked = ours.filter(state__in=(State.STAGED, State.WAITING)).order_by("state", "pk")
    rows = list(asked.select_related("observer", "bulk"))
    phones, goes = phones_of(one.observer.opaque for one in rows), may_go(mission)
    handed = without = held = 0
    for one in rows:
        phone = phones.get(one.observer.opaque, "")
        safe = goes(one.observer_id, one.bulk.user_id, one.bulk.at)
        known = bool(phone) and sender_hash(phone, channel) == one.sender
        if safe and known:
            handed += _hand_over(one, phone, directory)
        elif _taken_back(one, directory):
            held += not safe
            without += safe and _state(one, State.WAITING, State.NO_PHONE)
        else:
            handed += _move(one, directory)
    return Handed(handed, without, held)


def _hand_over(one: Outgoing, phone: str, directory: Path) -> int:
    if one.state == State.STAGED or _stage(one, phone, directory):
        return _move(one, directory)
    return 0


def _taken_back(one: Outgoing, directory: Path) -> bool:
    """Whether a message that may not go any more has not gone: it waits again, and a file of it that a cut
    left is removed. One whose file is not there any more was handed over before the cut."""
    file = staged(directory, f"{_name(one)}.json")
    if one.state == State.STAGED and not (file.exists() and _state(one, State.STAGED, State.WAITING)):
        return False
    file.unlink(missing_ok=True)
    return True


def _stage(one: Outgoing, phone: str, directory: Path) -> bool:
    """Make the file, and write down that it is there."""
    content = msgspec.json.encode({"id": _name(one), "to": phone, "text": one.words})
    write_durably(staged(directory, f"{_name(one)}.json"), content)
    sync(directory / STAGED)
    return _state(one, State.WAITING, State.STAGED)


def _move(one: Outgoing, directory: Path) -> int:
    move_out(directory, f"{_name(one)}.json")
    return int(_state(one, State.STAGED, State.HANDED))


def _name(one: Outgoing) -> str:
    return f"bulk-{one.pk}"


def _state(one: Outgoing, before: str, after: str) -> bool:
    at, found = now(), Outgoing.objects.filter(pk=one.pk, state=before)
    return bool(writer().run(lambda log: found.update(state=after, at=at)))
