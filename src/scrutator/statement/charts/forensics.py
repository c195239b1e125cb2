"""Charts of forensic results, for a case and for the report on stations."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.findings.model import Finding
from scrutator.record.case import Case
from scrutator.statement.charts.chart import Chart
from scrutator.statement.charts.region_clouds import region_clouds_chart
from scrutator.statement.charts.turnout_curves import cumulative_chart, fingerprint_chart, window_chart
from scrutator.statement.charts.whole_percentages import panel_chart, peaks_chart, region_map
from scrutator.statement.lookup import find_table

__all__ = [
    "CHARTS",
    "cumulative_chart",
    "fingerprint_chart",
    "panel_chart",
    "peaks_chart",
    "region_clouds_chart",
    "region_map",
    "window_chart",
]

Named = Mapping[str, str | int | float | bool]


def _rows(findings: Sequence[Finding], named: Named, default: str, table: str, where: str) -> tuple[str, Any]:
    finding, found = find_table(findings, f"{named.get('finding', default)}/{table}", where)
    return finding.id, found.rows


def fingerprint_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The fingerprint of the case's station results."""
    name, rows = _rows(findings, named, "fingerprint", "cells", where)
    return fingerprint_chart(rows, (name,))


def peaks_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Whole percentages in the case's station results."""
    name, rows = _rows(findings, named, "peaks", "peaks", where)
    return peaks_chart(rows, (name,))


def window_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """The turnout-window curve of the case's station results."""
    name, rows = _rows(findings, named, "window", "curve", where)
    defensible = [row[0] for row in rows if row[4] == "yes"]
    return window_chart(
        [(row[0], *(round(value) for value in row[1:4])) for row in rows], defensible, (name,)
    )


def map_of_case(case: Case, findings: Sequence[Finding], named: Named, where: str) -> Chart:
    """Whole percentages by region, on the case's boundaries."""
    name, rows = _rows(findings, named, "peaks", "regions", where)
    boundaries = json.loads(case.files["boundaries.geojson"])
    return region_map(boundaries, [(row[0], round(row[4], 2)) for row in rows], (name,))


CHARTS = {
    "fingerprint": fingerprint_of_case,
    "integer-peaks": peaks_of_case,
    "window-curve": window_of_case,
    "region-map": map_of_case,
}
