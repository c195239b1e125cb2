"""A column of a case table, declared once on the field of a dataclass.

The reader, the checker, the empty template and the reference page all come from these
declarations, so that they cannot disagree.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from scrutator.record.cells import Kind


@dataclass(frozen=True)
class Column:
    """What one column holds. `target` names the table (without .csv) whose ids it may use;
    `required`: no cell may be empty; `needed`: the column must be in the file."""

    name: str
    kind: Kind
    description: str
    required: bool
    may_be_missing: bool
    target: str
    needed: bool


def column(
    kind: Kind,
    description: str,
    *,
    optional: bool = False,
    may_be_missing: bool = False,
    target: str = "",
    needed: bool = False,
) -> Any:
    """Declare a dataclass field as a column of a case table.

    `optional`: the cell may be empty (the value is then None). `may_be_missing`: the cell may say
    "not obtained", "not published" or "not applicable" instead of a value. `needed`: the column must be
    in the file although its cells may be empty.
    """
    details = {
        "kind": kind,
        "description": description,
        "required": not optional,
        "may_be_missing": may_be_missing,
        "target": target,
        "needed": needed or not optional,
    }
    return dataclasses.field(metadata=details, kw_only=True)


def columns_of(row_type: type) -> tuple[Column, ...]:
    """The columns of a row type, in the order of its fields."""
    return tuple(Column(name=f.name, **f.metadata) for f in dataclasses.fields(row_type) if f.metadata)
