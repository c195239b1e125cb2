import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Scrutator = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def scrutator(tmp_path: Path) -> Scrutator:
    """Run the command line as a user does, in an empty folder."""

    def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "scrutator", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
