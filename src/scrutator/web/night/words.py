"""What the night's pages say that stands in no template: fates, the desk's reasons, gates, messages."""

from scrutator.counting.protocols.differences import Tolerance
from scrutator.web.desk.records import REASONS
from scrutator.web.night.arrivals import Fate
from scrutator.web.night.keying import Needs
from scrutator.web.night.source import NO_MORE

GATES = (
    "rules",
    "denominator",
    "strata",
    "cells",
    "adjustment",
    "intervals",
    "statement",
    "shares",
    "weights",
    "reports",
    "substitutes",
)
"""The gates by their names."""
MESSAGES = (
    "Signatures of no registered key, not counted",
    "Not released",
    "The rules are registered.",
    "Stations",
    "Rows with an empty cell, left out",
    "Columns not used",
)
SAID_BY_CODE = (
    *(one.value for kind in (Fate, Needs, Tolerance) for one in kind),
    *REASONS,
    NO_MORE,
    *GATES,
    *MESSAGES,
)
"""All of it, which is in every language of the desk."""
