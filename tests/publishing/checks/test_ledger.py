"""`case check` names faults of the ledger with file, line and field."""

import tempfile
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
    folder = Path(tempfile.mkdtemp(dir=tmp_path)) / "case"
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


KINDS = "id,claim,text,kind,stage,each,contradicts"


@pytest.mark.parametrize("kind", ["fact", "opinion"])
@pytest.mark.parametrize(
    "text",
    [
        "The election was rigged", "The vote was a sham", "The election fell short of OSCE commitments",
        "The vote failed to reach international standards", "The election was transparent",
        "Выборы были сфальсифицированы", "Сайлау әділ өтті", "Las elecciones fueron fraudulentas",
    ],
)  # fmt: skip
def test_a_judgement_of_a_whole_election_is_neither_fact_nor_opinion(
    tmp_path: Path, text: str, kind: str
) -> None:
    wrong = ("propositions.csv", KINDS, f"P,C,{text},{kind},whole process,,")
    assert faults(tmp_path, wrong) == [("propositions.csv", 2, "kind", "G28")]
    one_stage = ("propositions.csv", KINDS, f"P,C,{text},{kind},counting,,")
    assert faults(tmp_path, one_stage) == []


@pytest.mark.parametrize(
    "text",
    [
        "The mission called the vote a sham", "No election was deemed fair by its observers",
        "Миссия назвала выборы честными", "The count was transparent", "Three lists cleared the threshold",
    ],
)  # fmt: skip
def test_who_judged_an_election_so_is_a_fact(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, ("propositions.csv", KINDS, f"P,C,{text},fact,whole process,,")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Turnout was higher than in 2007", "Turnout was lower than usual", "The lowest turnout ever seen",
        "An unprecedented result", "Явка выше чем в 2007 году", "Беспрецедентная явка", "Más alta que en 2007",
        "Бұрын-соңды болмаған қатысу",
    ],
)  # fmt: skip
def test_a_sentence_that_compares_is_not_a_plain_fact(tmp_path: Path, text: str) -> None:
    for kind, expected in (("fact", True), ("figure", True), ("comparison", False), ("opinion", False)):
        found = faults(tmp_path, ("propositions.csv", KINDS, f"P,C,{text},{kind},voting,,"))
        assert found == ([("propositions.csv", 2, "kind", "G33")] if expected else [])


def test_years_that_no_rule_asks_for_and_a_contradiction_with_itself(tmp_path: Path) -> None:
    each = ("propositions.csv", KINDS, "P,C,text,opinion,voting,2004,")
    assert faults(tmp_path, each) == [("propositions.csv", 2, "each", "G33")]
    itself = ("propositions.csv", KINDS, "P,C,text,fact,voting,,P")
    assert faults(tmp_path, itself) == [("propositions.csv", 2, "contradicts", "G28")]


@pytest.mark.parametrize("method", ["document", "observation", "absence"])
def test_a_number_of_stations_that_no_rule_reads(tmp_path: Path, method: str) -> None:
    columns = "id,proposition,direction,covers,method,strength,text,denominator,source"
    lines = ("evidence.csv", columns, f"E,P,supports,whole,{method},weak,text,7,A")
    expected = [] if method == "absence" else [("evidence.csv", 2, "denominator", "G30")]
    assert faults(tmp_path, PLAIN, lines) == expected


PLAIN = ("propositions.csv", KINDS, "P,C,text,fact,voting,,")


@pytest.mark.parametrize(("text", "wrong"), [("text", False), ("text: and nothing counts", True)])
def test_a_hypothesis_has_the_words_of_the_proposition_that_gives_it_its_mark(
    tmp_path: Path, text: str, wrong: bool
) -> None:
    held = ("hypotheses.csv", "id,text,held_by,proposition,source", f"H,{text},x,P,A", "I,another,x,,A")
    assert faults(tmp_path, PLAIN, held) == ([("hypotheses.csv", 2, "text", "G34")] if wrong else [])


def test_sources_that_repeat_one_another_in_a_circle(tmp_path: Path) -> None:
    columns = "id,title,kind,obtained,locator,root"
    rows = (
        "A,t,press,part,none,B",
        "B,t,press,part,none,A",
        "D,t,press,part,none,D",
        "E,t,press,part,none,A",
    )
    found = faults(tmp_path, ("sources.csv", columns, *rows))
    assert found == [("sources.csv", line, "root", "G35") for line in (2, 3, 4)]


def test_a_computed_figure_may_compare_for_the_sentence_it_is_bound_to(tmp_path: Path) -> None:
    two = (
        "propositions.csv",
        KINDS,
        "P,C,Lower than usual,figure,voting,,",
        "Q,C,Lower than ever,figure,voting,,",
    )
    bound = ("evidence.csv", EVIDENCE, "E,P,supports,whole,computation,strong,text,t/x < 5,A")
    found = faults(tmp_path, two, bound)
    assert ("propositions.csv", 3, "kind", "G33") in found
    assert ("propositions.csv", 2, "kind", "G33") not in found
