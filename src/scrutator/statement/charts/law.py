"""Charts of the law: seats as bars with the majority line, as a hemicycle, and over a range of thresholds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Table, Value
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    ACCENT,
    CATEGORIES,
    IN_LINES,
    INK,
    PAPER,
    QUIET,
    Chart,
    category,
    in_lines,
    quantity,
    themed,
    wrapped,
)
from scrutator.statement.lookup import find_finding

Named = Mapping[str, str | int | float | bool]


def seat_figures(finding: Finding) -> list[Figure]:
    """Seats of every list under the first reading of the law, most seats first; none left out."""
    seats = [figure for figure in finding.outcome.figures if figure.name == "seats"]
    first: dict[str, Figure] = {}
    for figure in seats:
        first.setdefault(figure.at["list"], figure)
    return sorted(first.values(), key=lambda figure: -_whole(figure))


def _whole(figure: Figure) -> int:
    return figure.value if isinstance(figure.value, int) else 0


def colours(case: Case, names: Sequence[str]) -> dict[str, str]:
    """The colour of every list: the case's, or one of the colour-blind safe set in turn."""
    own = {row.name: row.colour for row in case.lists if row.colour}
    free = [colour for colour in CATEGORIES if colour not in own.values()] or list(CATEGORIES)
    return {name: own.get(name) or free[at % len(free)] for at, name in enumerate(names)}


def seat_bars(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """One bar per list with seats, and a line where a majority of the house begins."""
    finding = find_finding(findings, str(named.get("finding", "seats")), where)
    figures = [figure for figure in seat_figures(finding) if _whole(figure)]
    house = sum(_whole(figure) for figure in figures)
    seats = {figure.at["list"]: _whole(figure) for figure in figures}
    narrow = _seats_in_bars({wrapped(name): number for name, number in seats.items()}, house)
    narrow["layer"][0]["encoding"]["y"]["axis"] = in_lines()
    narrow |= {"padding": {"left": 6, "right": 6, "top": 5, "bottom": 5}, "height": {"step": 44}}
    wide = _seats_in_bars({wrapped(name, 28): number for name, number in seats.items()}, house)
    wide["layer"][0]["encoding"]["y"]["axis"] = in_lines()
    chart = _chart(
        "seat-bars",
        finding,
        {**wide, "width": 500, "height": {"step": 44}},
        f"Seats of {house}; the line marks a majority",
        figures,
    )
    return replace(chart, phone=themed(narrow, width=120))


def _seats_in_bars(seats: Mapping[str, int], house: int) -> dict[str, Any]:
    """The bars of the lists, in this order, and the line of the majority."""
    return {
        "data": {"values": [{"list": name, "seats": number} for name, number in seats.items()]},
        "height": {"step": 30},
        "layer": [*_bars(list(seats), house), *_majority(house // 2 + 1)],
    }


def _bars(names: Sequence[str], house: int) -> list[dict[str, Any]]:
    """The bars, each with its number at the end."""
    scale = {"domain": [0, house], "nice": False}
    x = quantity("seats", title="seats", scale=scale, axis={"tickCount": 5})
    y = category("list", title=None, sort=list(names))
    number = {"type": "text", "align": "left", "dx": 5, "color": INK}
    return [
        {"mark": {"type": "bar", "color": ACCENT, "height": 18}, "encoding": {"x": x, "y": y}},
        {"mark": number, "encoding": {"x": x, "y": y, "text": {"field": "seats"}}},
    ]


def _majority(majority: int) -> list[dict[str, Any]]:
    """The line where a majority begins, and what it is called."""
    line = {"data": {"values": [{"majority": majority}]}}
    at = {"x": quantity("majority")}
    place = {"align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "y": 0}
    words = {"type": "text", **place, "color": INK, "text": f"majority: {majority}"}
    return [
        {**line, "mark": {"type": "rule", "color": INK, "strokeDash": [4, 3]}, "encoding": at},
        {**line, "mark": words, "encoding": at},
    ]


def hemicycle(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """One dot per seat in rows of a half circle, the lists side by side in the order of their seats."""
    finding = find_finding(findings, str(named.get("finding", "seats")), where)
    figures = [figure for figure in seat_figures(finding) if _whole(figure)]
    order = [figure.at["list"] for figure in figures for _ in range(_whole(figure))]
    values = [
        {"list": name, "x": round(x, 4), "y": round(y, 4)}
        for name, (x, y) in zip(order, hemicycle_places(len(order)), strict=True)
    ]
    spec: dict[str, Any] = {
        "data": {"values": values},
        "mark": {"type": "circle", "size": 200, "opacity": 1, "stroke": PAPER, "strokeWidth": 1},
        "encoding": {
            "x": quantity("x", axis=None, scale={"domain": [-1.1, 1.1]}),
            "y": quantity("y", axis=None, scale={"domain": [-0.1, 1.1]}),
            "color": _list_colours(case, [figure.at["list"] for figure in figures]),
        },
    }
    return _chart("hemicycle", finding, spec, f"One dot per seat, {len(order)} in all", figures, height=300)


LEGEND_LETTERS = 60  # of the names in a legend of one line; more stand in columns


def _list_colours(case: Case, names: Sequence[str]) -> dict[str, Any]:
    """The channel that gives every list its colour, with a legend below the chart."""
    hue = colours(case, names)
    scale = {"domain": list(names), "range": [hue[name] for name in names]}
    columns = 3 if sum(map(len, names)) > LEGEND_LETTERS else 0
    return category("list", scale=scale, legend={"title": None, "orient": "bottom", "columns": columns})


def hemicycle_places(seats: int) -> list[tuple[float, float]]:
    """Places for so many seats in concentric half circles, from one side to the other.

    The rows get seats in proportion to their length (largest remainders), so no place is left over.
    """
    if seats < 1:
        return []
    rows = max(1, min(8, round(math.sqrt(seats / 3))))
    radii = [1.0 - 0.6 * row / max(rows, 2) for row in range(rows)]
    whole = Fraction(sum(radii))
    shares = [Fraction(radius) * seats / whole for radius in radii]
    counts = [int(share) for share in shares]
    for row in sorted(range(rows), key=lambda row: counts[row] - shares[row])[: seats - sum(counts)]:
        counts[row] += 1
    placed = []
    for radius, count in zip(radii, counts, strict=True):
        for at in range(count):
            angle = math.pi * (1 - (at + 0.5) / count)
            placed.append((angle, radius * math.cos(angle), radius * math.sin(angle)))
    placed.sort(key=lambda place: (-place[0], place[1]))
    return [(x, y) for _, x, y in placed]


def threshold_sweep(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Seats of every list as the threshold moves: steps, one line per list that ever has a seat."""
    finding = find_finding(findings, str(named.get("finding", "sweep")), where)
    tables = {table.name: table for table in finding.outcome.tables}
    if "sweep" not in tables:
        raise ScrutatorError("T03", f"the finding '{finding.id}' has no table 'sweep'", where=where)
    return Chart(
        name="threshold-sweep",
        title=finding.outcome.title,
        subtitle="Seats of each list under other thresholds; dashed lines mark where they change; "
        "the axis of seats is stretched near zero; people might have voted differently",
        description=f"{finding.outcome.title}. Lines show the seats of each list over the threshold.",
        spec=themed(_steps(case, tables["sweep"], turning_points(tables["turns"])), height=280),
        columns=tables["turns"].columns,
        rows=tables["turns"].rows,
        findings=(finding.id,),
        phone=narrow_sweep(case, tables["sweep"], turning_points(tables["turns"])),
    )


def narrow_sweep(case: Case, sweep: Table, turns: Sequence[float]) -> dict[str, Any]:
    """The same steps for a phone: the names in the legend in lines, one below the other."""
    spec = _steps(case, sweep, turns)
    line = spec["layer"][-1]["encoding"]
    scale = line["color"]["scale"]
    rows = [{**row, "list": wrapped(row["list"], 30)} for row in spec["data"]["values"]]
    legend = {"title": None, "orient": "bottom", "columns": 1, "labelExpr": IN_LINES}
    domain = [wrapped(name, 30) for name in scale["domain"]]
    line["color"] = category("list", scale={**scale, "domain": domain}, legend=legend)
    line["x"] = {**line["x"], "axis": {"format": "~f", "tickCount": 5, "labelFlush": False}}
    padding = {"left": 6, "right": 6, "top": 5, "bottom": 5}
    return themed({**spec, "data": {"values": rows}, "padding": padding}, width=220, height=240)


def turning_points(turns: Table) -> list[float]:
    """The thresholds at which the seats change; the first row is where the sweep begins."""
    return [_number(row[0]) for row in turns.rows[1:]]


SEATS_SHOWN = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500)  # ticks of an axis on which a single seat is seen


def _steps(case: Case, sweep: Table, turns: Sequence[float]) -> dict[str, Any]:
    """One stepped line per list that ever has a seat, and a mark wherever the seats change."""
    shown = {at: name for at, name in enumerate(sweep.columns) if at and any(row[at] for row in sweep.rows)}
    values = [
        {"threshold": _number(row[0]), "list": name, "seats": _number(row[at])}
        for row in sweep.rows
        for at, name in shown.items()
    ]
    most = max((_number(row[at]) for row in sweep.rows for at in shown), default=0.0)
    ticks = [tick for tick in SEATS_SHOWN if tick <= most]
    y = quantity("seats", title="seats", scale={"type": "symlog", "constant": 2}, axis={"values": ticks})
    x = quantity("threshold", title="threshold, %", axis={"format": "~f", "tickCount": 10})
    colour = _list_colours(case, list(shown.values()))
    line = {"type": "line", "interpolate": "step-after", "strokeWidth": 2.5}
    steps = {"mark": line, "encoding": {"x": x, "y": y, "color": colour}}
    return {"data": {"values": values}, "layer": [*_turns(turns), steps]}


def _turns(turns: Sequence[float]) -> list[dict[str, Any]]:
    """A dashed line at every threshold where the seats change, with its number above."""
    data = {"data": {"values": [{"turn": turn, "height": at % 3} for at, turn in enumerate(turns)]}}
    x = quantity("turn")
    dy = {"expr": "-3 - 12 * datum.height"}  # neighbours stand at three heights
    number = {"type": "text", "baseline": "bottom", "y": 0, "dy": dy, "color": INK}
    text = {"x": x, "text": {"field": "turn", "format": "~f"}}
    rule = {"type": "rule", "color": QUIET, "strokeDash": [4, 3]}
    return [{**data, "mark": rule, "encoding": {"x": x}}, {**data, "mark": number, "encoding": text}]


def _number(value: Value | None) -> float:
    return float(value) if isinstance(value, int | float | Fraction) else 0.0


def _chart(
    name: str,
    finding: Finding,
    spec: Mapping[str, Any],
    subtitle: str,
    figures: Sequence[Figure],
    height: int | None = None,
) -> Chart:
    spoken = ", ".join(f"{figure.at['list']} {figure.value}" for figure in figures)
    return Chart(
        name=name,
        title=finding.outcome.title,
        subtitle=subtitle,
        description=f"{finding.outcome.title}. {spoken}.",
        spec=themed(spec, height=height),
        columns=("list", "seats"),
        rows=tuple((figure.at["list"], figure.value) for figure in figures),
        findings=(finding.id,),
        sources=tuple(dict.fromkeys(source for figure in figures for source in figure.sources)),
    )


CHARTS = {"seat-bars": seat_bars, "hemicycle": hemicycle, "threshold-sweep": threshold_sweep}
