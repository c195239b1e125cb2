"""One page on one election's station results that a non-statistician can read; no script, no request."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from scrutator.statement.charts import forensics as charts
from scrutator.statement.station_report.bounds import bounds_section
from scrutator.statement.station_report.models import models_text
from scrutator.statement.station_report.report_tables import (
    lists_section,
    power_list,
    regions_section,
    test_table,
)
from scrutator.statement.station_report.report_words import (
    MARKS,
    NAMES,
    beside,
    count,
    figure,
    number,
    p_value,
)

BLIND_SPOTS = (
    "Ballots stuffed in ragged numbers, votes changed during tabulation by formula, people kept from voting, "
    "bought votes: none of them leaves whole percentages.",
    "A consistent result is not a certificate: it says that one pattern is absent.",
    "An anomaly has no author. It may come from manipulation, from careless clerks who work out "
    "percentages first, or from something no one has thought of.",
    "The turnout window and every model assume that support does not depend on turnout for honest reasons; "
    "in the comparison elections this fails by tens of percent.",
)


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
        ("How sure: every test beside its error rates", test_table(body) + power_list(power or {})),
        ("How many votes: bounds under stated assumptions", bounds_section(body)),
        ("Where: region by region", regions_section(body, boundaries)),
        ("Every list", lists_section(body)),
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
td.verdict { min-width: 13em; } td.verdict .mark { white-space: nowrap; }
td.sees { min-width: 10em; }
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
    if body["corner"]:
        items.append(f"<li><strong>{escape(body['corner']['words'])}</strong></li>")
    summary = body["summary"]
    kind, _ = MARKS[summary["verdict"]]
    items.append(
        f'<li>All tests together: <span class="mark {kind}">{escape(summary["words"])}</span>. '
        f"{escape(summary['rate'])}</li>"
    )
    for words, tests in groups.items():
        if tests:
            kind, _ = MARKS[words]
            listed = "; ".join(escape(test) for test in tests)
            items.append(f'<li><span class="mark {kind}">{escape(words)}</span>: {listed}.</li>')
    items += _seen_at_least(body["tests"], bool(body["corner"]))
    window = body["tests"]["turnout_window"]
    if window:
        low, high = window["interval"]
        percent = window["interval_percent"]
        share = f", {number(percent[0], 0)} to {number(percent[1], 0)} % of them" if percent else ""
        items.append(
            f"<li>Depending on which stations are taken as clean, between {count(low)} and {count(high)} "
            f"of the leader's votes{share}, lie above the pattern of the low-turnout stations (95 % band "
            "over districts and all defensible windows). This is not diagnostic: it assumes that turnout "
            f"and support are unrelated{beside(window['comparison_percent'])}.</li>"
        )
    missing = "".join(
        f'<li><span class="missing">not run</span> {escape(family)}: {escape(reason)}.</li>'
        for family, reason in body["not_run"].items()
    )
    return f"<ul>{''.join(items)}{missing}</ul>"


def _seen_at_least(tests: Mapping[str, Any], leads: bool) -> list[str]:
    """What would have been seen, the core of the cloud, and, where that does not lead, extreme stations."""
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
    if extreme and not leads:
        items.append(
            f"<li>{count(extreme['stations'])} stations ({number(extreme['percent'], 2)} %) report at "
            "least 95 % turnout with at least 95 % for the leader; they hold "
            f"{count(extreme['leader_votes'])} of the leader's votes. There are honest places like that"
            f"{beside(tests['extreme_stations_comparison'], 2)}.</li>"
        )
    return items


def _looks(
    body: Mapping[str, Any], pictures: Mapping[str, Any], panel: Sequence[tuple[str, str, float]]
) -> str:
    if not pictures:
        return "<p>Turnout was not published, so none of the pictures can be drawn.</p>"
    text = [
        "<p>An election without anomalies has one round or gently tilted cloud, stations on whole "
        "percentages "
        "about as often as chance gives, and a leader's curve that flattens before full turnout.</p>",
        figure(charts.fingerprint_chart(pictures["fingerprint"])),
        figure(charts.peaks_chart(pictures["peaks"])),
    ]
    own = body["tests"]["battery"].get("integer_peaks_symmetric_either")
    if panel and own:
        others = [row for row in panel if row[0] != body["election"]]
        rows = [*others, (str(body["election"]), "this election", own["statistic"])]
        text.append(figure(charts.panel_chart(rows, str(body["election"]))))
    window = body["tests"]["turnout_window"]
    if window:
        ends = [
            (one["end"], round(one["anomalous"]), round(low), round(high))
            for one, low, high in zip(window["estimates"], window["low"], window["high"], strict=True)
        ]
        text.append(figure(charts.window_chart(ends, window["defensible"])))
    text.append(figure(charts.cumulative_chart(pictures["cumulative"])))
    return "".join(text)


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
            f"at the {count(one['unflagged'])} stations without it; p = {p_value(one['p'])}. Causal only if "
            "the flag was assigned at random within districts.</li>"
        )
    return f"<h3>Stations with and without a flag</h3><ul>{''.join(items)}</ul>" if items else ""


def _data(body: Mapping[str, Any]) -> str:
    items = "".join(f"<li>{count(rows)} rows: {escape(kind)}</li>" for kind, rows in body["faults"].items())
    faults = f"<ul>{items}</ul>" if items else "<p>No row contradicts itself.</p>"
    notes = "".join(f"<li>{escape(note)}</li>" for note in body.get("reading", ()))
    faults += f"<p>How the file was read:</p><ul>{notes}</ul>" if notes else ""
    source = body.get("source")
    if source:
        faults += f"<p>Input: {escape(source['file'])}, SHA-256 <code>{source['sha256']}</code>.</p>"
    return (
        "<p>Faulty rows are kept; a test uses a station when its register, ballots and votes are known "
        "and possible."
        f"</p>{faults}<p class='note'>Seed of bootstrap and permutations: {body['seed']}.</p>"
    )
