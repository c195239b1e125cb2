"""Columns that contradict each other: a part larger than its whole. Swapped, or wrongly named?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.tables.model import UNKNOWN, BoolArray, IntArray

TOLERATED = 0.05  # share of rows that may be unusable, or contradict themselves, without asking
_SHOWN = 5


@dataclass(frozen=True)
class PartOf:
    """Two columns, the share of rows in which the part may be larger than the whole, and whether it may
    be so in the sum of all rows."""

    part: str
    whole: str
    tolerated: float = TOLERATED
    in_sum: bool = True


@dataclass(frozen=True)
class Contradiction:
    """Rows in which a part is larger than its whole, in a sentence; `refused`: more than is tolerated."""

    pair: PartOf
    text: str
    refused: bool


def find_contradictions(
    counts: Mapping[str, IntArray], keep: BoolArray, pairs: Sequence[PartOf], lines: IntArray
) -> list[Contradiction]:
    """Every pair whose part is somewhere larger than its whole, where both are known."""
    found = []
    for pair in pairs:
        if pair.part not in counts or pair.whole not in counts:
            continue
        part, whole = counts[pair.part], counts[pair.whole]
        both = keep & (part != UNKNOWN) & (whole != UNKNOWN)
        above = both & (part > whole)
        if not above.any():
            continue
        rows = np.flatnonzero(above)[:_SHOWN]
        shown = "; ".join(f"row {lines[i]}: {part[i]:,} and {whole[i]:,}" for i in rows.tolist())
        times = f"{int(above.sum()):,} of {int(both.sum()):,} rows"
        text = f"{pair.part} is larger than {pair.whole} in {times} ({shown})"
        sums = int(part[both].sum()), int(whole[both].sum())
        in_sum = pair.in_sum and sums[0] > sums[1]
        if in_sum:
            text += f", and in sum ({sums[0]:,} and {sums[1]:,})"
        refused = in_sum or bool(above.sum() > pair.tolerated * both.sum())
        found.append(Contradiction(pair, text, refused))
    return found


def check_contradictions(found: Sequence[Contradiction], name: str) -> None:
    """Raise B09 for the first contradiction that is more than is tolerated."""
    for one in found:
        if one.refused:
            named = f"--map {one.pair.part}=COLUMN --map {one.pair.whole}=COLUMN"
            remedy = f"Are the columns swapped? Name them: {named}. --accept-losses continues."
            raise ScrutatorError("B09", one.text, where=name, remedy=remedy)
