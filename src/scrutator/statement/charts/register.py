"""Every chart a statement may ask for, by name."""

from collections.abc import Callable, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding
from scrutator.record.case import Case
from scrutator.statement.charts import (
    claims_matrix,
    commitment_timeline,
    counting,
    elections,
    forensics,
    law,
    official,
)
from scrutator.statement.charts.chart import Chart

Named = Mapping[str, str | int | float | bool]
Builder = Callable[[Case, Sequence[Finding], Named, str], Chart]

CHARTS: dict[str, Builder] = {
    **counting.CHARTS,
    **forensics.CHARTS,
    **law.CHARTS,
    **claims_matrix.CHARTS,
    **commitment_timeline.CHARTS,
    **official.CHARTS,
    **elections.CHARTS,
}


def build_chart(name: str, case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The chart of this name, drawn from the findings. Raises T02 when there is none."""
    return find_builder(name, where)(case, findings, named, where)


def find_builder(name: str, where: str) -> Builder:
    """What draws the chart of this name. Raises T02 when there is none."""
    if name not in CHARTS:
        raise ScrutatorError(
            "T02", f"there is no chart '{name}'", where=where, remedy=f"Charts: {', '.join(CHARTS)}."
        )
    return CHARTS[name]
