"""Methods on incidents that were reported, and on what a mission expected of its observers."""

from collections import Counter
from collections.abc import Iterator

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Outcome, Row, Table
from scrutator.record.nouns.observation import Incident

UNVERIFIED = "unverified"
EVENT_COLUMNS = ("date", "kind", "what was reported", "place", "mark")
COVERAGE_COLUMNS = ("form", "by", "part", "expected", "on time", "late", "missing")
STATED = "stated by its source"


def read_incidents(context: Context) -> tuple[Incident, ...]:
    """The events on record. Raises N03 when there are none."""
    if not context.case.incidents:
        raise ScrutatorError("N03", "incidents.csv has no rows", where="incidents.csv")
    return tuple(sorted(context.case.incidents, key=lambda one: (one.date.earliest, one.kind, one.id)))


def run_incidents(context: Context) -> Outcome:
    """Events by kind and by how they are known; a number of events is no rate of anything."""
    events = read_incidents(context)
    places = {place.id: place.name for place in context.case.places}
    kinds, marks = Counter(one.kind for one in events), Counter(map(_known, events))
    figures = (
        Figure("events", len(events), "events"),
        *(Figure("of_kind", number, "events", {"kind": kind}) for kind, number in sorted(kinds.items())),
        *(Figure("marked", number, "events", {"mark": mark}) for mark, number in sorted(marks.items())),
    )
    rows = tuple(
        (str(one.date), one.kind, one.text, places.get(one.place or ""), _known(one)) for one in events
    )
    table = Table("incidents", "Incidents on record", EVENT_COLUMNS, rows)
    caveats = (
        "A number of reports is not a number of events: several observers may report one.",
        "A number of reports is not a rate: where no one looked nothing was reported.",
    )
    return Outcome(f"{len(events)} incidents are on record", figures, (table,), caveats)


def _known(one: Incident) -> str:
    """How an event is known: what a mission found out, else the record's mark, else its source's word. That
    a mission looked into nothing says less than the mark, which tells hearsay from what was seen."""
    found = None if one.status == UNVERIFIED else one.status
    return found or one.mark or one.status or STATED


def read_coverage(context: Context) -> list[dict[str, str]]:
    """The rows of coverage. Raises N03 for parts that do not add up to all."""
    rows = rows_of(context.case, "coverage")
    sums: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        found = sums.setdefault((row["form"], row["by"]), Counter())
        found.update({name: int(row[name]) for name in _COUNTS})
        if int(row["expected"]) != sum(int(row[name]) for name in _COUNTS[1:]):
            what = f"{row['form']}, {row['by']} {row['part'][:40]}: expected is not on time, late and missing"
            raise ScrutatorError("N03", what, where="coverage.csv")
    for (form, by), found in sums.items():
        if found != sums.get((form, "all")):
            raise ScrutatorError("N03", f"{form}: the parts by {by} are not all", where="coverage.csv")
    return rows


_COUNTS = ("expected", "on_time", "late", "missing")


def run_coverage(context: Context) -> Outcome:
    """Reports that were expected, by form, and what came of them."""
    rows = read_coverage(context)
    whole = [row for row in rows if row["by"] == "all"]
    total = {name: sum(int(row[name]) for row in whole) for name in _COUNTS}
    figures = [Figure(f"all_{name}", number, "reports") for name, number in total.items()]
    figures += [
        Figure(name, int(row[name]), "reports", {"form": row["form"]}) for row in whole for name in _COUNTS
    ]
    table = Table("coverage", "Reports that were expected", COVERAGE_COLUMNS, tuple(_rows(rows)))
    came = total["on_time"] + total["late"]
    caveat = "A report that no duty asked for is in none of these numbers."
    title = f"{came} of {total['expected']} expected reports arrived"
    return Outcome(title, tuple(figures), (table,), (caveat,))


def _rows(rows: list[dict[str, str]]) -> Iterator[Row]:
    order = ("all", "place", "partner", "team", "hour")
    for row in sorted(rows, key=lambda row: (row["form"], order.index(row["by"]), row["part"])):
        yield row["form"], row["by"], row["part"], *(int(row[name]) for name in _COUNTS)


INCIDENTS = Method(
    id="observation.incidents",
    version="1",
    question="Which incidents are on record, and how is each known?",
    run=run_incidents,
    prepare=read_incidents,
    reads=("incidents.csv", "places.csv"),
)
COVERAGE = Method(
    id="observation.coverage",
    version="1",
    question="Which reports were expected, and which arrived, by form, place, team and hour?",
    run=run_coverage,
    prepare=read_coverage,
    reads=("coverage.csv",),
)
