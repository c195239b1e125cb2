"""One page on one election's station results that a non-statistician can read; no script, no request."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from scrutator.statement.charts import forensics as charts
from scrutator.statement.charts.chart import Chart
from scrutator.statement.drawing import draw_svg, for_page
from scrutator.statement.forensics_models import models_text
from scrutator.statement.forensics_numbers import count, number, p_value

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
BLIND_SPOTS = (
    "Ballots stuffed in ragged numbers, votes changed during tabulation by formula, people kept from voting, "
    "bought votes: none of them leaves whole percentages.",
    "A consistent result is no certificate: it says that one pattern is absent.",
    "An anomaly has no author. It may come from manipulation, from careless clerks who work out "
    "percentages first, or from something nobody has thought of.",
    "The turnout window and every model assume that support does not depend on turnout for honest reasons; "
    "in the comparison elections this fails by tens of percent.",
)

SHOWN_REGIONS = 40


def forensics_page(
    body: Mapping[str, Any],
    pictures: Mapping[str, Any],
    panel: Sequence[tuple[str, str, float]] = (),
    boundaries: Mapping[str, Any] | None = None,
    power: Mapping[str, Mapping[float, float]] | None = None,
) -> str:
    """The whole page from the examination's plain values and the charts' rows."""
    sections = [
        ("What was asked", _asked(body)),
        ("What was found", _found(body)),
        ("What the election looks like", _looks(body, pictures, panel)),
        ("How sure: every test beside its error rates", _table(body) + _power(power or {})),
        ("Where: region by region", _regions(body, boundaries)),
        ("Every list", _lists(body)),
        ("Placebos and comparisons", _placebos(body) + _contrasts(body) + models_text(body)),
        ("What this cannot see", "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in BLIND_SPOTS) + "</ul>"),
        ("Data and faults", _data(body)),
    ]
    shown = [(title, text) for title, text in sections if text]
    contents = "".join(
        f'<li><a href="#s{i}"><span class="number">{i}</span>{escape(title)}</a></li>'
        for i, (title, _) in enumerate(shown, start=1)
    )
    main = "".join(
        f'<section><h2 id="s{i}"><span class="number">{i}</span>{escape(title)}</h2>{text}</section>'
        for i, (title, text) in enumerate(shown, start=1)
    )
    main = main.replace(" %", "\u00a0%")  # a number and its unit stay on one line
    style = (files("scrutator.statement") / "page" / "page.css").read_text(encoding="utf-8")
    name = escape(str(body["election"]))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>Station results examined: {name}</title>'
        f'<link rel="icon" href="data:,"><style>{style}{EXTRA_STYLE}</style></head><body>'
        '<a class="skip" href="#s1">Skip to the text</a><div class="layout">'
        f'<header class="title"><h1>Station results examined: {name}</h1>'
        f"<p>{count(body['usable_stations'])} of {count(body['stations'])} polling stations could be used; "
        f"{count(body['tests_tried'])} tests were tried; p-values are corrected for that.</p></header>"
        f'<nav class="contents" aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>'
        f"<main>{main}</main></div></body></html>\n"
    )


EXTRA_STYLE = """
section > p, section > ul { max-width: 66ch; }
td.verdict { white-space: nowrap; }
li .mark { white-space: normal; }
tbody th { min-width: 13em; }
"""


def _asked(body: Mapping[str, Any]) -> str:
    return (
        "<p>Do the numbers that polling stations reported look like numbers that were counted? People "
        "who make up "
        "results like round percentages, copy protocols and fill small stations; counting does none of that. "
        "Each test below has a model of what counting gives by chance, and was tried on elections "
        "simulated without any manipulation and on real comparison elections, so that its own error "
        "rate is known. An anomaly is a fact about numbers; it is not by itself evidence of who did what.</p>"
    )


def _found(body: Mapping[str, Any]) -> str:
    lines = body["tests"]["battery"]
    groups: dict[str, list[str]] = {words: [] for words in MARKS}
    for test, line in lines.items():
        if line["standing"] != "not diagnostic":
            groups[line["verdict"]].append(NAMES.get(test, test))
    items = []
    for words, tests in groups.items():
        if tests:
            kind, _ = MARKS[words]
            listed = "; ".join(escape(test) for test in tests)
            items.append(f'<li><span class="mark {kind}">{escape(words)}</span>: {listed}.</li>')
    items += _seen_at_least(body["tests"])
    window = body["tests"]["turnout_window"]
    if window:
        low, high = window["interval"]
        percent = window["interval_percent"]
        share = f", {number(percent[0], 0)} to {number(percent[1], 0)} % of them" if percent else ""
        items.append(
            f"<li>Depending on which stations are taken as clean, between {count(low)} and {count(high)} "
            f"of the leader's votes{share}, lie above the pattern of the low-turnout stations (95 % band "
            "over districts and all defensible windows). This is not diagnostic: it assumes that turnout "
            f"and support are unrelated{_beside(window['comparison_percent'])}.</li>"
        )
    missing = "".join(
        f'<li><span class="missing">not run</span> {escape(family)}: {escape(reason)}.</li>'
        for family, reason in body["not_run"].items()
    )
    return f"<ul>{''.join(items)}{missing}</ul>"


def _seen_at_least(tests: Mapping[str, Any]) -> list[str]:
    """What would have been seen, where the core of the cloud lies, and how many stations are extreme."""
    items = []
    limits = tests["integer_peaks_detection_limit"]
    if limits:
        names = {"either": "either", "leader_share": "the leader's share", "turnout": "turnout"}
        listed = ", ".join(
            f"{count(limits[name])} for {said}" for name, said in names.items() if name in limits
        )
        items.append(
            "<li>Rounding to whole percentages would have been noticed with a chance of 80 % had it happened "
            f"at this many stations: {listed}. Fewer may have gone unseen.</li>"
        )
    core = tests["core"]
    if core:
        items.append(
            f"<li>The core of the cloud, the tightest half of the voters, lies at a turnout of "
            f"{number(core['turnout'])} % and a share of {number(core['share'])} %.</li>"
        )
    extreme = next((one for one in tests["extreme_stations"] if one["threshold"] == 95), None)
    if extreme:
        items.append(
            f"<li>{count(extreme['stations'])} stations ({number(extreme['percent'], 2)} %) report at "
            "least 95 % turnout with at least 95 % for the leader; they hold "
            f"{count(extreme['leader_votes'])} of the leader's votes. There are honest places like that"
            f"{_beside(tests['extreme_stations_comparison'], 2)}.</li>"
        )
    return items


def _beside(compared: Mapping[str, Any] | None, digits: int = 0) -> str:
    if compared is None:
        return ""
    low, high = number(compared["lowest"], digits), number(compared["highest"], digits)
    return f"; in the {compared['elections']} comparison elections it is {low} to {high} %"


def _figure(chart: Chart) -> str:
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


def _looks(
    body: Mapping[str, Any], pictures: Mapping[str, Any], panel: Sequence[tuple[str, str, float]]
) -> str:
    if not pictures:
        return "<p>Turnout was not published, so none of the pictures can be drawn.</p>"
    text = [
        "<p>An election without anomalies has one round or gently tilted cloud, stations on whole "
        "percentages "
        "about as often as chance gives, and a leader's curve that flattens before full turnout.</p>",
        _figure(charts.fingerprint_chart(pictures["fingerprint"])),
        _figure(charts.peaks_chart(pictures["peaks"])),
    ]
    own = body["tests"]["battery"].get("integer_peaks_symmetric_either")
    if panel and own:
        others = [row for row in panel if row[0] != body["election"]]
        rows = [*others, (str(body["election"]), "this election", own["statistic"])]
        text.append(_figure(charts.panel_chart(rows, str(body["election"]))))
    window = body["tests"]["turnout_window"]
    if window:
        rows = [
            (one["end"], round(one["anomalous"]), round(low), round(high))
            for one, low, high in zip(window["estimates"], window["low"], window["high"], strict=True)
        ]
        text.append(_figure(charts.window_chart(rows, window["defensible"])))
    text.append(_figure(charts.cumulative_chart(pictures["cumulative"])))
    return "".join(text)


def _table(body: Mapping[str, Any]) -> str:
    rows = []
    for test, line in body["tests"]["battery"].items():
        kind, words = MARKS[line["verdict"]] if line["p_adjusted"] is not None else ("", "–")
        mark = f'<span class="mark {kind}">{words}</span>' if kind else words
        rates = line["false_alarm_rates"]
        alarms = (
            _range([100 * rate for rate in rates.values()])
            if rates
            else '<span class="missing">not measured</span>'
        )
        seen = line["made_for"]
        power = (
            f"{number(100 * seen['power'], 0)} % of {seen['percent']:g} % {escape(seen['manipulation'])}"
            if seen
            else '<span class="missing">not measured</span>'
        )
        compared = line["comparison_elections"]
        beside = (
            f"{number(compared['lowest'])} to {number(compared['highest'])} ({compared['elections']})"
            if compared
            else "–"
        )
        rows.append(
            f"<tr><th scope='row'>{escape(NAMES.get(test, test))}</th>"
            f"<td class='n'>{number(line['statistic'], 2)}</td><td class='n'>{p_value(line['p'])}</td>"
            f"<td class='n'>{p_value(line['p_adjusted'])}</td><td class='n'>{alarms}</td><td>{power}</td>"
            f"<td class='n'>{beside}</td><td>{escape(line['standing'])}</td><td "
            f"class='verdict'>{mark}</td></tr>"
        )
    head = ("test", "statistic", "p", "adjusted p", "false alarms in clean simulations, %", "sees",
            "statistic in comparison elections", "standing", "says")  # fmt: skip
    return _frame(head, rows) + (
        "<p class='note'>The statistic is z, a count, a skewness or a dip, as fits the test. p is "
        "adjusted by Holm's method over the tests that can say something. A test is diagnostic when it fired "
        "in 3 to 7 % of the honest simulated elections of every world at nominal 5 %; conservative when it "
        "fired less often: then it counts when it fires and says nothing when silent. Sees: how often the "
        "test fired when what it was made for had been done to so many of the stations, districts or "
        "ballots, in simulated elections of 6\u202f000 stations. In brackets: number of comparison "
        "elections.</p>"
    )


def _range(values: Sequence[float]) -> str:
    return f"{number(min(values))} to {number(max(values))}"


def _frame(head: Sequence[str], rows: Sequence[str]) -> str:
    cells = "".join(f"<th scope='col'>{escape(column)}</th>" for column in head)
    return (
        f"<div class='frame' tabindex='0'><table><thead><tr>{cells}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _power(power: Mapping[str, Mapping[float, float]]) -> str:
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


def _regions(body: Mapping[str, Any], boundaries: Mapping[str, Any] | None) -> str:
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
        text += _figure(charts.region_map(boundaries, pairs))
    note = (
        "<p class='note'>The last column is the range over windows that hold a quarter, a half and three "
        "quarters of the other lists' votes; there is no sampling error in it, and what is alike all over a "
        "region does not show. Not diagnostic.</p>"
    )
    if len(rows) <= SHOWN_REGIONS:
        return text + _frame(head, rows) + note
    first, rest = _frame(head, rows[:SHOWN_REGIONS]), _frame(head, rows[SHOWN_REGIONS:])
    summary = f"<summary>The other {len(rows) - SHOWN_REGIONS} regions</summary>"
    return f"{text}{first}<details>{summary}{rest}</details>{note}"


def _window_of(row: Mapping[str, Any] | None) -> str:
    return "–" if row is None else f"{count(row['low'])} to {count(row['high'])}"


def _lists(body: Mapping[str, Any]) -> str:
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
        text += _frame(head, rows)
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
    return text + (_frame(head, rows) + more if rows else "")


def _placebos(body: Mapping[str, Any]) -> str:
    items = []
    for placebo in body["placebos"]:
        name = escape(placebo["name"])
        if placebo["reason_not_run"]:
            said = f'<span class="missing">not run</span> {escape(placebo["reason_not_run"])}'
        elif placebo["fired"]:
            listed = "; ".join(escape(NAMES.get(test, test)) for test in placebo["fired"])
            said = f"fired in {listed}: these tests say nothing here"
        else:
            said = f"quiet in {len(placebo['tests'])} tests, as it should be"
        items.append(f"<li>{name}: {said}.</li>")
    return (
        "<p>A placebo is the same test where nothing should be found. When it fires as well, the test "
        "does not single "
        f"out what it claims to.</p><ul>{''.join(items)}</ul>"
    )


def _contrasts(body: Mapping[str, Any]) -> str:
    items = []
    for one in body.get("contrasts", ()):
        if "refused" in one:
            refused = escape(one["refused"])
            items.append(f'<li>“{escape(one["flag"])}”: <span class="missing">refused</span> {refused}.</li>')
            continue
        items.append(
            f"<li>“{escape(one['flag'])}”: without it the list had {number(one['points'])} points more "
            f"({number(one['low'])} to {number(one['high'])}, 95 %), or {count(one['votes'])} votes "
            f"at the {count(one['unflagged'])} stations without it; p = {p_value(one['p'])}. "
            "Causal only if the flag was dealt at random within districts.</li>"
        )
    return f"<h3>Stations with and without a flag</h3><ul>{''.join(items)}</ul>" if items else ""


def _data(body: Mapping[str, Any]) -> str:
    items = "".join(f"<li>{count(rows)} rows: {escape(kind)}</li>" for kind, rows in body["faults"].items())
    faults = f"<ul>{items}</ul>" if items else "<p>No row contradicts itself.</p>"
    return (
        "<p>Faulty rows are kept; a test uses a station when its register, ballots and votes are known "
        "and possible."
        f"</p>{faults}<p class='note'>Seed of bootstrap and permutations: {body['seed']}.</p>"
    )
