"""Reading a flag: which stations have it, which have not, and which are not known."""

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import BoolArray, StationResults

PRESENT = {"1", "1.0", "yes", "y", "true", "x", "да", "иә", "sí", "si", "oui"}
ABSENT = {"", "0", "0.0", "no", "n", "false", "none", "нет", "жоқ", "non"}
NOT_KNOWN = {"-", "–", "—", "?", "n/a", "na", "nan", "unknown", "н/д", "нд", "неизвестно", "белгісіз"}


def read_flag(results: StationResults, column: str) -> tuple[BoolArray, BoolArray]:
    """Which stations have the flag, and of which that is known.

    A whole number above zero and words for yes are presence; an empty cell, 0 and words for no are
    absence; "n/a", "-" and "?" are not known. Raises F02 for a flag that is not there, and for other text.
    """
    if column not in results.labels:
        known = ", ".join(sorted(results.labels)) or "none was read"
        raise ScrutatorError("F02", f"there is no flag “{column}”", where=f"flags: {known}")
    values, place = np.unique(results.labels[column], return_inverse=True)
    read = [_read(str(value), column) for value in values.tolist()]
    present = np.array([one is True for one in read], dtype=bool)[place]
    known_too = np.array([one is not None for one in read], dtype=bool)[place]
    return present, known_too


def _read(text: str, column: str) -> bool | None:
    word = text.strip().casefold()
    if word in NOT_KNOWN:
        return None
    if word in ABSENT:
        return False
    if word in PRESENT or (word.isascii() and word.isdigit()):
        return True
    remedy = "Write 1 or 0, yes or no; leave out or write n/a where it is not known."
    raise ScrutatorError("F02", f"{text!r} in the flag “{column}” is neither yes nor no", remedy=remedy)
