"""Reference pages of the forensics room: error rates and panel, columns of results, data sets, simulation."""

import json
from dataclasses import fields
from importlib import resources

from scrutator.forensics.examination.calibration import POWERED
from scrutator.forensics.examination.panel import stored_panel
from scrutator.forensics.examination.rates import stored_calibration
from scrutator.forensics.examination.verdicts import NOT_DIAGNOSTIC, Standing
from scrutator.forensics.inputs.datasets import EVIDENCE, registry
from scrutator.forensics.inputs.results import COUNT_COLUMNS, FaultKind
from scrutator.simulation import manipulation
from scrutator.simulation.votes import CLEAN_WORLDS, World

HEAD = "*Generated from the code by `make docs`; do not edit.*\n"
MEANING = {
    "registered": "registered voters (V)",
    "ballots_cast": "ballots issued or cast (G); turnout is G/V",
    "valid": "valid ballots",
    "in_box": "ballots found in the boxes, valid and invalid (R); the valid ones where it is not published",
    "leader": "votes of the list to examine (L); its share is L/R",
    "runner_up": "votes of the second list: a placebo",
}


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + "\n"


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def _sizes() -> str:
    table = stored_calibration()
    worlds = [world.name for world in CLEAN_WORLDS]
    order = {standing: place for place, standing in enumerate(Standing)}
    tests = sorted(table.tests(), key=lambda test: (order[table.standing(test)], test))
    rows = [
        (
            f"`{test}`",
            *(_percent(table.sizes(test)[world].rate) for world in worlds),
            str(table.standing(test)),
        )
        for test in tests
    ]
    elections = next(iter(table.sizes(tests[0]).values())).elections
    fewest = min(rate.elections for rate in table.rates if rate.kind == "clean")
    text = (
        f"Share of honest simulated elections (%) in which the test reports p ≤ 0.05: {elections} elections of "
        f"{table.stations} stations in each world ({fewest} for tests without a verdict and the flag), seeds "
        f"{' and '.join(map(str, table.seeds))}. The standard error at 5 % is "
        f"{_percent((0.05 * 0.95 / elections) ** 0.5)} points. Made by `scrutator forensics calibrate`; the "
        "rates of the verdicts are in [error rates](error-rates.md).\n\n"
    )
    return text + _table(("test", *worlds, "standing"), rows)


DONE = {
    "stuffing": "ballots added at every fifth station, in percent of all honest ballots",
    "stuffing away from observers": "the same, but only at stations without the flag of `flag_contrast`",
    "rounded turnout": "turnout raised to the next whole percentage at this percent of the stations",
    "rounded share": "the leader's share raised to the next whole percentage at this percent of the stations",
    "turnout in fives": "turnout raised to the next multiple of 5 % at this percent of the stations",
    "invented protocols": "turnout and share made up in whole percentages, 15 points above the country's",
    "copied protocols": "the protocol of the station before, with all its votes",
    "shifted protocols": "the same with 100 votes more for the leader",
    "arithmetic runs": "four neighbours whose votes for the leader rise by equal steps",
    "dictated shares": "one share of the leader at every station of this percent of the districts",
    "filled zeros": "a small list without a station without votes, in this percent of the districts",
}


def _power() -> str:
    table = stored_calibration()
    number = next(rate.elections for rate in table.rates if rate.kind != "clean")
    parts = [
        "Share of manipulated simulated elections (%) in which the test reports p ≤ 0.05, averaged over three "
        f"worlds ({number} elections of {table.powered_stations} stations each). A test that cannot see a "
        "kind of manipulation fires as often as in honest elections.\n"
    ]
    for kind, sizes in POWERED.items():
        tests = [test for test in table.tests() if table.power(test, kind)]
        tests = [test for test in tests if table.standing(test) is not Standing.NOT_DIAGNOSTIC]
        rows = [(f"`{test}`", *(_percent(table.power(test, kind)[size]) for size in sizes)) for test in tests]
        head = ("test", *(f"{size:g} %" for size in sizes))
        parts.append(f"### {kind.capitalize()}\n\n{DONE[kind].capitalize()}.\n\n{_table(head, rows)}")
    return "\n".join(parts)


def _panel() -> str:
    tests = ("integer_peaks_symmetric_either", "multiples_of_five", "identical_protocols", "even_districts",
             "second_digit_mean", "last_digit_mean")  # fmt: skip
    rows = []
    for one in sorted(stored_panel(), key=lambda entry: (entry.status, entry.election)):
        values = (f"{one.statistics[test]:.1f}" if test in one.statistics else "not run" for test in tests)
        window = "not run" if one.window is None else f"{one.window[0]:.0f} to {one.window[1]:.0f}"
        extremes = "not run" if one.extremes is None else f"{one.extremes:.2f}"
        rows.append(
            (one.election, one.status, f"{one.stations:,}", *values, window, extremes, one.sha256[:12])
        )
    head = ("election", "status", "stations", *(f"`{test}`" for test in tests),
            "turnout window, % of the leader's votes", "stations ≥ 95/95, %", "sha256")  # fmt: skip
    return _table(head, rows)


def _coverage() -> str:
    path = resources.files("scrutator.forensics") / "tables" / "mixture_coverage.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        (
            name,
            str(table[name]["covered"]),
            str(table[name]["fits"]),
            _percent(table[name]["covered"] / table[name]["fits"]),
        )
        for name in ("stuffed", "stolen")
    ]
    return f"{table['note']}\n\n" + _table(("votes", "intervals that held the truth", "fits", "%"), rows)


def _posterior_coverage() -> str:
    path = resources.files("scrutator.forensics") / "tables" / "posterior_coverage.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    refused = sum(table["refused"].values())
    inside = sum(one["covered"] for one in table["quantities"].values())
    fits = sum(one["fits"] for one in table["quantities"].values())
    note = (
        f"The full posterior, measured by simulation-based calibration: {table['replicates']} elections of "
        f"{table['stations']} stations in one region, drawn from the model with parameters from its prior "
        f"(seed {table['seed']}), {table['chains']} chains of {table['draws']} draws each. {refused} were "
        "refused by the checks on fit and chains and are not counted; the check of the fingerprint was not "
        "applied. “Ranks even” is the p of a chi-squared test that the truth's rank among the draws is "
        "uniform over eight classes; of ten such p one below 0.1 is expected by chance. Over all quantities "
        f"{_percent(inside / fits)} % of the intervals held the truth. An earlier version, whose cells ended "
        "where 80 % of a station's leader's votes were added or moved, held the votes added in 34 of 47: the "
        "table is what found it. Made by `python tools/posterior_calibration.py`."
    )
    rows = [
        (
            name,
            str(one["covered"]),
            str(one["fits"]),
            _percent(one["covered"] / one["fits"]),
            str(one["uniform_p"]),
        )
        for name, one in table["quantities"].items()
    ]
    head = ("quantity", "90 % intervals that held the truth", "posteriors", "%", "ranks even, p")
    return f"{note}\n\n" + _table(head, rows)


def _tests_page() -> str:
    reasons = [(f"`{test}`", reason) for test, reason in NOT_DIAGNOSTIC.items()]
    parts = [
        "# Forensic tests and their error rates\n",
        HEAD,
        "What the words mean: [the explanation](../explanation/forensics.md).\n",
        "## False alarms\n",
        _sizes(),
        "## Power\n",
        _power(),
        "## The panel\n",
        "Every test's statistic on every election of the reference set (a selection of columns; the whole is "
        "`forensics/tables/panel.json`).\n",
        _panel(),
        "## The stuffing model's intervals\n",
        _coverage(),
        _posterior_coverage(),
        "## Never diagnostic, whatever the simulation says\n",
        _table(("test", "why"), reasons),
    ]
    return "\n".join(parts)


def _results_page() -> str:
    columns = [
        ("`region`, `district`, `station`", "names; equal district names in two regions are two districts")
    ]
    columns += [(f"`{name}`", MEANING[name]) for name in COUNT_COLUMNS]
    columns += [("`address`", "the building; stations at one address are then neighbours")]
    columns += [("any other", "votes of further lists (`--list`), or flags (`--flag`)")]
    faults = [(str(kind),) for kind in FaultKind]
    return "\n".join(
        [
            "# Station results\n",
            HEAD,
            "One row per polling station; any table ([tables](tables.md)): text, in gzip or in "
            "a zip with one "
            "file, Parquet, or a mapping of columns in memory. `valid` and `leader` are needed, "
            "everything else only "
            "by the tests that use it.\n",
            _table(("column", "meaning"), columns),
            "A cell that is empty is *not published* and becomes unknown, never zero. Faulty rows are "
            "kept and "
            "counted; each test says what it leaves out. Faults:\n",
            _table(("fault",), faults),
        ]
    )


def _data_page() -> str:
    known = registry()
    rows = [
        (f"`{one.name}`", f"{one.rows:,}", f"{one.repository}, `{one.path}`", one.licence, one.status,
         one.conversion.evidence if one.conversion else "no")
        for one in known.values()
    ]  # fmt: skip
    head = ("name", "stations", "public source", "licence", "status", "fetched")
    meanings = [(f"`{evidence}`", meaning) for evidence, meaning in EVIDENCE.items()]
    reasons = [(f"`{one.name}`", one.not_converted) for one in known.values() if one.not_converted]
    hashes = [(f"`{one.name}`", f"`{one.content_sha256}`") for one in known.values()]
    return "\n".join(
        [
            "# Data sets\n",
            HEAD,
            "`scrutator data get NAME` gives the file. With `SCRUTATOR_DATA` set it comes from that folder; "
            "otherwise the source's raw files are fetched at one commit, converted to the uniform columns "
            "and kept compressed in the reader's cache. Whatever is known of a conversion beforehand, a text "
            "whose hash is not the registered one is refused (F08) and nothing is kept.\n",
            _table(head, rows),
            "What was seen of a conversion before:\n",
            _table(("fetched", "meaning"), meanings),
            "Not fetched, to be brought by hand:\n",
            _table(("name", "reason"), reasons),
            "## Raw files\n",
            _table(("name", "raw file", "sha256"), _raw_files()),
            "## Conversions\n",
            "The source's columns that are added up, or joined by a slash for places; `*` stands for any "
            "text. For Bulgaria the leader and the runner-up are codes in the votes' tables, and valid is "
            "the sum of all votes with a code below 100.\n",
            _table(("name", "column", "in the source"), _conversions()),
            "## Hashes of the converted text\n",
            _table(("name", "sha256 of the uncompressed CSV"), hashes),
        ]
    )


def _raw_files() -> list[tuple[str, ...]]:
    return [
        (f"`{one.name}`", f"<{file.address}>", f"`{file.sha256}`" if file.sha256 else "not known")
        for one in registry().values()
        for file in one.files
    ]


def _conversions() -> list[tuple[str, ...]]:
    rows = []
    for one in registry().values():
        if one.conversion is None:
            continue
        for ours, theirs in one.conversion.columns.items():
            less = [f"less `{name}`" for name in one.conversion.subtract.get(ours, ())]
            names = ", ".join([*(f"`{name}`" for name in theirs), *less])
            rows.append((f"`{one.name}`", f"`{ours}`", names))
    return rows


def _simulation_page() -> str:
    names = [field.name for field in fields(World) if field.name not in ("name", "sizes", "support")]
    rows = [
        (f"`{name}`", *(f"{getattr(world, name):g}" for world in CLEAN_WORLDS))
        for name in names
    ]  # fmt: skip
    kinds = [
        (f"`{function.__name__}`", (function.__doc__ or "").split("\n")[0])
        for function in (
            manipulation.stuff, manipulation.steal, manipulation.round_turnout, manipulation.round_share,
            manipulation.invent, manipulation.copy_protocols, manipulation.carousel,
        )
    ]  # fmt: skip
    return "\n".join(
        [
            "# Simulation\n",
            HEAD,
            "The clean worlds. Standard deviations and slopes are on the logit scale.\n",
            _table(("parameter", *(world.name for world in CLEAN_WORLDS)), rows),
            "Manipulation of known size:\n",
            _table(("function", "what it does"), kinds),
        ]
    )


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    return {
        "forensic-tests.md": _tests_page(),
        "station-results.md": _results_page(),
        "data-sets.md": _data_page(),
        "simulation.md": _simulation_page(),
    }
