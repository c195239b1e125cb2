"""Method: do two digitisations of the same sheets agree?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Outcome, Table

Record = tuple[str, tuple[int, ...]]
"""The area of a sheet and the numbers on it."""
OWN = ("digitisation", "area", "sheets")  # columns that are no numbers of a sheet
BOTH = "both"  # the name of sheets that have equal numbers in both digitisations


@dataclass(frozen=True)
class Digitised:
    """The sheets of one digitisation: those that stand one by one, and the rest by area, number and sums."""

    single: tuple[Record, ...]
    together: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        return len(self.single) + sum(number for number, _ in self.together)


def _digitised(rows: Sequence[Mapping[str, str]], which: str) -> Digitised:
    fields = [name for name in rows[0] if name not in OWN]
    single: list[Record] = []
    together: list[tuple[int, tuple[int, ...]]] = []
    for row in rows:
        if row["digitisation"] != which:
            continue
        numbers, stands_for = tuple(int(row[name]) for name in fields), int(row.get("sheets") or 1)
        if stands_for == 1:
            single.append((row["area"], numbers))
        else:
            together.append((stands_for, numbers))
    return Digitised(tuple(single), tuple(together))


def read_digitisations(context: Context) -> Mapping[str, Digitised]:
    """The sheets of the two digitisations by name, the larger one first, then those in both. Raises N03."""
    rows = rows_of(context.case, "digitisations")
    names = sorted({row["digitisation"] for row in rows} - {BOTH})
    if len(names) != 2 or not set(rows[0]) - set(OWN):
        what = f"two digitisations with a number each are needed; there are {', '.join(names)[:80]}"
        raise ScrutatorError("N03", what, where="digitisations.csv")
    if any(row.get("sheets") == "0" for row in rows):
        raise ScrutatorError("N03", "a row stands for no sheet", where="digitisations.csv")
    found = {name: _digitised(rows, name) for name in names}
    larger_first = dict(sorted(found.items(), key=lambda item: (-item[1].count, item[0])))
    return {**larger_first, BOTH: _digitised(rows, BOTH)}


def run_digitisations(context: Context) -> Outcome:
    """Pair the sheets of two digitisations by their numbers; what differs, and the votes at stake."""
    from scrutator.counting.protocols.matching import join_by_figures

    (first, official), (second, copies), (_, both) = read_digitisations(context).items()
    joined = join_by_figures(official.single, copies.single)
    equal = joined.exact + both.count
    apart = len(joined.unmatched) + copies.count - len(copies.single)
    left = joined.official_left + official.count - len(official.single)
    sheets = copies.count + both.count
    lone = [(1, numbers) for _, numbers in joined.unmatched] + list(copies.together)
    names = [name for name in context.case.columns["digitisations"].names if name not in OWN]
    single = [
        (one.group, one.field, one.copy[one.field], one.official[one.field], one.kind.value)
        for one in joined.one_field
    ]
    moved = sum(abs(copy - other) for _, _, copy, other, _ in single)
    figures = [
        Figure("sheets", official.count + both.count, "sheets", {"digitisation": first}),
        Figure("sheets", sheets, "sheets", {"digitisation": second}),
        Figure("equal", equal, "sheets"),
        Figure("without_partner", apart, "sheets"),
        Figure("one_field", len(joined.one_field), "sheets"),
        Figure("left_over", left, "sheets", {"digitisation": first}),
        Figure("error_rate", Fraction(100 * apart, sheets), "%", {}, None, apart, sheets),
        Figure("votes_moved", moved, "votes", note="in the sheets that differ in one field"),
    ]
    figures += [
        Figure(
            "at_stake",
            sum(numbers[place] for _, numbers in lone),
            "votes",
            {"field": name},
            note="on the sheets without a partner",
        )
        for place, name in enumerate(names)
    ]
    rows = tuple((area, names[field], copy, other, kind) for area, field, copy, other, kind in single)
    columns = ("area", "field", second, first, "kind")
    table = Table("differences", "Sheets that differ in one field", columns, rows)
    title = f"{equal} of {sheets} sheets have equal numbers in both digitisations"
    grouped = official.together or copies.together or both.count
    caveats = (*AGREEMENT, GROUPED) if grouped else AGREEMENT
    return Outcome(title, tuple(figures), (table,), caveats)


AGREEMENT = (
    "Sheets are paired by their numbers within an area, not by an id: a pair says that such a sheet exists.",
    "Two digitisations of the same papers agree when both copied well. It says nothing on the papers.",
)


GROUPED = (
    "Rows that stand for several sheets are as the makers of the case paired them: equal in both, or without "
    "an equal and further than one number from any sheet of the other that has none."
)

DIGITISATIONS = Method(
    id="counting.digitisations",
    version="2",
    question="Do two digitisations of the same sheets agree, and what is at stake where they do not?",
    run=run_digitisations,
    prepare=read_digitisations,
    reads=("digitisations.csv",),
)
