"""The path of a user: check, findings, publish, verify; on a real case and on rubbish."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.small_case import SMALL_CASE

ROOT = Path(__file__).parents[3]
Scrutator = Callable[..., Any]


def write_small(folder: Path, **changes: str) -> None:
    folder.mkdir()
    for path, text in {**SMALL_CASE, **changes}.items():
        (folder / path).write_text(text, encoding="utf-8")


def test_check_says_no_faults_and_exits_0(scrutator: Scrutator) -> None:
    done = scrutator("case", "check", "kazakhstan-2012")
    assert (done.returncode, "no faults" in done.stdout) == (0, True)


def test_check_names_file_line_field_and_remedy_and_exits_1(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c", **{"lists.csv": "id,name\nred,Red\n"})
    done = scrutator("case", "check", "c")
    assert done.returncode == 1
    assert "results.csv:3 [list] R21 'blue' is not an id of lists.csv" in done.stdout
    faults = json.loads(scrutator("case", "check", "c", "--json").stdout)["faults"]
    assert [fault["line"] for fault in faults] == [3]


@pytest.mark.parametrize("rubbish", ["nowhere", "case.toml"])
def test_a_case_that_is_not_there_is_an_error_without_a_traceback(scrutator: Scrutator, rubbish: str) -> None:
    for command in (("case", "check"), ("findings",)):
        done = scrutator(*command, rubbish)
        assert done.returncode == 2
        assert "R31" in done.stderr
        assert "Traceback" not in done.stderr


def test_an_error_is_json_when_json_was_asked_for(scrutator: Scrutator) -> None:
    done = scrutator("findings", "nowhere", "--json")
    assert json.loads(done.stdout)["error"]["code"] == "R31"


def test_findings_print_every_figure_with_its_sources(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c")
    done = scrutator("findings", "c")
    assert done.returncode == 0
    assert "turnout/turnout(region=South)" in done.stdout
    plain = json.loads(scrutator("findings", "c", "--json").stdout)
    assert plain[0]["inputs"]["turnout.csv"]


def test_publish_and_verify_and_a_changed_byte(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c")
    assert scrutator("key", "new", "--no-passphrase", "-o", "k", "--name", "m.example").returncode == 0
    published = scrutator("publish", "c", "--key", "k", "-o", "b.zip", "--json")
    assert published.returncode == 0, published.stderr
    key = json.loads(published.stdout)["key"]
    good = scrutator("verify", "b.zip", "--key", key)
    assert good.returncode == 0
    assert good.stdout.strip().splitlines()[-1].startswith("VERDICT")
    assert "C13 PASS" in good.stdout
    content = bytearray((tmp_path / "b.zip").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "bad.zip").write_bytes(content)
    bad = scrutator("verify", "bad.zip", "--key", key)
    assert bad.returncode == 1
    assert "FAIL" in bad.stdout


def test_a_number_typed_into_the_prose_stops_the_publication_with_its_line(
    scrutator: Scrutator, tmp_path: Path
) -> None:
    write_small(tmp_path / "c", **{"statement.en.md": "## One\n\nTurnout was 40.5 % in the south.\n"})
    scrutator("key", "new", "--no-passphrase", "-o", "k")
    done = scrutator("publish", "c", "--key", "k", "-o", "b.zip")
    assert done.returncode == 1
    assert "statement.en.md:3" in done.stderr
    assert not (tmp_path / "b.zip").exists()


def test_a_bundle_that_is_there_is_replaced_only_by_force(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c")
    assert scrutator("key", "new", "--no-passphrase", "-o", "k", "--name", "m.example").returncode == 0
    (tmp_path / "b.zip").write_bytes(b"kept")
    refused = scrutator("publish", "c", "--key", "k", "-o", "b.zip")
    assert (refused.returncode, "--force" in refused.stderr) == (2, True)
    assert (tmp_path / "b.zip").read_bytes() == b"kept"
    assert scrutator("publish", "c", "--key", "k", "-o", "b.zip", "--force").returncode == 0
    assert (tmp_path / "b.zip").read_bytes() != b"kept"


def test_a_stray_file_stops_publishing_and_nothing_is_written(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c")
    (tmp_path / "c" / "private").mkdir()
    (tmp_path / "c" / "private" / "observers.csv").write_text("name,phone\n", encoding="utf-8")
    assert scrutator("key", "new", "--no-passphrase", "-o", "k", "--name", "m.example").returncode == 0
    done = scrutator("publish", "c", "--key", "k", "-o", "b.zip")
    assert (done.returncode, "private/observers.csv" in done.stderr) == (1, True)
    assert not (tmp_path / "b.zip").exists()


def test_an_older_case_is_brought_along(scrutator: Scrutator, tmp_path: Path) -> None:
    write_small(tmp_path / "c")
    header = tmp_path / "c" / "case.toml"
    header.write_text(header.read_text(encoding="utf-8").replace("format = 1\n", ""), encoding="utf-8")
    refused = scrutator("case", "check", "c")
    assert (refused.returncode, "case upgrade" in refused.stdout) == (1, True)
    done = scrutator("case", "upgrade", "c")
    assert (done.returncode, "format 0 → 1" in done.stdout) == (0, True)
    assert scrutator("case", "check", "c").returncode == 0
    assert "nothing to do" in scrutator("case", "upgrade", "c").stdout


def test_a_bundle_whose_findings_were_changed_and_signed_again_does_not_recompute(
    scrutator: Scrutator, tmp_path: Path
) -> None:
    """An author with the key may sign anything; recomputation still says that the figures do not follow."""
    from scrutator.publishing.build import build_bundle
    from scrutator.seal.bundle import archive
    from scrutator.seal.keys.sign import key_from_seed
    from scrutator.seal.log import records
    from scrutator.seal.writing.bundle import write_bundle

    write_small(tmp_path / "c")
    signer = key_from_seed("m.example", bytes(32))
    members = {
        name: bytes(view)
        for name, view in archive.read(build_bundle(str(tmp_path / "c"), signer).bundle).items()
    }
    own = {
        n: d
        for n, d in members.items()
        if not n.startswith("log/") and n not in ("verify.pyz", "VERIFY.md", records.MANIFEST)
    }
    own["findings.json"] = own["findings.json"].replace(b'"decimal":"40.5"', b'"decimal":"90.5"')
    (tmp_path / "forged.zip").write_bytes(write_bundle(own, [], signer, "m.example/small"))
    done = scrutator("verify", "forged.zip", "--key", str(signer.key))
    assert done.returncode == 1
    assert "C13 FAIL" in done.stdout


CORE_ONLY = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {extras}:
            raise ImportError(name + " is not installed")
sys.meta_path.insert(0, Absent())
from scrutator.cli.main import main
sys.argv = ["scrutator", *sys.argv[1:]]
main()
"""
EXTRAS = {"jinja2", "markdown_it", "typst", "vl_convert", "duckdb", "pooch", "jax", "numpyro", "distributed"}


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["case", "check", "kazakhstan-2012"], ["findings", "kazakhstan-2012", "--only", "turnout"]],
    ids=lambda a: a[0],
)
def test_the_command_line_runs_without_any_extra(arguments: list[str], tmp_path: Path) -> None:
    program = CORE_ONLY.replace("{extras}", repr(EXTRAS - {"markdown_it"}))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-800:]


def test_publishing_without_the_extra_says_what_to_install(tmp_path: Path, scrutator: Scrutator) -> None:
    scrutator("key", "new", "--no-passphrase", "-o", "k")
    program = CORE_ONLY.replace("{extras}", repr(EXTRAS - {"markdown_it"}))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", program, "publish", "kazakhstan-2012", "--key", "k", "-o", "b.zip"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "scrutator[report]" in done.stderr
