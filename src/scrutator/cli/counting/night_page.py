"""The replay of a night as one self-contained HTML page: chart as SVG, table, gates."""

from collections.abc import Sequence
from html import escape
from typing import Any

STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24;background:#fbfaf7}table{border-collapse:collapse;font:14px/1.4 system-ui,sans-serif;"
    "font-variant-numeric:tabular-nums}td,th{padding:.15rem .6rem;text-align:right}"
    "td:first-child,th:first-child,td.t,th.t{text-align:left}tr.first td{border-top:1px solid #999}"
    "svg{max-width:100%;height:auto}.scroll{overflow-x:auto}"
)
SUBTITLE = (
    "per cent; dots: adjusted estimates with 95 % interval and late-station bound "
    "(hollow: withheld by a gate); short bars: unadjusted; dashed: official result"
)


def chart_rows(moments: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the arrival-stream chart; shares in per cent."""
    rows = []
    for order, moment in enumerate(moments):
        at = "end" if moment["at"] == "end" else moment["at"][11:16]
        for share in moment["shares"]:
            interval = share["interval"] or {"low": None, "high": None}
            error = share["error"]
            rows.append(
                {
                    "list": share["list"],
                    "at": at,
                    "order": order,
                    "share": _percent(share["share"]),
                    "unadjusted": _percent(share["unadjusted"]),
                    "low": _percent(interval["low"]),
                    "high": _percent(interval["high"]),
                    "official": None if error is None else _percent(share["share"] - error),
                    "released": moment["released"],
                }
            )
    return rows


def night_page(title: str, moments: Sequence[dict[str, Any]]) -> str:
    """The page; raises X02 when the part that draws charts is not installed."""
    from scrutator.errors import missing_extra
    from scrutator.statement.charts.counting import arrival_stream

    try:
        import vl_convert
    except ImportError as error:
        raise missing_extra("drawing the chart", "report") from error
    last = moments[-1]
    held = sum(not moment["released"] for moment in moments)
    finding = last["sentences"][0]["text"]
    spec = arrival_stream(f"{title}: {finding}", SUBTITLE, chart_rows(moments))
    svg = vl_convert.vegalite_to_svg(spec)
    heading = (
        f"<h1>{escape(title)}</h1><p>{escape(finding)} {held} of {len(moments)} moments were withheld.</p>"
    )
    body = f"{heading}<figure>{svg}</figure><div class=scroll>{_table(moments)}</div>{_gates(moments)}"
    head = (
        f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(title)}</title>"
    )
    return (
        f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 3)


def _cell(value: float | None, sign: str = "") -> str:
    return "–" if value is None else f"{100 * value:{sign}.2f}".replace("-", "−")


def _table(moments: Sequence[dict[str, Any]]) -> str:
    names = ("time", "in", "list", "unadjusted %", "adjusted %", "low", "high", "error", "interval holds")
    rows = ["<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"]
    for moment in moments:
        for place, share in enumerate(moment["shares"]):
            interval = share["interval"] or {"low": None, "high": None}
            holds = {None: "", True: "yes", False: "no"}[share["covered"]]
            head = (moment["at"][-8:-3] or "end", f"{moment['arrived']:,}") if place == 0 else ("", "")
            cells = (
                *head,
                escape(share["list"]),
                *(_cell(value) for value in (share["unadjusted"], share["share"])),
                *(_cell(interval[side]) for side in ("low", "high")),
                _cell(share["error"], "+"),
                holds,
            )
            mark = " class=first" if place == 0 else ""
            rows.append(f"<tr{mark}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "<table>" + "".join(rows) + "</table>"


def _gates(moments: Sequence[dict[str, Any]]) -> str:
    parts = []
    for moment in moments:
        closed = [gate for gate in moment["gates"] if not gate["open"]]
        at = "the end" if moment["at"] == "end" else moment["at"][11:16]
        text = "; ".join(escape(gate["why"]) for gate in closed) or "all gates open"
        parts.append(f"<li>{at}: {text}</li>")
    return f"<h2>Why a release was or was not honest yet</h2><ul>{''.join(parts)}</ul>"
