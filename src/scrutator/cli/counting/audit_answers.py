"""What a plan's files and options say about the five preconditions of an audit."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrutator.counting.audit import Batch
    from scrutator.counting.levels import Levels
    from scrutator.counting.audits.preconditions import Answer


def audit_answers(
    batches: "Mapping[str, Batch]",
    announced: Path | None,
    lists: str,
    seed: str,
    copies_from: str,
    bound: str,
) -> "list[Answer]":
    """The answers to the preconditions in order; raises for what cannot be read."""
    from scrutator.counting.audits.preconditions import copies_answer, draw_answer, totals_answer
    from scrutator.counting.public_seed import normalise_seed
    from scrutator.counting.versions import read_provenance

    if seed:
        normalise_seed(seed)
    found = _totals(batches, announced, lists) if announced else None
    return [
        totals_answer(found),
        draw_answer("the seed, by SHA-256 as documented" if seed else ""),
        copies_answer(read_provenance(copies_from, "--copies-from")),
        (True, "a drawn station without a copy counts as the worst case"),
        (True, f"the column {bound}: no station has more votes"),
    ]


def _totals(batches: "Mapping[str, Batch]", announced: Path, lists: str) -> "Levels":
    """The stations' sums against the announced totals, as a country with one level below it."""
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.counts import read_count
    from scrutator.counting.levels import check_levels
    from scrutator.errors import ScrutatorError

    rows = read_rows(announced)
    if len(rows) != 1:
        what = f"{len(rows)} rows of announced totals"
        raise ScrutatorError(
            "C11", what, where=str(announced), remedy="Give one row with the lists' columns."
        )
    totals = {name: read_count(rows[0], name, "announced total") for name in names(lists)}
    published: dict[tuple[str, ...], Mapping[str, int]] = {("announced total",): totals}
    published |= {("announced total", code): batch.votes for code, batch in batches.items()}
    return check_levels(published)
