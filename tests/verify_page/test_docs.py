"""The how-to of the browser's verifier says what the page does, and its commands run."""

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOW_TO = (ROOT / "docs/how-to/verify-in-a-browser.md").read_text(encoding="utf-8")
PARTS = ROOT / "src" / "scrutator" / "verify_page"


def test_the_commands_of_the_how_to_make_the_page(tmp_path: Path, page_file: Path) -> None:
    for name in ("Makefile", "tools", "src", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / ".venv" / ".runtime").touch()
    [block] = re.findall(r"```sh\n(.*?)```", HOW_TO, flags=re.S)
    done = subprocess.run(
        ["bash", "-euc", block], cwd=tmp_path, capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"{sha256(page_file.read_bytes()).hexdigest()}  dist/verify.html"


def test_the_how_to_names_every_word_and_no_other() -> None:
    words = re.findall(r'word: "([^"]+)"', (PARTS / "verdict.js").read_text(encoding="utf-8"))
    assert sorted(re.findall(r"^\| `([A-Z, ]+)` \|", HOW_TO, flags=re.M)) == sorted(words)


def test_the_limits_in_the_how_to_are_the_pages() -> None:
    stated = (PARTS / "basic" / "limits.js").read_text(encoding="utf-8").split("const HERE")[1]
    limits = {name: int(value) for name, value in re.findall(r"(\w+): (\d+),", stated)}
    mebibytes = [int(number) for number in re.findall(r"(\d+) MiB", HOW_TO)]
    assert mebibytes == [limits[name] // 2**20 for name in ("fileBytes", "jsonBytes", "pagesBytes")]
    assert f"{limits['records']:,} records" in HOW_TO


def test_the_specifications_limits_and_titles_are_the_pages() -> None:
    page = (ROOT / "docs/reference/bundle.md").read_text(encoding="utf-8")
    stated = (PARTS / "basic" / "limits.js").read_text(encoding="utf-8").split("const HERE")[0]
    table = page.split("## Limits")[1].split("## Refusals")[0]
    for number in re.findall(r"\| ([\d,]+) \|", table):
        assert f": {number.replace(',', '')}," in stated, number
    titles = dict(
        re.findall(r"^  (C\d+): \"([^\"]+)\"", (PARTS / "checks.js").read_text(encoding="utf-8"), flags=re.M)
    )
    for number, title in titles.items():
        assert re.search(rf"^\| {number} \| {re.escape(title)}[:|\s]", page, flags=re.M), number
    named = set(
        re.findall(
            r'"([a-z]+(?:_[a-z0-9]+)+)"',
            "".join(path.read_text(encoding="utf-8") for path in PARTS.rglob("*.js")),
        )
    )
    assert {name for name in named if f"| `{name}` |" not in page} == set()
