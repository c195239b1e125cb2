"""Every region's cloud of stations in one drawing, side by side on the same axes."""

from collections.abc import Sequence
from typing import Any

from scrutator.statement.charts.chart import LINE_END, Chart, category, quantity, themed, wrapped
from scrutator.statement.charts.turnout_curves import LIGHT_TO_DARK, PLATE, Row

SIDE = 5
COLUMNS, ROOM, LETTERS = 4, 118, 17  # small pictures in a row, px of each, letters in a line of its name
PHONE_COLUMNS, PHONE_ROOM, PHONE_LETTERS = 2, 104, 16
# A few steps of opacity, not one for each cell: a drawing of thousands of cells stays small.
STEPS = {"type": "threshold", "domain": [0.03, 0.1, 0.3], "range": [0.4, 0.6, 0.8, 1]}
NAMES = ("region", "stations", "registered voters", "turnout, %", "leader's share, %", "at 95 % and 95 %")


def region_clouds_chart(rows: Sequence[Row], findings: tuple[str, ...] = ()) -> Chart:
    """Small fingerprints by region: rows of (region, stations, registered, turnout, share, corner, cells).

    Regions without cells are in the table only, and counted in the subtitle.
    """
    drawn = [row for row in rows if row[6]]
    with_corner = sum(row[5] > 0 for row in rows)
    left = len(rows) - len(drawn)
    others = f"; the {left} with fewer voters are in the table" if left else ""
    return Chart(
        "region-clouds",
        f"Stations at 95 % turnout and 95 % share or above lie in {with_corner} of {len(rows)} regions",
        "Registered voters by turnout (across) and leader's share of the ballots (up), both 0 to 100 %, each "
        f"region by itself and darkest where most of its voters are, largest register first{others}",
        "Small heat maps, one for each region, of turnout against the leader's share. One round cloud is "
        "usual; a tail towards 100 % and 100 % is not.",
        themed(_clouds(drawn, COLUMNS, ROOM, LETTERS)),
        NAMES,
        tuple(tuple(row[:6]) for row in rows),
        findings,
        phone=themed(_clouds(drawn, PHONE_COLUMNS, PHONE_ROOM, PHONE_LETTERS)),
    )


def _clouds(rows: Sequence[Row], columns: int, room: int, letters: int) -> dict[str, Any]:
    """One small heat map per region, darkest at its own densest cell."""
    titles = [wrapped(str(row[0] or "not named"), letters) for row in rows]
    lines = max(title.count(LINE_END) for title in titles) + 1
    titles = [LINE_END * (lines - 1 - title.count(LINE_END)) + title for title in titles]
    values = [
        {"region": title, "turnout": t, "end": t + SIDE, "share": s, "top": s + SIDE, "part": part / most}
        for title, row in zip(titles, rows, strict=True)
        for most in (max(part for _, _, part in row[6]),)
        for t, s, part in row[6]
    ]
    axis = {"values": [0, 50, 100], "domain": True, "labelFontSize": 11}
    percent: dict[str, Any] = {"scale": {"domain": [0, 100]}, "axis": axis, "title": None}
    shade = {"type": "sqrt", "range": LIGHT_TO_DARK}
    header = {"labelExpr": f"split(datum.label, '{LINE_END}')", "labelFontSize": 11, "labelPadding": 4}
    return {
        "data": {"values": values},
        "facet": category("region", title=None, sort=titles, header=header),
        "columns": columns,
        "spacing": {"row": 14, "column": 10},
        "spec": {
            "width": room,
            "view": {"fill": PLATE, "stroke": None},
            "height": room,
            "mark": {"type": "rect", "strokeWidth": 0},
            "encoding": {
                "x": quantity("turnout", **percent),
                "x2": {"field": "end"},
                "y": quantity("share", **percent),
                "y2": {"field": "top"},
                "color": quantity("part", legend=None, scale=shade),
                "opacity": quantity("part", legend=None, scale=STEPS),
            },
        },
    }
