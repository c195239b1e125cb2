"""Seats of a whole system: districts and tiers under the law of the day, against the published seats."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.law.district_votes import Districts, ballots_from, districts_of, system_of
from scrutator.findings.methods.law.seats import covers, known_seats, left_out_of, unpublished_said
from scrutator.findings.methods.law.votes import READS
from scrutator.findings.methods.official.published import cited, list_names
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.nouns.contests import Contest

if TYPE_CHECKING:
    from scrutator.law.systems.ballots import Ballots
    from scrutator.law.systems.distribute import SystemResult, SystemResults
    from scrutator.law.systems.system import System


def run_system(context: Context) -> Outcome:
    """Derive the seats of every district and tier, and hold the totals against the published ones."""
    from scrutator.law.systems.distribute import distribute

    case, parameters = context.case, context.parameters
    found = districts_of(case, parameters)
    system = system_of(case, found.law)
    ballots = ballots_from(case, found, parameters)
    results = distribute(system, ballots)
    names = list_names(case)
    published = {names[key]: row.seats for key, row in found.country.items() if isinstance(row.seats, int)}
    first = results.first
    known = known_seats(published, first.seats, first.house)
    apart = sum(first.seats.get(name, 0) != seats for name, seats in known.items())
    figures = [*_figures(results, published, found, names), Figure("outcome", results.outcome)]
    figures += [Figure("house", first.house, "seats"), Figure("readings", len(results.readings), "readings")]
    if published:
        figures.append(Figure("seats_that_differ", apart, "lists"))
    if results.absent:
        pairs = sum(map(len, results.absent.values()))
        figures.append(Figure("lists_without_a_row", pairs, "pairs of list and district"))
    margin, searched = _margin(system, ballots, parameters)
    absent = [_absent_table(found.contest, results)] if results.absent else []
    tables = [_district_table(found.contest, results), _stage_table(found.contest, results.name, first)]
    caveats = (*_caveats(results), *searched)
    return Outcome(_title(results, published, apart), (*figures, *margin), (*tables, *absent), caveats)


def _figures(
    results: "SystemResults", published: Mapping[str, int], found: Districts, names: Mapping[str, str]
) -> list[Figure]:
    figures = []
    cites = {names[key]: cited(row) for key, row in found.country.items()}
    for reading in results.readings:
        where = {"reading": ", ".join(reading.choice.values())} if reading.choice else {}
        for name, seats in reading.seats.items():
            figures.append(
                Figure("seats", seats, "seats", {"list": name, **where}, sources=cites.get(name, ()))
            )
        for place, cells in reading.by_district.items():
            for name, seats in cells.items():
                if seats:
                    at = {"list": name, "district": place, **where}
                    figures.append(Figure("seats_in_district", seats, "seats", at))
    return figures


def _margin(
    system: "System", ballots: "Ballots", parameters: Mapping[str, object]
) -> tuple[list[Figure], list[str]]:
    """The margin and what it is worth, when the finding asks for it with a number of runs."""
    from scrutator.law.questions.system_margins import system_margin

    runs = parameters.get("margin_runs", 0)
    if not isinstance(runs, int | float) or not runs:
        return [], []
    search = system_margin(system, ballots, int(runs))
    margin = search.margin
    if margin is None:
        return [], [f"No votes moved within one district were found to change a seat: {search.said}."]
    where = f" in {margin.district}" if margin.district else ""
    note = f"votes moved from {margin.source} to {margin.target}{where}; {search.said}"
    return [Figure("seat_margin", margin.votes, "votes", note=note)], [f"Margin: {note}."]


def _district_table(contest: Contest, results: "SystemResults") -> Table:
    """Seats by district and list, with the totals of every tier below."""
    result = results.first
    names = [name for name, seats in result.seats.items() if seats]
    rows: list[tuple[Value | None, ...]] = []
    for place, cells in result.by_district.items():
        rows.append((place, sum(cells.values()), *(cells.get(name, 0) for name in names)))
    for tier, seats in result.tiers.items():
        rows.append((f"all: {tier}", sum(seats.values()), *(seats.get(name, 0) for name in names)))
    rows.append(("all", sum(result.seats.values()), *(result.seats[name] for name in names)))
    placed = ["Districts with a place for national seats include them."] if len(result.tiers) > 1 else []
    note = " ".join([*placed, *left_out_of(results)])
    return Table(
        "districts",
        f"Seats by district and list, {contest.date}",
        ("district", "seats", *names),
        tuple(rows),
        note,
    )


def _absent_table(contest: Contest, results: "SystemResults") -> Table:
    """Lists without a row in a district: they count as not standing there."""
    rows: tuple[tuple[Value | None, ...], ...] = tuple(
        (name, len(places), ", ".join(places)) for name, places in results.absent.items()
    )
    title = f"Lists without a row in a district, taken as not standing there, {contest.date}"
    return Table("no_row", title, ("list", "districts", "where"), rows)


def _stage_table(contest: Contest, law: str, result: "SystemResult") -> Table:
    from scrutator.law.questions.presentation import outcome_text

    rows: Sequence[tuple[Value | None, ...]] = tuple(
        (number, step.rule, step.article, step.says, outcome_text(step.result))
        for number, step in enumerate(result.steps, 1)
    )
    columns = ("step", "rule", "article", "what it says", "outcome")
    return Table("stages", f"The stages, election of {contest.date} under {law}", columns, tuple(rows))


def _title(results: "SystemResults", published: Mapping[str, int], apart: int) -> str:
    return f"{_seats_said(results, published, apart)}{covers(results)}{_absent_said(results)}"


def _absent_said(results: "SystemResults") -> str:
    """Lists that are taken as not standing somewhere because they have no row there, in the result's line."""
    if not results.absent:
        return ""
    count = "1 list" if len(results.absent) == 1 else f"{len(results.absent)} lists"
    return f"; {count} without a row in a district taken as not standing there"


def _seats_said(results: "SystemResults", published: Mapping[str, int], apart: int) -> str:
    seats = "/".join(str(count) for count in sorted(results.first.seats.values(), reverse=True) if count)
    if results.outcome == "statute_ambiguous":
        return "The law leaves open what the seats are: its readings differ"
    if not published:
        return f"The law of the day gives {seats}; seats by list are not published for the country"
    agree = "as published" if not apart else f"which differs from the published seats of {apart} lists"
    left = unpublished_said(published, results.first.seats, results.first.house)
    return f"The law of the day gives {seats}, {agree}{left}"


def _caveats(results: "SystemResults") -> tuple[str, ...]:
    from scrutator.law.questions.presentation import remarks_on

    ties = [f"{' and '.join(tie.lists)} tie for {tie.seats} seats: {tie.rule}." for tie in results.first.ties]
    return (*ties, *remarks_on(results))


def ready_system(context: Context) -> None:
    """Raises what keeps the districts or the law from being read."""
    found = districts_of(context.case, context.parameters)
    system_of(context.case, found.law)
    ballots_from(context.case, found, context.parameters)


SYSTEM = Method(
    id="law.system",
    version="1",
    question="Which seats follow in every district and tier under the law of the day?",
    run=run_system,
    prepare=ready_system,
    reads=READS,
    parameters={
        "contest": "id of the contest (default: the case's main contest)",
        "law": "STATUTE@DATE (default: the statute contests.csv names for the contest)",
        "level": "level of the places that are list districts (default: region)",
        "direct_level": "level of the places that are single-member districts (default: none)",
        "district_seats": 'seats of the districts that the law does not compute: ["north=9", …]',
        "levelling_seats": 'levelling seats of each district: ["north=1", …]',
        "minority": "ids of lists of national minorities",
        "coalitions": 'number of parties of lists that are coalitions: ["spolu=3", …]',
        "against_all": "id of the list that represents the option against all, if the ballot had one",
        "margin_runs": "runs of the system that a search for the least change may take (default 0: none)",
    },
    kinds={
        "district_seats": ParameterKind.TEXTS,
        "levelling_seats": ParameterKind.TEXTS,
        "minority": ParameterKind.TEXTS,
        "coalitions": ParameterKind.TEXTS,
        "margin_runs": ParameterKind.NUMBER,
    },
)
