"""Vote shares: recomputed from the counts, against the published percentages, and as revised."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.nouns.contests import ListResult
from scrutator.record.unknown import Missing, Unknown

HALF_OF_LAST_DIGIT = Fraction(1, 2)
COUNTS_MISSING = Unknown(Missing.NOT_OBTAINED, "the counts of some lists are missing")


def cited(row: object) -> tuple[str, ...]:
    return tuple(str(citation) for citation in getattr(row, "source", ()))


def results_of(case: Case, contest: str, stage: str) -> dict[str, ListResult]:
    """The country's results of a contest by list, the first source given for each."""
    countries = {place.id for place in case.places if place.level == "country"}
    rows: dict[str, ListResult] = {}
    for row in case.results:
        if row.contest == contest and row.stage == stage and row.place in countries:
            rows.setdefault(row.list, row)
    if not rows and stage == "final":
        raise ScrutatorError("N03", f"there are no final results of '{contest}' for a whole country")
    return rows


def published_total(case: Case, contest: str, quantity: str) -> tuple[int | Unknown | None, tuple[str, ...]]:
    """A final national total and its sources; None when the record has no row for it."""
    countries = {place.id for place in case.places if place.level == "country"}
    for row in case.totals:
        if (row.contest, row.stage, row.quantity) == (contest, "final", quantity) and row.place in countries:
            return row.value, cited(row)
    return None, ()


def list_names(case: Case) -> dict[str, str]:
    return {row.id: row.name for row in case.lists}


def agrees(published: Decimal, exact: Fraction) -> bool:
    """Does the exact share round to the published one? Half a unit of its last digit is allowed."""
    unit = Fraction(1, 10 ** max(0, -int(published.as_tuple().exponent)))
    return abs(Fraction(published) - exact) <= unit * HALF_OF_LAST_DIGIT


def run(context: Context) -> Outcome:
    """Shares of valid votes of one contest. Parameter `contest` (default: the case's)."""
    case, parameters = context.case, context.parameters
    contest = str(parameters.get("contest", case.header.contest))
    final, preliminary = results_of(case, contest, "final"), results_of(case, contest, "preliminary")
    counted = {name: row.votes for name, row in final.items() if isinstance(row.votes, int)}
    total = sum(counted.values())
    whole = len(counted) == len(final)
    if whole and total == 0:
        raise ScrutatorError("N03", f"no list has a vote in the final results of '{contest}'")
    names = list_names(case)
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    apart = 0
    for name, row in final.items():
        at = {"list": names[name]}
        votes, published = row.votes, row.percent
        share = Fraction(100 * votes, total) if isinstance(votes, int) and whole else None
        gap = isinstance(published, Decimal) and share is not None and not agrees(published, share)
        apart += gap
        mark = ": ".join(filter(None, (row.mark, row.note))) if row.mark else ""
        figures.append(Figure("votes", votes, "votes", at, sources=cited(row), note=mark))
        figures.append(Figure("published", published, "%", at, sources=cited(row), note=mark))
        if share is not None and isinstance(votes, int):
            figures.append(Figure("share", share, "%", at, None, votes, total, cited(row), mark))
        before = preliminary.get(name)
        change = None
        if before is not None and isinstance(before.percent, Decimal) and isinstance(published, Decimal):
            change = published - before.percent
            sources = cited(before) + cited(row)
            figures.append(Figure("preliminary", before.percent, "%", at, sources=cited(before)))
            figures.append(
                Figure("revision", change, "points", at, sources=sources, note="final less preliminary")
            )
        first = before.percent if before else None
        rows.append((names[name], votes, share, published, first, change, row.seats))
        figures.append(Figure("seats", row.seats, "seats", at, sources=cited(row)))
    figures += totals(case, contest, total, whole, apart)
    columns = ("list", "votes", "share, %", "published, %", "preliminary, %", "revision, points", "seats")
    note = f"{_note(whole)} {marks_note(final, names)}".strip()
    table = Table("results", "Votes, shares and seats", columns, tuple(rows), note)
    published_any = any(isinstance(row.percent, Decimal) for row in final.values())
    return Outcome(_title(apart, whole, published_any), tuple(figures), (table,), _caveats(whole))


def marks_note(results: Mapping[str, ListResult], names: Mapping[str, str]) -> str:
    """The marks of published rows, as the note under a table: once when all rows have the same."""
    marks = {name: row.mark for name, row in results.items() if row.mark}
    if len(marks) == len(results) and len(set(marks.values())) == 1:
        notes = sorted({row.note for row in results.values() if row.note})
        return f"Every row: {next(iter(marks.values()))}{': ' if notes else ''}{'; '.join(notes)}."
    return " ".join(sorted(f"{names[name]}: {mark}." for name, mark in marks.items()))


def totals(case: Case, contest: str, total: int, whole: bool, apart: int) -> list[Figure]:
    """The sum of the lists' votes, the published valid votes, and how many shares do not reproduce."""
    valid, sources = published_total(case, contest, "valid")
    figures = [Figure("shares_that_differ", apart if whole else COUNTS_MISSING, "lists")]
    if whole:
        figures.append(Figure("sum_of_votes", total, "votes"))
    if valid is not None:
        figures.append(Figure("valid", valid, "votes", sources=sources))
        if isinstance(valid, int) and whole:
            figures.append(Figure("valid_less_sum", valid - total, "votes", sources=sources))
    return figures


def _note(whole: bool) -> str:
    return "" if whole else "Shares are not recomputed: the counts of some lists are missing."


def _caveats(whole: bool) -> tuple[str, ...]:
    return () if whole else ("The counts of some lists are missing, so shares cannot be recomputed.",)


def _title(apart: int, whole: bool, published: bool) -> str:
    if not whole:
        return "The published shares cannot be recomputed, because counts are missing"
    if not published:
        return "Shares computed from the counts; no share was published"
    if apart:
        return f"{apart} of the published shares do not reproduce from the counts"
    return "Every published share reproduces from the counts"


SHARES = Method(
    id="official.shares",
    version="1",
    question="Do the published shares follow from the published counts, and how were they revised?",
    run=run,
    reads=("results.csv", "totals.csv", "lists.csv", "places.csv"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)
