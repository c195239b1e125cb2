"""Turnout by region: snapshots of the day, differences between them, ranks, impossible falls."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Turnout
from scrutator.record.unknown import Unknown

POINTS = "points"


def snapshots_of(case: Case, contest: str) -> list[Turnout]:
    """The snapshots of a contest with a time; of one that has none, its final rows without a time."""
    return timed_rows(case, contest) or [
        row for row in case.turnout if row.contest == contest and row.stage == "final"
    ]


def time_of(row: Turnout) -> str:
    """The snapshot's time, or its stage when it has none."""
    return row.time or row.stage


def timed_rows(case: Case, contest: str) -> list[Turnout]:
    """The dated snapshots of a contest, one for each place and time, in the order of the record.

    Where several sources give one, a known value goes before an unknown one, then the source whose id
    comes first in the alphabet: the order of the rows decides nothing.
    """
    chosen: dict[tuple[str, str | None], Turnout] = {}
    for row in sorted(_timed(case, contest), key=lambda row: (isinstance(row.percent, Unknown), cited(row))):
        chosen.setdefault((row.place, row.time), row)
    kept = {id(row) for row in chosen.values()}
    return [row for row in case.turnout if id(row) in kept]


def _timed(case: Case, contest: str) -> list[Turnout]:
    return [row for row in case.turnout if row.contest == contest and row.time]


def _set_aside(case: Case, contest: str) -> tuple[str, ...]:
    """A sentence on the snapshots of a place and time for which another source was taken."""
    others = len(_timed(case, contest)) - len(timed_rows(case, contest))
    if not others:
        return ()
    return (
        f"{others} snapshots repeat a place and time that another source also gives and are not used here; "
        "the finding on consistency compares the sources.",
    )


def cited(row: Turnout) -> tuple[str, ...]:
    return tuple(str(citation) for citation in row.source)


def snapshot_figures(case: Case, rows: list[Turnout]) -> list[Figure]:
    names = {place.id: place.name for place in case.places}
    figures = []
    for row in rows:
        at = {"region": names[row.place], "time": time_of(row)}
        figures.append(Figure("snapshot", row.percent, "%", at, sources=cited(row), note=row.note or ""))
    return figures


def last_figures(case: Case, by_place: Mapping[str, list[Turnout]]) -> list[Figure]:
    """The last snapshot of each place, its rise since the first, and its rank among the regions."""
    names = {place.id: place.name for place in case.places}
    regions = {place.id for place in case.places if place.level == "region"}
    figures = []
    known = {p: rows[-1].percent for p, rows in by_place.items() if isinstance(rows[-1].percent, Decimal)}
    ranked = sorted((p for p in known if p in regions), key=lambda p: known[p])
    for place, rows in by_place.items():
        at = {"region": names[place]}
        last, first = rows[-1], rows[0]
        note = f"snapshot of {last.time}, {last.stage}" if last.time else (last.note or last.stage)
        figures.append(Figure("turnout", last.percent, "%", at, sources=cited(last), note=note))
        if place in known and len(rows) > 1 and isinstance(first.percent, Decimal):
            note = f"{first.time} to {last.time}"
            rise = known[place] - first.percent
            figures.append(Figure("rise", rise, POINTS, at, sources=cited(first) + cited(last), note=note))
        if place in ranked:
            lower = sum(1 for p in ranked if known[p] < known[place])
            note = f"1 is the lowest of {len(ranked)}; ties share the better rank"
            figures.append(Figure("rank_from_lowest", lower + 1, "", at, sources=cited(last), note=note))
    return figures


def falls(case: Case, by_place: Mapping[str, list[Turnout]]) -> Table:
    """Turnout cannot fall during the day; every fall between snapshots is listed."""
    names = {place.id: place.name for place in case.places}
    rows: list[tuple[Value | None, ...]] = []
    for place, snapshots in by_place.items():
        for before, after in pairwise(snapshots):
            earlier, later = before.percent, after.percent
            if isinstance(earlier, Decimal) and isinstance(later, Decimal) and later < earlier:
                rows.append((names[place], before.time, earlier, after.time, later))
    columns = ("region", "earlier", "turnout, %", "later", "turnout, %")
    return Table("falls", "Falls in turnout between snapshots, which are impossible", columns, tuple(rows))


def snapshot_table(case: Case, by_place: Mapping[str, list[Turnout]]) -> Table:
    names = {place.id: place.name for place in case.places}
    times = sorted({time_of(row) for rows in by_place.values() for row in rows})
    order = sorted(
        by_place,
        key=lambda p: (p not in {x.id for x in case.places if x.level == "region"}, _last(by_place[p])),
    )
    rows: list[tuple[Value | None, ...]] = []
    for place in order:
        at = {time_of(row): row.percent for row in by_place[place]}
        values: list[Value | None] = [at.get(time) for time in times]
        first, last = values[0], values[-1]
        known = isinstance(first, Decimal) and isinstance(last, Decimal) and len(times) > 1
        rise = last - first if known and isinstance(first, Decimal) and isinstance(last, Decimal) else None
        rows.append((names[place], *values, rise))
    columns = ("region", *(f"{time}, %" for time in times), "rise, points")
    return Table("snapshots", "Turnout by region and snapshot", columns, tuple(rows))


def _last(rows: list[Turnout]) -> Decimal:
    value = rows[-1].percent
    return value if isinstance(value, Decimal) else Decimal(101)


def run(context: Context) -> Outcome:
    """Turnout by region of one contest. Parameter `contest`: its id (default: the case's)."""
    case, parameters = context.case, context.parameters
    contest = str(parameters.get("contest", case.header.contest))
    rows = snapshots_of(case, contest)
    by_place: dict[str, list[Turnout]] = {}
    for row in sorted(rows, key=lambda row: str(row.time)):
        by_place.setdefault(row.place, []).append(row)
    figures = last_figures(case, by_place) + snapshot_figures(case, rows)
    figures.append(Figure("regions", len(_regions(case, by_place)), "regions"))
    fall = falls(case, by_place)
    figures.append(Figure("falls", len(fall.rows), "falls"))
    caveats = tuple(f"{row.place}: {row.percent}" for row in rows if isinstance(row.percent, Unknown))
    caveats += _set_aside(case, contest)
    return Outcome(_title(case, by_place), tuple(figures), (snapshot_table(case, by_place), fall), caveats)


def _regions(case: Case, by_place: Mapping[str, list[Turnout]]) -> list[str]:
    regions = {place.id for place in case.places if place.level == "region"}
    return [place for place in by_place if place in regions]


def _title(case: Case, by_place: Mapping[str, list[Turnout]]) -> str:
    regions = [
        place for place in _regions(case, by_place) if isinstance(by_place[place][-1].percent, Decimal)
    ]
    if not regions:
        return "No turnout by region is on record"
    names = {place.id: place.name for place in case.places}
    lowest = min(regions, key=lambda p: _last(by_place[p]))
    in_all = len(_regions(case, by_place))
    some = "" if len(regions) == in_all else f" whose turnout is known, of {in_all} in all"
    return f"Turnout in {names[lowest]} was the lowest of the {len(regions)} regions{some}"


TURNOUT = Method(
    id="official.turnout",
    version="1",
    question="How did turnout differ between regions and between the snapshots of the day?",
    run=run,
    reads=("turnout.csv", "places.csv"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)
