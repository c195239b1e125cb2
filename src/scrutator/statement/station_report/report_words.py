"""What the report on station results is written with: names of tests, marks, numbers, tables, figures."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from scrutator.statement import numbers
from scrutator.statement.charts.chart import Chart
from scrutator.statement.drawing import draw_svg, for_page

NAMES = {
    "integer_peaks_either": "Whole percentages: either",
    "integer_peaks_leader_share": "Whole percentages: leader's share",
    "integer_peaks_turnout": "Whole percentages: turnout",
    "integer_peaks_symmetric_either": "Whole percentages, symmetric: either",
    "integer_peaks_symmetric_leader_share": "Whole percentages, symmetric: leader's share",
    "integer_peaks_symmetric_turnout": "Whole percentages, symmetric: turnout",
    "multiples_of_five": "Multiples of 5 %",
    "coarse_fractions": "Coarse fractions (halves to tenths)",
    "small_large_turnout": "Small against large stations: turnout",
    "small_large_leader_share": "Small against large stations: leader's share",
    "identical_protocols": "Identical protocols in a district",
    "digit_shifts": "Neighbours shifted by 100 or 1,000",
    "arithmetic_runs": "Arithmetic runs of four neighbours",
    "even_districts": "Districts too even to be chance",
    "missing_zeros": "Missing zeros of small lists",
    "second_digit_mean": "Second digit (Benford)",
    "last_digit_mean": "Last digit, mean",
    "last_digit_uniform": "Last digit, uniform",
    "count_ends_in_0_or_5": "Votes ending in 0 or 5",
    "percent_ends_in_0_or_5": "Rounded percentages ending in 0 or 5",
    "shape_turnout": "Skewness of turnout",
    "shape_leader_share": "Skewness of the leader's share",
    "log_vote_rate_stations": "Log vote rate, stations",
    "log_vote_rate_districts": "Log vote rate, districts",
    "dip_turnout": "Dip of turnout",
    "dip_leader_share": "Dip of the leader's share",
}
MARKS = {
    "not explained by chance under this model": ("contradicted", "not explained by chance"),
    "consistent with the model of an election without this anomaly": ("supported", "consistent with chance"),
    "cannot be determined": ("undetermined", "cannot be determined"),
}


def count(value: float) -> str:
    """A whole number with narrow spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\u202f").replace("-", "−")


def number(value: float, digits: int = 1) -> str:
    """A number with so many decimals, narrow spaces between thousands and a true minus sign."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−")


def p_value(value: float | None) -> str:
    """A p-value as HTML; a dash where there is none."""
    return "–" if value is None else escape(numbers.p_value(value, "en"))


def span(values: Sequence[float]) -> str:
    """The smallest and the largest of some values."""
    return f"{number(min(values))} to {number(max(values))}"


def frame(head: Sequence[str], rows: Sequence[str], text: Sequence[str] = ()) -> str:
    """A table in a frame that scrolls sideways on narrow screens; rows are HTML already.

    The first column and those named in `text` hold words, the others numbers.
    """
    words = {head[0], *text}
    kind = {column: "" if column in words else " class='n'" for column in head}
    cells = "".join(f"<th scope='col'{kind[column]}>{escape(column)}</th>" for column in head)
    return (
        f"<div class='frame' tabindex='0'><table><thead><tr>{cells}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def beside(compared: Mapping[str, Any] | None, digits: int = 0) -> str:
    """What the comparison elections have, as the end of a sentence."""
    if compared is None:
        return ""
    low, high = number(compared["lowest"], digits), number(compared["highest"], digits)
    return f"; in the {compared['elections']} comparison elections it is {low} to {high} %"


def figure(chart: Chart) -> str:
    """A chart with its title above it and the table behind it folded away."""
    head = "".join(f"<th>{escape(column)}</th>" for column in chart.columns)
    rows = "".join(
        "<tr>" + "".join(f'<td class="n">{escape(str(cell))}</td>' for cell in row) + "</tr>"
        for row in chart.rows[:200]
    )
    more = f"<p class='note'>The first 200 of {len(chart.rows)} rows.</p>" if len(chart.rows) > 200 else ""
    drawing = for_page(draw_svg(chart.spec, chart.name), chart.description)
    return (
        f'<figure id="chart-{chart.name}"><p class="chart-title">{escape(chart.title)}</p>'
        f'<p class="chart-subtitle">{escape(chart.subtitle)}</p><div class="drawing">{drawing}</div>'
        f"<details><summary>The table behind it</summary><div "
        f"class='frame'><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{more}</details></figure>"
    )
