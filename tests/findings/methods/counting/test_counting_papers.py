"""Keyed forms, versions and the day's visits as methods: the figures of the commands, from a case folder."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.record.case import Case, MethodRun
from scrutator.record.folder.opening import sound_case
from support.methods import run_method

KEYING = "form,keyer,a,b\n1,ann,5,3\n1,bob,5,3\n1,ocr,6,3\n2,ann,7,2\n2,bob,1,2\n"
SEEDED = "form,a,b\n2,7,2\n"
VERSIONS = """station,number,step,author,at,basis,provenance,a
1,1,original,PEC,2012-01-15T22:00,,signed_copy,50
1,2,correction,PEC,2012-01-16T02:00,art. 43,official_publication,90
2,1,original,PEC,2012-01-15T22:00,,,40
"""
VISITS = """station,team,selection,answer,cell
1,x,probability sample,yes,
1,y,probability sample,no,
2,x,probability sample,no,
3,x,team's own route,yes,
"""


def run(case: Case, method: str, **parameters: object) -> Finding:
    return run_method(case, MethodRun(method, method, parameters, 1))


def figure(finding: Finding, name: str, **at: str) -> Figure:
    (found,) = [f for f in finding.outcome.figures if f.name == name and dict(f.at) == at]
    return found


@pytest.fixture(scope="module")
def papers(kazakhstan: Case) -> Case:
    tables = {"keying.csv": KEYING, "seeded.csv": SEEDED, "versions.csv": VERSIONS, "visits.csv": VISITS}
    added = {name: text.encode() for name, text in tables.items()}
    return sound_case({**kazakhstan.files, **added}, "kazakhstan-2012")


def test_keying_names_the_open_forms_and_each_keyer_s_error(papers: Case) -> None:
    finding = run(papers, "counting.keying", machine="ocr")
    assert (figure(finding, "forms").value, figure(finding, "accepted").value) == (2, 1)
    assert figure(finding, "machine_read_otherwise").value == 1
    assert finding.outcome.tables[0].rows == (("2", "third keying: the two differ"),)
    bob = figure(finding, "error", keyer="bob")
    assert (bob.value, bob.numerator, bob.denominator) == (50, 1, 2)
    assert bob.interval is not None


def test_versions_count_what_must_be_taken_on_trust(papers: Case) -> None:
    finding = run(papers, "counting.versions")
    assert figure(finding, "without_recount").value == figure(finding, "weaker_provenance").value == 1
    assert figure(finding, "without_basis").value == figure(finding, "provenance_unknown").value == 0
    assert figure(finding, "known_from", provenance="unknown").value == 1
    assert figure(finding, "known_from", provenance="official publication").value == 1
    assert finding.outcome.tables[0].rows[0][3] == "a +40"


def test_monitoring_gives_an_interval_to_the_probability_sample_alone(papers: Case) -> None:
    finding = run(papers, "counting.monitoring")
    drawn = figure(finding, "rate", selection="probability sample")
    assert (drawn.value, drawn.denominator) == (50, 2)
    assert drawn.interval is not None
    assert "at any moment" in drawn.interval.kind
    with pytest.raises(ScrutatorError, match="N03"):
        run(papers, "counting.monitoring", level=101)
    wider = run(papers, "counting.monitoring", level=99)
    other = figure(wider, "rate", selection="probability sample").interval
    assert other is not None
    assert other.low < drawn.interval.low
    route = figure(finding, "rate", selection="team's own route")
    assert route.interval is None
    assert "nothing certain" in route.note


@pytest.mark.parametrize(
    ("method", "file"),
    [("keying", "keying.csv"), ("versions", "versions.csv"), ("monitoring", "visits.csv")],
)
def test_a_case_without_the_papers_says_which_file_is_missing(
    kazakhstan: Case, method: str, file: str
) -> None:
    with pytest.raises(ScrutatorError, match=f"no {file}"):
        run(kazakhstan, f"counting.{method}")
