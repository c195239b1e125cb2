"""Voters counted at the door and the ballots of the protocol, from rows of text."""

from collections.abc import Iterable, Mapping

from scrutator.counting.counts import by_station, read_cell, read_count
from scrutator.counting.visits.voters import Hour
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]


def read_hours(rows: Iterable[Row], station: str, cast: Mapping[str, int], where: str) -> list[Hour]:
    """The counts, one row per station, hour and person.

    Raises C11 for a count that is none or is there twice, C14 for a station without a protocol.
    """
    found: dict[tuple[str, str, str], Hour] = {}
    for row in rows:
        key = (read_cell(row, station), read_cell(row, "hour"), read_cell(row, "counter"))
        if key in found or not all(key):
            lacks = "a count lacks its station, hour or counter"
            what = f"{', '.join(key)} is there twice" if key in found else lacks
            remedy = "Keep one row per station, hour and person."
            raise ScrutatorError("C11", what, where=where, remedy=remedy)
        if key[0] not in cast:
            what = f"voters were counted at {key[0]!r}, and there is no protocol of it"
            raise ScrutatorError("C14", what, where=where, remedy="Write the codes alike in both files.")
        found[key] = Hour(*key, read_count(row, "voters", key[0]))
    return list(found.values())


def ballots_here(rows: Iterable[Row], station: str, ballots: str, elsewhere: str = "") -> dict[str, int]:
    """Ballots cast at the station itself. Raises C11, C14 when more were cast elsewhere than in all."""
    found = {}
    for code, row in by_station(rows, station).items():
        here = read_count(row, ballots, code) - (read_count(row, elsewhere, code) if elsewhere else 0)
        if here < 0:
            what = "more ballots were cast elsewhere than in all"
            raise ScrutatorError("C14", what, where=code, remedy="Correct the protocol's columns.")
        found[code] = here
    return found
