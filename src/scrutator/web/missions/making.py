"""A new mission: its row, its first round, the key of its field log."""

import re
from collections.abc import Callable
from datetime import date
from zoneinfo import available_timezones

from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written
from scrutator.web.evidence import parse_public
from scrutator.web.folder import key_path, make_log_key
from scrutator.web.missions.models import Mission, Round

TAKEN = ("codes",)  # its gateway's key would be the secret `sms-codes`, which hashes codes of all missions
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")


def _nothing(mission: Mission) -> None:
    """What is done with a new mission where nothing is."""


def new_mission(
    slug: str,
    name: str,
    day: date,
    time_zone: str,
    evidence_key: str,
    by: str = COMPUTER,
    then: Callable[[Mission], None] = _nothing,
) -> Mission:
    """Make a mission with one round on its day; `then` is part of it, and may run twice. Raises D62 for what
    cannot be used and where the folder has a key of this name, D64 for an evidence key that is none (an empty
    one is for missions whose forms take no photos), and what `then` raises: nothing is left of it."""
    if not _SLUG.fullmatch(slug):
        raise ScrutatorError("D62", "the short name has 3 to 40 small letters, digits and hyphens")
    if slug in TAKEN:
        raise ScrutatorError("D62", f"the server itself uses the short name {slug}")
    if Mission.objects.filter(slug=slug).exists():
        raise ScrutatorError("D62", f"there is a mission {slug} already")
    if not name.strip() or len(name) > 200 or not name.isprintable():
        raise ScrutatorError("D62", "a mission has a name of at most 200 characters")
    if time_zone not in available_timezones():
        raise ScrutatorError(
            "D62", f"there is no time zone “{time_zone[:60]}”", remedy="Write e.g. Asia/Almaty."
        )
    if evidence_key:
        parse_public(evidence_key)
    key = make_log_key(slug)

    def make(log: Log) -> Mission:
        mission = Mission.objects.create(
            slug=slug,
            name=name.strip(),
            time_zone=time_zone,
            log_key=str(key.key),
            evidence_key=evidence_key.strip(),
        )
        first = Round.objects.create(mission=mission, code="1", day=day)
        note(log, mission.pk, What.SET_UP, by, {"mission": slug}, written(mission, first))
        then(mission)
        return mission

    try:
        return write(make)
    except ScrutatorError as error:
        if error.code != "D57":  # then it may still be written
            key_path(slug).unlink()  # nothing was, so that no leaf is signed with it
        raise
