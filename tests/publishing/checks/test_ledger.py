"""`case check` names faults of the ledger with file, line and field."""

from pathlib import Path

import pytest

from scrutator.publishing.checks.ledger import check_ledger
from scrutator.record.folder.opening import case_files, read_folder
from scrutator.record.folder.reading import read_case
from scrutator.record.folder.template import write_new_case

SOURCE = ("sources.csv", "id,title,kind,obtained,locator", "A,Title,press,part,none")
ACTOR = ("actors.csv", "id,name,kind", "x,Name,person")
CLAIM = ("claims.csv", "id,topic,speaker,text,source", "C,t,x,text,A")


def faults(tmp_path: Path, *tables: tuple[str, ...]) -> list[tuple[str, int, str, str]]:
    folder = tmp_path / "case"
    write_new_case(folder)
    for name, *lines in (SOURCE, ACTOR, CLAIM, *tables):
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_case(read_folder(folder))
    assert reading.faults == ()
    return [(fault.file, fault.line, fault.field, fault.code) for fault in check_ledger(reading)]


PROPOSITION = ("propositions.csv", "id,claim,text,kind,stage,override_reason", "P,C,text,fact,voting,")
EVIDENCE = "id,proposition,direction,covers,method,strength,text,figure,source"


def test_the_bundled_case_has_none() -> None:
    assert check_ledger(read_case(case_files("kazakhstan-2012"))) == ()


@pytest.mark.parametrize(("figure", "code"), [("turnout < 5", "G01"), ("turnout/turnout < 5", "N04")])
def test_a_condition_that_cannot_be_read_or_names_no_finding(tmp_path: Path, figure: str, code: str) -> None:
    row = f"E,P,supports,whole,document,strong,text,{figure},A"
    found = faults(tmp_path, PROPOSITION, ("evidence.csv", EVIDENCE, row))
    assert found == [("evidence.csv", 2, "figure", code)]


def test_an_override_without_a_verdict(tmp_path: Path) -> None:
    wrong = (*PROPOSITION[:2], "P,C,text,fact,voting,because")
    assert faults(tmp_path, wrong) == [("propositions.csv", 2, "verdict", "G20")]


def test_a_status_with_borrowed_authority(tmp_path: Path) -> None:
    made = ("commitments.csv", "id,kind,text,date,verifiable,source", "M,promise,text,2007,yes,A")
    status = (
        "statuses.csv",
        "commitment,field,status,date,set_by,reason,source",
        "M,practice,met,2009,ODIHR,r,A",
    )
    assert faults(tmp_path, made, status) == [("statuses.csv", 2, "set_by", "G21")]


def test_a_reply_kept_out_without_a_reason_and_a_broken_correction(tmp_path: Path) -> None:
    reply = ("replies.csv", "id,by,subject,entry,date,text,state", "R,x,claim,C,2012,no,not published")
    errata = ("errata.csv", "id,table,entry,field,was,now,reason,date,signed_by",
              "E1,claims,C,text,a,b,r,2012-01,e", "E2,claims,C,text,x,c,r,2012-02,e")  # fmt: skip
    assert faults(tmp_path, reply, errata) == [
        ("errata.csv", 3, "was", "G23"),
        ("replies.csv", 2, "entry", "G22"),
    ]


def test_a_look_alike_of_an_actor(tmp_path: Path) -> None:
    actors = (
        "actors.csv",
        "id,name,kind",
        "x,Respublika,media",
        "y,Rеspublika,media",
    )  # the second е is Cyrillic
    found = faults(tmp_path, actors)
    assert ("actors.csv", 3, "name", "G24") in found
