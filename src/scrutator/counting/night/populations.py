"""How many stations each stratum has in the whole frame: stated, in a column, counted, or equal by decree."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.counting.cells import cell_value, number
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]
WHERE = "[sample] population"


def populations_of(
    section: Mapping[str, Any], rows: Sequence[Row], strata: Sequence[str], frame: Sequence[Row]
) -> Mapping[str, float]:
    """Answer: how many stations has the stratum of each drawn station? 0 where it is not known.

    `strata` are those of `rows`. Raises C08 where one stratum has two sizes, a stated stratum has no drawn
    station, and, where no weights are given beside them, for a stratum without a size.
    """
    if section.get("equal_strata"):
        return dict.fromkeys(strata, float(section["equal_strata"]))
    given = section.get("population")
    if isinstance(given, str):
        found = _in_column(given, rows, strata)
    elif given is not None:
        found = {str(name): float(value) for name, value in given.items()}
        _refuse(sorted(set(found) - set(strata)), "is stated, and no station of it was drawn")
    elif frame:
        names = [
            " / ".join(cell_value(row, column) for column in section.get("stratum", ())) for row in frame
        ]
        found = {name: float(names.count(name)) for name in set(names)}
    else:
        return dict.fromkeys(strata, 0.0)
    if "weight" not in section:
        _refuse(sorted(name for name in set(strata) if not found.get(name)), "has no size, and would count 1")
    return {name: found.get(name, 0.0) for name in set(strata)}


def _in_column(column: str, rows: Sequence[Row], strata: Sequence[str]) -> dict[str, float]:
    sizes: dict[str, set[float]] = {}
    for row, stratum in zip(rows, strata, strict=True):
        sizes.setdefault(stratum, set()).add(number(cell_value(row, column)) or 0.0)
    _refuse(sorted(name for name, found in sizes.items() if len(found) > 1), "has two sizes")
    return {name: found.pop() for name, found in sizes.items()}


def _refuse(strata: Sequence[str], what: str) -> None:
    if strata:
        remedy = "Give the number of stations of each stratum in the whole frame, once and by its name."
        raise ScrutatorError("C08", f"the stratum {strata[0]!r} {what}", where=WHERE, remedy=remedy)
