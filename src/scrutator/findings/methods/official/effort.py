"""Effort against verdict: what a mission that found nothing in n stations can and cannot say.

If n stations are drawn at random and none shows an infringement, the one-sided 95 % upper bound on the
share of stations with one is 1 - 0.05^(1/n) (Clopper and Pearson, Biometrika 26, 1934); 3/n, the rule
of three, approximates it (Hanley and Lippman-Hand, JAMA 249, 1983). The bound is binomial: exact for
draws with replacement, a little too high for draws without, whose exact bound needs the number of
stations there were.
"""

from fractions import Fraction

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.published import cited
from scrutator.findings.model import Figure, Interval, Outcome, Table
from scrutator.findings.tabulate import sources_cell, table_of
from scrutator.record.case import Case
from scrutator.record.nouns.observation import Mission
from scrutator.record.unknown import Unknown

KIND = "one-sided 95 % upper bound, binomial, for stations drawn at random"
NOT_RANDOM = "not a random sample: the bound does not extend to the country"
RANDOM = "probability sample"


def upper_bound(stations: int) -> float:
    """The largest share of stations with an infringement that "none in n" leaves possible, in per cent."""
    from scrutator.counting.estimation.intervals import upper_bound_when_none_seen

    return 100 * upper_bound_when_none_seen(stations)


def figures_of(mission: Mission) -> list[Figure]:
    """Observers, stations and, for "found nothing", the bound with its warning."""
    at = {"mission": mission.id}
    sources = cited(mission)
    said = mission.observers_words or ""
    figures = [
        Figure("observers", mission.observers, "observers", at, sources=sources, note=said),
        Figure("stations", mission.stations, "stations", at, sources=sources),
        Figure("concluded", mission.verdict, "", at, sources=sources),
    ]
    if isinstance(mission.stations, int) and mission.stations > 0 and not found_something(mission):
        bound = upper_bound(mission.stations)
        warning = "" if mission.selection == RANDOM else NOT_RANDOM
        note = f"nothing found in {mission.stations} stations; {warning}".rstrip("; ")
        name = "bound" if mission.infringements == 0 else "bound_had_it_found_none"
        figures.append(Figure(name, bound, "%", at, Interval(0.0, bound, KIND), None, None, sources, note))
        rule = Fraction(300, mission.stations)
        figures.append(Figure("rule_of_three", rule, "%", at, sources=sources, note=note))
    return figures


def found_something(mission: Mission) -> bool:
    """Did it report infringements, counted or not?"""
    counted = isinstance(mission.infringements, int) and mission.infringements > 0
    return counted or (
        isinstance(mission.infringements, Unknown) and "listed" in mission.infringements.remark
    )


def bound_shown(mission: Mission) -> float | None:
    """The share that a mission which reported no infringement could have missed, in per cent."""
    if isinstance(mission.stations, int) and mission.stations > 0 and mission.infringements == 0:
        return round(upper_bound(mission.stations), 1)
    return None


def effort_table(case: Case) -> Table:
    """One row per mission."""
    return table_of(
        "effort",
        "How much each mission observed, and what it concluded",
        case.missions,
        {
            "mission": lambda mission: mission.name,
            "election": lambda mission: mission.election,
            "observers": lambda mission: mission.observers_words or mission.observers,
            "stations": lambda mission: mission.stations,
            "who chose them": lambda mission: mission.selection,
            "concluded": lambda mission: mission.verdict,
            "could have missed, % of stations": bound_shown,
            "sources": lambda mission: sources_cell(mission.source),
        },
        f"What a mission could have missed is given only for missions that reported finding nothing: {KIND}.",
    )


def run(context: Context) -> Outcome:
    """Every mission of the case."""
    case = context.case
    unknown = sum(1 for mission in case.missions if not isinstance(mission.stations, int))
    random = sum(1 for mission in case.missions if mission.selection == RANDOM)
    figures = (
        *(figure for mission in case.missions for figure in figures_of(mission)),
        Figure("missions", len(case.missions), "missions"),
        Figure("without_stations", unknown, "missions", note="no number of stations visited on record"),
        Figure("random_samples", random, "missions", note="stations drawn as a probability sample"),
    )
    title = f"{unknown} of {len(case.missions)} missions have no number of stations visited on record"
    caveats = (f"Missions on record that drew their stations at random: {random or 'none'}; {NOT_RANDOM}.",)
    return Outcome(title, figures, (effort_table(case),), caveats)


EFFORT = Method(
    id="official.effort",
    version="1",
    question="How much did each mission observe, and what does finding nothing rule out?",
    run=run,
    reads=("missions.csv",),
)
