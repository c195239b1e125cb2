import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.record.catalogue import TABLES
from scrutator.record.faults import Fault
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case, read_statement
from scrutator.record.unknown import Unknown
from support.small_case import SMALL_CASE


def faults_of(files: dict[str, bytes]) -> tuple[Fault, ...]:
    return check_case(read_case(files))


def test_a_faultless_case_has_no_faults_and_keeps_its_rows(small_files: dict[str, bytes]) -> None:
    reading = read_case(small_files)
    assert check_case(reading) == ()
    assert reading.case is not None
    assert [row.votes for row in reading.case.results] == [920, 80]
    assert isinstance(reading.case.turnout[-1].percent, Unknown)


# What is spoiled, and the file, line, field and code that must be reported.
SPOILED = [
    ("results.csv", "920", "-920", (2, "votes", "R11")),
    ("results.csv", "920", "9x20", (2, "votes", "R10")),
    ("results.csv", "92.00", "101", (2, "percent", "R11")),
    ("results.csv", "A#3\nvote", "Z#3\nvote", (2, "source", "R21")),
    ("results.csv", ",red,", ",green,", (2, "list", "R21")),
    ("results.csv", "920", "", (2, "votes", "R07")),
    ("results.csv", "920,92.00", "920", (2, "", "R06")),
    ("results.csv", "920", "1920", (2, "votes", "R22")),
    ("results.csv", "percent", "per_cent", (1, "per_cent", "R05")),
    ("results.csv", "blue,final", "red,final", (3, "contest", "R20")),
    ("totals.csv", "1010", "3000", (3, "value", "R22")),
    ("totals.csv", "ballots_cast", "ballots", (3, "quantity", "R13")),
    ("sources.csv", "2012-01-16", "2013-01-16", (2, "date", "R23")),
    ("sources.csv", "2012-01-16", "2012-01-32", (2, "date", "R10")),
    ("sources.csv", "B,", "A,", (3, "id", "R20")),
    ("places.csv", "level", "Level", (1, "level", "R05")),
    ("case.toml", 'contest = "vote"', 'contest = "x"', (0, "contest", "R21")),
    ("case.toml", 'id = "small"', 'id = "sm all"', (2, "id", "R10")),
    ("case.toml", 'id = "small"', "id = ", (2, "", "R04")),
    ("case.toml", "licence", "license", (0, "licence", "R07")),
    ("findings.toml", "method", "methode", (3, "finding[1].methode", "R05")),
    ("places.csv", "north,North", 'north,"North', (3, "", "R04")),
]


@pytest.mark.parametrize(("path", "old", "new", "expected"), SPOILED)
def test_a_fault_is_reported_with_its_file_line_and_field(
    small_files: dict[str, bytes], path: str, old: str, new: str, expected: tuple[int, str, str]
) -> None:
    assert old.encode() in small_files[path]
    small_files[path] = small_files[path].replace(old.encode(), new.encode(), 1)
    found = {(fault.line, fault.field, fault.code) for fault in faults_of(small_files) if fault.file == path}
    line, field, code = expected
    assert any(f[1:] == (field, code) and f[0] in (line, 1) for f in found), found


def test_all_faults_are_reported_at_once(small_files: dict[str, bytes]) -> None:
    small_files["results.csv"] = small_files["results.csv"].replace(b"920", b"x").replace(b"8.00", b"y")
    small_files["places.csv"] = small_files["places.csv"].replace(b"region", b"state")
    codes = {(fault.file, fault.line) for fault in faults_of(small_files)}
    assert {("results.csv", 2), ("results.csv", 3), ("places.csv", 3), ("places.csv", 4)} <= codes


def test_bytes_that_are_not_utf_8_are_reported_with_their_line(small_files: dict[str, bytes]) -> None:
    small_files["lists.csv"] = b"id,name\nred,Red\nblue,\xff\n"
    assert ("lists.csv", 3, "R03") in {(f.file, f.line, f.code) for f in faults_of(small_files)}


def test_a_missing_case_toml_is_a_fault_not_a_crash() -> None:
    assert [(f.file, f.code) for f in faults_of({})] == [("case.toml", "R01")]


def test_a_marked_row_may_be_impossible_because_it_is_kept_as_published(
    small_files: dict[str, bytes],
) -> None:
    text = small_files["totals.csv"].decode().replace("1010,A", "3000,A,misprint suspected", 1)
    rows = text.replace("source\n", "source,mark\n", 1).split("\n")
    rows = [row + "," if row.startswith("vote") and row.count(",") == 5 else row for row in rows]
    small_files["totals.csv"] = "\n".join(rows).encode()
    assert faults_of(small_files) == ()


def test_a_row_line_is_right_after_a_cell_with_line_breaks(small_files: dict[str, bytes]) -> None:
    small_files["sources.csv"] = (
        b'id,title,kind,date,obtained,locator,note\nA,T,official,2012,whole,page,"two\nlines"\nB,T,press,x,whole,page,\n'
    )
    assert ("sources.csv", 4, "date") in {(f.file, f.line, f.field) for f in faults_of(small_files)}


PATHS = [spec.path for spec in TABLES] + [
    "case.toml",
    "findings.toml",
    "statement.en.md",
    "boundaries.geojson",
]


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=200), max_size=6))
def test_the_check_never_raises_on_any_bytes(files: dict[str, bytes]) -> None:
    for fault in faults_of(files):
        assert fault.reason
        assert fault.remedy


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_the_check_never_raises_on_a_case_with_any_bytes_changed(data: st.DataObject) -> None:
    files = {path: text.encode() for path, text in SMALL_CASE.items()}
    path = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[path])
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(content) - 1))
        content[position : position + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    files[path] = bytes(content)
    assert isinstance(faults_of(files), tuple)


NORMS_AND_PROMISE = {
    "norms.csv": b"id,document,paragraph,text,certainty,stages,source\nours,d,1,t,sourced,,A\n",
    "commitments.csv": b"id,kind,text,made_by,addressee,date,due,due_date,verifiable,norms,effect,source,note\n"
    b"P1,promise,t,,,,,,yes,NAMED,,A,\n",
}


@pytest.mark.parametrize(
    ("named", "faults"),
    [
        ("ours", 0),
        ("copenhagen-7.4", 0),
        ("ours; copenhagen-7.4; udhr-21", 0),
        ("copenhagen-7.44", 1),
        ("ours; lost; udhr-21; Ours", 2),
    ],
)
def test_a_norm_may_be_one_of_the_case_or_of_the_bundled_catalogue(
    small_files: dict[str, bytes], named: str, faults: int
) -> None:
    for path, content in NORMS_AND_PROMISE.items():
        small_files[path] = content.replace(b"NAMED", named.encode())
    found = faults_of(small_files)
    assert [(fault.file, fault.field, fault.code) for fault in found] == [
        ("commitments.csv", "norms", "R21")
    ] * faults
    assert all("scrutator ledger norms" in fault.remedy for fault in found)


def test_only_links_to_norms_may_leave_the_case(small_files: dict[str, bytes]) -> None:
    small_files["results.csv"] = small_files["results.csv"].replace(b",red,", b",udhr-21,", 1)
    found = [fault for fault in faults_of(small_files) if fault.code == "R21"]
    assert [(fault.file, fault.field) for fault in found] == [("results.csv", "list")]


@pytest.mark.parametrize(("cells", "refused"), [(5_000, False), (5_001, True)])
def test_a_statement_may_have_5000_cells(cells: int, refused: bool) -> None:
    faults: list[Fault] = []
    text = read_statement("statement.en.md", b"{{ x }}" * cells, faults)
    assert ([fault.code for fault in faults], text is None) == (["R02"] if refused else [], refused)
