"""Figures that the ledger needs: a line of evidence or a commitment may hang on a figure of a finding."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.plain import figure_id
from scrutator.ledger.claims.conditions import Known, figure_reference, named_figures
from scrutator.ledger.promises.commitments import effects
from scrutator.record.case import Case
from scrutator.record.unknown import Unknown


def named_by_evidence(case: Case) -> set[str]:
    """The findings that lines of evidence hang on; a condition that cannot be read names none."""
    return findings_named(line.figure for line in case.evidence)


def named_by_effects(case: Case) -> set[str]:
    """The findings that the effects of commitments name."""
    return findings_named(e.expression for c in case.commitments for e in effects(c))


def findings_named(conditions: Iterable[str | None]) -> set[str]:
    named: set[str] = set()
    for text in conditions:
        with suppress(ScrutatorError):
            named |= {name.partition("/")[0] for name in named_figures(text or "")}
    return named


def figures_behind(context: Context, conditions: Iterable[str | None]) -> Callable[[str], Known | None]:
    """A lookup of the figures that these conditions or references name; None for what is not there.

    Raises ScrutatorError G01 for a text that is no condition.
    """
    wanted = {name.partition("/")[0] for text in conditions if text for name in named_figures(text)}
    values: dict[str, Known | None] = {}
    for finding in sorted(wanted & context.asks):
        for figure in context.finding(finding).outcome.figures:
            name = figure_reference(figure_id(finding, figure)) or ""
            values[name] = None if isinstance(figure.value, Unknown) else figure.value
    return values.get
