"""The fault drill of the documentation, played as it stands on a server of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.live_server import free_port
from support.needs import lacking

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "fault-drill.md"
ENDED = """trap 'kill $(jobs -p) 2> /dev/null; kill -KILL -- -${server:-0x} 2> /dev/null' EXIT
"""
STORED = "Stored.*201"
SAID = {
    "1 as it should be": STORED,
    "2 locked": r".*D57\).*503",
    "2 free again": STORED,
    "3 again, after a kill": "It was stored before.*201",
    "3 doctor": ".*every report is what was logged.*",
    "4 half a report": r".*D04\).*400",
    "4 whole": STORED,
    "5 expired": "000",
    "5 renewed": STORED,
    "6 health": "507",
    "6 full": r".*D59\).*507",
    "6 room again": STORED,
    "6 doctor": ".*every report is what was logged.*",
}


@pytest.mark.system
def test_the_drill_ends_as_the_page_says(tmp_path: Path) -> None:
    for program in ("curl", "openssl", "unshare"):
        if shutil.which(program) is None:
            lacking(f"there is no {program}")
    program = tmp_path / "bin" / "scrutator"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scrutator "$@"\n')
    program.chmod(0o755)
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.S | re.M)
    environment = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PORT": str(free_port()),
        "NO_PROXY": "*",
    }
    done = subprocess.run(
        ["bash", "-uc", ENDED + "\n".join(blocks)],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    parts = re.split(r"^([1-6] [a-z, ]+)$", done.stdout, flags=re.M)
    said = {what: " ".join(answer.split()) for what, answer in zip(parts[1::2], parts[2::2], strict=True)}
    assert said.keys() == SAID.keys(), (done.stdout, done.stderr)
    wrong = {what: answer for what, answer in said.items() if not re.fullmatch(SAID[what], answer)}
    assert not wrong, done.stderr
