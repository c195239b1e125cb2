"""A protocol is a chain of versions; a copy of it has a provenance."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from scrutator.counting.counts import read_cell, read_count, read_lines
from scrutator.errors import ScrutatorError


class Step(StrEnum):
    """Why a version exists."""

    ORIGINAL = "original"
    CORRECTION = "correction"
    RECOUNT = "recount"


class Provenance(StrEnum):
    """How a version is known, in the order of how close that is to the ballots."""

    OWN_TALLY = "observer's own tally at the count"
    SIGNED_COPY = "copy signed and given to an observer"
    OBSERVER_PHOTO = "observer's photo of the protocol"
    POSTED_COPY = "photo of the copy posted at the station"
    OFFICIAL_SCAN = "official scan"
    OFFICIAL_PUBLICATION = "official publication"

    @property
    def code(self) -> str:
        """How a table writes it: own_tally, signed_copy, …"""
        return self.name.lower()

    def weaker_than(self, other: "Provenance") -> bool:
        """Is this further from the ballots than the other?"""
        order = list(Provenance)
        return order.index(self) > order.index(other)


@dataclass(frozen=True)
class Version:
    """One version of a station's protocol: who made it, when, on what legal basis, and how it is known.

    `provenance` is None where no one wrote down how the version is known.
    """

    station: str
    number: int
    step: Step
    author: str
    at: datetime
    basis: str
    counts: Mapping[str, int]
    provenance: Provenance | None = None


@dataclass(frozen=True)
class Change:
    """What a version changed, line by line, and whether a recount or a legal basis stands behind it.

    `weaker` says whether the version is known from further away than the one it replaces: then the
    correction itself has to be taken on trust. None where either provenance is unknown. `not_known` are the
    lines that one of the two does not have: whether they changed is not known.
    """

    version: Version
    replaced: Version
    differences: Mapping[str, int]
    without_recount: bool
    without_basis: bool
    not_known: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What changed, line by line, and the lines of which that is not known."""
        moved = [f"{name} {value:+d}" for name, value in self.differences.items()]
        return ", ".join([*moved, *(f"{name}: not known" for name in self.not_known)]) or "nothing"

    @property
    def weaker(self) -> bool | None:
        after, before = self.version.provenance, self.replaced.provenance
        return None if after is None or before is None else after.weaker_than(before)


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
        both = sorted(set(before.counts) & set(after.counts))
        moved = {name: after.counts[name] - before.counts[name] for name in both}
        alone = tuple(sorted(set(before.counts) ^ set(after.counts)))
        differences = {name: value for name, value in moved.items() if value}
        recounted = after.step is Step.RECOUNT
        unbacked = bool(differences) and not recounted
        found.append(Change(after, before, differences, unbacked, not after.basis, alone))
    return tuple(found)


def standing(chains: Iterable[Sequence[Version]]) -> dict[Provenance | None, int]:
    """Answer: how is the last version of each protocol known? Protocols by provenance; None: unknown."""
    last = Counter(check_chain(versions)[-1].provenance for versions in chains)
    return {kind: last[kind] for kind in (*Provenance, None) if last[kind]}


FIXED = ("station", "number", "step", "author", "at", "basis", "provenance")
"""The columns of a table of versions that are not lines of the form; `provenance` may be left out."""


def read_provenance(text: str, where: str) -> Provenance | None:
    """The provenance with this code; None for an empty cell. Raises C12 naming the known ones."""
    known = {one.code: one for one in Provenance}
    if text.strip() and text.strip() not in known:
        what, remedy = f"{text!r} is not a provenance", f"Known are {', '.join(known)}."
        raise ScrutatorError("C12", what, where=where, remedy=remedy)
    return known.get(text.strip())


def read_versions(rows: Iterable[Mapping[str, str]]) -> dict[str, list[Version]]:
    """The chains in a table with one row per version, by station.

    Raises C11 for a missing column or a cell that is no count, C12 for a step, a provenance or a time
    that cannot be read. An empty cell of a line is a line that was not keyed, not 0.
    """
    chains: dict[str, list[Version]] = {}
    for row in rows:
        station, _, step, author, at, basis = (read_cell(row, name) for name in FIXED[:6])
        known = read_provenance(row.get("provenance", ""), station)
        try:
            when, why = datetime.fromisoformat(at), Step(step)
        except ValueError as error:
            remedy = f"Steps: {', '.join(Step)}; times as 2026-11-21T20:15."
            raise ScrutatorError("C12", str(error), where=station, remedy=remedy) from error
        if when.tzinfo is not None:
            raise ScrutatorError("C12", f"{at!r} names a zone", where=station, remedy="Give local time.")
        counts = read_lines(row, FIXED, station)
        number = read_count(row, "number", station)
        version = Version(station, number, why, author, when, basis, counts, known)
        chains.setdefault(station, []).append(version)
    return chains
