"""`scrutator ledger`: what a person sees, and the exit status."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from scrutator.cli.ledger.ledger import app
from scrutator.errors import ScrutatorError
from scrutator.record.folder.template import write_new_case

CASE = "kazakhstan-2012"


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result.output


def run_json(*arguments: str, status: int = 0) -> Any:
    return json.loads(run(*arguments, "--json", status=status))


def test_verdicts_can_be_limited_to_a_speaker() -> None:
    found = run_json("verdicts", CASE, "--speaker", "weitz")
    assert [(entry["proposition"], entry["mark"]) for entry in found] == [("C07", "cannot be determined")]
    assert "C07" in run("verdicts", CASE, "--speaker", "weitz")


def test_explain_prints_the_derivation_and_an_unknown_proposition_is_named() -> None:
    assert "the table gives: contradicted" in run("explain", CASE, "C06")
    assert run_json("explain", CASE, "C06")["independence"] == "none on record"
    with pytest.raises(ScrutatorError, match="G02"):
        run("explain", CASE, "C99")


def test_independence_shows_the_path_its_sources_and_the_alleged_one_apart() -> None:
    body = run_json("independence", CASE, "weitz", "--subject", "kazakhstan", "--date", "2012-01-15")
    (tie,) = body["towards"]
    assert tie["status"] == "none on record"
    assert tie["ties"] == []
    assert tie["alleged_status"] == "on record, disclosure unknown"
    assert any("alleged" in step for one in tie["alleged_ties"] for step in one["path"])
    (disclosed,) = run_json("independence", CASE, "csis", "--subject", "kazakhstan")["towards"]
    assert disclosed["status"] == "declared"
    assert "I6; I7" in disclosed["ties"][0]["path"][-1]
    text = run("independence", CASE, "weitz", "--subject", "kazakhstan", "--date", "2012-01-15")
    assert "decides nothing" in text
    with pytest.raises(ScrutatorError, match="G03"):
        run("independence", CASE, "nobody")
    with pytest.raises(ScrutatorError, match="X03"):
        run("independence", CASE, "weitz", "--date", "soon")


def test_codes_of_conduct_are_put_towards_those_observed_whomever_the_question_is_about() -> None:
    body = run_json("independence", CASE, "rnim", "--subject", "eu", "--date", "2012-01-17")
    assert body["observed"] == "kazakhstan"
    assert {answer for _, answer, _ in body["conduct"]} == {"cannot be answered"}
    assert body["towards"][0]["status"] == "declared"


@pytest.mark.parametrize("form", ["ftm", "statements", "claimreview", "prov"])
def test_every_export_is_the_same_twice(form: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("export", CASE, form, "-o", str(tmp_path / name))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with pytest.raises(ScrutatorError, match="X04"):
        run("export", CASE, form, "-o", str(tmp_path / "one"))


def test_tables_are_exported_as_they_are_and_an_unknown_form_is_refused(tmp_path: Path) -> None:
    run("export", CASE, "csv", "-o", str(tmp_path / "tables"))
    assert (tmp_path / "tables" / "claims.csv").read_text(encoding="utf-8").startswith("id,topic,speaker")
    with pytest.raises(ScrutatorError, match="X03"):
        run("export", CASE, "xml", "-o", str(tmp_path / "x"))


def test_an_export_comes_back_as_rows_that_a_case_accepts(tmp_path: Path) -> None:
    run("export", CASE, "ftm", "-o", str(tmp_path / "graph.json"))
    body = run_json("import", str(tmp_path / "graph.json"), "--source", "S1", "-o", str(tmp_path / "in"))
    assert (body["actors"], body["links"]) == (92, 62)
    assert body["left_aside"] == ["the citations of 154 are replaced by S1"]
    assert (body["doubtful_names"], body["alleged_for_want_of_a_status"]) == ([], 0)
    assert (tmp_path / "in" / "links.csv").read_text(encoding="utf-8").startswith("id,origin,relation")


def test_names_and_replies_of_the_case_are_clean() -> None:
    assert run_json("names", CASE) == {"doubtful_names": []}
    assert run_json("replies", CASE)["faults"] == []
    assert "criticism however harsh is welcome" in run("replies", CASE)


def test_quotations_of_both_documents_stand_where_the_claims_say(reference_data: Path) -> None:
    found = run_json("quotation", "check", CASE, "--documents", str(reference_data / "documents"))
    assert len(found) > 50
    assert {row["anchor"] for row in found} == {"exact"}
    assert {row["cited_line_agrees"] for row in found} == {"yes"}


def test_a_folder_without_the_documents_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScrutatorError, match="X01"):
        run("quotation", "check", CASE, "--documents", str(tmp_path))


def test_a_sheet_goes_from_template_to_agreement_and_shares(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    run("media", "template", "-o", str(sheet))
    rows = ["unit,item,coder,actor,seconds,tone,funding"]
    rows += [f"u{i},i{i},{coder},{actor},{10 + i},{1 + (i + (coder == 'b' and i == 3)) % 5},no"
             for i in range(60) for coder in "ab" for actor in [("left", "right")[i % 2]]]  # fmt: skip
    coded = tmp_path / "coded.csv"
    coded.write_text("\n".join(rows) + "\n", encoding="utf-8")
    body = run_json("media", "alpha", str(coded))
    gates = {row["variable"]: row["gate"] for row in body["variables"]}
    assert gates == {"actor": "rely", "tone": "rely", "seconds": "rely"}
    assert set(body["not_computed"]) == {"class", "appearance", "cm2", "funding"}
    assert (body["units_found_by_one_coder"], body["units_of_several_coders"]) == (0, 60)
    assert [row["of"] for row in run_json("media", "shares", str(coded))["shares"]] == ["left", "right"]
    tones = run_json("media", "shares", str(coded), "--by", "tone")["shares"]
    assert {row["within"] for row in tones} == {"left", "right"}
    assert "120 rows of 2 coders." in run("media", "shares", str(coded))
    with pytest.raises(ScrutatorError, match="X03"):
        run("media", "shares", str(coded), "--by", "colour")
    with pytest.raises(ScrutatorError, match="X03"):
        run("media", "shares", str(coded), "--measure", "metres")


def test_distancing_words_are_counted_by_actor_and_outlet_once_an_item(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    rows = ["unit,item,coder,actor,outlet,hedge", "u1,i1,a,left,Post,So-called", "u1,i1,b,left,Post,so-called",
            "u2,i2,a,left,Post,so-called", "u3,i3,a,right,Post,"]  # fmt: skip
    sheet.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run_json("media", "hedges", str(sheet)) == [
        {"actor": "left", "outlet": "Post", "word": "so-called", "items": 2}
    ]
    assert "so-called" in run("media", "hedges", str(sheet))


def test_coders_who_disagree_fail_the_gate(tmp_path: Path) -> None:
    rows = [
        "unit,coder,tone",
        *(f"u{i},{coder},{1 + (i * (3 if coder == 'b' else 1)) % 5}" for i in range(60) for coder in "ab"),
    ]
    coded = tmp_path / "coded.csv"
    coded.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "do not publish" in run("media", "alpha", str(coded), status=1)


def test_a_correction_is_signed_and_a_changed_one_is_found(tmp_path: Path) -> None:
    from scrutator.record.folder.template import write_new_case
    from scrutator.seal.keys.sign import key_from_seed

    key = key_from_seed("mission.example", bytes(range(32)))
    (tmp_path / "secret").write_bytes(key.to_file(None))
    (tmp_path / "secret").chmod(0o600)
    folder = tmp_path / "case"
    write_new_case(folder)
    header = "id,table,entry,field,was,now,reason,date,signed_by,signature"
    row = "E1,links,L1,text,old,new,a misprint,2012-02-01,editor"
    errata = folder / "errata.csv"
    errata.write_text(f"{header}\n{row},\n", encoding="utf-8")
    assert "not signed" in run("erratum", "check", str(folder), "--key", str(key.key), status=1)
    signature = run("erratum", "sign", str(folder), "E1", "--key", str(tmp_path / "secret")).strip()
    errata.write_text(f"{header}\n{row},{signature}\n", encoding="utf-8")
    assert run_json("erratum", "check", str(folder), "--key", str(key.key))[0]["state"] == "signed"
    errata.write_text(f"{header}\n{row.replace('new', 'newer')},{signature}\n", encoding="utf-8")
    assert "wrong signature" in run("erratum", "check", str(folder), "--key", str(key.key), status=1)
    with pytest.raises(ScrutatorError, match="G04"):
        run("erratum", "sign", str(folder), "E2", "--key", str(tmp_path / "secret"))


def test_a_hedge_is_found_in_context_and_two_collections_are_compared(tmp_path: Path) -> None:
    for side, text in (
        ("a", "the Western-backed group, the Western-backed mission"),
        ("b", "the group, the mission"),
    ):
        (tmp_path / side).mkdir()
        (tmp_path / side / "one.txt").write_text(text, encoding="utf-8")
    hits = run_json("words", "concordance", "western backed", "--in", str(tmp_path / "a"))
    assert [hit["match"] for hit in hits] == ["Western-backed", "Western-backed"]
    assert "2 in 1 texts" in run("words", "concordance", "western backed", "--in", str(tmp_path / "a"))
    found = run_json("words", "keyness", str(tmp_path / "a"), str(tmp_path / "b"))
    assert {one["word"] for one in found[:2]} == {"western", "backed"}
    with pytest.raises(ScrutatorError, match="X01"):
        run("words", "concordance", "x", "--in", str(tmp_path))


def test_a_file_that_holds_nothing_to_import_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text("{", encoding="utf-8")
    with pytest.raises(ScrutatorError, match="G12"):
        run("import", str(empty), "--source", "S1", "-o", str(tmp_path / "in"))
    assert not (tmp_path / "in").exists()


def test_claims_come_in_from_a_spreadsheet(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("speaker,text\nweitz,The vote was clean\n", encoding="utf-8")
    run("import", str(sheet), "--source", "S1", "-o", str(tmp_path / "in"))
    rows = (tmp_path / "in" / "claims.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1] == "S1-2,imported,weitz,The vote was clean,,,,,,S1,"


@pytest.mark.parametrize("command", ["alpha", "shares"])
def test_a_negative_seed_is_refused(command: str, tmp_path: Path) -> None:
    run("media", "template", "-o", str(tmp_path / "s.csv"))
    run("media", command, str(tmp_path / "s.csv"), "--seed", "-1", status=2)


def test_without_a_seed_the_published_one_is_used(tmp_path: Path) -> None:
    chance = random.Random(4)
    rows = [f"u{i},i{i},a,{chance.choice(['left', 'right'])},{chance.randint(1, 900)}" for i in range(40)]
    coded = tmp_path / "coded.csv"
    coded.write_text("\n".join(["unit,item,coder,actor,seconds", *rows]) + "\n", encoding="utf-8")
    plain = run_json("media", "shares", str(coded))
    assert plain == run_json("media", "shares", str(coded), "--seed", "2012")
    assert plain != run_json("media", "shares", str(coded), "--seed", "2013")


def test_the_catalogue_of_norms_is_searched_and_says_what_was_read_of_each() -> None:
    found = run_json("norms", "--search", "copenhagen secret")
    assert "copenhagen-7.4" in {norm["id"] for norm in found}
    assert all({"mark", "address", "text", "article"} <= norm.keys() for norm in found)
    assert len(run_json("norms")) == 147
    assert "59 unverified: neither was read; from general knowledge" in run("norms")


def test_the_glossary_is_printed_with_how_sure_its_kazakh_words_are() -> None:
    (term,) = [t for t in run_json("terms", "--search", "turnout") if t["id"] == "electoral.turnout"]
    assert (term["russian"], term["kazakh_quality"]) == ("явка", "own")
    assert "own: a proposal of this project; needs a native reader" in run("terms", "--search", "turnout")


@pytest.mark.parametrize("command", ["norms", "terms"])
def test_a_search_without_a_result_says_so_and_ends_with_1(command: str) -> None:
    assert "No entry contains" in run(command, "--search", "no-such-word", status=1)
    assert run_json(command, "--search", "no-such-word", status=1) == []


def small_ledger(tmp_path: Path, proposition: str, evidence: str = "") -> str:
    folder = tmp_path / "case"
    write_new_case(folder)
    tables = {
        "sources.csv": "id,title,kind,obtained,locator\nA,Title,press,part,none\n",
        "actors.csv": "id,name,kind\nx,Name,person\n",
        "claims.csv": "id,topic,speaker,text,source\nC,t,x,text,A\n",
        "propositions.csv": f"id,claim,text,kind,stage,verdict,extent,override_reason,contradicts\n{proposition}\n",
        "evidence.csv": f"id,proposition,direction,covers,method,strength,text,source\n{evidence}\n",
    }
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


FIRM = "E,P,supports,whole,document,strong,text,A"


def test_a_verdict_that_the_evidence_does_not_give_is_named_beside_what_it_gives(tmp_path: Path) -> None:
    case = small_ledger(tmp_path, "P,C,text,fact,voting,supported,part,,", FIRM)
    assert "P: the author's verdict is partly supported, the evidence gives supported" in run(
        "verdicts", case, status=1
    )


def test_an_override_is_named_and_so_is_a_reason_that_overrides_nothing(tmp_path: Path) -> None:
    overridden = small_ledger(tmp_path / "1", "P,C,text,fact,voting,contradicted,whole,I know,", FIRM)
    assert "P: the evidence gives supported; the author overrides it: I know" in run("verdicts", overridden)
    idle = small_ledger(tmp_path / "2", "P,C,text,fact,voting,supported,whole,I know,", FIRM)
    assert "P: a reason to override is stated, and the author's verdict is what the evidence gives" in run(
        "verdicts", idle
    )


@pytest.mark.parametrize("command", [("verdicts",), ("explain", "P")])
def test_a_ledger_with_faults_gives_no_verdicts(tmp_path: Path, command: tuple[str, ...]) -> None:
    case = small_ledger(tmp_path, "P,C,text,fact,voting,,,,P")
    with pytest.raises(ScrutatorError, match=r"the ledger of .* has 1 fault"):
        run(command[0], case, *command[1:])


def test_certainty_is_printed_in_words() -> None:
    assert "very_low" not in run("verdicts", CASE)


@pytest.mark.parametrize(
    ("coders", "said"), [("a", "2 rows of 1 coder: no one else"), ("ab", "4 rows of 2 coders.")]
)
def test_shares_say_how_many_coders_they_rest_on(tmp_path: Path, coders: str, said: str) -> None:
    rows = [f"u{n},i{n},{coder},{actor},10" for coder in coders for n, actor in enumerate("xy")]
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join(["unit,item,coder,actor,seconds", *rows]) + "\n", encoding="utf-8")
    assert said in run("media", "shares", str(sheet))


def test_names_in_other_languages_come_back_from_an_export(tmp_path: Path) -> None:
    run("export", CASE, "ftm", "--out", str(tmp_path / "graph.json"))
    run("import", str(tmp_path / "graph.json"), "--source", "S1", "--out", str(tmp_path / "in"))
    table = (tmp_path / "in" / "actors.csv").read_text(encoding="utf-8")
    assert table.splitlines()[0].endswith("name_kk,name_ru")
    assert "Нұрсұлтан Назарбаев,Нурсултан Назарбаев" in table
