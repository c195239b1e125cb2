"""What rests on what is withheld is attested, and counted in the verdict."""

import json
from pathlib import Path

import pytest
from tests.publishing.test_rebuild import resealed
from tests.publishing.withholding.cases import CELL, LEDGER, Members, members_of, published, verified

from scrutator.findings.model import Finding, Outcome
from scrutator.findings.plain import plain_outcome, read_outcome
from scrutator.publishing.build import Built
from scrutator.publishing.publication import chart_csv
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


def test_every_file_of_an_attested_finding_says_so_itself(tmp_path: Path) -> None:
    """Data, provenance and claim reviews are taken out of a bundle and read alone."""
    members = members_of(published(tmp_path / "case", CELL, **LEDGER).bundle)
    data = [name for name in members if name.startswith("data/turnout.")]
    assert data
    for name in data:
        header, *rows = members[name].decode().splitlines()
        assert header.endswith(",attested"), name
        assert all(row.endswith(',"attested, not rebuilt"') for row in rows), name
        assert {"name": "attested", "type": "string"} in _schema(members, name)
    made = json.loads(members["exchange/provenance.json"])["entity"]
    assert made["case:finding-turnout"]["case:attested"] is True
    (review,) = json.loads(members["exchange/claim-reviews.json"])
    assert "publisher attests" in review["reviewRating"]["ratingExplanation"]


def _schema(members: Members, name: str) -> list[dict[str, str]]:
    resources = json.loads(members["datapackage.json"])["resources"]
    fields = next(one["schema"]["fields"] for one in resources if one["path"] == name)
    return [{"name": one["name"], "type": one["type"]} for one in fields]


def test_files_of_a_finding_that_is_rebuilt_have_no_mark(tmp_path: Path) -> None:
    members = members_of(published(tmp_path / "case", "", **LEDGER).bundle)
    outside = [n for n in members if n.startswith(("data/", "exchange/"))]
    assert outside
    assert not [name for name in outside if b"attest" in members[name]]


@pytest.mark.parametrize(
    ("drawn", "marked"), [(("a",), True), (("b",), False), (("b", "a"), True), ((), False)]
)
def test_a_chart_is_marked_when_a_finding_that_it_draws_is_attested(
    drawn: tuple[str, ...], marked: bool
) -> None:
    from dataclasses import replace

    from scrutator.statement.charts.chart import Chart
    from scrutator.statement.document import attested_chart

    findings = [_finding("a", attested=True), _finding("b", attested=False)]
    chart = Chart("c", "t", "s", "d", {"mark": "bar"}, ("x",), ((1,),), findings=drawn, phone={"mark": "bar"})
    found = attested_chart(chart, findings, "en")
    if not marked:
        assert found == chart
        return
    assert "not rebuilt" in found.subtitle
    assert found.phone is not None
    assert found.spec["title"]["text"] == found.phone["title"]["text"] == ["[attested]"]
    titled = attested_chart(
        replace(chart, spec={"title": {"text": "Votes", "anchor": "end"}}), findings, "en"
    )
    assert titled.spec["title"] == {"text": ["[attested]", "Votes"], "anchor": "end"}
    header, row = chart_csv(found).decode().splitlines()
    assert (header, row) == ("x,attested", '1,"attested, not rebuilt"')


def _finding(name: str, attested: bool) -> Finding:
    return Finding(name, "m", "1", "?", {}, None, {}, Outcome("t"), attested=attested)
