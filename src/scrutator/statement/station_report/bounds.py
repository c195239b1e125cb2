"""The report's section on bounds: the ladder from the weakest assumption to the strongest."""

from collections.abc import Mapping
from html import escape
from typing import Any

from scrutator.statement.station_report.report_words import count, number

BEFORE = (
    "<p>How many votes were added for the leader cannot be known from results alone. What can be said is "
    "what follows if one assumes something of honest voting. Each row keeps the assumptions of those above. "
    "“At least” and “at most” hold only if they are true, and honest elections break such assumptions too: "
    "beside each row stands in how many made-up elections with ballots added the two held, and in how many "
    "honest ones “at least” stayed within half a percent of the ballots.</p>"
)


def bounds_section(body: Mapping[str, Any]) -> str:
    """The table of rungs; "" where registers or turnout were not published."""
    bounds = body.get("bounds")
    if not bounds:
        return ""
    rows = "".join(_row(one) for one in bounds["rungs"])
    looked = 100 * bounds["ballots_looked_at"] / bounds["ballots"] if bounds["ballots"] else 0
    return (
        f'{BEFORE}<table><thead><tr><th scope="col">if …</th><th scope="col">at least</th>'
        '<th scope="col">at most</th><th scope="col">both held</th>'
        '<th scope="col">honest within 0.5 %</th></tr></thead>'
        f"<tbody>{rows}</tbody></table><p>{number(looked, 1)} % of the ballots lie in stations that could be "
        "looked at; the rest adds nothing to “at least” and all its votes for the leader to “at most”.</p>"
    )


def _row(one: Mapping[str, Any]) -> str:
    held = one["coverage"]
    crossed = " (the assumptions contradict each other here)" if one["assumptions_contradict"] else ""
    return (
        f'<tr><th scope="row">{escape(one["assumes"])}{crossed}</th>'
        f"<td>{count(one['least'])} ({number(one['least_percent'], 2)} %)</td>"
        f"<td>{count(one['most'])} ({number(one['most_percent'], 1)} %)</td>"
        f"<td>{number(100 * held['least_held'], 0)} %, {number(100 * held['most_held'], 0)} %</td>"
        f"<td>{number(100 * held['honest_at_most_half_a_percent'], 0)} %</td></tr>"
    )
