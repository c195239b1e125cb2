"""Claims and actors from someone else's CSV: rows of the record, to be read by a person first.

A table with the columns `text` and `speaker` holds claims; one with `name` and `kind` holds actors.
Columns are matched by their names in the record (docs/reference/case-folder.md); others are left aside
and listed. Nothing is guessed: a row without the words, the speaker or a name is left aside too. A claim
without a topic gets the topic "imported".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.ledger.exchange.follow_the_money import identifier, visible
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

    Ids are made from the file's ids, or numbered; a doubled id leaves the later row aside.
    """
    header = list(given.columns)
    table = next((name for name, needed in NEEDED.items() if set(needed) <= set(header)), None)
    if table is None:
        raise ScrutatorError("G12", "the table holds neither claims nor actors", where=f"header: {header}")
    columns = [column.name for column in columns_of(ROWS[table])]
    aside = [f"column {name or '(no name)'} is not read" for name in header if name not in columns]
    rows: dict[str, dict[str, str]] = {}
    for number, raw in zip(given.lines.tolist(), given.records(), strict=True):
        row = {name: visible(raw.get(name, "")) for name in columns} | {"source": source}
        row["id"] = identifier(row["id"] or f"{source}-{number}")
        if "topic" in row:
            row["topic"] = row["topic"] or "imported"
        lacking = [name for name in NEEDED[table] if not row[name]]
        if lacking:
            aside.append(f"line {number}: no {' and no '.join(lacking)}")
        elif row["id"] in rows:
            aside.append(f"line {number}: the id {row['id']} is a duplicate")
        else:
            rows[row["id"]] = row
    if not rows:
        raise ScrutatorError("G12", "; ".join(aside) or "the table has no rows")
    return ForeignTable(table, tuple(rows.values()), tuple(aside))
