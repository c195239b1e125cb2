"""Competing verdicts against the evidence: which lines distinguish them.

The matrix follows Heuer's analysis of competing hypotheses (Psychology of Intelligence Analysis,
1999, chapter 8): hypotheses in columns, lines of evidence in rows, and the analyst's reading of each
line under each hypothesis, with its reason. A line that reads the same under all of them does not
distinguishes them: it has no diagnosticity. The matrix is shown, not scored: lines depend on one
another and do not weigh the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.record.nouns.hypotheses import Hypothesis, Reading

NOT_RATED = "not rated"


@dataclass(frozen=True)
class MatrixRow:
    """One line of evidence: its readings in the order of the hypotheses, and whether it tells any two
    of them apart."""

    line: str
    readings: tuple[str, ...]
    diagnostic: bool


@dataclass(frozen=True)
class Matrix:
    """Hypotheses in the order of the table, rows with the diagnostic lines first."""

    hypotheses: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def is_diagnostic(readings: Sequence[str]) -> bool:
    """Does a line read differently under two hypotheses that were both rated?"""
    return len({reading for reading in readings if reading != NOT_RATED}) > 1


def matrix(hypotheses: Sequence[Hypothesis], readings: Sequence[Reading]) -> Matrix:
    """The readings of every line under every hypothesis; what no one rated says so."""
    columns = tuple(hypothesis.id for hypothesis in hypotheses)
    rated = {(reading.line, reading.hypothesis): reading.reading for reading in readings}
    rows = []
    for line in dict.fromkeys(reading.line for reading in readings):
        cells = tuple(rated.get((line, column), NOT_RATED) for column in columns)
        rows.append(MatrixRow(line, cells, is_diagnostic(cells)))
    return Matrix(columns, tuple(sorted(rows, key=lambda row: not row.diagnostic)))
