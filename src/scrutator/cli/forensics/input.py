"""What `scrutator forensics` is given: columns and lists by name, boundaries, an executor."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrutator.forensics.inputs.results import StationResults
    from scrutator.tables.mapping import TableMapping


def read_columns(
    path: Path, mapping: "TableMapping", votes: list[str], flags: list[str] | None = None
) -> "StationResults":
    """Read a file; of several lists the largest is the leader and the second the runner-up."""
    from scrutator.errors import ScrutatorError
    from scrutator.forensics.inputs.reading import as_table, lists_by_votes, read_results

    if votes and "leader" in mapping.columns:
        raise ScrutatorError(
            "X03", "--list has no effect: --map names the leader", remedy="Leave out one of them."
        )
    table = as_table(path, mapping)
    lists = lists_by_votes(table, _matching(votes, list(table.columns)))
    columns = dict(zip(("leader", "runner_up"), lists, strict=False)) | dict(mapping.columns)
    others = [] if len(lists) < 2 else [name for name in lists if name not in mapping.columns.values()]
    return read_results(table, columns=columns, lists=others, labels=flags or [], mapping=mapping)


def _matching(patterns: list[str], heading: list[str]) -> list[str]:
    """The columns a pattern with * stands for; a name without * stands for itself."""
    from fnmatch import fnmatchcase

    from scrutator.errors import ScrutatorError

    names: list[str] = []
    for pattern in patterns:
        found = [pattern]
        if pattern not in heading and "*" in pattern:
            found = [column for column in heading if fnmatchcase(column, pattern)]
            if not found:
                where = f"the table has: {', '.join(heading)}"
                raise ScrutatorError("F02", f"no column matches “{pattern}”", where=where)
        names += [name for name in found if name not in names]
    return names


def station_mapping(pairs: list[str], region: str, sheet: str, accept_losses: bool) -> "TableMapping":
    """The options that say how a file is read. Raises B10 for a column that forensics does not use."""
    from scrutator.forensics.inputs.reading import PLACE_COLUMNS
    from scrutator.forensics.inputs.results import ADDRESS, COUNT_COLUMNS
    from scrutator.tables.names import only
    from scrutator.tables.options import mapping_of

    pairs = [*pairs, f"region={region}"] if region else pairs
    mapping = mapping_of(pairs, sheet, accept_losses)
    only(mapping.columns, (*PLACE_COLUMNS, ADDRESS, *COUNT_COLUMNS), "--map")
    return mapping


def read_boundaries(path: Path) -> dict[str, Any]:
    """GeoJSON with a name for every region. Raises X01 when it is not that."""
    from scrutator.errors import ScrutatorError

    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = [feature["properties"]["name"] for feature in body["features"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{path} is not GeoJSON with a property “name” for every region"
        raise ScrutatorError("X01", what) from error
    if not names:
        raise ScrutatorError("X01", f"{path} has no regions")
    return body
