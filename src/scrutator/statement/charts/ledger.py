"""Charts of the ledger: claims by topic and speaker, and commitments from promise to practice."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Table, Value
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    ACCENT,
    CONTRADICTED,
    INK,
    QUIET,
    SUPPORTED,
    UNDETERMINED,
    Chart,
    in_lines,
    themed,
    wrapped,
)
from scrutator.statement.charts.official import finding_named

Named = Mapping[str, str | int | float | bool]

DISC = "circle"
HALF_DISC = "M0,-1A1,1,0,0,0,0,1Z"
CROSS = "M-0.9,-0.9L0.9,0.9M-0.9,0.9L0.9,-0.9"
QUOTES = "M-0.9,-0.6L-0.3,-0.6L-0.6,0.5ZM0.3,-0.6L0.9,-0.6L0.6,0.5Z"
# mark -> shape, colour, whether it is filled, whether its line is dotted, the word beside it
LOOKS: Mapping[str, tuple[str, str, bool, bool, str]] = {
    "supported": (DISC, SUPPORTED, True, False, "supported"),
    "partly supported": (HALF_DISC, SUPPORTED, True, False, "partly"),
    "contradicted": (CROSS, CONTRADICTED, False, False, "contradicted"),
    "contradicted in part": (CROSS, CONTRADICTED, False, True, "contradicted in part"),
    "cannot be determined": (DISC, UNDETERMINED, False, True, "undetermined"),
    "opinion": (QUOTES, INK, True, False, "opinion"),
}
SPEAKERS_SHOWN, OTHERS = 4, "others"
COLUMN, TOPICS, ROW = 132, 190, 17
MARGIN = 46
"""Most letters of a commitment beside its row."""


def table_named(finding: Finding, name: str, where: str) -> Table:
    for table in finding.outcome.tables:
        if table.name == name:
            return table
    raise ScrutatorError("N04", f"{finding.id} has no table '{name}'", where=where)


def claims_matrix(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Topics in rows, speakers in columns, one mark a proposition: shape, word and colour together."""
    finding = finding_named(findings, named, "verdicts", where)
    rows = table_named(finding, "claims", where).rows
    columns = shown_speakers([str(row[2]) for row in rows])
    marks, labels, height = placed(rows, columns)
    heads = [{"x": TOPICS + COLUMN * i - 5, "y": 0, "text": name} for i, name in enumerate(columns)]
    layers = [text_layer(heads, bold=True), text_layer(labels), text_layer(marks, shift=11)]
    layers += [mark_layer(mark, [m for m in marks if m["mark"] == mark]) for mark in LOOKS]
    layers.insert(0, rule_layer([label["y"] - ROW / 2 for label in labels], TOPICS + COLUMN * len(columns)))
    counted = Counter(str(row[4]) for row in rows)
    told = ", ".join(f"{counted[mark]} {mark}" for mark in LOOKS if counted[mark])
    return Chart(
        name="claims-matrix",
        title=finding.outcome.title,
        subtitle="One mark a proposition, by topic and speaker; the word beside it is its verdict",
        description=f"Matrix of {len(rows)} propositions by topic and speaker: {told}.",
        spec=themed({"layer": layers}, width=TOPICS + COLUMN * len(columns), height=height),
        columns=("proposition", "topic", "speaker", "what is claimed", "verdict"),
        rows=tuple(row[:5] for row in rows),
        findings=(finding.id,),
        phone=narrow_matrix(rows),
    )


PHONE_COLUMN, PHONE_COLUMNS = 152, 2


def narrow_matrix(rows: Sequence[Sequence[Value | None]]) -> dict[str, Any]:
    """The marks for a phone: topic by topic, two beside each other; speakers stand in the table behind."""
    marks: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    y = 8.0
    for topic in dict.fromkeys(str(row[1]) for row in rows):
        heads.append({"x": 0, "y": y, "text": topic})
        for place, row in enumerate(row for row in rows if row[1] == topic):
            line, column = divmod(place, PHONE_COLUMNS)
            text = f"{row[0]} {LOOKS[str(row[4])][4]}"
            marks.append({"x": 8 + PHONE_COLUMN * column, "y": y + ROW * (line + 1), "text": text,
                          "mark": str(row[4]), "claim": str(row[3])})  # fmt: skip
        y = marks[-1]["y"] + ROW + 6
    layers = [text_layer(heads, bold=True, room=300), text_layer(marks, shift=11)]
    layers += [mark_layer(mark, [m for m in marks if m["mark"] == mark]) for mark in LOOKS]
    spec = {"layer": layers, "padding": {"left": 4, "right": 4, "top": 5, "bottom": 5}}
    return themed(spec, width=PHONE_COLUMN * PHONE_COLUMNS, height=int(y))


def shown_speakers(speakers: Sequence[str]) -> list[str]:
    """The speakers with most propositions, each in a column of its own, and one column for others."""
    counts = Counter(first_speaker(speaker) for speaker in speakers)
    most = sorted(counts, key=lambda name: (-counts[name], name))[:SPEAKERS_SHOWN]
    return most + ([OTHERS] if len(counts) > len(most) else [])


def first_speaker(speakers: str) -> str:
    return speakers.partition(";")[0].strip()


def placed(
    rows: Sequence[Sequence[Value | None]], columns: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Where each mark stands, where each topic's label stands, and the height of the whole."""
    marks: list[dict[str, Any]] = []
    labels = []
    y = float(ROW + 8)
    for topic in dict.fromkeys(str(row[1]) for row in rows):
        labels.append({"x": 0, "y": y, "text": topic})
        used: Counter[int] = Counter()
        for row in (row for row in rows if row[1] == topic):
            name = first_speaker(str(row[2]))
            column = columns.index(name) if name in columns else columns.index(OTHERS)
            text = f"{row[0]} {LOOKS[str(row[4])][4]}"
            x, at = TOPICS + COLUMN * column, y + ROW * used[column]
            marks.append({"x": x, "y": at, "text": text, "mark": str(row[4]), "claim": str(row[3])})
            used[column] += 1
        y += ROW * max(used.values()) + 5
    return marks, labels, int(y)


def positions() -> dict[str, Any]:
    """Both axes in pixels: the layout is computed, the scales only take it over."""
    plain = {"type": "quantitative", "axis": None, "scale": None}
    return {"x": {"field": "x", **plain}, "y": {"field": "y", **plain}}


def text_layer(
    values: list[dict[str, Any]], *, bold: bool = False, shift: int = 0, room: int = TOPICS
) -> dict[str, Any]:
    limit = COLUMN - 14 if shift else room
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": shift, "fontSize": 11, "color": INK,
            "fontWeight": "bold" if bold else "normal", "limit": limit}  # fmt: skip
    encoding = {**positions(), "text": {"field": "text", "type": "nominal"}}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def mark_layer(mark: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    shape, colour, filled, dotted, _ = LOOKS[mark]
    fill = colour if filled else "transparent"
    style: dict[str, Any] = {"type": "point", "shape": shape, "size": 62, "opacity": 1,
                             "stroke": colour, "strokeWidth": 1.6, "fill": fill}  # fmt: skip
    if dotted:
        style["strokeDash"] = [1.5, 2]
    tooltip = {"field": "claim", "type": "nominal"}
    return {"data": {"values": values}, "mark": style, "encoding": {**positions(), "tooltip": tooltip}}


def rule_layer(ys: Sequence[float], width: int) -> dict[str, Any]:
    values = [{"x": 0, "y": y, "x2": width} for y in ys]
    mark = {"type": "rule", "color": QUIET, "opacity": 0.35, "strokeWidth": 0.6}
    return {"data": {"values": values}, "mark": mark, "encoding": {**positions(), "x2": {"field": "x2"}}}


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
    """One row a commitment: promise, deadline, acts, practice and assessments along time.

    `only` limits the rows to ids that start with it, e.g. "M" or "R12".
    """
    finding = finding_named(findings, named, "commitments", where)
    only = str(named.get("only", ""))
    rows = [row for row in table_named(finding, "timeline", where).rows if str(row[0]).startswith(only)]
    texts = {c.id: c.text for c in case.commitments}
    order = [c.id for c in case.commitments if any(row[0] == c.id for row in rows)]
    values = [
        {
            "commitment": headline(str(row[0]), texts),
            "date": whole_date(str(row[1])),
            "what": row[2],
            "text": row[3],
        }
        for row in rows
        if row[2] in EVENTS
    ]
    if not values:
        raise ScrutatorError("T02", f"no commitment starts with '{only}'", where=where)
    kinds = [kind for kind in EVENTS if any(value["what"] == kind for value in values)]
    values.sort(key=lambda value: value["what"] == "due")  # a deadline is drawn over what meets it
    axis = {"labelLimit": 330, "labelPadding": 12, "domain": False, "ticks": False, "grid": False}
    names = [headline(i, texts) for i in order]
    spec = {**timeline_layers(values, names, kinds, axis), "height": {"step": 24}}
    narrow = [{**value, "commitment": wrapped(str(value["commitment"]))} for value in values]
    lines = [wrapped(name) for name in names]
    phone = {
        **timeline_layers(narrow, lines, kinds, {**axis, **in_lines(), "labelOffset": -10}, columns=2),
        "height": {"step": 14 * max(line.count("|") + 1 for line in lines) + 6},
        "padding": {"left": 6, "right": 6, "top": 5, "bottom": 5},
    }
    late = [f for f in finding.outcome.figures if is_late(f) and f.at["commitment"].startswith(only)]
    return Chart(
        name="commitment-timeline",
        title=finding.outcome.title,
        subtitle="From promise through act to practice; a month or a year is drawn at its first day",
        description=f"Timeline of {len(order)} commitments with {len(values)} dated events; "
        f"{len(late)} are on record as late or missed.",
        spec=themed(spec, width=460),
        columns=("commitment", "date", "what", "text"),
        rows=tuple(rows),
        findings=(finding.id,),
        phone=themed(phone, width=170),
    )


def timeline_layers(
    values: Sequence[Mapping[str, Any]],
    names: Sequence[str],
    kinds: Sequence[str],
    axis: Mapping[str, Any],
    columns: int = 4,
) -> dict[str, Any]:
    """Data and layers of the timeline: `names` in the order of the rows, the legend in so many columns."""
    y = {"field": "commitment", "type": "nominal", "title": None, "axis": axis, "sort": list(names)}
    x = {"field": "date", "type": "temporal", "title": None, "axis": {"format": "%Y"},
         "scale": {"type": "utc", "nice": False, "padding": 14}}  # fmt: skip
    return {
        "data": {"values": list(values)},
        "layer": [span_layer(x, y), event_layer(x, y, kinds, columns)],
    }


def headline(name: str, texts: Mapping[str, str]) -> str:
    """The id and the beginning of a commitment, cut at a word, for the margin of the chart."""
    text = re.sub(r" \([^()]*\)$", "", texts[name]).split(";")[0]
    if len(text) > MARGIN:
        text = text[:MARGIN].rsplit(" ", 1)[0].rstrip(",:") + "…"
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
    legend = {"title": None, "orient": "top", "symbolSize": 80, "columns": columns}
    shape = {"field": "what", "type": "nominal", "legend": legend,
             "scale": {"domain": list(kinds), "range": [EVENTS[kind][0] for kind in kinds]}}  # fmt: skip
    colour = {"field": "what", "type": "nominal", "legend": legend,
              "scale": {"domain": list(kinds), "range": [EVENTS[kind][1] for kind in kinds]}}  # fmt: skip
    fill = {"field": "what", "type": "nominal", "legend": None,
            "scale": {"domain": list(kinds),
                      "range": [EVENTS[k][1] if EVENTS[k][2] else "transparent" for k in kinds]}}  # fmt: skip
    encoding = {"x": x, "y": y, "shape": shape, "stroke": colour, "fill": fill,
                "tooltip": {"field": "text", "type": "nominal"}}  # fmt: skip
    return {"mark": {"type": "point", "size": 80, "strokeWidth": 1.6, "opacity": 1}, "encoding": encoding}


CHARTS = {"claims-matrix": claims_matrix, "commitment-timeline": commitment_timeline}
