"""The self-descriptions, judged by validators not written here: roc-validator and frictionless."""

import json
import subprocess
import sys
from pathlib import Path

from tests.seal.conftest import small_bundle

from scrutator.seal.canonical import encode, parse
from scrutator.seal.writing.crate import (
    CRATE,
    PACKAGE,
    About,
    Column,
    Licence,
    TableSchema,
    crate_bytes,
    make_part,
    package_bytes,
)

LICENCE = Licence(
    "CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"
)
ABOUT = About(
    name="kazakhstan-2012",
    title="Statement of findings, Kazakhstan, 15 January 2012",
    description="What was seen, said, counted and promised around the election of the Majilis.",
    date="2012-01-16",
    publisher="An observer mission",
    licence=LICENCE,
    publisher_url="https://mission.example",
)
CSV = b"region,turnout,votes\nAlmaty city,41.0,10\nAstana,.,20\n"
FILES = {
    "case/case.toml": (b'id = "kazakhstan-2012"\n', "application/toml"),
    "data/turnout.csv": (CSV, "text/csv"),
    "statement.en.html": (b"<p>Hello</p>", "text/html"),
}
PARTS = [make_part(name, media, f"The file {name}", data) for name, (data, media) in FILES.items()]
TABLE = TableSchema(
    part=PARTS[1],
    columns=(Column("region", "string"), Column("turnout", "number", "per cent"), Column("votes", "integer")),
    missing=("", "."),
    key=("region",),
)


def laid_out(folder: Path, crate: bytes, package: bytes) -> Path:
    for name, (data, _) in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / CRATE).write_bytes(crate)
    (folder / PACKAGE).write_bytes(package)
    return folder


def crate_issues(folder: Path, severity: str = "REQUIRED") -> str:
    script = Path(__file__).parent / "crate_context.py"
    run = subprocess.run(
        [sys.executable, str(script), str(folder), severity], capture_output=True, text=True, check=False
    )
    assert run.returncode in (0, 1), run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    return "" if run.returncode == 0 else run.stdout or "failed without saying why"


def package_errors(folder: Path) -> list[str]:
    script = (
        "import json, sys; from frictionless import validate;"
        "report = validate('datapackage.json', type='package');"
        "print(json.dumps([error.type for task in report.tasks for error in task.errors]"
        " + [error.type for error in report.errors]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    errors: list[str] = json.loads(run.stdout.splitlines()[-1])
    return errors


def test_the_crate_passes_the_ro_crate_validator_and_its_recommendations(tmp_path: Path) -> None:
    crate = crate_bytes(ABOUT, PARTS, made_from=["case/case.toml"], software="scrutator 0.1.0")
    assert crate_issues(laid_out(tmp_path, crate, b"{}"), "RECOMMENDED") == ""


def test_the_ro_crate_validator_is_really_asked(tmp_path: Path) -> None:
    value = json.loads(crate_bytes(ABOUT, PARTS))
    root = next(entity for entity in value["@graph"] if entity["@id"] == "./")
    del root["datePublished"]
    assert "date" in crate_issues(laid_out(tmp_path, encode(value), b"{}")).lower()


def test_the_package_passes_frictionless(tmp_path: Path) -> None:
    assert package_errors(laid_out(tmp_path, b"{}", package_bytes(ABOUT, [TABLE]))) == []


def test_frictionless_notices_a_changed_table(tmp_path: Path) -> None:
    folder = laid_out(tmp_path, b"{}", package_bytes(ABOUT, [TABLE]))
    (folder / "data/turnout.csv").write_bytes(CSV.replace(b"41.0", b"91.0"))
    assert package_errors(folder) == ["hash-count"]


def test_both_are_canonical_and_may_stand_in_a_bundle() -> None:
    crate, package = crate_bytes(ABOUT, PARTS), package_bytes(ABOUT, [TABLE])
    assert encode(parse(crate)) == crate
    small_bundle(members={CRATE: crate, PACKAGE: package})


def test_the_run_names_what_the_results_were_made_from() -> None:
    graph = json.loads(crate_bytes(ABOUT, PARTS, made_from=["case/case.toml"], software="s"))["@graph"]
    run = next(entity for entity in graph if entity["@id"] == "#run")
    assert run["object"] == {"@id": "case/case.toml"}
    assert run["result"] == [{"@id": "data/turnout.csv"}, {"@id": "statement.en.html"}]
