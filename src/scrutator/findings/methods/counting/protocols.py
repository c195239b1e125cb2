"""Methods on protocols: copies against official, totals at every level, visits of observers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.counting.files import (
    VisitsTruth,
    copies_of,
    published_levels,
    rows_of,
    station_votes,
    toml_of,
)
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.counting.protocols.differences import ToleranceLimits
    from scrutator.counting.protocols.reconciliation import MarginEffect, Reconciled

NO_BLAME = "A difference is a fact about two papers. It does not say which is right, or why."


def ready_levels(context: Context) -> None:
    """Raises N03 when there are neither levels nor results."""
    case = context.case
    if "levels" in case.columns:
        rows_of(case, "levels")
    elif not case.results:
        raise ScrutatorError("N03", "the case has no levels.csv and no results.csv")


def ready_copies(context: Context) -> None:
    """Raises N03 when levels or copies are missing, C16 for limits that cannot be used."""
    from scrutator.counting.protocols.differences import ToleranceLimits

    ToleranceLimits.read(context.parameters.get("clerical", 2), context.parameters.get("material", 5))
    rows_of(context.case, "levels")
    rows_of(context.case, "copies")


def run_levels(context: Context) -> Outcome:
    """Recompute totals level by level; name the units whose published figures are not their parts' sums."""
    case = context.case
    from scrutator.counting.protocols.levels import check_levels
    from scrutator.counting.protocols.published_results import published_results

    from_file = "levels" in case.columns
    ready_levels(context)
    published, expected = published_levels(case) if from_file else published_results(case)
    found = check_levels(published, expected)
    units = sorted({one.path for one in found.partings})
    top = 1 if from_file else 0  # of a case's results the top unit also names the contest
    rows = tuple(
        (" / ".join(one.path[top:]) or one.path[0], one.list, one.below, one.published, one.difference)
        for one in found.partings
    )
    cannot = tuple((" / ".join(path), why) for path, why in found.cannot)
    moved = sum(one.difference for one in found.partings if one.difference > 0)
    figures = [
        Figure("verdict", found.verdict),
        Figure("units_checked", found.units_checked, "units"),
        Figure("units_that_part", len(units), "units"),
        Figure("votes_moved", moved, "votes", note="sum of the gains of lists in units that part"),
        Figure("cannot_be_recomputed", len(found.cannot), "units"),
    ]
    if "levels_truth" in case.columns:
        truth = {row["district"]: int(row["votes_moved"]) for row in rows_of(case, "levels_truth")}
        right = sum(path[-1] in truth for path in units)
        figures += [
            Figure("truly_altered", len(truth), "units"),
            Figure("found_of_altered", right, "units"),
            Figure("wrongly_named", len(units) - right, "units"),
            Figure("truly_moved", sum(truth.values()), "votes"),
        ]
    columns = ("unit", "list", "sum of its parts", "published", "difference")
    tables = [Table("partings", "Where published totals are not the sums of their parts", columns, rows)]
    if cannot:
        tables.append(Table("cannot", "What cannot be recomputed", ("unit", "why"), cannot))
    return Outcome(found.verdict[0].upper() + found.verdict[1:], tuple(figures), tuple(tables), (NO_BLAME,))


def run_copies(context: Context) -> Outcome:
    """Compare the observers' copies with the published station results."""
    case, parameters = context.case, context.parameters
    from scrutator.counting.protocols.differences import ToleranceLimits
    from scrutator.counting.protocols.reconciliation import reconcile

    names = {row.id: row.name for row in case.lists}
    limits = ToleranceLimits.read(parameters.get("clerical", 2), parameters.get("material", 5))
    found = reconcile(station_votes(case), copies_of(case), limits)
    tables = (_differing(found, names), _effects(found, names))
    title = f"{found.classes['exact']} of {found.compared} copies agree with the official figures to the vote"
    return Outcome(title, tuple(_copies_figures(found, names, limits)), tables, (NO_BLAME,))


def _copies_figures(
    found: "Reconciled", names: dict[str, str], limits: "ToleranceLimits"
) -> Iterator[Figure]:
    """Stations compared, by kind of difference, and the votes by which each margin was overstated."""
    yield Figure("compared", found.compared, "stations")
    yield Figure("without_copy", found.without_copy, "stations")
    means = {kind.value: words for kind, words in limits.words.items()}
    for name, number in found.classes.items():
        yield Figure("stations", number, "stations", {"kind": name}, note=means[name])
    if found.exact_rate:
        rate = Interval(100 * found.exact_rate.low, 100 * found.exact_rate.high, found.exact_rate.kind)
        exact = 100 * found.classes["exact"] / found.compared
        yield Figure("exact_rate", exact, "%", {}, rate, found.classes["exact"], found.compared)
    for effect in found.margins:
        yield Figure("overstated", effect.overstated, "votes", {"margin": _pair(effect, names)})


def _pair(effect: "MarginEffect", names: dict[str, str]) -> str:
    return f"{names.get(effect.ahead, effect.ahead)} – {names.get(effect.behind, effect.behind)}"


def _effects(found: "Reconciled", names: dict[str, str]) -> Table:
    rows = tuple(
        (_pair(one, names), one.published, one.net, one.overstated, one.ratio) for one in found.margins
    )
    columns = ("margin", "published", "net", "overstated", "overstated / margin")
    return Table("margins", "Effect on margins", columns, rows)


def _differing(found: "Reconciled", names: dict[str, str]) -> Table:
    rows = tuple(
        (one.station, names.get(name, name), amount, one.kinds[name].value, one.tolerance.name.lower())
        for one in found.differences
        for name, amount in one.amounts.items()
        if amount
    )
    columns = ("station", "list", "official − copy", "kind", "class")
    return Table("differences", "Copies that differ", columns, rows)


def read_visits(context: Context) -> list[dict[str, str]]:
    """The visits. Raises N03 for what this method needs and the case lacks."""
    case, column = context.case, str(context.parameters.get("cell", "type"))
    if "frame" in case.columns:
        rows_of(case, "frame", (column,))
    if "visits_truth.toml" in case.files:
        toml_of(case, "visits_truth.toml", VisitsTruth)
    return rows_of(case, "visits", ("answer", "cell"))


def run_visits(context: Context) -> Outcome:
    """Rates of visits by who chose the stations, and a modelled rate where teams chose their routes."""
    case, parameters, seed = context.case, context.parameters, context.seed
    from scrutator.counting.estimation.intervals import Limits, NoInterval
    from scrutator.counting.visits.observation import Selection, Visit, poststratified_rate, rates

    answers = {"yes": True, "no": False, "": None}
    visits = [
        Visit(
            row["station"], row["team"], Selection(row["selection"]), answers[row["answer"]], cell=row["cell"]
        )
        for row in read_visits(context)
    ]
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for rate in rates(visits):
        at = {"selection": rate.selection.value}
        share = 100 * rate.cases / rate.answered if rate.answered else None
        interval = None
        if isinstance(rate.of_visits, Limits):
            interval = Interval(100 * rate.of_visits.low, 100 * rate.of_visits.high, rate.of_visits.kind)
        value: Value = share if share is not None else Unknown(Missing.NOT_APPLICABLE, "no answer")
        figures += [
            Figure("visits", rate.visits, "visits", at),
            Figure("cases", rate.cases, "visits", at),
            Figure("of_visits", value, "%", at, interval, rate.cases, rate.answered, note=rate.words),
        ]
        why = rate.of_stations.because if isinstance(rate.of_stations, NoInterval) else rate.of_stations.kind
        rows.append((rate.selection.value, rate.visits, rate.answered, rate.teams, rate.cases, share, why))
    chosen = [visit for visit in visits if visit.selection is Selection.TEAM]
    if chosen and "frame" in case.columns:
        cells: dict[str, int] = {}
        column = str(parameters.get("cell", "type"))
        for row in rows_of(case, "frame", (column,)):
            cells[row[column]] = cells.get(row[column], 0) + 1
        model = poststratified_rate(chosen, cells, seed=20_261_121 if seed is None else seed)
        limits = Interval(100 * model.interval.low, 100 * model.interval.high, model.interval.kind)
        figures.append(Figure("modelled", 100 * model.rate, "%", {}, limits, note=model.label))
    if "visits_truth.toml" in case.files:
        truth = toml_of(case, "visits_truth.toml", VisitsTruth)
        figures.append(Figure("true_rate", 100 * truth.true_rate, "%"))
    columns = (
        "who chose the stations",
        "visits",
        "answered",
        "teams",
        "cases",
        "of visits, %",
        "for the country",
    )
    table = Table("visits", "What was seen, of how many visits", columns, tuple(rows))
    caveat = "A share of visits is not a share of stations, unless the stations were a probability sample."
    return Outcome(f"{len(visits)} visits, by who chose the stations", tuple(figures), (table,), (caveat,))


LEVELS = Method(
    id="counting.levels",
    version="1",
    question="At which unit do published totals stop being the sums of their parts?",
    run=run_levels,
    prepare=ready_levels,
    reads=("levels.csv", "levels_truth.csv", "results.csv", "places.csv", "contests.csv"),
)
COPIES = Method(
    id="counting.copies",
    version="1",
    question="Do the observers' copies agree with the published station results, and does it matter?",
    run=run_copies,
    prepare=ready_copies,
    reads=("levels.csv", "copies.csv", "lists.csv"),
    parameters={
        "clerical": "votes by which any list may differ and still count as clerical (default 2)",
        "material": "per cent of a station's votes from which a difference is material (default 5)",
    },
    kinds={"clerical": ParameterKind.NUMBER, "material": ParameterKind.NUMBER},
)
VISITS = Method(
    id="counting.visits",
    version="1",
    question="In how many visits was it seen, and what follows for the country?",
    run=run_visits,
    prepare=read_visits,
    reads=("visits.csv", "visits_truth.toml", "frame.csv"),
    parameters={"cell": "column of frame.csv with the visits' cells (default type)"},
)
