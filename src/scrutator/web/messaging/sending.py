"""Messages to many handed to a gateway, each exactly once, whatever is cut off when."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from scrutator.web.clock import now
from scrutator.web.identities.store import phones_of
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.models import Outgoing
from scrutator.web.sms.drop import write_durably
from scrutator.web.sms.numbers import sender_hash

State = Outgoing.State


@dataclass(frozen=True)
class Handed:
    """How many messages were handed over, and how many have no telephone any more."""

    handed_over: int
    without_phone: int


def send_outgoing(mission: Mission, directory: Path, channel: str) -> Handed:
    """Hand each message that waits to the gateway's folder, as `out/bulk-N.json` with `id`, `to`, `text`.

    The file is made whole in `staged`, this is written down, and then it moves to `out`: after a cut, one
    that is still staged moves, and one that is not was handed over. A gateway may take files away at once.
    """
    for name in ("out", "staged"):
        (directory / name).mkdir(parents=True, exist_ok=True)
    waiting = Outgoing.objects.filter(bulk__mission=mission, bulk__channel=channel)
    handed = sum(_move(one, directory) for one in waiting.filter(state=State.STAGED).order_by("pk"))
    rows = list(waiting.filter(state=State.WAITING).select_related("observer").order_by("pk"))
    phones = phones_of(one.observer.opaque for one in rows)
    without = 0
    for one in rows:
        phone = phones.get(one.observer.opaque, "")
        if not phone or sender_hash(phone, channel) != one.sender:
            _state(one, State.WAITING, State.NO_PHONE)
            without += 1
        elif _stage(one, phone, directory):
            handed += _move(one, directory)
    return Handed(handed, without)


def _stage(one: Outgoing, phone: str, directory: Path) -> bool:
    """Make the file, and write down that it is there; whether no other process did."""
    content = msgspec.json.encode({"id": _name(one), "to": phone, "text": one.words})
    write_durably(directory / "staged" / f"{_name(one)}.json", content)
    _sync(directory / "staged")
    return _state(one, State.WAITING, State.STAGED)


def _move(one: Outgoing, directory: Path) -> int:
    file = f"{_name(one)}.json"
    with suppress(FileNotFoundError):  # it moved before the cut, or another process moves it
        (directory / "staged" / file).rename(directory / "out" / file)
    _sync(directory / "out")
    return int(_state(one, State.STAGED, State.HANDED))


def _name(one: Outgoing) -> str:
    return f"bulk-{one.pk}"


def _state(one: Outgoing, before: str, after: str) -> bool:
    at, found = now(), Outgoing.objects.filter(pk=one.pk, state=before)
    return bool(writer().run(lambda log: found.update(state=after, at=at)))


def _sync(folder: Path) -> None:
    """What was named in the folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
