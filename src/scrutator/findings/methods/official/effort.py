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
from scrutator.findings.methods.official.shares import cited
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
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
    figures = [
        Figure(
            "observers",
            mission.observers,
            "observers",
            at,
            sources=sources,
            note=mission.observers_words or "",
        ),
        Figure("stations", mission.stations, "stations", at, sources=sources),
        Figure("concluded", mission.verdict, "", at, sources=sources),
    ]
    if isinstance(mission.stations, int) and mission.stations > 0 and not found_something(mission):
        bound = upper_bound(mission.stations)
        said = mission.infringements == 0
        warning = "" if mission.selection == RANDOM else NOT_RANDOM
        note = f"nothing found in {mission.stations} stations; {warning}".rstrip("; ")
        name = "bound" if said else "bound_had_it_found_none"
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


def row_of(mission: Mission) -> tuple[Value | None, ...]:
    bound: Value | None = None
    if isinstance(mission.stations, int) and mission.stations > 0 and mission.infringements == 0:
        bound = round(upper_bound(mission.stations), 1)
    observers: Value = mission.observers_words or mission.observers
    cites = "; ".join(cited(mission))
    return (
        mission.name,
        mission.election,
        observers,
        mission.stations,
        mission.selection,
        mission.verdict,
        bound,
        cites,
    )


def run(context: Context) -> Outcome:
    """Every mission of the case."""
    case = context.case
    figures = [figure for mission in case.missions for figure in figures_of(mission)]
    unknown = sum(1 for mission in case.missions if not isinstance(mission.stations, int))
    random = sum(1 for mission in case.missions if mission.selection == RANDOM)
    figures.append(Figure("missions", len(case.missions), "missions"))
    figures.append(
        Figure("without_stations", unknown, "missions", note="no number of stations visited on record")
    )
    figures.append(
        Figure("random_samples", random, "missions", note="stations drawn as a probability sample")
    )
    columns = ("mission", "election", "observers", "stations", "who chose them", "concluded",
               "could have missed, % of stations", "sources")  # fmt: skip
    note = "The last but one column is filled only for missions that reported finding nothing: " + KIND + "."
    table = Table("effort", "How much each mission looked at, and what it concluded", columns,
                  tuple(row_of(mission) for mission in case.missions), note)  # fmt: skip
    title = f"{unknown} of {len(case.missions)} missions left no number of stations visited on record"
    caveats = (f"Of the missions on record {random or 'none'} drew its stations at random; {NOT_RANDOM}.",)
    return Outcome(title, tuple(figures), (table,), caveats)


EFFORT = Method(
    id="official.effort",
    version="1",
    question="How much did each mission look at, and what can its finding nothing exclude?",
    run=run,
    reads=("missions.csv",),
)
