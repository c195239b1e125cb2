"""The counting files of a case: rows of text, the night, the draw, published figures by level."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.typed_toml import Declared, read_toml

if TYPE_CHECKING:
    from scrutator.counting.night.night_file import Night

Path = tuple[str, ...]
Kind = TypeVar("Kind")


class Design(Declared, frozen=True):
    """[design] of draw.toml: what was registered before the draw."""

    stations: int
    method: str = "simple"
    strata: tuple[str, ...] = ()
    allocation: str = "proportional"
    cluster: str = ""
    per_cluster: int = 0
    minimum: int = 2
    replacements: int = 0
    spreads: dict[str, float] = msgspec.field(default_factory=dict)


class DrawFile(Declared, frozen=True):
    """draw.toml: how the sample was drawn."""

    frame_sha256: str
    seed: str
    design: Design


class VisitsTruth(Declared, frozen=True):
    """visits_truth.toml: what only a simulation knows."""

    true_rate: float
    stations: int


def rows_of(case: Case, name: str, needed: Sequence[str] = ()) -> list[dict[str, str]]:
    """The rows of an open table of the case, as text. Raises N03 when the case has no such table, the table
    no row, or no column of a name that is needed."""
    if name not in case.columns:
        raise ScrutatorError("N03", f"the case has no {name}.csv")
    table = case.columns[name]
    for column in needed:
        if column not in table.names:
            remedy = f"Its columns: {', '.join(table.names)}."
            raise ScrutatorError(
                "N03", f"there is no column '{column}'", where=f"{name}.csv:1", remedy=remedy
            )
    rows = table.records()
    if not rows:
        raise ScrutatorError("N03", f"{name}.csv has no rows", where=f"{name}.csv")
    return rows


def toml_of(case: Case, name: str, kind: type[Kind]) -> Kind:
    """A TOML file of the case as what it is declared to be. Raises N03, naming line and key."""
    if name not in case.files:
        raise ScrutatorError("N03", f"the case has no {name}")
    return read_toml(case.files[name], kind, "N03", name)


def night_of(case: Case) -> "Night":
    """The night as registered in night.toml, with the tables it names."""
    from scrutator.counting.night.night_file import read_night
    from scrutator.counting.night.shape import check_shape

    content = toml_of(case, "night.toml", dict)
    check_shape(content)

    def named(section: str, key: str = "file") -> list[dict[str, str]]:
        file = content.get(section, {}).get(key, "")
        return rows_of(case, file.removesuffix(".gz").removesuffix(".csv")) if file else []

    return read_night(
        content, named("sample"), named("arrivals"), named("frame"), named("sample", "replaced")
    )


def published_levels(case: Case) -> tuple[dict[Path, Mapping[str, int]], list[Path]]:
    """Published figures by path from levels.csv, and all paths; a row with an empty cell is unpublished."""
    published: dict[Path, Mapping[str, int]] = {}
    expected = []
    for row in rows_of(case, "levels"):
        path = tuple(part.strip() for part in row["path"].split("/"))
        expected.append(path)
        figures = {name: text for name, text in row.items() if name != "path"}
        if all(figures.values()):
            published[path] = {name: int(text) for name, text in figures.items()}
    return published, expected


def station_votes(case: Case) -> dict[str, Mapping[str, int]]:
    """The published votes of every station, the lowest level of levels.csv, by station code."""
    published, _ = published_levels(case)
    depth = max((len(path) for path in published), default=0)
    return {path[-1]: votes for path, votes in published.items() if len(path) == depth}


def copies_of(case: Case) -> dict[str, dict[str, int]]:
    """The observers' copies by station code, from copies.csv."""
    return {
        row["station"]: {name: int(text) for name, text in row.items() if name != "station"}
        for row in rows_of(case, "copies")
    }
