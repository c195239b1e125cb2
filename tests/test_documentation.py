"""The documentation says what the code does: generated pages are current, links lead somewhere,
commands in the pages run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scrutator.publishing.build import build_bundle
from scrutator.publishing.sources import case_files
from scrutator.seal.keys.sign import new_key

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

PAGES = sorted((ROOT / "docs").rglob("*.md")) + sorted(ROOT.glob("*.md"))


def test_the_generated_pages_are_current() -> None:
    from write_reference import generated

    stale = [
        name
        for name, text in generated().items()
        if not (ROOT / "docs" / "reference" / name).is_file()
        or (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run `make docs`: {stale}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    missing = [t for t in targets if t and not (page.parent / t).exists()]
    assert not missing


def test_no_page_names_a_path_of_some_machine_or_a_package_registry() -> None:
    forbidden = re.compile(r"/(work|root|home)/|https?://[^ )]*(pypi|npmjs|debian\.org|crates\.io)")
    found = [str(page) for page in PAGES if forbidden.search(page.read_text(encoding="utf-8"))]
    assert not found


def test_every_decision_has_a_date_and_says_why() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert re.search(r"20\d\d-\d\d-\d\d", text[:300]), page.name


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder like the project's own after `make demo`, but for the bundles and pages."""
    for case in ("kazakhstan-2012", "venezuela-2024", "simulated-republic"):
        for name, content in case_files(case).items():
            path = tmp_path / "demo" / case / "case" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    program = tmp_path / ".venv" / "bin" / "scrutator"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\n"{sys.executable}" -m scrutator "$@"\nstatus=$?\necho "$status $*" >> "{tmp_path}/ended"\nexit $status\n'
    )
    program.chmod(0o755)
    return tmp_path


def run_blocks(page: Path, project: Path) -> "subprocess.CompletedProcess[str]":
    """Run all `sh` blocks of a page, one after another, in the folder of the project."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```sh\n(.*?)^ *```$", text, flags=re.S | re.M)
    assert blocks
    script = "\n".join(re.sub(f"^{indent}", "", block, flags=re.M) for indent, block in blocks)
    environment = {
        **os.environ,
        "PATH": f"{project}/.venv/bin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    return subprocess.run(
        ["bash", "-uc", script], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "tutorial").glob("*.md")), ids=lambda path: path.name
)
def test_the_commands_of_the_tutorial_run(page: Path, project: Path) -> None:
    key = new_key("demo.example")
    (project / "demo" / "kazakhstan-2012.zip").write_bytes(build_bundle("kazakhstan-2012", key).bundle)
    (project / "demo" / "demo.pub").write_text(f"{key.key}\n", encoding="utf-8")
    done = run_blocks(page, project)
    ended = (project / "ended").read_text(encoding="utf-8").splitlines()
    assert [line for line in ended if not line.startswith("0 ")] == ["1 verify changed.zip"], done.stderr[
        -1500:
    ]
    assert done.stdout.count("VERDICT  VERIFIED") == 2
    assert "refused, as it should be" in done.stdout


# Pages whose commands need a mission's own files, or are run by the tests of their room.
RUN_ELSEWHERE = {
    "verify-a-statement.md",
    "verify-in-a-browser.md",
    "witness-a-log.md",
    "encode-a-seat-law.md",
    "preferences.md",
    "a-run-off.md",
    "an-alliance.md",
    "districts-and-tiers.md",
    "from-a-file-to-a-statement.md",
    "mexico-2018-quick-count.md",
    "fault-drill.md",
}
# Pages whose commands publish the bundled case several times: CI runs them with the system tests.
LONG = {"keys.md", "publish-pages.md"}
HOW_TO = [
    path
    for path in sorted((ROOT / "docs" / "how-to").glob("*.md"))
    if "```sh" in path.read_text(encoding="utf-8") and path.name not in RUN_ELSEWHERE
]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.system] if path.name in LONG else [])
        for path in HOW_TO
    ],
)
def test_the_commands_of_the_how_tos_run_on_what_the_demo_leaves(page: Path, project: Path) -> None:
    done = run_blocks(page, project)
    assert not re.search(r"^error |Traceback|No such file|command not found|unbound", done.stderr, re.M), (
        done.stderr
    )
    ended = (project / "ended").read_text(encoding="utf-8").splitlines()
    assert {line[0] for line in ended} <= {"0", "1", "4", "6"}, (
        ended
    )  # 1: the command found something, and says so; 4: findings are attested; 6: withdrawn


def test_the_pages_that_can_be_run_are_as_many_as_they_were() -> None:
    assert len(HOW_TO) >= 5
    assert {path.name for path in HOW_TO} >= LONG
