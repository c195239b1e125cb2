"""What `scrutator audit` reads: published results, copies, and what is to be shown."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.counting.audits.assertions import Batch
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.audits.sealed import Question


def read_batches(results: Path, question: "Question") -> "dict[str, Batch]":
    """The published lines by station. Raises C11, C14 when the valid votes are fewer than the lists'."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.asked import batches_of

    columns = [*question.lists, question.bound, *([question.valid] if question.valid else [])]
    rows = read_rows(results, (question.station,), list(dict.fromkeys(columns)))
    return batches_of(rows, question)


def read_copies(
    copies: Path, question: "Question", batches: "Mapping[str, Batch]"
) -> "tuple[dict[str, Copy], tuple[str, ...]]":
    """The copies by station, and the stations whose copy lacks the votes of a list: unreadable, no copy.

    A copy without its valid votes is one that does not give them. Raises C14 for a station that the
    published results do not have.
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.counts import by_station, read_cell, read_count
    from scrutator.errors import ScrutatorError

    rows = read_rows(copies, (question.station,), question.lists)
    found: dict[str, Copy] = {}
    unreadable = []
    for code, row in (by_station(rows, question.station) if rows else {}).items():
        if code not in batches:
            what = f"the copies have a station {code!r}, and the published results have none"
            remedy = "Write the codes alike in both files."
            raise ScrutatorError("C14", what, where=str(copies), remedy=remedy)
        if not all(read_cell(row, name) for name in question.lists):
            unreadable.append(code)
            continue
        votes = {name: read_count(row, name, code) for name in question.lists}
        given = question.valid and row.get(question.valid, "").strip()
        found[code] = Copy(votes, read_count(row, question.valid, code) if given else None)
    return found, tuple(sorted(unreadable))


def read_part(text: str, option: str) -> Fraction:
    """A part above 0 and at most 1, such as 0.9. Raises X03."""
    from scrutator.errors import ScrutatorError

    if not re.fullmatch(r"[0-9](\.[0-9]{1,6})?", text) or not 0 < Fraction(text) <= 1:
        raise ScrutatorError("X03", f"{text!r}", where=option, remedy="Give a part above 0, at most 1: 0.9.")
    return Fraction(text)


def read_limit(risk: float) -> Fraction:
    """The risk limit in per cent as an exact share. Raises X03."""
    from scrutator.errors import ScrutatorError

    if not 0 < risk < 100:
        raise ScrutatorError("X03", f"a risk limit of {risk:g} %", where="--risk", remedy="Give e.g. 5.")
    return Fraction(str(risk)) / 100


def read_lacking(path: Path, station: str, batches: "Mapping[str, Batch]") -> tuple[str, ...]:
    """The stations that will have no copy. Raises C11, C14 for one that the results do not have."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station
    from scrutator.errors import ScrutatorError

    found = by_station(read_rows(path, (station,)), station)
    strange = sorted(set(found) - set(batches))
    if strange:
        what = f"station {strange[0]!r} is named as one without a copy, and the results have none"
        raise ScrutatorError("C14", what, where=str(path), remedy="Write the codes alike in both files.")
    return tuple(found)
