"""Methods that ask what checking could have achieved: an audit of protocols, and missions' effort."""

from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.counting.files import copies_of, published_levels
from scrutator.findings.methods.official.published import cited, list_names, published_total, results_of
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case

RISKS = (0.10, 0.05, 0.01)
RATES = (0.01, 0.02, 0.05, 0.10)


def ready_audit(context: Context) -> None:
    """Raises N03 for a contest without a threshold, and for levels without a complete row."""
    case = context.case
    _threshold(case, str(context.parameters.get("contest", case.header.contest)))
    _answers(case)


def run_audit(context: Context) -> Outcome:
    """Preconditions one by one, and the copies that would have sufficed for each list at the threshold."""
    case, parameters = context.case, context.parameters
    from scrutator.counting.audits.preconditions import check_preconditions

    contest = str(parameters.get("contest", case.header.contest))
    threshold = _threshold(case, contest)
    preconditions, impossible = check_preconditions(_answers(case))
    figures = [Figure("verdict", impossible or "audit possible")]
    figures.append(Figure("threshold", 100 * threshold, "%"))
    figures += [
        Figure("risk_limit", Fraction(str(risk)) * 100, "%", {"risk": f"{100 * risk:g} %"}) for risk in RISKS
    ]
    figures += [
        Figure("precondition", _word(one.holds), "", {"number": str(one.number)}, note=one.remark)
        for one in preconditions
    ]
    sized, rows = _sizes(case, contest, threshold)
    figures += sized
    asked: tuple[tuple[Value | None, ...], ...] = tuple(
        (one.number, one.asks, _word(one.holds), one.remark) for one in preconditions
    )
    tables = (
        Table(
            "preconditions",
            "What a comparison of copies needs",
            ("number", "needs", "holds", "remark"),
            asked,
        ),
        Table(
            "copies",
            "Copies of station protocols that would have sufficed, had all agreed",
            ("list", "assertion", "margin, votes", *(f"at risk {100 * risk:g} %" for risk in RISKS)),
            rows,
            "Draws in proportion to each station's possible error, by Kaplan–Markov; bound: its valid votes.",
        ),
    )
    unmet = sum(one.holds is not True for one in preconditions)
    title = f"Audit not possible: {unmet} of {len(preconditions)} preconditions are not met"
    title = title if unmet else "An audit of protocols is possible"
    return Outcome(title, tuple(figures), tables, CAVEATS)


CAVEATS = (
    "An audit of protocols limits the risk that adding up changed the outcome. It says nothing about "
    "stuffing, pressure on voters, or a false count before the copy was made.",
    "The numbers hold for copies that all agree with the published figures; ordinary slips add a few.",
)


def _threshold(case: Case, contest: str) -> Fraction:
    details = [row for row in case.contests if row.id == contest]
    if not details or not hasattr(details[0].threshold, "as_tuple"):
        raise ScrutatorError("N03", f"'{contest}' has no threshold in contests.csv")
    return Fraction(str(details[0].threshold)) / 100


def _answers(case: Case) -> list[tuple[bool | None, str]]:
    """What the record says about the seven preconditions: where it says nothing, unknown."""
    from scrutator.counting.audits.preconditions import (
        both,
        copies_answer,
        draw_answer,
        records_answer,
        totals_answer,
    )

    signed = (None, "nothing on record says which version was signed at the count")
    blind = (None, "nothing on record says who knew where observers were")
    if "levels" not in case.columns:
        no_copy = (None, "no copy of a protocol is on record")
        no_bound = (None, "no register or number of ballots by polling station is on record")
        nothing = (None, "there was nothing to draw from")
        return [(False, "no results by polling station are on record"), nothing, no_copy, signed, no_bound,
                no_copy, blind]  # fmt: skip
    from scrutator.counting.protocols.levels import check_levels
    from scrutator.counting.protocols.versions import Provenance

    published, expected = published_levels(case)
    if not published:
        raise ScrutatorError("N03", "levels.csv has no row in which every figure is published")
    depth = max(len(path) for path in published)
    stations = {path[-1] for path in published if len(path) == depth}
    copies = set(copies_of(case)) if "copies" in case.columns else set()
    frozen = (None, "nothing on record says that they were frozen before the seed")
    sealed = (None, "no sealed plan is on record")
    return [
        both(totals_answer(check_levels(published, expected)), frozen),
        both(draw_answer("draw.toml" if "draw.toml" in case.files else ""), sealed),
        copies_answer(Provenance.SIGNED_COPY if copies else None),
        signed,
        (True if "frame" in case.columns else None, "the register of every station"),
        records_answer(len(stations - copies), len(stations)),
        blind,
    ]


def _word(holds: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[holds]


def _sizes(
    case: Case, contest: str, threshold: Fraction
) -> tuple[list[Figure], tuple[tuple[Value | None, ...], ...]]:
    from scrutator.counting.audits.betting import AuditTest, Bet, draws_needed

    markov = Bet(AuditTest.KAPLAN_MARKOV, Fraction(1))

    results = results_of(case, contest, "final")
    counts = {name: row.votes for name, row in results.items() if isinstance(row.votes, int)}
    names, total = list_names(case), sum(counts.values())
    registered, register_sources = published_total(case, contest, "registered")
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for name, votes in sorted(counts.items(), key=lambda item: -item[1]):
        above = votes > threshold * total
        margin = abs(votes - threshold * total)
        if margin == 0:
            continue
        worst = threshold if above else 1 - threshold
        needed = []
        for risk in RISKS:
            at = {"list": names[name], "risk": f"{100 * risk:g} %"}
            size = draws_needed(1 + worst * total / margin, Fraction(str(risk)), markov)
            needed.append(size)
            figures.append(Figure("copies", size, "copies", at, sources=cited(results[name])))
            if isinstance(registered, int):
                larger = draws_needed(
                    ((votes - threshold * total if above else threshold * total - votes) + worst * registered)
                    / margin,
                    Fraction(str(risk)),
                    markov,
                )
                sources = cited(results[name]) + register_sources
                note = "with the register instead of the valid votes as the bound of each station"
                figures.append(Figure("copies_by_register", larger, "copies", at, sources=sources, note=note))
        side = "above" if above else "below"
        rows.append((names[name], f"{side} {float(100 * threshold):g} %", margin, *needed))
    return figures, tuple(rows)


def _whole(value: object) -> int:
    """A number of stations. Raises N03."""
    number = float(str(value))
    if number < 0 or not number.is_integer():
        raise ScrutatorError("N03", f"of_stations is {value}: no number of stations")
    return int(number)


def ready_sight(context: Context) -> None:
    """Raises N03 for what is no number of stations."""
    _whole(context.parameters.get("of_stations", 0))


def run_sight(context: Context) -> Outcome:
    """For each mission with a number of stations: with what probability it would have seen a rare thing."""
    case, parameters = context.case, context.parameters
    from scrutator.counting.visits.observation import chance_to_see, most_when_none_seen

    sensitivity = float(str(parameters.get("sensitivity", 1.0)))
    country = _whole(parameters.get("of_stations", 0))
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for mission in case.missions:
        chances: list[Value | None] = [None] * len(RATES)
        if isinstance(mission.stations, int) and mission.stations > 0:
            chances = [100 * chance_to_see(mission.stations, rate, sensitivity=sensitivity) for rate in RATES]
            for rate, chance in zip(RATES, chances, strict=True):
                at = {"mission": mission.id, "rate": f"{100 * rate:g} %"}
                note = f"{mission.stations} stations, had they been drawn at random"
                figures.append(
                    Figure("chance_to_see", chance or 0.0, "%", at, sources=cited(mission), note=note)
                )
            if mission.infringements == 0 and mission.stations <= country:
                most = most_when_none_seen(mission.stations, country)
                note = f"none seen in {mission.stations} of {country} drawn at random, cases noticed; 95 %"
                at = {"mission": mission.id}
                figures.append(Figure("most_unseen", most, "stations", at, sources=cited(mission), note=note))
        rows.append((mission.name, mission.election, mission.stations, mission.selection, *chances))
    known = sum(isinstance(mission.stations, int) for mission in case.missions)
    figures.append(Figure("missions_with_stations", known, "missions"))
    columns = ("mission", "election", "stations", "who chose them",
               *(f"sees {100 * rate:g} % of stations, %" for rate in RATES))  # fmt: skip
    note = "Probability of at least one case among the stations visited, had they been drawn at random"
    note += f", when an observer notices {100 * sensitivity:g} % of what happens."
    table = Table("sight", "What each mission's effort could have seen", columns, tuple(rows), note)
    caveats = ("No mission's stations are known to be a random sample: for visits arranged by the host the "
               "true chances are lower, and unknown.",)  # fmt: skip
    title = f"{known} of {len(case.missions)} missions left a number of stations from which a chance follows"
    return Outcome(title, tuple(figures), (table,), caveats)


AUDIT = Method(
    id="counting.audit",
    version="1",
    question="Could the published outcome be confirmed from copies of protocols, and how many would suffice?",
    run=run_audit,
    prepare=ready_audit,
    reads=("results.csv", "totals.csv", "contests.csv", "lists.csv", "places.csv", "levels.csv", "copies.csv",
           "frame.csv", "draw.toml"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)  # fmt: skip
SIGHT = Method(
    id="counting.sight",
    version="1",
    question="With what probability would each mission have seen something that happens in few stations?",
    run=run_sight,
    prepare=ready_sight,
    reads=("missions.csv",),
    parameters={
        "sensitivity": "share of what happens that an observer notices (default 1)",
        "of_stations": "stations in the country, for the most that none seen leaves (default: not known)",
    },
    kinds={"sensitivity": ParameterKind.NUMBER, "of_stations": ParameterKind.NUMBER},
)
