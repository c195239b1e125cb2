"""What is withheld is committed to and shown nowhere; what rests on it is attested, and counted in the verdict."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.test_rebuild import ORIGIN, SIGNER, resealed

from scrutator.errors import ScrutatorError
from scrutator.findings.plain import plain_outcome, read_outcome
from scrutator.publishing.build import Built, build_bundle, build_unsigned_bundle
from scrutator.publishing.checks.check import check
from scrutator.publishing.rebuild import compared, demand_declared
from scrutator.publishing.withholding.attested import faults_of_attested
from scrutator.publishing.withholding.declared import read_declaration
from scrutator.publishing.withholding.projection import Secret, shown_case
from scrutator.publishing.withholding.public import (
    Cells,
    Public,
    Rows,
    Whole,
    faults_of_commitments,
    public_bytes,
    read_public,
)
from scrutator.publishing.withholding.salted import still_shown
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from scrutator.seal import canonical
from scrutator.seal.bundle import archive
from scrutator.seal.log import records
from scrutator.seal.verifier.report import Report
from scrutator.seal.verifier.verify import verify_bundle
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")
Members = dict[str, bytes]
CELL = '[[withheld]]\ntable = "turnout"\nfields = ["percent"]\nrows = ["vote,south,20:00,preliminary,B"]\nwhy = "the source is at risk"\nshown_elsewhere = true\n'
REPLIES = {
    "actors.csv": "id,name,kind,source\nmission,A mission,mission,A\n",
    "incidents.csv": (
        "id,date,kind,source,text\ni-1,2012-01-15,other,B,the box was opened before noon\n"
        "i-2,2012-01-15,other,B,nothing was seen by anybody\n"
    ),
    "replies.csv": (
        "id,by,subject,entry,date,text,state,reason,source\n"
        "r-1,mission,incident,i-1,2012-01-19,You are all scoundrels and liars,not published,an insult; the board,B\n"
        "r-2,mission,incident,i-1,2012-01-19,It was opened at three,published,,B\n"
    ),
}


def made(folder: Path, withheld: str, **files: str) -> Path:
    """The small case in a folder, with a withheld.toml and other files."""
    folder.mkdir(exist_ok=True)
    for name, text in {**SMALL_CASE, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    if withheld:
        (folder / "withheld.toml").write_text(withheld, encoding="utf-8")
    return folder


def published(folder: Path, withheld: str, **files: str) -> Built:
    return build_bundle(str(made(folder, withheld, **files)), SIGNER)


def members_of(bundle: bytes) -> Members:
    return {name: bytes(view) for name, view in archive.read(bundle).items()}


def verified(bundle: bytes, **more: object) -> Report:
    return verify_bundle(bundle, key=str(SIGNER.key), **{"rebuild": compared, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication that withholds one figure of turnout."""
    return published(tmp_path_factory.mktemp("cell"), CELL)


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
    assert (full.word, short.word) == ("VERIFIED", "SIGNED, NOT REBUILT")
    for report in (full, short):
        assert (
            "1 of 1 findings, and with them 1 of 1 printed figures, are attested, not rebuilt."
            in report.verdict
        )
        assert "1 values, rows or files are withheld" in report.verdict
    assert "attested" in verify_bundle(cell.bundle).verdict


def test_a_bundle_that_shows_everything_speaks_of_nothing_attested(tmp_path: Path) -> None:
    built = published(tmp_path / "case", "")
    assert "attested" not in verified(built.bundle).verdict
    assert built.openings == ()
    assert "withheld.json" not in members_of(built.bundle)


def test_a_finding_whose_answer_does_not_need_what_is_withheld_is_rebuilt(tmp_path: Path) -> None:
    note = '[[withheld]]\ntable = "places"\nfields = ["source"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="R25"):
        published(tmp_path / "a", note)
    names = '[[withheld]]\ntable = "sources"\nfields = ["title"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="sources are always shown"):
        published(tmp_path / "b", names)
    places = "id,name,level,parent,code,source\nland,Land,country,,code-one,A\n"
    places += "north,North,region,land,code-two,A\nsouth,South,region,land,,A\n"
    codes = '[[withheld]]\ntable = "places"\nfields = ["code"]\nwhy = "the codes are those of the register"\n'
    built = published(tmp_path / "c", codes, **{"places.csv": places})
    report = verified(built.bundle)
    assert (report.word.value, "attested" in report.verdict) == ("VERIFIED", False)
    assert "3 values, rows or files are withheld" in report.verdict
    assert b"code-one" not in built.bundle


def test_no_member_holds_a_withheld_value(tmp_path: Path) -> None:
    rows = '[[withheld]]\ntable = "incidents"\nrows = ["i-2"]\nwhy = "the observer is at risk"\n'
    built = published(tmp_path / "case", rows, **REPLIES)
    assert verified(built.bundle).word == "VERIFIED"
    assert b"nothing was seen" not in built.bundle
    assert b"i-2" not in built.bundle
    assert b'"id":"withheld-rows/incidents/1"' in built.bundle


def test_a_value_that_still_stands_elsewhere_stops_the_publication(tmp_path: Path) -> None:
    text = SMALL_CASE["statement.en.md"] + "\nThe box was found open: the box was opened before noon.\n"
    entry = '[[withheld]]\ntable = "incidents"\nfields = ["text"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="still shows what is withheld at withheld/incidents/i-1, text"):
        published(tmp_path / "case", entry, **REPLIES | {"statement.en.md": text})
    built = published(
        tmp_path / "case", entry + "shown_elsewhere = true\n", **REPLIES | {"statement.en.md": text}
    )
    assert verified(built.bundle).word == "VERIFIED"


def test_a_reply_that_is_kept_out_leaves_only_its_commitment(tmp_path: Path) -> None:
    built = published(tmp_path / "case", "", **REPLIES)
    assert verified(built.bundle).word == "VERIFIED"
    assert b"scoundrels" not in built.bundle
    assert b"It was opened at three" in built.bundle
    entry = next(
        line for line in members_of(built.bundle)[records.ENTRIES].split(b"\n") if b"withheld/replies" in line
    )
    assert set(json.loads(entry)["data"]) == {"text"}
    assert "attested" not in verified(built.bundle).verdict
    assert b"scoundrels" not in build_unsigned_bundle(str(tmp_path / "case"))


def test_a_withheld_file_is_neither_in_the_bundle_nor_in_the_log(tmp_path: Path) -> None:
    shape = '{"type":"FeatureCollection","features":[]}'
    entry = '[[withheld]]\nfile = "boundaries.geojson"\nwhy = "it shows where observers live"\n'
    built = published(tmp_path / "case", entry, **{"boundaries.geojson": shape})
    members = members_of(built.bundle)
    assert "case/boundaries.geojson" not in members
    assert b"file/boundaries.geojson" not in members[records.ENTRIES].replace(b"withheld-file/", b"")
    assert verified(built.bundle).word == "VERIFIED"


def test_new_salts_are_drawn_for_every_publication_so_that_equal_values_do_not_link_them(
    tmp_path: Path,
) -> None:
    first, second = (published(tmp_path / "case", CELL) for _ in range(2))
    assert [one.value for one in first.openings] == [one.value for one in second.openings]
    assert {one.salt for one in first.openings}.isdisjoint(one.salt for one in second.openings)
    logs = [members_of(one.bundle)[records.ENTRIES] for one in (first, second)]
    held = [next(line for line in log.split(b"\n") if b'"withheld/' in line) for log in logs]
    assert held[0] != held[1]


def test_a_log_goes_on_with_new_commitments_and_stays_one_log(tmp_path: Path) -> None:
    first = published(tmp_path / "case", CELL)
    second = build_bundle(str(tmp_path / "case"), SIGNER, previous=first.bundle)
    earlier = members_of(first.bundle)[records.CHECKPOINT]
    report = verified(second.bundle, remembered=earlier)
    assert report.word == "VERIFIED"
    assert "1 values" in report.verdict


# ---- forgeries by the holder of the true key


def shown_value(members: Members) -> Members:
    return {"case/turnout.csv": members["case/turnout.csv"].replace(b"not published: withheld", b"99.9")}


def other_attested(members: Members) -> Members:
    return {"withheld.json": members["withheld.json"].replace(b"40.5", b"90.5")}


def attested_elsewhere(members: Members) -> Members:
    """Everything is called attested, though it rests on nothing that is withheld."""
    plain = json.loads(members["withheld.json"])
    plain["cells"] = []
    plain["files"] = [{"file": "boundaries.geojson", "why": "x"}]
    return {"withheld.json": canonical.encode(plain)}


def nothing_attested(members: Members) -> Members:
    plain = json.loads(members["withheld.json"])
    return {"withheld.json": canonical.encode({**plain, "attested": {}})}


FORGERIES: dict[str, Callable[[Members], Members]] = {
    "a value where one is declared as withheld": shown_value,
    "another attested value than the pages print": other_attested,
    "attested without need": attested_elsewhere,
    "nothing attested": nothing_attested,
    "a declaration in another spelling": lambda m: {
        "withheld.json": m["withheld.json"].replace(b'"rows":[],', b"")
    },
    "a declaration of nothing": lambda m: {
        "withheld.json": b'{"attested":{},"cells":[],"files":[],"outside":[],"rows":[]}'
    },
    "the mission's own list": lambda m: {"case/withheld.toml": CELL.encode()},
}


@pytest.mark.parametrize("what", FORGERIES)
def test_the_holder_of_the_true_key_cannot_pass(cell: Built, what: str) -> None:
    members = members_of(cell.bundle)
    changed = FORGERIES[what](members)
    assert any(members.get(name) != data for name, data in changed.items())
    report = verified(resealed(members | changed))
    assert report.word == "NOT VERIFIED", report.verdict


def test_the_declaration_cannot_be_left_out(cell: Built) -> None:
    members = {name: data for name, data in members_of(cell.bundle).items() if name != "withheld.json"}
    assert verified(resealed(members)).word == "NOT VERIFIED"


@pytest.mark.parametrize(
    "data",
    [
        {"percent": "40.5"},
        {},
        {"percent": {"sha256-salted": "00"}},
        {"percent": {"sha256-salted": "0" * 64}, "more": 1},
    ],
)
def test_the_log_must_hold_a_commitment_for_each_thing_that_is_withheld(cell: Built, data: object) -> None:
    def change(rows: list[records.Record]) -> list[records.Record]:
        return [records.Record(r.id, r.kind, data) if r.kind == "withheld" else r for r in rows]  # type: ignore[arg-type]

    members = members_of(cell.bundle)
    assert verified(resealed(members)).word == "VERIFIED"
    assert verified(resealed(members, change)).word == "NOT VERIFIED"
    assert (
        verified(resealed(members, lambda rows: [r for r in rows if r.kind != "withheld"])).word
        == "NOT VERIFIED"
    )


def test_a_commitment_that_nothing_declares_is_refused(cell: Built) -> None:
    extra = records.Record("withheld/places/land", "withheld", {"name": {"sha256-salted": "0" * 64}})
    assert verified(resealed(members_of(cell.bundle), lambda rows: [*rows, extra])).word == "NOT VERIFIED"


# ---- files outside the bundle


OUTSIDE = '[[outside]]\nfile = "turnout.csv"\nwhere = "https://commission.example/turnout.csv"\n'


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return published(tmp_path_factory.mktemp("outside"), OUTSIDE)


def test_a_file_outside_the_bundle_is_attested_without_it_and_rebuilt_with_it(outside: Built) -> None:
    members = members_of(outside.bundle)
    assert "case/turnout.csv" not in members
    without = verified(outside.bundle)
    assert (without.word.value, "1 of 1 findings" in without.verdict) == ("VERIFIED", True)
    file = SMALL_CASE["turnout.csv"].encode()
    backed = verified(outside.bundle, rebuild=lambda given: compared(given, [file]))
    assert (backed.word.value, "attested" in backed.verdict) == ("VERIFIED", False)


def test_a_lie_about_a_file_outside_the_bundle_is_found_with_the_file(outside: Built, tmp_path: Path) -> None:
    from hashlib import sha256

    other = SMALL_CASE["turnout.csv"].replace("40.5", "41.5").encode()
    members = members_of(outside.bundle)
    true = sha256(SMALL_CASE["turnout.csv"].encode()).hexdigest().encode()
    lie = members["withheld.json"].replace(true, sha256(other).hexdigest().encode())
    assert lie != members["withheld.json"]

    def change(rows: list[records.Record]) -> list[records.Record]:
        data = {"sha256": sha256(other).hexdigest()}
        return [records.Record(r.id, r.kind, data) if r.id == "file/turnout.csv" else r for r in rows]

    crate = (tmp_path / "x", OUTSIDE)
    forged = published(*crate, **{"turnout.csv": other.decode()})  # the members that name the hash
    mixed = members_of(forged.bundle) | {"withheld.json": lie}
    assert (
        verified(resealed(mixed, change), rebuild=lambda given: compared(given, [other])).word
        == "NOT VERIFIED"
    )


def test_a_file_that_the_bundle_does_not_declare_is_an_error(outside: Built) -> None:
    with pytest.raises(ScrutatorError, match="X03"):
        demand_declared(outside.bundle, [b"something else"])
    demand_declared(outside.bundle, [SMALL_CASE["turnout.csv"].encode()])
    assert ORIGIN


# ---- what asks for an attested finding; what is looked for; order


LEDGER = {
    "actors.csv": "id,name,kind,source\nmission,A mission,mission,A\n",
    "claims.csv": "id,topic,speaker,text,date,decided_by,source\nC,turnout,mission,More than half voted in the north,2012-01-16,the paper,A\n",
    "propositions.csv": "id,claim,text,kind,stage,place\nP,C,More than half voted in the north,fact,voting,north\n",
    "evidence.csv": (
        "id,proposition,direction,covers,method,strength,text,figure,source\n"
        "E,P,supports,whole,document,strong,The turnout at the close,turnout/turnout(region=North) > 50,A\n"
    ),
    "findings.toml": SMALL_CASE["findings.toml"]
    + '\n[[finding]]\nid = "verdicts"\nmethod = "ledger.verdicts"\n',
}


def test_what_asks_an_attested_finding_is_attested(tmp_path: Path) -> None:
    """The verdict is the same without what is withheld; it rests on an attested finding all the same."""
    built = published(tmp_path / "case", CELL, **LEDGER)
    members = members_of(built.bundle)
    assert [(f["id"], f.get("attested")) for f in json.loads(members["findings.json"])] == [
        ("turnout", True),
        ("verdicts", True),
    ]
    report = verified(built.bundle)
    assert (report.word.value, "2 of 2 findings" in report.verdict) == ("VERIFIED", True)
    plain = json.loads(members["withheld.json"])
    del plain["attested"]["verdicts"]
    forged = verified(resealed(members | {"withheld.json": canonical.encode(plain)}))
    assert "asks an attested finding and is not attested" in forged["C13"].detail


@pytest.mark.parametrize(("word", "found"), [("sixsix", True), ("fives", False)])
def test_a_withheld_text_of_six_characters_is_looked_for_and_one_of_five_is_not(
    tmp_path: Path, word: str, found: bool
) -> None:
    files = {name: text.replace("the box was opened before noon", word) for name, text in REPLIES.items()}
    files["statement.en.md"] = f"{SMALL_CASE['statement.en.md']}\nThey wrote {word} there.\n"
    entry = '[[withheld]]\ntable = "incidents"\nfields = ["text"]\nrows = ["i-1"]\nwhy = "x"\n'
    if found:
        with pytest.raises(ScrutatorError, match="Z09"):
            published(tmp_path / "case", entry, **files)
    else:
        assert verified(published(tmp_path / "case", entry, **files).bundle).word == "VERIFIED"


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        ("", "withholds nothing"),
        ("[[withheld]]\nwhy = 'x'\n", "neither a table nor a file"),
        ("[[withheld]]\ntable = 'turnout'\nwhy = 'x'\n", "neither fields nor rows"),
        ("[[withheld]]\ntable = 'turnuot'\nfields = ['note']\nwhy = 'x'\n", "no table 'turnuot'"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['nothing']\nwhy = 'x'\n", "no column 'nothing'"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['place']\nwhy = 'x'\n", "names the rows"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['percent']\nrows = ['x']\nwhy = 'x'\n", "no row 'x'"),
        ("[[withheld]]\ntable = 'lists'\nrows = ['red']\nwhy = 'x'\n", "the case as it is shown has a fault"),
        ("[[withheld]]\nfile = 'case.toml'\nwhy = 'x'\n", "always shown"),
        ("[[withheld]]\nfile = 'none.csv'\nwhy = 'x'\n", "no file 'none.csv'"),
        ("[[withheld]]\nfile = 'turnout.csv'\nfields = ['percent']\nwhy = 'x'\n", "withheld whole"),
        (
            "[[withheld]]\nfile = 'turnout.csv'\nwhy = 'x'\n[[outside]]\nfile = 'turnout.csv'\nwhere = 'x'\n",
            "named twice",
        ),
        (f"{CELL}{CELL}", "withheld twice"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['percent']\n", "why"),
        ("[[withheld]]\ntable = 'turnout'\nfieds = ['percent']\nwhy = 'x'\n", "not known"),
    ],
)
def test_what_cannot_be_withheld_so_is_a_fault_of_the_case(tmp_path: Path, withheld: str, said: str) -> None:
    files = {name: text.encode() for name, text in SMALL_CASE.items()} | {"withheld.toml": withheld.encode()}
    faults = check(read_case(files))
    assert [(fault.file, said in fault.reason) for fault in faults][:1] == [("withheld.toml", True)], faults


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_order_decides_nothing_of_what_is_shown(random: Random) -> None:
    """Entries, rows named in them and rows of tables in any order: the same values are withheld."""
    rows = ["vote,south,20:00,preliminary,B", "vote,north,20:00,preliminary,A"]
    random.shuffle(rows)
    entries = [
        f"[[withheld]]\ntable = 'turnout'\nfields = ['percent']\nrows = {rows}\nwhy = 'x'\n",
        "[[withheld]]\ntable = 'turnout'\nrows = ['vote,north,12:00,preliminary,A']\nwhy = 'x'\n",
        "[[withheld]]\ntable = 'places'\nfields = ['code']\nwhy = 'x'\n",
    ]
    random.shuffle(entries)
    places = ["land,Land,country,,one,A", "north,North,region,land,two,A", "south,South,region,land,,A"]
    random.shuffle(places)
    files = {name: text.encode() for name, text in SMALL_CASE.items()}
    files["places.csv"] = "\n".join(["id,name,level,parent,code,source", *places, ""]).encode()
    files["withheld.toml"] = "".join(entries).encode()
    shown = shown_case(files, read_declaration(files))
    assert {(one.record, one.field, json.dumps(one.value)) for one in shown.secrets} == {
        ("withheld/turnout/vote,south,20:00,preliminary,B", "percent", '"40.5"'),
        ("withheld/turnout/vote,north,20:00,preliminary,A", "percent", '"60.5"'),
        (
            "",
            "row",
            json.dumps(
                {
                    "contest": "vote",
                    "place": "north",
                    "time": "12:00",
                    "stage": "preliminary",
                    "percent": "20.0",
                    "voters": "",
                    "source": "A",
                }
            ),
        ),
        ("withheld/places/land", "code", '"one"'),
        ("withheld/places/north", "code", '"two"'),
        ("withheld/places/south", "code", '""'),
    }
    assert b"60.5" not in shown.files["turnout.csv"]
    assert b"20.0" not in shown.files["turnout.csv"]
    assert "withheld.toml" not in shown.files


def test_only_what_reads_something_withheld_may_be_attested(cell: Built) -> None:
    """Each rule alone, without the records of the log that would give a forger away as well."""
    case = sound_case({name: text.encode() for name, text in SMALL_CASE.items()}, "small")
    attested = json.loads(members_of(cell.bundle)["withheld.json"])["attested"]
    whole = (Whole("boundaries.geojson", "x"),)
    (fault,) = faults_of_attested(case, Public(attested=attested, files=whole))
    assert "attested, though it rests on nothing that is withheld" in fault
    cells = (Cells(("percent",), ("vote,south,20:00,preliminary,B",), "turnout", "x"),)
    assert faults_of_attested(case, Public(attested=attested, cells=cells)) == []
    assert faults_of_attested(case, Public(attested={"none": {}}, cells=cells)) != []
    broken = {"turnout": {**attested["turnout"], "title": 7}}
    (fault,) = faults_of_attested(case, Public(attested=broken, cells=cells))
    assert "cannot be read" in fault


def test_every_field_of_a_record_of_commitments_is_one() -> None:
    cells = (Cells(("note", "percent"), ("r",), "turnout", "x"),)
    hidden = {"sha256-salted": "0" * 64}

    def faults(data: object) -> list[str]:
        return list(faults_of_commitments(Public(cells=cells), {"withheld/turnout/r": data}))  # type: ignore[dict-item]

    assert faults({"note": hidden, "percent": hidden}) == []
    for wrong in (
        {"note": hidden, "percent": "40.5"},
        {"note": hidden},
        {"note": hidden, "percent": hidden, "x": hidden},
        None,
    ):
        assert len(faults(wrong)) == 1, wrong


def test_an_attested_finding_that_is_the_withheld_value_stops_the_publication(tmp_path: Path) -> None:
    """A short value is not searched for in texts; that a figure or a cell is it, whole, is noticed."""
    guarded = CELL.replace("shown_elsewhere = true\n", "")
    with pytest.raises(ScrutatorError, match="the attested finding turnout shows what is withheld at"):
        published(tmp_path / "case", guarded)


@pytest.mark.parametrize(("text", "found"), [("abc", True), ("ab", False)])
def test_a_value_of_three_characters_is_looked_for_whole_and_one_of_two_is_not(
    text: str, found: bool
) -> None:
    secret = Secret("withheld/x/1", "note", text, guarded=(text,))
    outcome = {"tables": [{"rows": [["x", {"decimal": "1"}, text]]}]}
    assert bool(list(still_shown([secret], {}, {"f": outcome}))) is found
    longer = {"tables": [{"rows": [[f"{text}{text}"]]}]}
    assert list(still_shown([secret], {"page": f"{text}!".encode()}, {"f": longer})) == []


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


def test_a_declaration_of_more_rows_than_are_withheld_one_by_one_is_refused() -> None:
    def member(count: int) -> bytes:
        return public_bytes(Public(rows=(Rows(count, "turnout", "x"), Rows(1, "places", "x"))))

    assert read_public(member(19_999)).rows[0].count == 19_999
    for count in (20_000, 20_001):
        with pytest.raises(ValueError, match=r"20.?001|<= 20000"):
            read_public(member(count))
