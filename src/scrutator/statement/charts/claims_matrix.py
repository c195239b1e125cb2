"""The chart of claims: a matrix by topic and speaker."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.findings.model import Finding, Value
from scrutator.record.case import Case
from scrutator.statement.charts.chart import (
    CONTRADICTED,
    INK,
    QUIET,
    SUPPORTED,
    UNDETERMINED,
    Chart,
    category,
    quantity,
    themed,
)
from scrutator.statement.lookup import find_table

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
COLUMN, TOPICS, ROW = 156, 190, 17


def claims_matrix(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Topics in rows, speakers in columns, one mark per proposition: shape, word and colour together."""
    finding, table = find_table(findings, f"{named.get('finding', 'verdicts')}/claims", where)
    rows = table.rows
    columns = shown_speakers([str(row[2]) for row in rows])
    marks, labels, height = placed(rows, columns)
    heads = [{"x": TOPICS + COLUMN * i - 5, "y": 0, "text": name} for i, name in enumerate(columns)]
    layers = [text_layer(heads, bold=True), text_layer(labels), text_layer(marks, shift=11, room=COLUMN)]
    layers += [mark_layer(mark, [m for m in marks if m["mark"] == mark]) for mark in LOOKS]
    layers.insert(0, rule_layer([label["y"] - ROW / 2 for label in labels], TOPICS + COLUMN * len(columns)))
    counted = Counter(str(row[4]) for row in rows)
    told = ", ".join(f"{counted[mark]} {mark}" for mark in LOOKS if counted[mark])
    return Chart(
        name="claims-matrix",
        title=finding.outcome.title,
        subtitle="One mark per proposition, by topic; the word beside it is its verdict",
        description=f"Matrix of {len(rows)} propositions by topic and speaker: {told}.",
        spec=themed({"layer": layers}, width=TOPICS + COLUMN * len(columns), height=height),
        columns=("proposition", "topic", "speaker", "what is claimed", "verdict"),
        rows=tuple(row[:5] for row in rows),
        findings=(finding.id,),
        phone=by_topic([topics_of(rows)], 1),
        paper=tuple(by_topic(columns, SHEET_COLUMNS) for columns in sheets_of(topics_of(rows))),
    )


PHONE_COLUMN, PHONE_COLUMNS = 152, 2
SHEET, SHEET_COLUMNS, BETWEEN = 330, 2, 12  # px of height of a drawing for paper; its columns of topics
Topic = tuple[str, Sequence[Sequence[Value | None]]]


def topics_of(rows: Sequence[Sequence[Value | None]]) -> list[Topic]:
    """Every topic with its propositions."""
    return [(topic, [r for r in rows if r[1] == topic]) for topic in dict.fromkeys(str(r[1]) for r in rows)]


def topic_height(topic: Topic) -> int:
    """px of a topic's name and of its marks, PHONE_COLUMNS beside each other."""
    return ROW * (1 + math.ceil(len(topic[1]) / PHONE_COLUMNS)) + 6


def sheets_of(topics: Sequence[Topic]) -> list[list[list[Topic]]]:
    """The topics in columns no taller than a sheet, SHEET_COLUMNS columns to a sheet."""
    columns: list[list[Topic]] = [[]]
    for topic in topics:
        if columns[-1] and sum(map(topic_height, [*columns[-1], topic])) > SHEET:
            columns.append([])
        columns[-1].append(topic)
    return [columns[at : at + SHEET_COLUMNS] for at in range(0, len(columns), SHEET_COLUMNS)]


def by_topic(columns: Sequence[Sequence[Topic]], across: int) -> dict[str, Any]:
    """The marks topic by topic, in columns, room for `across` of them; who speaks is in the table behind."""
    marks: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    for number, topics in enumerate(columns):
        left, y = number * (PHONE_COLUMN * PHONE_COLUMNS + BETWEEN), 8
        for topic in topics:
            heads.append({"x": left, "y": y, "text": topic[0]})
            marks += topic_marks(topic, left, y)
            y += topic_height(topic)
    height = max(sum(map(topic_height, topics)) for topics in columns)
    layers = [text_layer(heads, bold=True, room=300), text_layer(marks, shift=11, room=PHONE_COLUMN)]
    layers += [mark_layer(mark, [m for m in marks if m["mark"] == mark]) for mark in LOOKS]
    spec = {"layer": layers, "padding": {"left": 4, "right": 4, "top": 5, "bottom": 5}}
    width = across * PHONE_COLUMN * PHONE_COLUMNS + (across - 1) * BETWEEN
    return themed(spec, width=width, height=height)


def topic_marks(topic: Topic, left: int, top: int) -> list[dict[str, Any]]:
    """The marks of one topic below its name."""
    marks = []
    for place, row in enumerate(topic[1]):
        line, column = divmod(place, PHONE_COLUMNS)
        at = {"x": left + 8 + PHONE_COLUMN * column, "y": top + ROW * (line + 1)}
        text = f"{row[0]} {LOOKS[str(row[4])][4]}"
        marks.append({**at, "text": text, "mark": str(row[4]), "claim": str(row[3])})
    return marks


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
    return {name: quantity(name, axis=None, scale=None) for name in ("x", "y")}


def text_layer(
    values: list[dict[str, Any]], *, bold: bool = False, shift: int = 0, room: int = TOPICS
) -> dict[str, Any]:
    """Words at their places, to the right of a mark where they are shifted."""
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": shift,
        "fontSize": 11,
        "color": INK,
        "fontWeight": "bold" if bold else "normal",
        "limit": room - 14 if shift else room,
    }
    return {"data": {"values": values}, "mark": mark, "encoding": {**positions(), "text": category("text")}}


def mark_layer(mark: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    """All marks of one verdict."""
    shape, colour, filled, dotted, _ = LOOKS[mark]
    fill = colour if filled else "transparent"
    style: dict[str, Any] = {"type": "point", "shape": shape, "size": 62, "opacity": 1, "fill": fill}
    style |= {"stroke": colour, "strokeWidth": 1.6}
    if dotted:
        style["strokeDash"] = [1.5, 2]
    encoding = {**positions(), "tooltip": category("claim")}
    return {"data": {"values": values}, "mark": style, "encoding": encoding}


def rule_layer(ys: Sequence[float], width: int) -> dict[str, Any]:
    values = [{"x": 0, "y": y, "x2": width} for y in ys]
    mark = {"type": "rule", "color": QUIET, "opacity": 0.35, "strokeWidth": 0.6}
    return {"data": {"values": values}, "mark": mark, "encoding": {**positions(), "x2": {"field": "x2"}}}


CHARTS = {"claims-matrix": claims_matrix}
