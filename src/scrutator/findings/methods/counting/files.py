"""The counting files of a case: rows of text, the night, published figures by level."""

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.tables.strict import strict_rows

if TYPE_CHECKING:
    from scrutator.counting.night import Night

Path = tuple[str, ...]


def rows_of(case: Case, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the case. Raises N03 when the case has no such file."""
    if name not in case.files:
        raise ScrutatorError("N03", f"the case has no {name}")
    return strict_rows(case.files[name], name)


def toml_of(case: Case, name: str) -> dict[str, Any]:
    """A TOML file of the case. Raises N03."""
    if name not in case.files:
        raise ScrutatorError("N03", f"the case has no {name}")
    try:
        return tomllib.loads(case.files[name].decode())
    except tomllib.TOMLDecodeError as error:
        raise ScrutatorError("N03", f"{name} is not TOML: {error}") from error


def night_of(case: Case) -> "Night":
    """The night as registered in night.toml, with the files it names."""
    from scrutator.counting.night import read_night

    content = toml_of(case, "night.toml")
    drawn = rows_of(case, content["sample"]["file"])
    arrivals = rows_of(case, content["arrivals"]["file"])
    frame = content.get("frame", {}).get("file")
    replaced = content["sample"].get("replaced")
    return read_night(
        content,
        drawn,
        arrivals,
        rows_of(case, frame) if frame else (),
        rows_of(case, replaced) if replaced else (),
    )


def published_levels(case: Case) -> tuple[dict[Path, Mapping[str, int]], list[Path]]:
    """Published figures by path from levels.csv, and all paths; a row with an empty cell is unpublished."""
    published: dict[Path, Mapping[str, int]] = {}
    expected = []
    for row in rows_of(case, "levels.csv"):
        path = tuple(part.strip() for part in row["path"].split("/"))
        expected.append(path)
        figures = {name: text for name, text in row.items() if name != "path"}
        if all(text.strip() for text in figures.values()):
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
        for row in rows_of(case, "copies.csv")
    }
