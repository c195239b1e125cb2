from dataclasses import replace

from scrutator.publishing.checks.runs import check_circles
from scrutator.record.folder.opening import case_files, sound_case


def test_findings_that_need_one_another_are_a_fault_at_the_first_of_them() -> None:
    case = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    assert list(check_circles(case)) == []
    bound = replace(case.evidence[0], figure="verdicts/claims > 0")
    (fault,) = check_circles(replace(case, evidence=(bound, *case.evidence[1:])))
    line = next(run.line for run in case.runs if run.id == "verdicts")
    assert (fault.file, fault.line, fault.code) == ("findings.toml", line, "N06")
    assert "verdicts → verdicts" in fault.reason
