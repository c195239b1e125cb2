"""The roles of a mission, one list everywhere."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in a mission; the administrator runs the server and reads no report."""

    OBSERVER = "observer"
    COORDINATOR = "coordinator"
    DESK = "desk"
    ANALYST = "analyst"
    EDITOR = "editor"
    APPROVER = "approver"
    KEY_HOLDER = "key-holder"
    ADMINISTRATOR = "administrator"
