"""A protocol is a chain of versions; a copy of it has a provenance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from scrutator.errors import ScrutatorError


class Step(StrEnum):
    """Why a version exists."""

    ORIGINAL = "original"
    CORRECTION = "correction"
    RECOUNT = "recount"


class Provenance(StrEnum):
    """Where a copy comes from, in the order of how close it is to the ballots."""

    OWN_TALLY = "observer's own tally at the count"
    SIGNED_COPY = "copy signed and given to an observer"
    OBSERVER_PHOTO = "observer's photo of the protocol"
    POSTED_COPY = "photo of the copy posted at the station"
    OFFICIAL_SCAN = "official scan"
    OFFICIAL_PUBLICATION = "official publication"


@dataclass(frozen=True)
class Version:
    """One version of a station's protocol: who made it, when, on what legal basis."""

    station: str
    number: int
    step: Step
    author: str
    at: datetime
    basis: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Change:
    """What a version changed, line by line, and whether a recount or a legal basis stands behind it."""

    version: Version
    differences: Mapping[str, int]
    without_recount: bool
    without_basis: bool


def check_chain(versions: Sequence[Version]) -> tuple[Version, ...]:
    """The versions of one station in order; raises C12 unless they form one chain.

    Numbers run 1, 2, 3, …; the first and only the first is the original; times do not run back.
    """
    chain = tuple(sorted(versions, key=lambda version: version.number))
    if not chain or len({version.station for version in chain}) != 1:
        raise ScrutatorError("C12", "a chain holds the versions of one station")
    for place, version in enumerate(chain):
        first = place == 0
        if version.number != place + 1 or (version.step is Step.ORIGINAL) != first:
            what = f"version {version.number} ({version.step}) does not continue the chain"
            raise ScrutatorError("C12", what, where=version.station)
        if not first and version.at < chain[place - 1].at:
            what = f"version {version.number} is older than the one before"
            raise ScrutatorError("C12", what, where=version.station)
    return chain


def changes(versions: Sequence[Version]) -> tuple[Change, ...]:
    """Answer: what did each later version change, and was it backed by a recount and a legal basis?"""
    chain = check_chain(versions)
    found = []
    for before, after in pairwise(chain):
        names = sorted(set(before.counts) | set(after.counts))
        moved = {name: after.counts.get(name, 0) - before.counts.get(name, 0) for name in names}
        differences = {name: value for name, value in moved.items() if value}
        recounted = after.step is Step.RECOUNT
        found.append(Change(after, differences, bool(differences) and not recounted, not after.basis))
    return tuple(found)
