"""Margins to a threshold: in votes, as a share, and per polling station, on each base the law may mean."""

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.shares import (
    cited,
    list_names,
    marks_note,
    published_total,
    results_of,
)
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.unknown import Missing, Unknown

VALID, CAST, ESTIMATED = "valid votes", "ballots cast", "ballots cast, estimated"


def bases(
    case: Case, contest: str, counted: int
) -> dict[str, tuple[Fraction | Unknown, tuple[str, ...], str]]:
    """What the threshold may be a share of: base -> (number, sources, note)."""
    cast, cast_sources = published_total(case, contest, "ballots_cast")
    missing = Unknown(Missing.NOT_OBTAINED, "ballots cast")
    number = Fraction(cast) if isinstance(cast, int) else (cast if isinstance(cast, Unknown) else missing)
    found = {
        VALID: (Fraction(counted), (), "the sum of the lists' votes"),
        CAST: (number, cast_sources, ""),
    }
    registered, sources = published_total(case, contest, "registered")
    turnout = [row for row in case.turnout if (row.contest, row.stage, row.time) == (contest, "final", None)]
    national = [row for row in turnout if isinstance(row.percent, Decimal) and _is_country(case, row.place)]
    if isinstance(number, Unknown) and isinstance(registered, int) and national:
        estimate = Fraction(str(national[0].percent)) / 100 * registered
        note = "final turnout times registered voters; the register is marked unverified"
        found[ESTIMATED] = (estimate, sources + cited(national[0]), note)
    return found


def _is_country(case: Case, place: str) -> bool:
    return any(row.id == place and row.level == "country" for row in case.places)


def run(context: Context) -> Outcome:
    """How far is each list from the threshold of the contest, holding the base constant?"""
    case, parameters = context.case, context.parameters
    contest = str(parameters.get("contest", case.header.contest))
    details = [row for row in case.contests if row.id == contest]
    if not details or not isinstance(details[0].threshold, Decimal):
        raise ScrutatorError("N03", f"'{contest}' has no threshold in contests.csv")
    threshold = Fraction(details[0].threshold) / 100
    results = results_of(case, contest, "final")
    counts = {name: row.votes for name, row in results.items() if isinstance(row.votes, int)}
    stations, station_sources = published_total(case, contest, "stations")
    names = list_names(case)
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for base, (number, sources, note) in bases(case, contest, sum(counts.values())).items():
        for name, votes in counts.items():
            at = {"list": names[name], "base": base}
            if isinstance(number, Unknown):
                figures.append(Figure("margin", number, "votes", at, note=note))
                continue
            margin = votes - threshold * number
            cites = cited(results[name]) + sources
            mark = results[name].mark
            said = "; ".join(filter(None, (note, f"votes {mark}" if mark else "")))
            figures += of_list(at, margin, number, stations, cites, station_sources, said)
            rows.append((names[name], base, votes, threshold * number, margin, 100 * margin / number))
    nearest = min((row for row in rows if row[1] == VALID), key=lambda row: abs(_exact(row[4])))
    columns = ("list", "base", "votes", "threshold, votes", "margin, votes", "margin, % of the base")
    note = "The base is held constant: votes move to other lists. A negative margin is what is missing."
    note = f"{note} {marks_note(results, names)}".strip()
    table = Table("margins", "Margins to the threshold", columns, tuple(rows), note)
    return Outcome(f"{nearest[0]} was nearest to the threshold", tuple(figures), (table,), CAVEATS)


def _exact(value: Value | None) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(0)


def of_list(
    at: Mapping[str, str],
    margin: Fraction,
    base: Fraction,
    stations: int | Unknown | None,
    sources: tuple[str, ...],
    station_sources: tuple[str, ...],
    note: str,
) -> list[Figure]:
    """The margin of one list on one base, and the loss or gain that crosses the threshold."""
    figures = [
        Figure("margin", margin, "votes", at, sources=sources, note=note),
        Figure("margin_share", 100 * margin / base, "%", at, sources=sources, note=note),
    ]
    if margin >= 0:
        crossing = math.floor(margin) + 1
        figures.append(
            Figure("loss_that_still_clears", math.floor(margin), "votes", at, sources=sources, note=note)
        )
        figures.append(Figure("loss_that_falls_below", crossing, "votes", at, sources=sources, note=note))
    else:
        crossing = math.ceil(-margin)
        figures.append(Figure("gain_that_clears", crossing, "votes", at, sources=sources, note=note))
    if isinstance(stations, int) and stations:
        per_station = Fraction(crossing, stations)
        cites = sources + station_sources
        figures.append(
            Figure("votes_per_station", per_station, "votes", at, None, crossing, stations, cites, note=note)
        )
    return figures


CAVEATS = ("A margin says how many votes decide, not that any vote was counted wrongly.",)

MARGINS = Method(
    id="official.margins",
    version="1",
    question="How many votes, and how many per polling station, decide whether a list clears the threshold?",
    run=run,
    reads=("results.csv", "totals.csv", "turnout.csv", "contests.csv", "lists.csv", "places.csv"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)
