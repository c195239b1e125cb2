"""Elections compared: the share of every list in each election, a row per list."""

from collections.abc import Sequence
from typing import Any

from scrutator.findings.model import Finding, Row, Value
from scrutator.record.case import Case
from scrutator.record.unknown import Unknown
from scrutator.statement.charts.chart import (
    ACCENT,
    INK,
    LINE_END,
    QUIET,
    Chart,
    category,
    in_lines,
    quantity,
    themed,
    wrapped,
)
from scrutator.statement.charts.official import Named, finding_named

WIDE, NARROW = 420, 120  # px of the plot on a page and on a phone
LINE = 16  # px of a line of a label; another language may need one more
MOST_LISTS = 12  # rows of the drawing; the table behind it has all lists


def elections_compared(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """A dot for each election in the row of its list, joined by a line; the number is that of the last."""
    finding = finding_named(findings, named, "elections", where)
    table = next(one for one in finding.outcome.tables if one.name == "shares")
    elections = table.columns[1:-1]
    values = [
        {"label": str(row[0]), "election": election, "share": number}
        for row in chosen(table.rows)
        for election, value in zip(elections, row[1:-1], strict=True)
        if (number := drawn_number(value)) is not None
    ]
    narrow = [{**one, "label": wrapped(str(one["label"]))} for one in values]
    sources = next(one for one in finding.outcome.tables if one.name == "sources").rows
    cited = dict.fromkeys(source for row in sources for source in str(row[-1]).split("; ") if source)
    subtitle = (
        "Share of the votes of each list, %; a mark for each election, the number at the right is that of "
        "the last; lists that stood in the last election or in two"
    )
    return Chart(
        name="elections-compared",
        title=finding.outcome.title,
        subtitle=subtitle,
        description=f"{finding.outcome.title}. {subtitle}.",
        spec=themed(rows_of_dots(values, elections, WIDE), width=WIDE),
        columns=table.columns,
        rows=table.rows,
        findings=(finding.id,),
        sources=tuple(cited),
        phone=themed(rows_of_dots(narrow, elections, NARROW), width=NARROW),
    )


def chosen(rows: Sequence[Row]) -> list[Row]:
    """The rows that are drawn: of lists in the last election, or in two."""
    known = [(row, [value for value in row[1:-1] if value is not None]) for row in rows]
    return [row for row, values in known if row[-2] is not None or len(values) > 1][:MOST_LISTS]


def drawn_number(value: Value | None) -> float | None:
    """A share as a float to be drawn; None where it is missing, which draws nothing."""
    return None if value is None or isinstance(value, str | Unknown) else float(value)


def rows_of_dots(values: Sequence[dict[str, Any]], elections: Sequence[str], width: int) -> dict[str, Any]:
    """A line from the lowest to the highest share of a list, a mark per election, at the right the last."""
    phone = width == NARROW
    order = list(dict.fromkeys(one["label"] for one in values))
    lines = max((label.count(LINE_END) + 1 for label in order), default=1)
    y = category("label", title=None, sort=order, **({"axis": in_lines()} if phone else {}))
    x = quantity("share", title="share, %", axis={"tickCount": 3 if phone else 5})
    shades = {"domain": list(elections), "range": [*[QUIET] * (len(elections) - 1), ACCENT]}
    legend = {"orient": "bottom", "title": None, "columns": 3 if phone else 8}
    colour = category("election", sort=list(elections), scale=shades, legend=legend)
    shape = category("election", sort=list(elections), scale={"domain": list(elections)}, legend=legend)
    last = {"field": "election", "equal": elections[-1]}
    return {
        "data": {"values": list(values)},
        "height": {"step": LINE * (lines + 1) if phone else 24},
        "layer": [
            {
                "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1},
                "encoding": {
                    "y": y,
                    "x": {**x, "aggregate": "min"},
                    "x2": {"field": "share", "aggregate": "max"},
                },
            },
            {
                "mark": {"type": "point", "size": 50, "opacity": 1},
                "encoding": {"y": y, "x": x, "color": colour, "shape": shape},
            },
            {
                "transform": [{"filter": last}],
                "mark": {"type": "text", "align": "right", "color": INK},
                "encoding": {"y": y, "x": {"value": width + 34}, "text": {"field": "share", "format": ".1f"}},
            },
        ],
    }


CHARTS = {"elections-compared": elections_compared}
