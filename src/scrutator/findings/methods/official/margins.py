"""Margins to a threshold: in votes, as a share, and per polling station, on each base the law may mean."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.published import (
    cited,
    countries_of,
    disputed,
    list_names,
    marks_note,
    published_total,
    results_of,
)
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import table_of
from scrutator.record.case import Case
from scrutator.record.unknown import Missing, Unknown

CONSTANT_BASE = (
    "The base is held constant: votes move to other lists. A negative margin is how many are missing."
)
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
    countries = countries_of(case)
    national = sorted(
        (row for row in turnout if isinstance(row.percent, Decimal) and row.place in countries), key=cited
    )
    if isinstance(number, Unknown) and isinstance(registered, int) and national:
        estimate = Fraction(str(national[0].percent)) / 100 * registered
        note = "final turnout times registered voters; the register is marked unverified"
        found[ESTIMATED] = (estimate, sources + cited(national[0]), note)
    return found


@dataclass(frozen=True)
class Margin:
    """How far one list is from the threshold on one base: `over` votes, negative when it is below."""

    list: str
    base: str
    votes: int
    threshold: Fraction
    base_votes: Fraction
    sources: tuple[str, ...]
    note: str

    @property
    def over(self) -> Fraction:
        return self.votes - self.threshold

    @property
    def percent(self) -> Fraction:
        """The margin in per cent of the base."""
        return 100 * self.over / self.base_votes


def threshold_of(case: Case, contest: str) -> Fraction:
    """The contest's threshold as a share of its base. Raises N03 when the record has none."""
    details = [row for row in case.contests if row.id == contest]
    if not details or not isinstance(details[0].threshold, Decimal):
        raise ScrutatorError("N03", f"'{contest}' has no threshold in contests.csv")
    return Fraction(details[0].threshold) / 100


def margins_of(case: Case, contest: str) -> list[Margin | Figure]:
    """Every list on every base; a figure that says so where the base is unknown. Raises N03 without votes."""
    threshold, names = threshold_of(case, contest), list_names(case)
    results = results_of(case, contest, "final")
    counts = {name: row.votes for name, row in results.items() if isinstance(row.votes, int)}
    if not any(counts.values()):
        raise ScrutatorError("N03", f"no list has a vote in the final results of '{contest}'")
    found: list[Margin | Figure] = []
    for base, (number, sources, note) in bases(case, contest, sum(counts.values())).items():
        for name, votes in counts.items():
            if isinstance(number, Unknown):
                at = {"list": names[name], "base": base}
                found.append(Figure("margin", number, "votes", at, note=note))
                continue
            mark = results[name].mark
            said = "; ".join(filter(None, (note, f"votes {mark}" if mark else "")))
            cites = cited(results[name]) + sources
            found.append(Margin(names[name], base, votes, threshold * number, number, cites, said))
    return found


def margins_table(margins: Sequence[Margin], marks: str) -> Table:
    """One row per list and base; `marks` are those of the published votes."""
    return table_of(
        "margins",
        "Margins to the threshold",
        margins,
        {
            "list": lambda one: one.list,
            "base": lambda one: one.base,
            "votes": lambda one: one.votes,
            "threshold, votes": lambda one: one.threshold,
            "margin, votes": lambda one: one.over,
            "margin, % of the base": lambda one: one.percent,
        },
        f"{CONSTANT_BASE} {marks}".strip(),
    )


def ready_margins(context: Context) -> None:
    """Raises N03 for what the record lacks."""
    margins_of(context.case, str(context.parameters.get("contest", context.case.header.contest)))


def run(context: Context) -> Outcome:
    """How far is each list from the threshold of the contest, holding the base constant?"""
    case = context.case
    contest = str(context.parameters.get("contest", case.header.contest))
    found = margins_of(case, contest)
    stations = published_total(case, contest, "stations")
    figures = [
        figure
        for one in found
        for figure in ([one] if isinstance(one, Figure) else figures_of(one, *stations))
    ]
    margins = [one for one in found if isinstance(one, Margin)]
    nearest = min((one for one in margins if one.base == VALID), key=lambda one: (abs(one.over), one.list))
    names = list_names(case)
    marks = marks_note((names[name], row) for name, row in results_of(case, contest, "final").items())
    title = f"{nearest.list} was nearest to the threshold"
    return Outcome(
        title, tuple(figures), (margins_table(margins, marks),), (*CAVEATS, *disputed(case, contest))
    )


def figures_of(
    one: Margin, stations: int | Unknown | None, station_sources: tuple[str, ...]
) -> Iterator[Figure]:
    """The margin of one list on one base, and the loss or gain that crosses the threshold."""
    at, sources, note = {"list": one.list, "base": one.base}, one.sources, one.note

    def votes(name: str, value: Fraction | int) -> Figure:
        return Figure(name, value, "votes", at, sources=sources, note=note)

    yield votes("margin", one.over)
    yield Figure("margin_share", one.percent, "%", at, sources=sources, note=note)
    if one.over >= 0:
        crossing = math.floor(one.over) + 1
        yield votes("loss_that_still_clears", math.floor(one.over))
        yield votes("loss_that_falls_below", crossing)
    else:
        crossing = math.ceil(-one.over)
        yield votes("gain_that_clears", crossing)
    if isinstance(stations, int) and stations:
        per_station, cites = Fraction(crossing, stations), sources + station_sources
        yield Figure(
            "votes_per_station", per_station, "votes", at, None, crossing, stations, cites, note=note
        )


CAVEATS = ("A margin says how many votes decide, not that any vote was counted wrongly.",)

MARGINS = Method(
    id="official.margins",
    version="1",
    question="How many votes, and how many per polling station, decide whether a list clears the threshold?",
    run=run,
    prepare=ready_margins,
    reads=("results.csv", "totals.csv", "turnout.csv", "contests.csv", "lists.csv", "places.csv"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)
