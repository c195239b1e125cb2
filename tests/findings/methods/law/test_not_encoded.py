"""Findings and statements under a statute with parts left out say which, whichever method is asked."""

import pytest

from scrutator.findings.running import run_case
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from scrutator.statement.document import build_document
from support.methods import outcome_of
from support.small_case import SMALL_CASE

STATUTE = """[statute]
title = "A law of one contest"
not_encoded = ["the order of candidates"]
tests = ["not checked against a result: none is on file"]

[[provision]]
id = "seats"
article = "s. 1"
paraphrase = "Eight members."
from = 2000-01-01
act = "Act 1"
source = "Gazette"
certainty = "high"
rule = { do = "house", seats = 8 }

[[provision]]
id = "threshold"
article = "s. 2"
paraphrase = "Five per cent of the ballots cast, or of the valid votes."
from = 2000-01-01
act = "Act 1"
source = "Gazette"
certainty = "high"
[[provision.reading]]
id = "register"
label = "of the registered voters"
do = "threshold"
share = "5%"
of = "envelopes"
[[provision.reading]]
id = "valid"
label = "of the valid votes"
do = "threshold"
share = "5%"

[[provision]]
id = "method"
article = "s. 3"
paraphrase = "By highest averages."
from = 2000-01-01
act = "Act 1"
source = "Gazette"
certainty = "high"
rule = { do = "highest_averages" }
"""
RESULTS = """contest,place,list,stage,votes,percent,seats,source
vote,land,red,final,60,60,5,A
vote,land,blue,final,40,40,3,A
"""


def files() -> dict[str, bytes]:
    found = {name: text.encode() for name, text in SMALL_CASE.items()}
    contests = (
        SMALL_CASE["contests.csv"].replace("source", "statute,source").replace(",A\n", ",one@2012-01-15,A\n")
    )
    return found | {
        "contests.csv": contests.encode(),
        "results.csv": RESULTS.encode(),
        "statutes/one.toml": STATUTE.encode(),
    }


@pytest.fixture(scope="module")
def case() -> Case:
    return sound_case(files(), "one")


@pytest.mark.parametrize("method", ["law.seats", "law.margins", "law.counterfactual", "law.sweep"])
def test_every_method_says_what_is_left_out_and_how_many_readings_it_covers(case: Case, method: str) -> None:
    parameters = {"thresholds": "4%..6%:1%"} if method == "law.sweep" else {}
    made = outcome_of(case, method, parameters)
    said = " ".join(made.caveats)
    for words in (
        "Not encoded: the order of candidates",
        "Not checked against a result: none is on file",
        "1 of 2 readings of the law were computed.",
        "Not computable (threshold: register)",
    ):
        assert words in said, (method, words)


def test_a_title_says_that_the_seats_are_settled_only_as_far_as_computed(case: Case) -> None:
    made = outcome_of(case, "law.seats", {})
    assert "settled only under the readings that could be computed (1 of 2 readings of the law)" in made.title
    assert {figure.name: figure.value for figure in made.figures}["outcome"] == "settled_where_computed"
    margins = outcome_of(case, "law.margins", {})
    assert margins.title.endswith("under one of the 2 readings of the law")
    assert any("Red 4" in str(row) or "Blue 4" in str(row) for row in margins.tables[0].rows)


def test_a_statement_prints_what_is_not_encoded_beside_the_seats(case: Case) -> None:
    held = files()
    held["findings.toml"] = b'[[finding]]\nid = "house"\nmethod = "law.seats"\n'
    held["statement.en.md"] = b'Text.\n\n## Seats\n\n{{ table("house/seats") }}\n'
    made = sound_case(held, "one")
    shown = str(build_document(made, run_case(made), "en"))
    assert "Not encoded: the order of candidates" in shown
    assert "Not checked against a result: none is on file" in shown
    assert "1 of 2 readings of the law were computed" in shown
