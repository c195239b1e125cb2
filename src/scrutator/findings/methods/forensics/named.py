"""Stations with reasons: which stations a test names, how many chance would name, what would explain it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.forensics.stations import (
    LIST,
    NOT_FRAUD,
    STATIONS,
    examined,
    read_stations,
    station_results,
)
from scrutator.findings.model import Figure, Outcome, Value
from scrutator.findings.tabulate import table_of
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.forensics.examination.named_stations import Asked

NOT_CLEAN = (
    "A station that nothing names is not thereby clean: tests see patterns of many stations, and most "
    "manipulation leaves none at a single one."
)
SOME_BY_CHANCE = (
    "Some of the named stations are named by chance; how many to expect stands beside each reason: stations, "
    "and where counts agree pairs or runs of stations."
)
NO_CHANCE = Unknown(Missing.NOT_APPLICABLE)  # a description, or a chance of a pair and not of a station


def run(context: Context) -> Outcome:
    """The stations that tests name, and every reason that was looked for."""
    from scrutator.forensics.examination.named_stations import named_stations

    results = station_results(context.case, context.parameters)
    named, asked = named_stations(results, examined(results, context.seed))
    stations = {(one.region, one.district, one.station) for one in named}
    rows = table_of(
        "stations",
        "Stations that something names, each with its reason",
        named,
        {
            "region": lambda one: one.region,
            "district": lambda one: one.district,
            "station": lambda one: one.station,
            "it differs in this": lambda one: one.ground.reason,
            "test": lambda one: words_of_test(one.ground.test),
            "chance of it at this station, %": lambda one: percent(one.chance),
            "false alarms of the test, at worst, %": lambda one: percent(one.false_alarms),
            "what would explain it": lambda one: one.ground.explained_by,
        },
        NOT_CLEAN,
    )
    reasons = table_of(
        "reasons",
        "What was looked for at every station",
        asked,
        {
            "reason": lambda one: one.ground.reason,
            "test": lambda one: words_of_test(one.ground.test),
            "verdict": lambda one: one.verdict or "a description, not a test",
            "stations named": lambda one: one.named,
            "expected by chance": lambda one: NO_CHANCE if one.expected is None else one.expected,
            "false alarms of the test, at worst, %": lambda one: percent(one.false_alarms),
            "what would explain it": lambda one: one.ground.explained_by,
        },
        SOME_BY_CHANCE,
    )
    figures = [Figure("stations", len(results), "stations"), Figure("named", len(stations), "stations")]
    figures += [Figure("named_for", one.named, "stations", {"reason": one.ground.reason}) for one in asked]
    return Outcome(
        title_of(len(stations), len(results), asked), tuple(figures), (rows, reasons), (NOT_CLEAN, NOT_FRAUD)
    )


def title_of(stations: int, of: int, asked: Sequence["Asked"]) -> str:
    """How many are named, and how many of those on whole percentages chance alone would give."""
    whole = [one for one in asked if "peaks" in one.ground.test and one.named and one.expected is not None]
    title = f"{stations} of {of} stations are named for something"
    if not whole:
        return title
    hits, chance = sum(one.named for one in whole), sum(one.expected or 0.0 for one in whole)
    return f"{title}; of {hits} hits on whole percentages about {chance:.0f} are expected by chance"


def words_of_test(test: str) -> str:
    """The name of a test in words; what is no test says so."""
    return test.replace("_", " ") or "a description, not a test"


def percent(share: float | None) -> Value:
    """A share in per cent; not applicable where there is none."""
    if share is not None:
        return 100 * share
    return NO_CHANCE


NAMED = Method(
    id="forensics.stations",
    version="1",
    question="Which stations differ from what chance explains, in what, and what would explain it?",
    run=run,
    reads=(STATIONS,),
    parameters=LIST,
    prepare=read_stations,
)
