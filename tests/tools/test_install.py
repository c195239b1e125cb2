"""`make` on a machine that is not ready: what is needed is said, and no wrong environment is kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSTALL = Path(__file__).parents[2] / "tools" / "install.sh"
OLD = """#!/bin/sh
case "$2" in
  *print*) echo 3.10.12;;
  *exit*) exit 1;;
esac
"""
# A new interpreter whose `-m venv` and `-m pip` only write down that they were called.
NEW = """#!/bin/sh
echo "$@" >> calls
case "$1 $2" in
  "-m venv") mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  "-m pip") echo "Collecting numpy>=2 (from scrutator)"; echo "Successfully installed numpy";;
  *print*) echo 3.12.1;;
esac
"""


def install(folder: Path, python: str, script: str) -> "subprocess.CompletedProcess[str]":
    """Run the installer in a folder whose only Python, and no uv, is this script."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    for name in ("bash", "sh", "grep", "sed", "rm", "mkdir", "cp", "touch"):
        if not (tools / name).exists():
            (tools / name).symlink_to(str(shutil.which(name)))
    if script:
        (tools / python).write_text(script, encoding="utf-8")
        (tools / python).chmod(0o755)
    (folder / "a.lock").write_text("numpy==2.2 \\\n    --hash=sha256:00\n", encoding="utf-8")
    return subprocess.run(
        [str(tools / "bash"), str(INSTALL), "a.lock", ".venv/.stamp"],
        cwd=folder, env={"PATH": str(tools)}, capture_output=True, text=True,
    )  # fmt: skip


def test_an_old_python_is_refused_before_anything_is_installed(tmp_path: Path) -> None:
    done = install(tmp_path, "python3", OLD)
    assert done.returncode == 3
    assert "needs Python 3.11 or newer; python3 is Python 3.10.12." in done.stderr
    assert "make PYTHON=" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    done = install(tmp_path, "python3", "")
    assert done.returncode == 3
    assert "there is no python3" in done.stderr


@pytest.mark.parametrize("broken", [OLD, "#!/bin/sh\nexit 127\n"])
def test_an_environment_of_an_older_or_lost_python_is_made_anew(tmp_path: Path, broken: str) -> None:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(broken, encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / ".venv" / "left-over").touch()
    done = install(tmp_path, "python3", NEW)
    assert done.returncode == 0, done.stderr
    assert "made anew" in done.stderr
    assert not (tmp_path / ".venv" / "left-over").exists()
    assert (tmp_path / ".venv" / ".stamp").exists()


def test_the_installation_says_what_it_does_and_keeps_a_fitting_environment(tmp_path: Path) -> None:
    first = install(tmp_path, "python3", NEW)
    assert first.returncode == 0, first.stderr
    assert [line[:3] for line in first.stderr.splitlines() if line[1:3] == "/3"] == ["1/3", "2/3", "3/3"]
    assert "1 packages from a.lock, each checked against its hash" in first.stderr
    assert "Collecting numpy" in first.stderr
    (tmp_path / ".venv" / "kept").touch()
    again = install(tmp_path, "python3", NEW)
    assert again.returncode == 0
    assert "made anew" not in again.stderr
    assert (tmp_path / ".venv" / "kept").exists()


def test_a_failed_download_leaves_no_stamp(tmp_path: Path) -> None:
    failing = NEW.replace('echo "Collecting', 'echo "ERROR: no network" >&2; exit 1; echo "Collecting')
    done = install(tmp_path, "python3", failing)
    assert done.returncode != 0
    assert "no network" in done.stderr
    assert not (tmp_path / ".venv" / ".stamp").exists()


def test_this_interpreter_is_new_enough() -> None:
    assert sys.version_info >= (3, 11)
    assert os.access(INSTALL, os.R_OK)
