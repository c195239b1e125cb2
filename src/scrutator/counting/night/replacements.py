"""Planned replacements stepping in: who may, in what order, and with which weight.

A replacement inherits the stratum, cluster, population and weight of the station it replaces. That is
exact for equal chances and an approximation for draws in proportion to size, where its own chance would
have been another; so every release names who was replaced by whom.
"""

from collections.abc import Mapping, Sequence

from scrutator.counting.cells import cell_value
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]
INHERITED = ("stratum", "cluster", "weight", "population", "cluster_size")
REMEDY = "Use the substitutes of the published draw, per stratum and cluster in their order 1, 2, …"


def is_replacement(row: Row) -> bool:
    """Whether a drawn row is a substitute that has not stepped in."""
    return row.get("replacement", "0") not in ("", "0")


def stepped_in(rows: Sequence[Row]) -> dict[str, str]:
    """The substitute of each station of a table with the columns station and replaced_by. Raises C08 for a
    station that is there twice: the order of rows would choose its substitute."""
    found: dict[str, str] = {}
    for row in rows:
        station = cell_value(row, "station").strip()
        if station in found:
            raise ScrutatorError("C08", f"{station!r} is replaced twice", where="replaced", remedy=REMEDY)
        found[station] = cell_value(row, "replaced_by").strip()
    return found


def step_in(drawn: Sequence[Row], key: str, replaced: Mapping[str, str]) -> list[Row]:
    """Answer: which stations are the sample, once these (station → substitute) have been replaced?

    `drawn` holds the sample and its planned replacements. Raises C08 for a station that was not drawn,
    a substitute that was not named for its stratum and cluster, or one taken out of its turn.
    """
    sample = {row[key]: row for row in drawn if not is_replacement(row)}
    spare = {row[key]: row for row in drawn if is_replacement(row)}
    if len(set(replaced.values())) != len(replaced):
        raise ScrutatorError("C08", "one substitute replaces two stations", where="replaced", remedy=REMEDY)
    for station, substitute in replaced.items():
        if station not in sample:
            raise ScrutatorError("C08", f"{station!r} was not drawn and cannot be replaced", where="replaced")
        if substitute not in spare or _group(spare[substitute]) != _group(sample[station]):
            what = f"{substitute!r} is no planned replacement for {station!r}"
            raise ScrutatorError("C08", what, where="replaced", remedy=REMEDY)
    _check_turns([spare[name] for name in replaced.values()])
    return [_heir(row, spare[replaced[name]]) if name in replaced else row for name, row in sample.items()]


def _group(row: Row) -> tuple[str, str]:
    return (row.get("stratum", ""), row.get("cluster", ""))


def _heir(row: Row, substitute: Row) -> Row:
    """The substitute in the place of the row: its own particulars, the row's place in the design."""
    inherited = {name: row[name] for name in INHERITED if name in row}
    return {**substitute, **inherited, "replacement": "0"}


def _check_turns(used: Sequence[Row]) -> None:
    groups: dict[tuple[str, str], list[int]] = {}
    for row in used:
        groups.setdefault(_group(row), []).append(int(row["replacement"]))
    for group, turns in groups.items():
        if sorted(turns) != list(range(1, len(turns) + 1)):
            where = " / ".join(part for part in group if part)
            raise ScrutatorError("C08", "a substitute was taken out of its turn", where=where, remedy=REMEDY)
