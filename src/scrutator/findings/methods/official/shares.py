"""Vote shares: recomputed from the counts, against the published percentages, and as revised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.official.published import (
    cited,
    disputed,
    list_names,
    marks_note,
    published_total,
    results_of,
)
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.findings.tabulate import table_of
from scrutator.record.case import Case
from scrutator.record.nouns.contests import ListResult
from scrutator.record.unknown import Missing, Unknown

HALF_OF_LAST_DIGIT = Fraction(1, 2)
COUNTS_MISSING = Unknown(Missing.NOT_OBTAINED, "the counts of some lists are missing")


def agrees(published: Decimal, exact: Fraction) -> bool:
    """Does the exact share round to the published one? Half a unit of its last digit is allowed."""
    unit = Fraction(1, 10 ** max(0, -int(published.as_tuple().exponent)))
    return abs(Fraction(published) - exact) <= unit * HALF_OF_LAST_DIGIT


@dataclass(frozen=True)
class ListShare:
    """One list's final result beside its preliminary one.

    `share` is recomputed from the counts, in per cent, None where the counts of some lists are missing.
    """

    name: str
    final: ListResult
    preliminary: ListResult | None
    share: Fraction | None
    total: int

    @property
    def differs(self) -> bool:
        """Does the published share not follow from the counts?"""
        published = self.final.percent
        return isinstance(published, Decimal) and self.share is not None and not agrees(published, self.share)

    @property
    def revision(self) -> Decimal | None:
        """The final published share less the preliminary one, in points."""
        before, after = self.preliminary.percent if self.preliminary else None, self.final.percent
        return after - before if isinstance(after, Decimal) and isinstance(before, Decimal) else None


def shares_of(case: Case, contest: str) -> list[ListShare]:
    """Every list of the contest with its share. Raises N03 when all votes are known and none was cast."""
    final, preliminary = results_of(case, contest, "final"), results_of(case, contest, "preliminary")
    counted = [row.votes for row in final.values() if isinstance(row.votes, int)]
    total, whole = sum(counted), len(counted) == len(final)
    if whole and total == 0:
        raise ScrutatorError("N03", f"no list has a vote in the final results of '{contest}'")
    names = list_names(case)
    return [
        ListShare(
            names[name],
            row,
            preliminary.get(name),
            Fraction(100 * row.votes, total) if whole and isinstance(row.votes, int) else None,
            total,
        )
        for name, row in final.items()
    ]


def figures_of(one: ListShare) -> Iterator[Figure]:
    """Votes, published and recomputed share, revision and seats of one list."""
    at, row, sources = {"list": one.name}, one.final, cited(one.final)
    mark = ": ".join(filter(None, (row.mark, row.note))) if row.mark else ""
    yield Figure("votes", row.votes, "votes", at, sources=sources, note=mark)
    yield Figure("published", row.percent, "%", at, sources=sources, note=mark)
    if one.share is not None and isinstance(row.votes, int):
        yield Figure("share", one.share, "%", at, None, row.votes, one.total, sources, mark)
    if one.preliminary is not None and one.revision is not None:
        before = cited(one.preliminary)
        yield Figure("preliminary", one.preliminary.percent, "%", at, sources=before)
        note = "final less preliminary"
        yield Figure("revision", one.revision, "points", at, sources=before + sources, note=note)
    yield Figure("seats", row.seats, "seats", at, sources=sources)


def results_table(found: Sequence[ListShare], whole: bool) -> Table:
    """One row per list."""
    return table_of(
        "results",
        "Votes, shares and seats",
        found,
        {
            "list": lambda one: one.name,
            "votes": lambda one: one.final.votes,
            "share, %": lambda one: one.share,
            "published, %": lambda one: one.final.percent,
            "preliminary, %": lambda one: one.preliminary.percent if one.preliminary else None,
            "revision, points": lambda one: one.revision,
            "seats": lambda one: one.final.seats,
        },
        f"{_note(whole)} {marks_note((one.name, one.final) for one in found)}".strip(),
    )


def ready_shares(context: Context) -> None:
    """Raises N03 for what the record lacks."""
    shares_of(context.case, str(context.parameters.get("contest", context.case.header.contest)))


def run(context: Context) -> Outcome:
    """Shares of valid votes of one contest. Parameter `contest` (default: the case's)."""
    case = context.case
    contest = str(context.parameters.get("contest", case.header.contest))
    found = shares_of(case, contest)
    whole = all(one.share is not None for one in found)
    apart = sum(one.differs for one in found)
    figures = [figure for one in found for figure in figures_of(one)]
    figures += totals(case, contest, found[0].total, whole, apart)
    published = any(isinstance(one.final.percent, Decimal) for one in found)
    tables = (results_table(found, whole),)
    return Outcome(
        _title(apart, whole, published), tuple(figures), tables, (*_caveats(whole), *disputed(case, contest))
    )


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
        return f"{apart} of the published shares do not follow from the vote counts"
    return "All published shares follow from the vote counts"


SHARES = Method(
    id="official.shares",
    version="1",
    question="Do the published shares follow from the published counts, and how were they revised?",
    run=run,
    prepare=ready_shares,
    reads=("results.csv", "totals.csv", "lists.csv", "places.csv"),
    parameters={"contest": "id of the contest (default: the case's main contest)"},
)
