"""Figures that other methods need: a line of evidence or a commitment may hang on a figure.

The findings it names are computed from the same case; a figure of the ledger itself cannot be
named, because that would be a circle.
"""

from collections.abc import Callable, Iterable

from scrutator.ledger.conditions import Known, figure_reference, named_figures
from scrutator.record.case import Case
from scrutator.record.unknown import Unknown


def figures_behind(case: Case, conditions: Iterable[str | None]) -> Callable[[str], Known | None]:
    """A lookup of the figures that these conditions or references name; None for what is not there.

    Raises ScrutatorError G01 for a text that is no condition.
    """
    from scrutator.findings.plain import figure_id
    from scrutator.findings.running import run_method

    wanted = {name.partition("/")[0] for text in conditions if text for name in named_figures(text)}
    values: dict[str, Known | None] = {}
    for run in case.runs:
        if run.id in wanted and not run.method.startswith("ledger."):
            for figure in run_method(case, run).outcome.figures:
                name = figure_reference(figure_id(run.id, figure)) or ""
                values[name] = None if isinstance(figure.value, Unknown) else figure.value
    return values.get
