"""`scrutator audit strata`: the risk of a published lead over two strata that were audited apart."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.audits.strata import Compared, Polled

COMPARED = ("over_one", "over_two", "under_one", "under_two")
MEANS = (
    "the largest risk over all ways of dividing the error between the strata; neither stratum may be judged "
    "alone, and how many cards were drawn in one must not have followed from what the other showed"
)


@reads_tables
def strata(
    table: Path = typer.Argument(..., help="Two rows: stratum, kind, cards, winner, loser, drawn, …"),
    with_replacement: bool = typer.Option(
        False, help="For two polled strata: cards were put back each time."
    ),
    risk: float = typer.Option(5.0, help="The risk limit in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Is the published lead confirmed by two strata together, at least one of them polled?

    Columns: `kind` is compared or polled; `cards`, `winner`, `loser` are as published; `drawn` cards were
    read, of a polled stratum `drawn_winner` and `drawn_loser` of them for the two, of a compared one
    `over_one`, `over_two`, `under_one`, `under_two` of them away from their record. Exit status 1 until the
    limit is met. Where you can, do not stratify: `audit ballots --recorded --pools` needs fewer cards.
    Example: scrutator audit strata strata.csv
    """
    from scrutator.cli.counting.audits.results_input import read_limit
    from scrutator.counting.audits.strata import Compared, product, suite
    from scrutator.errors import ScrutatorError

    first, second, margin = _read(table, with_replacement)
    if margin <= 0:
        what = "the published cards do not show the lead themselves: count all"
        raise ScrutatorError("C14", what, remedy="Nothing short of a full count can confirm it.")
    limit, found = (
        float(read_limit(risk)),
        (suite(first, second, margin) if isinstance(first, Compared) else product(first, second)),
    )
    body = {"measured_risk": found, "lead": margin, "risk_limit": limit, "limit_met": found <= limit}
    if as_json:
        print_json(body | {"means": MEANS})
    else:
        state = "the limit is met" if found <= limit else "not confirmed: draw on, or count all"
        typer.echo(f"a lead of {margin:,} votes; measured risk {found:.3g}: {state}")
        typer.echo(f"The risk is {MEANS}.")
    if found > limit:
        raise typer.Exit(1)


def _read(path: Path, replaced: bool) -> "tuple[Compared | Polled, Polled, int]":
    """The two strata, the compared one first, and the published lead over both. Raises C11, C14."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.strata import Compared, Polled
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    rows = sorted(read_rows(path), key=lambda row: read_cell(row, "kind"))
    kinds = [read_cell(row, "kind") for row in rows]
    if kinds not in (["compared", "polled"], ["polled", "polled"]):
        what = f"two strata are needed, one of them polled; these are: {', '.join(kinds) or 'none'}"
        remedy = "Give two rows; the column kind says compared or polled."
        raise ScrutatorError("C14", what, where=str(path), remedy=remedy)
    if replaced is (kinds[0] == "compared"):
        what = "two polled strata are tested as drawn with replacement, one of each kind as drawn without"
        raise ScrutatorError("C14", what, where="--with-replacement", remedy="Draw and say so accordingly.")
    made: list[Compared | Polled] = []
    margin = 0
    for row, kind in zip(rows, kinds, strict=True):
        one = _numbers(row, kind)
        margin += one["winner"] - one["loser"]
        if kind == "compared":
            made.append(Compared(one["cards"], one["drawn"], *(one[name] for name in COMPARED)))
        else:
            published = (one["cards"], one["winner"], one["loser"])
            made.append(Polled(*published, one["drawn"], one["drawn_winner"], one["drawn_loser"]))
    return made[0], made[1], margin  # type: ignore[return-value]


def _numbers(row: dict[str, str], kind: str) -> dict[str, int]:
    """The counts of one stratum; a column of the other kind must be empty. Raises C11, C14."""
    from scrutator.counting.counts import read_count
    from scrutator.errors import ScrutatorError

    needed = ("cards", "winner", "loser", "drawn")
    own = (*needed, *(COMPARED if kind == "compared" else ("drawn_winner", "drawn_loser")))
    other = ("drawn_winner", "drawn_loser") if kind == "compared" else COMPARED
    unused = [name for name in other if row.get(name, "").strip()]
    if unused:
        what = f"{unused[0]} has no effect on the stratum of kind {kind}"
        raise ScrutatorError("C14", what, where=kind, remedy="Leave the cell empty.")
    found: dict[str, Any] = {name: read_count(row, name, kind) for name in own}
    seen = sum(found[name] for name in own[4:])
    if found["winner"] + found["loser"] > found["cards"] or seen > found["drawn"] > 0 or not found["drawn"]:
        what = "the published cards are more than the stratum's, or those read not those drawn"
        raise ScrutatorError("C14", what, where=kind, remedy="Count the cards of the stratum again.")
    if found["drawn"] > found["cards"]:
        raise ScrutatorError("C14", "more cards were drawn than there are", where=kind)
    return found
