"""The chart of commitments: from promise through act to practice along time."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Row
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    ACCENT,
    CONTRADICTED,
    INK,
    LINE_END,
    QUIET,
    UNDETERMINED,
    Chart,
    category,
    encoded,
    in_lines,
    themed,
    wrapped,
)
from scrutator.statement.lookup import find_table

Named = Mapping[str, str | int | float | bool]
WIDE = 40  # letters of a line of a commitment beside its row
EVENTS: Mapping[str, tuple[str, str, bool]] = {
    "promise": ("circle", INK, True),
    "demand": ("circle", INK, False),
    "recommendation": ("triangle-right", INK, False),
    "remark": ("M-1,0L1,0", INK, False),
    "due": ("M0,-1.7L0,1.7", CONTRADICTED, False),
    "draft": ("square", ACCENT, False),
    "act": ("square", ACCENT, True),
    "statement": ("triangle-up", QUIET, False),
    "practice": ("diamond", UNDETERMINED, True),
    "assessment": ("triangle-down", UNDETERMINED, False),
}
"""What each kind of event looks like: shape, colour, filled. The shape alone distinguishes them."""


def commitment_timeline(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """One row per commitment: promise, deadline, acts, practice and assessments along time.

    `only` limits the rows to ids that start with it, e.g. "M" or "R12".
    """
    finding, table = find_table(findings, f"{named.get('finding', 'commitments')}/timeline", where)
    only = str(named.get("only", ""))
    rows = [row for row in table.rows if str(row[0]).startswith(only)]
    texts = {c.id: headline(c.id, c.text) for c in case.commitments}
    wide = {name: wrapped(text, WIDE) for name, text in texts.items()}
    order = [c.id for c in case.commitments if any(row[0] == c.id for row in rows)]
    events = events_of(rows, texts)
    if not events:
        raise ScrutatorError("T02", f"no commitment starts with '{only}'", where=where)
    late = [f for f in finding.outcome.figures if is_late(f) and f.at["commitment"].startswith(only)]
    return Chart(
        name="commitment-timeline",
        title=finding.outcome.title,
        subtitle="From promise through act to practice; a month or a year is drawn at its first day",
        description=f"Timeline of {len(order)} commitments with {len(events)} dated events; "
        f"{len(late)} are on record as late or missed.",
        spec=themed(wide_timeline(events_of(rows, wide), [wide[name] for name in order]), width=420),
        columns=("commitment", "date", "what", "text"),
        rows=tuple(rows),
        findings=(finding.id,),
        phone=narrow_timeline(events, [texts[name] for name in order]),
    )


def wide_timeline(events: list[dict[str, Any]], order: Sequence[str]) -> dict[str, Any]:
    """The rows with their whole texts in lines."""
    tallest = max(text.count(LINE_END) + 1 for text in order)
    return {
        **timeline(events, order, {**in_lines(), "labelLimit": 330}),
        "height": {"step": max(24, 15 * (tallest + 1))},
    }


def narrow_timeline(events: Sequence[Mapping[str, Any]], order: Sequence[str]) -> dict[str, Any]:
    """The same rows for a phone: names in lines, the legend in two columns."""
    lines = [wrapped(name) for name in order]
    drawn = [{**event, "commitment": wrapped(str(event["commitment"]))} for event in events]
    tallest = max(line.count(LINE_END) + 1 for line in lines)
    step = 14 * (tallest + 1)  # another language may need a line more
    spec = timeline(drawn, lines, {**in_lines(), "labelOffset": 14 - step // 2}, columns=2)
    spec |= {"height": {"step": step}, "padding": {"left": 6, "right": 6, "top": 5, "bottom": 5}}
    return themed(spec, width=170)


def events_of(rows: Sequence[Row], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is drawn, deadlines last: a deadline is drawn over what meets it."""
    events: list[dict[str, Any]] = [
        {
            "commitment": texts[str(row[0])],
            "date": whole_date(str(row[1])),
            "what": row[2],
            "text": row[3],
        }
        for row in rows
        if row[2] in EVENTS
    ]
    return sorted(events, key=lambda event: event["what"] == "due")


def timeline(
    events: list[dict[str, Any]],
    order: Sequence[str],
    labels: Mapping[str, Any] = MappingProxyType({}),
    columns: int = 4,
) -> dict[str, Any]:
    """A line per commitment from its first event to its last, with the events on it."""
    axis = {"labelLimit": 330, "labelPadding": 12, "domain": False, "ticks": False, "grid": False}
    y = category("commitment", title=None, axis={**axis, **labels}, sort=list(order))
    scale = {"type": "utc", "nice": False, "padding": 14}
    x = encoded("date", "temporal", title=None, axis={"format": "%Y"}, scale=scale)
    kinds = [kind for kind in EVENTS if any(event["what"] == kind for event in events)]
    layers = [span_layer(x, y), event_layer(x, y, kinds, columns)]
    return {"data": {"values": events}, "layer": layers, "height": {"step": 24}}


def headline(name: str, text: str) -> str:
    """The id and the text of a commitment, for the margin of the chart."""
    return f"{name}  {text}"


def is_late(figure: Figure) -> bool:
    scheduled = figure.name == "status" and figure.at.get("field") == "schedule"
    return scheduled and figure.value in ("late", "missed")


def whole_date(text: str) -> str:
    """A partial date at its first day, which is where it is drawn."""
    return text + "-01" * (3 - len(text.split("-")))


def span_layer(x: Mapping[str, Any], y: Mapping[str, Any]) -> dict[str, Any]:
    ends = {"x": {**x, "aggregate": "min"}, "x2": {"field": "date", "aggregate": "max"}, "y": y}
    return {"mark": {"type": "rule", "color": QUIET, "opacity": 0.5, "strokeWidth": 1}, "encoding": ends}


def event_layer(
    x: Mapping[str, Any], y: Mapping[str, Any], kinds: Sequence[str], columns: int
) -> dict[str, Any]:
    """The events, each kind with its shape, colour and fill."""
    legend = {"title": None, "orient": "top", "symbolSize": 80, "columns": columns}

    def by_kind(looks: Sequence[str], legend: Mapping[str, Any] | None) -> dict[str, Any]:
        return category("what", legend=legend, scale={"domain": list(kinds), "range": list(looks)})

    encoding = {
        "x": x,
        "y": y,
        "shape": by_kind([EVENTS[kind][0] for kind in kinds], legend),
        "stroke": by_kind([EVENTS[kind][1] for kind in kinds], legend),
        "fill": by_kind([EVENTS[k][1] if EVENTS[k][2] else "transparent" for k in kinds], None),
        "tooltip": category("text"),
    }
    return {"mark": {"type": "point", "size": 80, "strokeWidth": 1.6, "opacity": 1}, "encoding": encoding}


CHARTS = {"commitment-timeline": commitment_timeline}
