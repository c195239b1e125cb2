"""Checks of one report, one by one and for many at once: the same flags either way."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import repeat
from math import ceil
from typing import NamedTuple

import numpy as np

from scrutator.expressions.column_types import Column, Conditions, Truths
from scrutator.expressions.columns import column_of, evaluate_columns
from scrutator.expressions.evaluation import Value, evaluate
from scrutator.expressions.explanation import filled
from scrutator.field.checks.compiling import Applied, FormChecks
from scrutator.field.checks.facts import FACT_TYPES
from scrutator.field.checks.flags import Flag, in_order

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
    return in_order(flag_of(one, values, words, language, _at_stake(one, values)) for one in failed)


def unknown_checks(checks: FormChecks, values: Values) -> tuple[str, ...]:
    """The checks of a report that cannot be said because an answer is not known, and nothing else."""
    known = {name for name in FACT_TYPES if values.get(name) is not None}
    asked = (one for one in checks.within if known.issuperset(FACT_TYPES.keys() & set(one.names)))
    return tuple(dict.fromkeys(one.check.id for one in asked if truth_of(one, values) is None))


def check_reports(checks: FormChecks, rows: Sequence[Values]) -> dict[int, tuple[Flag, ...]]:
    """The flags of many reports of one form, by their place, those without one left out; the same as
    `check_report` one by one."""
    failed: dict[int, list[Failed]] = defaultdict(list)
    for one in failing(checks.within, rows):
        failed[one.row].append(one)
    words = wording(checks, "en")
    return {
        row: in_order(flag_of(one.check, rows[row], words, "en", one.at_stake) for one in found)
        for row, found in sorted(failed.items())
    }


class Failed(NamedTuple):
    """That a row of values fails a check, and by how many votes, ballots or persons its sides differ."""

    row: int
    check: Applied
    at_stake: int | None


def failing(asked: Sequence[Applied], rows: Sequence[Values]) -> Iterator[Failed]:
    """The checks that rows of values fail; the same as `truth_of` one by one."""
    columns: dict[str, Column] = {}
    for one in asked:
        failed = np.flatnonzero(_failing(one, rows, columns)).tolist()
        stakes = _stakes(one, columns, len(rows), failed) if failed else []
        yield from map(Failed, failed, repeat(one), stakes)


def _failing(one: Applied, rows: Sequence[Values], columns: dict[str, Column]) -> Truths:
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


def _stakes(
    one: Applied, columns: Mapping[str, Column], rows: int, failed: Sequence[int]
) -> list[int | None]:
    """What is at stake in each row that fails."""
    if one.sides is None:
        return [None] * len(failed)
    left, right = (evaluate_columns(side, columns, rows) for side in one.sides)
    return [_differ(left.value(row), right.value(row)) for row in failed]


def wording(checks: FormChecks, language: str) -> dict[str, str]:
    """The words of a form's questions in a language."""
    return {one.name: one.labels.get(language, one.name) for one in checks.form.questions}


def flag_of(
    one: Applied,
    values: Values,
    words: Mapping[str, str],
    language: str,
    at_stake: int | None,
    reports: tuple[str, ...] = (),
) -> Flag:
    """What is said of a report that fails a check, or of `reports` that a check compares."""
    said = f"{filled(one.pattern, words, values)}: this does not hold"
    questions = (one.question,) if one.question else one.holds.names
    words_of = f"{one.check.message(language)} {said}"
    return Flag(one.check.severity, one.check.id, questions, words_of, reports, at_stake)


def _at_stake(one: Applied, values: Values) -> int | None:
    if one.sides is None:
        return None
    return _differ(evaluate(one.sides[0], values), evaluate(one.sides[1], values))


def _differ(left: Value, right: Value) -> int | None:
    """By how many votes, ballots or persons the sides of a comparison differ, rounded up."""
    if isinstance(left, int) and isinstance(right, int):
        return abs(left - right)
    if isinstance(left, int | Fraction) and isinstance(right, int | Fraction):
        return ceil(abs(Fraction(left - right)))
    return None
