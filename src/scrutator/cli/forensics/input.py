"""What `scrutator forensics` is given: columns and lists by name, boundaries, an executor."""

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from scrutator.forensics.results import StationResults


def read_columns(
    path: Path, columns: dict[str, str], votes: list[str], flags: list[str] | None = None
) -> "StationResults":
    """Read a file; of several lists the largest is the leader and the second the runner-up."""
    from scrutator.forensics.reading import lists_by_votes, read_results, read_table

    table = read_table(path)
    lists = lists_by_votes(table, _matching(votes, list(table)))
    ranked = dict(zip(("leader", "runner_up"), lists, strict=False))
    others = [] if len(lists) < 2 else [name for name in lists if name not in columns.values()]
    name = path.name.split(".")[0]
    return read_results(table, columns=ranked | columns, lists=others, labels=flags or [], name=name)


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


def column_mapping(pairs: list[str], region: str) -> dict[str, str]:
    """The pairs of --map, with --region. Raises X03 for what is no pair or no column of ours."""
    from scrutator.errors import ScrutatorError
    from scrutator.forensics.reading import PLACE_COLUMNS
    from scrutator.forensics.results import ADDRESS, COUNT_COLUMNS

    known = (*PLACE_COLUMNS, ADDRESS, *COUNT_COLUMNS)
    columns = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs:
            raise ScrutatorError("X03", f"--map needs column=name, not “{pair}”")
        if ours.strip() not in known:
            raise ScrutatorError("X03", f"“{ours}” is none of the columns {', '.join(known)}", where="--map")
        columns[ours.strip()] = theirs.strip()
    return columns | ({"region": region} if region else {})


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


def open_executor(processes: int, cluster: str = "") -> Any:
    """A context with the executor asked for: none (serial), a process pool, or Dask's."""
    from contextlib import nullcontext

    if cluster:
        return _dask(cluster)
    if processes > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    return nullcontext(None)


@contextmanager
def _dask(address: str) -> "Iterator[Executor]":
    """The executor of a running Dask scheduler; the connection is closed at the end."""
    from scrutator.errors import ScrutatorError, missing_extra

    try:
        from distributed import Client
    except ImportError as error:
        raise missing_extra("--cluster", "cluster") from error
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ScrutatorError("X03", f"no Dask scheduler answers at {address}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise ScrutatorError("X03", f"the Dask scheduler at {address} has no workers")
        yield client.get_executor()
