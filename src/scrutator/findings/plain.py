"""Findings as plain JSON values, ready for canonical JSON.

Exact values stay exact: decimals and fractions are strings that name their type. Floats are
rounded to nine significant digits, so that the last bits of a platform's linear algebra do not
change the bytes of a statement.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scrutator.findings.model import Figure, Finding, Interval, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown
from scrutator.tables.writing import defuse

SIGNIFICANT_DIGITS = 9
LONGEST_NUMBER = 1_000  # characters of a number that is read back
# How numbers are written; an exponent of more than three digits would take for ever to write out.
_NUMBERS = {
    "decimal": re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]{1,3})?"),
    "fraction": re.compile(r"-?[0-9]+/[0-9]+"),
    "float": re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-][0-9]{1,3})?|-?inf|nan"),
}


def plain_value(value: Value | None) -> Any:
    """A value as JSON: whole numbers and words as they are, the rest tagged with its type."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Unknown):
        return {"missing": str(value.kind), "remark": value.remark}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Fraction):
        return {"fraction": f"{value.numerator}/{value.denominator}"}
    return {"float": f"{float(value):.{SIGNIFICANT_DIGITS}g}"}


def csv_cell(value: Value | None) -> str:
    """A value as a cell of CSV: exact, and nothing that a spreadsheet would run."""
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(value, Unknown):
        return str(value)
    if isinstance(plain, dict):
        return str(next(iter(plain.values())))
    return defuse(str(plain)) if isinstance(value, str) else str(plain)


def plain_interval(interval: Interval | None) -> Any:
    if interval is None:
        return None
    return {"low": plain_value(interval.low), "high": plain_value(interval.high), "kind": interval.kind}


def figure_id(finding: str, figure: Figure) -> str:
    """The cell's name everywhere: `finding/name(key=value,…)` with the keys in order."""
    at = ",".join(f"{key}={figure.at[key]}" for key in sorted(figure.at))
    return f"{finding}/{figure.name}" + (f"({at})" if at else "")


def plain_figure(finding: str, figure: Figure) -> dict[str, Any]:
    return {
        "id": figure_id(finding, figure),
        "name": figure.name,
        "at": dict(sorted(figure.at.items())),
        "value": plain_value(figure.value),
        "unit": figure.unit,
        "interval": plain_interval(figure.interval),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "sources": list(figure.sources),
        "note": figure.note,
    }


def plain_table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[plain_value(cell) for cell in row] for row in table.rows],
        "note": table.note,
    }


def plain_parameter(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(key): plain_parameter(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_parameter(item) for item in value]
    if isinstance(value, float):
        return plain_value(value)
    return value if isinstance(value, bool | int | str) else str(value)


def plain_finding(finding: Finding) -> dict[str, Any]:
    """A finding with everything a third party needs to run it again."""
    return {
        "id": finding.id,
        "method": finding.method,
        "version": finding.version,
        "question": finding.question,
        "parameters": plain_parameter(finding.parameters),
        "seed": finding.seed,
        "inputs": dict(finding.inputs),
        "title": finding.outcome.title,
        "figures": [plain_figure(finding.id, figure) for figure in finding.outcome.figures],
        "tables": [plain_table(table) for table in finding.outcome.tables],
        "caveats": list(finding.outcome.caveats),
        **({"attested": True} if finding.attested else {}),
    }


def plain_outcome(outcome: Outcome) -> dict[str, Any]:
    """What a method returned, whole: `read_outcome` reads it back."""
    figures = [plain_figure("", figure) for figure in outcome.figures]
    return {
        "title": outcome.title,
        "figures": [{key: value for key, value in one.items() if key != "id"} for one in figures],
        "tables": [plain_table(table) for table in outcome.tables],
        "caveats": list(outcome.caveats),
    }


def read_outcome(plain: Any) -> Outcome:
    """The outcome that `plain_outcome` wrote, floats as they were rounded. Raises KeyError, TypeError,
    ValueError or ArithmeticError for anything else."""
    return Outcome(
        title=_text(plain["title"]),
        figures=tuple(_figure(one) for one in plain["figures"]),
        tables=tuple(_table(one) for one in plain["tables"]),
        caveats=tuple(_text(one) for one in plain["caveats"]),
    )


def _figure(plain: Any) -> Figure:
    within = plain["interval"]
    return Figure(
        name=_text(plain["name"]),
        value=_value(plain["value"]),  # type: ignore[arg-type]  # checked by writing it again
        unit=_text(plain["unit"]),
        at={str(key): _text(one) for key, one in plain["at"].items()},
        interval=within and Interval(_value(within["low"]), _value(within["high"]), _text(within["kind"])),  # type: ignore[arg-type]
        numerator=plain["numerator"],
        denominator=plain["denominator"],
        sources=tuple(_text(one) for one in plain["sources"]),
        note=_text(plain["note"]),
    )


def _table(plain: Any) -> Table:
    columns = tuple(_text(name) for name in plain["columns"])
    rows = tuple(tuple(_value(cell) for cell in row) for row in plain["rows"])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("a row of another length than the header")
    return Table(_text(plain["name"]), _text(plain["title"]), columns, rows, _text(plain["note"]))


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise TypeError("not a text")
    return plain


def _value(plain: Any) -> Value | None:
    if plain is None or isinstance(plain, int | str):
        return plain
    if set(plain) == {"missing", "remark"}:
        return Unknown(Missing(plain["missing"]), _text(plain["remark"]))
    ((kind, text),) = plain.items()
    if not isinstance(text, str) or len(text) > LONGEST_NUMBER or not _NUMBERS[kind].fullmatch(text):
        raise ValueError("not a number as it is written here")
    read: dict[str, Callable[[str], Value]] = {"decimal": Decimal, "fraction": Fraction, "float": float}
    return read[kind](text)
