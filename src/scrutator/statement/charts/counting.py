"""Charts of the counting room as Vega-Lite specifications: plain dictionaries, drawn by the caller."""

from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.findings.model import Finding, Table
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    IN_LINES,
    INK,
    Chart,
    category,
    encoded,
    in_lines,
    quantity,
    themed,
    wrapped,
)
from scrutator.statement.lookup import find_table

Named = Mapping[str, str | int | float | bool]
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
PLAIN = {"view": {"stroke": None}, "axis": {"grid": False}}


def arrival_stream(title: str, subtitle: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The night: one panel per list, adjusted estimate with its interval, unadjusted across it.

    Rows: list, at (text), order (number), share, low, high, unadjusted, official (per cent or
    None), released. Withheld moments are open marks; the official result is a labelled line.
    """
    axis = {"labelAngle": 0, "labelOverlap": True}
    time = encoded("at", "ordinal", sort={"field": "order"}, title="reports before", axis=axis)
    layers = [*_estimates(), _official(), _unadjusted()]
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": subtitle, "anchor": "start"},
        "data": {"values": [dict(row) for row in rows]},
        "facet": category("list", title=None, sort=None),
        "columns": 2,
        "resolve": {"scale": {"y": "independent"}},
        "spec": {"width": 330, "height": 170, "encoding": {"x": time}, "layer": layers},
        "config": PLAIN,
    }


def _per_cent(field: str) -> dict[str, Any]:
    return quantity(field, scale={"zero": False}, title="per cent")


def _estimates() -> list[dict[str, Any]]:
    """The interval at each moment, and the estimate on it: filled where it may be released."""
    fill = {"condition": {"test": "datum.released", "value": OKABE_ITO[0]}, "value": "white"}
    return [
        {
            "mark": {"type": "rule", "strokeWidth": 1.5, "color": OKABE_ITO[0]},
            "encoding": {"y": _per_cent("low"), "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "size": 45, "stroke": OKABE_ITO[0], "opacity": 1},
            "encoding": {"y": _per_cent("share"), "fill": fill},
        },
    ]


def _official() -> dict[str, Any]:
    """The known result as a dashed line across the panel."""
    return {
        "mark": {"type": "rule", "strokeDash": [4, 3], "color": INK},
        "transform": [{"filter": "isValid(datum.official)"}],
        "encoding": {"x": {"value": 0}, "x2": {"value": "width"}, "y": _per_cent("official")},
    }


def _unadjusted() -> dict[str, Any]:
    """The estimate before adjustment as a short bar."""
    bar = {"type": "tick", "orient": "horizontal", "color": OKABE_ITO[1], "thickness": 2, "size": 16}
    return {"mark": bar, "encoding": {"y": _per_cent("unadjusted")}}


def copies_needed(title: str, subtitle: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Bars with the number of station copies an audit would have needed, labelled directly.

    Rows: name, risk (text such as "5 %"), copies.
    """
    copies = quantity("copies", title="copies of station protocols", axis={"grid": False})
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "subtitle": subtitle, "anchor": "start"},
        "data": {"values": [{**row, "label": f"{row['copies']} at {row['risk']}"} for row in rows]},
        "width": 380,
        "height": {"step": 18},
        "encoding": {
            "y": category("name", title=None, sort=None, axis={"labelLimit": 400}),
            "yOffset": {"field": "risk", "sort": None},
            "x": copies,
        },
        "layer": [{"mark": {"type": "bar", "color": OKABE_ITO[5]}}, _copies_at_risk()],
        "config": PLAIN,
    }


def _copies_at_risk() -> dict[str, Any]:
    """The number of copies and the risk they stand for, beside the bar."""
    return {
        "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
        "encoding": {"text": {"field": "label"}},
    }


def how_many_hold(moments: Table) -> str:
    """How many intervals of a night hold the known result, of those for which one is known; or nothing."""
    holds = moments.columns.index("interval holds")
    known = [row[holds] for row in moments.rows if row[holds] is not None]
    return f" {known.count('yes')} of {len(known)} intervals hold the known result." if known else ""


def night_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The arrival stream of a quick count, from its table of moments."""
    finding, table = find_table(findings, f"{named.get('finding', 'night')}/moments", where)
    subtitle = "Per cent; dots: adjusted estimates with interval and late-station bound (hollow: withheld); "
    subtitle += "short bars: unadjusted; dashed: known result"
    text = how_many_hold(table)
    return Chart(
        "arrival-stream",
        finding.outcome.title.rstrip("."),
        subtitle,
        f"{finding.outcome.title} One panel per list, with the estimate at each moment.{text}",
        themed(_unframed(arrival_stream("", "", _moments(table)))),
        table.columns,
        table.rows,
        (finding.id,),
        phone=narrow_night(_moments(table)),
    )


def narrow_night(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same night for a phone: one panel below the other, names of lists in lines."""
    named = [{**row, "list": wrapped(str(row["list"]), 28)} for row in rows]
    spec = _unframed(arrival_stream("", "", named))
    spec["columns"] = 1
    spec["spec"] = {**spec["spec"], "width": 215, "height": 120}
    header = {"labelExpr": IN_LINES}
    spec["facet"] = category("list", title=None, sort=None, header=header)
    return themed({**spec, "padding": {"left": 6, "right": 6, "top": 5, "bottom": 5}})


def _moments(table: Table) -> list[dict[str, Any]]:
    """The rows of the arrival stream, from a finding's table of moments."""
    order = {at: number for number, at in enumerate(dict.fromkeys(row[0] for row in table.rows))}
    numbers = {"unadjusted": 3, "share": 4, "low": 5, "high": 6, "official": 7}
    return [
        {
            "at": row[0],
            "order": order[row[0]],
            "list": row[2],
            **{name: _float(row[place]) for name, place in numbers.items()},
            "released": row[9] == "may be released",
        }
        for row in table.rows
    ]


def copies_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Copies of protocols that would have sufficed, for the lists near the threshold."""
    finding, table = find_table(findings, f"{named.get('finding', 'audit')}/copies", where)
    risks = [column.removeprefix("at risk ") for column in table.columns[3:]]
    values = [
        {"name": f"{row[0]} {row[1]}", "risk": risk, "copies": copies}
        for row in table.rows
        for risk, copies in zip(risks, row[3:], strict=True)
    ]
    hardest = max(table.rows, key=lambda row: _float(row[4]) or 0.0)
    title = f"{hardest[4]} copies would have tested whether {hardest[0]} was {hardest[1]}, at risk {risks[1]}"
    return Chart(
        "copies-needed",
        title,
        "Copies of station protocols, drawn in proportion to possible error, if all agree with the result",
        f"{title}. The other lists need fewer.",
        themed(
            _in_lines(
                copies_needed("", "", [{**row, "name": wrapped(str(row["name"]), 28)} for row in values])
            )
        ),
        table.columns,
        table.rows,
        (finding.id,),
        phone=narrow_copies(values),
    )


def narrow_copies(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same bars for a phone: names in lines, a short axis, room for the labels beside the bars."""
    spec = _unframed(copies_needed("", "", [{**row, "name": wrapped(str(row["name"]))} for row in values]))
    most = max((float(row["copies"]) for row in values), default=1.0)
    spec |= {"width": 150, "height": {"step": 20}, "padding": {"left": 6, "right": 6, "top": 5, "bottom": 5}}
    spec["encoding"]["y"]["axis"] = in_lines()
    spec["encoding"]["x"] |= {"scale": {"domain": [0, most * 1.9]}, "title": "copies"}
    spec["encoding"]["x"]["axis"] = {"grid": False, "tickCount": 2}
    return themed(spec)


def _in_lines(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The bars with the names beside them in lines."""
    plain = _unframed(spec)
    plain["encoding"]["y"]["axis"] = in_lines()
    return plain


def _unframed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification without title, schema and configuration, which the house gives."""
    return {key: value for key, value in spec.items() if key not in ("title", "$schema", "config")}


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


CHARTS = {"arrival-stream": night_of_case, "copies-needed": copies_of_case}
