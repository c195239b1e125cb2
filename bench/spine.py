"""The spine: building a statement, verifying it with recomputation, the single-file verifier, the help."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 3


def seconds(run: Callable[[], object]) -> str:
    """The median of a few runs, after one that is not counted."""
    run()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return f"{sorted(times)[RUNS // 2]:.2f} s"


def rows() -> list[tuple[str, str, str]]:
    """What, measured, target."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scrutator = [sys.executable, "-m", "scrutator"]

        def call(*command: str) -> None:
            subprocess.run(command, check=True, cwd=folder, capture_output=True)

        call(*scrutator, "key", "new", "-o", "bench.key")
        alone = [sys.executable, "verify.pyz", "bundle.zip"]
        publish = [*scrutator, "publish", "kazakhstan-2012", "--key", "bench.key", "-o", "bundle.zip"]
        call(*publish)
        call(sys.executable, "-c", "import zipfile; zipfile.ZipFile('bundle.zip').extract('verify.pyz')")
        return [
            ("publish kazakhstan-2012: page, PDF, charts, seal", seconds(lambda: call(*publish)), "< 10 s"),
            ("verify with recomputation", seconds(lambda: call(*scrutator, "verify", "bundle.zip")), "< 5 s"),
            (
                "verify.pyz on bare Python",
                seconds(lambda: call(*alone)),
                "< 1 s",
            ),
            ("scrutator --help", seconds(lambda: call(*scrutator, "--help")), "< 0.3 s"),
        ]
