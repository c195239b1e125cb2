"""The reference page of verdicts and how often each is wrong: docs/reference/error-rates.md."""

import json
from importlib import resources
from pathlib import Path

from scrutator.field.examining.rates import stored_rates
from scrutator.forensics.bounds.ladder import ASSUMPTIONS, stored_coverage
from scrutator.forensics.examination.calibration import POWERED
from scrutator.forensics.examination.rates import EVERYTHING, MADE_FOR, stored_calibration
from scrutator.forensics.examination.verdicts import Standing
from scrutator.forensics.further.further import GATHERING, TESTS, stored_further
from scrutator.forensics.further.further import MADE_FOR as FURTHER
from scrutator.simulation.votes import CLEAN_WORLDS, MANIPULATED_WORLDS

HEAD = "*Generated from the code by `make docs`; do not edit.*\n"
WORLDS = [world.name for world in CLEAN_WORLDS]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines) + "\n"


def _own_reports() -> tuple[str, ...]:
    """How often honest observers are named by the examination of a mission's own reports, and the others."""
    rates = stored_rates()
    honest, alone = (
        [
            (one.world, str(one.observers), str(one.named), f"{100 * one.low:.2f} to {100 * one.high:.2f}")
            for one in of
        ]
        for of in (rates.honest, rates.straight)
    )
    power = [
        (one.kind, f"{one.share:.0%}", f"{one.part:.0%}", _percent(one.named, one.dishonest))
        for one in rates.power
    ]
    return (
        "Observers named as resembling copied, straight-lined, impossibly fast or invented reports, after the "
        f"correction over all tests of all observers. Honest missions ({rates.honest[0].missions} of each sort, "
        "100 observers where nothing else is said, six visits and a protocol each):\n",
        _table(("mission", "observers", "named", "limits of the share (%)"), honest),
        f"Missions of 100 in which some are not honest ({rates.power[0].missions} of each sort; the part is that "
        "of their visits, a protocol is one each); share of them named (%):\n",
        _table(("resembles", "of the observers", "of their visits", "named"), power),
        "One answer throughout as the only test, which a published case can be asked (`observation.straight`): "
        f"{rates.straight[0].missions} honest missions of each sort.\n",
        _table(("mission", "teams", "named", "limits of the share (%)"), alone),
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _whole_election() -> str:
    table = stored_calibration()
    rows = []
    for name in dict.fromkeys(one.tests for one in table.families):
        cells = {one.world: one for one in table.families if one.tests == name}
        rates = (_percent(cells[world].called, cells[world].elections) for world in WORLDS)
        rows.append((name.replace("_", " "), *rates))
    number = table.families[0].elections
    return (
        f"Share of honest simulated elections (%) that the rule calls “not explained by chance” in at least "
        f"one test: {number:,} elections of {table.stations:,} stations in each world. Other sets of tests have "
        "a bound: the sum of the rates at which each test alone passes the rule's limit for the smallest p.\n\n"
        + _table(("tests that could run", *WORLDS), rows)
    )


def _by_test() -> str:
    table = stored_calibration()
    rows = []
    for test in table.speaking():
        sizes = table.sizes(test)
        rates = (_percent(sizes[world].called, sizes[world].elections) for world in WORLDS)
        rows.append((f"`{test}`", *rates))
    return (
        "The same for the verdict on one test, when all could run: Holm's correction over the tests that speak, "
        "and no placebo that shows half as much.\n\n" + _table(("test", *WORLDS), rows)
    )


def _power() -> str:
    table = stored_calibration()
    parts = []
    number = next(rate.elections for rate in table.rates if rate.kind != "clean")
    for kind, sizes in POWERED.items():
        tests = [test for test in table.speaking() if table.called(test, kind)]
        seen = [test for test in tests if max(table.called(test, kind).values()) >= 0.05]
        rows = [
            (f"`{test}`", *(f"{100 * table.called(test, kind)[size]:.0f}" for size in sizes)) for test in seen
        ]
        if rows:
            head = ("test called", *(f"{size:g} %" for size in sizes))
            parts.append(f"### {kind.capitalize()}\n\n{_table(head, rows)}")
        else:
            parts.append(
                f"### {kind.capitalize()}\n\nNo test is called in 5 % of the elections at any size.\n"
            )
    worlds = ", ".join(world.name for world in MANIPULATED_WORLDS)
    return (
        f"Share of manipulated elections (%) in which the rule calls the test: {number} elections of "
        f"{table.powered_stations:,} stations in each of three worlds ({worlds}), averaged; tests below 5 % "
        "everywhere are left out.\n\n" + "\n".join(parts)
    )


def _standing() -> str:
    table = stored_calibration()
    rows = []
    for test in [*table.speaking(), "flag_contrast"]:
        worst = max(table.sizes(test).values(), key=lambda rate: rate.bounds[1])
        least = min(table.sizes(test).values(), key=lambda rate: rate.bounds[0])
        alone = (table.by_seed or {}).get(test, ())
        rows.append(
            (
                f"`{test}`",
                str(table.standing(test)),
                f"{100 * worst.rate:.1f} (at most {100 * worst.bounds[1]:.1f}, {worst.world})",
                f"{100 * least.rate:.1f} (at least {100 * least.bounds[0]:.1f})",
                "; ".join(f"{100 * rate:.1f}" for rate in alone),
            )
        )
    seeds = " and ".join(map(str, table.seeds))
    return (
        "A test speaks when the one-sided 95 % bound of its false-alarm rate is at most 8 % in every world; its "
        "silence counts (diagnostic) when the other bound is at least 2 % everywhere. Seeds "
        f"{seeds} together decide; each alone has half of the elections, too few to show 8 % in every world, so "
        "their rates over all worlds stand beside each other.\n\n"
        + _table(
            (
                "test",
                "standing",
                "worst rate of p ≤ 0.05, %",
                "lowest, %",
                "under each seed alone, over all worlds, %",
            ),
            rows,
        )
    )


def _made_for() -> str:
    rows = [(f"`{test}`", f"{kind}, {size:g} %") for test, (kind, size) in MADE_FOR.items()]
    return _table(("test", "made to see, and the size its power is told for"), rows)


def _further() -> str:
    """The tests of neighbours and of two results of the same stations, those too that are left out."""
    table = stored_further()
    rows = []
    for test in TESTS:
        sizes = table.sizes(test)
        worst = max(sizes.values(), key=lambda rate: rate.bounds[1])
        least = min(sizes.values(), key=lambda rate: rate.bounds[0])
        said = "left out" if table.standing(test) is Standing.NOT_DIAGNOSTIC else str(table.standing(test))
        rows.append(
            (
                f"`{test}`",
                said,
                f"{100 * worst.rate:.1f} (at most {100 * worst.bounds[1]:.1f}, {worst.world}, {worst.elections:,})",
                f"{100 * least.rate:.1f} (at least {100 * least.bounds[0]:.1f})",
                "; ".join(f"{100 * rate:.1f}" for rate in (table.by_seed or {}).get(test, ())),
            )
        )
    powered = next(rate.elections for rate in table.rates if rate.kind != "clean")
    power = [
        (f"`{test}`", kind, *(f"{size:g} %: {100 * rate:.0f}" for size, rate in found.items()))
        for test in FURTHER
        for kind, found in table.power_table(test).items()
        if kind == FURTHER[test][0] or (test in GATHERING and kind == "rounded turnout")
    ]
    whole = [one for one in table.families if one.tests == EVERYTHING]
    family = max(whole, key=lambda one: one.called / one.elections)
    clean = {rate.elections for rate in table.rates if rate.world in WORLDS and rate.kind == "clean"}
    return (
        f"A family of their own, on {max(clean):,} honest elections of {table.stations:,} stations in each world, with "
        "a second round in which few, some or many of the voters change, and another contest in which 3 or 20 % vote "
        "otherwise; each kind of second result is held as a world of its own. The standing follows the rule of all "
        "tests; what was not shown to hold its size is left out and named on the page. In brackets: "
        "the bound, the world and its number of elections (in some worlds a test can seldom run). In honest elections the whole rule finds "
        f"something with all of them in at most {_percent(family.called, family.elections)} % ({family.world}). Made by "
        f"`tools/further_rates.py`, seeds {' and '.join(map(str, table.seeds))}.\n\n"
        + _table(
            ("test", "standing", "worst rate of p ≤ 0.05, %", "lowest, %", "under each seed alone, %"), rows
        )
        + f"\nWhat the rule calls, % of {powered} elections of {table.powered_stations:,} stations in each of three "
        "worlds:\n\n"
        + _table(
            ("test", "manipulation", "smallest", "", " "), [(*row, *("–",) * (5 - len(row))) for row in power]
        )
    )


def _mixture() -> str:
    path = resources.files("scrutator.forensics") / "tables" / "mixture_honest.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    fits = table["elections"] - table["refused"]
    rows = [
        (
            kind,
            f"{100 * table[kind]['middle_95']:.1f}",
            f"{100 * table[kind]['limit']:.1f}",
            f"{table[kind]['above']} of {fits}",
        )
        for kind in ("stuffed", "stolen")
    ]
    sizes = " and ".join(map(str, sorted(set(table["stations"]))))
    return (
        f"On {table['elections']} honest made-up elections of {sizes} stations in three regions, over all worlds "
        f"(seed {table['seed']}); {table['refused']} were refused by the model's own checks. Below the limit it "
        "says “none”; the limits were fixed before this was measured. Made by `tools/mixture_honest.py`.\n\n"
        + _table(
            (
                "votes",
                "95 % of its middle estimates lie below, % of the leader's votes",
                "limit, %",
                "intervals that begin above the limit",
            ),
            rows,
        )
    )


def _ladder() -> str:
    """The bounds on added votes: how often each rung held, in all worlds and in each."""
    measured = stored_coverage()
    where = ("a fifth of the stations", "whole regions")
    whole = [
        (
            assumes,
            f"{100 * measured['rungs'][name]['honest_at_most_half_a_percent']:.1f}",
            f"{100 * measured['rungs'][name]['least_held']:.1f}",
            f"{100 * measured['rungs'][name]['most_held']:.1f}",
        )
        for name, assumes in ASSUMPTIONS.items()
    ]
    worlds = [
        (
            world + (f" (breaks {row['breaks']})" if row["breaks"] else ""),
            name,
            f"{100 * row['honest_at_most_half_a_percent']:.0f}",
            *(f"{100 * row[one]['least_held']:.0f}, {100 * row[one]['most_held']:.0f}" for one in where),
            f"{100 * row[where[0]]['least_of_truth']:.0f}",
        )
        for name in ("no heavier above", "steady support", "steadier support")
        for world, row in measured["rungs"][name]["worlds"].items()
    ]
    sizes = ", ".join(f"{100 * one:g}" for one in measured["added"])
    return (
        f"On {measured['honest']:,} honest elections of {measured['stations']:,} stations in each world, and as "
        f"many with ballots added ({sizes} % of all), at a fifth of the stations or in whole regions (seed "
        f"{measured['seed']}; made by `tools/ladder_coverage.py`). “Least” is wrong when it lies above what was "
        "added, “most” when below. Rungs keep the assumptions of those before them. On the seven comparison "
        "elections on file every rung's least is at most 0.5 % of the ballots (a test).\n\n"
        + _table(("if …", "honest: least ≤ 0.5 % of the ballots, %", "least held, %", "most held, %"), whole)
        + "\nThe same world by world; the world “strongholds” (a twentieth of the stations honestly at 95 % turnout "
        "and 97 % for the leader) is not in the table above. Ballots added in whole regions break “the stations up "
        "to the middle being as counted”.\n\n"
        + _table(
            (
                "world",
                "rung",
                "honest: least ≤ 0.5 %",
                f"least, most held: {where[0]}",
                f"least, most held: {where[1]}",
                "least, % of what was added at a fifth",
            ),
            worlds,
        )
    )


def _ballots() -> str:
    """How often audits of ballots met a limit of 5 %, of wrong outcomes and of right ones."""
    table = json.loads((Path(__file__).parent / "audit_risk.json").read_text(encoding="utf-8"))
    rows = [
        f"| {cell} | {one['runs']:,} | {100 * one['wrong_met'] / one['runs']:.1f} | "
        f"{100 * one['right_met'] / one['runs']:.1f} |"
        for cell, one in table.items()
    ]
    head = (
        "At a limit of 5 %, with a look after every card or at the end of every round. Wrong: a tie, or a lead that "
        "is all an error of the records. 5 % and three standard errors are 6.0 %. Right: as published, with one card "
        "of a thousand at odds with its record. Made by `tools/audit_risk.py` (seed 20261127), which says what each "
        "audit is.\n\n| audit | runs | met though wrong, % | met when right, % |\n| --- | --- | --- | --- |\n"
    )
    return head + "\n".join(rows) + "\n"


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    parts = [
        "# Verdicts and their error rates\n",
        HEAD,
        "The rate beside a verdict is that of the whole rule that prints it, not of a p-value on the way: p, "
        "correction for many tests, placebos, the tests' standing, what could run. Measured by `scrutator "
        "forensics calibrate`; the worlds are described in [simulation](simulation.md), the rates of p alone in "
        "[forensic tests](forensic-tests.md).\n",
        "## “Not explained by chance” for an election\n",
        _whole_election(),
        "## “Not explained by chance” for one test\n",
        _by_test(),
        "## What the rule sees\n",
        _power(),
        "## Standing\n",
        _standing(),
        "## What each test was made for\n",
        _made_for(),
        "## Further tests\n",
        _further(),
        "## How many votes: the ladder\n",
        _ladder(),
        "## The stuffing mixture\n",
        _mixture(),
        "## Contrasts of flags\n",
        "p and interval come from one law, by assigning the flag anew, so “0 lies outside” is as rare as p ≤ 0.05: "
        "exactly 5 % where the flag was assigned at random, to stations or to whole addresses. Held by a test with "
        "two flags of forty and with addresses of three.\n",
        "## Voters at the door\n",
        "“More ballots than voters seen” or “fewer”, at any honest station of a day, at a level of 95 % for all at "
        "once (300 made-up days a cell, thirteen hours, about 60 voters an hour, a counter misses or adds 2 %; "
        "`tests/counting/visits/test_voters.py` runs 400 of three cells): with 5 stations 5 % (10 hours counted twice), "
        "6 % (20), 6 % (60; 1,200 days); with 30 stations 2 % (10), 4 % (20), 5 % (60). Ballots beyond the voters "
        "are seen, station by station, in 22 to 82 % of cases at 2 % of the ballots, in 98 % and more at 5 %.\n",
        "## Audits and quick counts\n",
        "“Confirmed” of an audit of copies is wrong with at most the plan's limit, however copies are withheld or "
        "changed; the tests run 4,000 audits a cell. “Outside our range” of an official result comes in at most 5 % "
        "of honest counts for the family of its figures; the tests run 200 nights. Neither word is printed while a "
        "precondition or a gate says that the rate does not hold. The "
        "range of seats of a partial sample (middle 90 % of the draws) held the seats of the whole made-up country "
        "in 97 to 98 % of 200 samples, list by list: seats are few and whole, so the range is wider than 90 % (a "
        "test).\n",
        "### “The limit is met” of an audit of ballots\n",
        _ballots(),
        "## “Resembles” of an observer's reports\n",
        *_own_reports(),
    ]
    return {"error-rates.md": "\n".join(parts)}
