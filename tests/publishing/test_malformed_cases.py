"""What `case check` passes never ends in a traceback, and nothing that is malformed does in the check.

Malformed versions of every file of a case, and parameters of every kind for every method, go through
check, findings and publish: the only exceptions are errors with a code and a remedy.
"""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.register import METHODS
from scrutator.findings.running import context_of, run_case
from scrutator.publishing import build
from scrutator.publishing.checks.check import check
from scrutator.record.catalogue import TABLES
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from scrutator.record.folder.template import new_case_files
from scrutator.seal.keys.sign import key_from_seed
from support.method_case import METHOD_CASE
from support.needs import package

FILES = {
    **{path: text.encode() for path, text in new_case_files("x").items() if path.endswith(".csv")},
    **{path: text.encode() for path, text in METHOD_CASE.items()},
}
HOSTILE_CELLS = (
    "", " ", "x", "-1", "0", "3.7", "1e400", "1e999999999", "NaN", "inf", "9" * 17, "9" * 5000, "٣", "\u202e", "\x1b[31m",
    "not obtained", "not published: later", '"', '""', ",", "\n", "a/b", "2012-13-45", "24:30", "=1+1", "0/0", "A#", ";",
)  # fmt: skip
HOSTILE_VALUES = (
    "5", '"x"', '""', "-1", "0", "1e308", "true", "[]", '["x", 3]', "{}", '{ a = [1, "x"] }', "2012-01-15", "9" * 18,
    "9" * 5000, "1e999999999", r'"\u202e"', "nan", '"1/0"', '"0..10%:0%"',
)  # fmt: skip


@st.composite
def malformed_files(draw: st.DrawFn) -> dict[str, bytes]:
    """The case with one to three files spoiled."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(files)))
        files[path] = draw(spoiled(path, files[path]))
    if draw(st.integers(0, 9)) == 0:
        del files[draw(st.sampled_from(sorted(files)))]
    return files


@st.composite
def spoiled(draw: st.DrawFn, path: str, content: bytes) -> bytes:
    """One file with a cell, a value, a line or some bytes changed."""
    lines = content.split(b"\n")
    row = draw(st.integers(0, len(lines) - 1))
    how = draw(
        st.sampled_from(("cell", "cell", "column", "column", "drop", "double", "bytes", "cut", "swap"))
    )
    if how == "column" and path.endswith(".csv"):
        return with_column(lines, draw(st.integers(0, 30)), draw(st.sampled_from(HOSTILE_CELLS)).encode())
    if how in ("cell", "column"):
        mark, cells = (b"=", HOSTILE_VALUES) if path.endswith(".toml") else (b",", HOSTILE_CELLS)
        parts = lines[row].split(mark)
        parts[draw(st.integers(0, len(parts) - 1))] = draw(st.sampled_from(cells)).encode()
        lines[row] = mark.join(parts)
    elif how == "drop":
        del lines[row]
    elif how == "double":
        lines.insert(row, lines[row])
    elif how == "swap":
        lines.reverse()
    elif how == "cut":
        return content[: draw(st.integers(0, len(content)))]
    else:
        at = draw(st.integers(0, len(content)))
        return content[:at] + draw(st.binary(max_size=4)) + content[at + draw(st.integers(0, 3)) :]
    return b"\n".join(lines)


def with_column(lines: list[bytes], number: int, cell: bytes) -> bytes:
    """The table with one cell in the place of every cell of a column."""
    rows = [line.split(b",") for line in lines]
    for row in rows[1:]:
        if any(row):
            row[number % len(rows[0]) % len(row)] = cell
    return b"\n".join(b",".join(row) for row in rows)


@settings(max_examples=150)
@given(malformed_files())
def test_a_malformed_case_ends_in_faults_or_in_findings_never_in_a_traceback(files: dict[str, bytes]) -> None:
    for fault in check(read_case(files)):
        assert fault.reason
        assert fault.remedy
    try:
        context = context_of(sound_case(files, "spoiled"))
    except ScrutatorError as error:
        assert_is_said(error)
    else:
        assert_each_finding_is_made_or_refused(context)


def assert_each_finding_is_made_or_refused(context: Context) -> None:
    """Each finding by itself, so that the first refusal hides none of the others."""
    for run in context.case.runs:
        try:
            context.finding(run.id)
        except ScrutatorError as error:
            assert_is_said(error)


def assert_is_said(error: ScrutatorError) -> None:
    """An error of the catalogue says what is wrong, and what to do."""
    assert error.what
    assert error.remedy


@settings(max_examples=15)
@given(malformed_files())
def test_what_the_check_passes_is_published_or_refused_never_a_traceback(files: dict[str, bytes]) -> None:
    package("typst")
    faults = check(read_case(files))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "case_files", lambda name: files)
        try:
            bundle = build.build_bundle("spoiled", key_from_seed("m.example", bytes(32))).bundle
        except ScrutatorError as error:
            assert_is_said(error)
            refused = error.code == "R30"
        else:
            assert bundle
            refused = False
    assert refused == bool(faults)


@st.composite
def asked(draw: st.DrawFn) -> str:
    """A findings.toml that asks one method with parameters of any kind."""
    method = METHODS[draw(st.sampled_from(sorted(METHODS)))]
    names = draw(st.lists(st.sampled_from([*method.parameters, "none"]), unique=True, max_size=4))
    given_values = "".join(f"{name} = {draw(st.sampled_from(HOSTILE_VALUES))}\n" for name in names)
    seed = draw(st.sampled_from(("", "seed = 0\n", "seed = -5\n", f"seed = {2**62}\n", 'seed = "x"\n')))
    return f'[[finding]]\nid = "asked"\nmethod = "{method.id}"\n{seed}[finding.parameters]\n{given_values}'


@settings(max_examples=150)
@given(asked())
def test_no_parameter_of_any_method_ends_in_a_traceback(text: str) -> None:
    files = {**FILES, "findings.toml": text.encode()}
    check(read_case(files))
    try:
        run_case(sound_case(files, "asked"))
    except ScrutatorError as error:
        assert_is_said(error)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_a_method_without_its_files_says_so(method: str) -> None:
    files = {path: text.encode() for path, text in new_case_files("x").items()}
    files["findings.toml"] = f'[[finding]]\nid = "asked"\nmethod = "{method}"\n'.encode()
    reading = read_case(files)
    assert reading.case is not None
    try:
        run_case(reading.case)
    except ScrutatorError as error:
        assert_is_said(error)


HOSTILE_FILES: dict[str, Any] = {
    "an integer of 5,000 digits": ("case.toml", b"format = 1\nid = " + b"9" * 5000),
    "escape codes in a title": (
        "case.toml",
        METHOD_CASE["case.toml"].replace("small", r"\u001b[31m", 1).encode(),
    ),
    "a right-to-left mark in the statement": ("statement.en.md", "## A\n\ntext \u202e txet".encode()),
    "escape codes in the statement": ("statement.en.md", b"## A\n\n\x1b[31mred"),
    "a statement of 40,000 cells": ("statement.en.md", b"{{" * 40_000),
    "a statement of 40,000 lines": ("statement.en.md", b"\n" * 40_000),
    "100,000 findings": ("findings.toml", b'[[finding]]\nid = "x"\nmethod = "y"\n' * 25_000),
    "an endless exponent in a seed": (
        "findings.toml",
        b'[[finding]]\nid="x"\nmethod="y"\nseed=1e999999999\n',
    ),
    "nesting without end": ("findings.toml", b"a = " + b"[" * 100_000),
}


@pytest.mark.parametrize("name", sorted(HOSTILE_FILES))
def test_a_hostile_file_is_a_fault_in_a_second_of_work(name: str) -> None:
    path, content = HOSTILE_FILES[name]
    begun = time.process_time()
    found = check(read_case({**FILES, path: content}))
    assert any(fault.file == path for fault in found), found[:3]
    assert "\x1b" not in "".join(map(str, found))
    assert time.process_time() - begun < 5


def test_a_condition_with_an_endless_exponent_is_a_fault() -> None:
    columns = "id,proposition,direction,covers,method,strength,text,figure,source"
    row = "E,P,supports,whole,document,strong,text,turnout/turnout(region=North) <= 1e999999999,A"
    begun = time.process_time()
    found = check(read_case({**FILES, "evidence.csv": f"{columns}\n{row}\n".encode()}))
    assert ("evidence.csv", "figure", "G01") in {(f.file, f.field, f.code) for f in found}
    assert time.process_time() - begun < 5


def test_every_table_of_the_record_is_among_the_spoiled_files() -> None:
    assert {spec.path for spec in TABLES} <= set(FILES)
    assert json.dumps(sorted(FILES))
