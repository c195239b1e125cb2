"""Checks of one report, one by one and for many at once: the same flags either way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

import numpy as np

from scrutator.expressions.column_types import Column, Conditions
from scrutator.expressions.columns import column_of, evaluate_columns
from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.explanation import DOES_NOT_HOLD, explain
from scrutator.field.checks.compiling import Applied, FormChecks
from scrutator.field.checks.facts import FACT_TYPES
from scrutator.field.checks.flags import Flag

Values = Mapping[str, Value]


def truth_of(one: Applied, values: Values) -> Value:
    """True, false or None (not known) of a check; True where it says nothing."""
    if one.where is not None:
        asked = evaluate(one.where, values)
        if asked is False:
            return True
        found = evaluate(one.holds, values)
        return found if asked or found is True else None
    return evaluate(one.holds, values)


def check_report(checks: FormChecks, values: Values, language: str = "en") -> tuple[Flag, ...]:
    """Answer: which checks does this report fail? A check that needs what is not known says nothing.

    `values` by the names of questions and of facts.
    """
    words = wording(checks, language)
    failed = [one for one in checks.within if truth_of(one, values) is False]
    return tuple(sorted(flag_of(one, values, words, language) for one in failed))


def unknown_checks(checks: FormChecks, values: Values) -> tuple[str, ...]:
    """The checks of a report that cannot be said because an answer is not known, and nothing else."""
    known = {name for name in FACT_TYPES if values.get(name) is not None}
    asked = (one for one in checks.within if known.issuperset(FACT_TYPES.keys() & set(one.names)))
    return tuple(dict.fromkeys(one.check.id for one in asked if truth_of(one, values) is None))


def check_reports(checks: FormChecks, rows: Sequence[Values]) -> dict[int, tuple[Flag, ...]]:
    """The flags of many reports of one form, by their place, those without one left out; the same as
    `check_report` one by one."""
    failed: dict[int, list[Applied]] = defaultdict(list)
    for row, one in failing(checks.within, rows):
        failed[row].append(one)
    words = wording(checks, "en")
    return {
        row: tuple(sorted(flag_of(one, rows[row], words, "en") for one in found))
        for row, found in sorted(failed.items())
    }


def failing(asked: Sequence[Applied], rows: Sequence[Values]) -> Iterator[tuple[int, Applied]]:
    """The checks that rows of values fail, by the place of the row; the same as `truth_of` one by one."""
    columns: dict[str, Column] = {}
    for one in asked:
        for row in np.flatnonzero(_failing(one, rows, columns)).tolist():
            yield row, one


def _failing(one: Applied, rows: Sequence[Values], columns: dict[str, Column]) -> np.ndarray:
    types = {**one.holds.types, **(one.where.types if one.where else {})}
    for name in one.names:
        if name not in columns:
            columns[name] = column_of([row.get(name) for row in rows], types[name])
    found = _conditions(evaluate_columns(one.holds, columns, len(rows)))
    failing = found.known & ~found.true
    if one.where is not None:
        failing = failing & _conditions(evaluate_columns(one.where, columns, len(rows))).true
    return failing


def _conditions(found: Column) -> Conditions:
    assert isinstance(found, Conditions)
    return found


def wording(checks: FormChecks, language: str) -> dict[str, str]:
    """The words of a form's questions in a language."""
    return {one.name: one.labels.get(language, one.name) for one in checks.form.questions}


def flag_of(one: Applied, values: Values, words: Mapping[str, str], language: str) -> Flag:
    """What is said of a report that fails a check."""
    said = f"{explain(one.holds, words, values)}: {DOES_NOT_HOLD}"
    questions = (one.question,) if one.question else one.holds.names
    stake = _at_stake(one, values)
    return Flag(
        one.check.severity, one.check.id, questions, f"{one.check.message(language)} {said}", (), stake
    )


def _at_stake(one: Applied, values: Values) -> int | None:
    """By how many votes, ballots or persons the sides differ, rounded up."""
    if one.sides is None:
        return None
    left, right = evaluate(one.sides[0], values), evaluate(one.sides[1], values)
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return ceil(abs(Fraction(left) - Fraction(right)))
    return None
