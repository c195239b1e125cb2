"""Method: do two digitisations of the same sheets agree?"""

from collections.abc import Mapping
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Outcome, Table


def _sheets(rows: list[dict[str, str]], which: str) -> list[tuple[str, tuple[int, ...]]]:
    fields = [name for name in rows[0] if name not in ("digitisation", "area")]
    return [
        (row["area"], tuple(int(row[name]) for name in fields))
        for row in rows
        if row["digitisation"] == which
    ]


def read_digitisations(context: Context) -> Mapping[str, list[tuple[str, tuple[int, ...]]]]:
    """The sheets of the two digitisations by name, the larger one first. Raises N03."""
    rows = rows_of(context.case, "digitisations")
    names = sorted({row["digitisation"] for row in rows})
    if len(names) != 2 or len(rows[0]) < 3:
        what = f"two digitisations with a number each are needed; there are {', '.join(names)[:80]}"
        raise ScrutatorError("N03", what, where="digitisations.csv")
    found = {name: _sheets(rows, name) for name in names}
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def run_digitisations(context: Context) -> Outcome:
    """Pair the sheets of two digitisations by their numbers; what differs, and the votes at stake."""
    from scrutator.counting.protocols.matching import join_by_figures

    (first, official), (second, copies) = read_digitisations(context).items()
    joined = join_by_figures(official, copies)
    names = [
        name for name in context.case.columns["digitisations"].names if name not in ("digitisation", "area")
    ]
    single = [
        (one.group, one.field, one.copy[one.field], one.official[one.field], one.kind.value)
        for one in joined.one_field
    ]
    moved = sum(abs(copy - other) for _, _, copy, other, _ in single)
    figures = [
        Figure("sheets", len(official), "sheets", {"digitisation": first}),
        Figure("sheets", len(copies), "sheets", {"digitisation": second}),
        Figure("equal", joined.exact, "sheets"),
        Figure("without_partner", len(joined.unmatched), "sheets"),
        Figure("one_field", len(joined.one_field), "sheets"),
        Figure("left_over", joined.official_left, "sheets", {"digitisation": first}),
        Figure("error_rate", Fraction(100 * len(joined.unmatched), len(copies)), "%", {}, None,
               len(joined.unmatched), len(copies)),
        Figure("votes_moved", moved, "votes", note="in the sheets that differ in one field"),
    ]  # fmt: skip
    figures += [
        Figure("at_stake", sum(one[place] for _, one in joined.unmatched), "votes", {"field": name},
               note="on the sheets without a partner")
        for place, name in enumerate(names)
    ]  # fmt: skip
    rows = tuple((area, names[field], copy, other, kind) for area, field, copy, other, kind in single)
    columns = ("area", "field", second, first, "kind")
    table = Table("differences", "Sheets that differ in one field", columns, rows)
    title = f"{joined.exact} of {len(copies)} sheets have equal numbers in both digitisations"
    return Outcome(title, tuple(figures), (table,), AGREEMENT)


AGREEMENT = (
    "Sheets are paired by their numbers within an area, not by an id: a pair says that such a sheet exists.",
    "Two digitisations of the same papers agree when both copied well. It says nothing on the papers.",
)


DIGITISATIONS = Method(
    id="counting.digitisations",
    version="1",
    question="Do two digitisations of the same sheets agree, and what is at stake where they do not?",
    run=run_digitisations,
    prepare=read_digitisations,
    reads=("digitisations.csv",),
)
