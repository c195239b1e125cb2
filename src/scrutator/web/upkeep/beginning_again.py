"""A restored copy goes on under a new key: what came in after the copy was made has places in the old log.

Under the old key the next report would get the place that another report has on the server that was copied,
and both checkpoints would be signed: two histories of one log. So a restored folder does not write before
someone says that what came after is lost; each mission's log has a new key and a new origin then, and its
next leaf is an event that states the last checkpoint of the old one.
"""

import re
from pathlib import Path

from scrutator.publishing.key_files import read_secret_key, write_secret
from scrutator.seal.keys.sign import SecretKey, new_key
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, note, written
from scrutator.web.folder import forget_restored, key_path
from scrutator.web.intake.log import GrowingLog
from scrutator.web.intake.writer import Writer
from scrutator.web.missions.models import Mission
from scrutator.web.upkeep.taking_over import take_over


def begin_again(reason: str) -> dict[str, str]:
    """Give each mission's log a new key, and let the folder write again; the new keys by mission.

    What is cut off is gone on with: a key that a mission names already is only put in its place.
    """
    missions = list(Mission.objects.order_by("pk"))
    keys = {one.pk: _new_key(one) for one in missions}
    writer = Writer(keys.__getitem__)
    writer.start()
    try:
        for one in missions:
            if str(keys[one.pk].key) != one.log_key:
                writer.run(lambda log, one=one: _rotate(log, one, keys[one.pk], reason))  # type: ignore[misc]
    finally:
        writer.stop()
    for one in missions:
        waiting(one.slug).replace(key_path(one.slug))
    forget_restored()
    take_over()
    return {one.slug: str(keys[one.pk].key) for one in missions}


def waiting(slug: str) -> Path:
    """Where a new key lies until its log is signed with it."""
    return key_path(slug).with_suffix(".new")


def _new_key(mission: Mission) -> SecretKey:
    path = waiting(mission.slug)
    if not path.is_file():
        key = new_key(next_origin(mission.log_key.partition("+")[0], mission.slug))
        write_secret(path, key.to_file(None))
    return read_secret_key(path)


def next_origin(origin: str, slug: str) -> str:
    """The origin after this one: `demo/field`, `demo/field-2`, `demo/field-3`."""
    found = re.fullmatch(rf"{re.escape(slug)}/field-([0-9]+)", origin)
    return f"{slug}/field-{int(found[1]) + 1 if found else 2}"


def _rotate(log: GrowingLog, mission: Mission, key: SecretKey, reason: str) -> None:
    """The new key in the mission's row, and the event that states where the old log ended."""
    last = mission.checkpoints.order_by("-size").first()
    about = {
        "reason": reason,
        "old key": mission.log_key,
        "old checkpoint": bytes(last.note).decode() if last else "none",
    }
    mission.log_key = str(key.key)
    mission.save(update_fields=["log_key"])
    note(log, mission.pk, What.RESTORED, COMPUTER, about, written(mission))
