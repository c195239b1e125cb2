"""`case check` refuses every malformed table that a method reads; what it passes can be computed."""

from collections.abc import Callable

import pytest

from scrutator.findings.running import run_case
from scrutator.publishing.checks.check import check, faultless_case
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import read_case
from support.method_case import METHOD_CASE, METHODS, STATIONS


def method_files(**changed: str) -> dict[str, bytes]:
    return {path: text.encode() for path, text in METHOD_CASE.items()}


def faults_with(path: str, change: Callable[[str], str]) -> list[Fault]:
    files = method_files()
    files[path] = change(files[path].decode()).encode()
    return [fault for fault in check(read_case(files)) if fault.file == path]


def test_the_case_of_every_method_has_no_faults_and_runs() -> None:
    findings = run_case(faultless_case(method_files(), "the case of methods"))
    assert len(findings) == len(METHODS)


# The table, what is done to it, the line and the column that must be named.
MALFORMED = [
    ("levels.csv", ",300,", ",three,", 2, "red"),
    ("levels.csv", ",300,", ",-300,", 2, "red"),
    ("levels.csv", ",300,", ",300.5,", 2, "red"),
    ("levels.csv", "path,", "unit,", 1, "path"),
    ("levels.csv", "land/north,", "land,", 3, "path"),
    ("levels.csv", "land/north,200,40", "land/north,200", 3, ""),
    ("levels.csv", "land/north,", "land//north,", 3, "path"),
    ("copies.csv", "station,red", "place,red", 1, "station"),
    ("copies.csv", "001,120", "001,", 2, "red"),
    ("copies.csv", "003,99", "001,99", 3, "station"),
    ("copies.csv", "003,99", "003,٣", 3, "red"),
    ("visits.csv", "team's own route,yes", "his own route,yes", 2, "selection"),
    ("visits.csv", "probability sample,no", "probability sample,maybe", 4, "answer"),
    ("visits.csv", "selection,", "chosen,", 1, "selection"),
    ("visits.csv", "v2,002,team 1", "v2,002", 3, ""),
    ("stations.csv", STATIONS, "foo;bar\n1;2\n", 1, "valid"),
    ("stations.csv", ",valid,", ",good,", 1, "valid"),
    ("stations.csv", ",290,", ",1e400,", 2, "valid"),
    ("stations.csv", "R1,D1,001", "R0,D0,000", 3, "region"),
    ("frame.csv", "station,", "code,", 1, "station"),
    ("frame.csv", "001,R1", "000,R1", 3, "station"),
    ("arrivals.csv", "20:15:00", "25:15:00", 2, "at"),
    ("arrivals.csv", "station,at", "station,when", 1, "at"),
    ("draw.csv", "001,R1,,10", "001,R1,,ten", 2, "weight"),
    ("truth.csv", ",3,120", ",three,120", 2, "stations"),
    ("honest.csv", "red,800", "red,", 2, "honest"),
    ("honest.csv", "blue,80", "green,80", 3, "list"),
    ("levels_truth.csv", "votes_moved", "moved", 1, "moved"),
    ("versions.csv", "2012-01-16T02:00", "later", 3, "at"),
    ("voters.csv", "001,8,a,17", "001,8,a,many", 2, "voters"),
    ("voters.csv", "001,8,b,", "001,8,a,", 3, "station"),
    ("keying.csv", "1,bob,10", "1,bob,x", 3, "a"),
    ("answers.csv", "v2,v_secrecy", "v9,v_secrecy", 3, "visit"),
    ("answers.csv", "v2,v_secrecy", "v2,v_none", 3, "question"),
    ("questions.csv", "choice", "guess", 2, "type"),
    ("draw.toml", "stations = 4", 'stations = "four"', 5, ""),
    ("draw.toml", "seed", "sead", 2, ""),
    ("visits_truth.toml", "0.25", '"a quarter"', 1, ""),
]


@pytest.mark.parametrize(("path", "old", "new", "line", "field"), MALFORMED)
def test_a_malformed_table_is_refused_with_row_and_reason(
    path: str, old: str, new: str, line: int, field: str
) -> None:
    assert old in METHOD_CASE[path]
    found = faults_with(path, lambda text: text.replace(old, new, 1))
    named = [fault for fault in found if fault.line == line and (fault.field == field or not field)]
    assert named, found
    assert named[0].reason
    assert named[0].remedy


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("night.toml", "[sample]", "[simple]"),
        ("night.toml", 'file = "draw.csv"', 'file = "drawn.csv"'),
        ("night.toml", 'denominator = "valid"', 'denominator = "void"'),
        ("night.toml", 'red = "red"', 'red = "rouge"'),
        ("night.toml", "date = 2026-06-14", 'date = "soon"'),
    ],
)
def test_a_night_that_cannot_be_read_is_a_fault_of_its_finding(path: str, old: str, new: str) -> None:
    files = method_files()
    files[path] = files[path].decode().replace(old, new, 1).encode()
    found = check(read_case(files))
    assert [(fault.file, fault.field) for fault in found] == [("findings.toml", "quickcount")]


@pytest.mark.parametrize("path", sorted(path for path in METHOD_CASE if path.endswith(".csv")))
@pytest.mark.parametrize("content", [b"", b"\n", b"a;b\n1;2\n", b"\xff\xfe\x00", b'"', b"id\n" + b"x," * 90])
def test_a_file_that_is_no_such_table_is_a_fault(path: str, content: bytes) -> None:
    files = method_files() | {path: content}
    assert any(fault.file == path for fault in check(read_case(files)))


def test_a_table_may_be_compressed_but_not_held_twice() -> None:
    import gzip

    files = method_files()
    packed = gzip.compress(files.pop("levels.csv"))
    assert check(read_case({**files, "levels.csv.gz": packed})) == ()
    twice = check(read_case({**method_files(), "levels.csv.gz": packed}))
    assert [(fault.file, fault.code) for fault in twice] == [("levels.csv.gz", "R05")]
    cut = check(read_case({**files, "levels.csv.gz": packed[:-9]}))
    assert ("levels.csv.gz", "R04") in {(fault.file, fault.code) for fault in cut}


def test_the_selections_of_visits_are_those_of_the_counting_room() -> None:
    from scrutator.counting.visits.observation import Selection
    from scrutator.record.nouns.visits import VISIT_SELECTIONS

    assert tuple(Selection) == VISIT_SELECTIONS
