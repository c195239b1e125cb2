"""Messages as files in a folder: for gateways that speak no HTTP."""

import os
from pathlib import Path

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.web.clock import now
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.replies import note_delivery, read_delivery
from scrutator.web.sms.numbers import CHANNEL
from scrutator.web.sms.taking import take
from scrutator.web.sms.views import LARGEST, read_message

DELIVERY = "delivery-"
DESK, MANY = "desk-", "bulk-"  # how names of the desk's own messages begin; a reply has its message's name


def take_folder(
    mission: Mission, directory: Path, channel: str = CHANNEL
) -> tuple[int, list[tuple[str, str]]]:
    """Take the files of `directory/in` in the order of their names; how many, and which are left and why.
    A file whose name begins with `delivery-` says whether a message of the desk reached its telephone.

    The reply is on the disk before its message moves, and a message taken twice is answered the same: what is
    cut off is done again. Raises X01 when there is no such folder.
    """
    inbox, outbox, done = (directory / name for name in ("in", "out", "done"))
    if not inbox.is_dir():
        raise ScrutatorError("X01", f"there is no folder {inbox}", where=str(inbox))
    outbox.mkdir(exist_ok=True)
    done.mkdir(exist_ok=True)
    taken, left = 0, list[tuple[str, str]]()
    for path in sorted(inbox.glob("*.json")):
        try:
            if path.name.startswith((DESK, MANY)):
                what = f"names that begin with {DESK} or {MANY} are those of the desk's messages"
                raise ScrutatorError("D74", what)
            if path.is_symlink() or path.stat().st_size > LARGEST:
                raise ScrutatorError("D74", f"a message is a plain file of at most {LARGEST:,} bytes")
            if path.name.startswith(DELIVERY):
                note_delivery(mission, channel, *read_delivery(path.read_bytes()))
                path.replace(done / path.name)
                taken += 1
                continue
            message = read_message(path.read_bytes(), channel)
        except ScrutatorError as error:
            left.append((path.name, error.what))
            continue
        answer = take(mission, message, now())
        if answer.reply:
            write_durably(
                outbox / path.name, msgspec.json.encode({"to": message.sender, "text": answer.reply})
            )
        path.replace(done / path.name)
        taken += 1
    return taken, left


def write_durably(path: Path, content: bytes) -> None:
    """Write the file whole, on the disk before it has its name."""
    partial = path.with_suffix(".part")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
