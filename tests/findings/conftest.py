import pytest

from scrutator.findings.model import Figure, Finding
from scrutator.findings.plain import figure_id
from scrutator.findings.running import run_case
from scrutator.record.case import Case
from scrutator.record.folder.opening import case_files, sound_case


@pytest.fixture(scope="session")
def kazakhstan() -> Case:
    return sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")


@pytest.fixture(scope="session")
def kazakhstan_findings(kazakhstan: Case) -> tuple[Finding, ...]:
    return run_case(kazakhstan)


@pytest.fixture(scope="session")
def kazakhstan_figures(kazakhstan_findings: tuple[Finding, ...]) -> dict[str, Figure]:
    return {
        figure_id(finding.id, figure): figure
        for finding in kazakhstan_findings
        for figure in finding.outcome.figures
    }
