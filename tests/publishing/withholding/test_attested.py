"""What rests on what is withheld is attested, and counted in the verdict."""

import json
from pathlib import Path

import pytest
from tests.publishing.test_rebuild import resealed
from tests.publishing.withholding.cases import CELL, LEDGER, members_of, published, verified

from scrutator.findings.plain import plain_outcome, read_outcome
from scrutator.publishing.build import Built
from scrutator.seal import canonical
from scrutator.seal.verifier.verify import verify_bundle
from support.needs import package

package("typst")


def test_a_figure_that_rests_on_a_withheld_value_is_attested_down_to_the_page(cell: Built) -> None:
    members = members_of(cell.bundle)
    (finding,) = json.loads(members["findings.json"])
    assert finding["attested"] is True
    assert [c["attested"] for c in json.loads(members["figures.json"]).values()] == [True]
    page = members["statement.en.html"].decode()
    assert '<span class="attested">[attested]</span>' in page
    assert "attested by the publisher, not rebuilt" in page
    assert b"not published: withheld" in members["case/turnout.csv"]


def test_the_verdicts_own_line_counts_what_is_attested_in_both_verifiers_words(cell: Built) -> None:
    full, short = verified(cell.bundle), verified(cell.bundle, rebuild=None)
    assert (full.word, short.word) == ("PARTLY REBUILT", "SIGNED, NOT REBUILT")
    for report in (full, short):
        assert (
            "1 of 1 findings, and with them 1 of 1 printed figures, are attested, not rebuilt."
            in report.verdict
        )
        assert "1 values, rows or files are withheld" in report.verdict
    assert "attested" in verify_bundle(cell.bundle).verdict


def test_what_asks_an_attested_finding_is_attested(tmp_path: Path) -> None:
    """The verdict is the same without what is withheld; it rests on an attested finding all the same."""
    built = published(tmp_path / "case", CELL, **LEDGER)
    members = members_of(built.bundle)
    assert [(f["id"], f.get("attested")) for f in json.loads(members["findings.json"])] == [
        ("turnout", True),
        ("verdicts", True),
    ]
    report = verified(built.bundle)
    assert (report.word.value, "2 of 2 findings" in report.verdict) == ("PARTLY REBUILT", True)
    plain = json.loads(members["withheld.json"])
    del plain["attested"]["verdicts"]
    forged = verified(resealed(members | {"withheld.json": canonical.encode(plain)}))
    assert "asks an attested finding and is not attested" in forged["C13"].detail


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("decimal", "40.50", True),
        ("decimal", "1E+2", True),
        ("decimal", "1E+999", True),
        ("decimal", "1E+9999", False),
        ("decimal", "1e999999999", False),
        ("fraction", "1/3", True),
        ("fraction", "1e999999999", False),
        ("fraction", "1", False),
        ("float", "0.125", True),
        ("float", "1e-05", True),
        ("float", "1_0", False),
        ("integer", "1", False),
    ],
)
def test_a_number_in_an_attested_outcome_is_read_as_it_is_written_and_in_no_other_way(
    kind: str, text: str, read: bool
) -> None:
    figure = {"name": "f", "at": {}, "value": {kind: text}, "unit": "", "interval": None, "numerator": None,
              "denominator": None, "sources": [], "note": ""}  # fmt: skip
    plain = {"title": "t", "figures": [figure], "tables": [], "caveats": []}
    if read:
        assert plain_outcome(read_outcome(plain))["figures"][0]["name"] == "f"
        return
    with pytest.raises((ValueError, KeyError)):
        read_outcome(plain)


def test_the_findings_of_the_real_case_are_read_back_as_they_were_written(kazakhstan_bundle: bytes) -> None:
    findings = json.loads(members_of(kazakhstan_bundle)["findings.json"])
    for finding in findings:
        plain = {name: finding[name] for name in ("title", "tables", "caveats")}
        plain["figures"] = [{k: v for k, v in one.items() if k != "id"} for one in finding["figures"]]
        assert plain_outcome(read_outcome(plain)) == plain, finding["id"]
