"""A chart names every finding that it draws: its mark as attested rests on that."""

import re

import pytest

from scrutator.findings.context import Context
from scrutator.findings.running import context_of
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.statement.cells import find_cells
from scrutator.statement.charts.register import build_chart

CASE = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
CELLS = [cell for cell in find_cells(CASE.statements["en"], "en") if cell.name == "chart"]


@pytest.fixture(scope="module")
def context() -> Context:
    return context_of(CASE)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: str(cell.arguments[0]))
def test_a_chart_is_the_same_from_the_findings_it_names_alone(context: Context, cell) -> None:  # type: ignore[no-untyped-def]
    name = str(cell.arguments[0])
    findings = tuple(context.finding(run.id) for run in CASE.runs if not re.match("panel|monte", run.id))
    chart = build_chart(name, CASE, findings, cell.named, "test")
    assert chart.findings
    named = tuple(one for one in findings if one.id in chart.findings)
    assert build_chart(name, CASE, named, cell.named, "test") == chart
