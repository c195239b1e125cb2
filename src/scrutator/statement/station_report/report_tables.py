"""The report's tables: every test beside its error rates, regions, lists, missing zeros."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from scrutator.statement.charts import forensics as charts
from scrutator.statement.station_report.report_words import (
    MARKS,
    NAMES,
    count,
    figure,
    frame,
    number,
    p_value,
    span,
)

SHOWN_REGIONS = 40


def test_table(body: Mapping[str, Any]) -> str:
    """Every test: verdict, value, corrected p, error rates, power, comparison elections.

    Those that decide nothing are folded away below the others.
    """
    battery = body["tests"]["battery"]
    head = ("test", "says", "statistic", "adjusted p", "false alarms in clean simulations, %", "sees",
            "statistic in comparison elections")  # fmt: skip
    text = ("says", "sees")
    speaking = [_row(test, line) for test, line in battery.items() if line["standing"] != "not diagnostic"]
    silent = [_row(test, line) for test, line in battery.items() if line["standing"] == "not diagnostic"]
    shown = frame(head, speaking, text) if speaking else "<p>No test that can say something could be run.</p>"
    folded = ""
    if silent:
        summary = f"<summary>{len(silent)} tests that decide nothing, shown because readers ask</summary>"
        folded = f"<details>{summary}{frame(head, silent, text)}</details>"
    return f"{shown}{folded}{TEST_NOTE}"


TEST_NOTE = (
    "<p class='note'>The statistic is z, a count, a skewness or a dip, as fits the test. p is adjusted by "
    "Holm's method over the tests that can say something. A test is diagnostic when it fired in 3 to 7 % of "
    "the honest simulated elections of every world at nominal 5 %; conservative when it fired less often: "
    "then it counts when it fires and says nothing when silent. Sees: how often the test fired when what it "
    "was made for had been done to so many of the stations, districts or ballots, in simulated elections of "
    "6\u202f000 stations. In brackets: number of comparison elections.</p>"
)


def _row(test: str, line: Mapping[str, Any]) -> str:
    kind, words = MARKS[line["verdict"]]
    says = f'<span class="mark {kind}">{words}</span>'
    if line["standing"] != "diagnostic":
        says = "not diagnostic" if line["standing"] == "not diagnostic" else f"{says}<br>conservative"
    if line["placebos_fired"]:
        says += f"<br>fires for {escape(', '.join(line['placebos_fired']))} too"
    rates = line["false_alarm_rates"]
    unmeasured = '<span class="missing">not measured</span>'
    alarms = span([100 * rate for rate in rates.values()]) if rates else unmeasured
    seen, power = line["made_for"], unmeasured
    if seen:
        power = f"{number(100 * seen['power'], 0)} %, {escape(seen['manipulation'])} at {seen['percent']:g} %"
    compared, beside = line["comparison_elections"], "–"
    if compared:
        beside = f"{number(compared['lowest'])} to {number(compared['highest'])} ({compared['elections']})"
    return (
        f"<tr><th scope='row'>{escape(NAMES.get(test, test))}</th><td class='verdict'>{says}</td>"
        f"<td class='n'>{number(line['statistic'], 2)}</td><td class='n'>{p_value(line['p_adjusted'])}</td>"
        f"<td class='n'>{alarms}</td><td class='sees'>{power}</td><td class='n'>{beside}</td></tr>"
    )


def power_list(power: Mapping[str, Mapping[float, float]]) -> str:
    """How often the main test notices manipulation of known kind and size."""
    if not power:
        return ""
    rows = []
    for kind, rates in power.items():
        cells = ", ".join(f"{size:g} %: {number(100 * rate, 0)} %" for size, rate in rates.items())
        rows.append(f"<li>{escape(kind)}: {cells}</li>")
    return (
        "<p>How often the whole-percentage test (symmetric, either) notices manipulation of known size, in "
        f"simulated elections of 6\u202f000 stations:</p><ul>{''.join(rows)}</ul>"
    )


def regions_section(body: Mapping[str, Any], boundaries: Mapping[str, Any] | None) -> str:
    """The regional table, with a map when boundaries are given; empty with fewer than two regions."""
    criterion = "either" if "either" in body["tests"]["integer_peaks"] else "leader_share"
    regions = [row for row in body["tests"]["integer_peaks_regions"] if row["criterion"] == criterion]
    if len(regions) < 2:
        return ""
    regions.sort(key=lambda row: (row["p_adjusted"], -row["z"]))
    beyond = [row for row in regions if row["p_adjusted"] <= 0.05]
    windows = {row["region"]: row for row in body["tests"]["turnout_window_regions"]}
    rows = [
        f"<tr><th scope='row'>{escape(row['region'] or 'not named')}</th><td "
        f"class='n'>{count(row['stations'])}</td>"
        f"<td class='n'>{count(row['observed'])}</td><td class='n'>{number(row['expected'])}</td>"
        f"<td class='n'>{number(row['z'])}</td><td class='n'>{p_value(row['p_adjusted'])}</td>"
        f"<td class='n'>{_window_of(windows.get(row['region']))}</td></tr>"
        for row in regions
    ]
    head = (
        "region", "stations", "on whole percentages", "expected by chance", "z", "adjusted p",
        "votes above the region's own low-turnout pattern",
    )  # fmt: skip
    text = (
        f"<p>In {len(beyond)} of {len(regions)} regions the number of stations on whole percentages is "
        f"not explained "
        "by chance (false discovery rate 5 % over regions and criteria).</p>"
    )
    if boundaries:
        pairs = [(row["region"], round(row["z"], 2)) for row in regions]
        text += figure(charts.region_map(boundaries, pairs))
    note = (
        "<p class='note'>The last column is the range over windows that hold a quarter, a half and three "
        "quarters of the other lists' votes; there is no sampling error in it, and what is alike all over a "
        "region does not show. Not diagnostic.</p>"
    )
    if len(rows) <= SHOWN_REGIONS:
        return text + frame(head, rows) + note
    first, rest = frame(head, rows[:SHOWN_REGIONS]), frame(head, rows[SHOWN_REGIONS:])
    summary = f"<summary>The other {len(rows) - SHOWN_REGIONS} regions</summary>"
    return f"{text}{first}<details>{summary}{rest}</details>{note}"


def _window_of(row: Mapping[str, Any] | None) -> str:
    return "–" if row is None else f"{count(row['low'])} to {count(row['high'])}"


def lists_section(body: Mapping[str, Any]) -> str:
    """Every list's whole percentages, and the small lists' missing zeros."""
    peaks, zeros = body["tests"]["integer_peaks_lists"], body["tests"]["missing_zeros"]
    text = ""
    if peaks:
        rows = [
            f"<tr><th scope='row'>{escape(row['list'])}</th><td class='n'>{count(row['stations'])}</td>"
            f"<td class='n'>{count(row['observed'])}</td><td class='n'>{number(row['expected'])}</td>"
            f"<td class='n'>{number(row['z'])}</td><td class='n'>{p_value(row['p_adjusted'])}</td></tr>"
            for row in peaks
        ]
        head = ("list", "stations", "on whole percentages", "expected by chance", "z", "adjusted p")
        text += f"<p>Whole percentages of every list's share, corrected for {len(rows)} lists:</p>"
        text += frame(head, rows)
    if zeros["tried"]:
        text += _zeros(zeros["found"], zeros["tried"])
    return text


def _zeros(found: Sequence[Mapping[str, Any]], tried: int) -> str:
    beyond = [row for row in found if row["p_adjusted"] <= 0.05]
    text = (
        "<p>A list that draws a vote or two per station has some stations without any; who writes protocols "
        f"by hand gives every list at least one. Of {count(tried)} lists in districts {len(beyond)} have "
        "fewer zeros than any mixture of chances allows.</p>"
    )
    rows = [
        f"<tr><th scope='row'>{escape(row['district'])}</th><td>{escape(row['votes_of'])}</td>"
        f"<td class='n'>{row['zeros']}</td><td class='n'>{number(row['expected_zeros'])}</td>"
        f"<td class='n'>{row['ones']}</td><td class='n'>{row['twos']}</td>"
        f"<td class='n'>{p_value(row['p_adjusted'])}</td></tr>"
        for row in found[:SHOWN_REGIONS]
    ]
    head = (
        "district",
        "list",
        "stations with no vote",
        "expected at least",
        "with one",
        "with two",
        "adjusted p",
    )
    more = (
        ""
        if len(found) <= SHOWN_REGIONS
        else f"<p class='note'>The first {SHOWN_REGIONS} of {len(found)}.</p>"
    )
    return text + (frame(head, rows, text=("list",)) + more if rows else "")
