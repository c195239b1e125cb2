"""Claims and actors from someone else's CSV: rows of the record, to be read by a person first.

A table with the columns `text` and `speaker` holds claims; one with `name` and `kind` holds actors.
Columns are matched by their names in the record (docs/reference/case-folder.md); others are left aside
and listed. Nothing is guessed: a row without the words, the speaker or a name is left aside too. A claim
without a topic gets the topic "imported".
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.ledger.exchange.identifiers import identifiers, visible
from scrutator.record.columns import columns_of
from scrutator.record.nouns.actors import Actor
from scrutator.record.nouns.claims import Claim
from scrutator.tables.model import Table

NEEDED: Mapping[str, tuple[str, ...]] = {"claims": ("text", "speaker"), "actors": ("name", "kind")}
ROWS = {"claims": Claim, "actors": Actor}


@dataclass(frozen=True)
class ForeignTable:
    """Rows for one table of a case ("claims" or "actors"), and what was left aside, in words."""

    table: str
    rows: tuple[dict[str, str], ...]
    left_aside: tuple[str, ...]


def read_foreign_table(given: Table, source: str) -> ForeignTable:
    """Rows for claims.csv or actors.csv, all cited under `source`. Raises G12 when it is neither.

    Ids are made from the file's ids, or numbered; rows that share an id are all left aside.
    """
    header = list(given.columns)
    table = next((name for name, needed in NEEDED.items() if set(needed) <= set(header)), None)
    if table is None:
        raise ScrutatorError("G12", "the table holds neither claims nor actors", where=f"header: {header}")
    columns = [column.name for column in columns_of(ROWS[table])]
    aside = [f"column {name or '(no name)'} is not read" for name in header if name not in columns]
    theirs = [raw.get("id", "") or f"{source}-{number}" for number, raw in _numbered(given)]
    ours, times = identifiers(theirs), Counter(theirs)
    rows = []
    for name, (number, raw) in zip(theirs, _numbered(given), strict=True):
        row = {column: visible(raw.get(column, "")) for column in columns}
        row |= {"source": source, "id": ours[name]}
        if "topic" in row:
            row["topic"] = row["topic"] or "imported"
        lacking = [column for column in NEEDED[table] if not row[column]]
        if lacking:
            aside.append(f"line {number}: no {' and no '.join(lacking)}")
        elif times[name] > 1:
            aside.append(f"line {number}: {times[name]} rows have the id {name}, none is read")
        else:
            rows.append(row)
    if not rows:
        raise ScrutatorError("G12", "; ".join(aside) or "the table has no rows")
    return ForeignTable(table, tuple(rows), tuple(aside))


def _numbered(given: Table) -> list[tuple[int, dict[str, str]]]:
    """The rows with their lines in the file."""
    return list(zip(given.lines.tolist(), given.records(), strict=True))
