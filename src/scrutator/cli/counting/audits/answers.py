"""What a plan's files and options say about the seven preconditions of an audit."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.counting.audits.assertions import Batch
    from scrutator.counting.audits.preconditions import Answer
    from scrutator.counting.protocols.levels import Levels


def audit_answers(
    batches: "Mapping[str, Batch]",
    lists: Sequence[str],
    given: Sequence[str],
    announced: Path | None,
    copies_from: str,
    *,
    sealed: bool,
) -> "tuple[Answer, ...]":
    """The answers in order; raises for what cannot be read.

    What the files show can only lower what `given` says: totals that do not agree, a source that is the
    publisher's own, a plan that is not written to a file.
    """
    from scrutator.counting.audits.preconditions import (
        ASKS,
        both,
        copies_answer,
        read_answer,
        totals_answer,
    )
    from scrutator.counting.protocols.versions import read_provenance
    from scrutator.errors import ScrutatorError

    said: dict[int, Answer] = {}
    for text in given:
        number, answer = read_answer(text, "--answer")
        if number in said:
            raise ScrutatorError("X03", f"precondition {number} is answered twice", where="--answer")
        said[number] = answer
    known = copies_answer(read_provenance(copies_from, "--copies-from"))
    shown: dict[int, Answer] = {
        1: totals_answer(_totals(batches, announced, lists) if announced else None),
        2: (True, "") if sealed else (None, "the plan is not sealed: --out writes it"),
    }
    answers = []
    for number in range(1, len(ASKS) + 1):
        if number == 3:
            answers.append(both(known, said[3]) if 3 in said else known)
            continue
        parts = [shown[number]] if number in shown else []
        answers.append(both(said.get(number, (None, "not answered: --answer")), *parts))
    return tuple(answers)


def _totals(batches: "Mapping[str, Batch]", announced: Path, lists: Sequence[str]) -> "Levels":
    """The stations' sums against the announced totals, as a country with one level below it."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_count
    from scrutator.counting.protocols.levels import check_levels
    from scrutator.errors import ScrutatorError

    rows = read_rows(announced)
    if len(rows) != 1:
        what = f"{len(rows)} rows of announced totals"
        raise ScrutatorError(
            "C11", what, where=str(announced), remedy="Give one row with the lists' columns."
        )
    above = sorted(set(rows[0]) - set(lists))
    if above:
        what = f"the announced totals have a column {above[0]!r}, which is not among --lists"
        remedy = "Leave out the columns that stations cannot be summed to, or name the list."
        raise ScrutatorError("C14", what, where=str(announced), remedy=remedy)
    totals = {name: read_count(rows[0], name, "announced total") for name in lists}
    published: dict[tuple[str, ...], Mapping[str, int]] = {("announced total",): totals}
    published |= {("announced total", code): batch.votes for code, batch in batches.items()}
    return check_levels(published)
