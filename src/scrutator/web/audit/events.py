"""What an event says, as one frozen value and as bytes: what was done, by whom, when, the rows after it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

Cells = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Cells | None]]
"""By table and key: the cells of a row as they are after the event; None where the row is gone."""


class What(StrEnum):
    """The kinds of acts that have a leaf."""

    SET_UP = "mission set up"
    IMPORT = "table imported"
    FORM = "form published"
    ROLE = "role given"
    ROLE_ENDED = "role ended"
    TOKEN = "token made"
    REVOKED = "token revoked"
    SMS_NUMBER = "number for SMS given"
    CHECKS = "checks brought into force"
    DECIDED = "report decided on"
    DECIDED_STATION = "station decided on"
    EDITED = "report replaced by an edit"
    NAME_ASKED = "name asked for"
    NAME_ANSWERED = "name request answered"
    NAME_SHOWN = "name shown"
    MESSAGE = "message written"
    MESSAGE_ENDED = "message ended"
    ACCOUNT = "account changed"
    CONSENT = "consent written down"
    ERASED = "observer erased"
    RETIRED = "mission ended"
    TAKEN_OVER = "rows taken over from an earlier version"
    ACCEPTED = "rows accepted as they are"
    RULES = "rules of the night registered"
    KEY = "key of an approver given"
    KEY_REVOKED = "key of an approver ended"
    RECORD = "record of the night written"
    SIGNED = "record of the night signed"
    RELEASED = "record of the night released"
    KEYED = "photograph read"
    SETTLED = "photograph settled"
    PUBLISHED = "published results given"
    PLAN = "plan of an audit given"
    SEED = "seed of an audit thrown"
    DRAWN = "draw of an audit gone on"
    KINDS = "kinds of incidents declared"
    POINTS = "coordinates of places given"
    TOLD = "incident written down at the desk"
    BULK = "message to many confirmed"
    REFUSALS = "refusals of a minute"
    RESTORED = "log begun anew after a restored copy"


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One act: `who` is an account's name, or says that it was done on the server's own computer; `about` is
    what a person reads of it, by name; `rows` are the rows that it wrote."""

    what: What
    who: str
    at: str
    about: dict[str, str]
    rows: dict[str, dict[str, dict[str, Any] | None]]


def encoded(event: Event) -> bytes:
    """The exact bytes that the leaf commits to."""
    return msgspec.json.encode(event, order="deterministic")


def decoded(content: bytes) -> Event:
    """The event of these bytes. Raises ValueError for what is none."""
    return msgspec.json.decode(content, type=Event)
