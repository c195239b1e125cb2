"""The documentation says what the code does: generated pages are current, links lead somewhere,
commands in the pages run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "tutorial").glob("*.md")), ids=lambda path: path.name
)
def test_the_commands_of_the_tutorial_run(page: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.S)
    assert blocks
    program = tmp_path / "bin" / "scrutator"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scrutator "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert "VERDICT" in done.stdout
