"""Totals recomputed from stations at every level, against what was published at that level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CANNOT = "published totals cannot be recomputed"

Path = tuple[str, ...]
"""The units from the top: ("country", "region", "district"); a station's path ends with its code."""


@dataclass(frozen=True)
class Parting:
    """A unit whose published figure differs from the sum of what is below it.

    `level` is the depth of the unit (0 is the country); `below` is the sum of the published figures
    one level down (or of the stations), `published` the unit's own figure.
    """

    path: Path
    level: int
    list: str
    below: int
    published: int

    @property
    def difference(self) -> int:
        """Published minus the sum below: what this unit added (+) or lost (−)."""
        return self.published - self.below


@dataclass(frozen=True)
class Levels:
    """Where published totals differ from the sums of their parts, and which cannot be recomputed at all."""

    partings: tuple[Parting, ...]
    cannot: tuple[tuple[Path, str], ...]
    units_checked: int

    @property
    def verdict(self) -> str:
        """In words: consistent, differing, or not recomputable."""
        if self.partings:
            units = len({parting.path for parting in self.partings})
            return f"published totals differ from the sums of their parts in {units} units"
        if not self.units_checked and not self.cannot:
            return "only one level is given: there is nothing to recompute"
        return CANNOT if self.cannot else "published totals are the sums of the published parts"


def check_levels(published: Mapping[Path, Mapping[str, int]], expected: Sequence[Path] = ()) -> Levels:
    """Answer: at which unit does a published total stop being the sum of the parts below it?

    `published` holds every published figure at every level, stations included. A unit is checked
    when at least one part of it is published; if `expected` (the frame's stations, or units that
    must exist) names parts that are not, its total cannot be recomputed, and neither can that of a
    unit with no published part. The lowest difference on a path is where the fault lies: sums above it
    are taken over the published figures of the level below, so a fault is reported once.
    """
    children: dict[Path, list[Path]] = {}
    for path in published:
        if len(path) > 1:
            children.setdefault(path[:-1], []).append(path)
    wanted: dict[Path, set[Path]] = {}
    for path in expected:
        for depth in range(1, len(path)):
            wanted.setdefault(path[:depth], set()).add(path[: depth + 1])
    stations = max((len(path) for path in (*published, *expected)), default=0)
    partings: list[Parting] = []
    cannot: list[tuple[Path, str]] = []
    checked = 0
    for path in sorted(published):
        if len(path) == stations:
            continue
        missing = wanted.get(path, set()) - set(children.get(path, ()))
        if path not in children or missing:
            what = f"{len(missing)} parts are not published" if missing else "no part is published"
            cannot.append((path, f"{CANNOT}: {what}"))
            continue
        checked += 1
        partings += _part(path, published, children[path])
    return Levels(tuple(partings), tuple(cannot), checked)


def _part(path: Path, published: Mapping[Path, Mapping[str, int]], parts: Sequence[Path]) -> list[Parting]:
    found = []
    for name, value in sorted(published[path].items()):
        below = sum(published[part].get(name, 0) for part in parts)
        if below != value:
            found.append(Parting(path, len(path) - 1, name, below, value))
    return found
