"""The spine as whole processes: a statement built and verified, and the command line's start."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measure import Row, beside, peer, process, seconds

SCRUTATOR = [sys.executable, "-m", "scrutator"]
PUBLISH = [*SCRUTATOR, "publish", "kazakhstan-2012", "--key", "bench.key", "-o", "bundle.zip"]
EXTRACT = "import zipfile; zipfile.ZipFile('bundle.zip').extract('verify.pyz')"


def rows() -> list[Row]:
    """Processes from start to end, as a reader would run them."""
    with tempfile.TemporaryDirectory() as name:
        process(*SCRUTATOR, "key", "new", "-o", "bench.key", folder=name)()
        publish = seconds(publishing(name), 3)
        process(sys.executable, "-c", EXTRACT, folder=name)()
        verify = seconds(process(*SCRUTATOR, "verify", "bundle.zip", folder=name), 3)
        alone = "no peer writes a statement of figures"
        return [
            Row("publish kazakhstan-2012: page, PDF, charts, seal", publish, target="< 10 s", remark=alone),
            Row("verify with recomputation", verify, target="< 5 s", remark="no peer recomputes"),
            *starting_rows(name),
        ]


def publishing(folder: str) -> Callable[[], None]:
    """The command, each time to a name that is free."""

    def work() -> None:
        (Path(folder) / "bundle.zip").unlink(missing_ok=True)
        process(*PUBLISH, folder=folder)()

    return work


def starting_rows(folder: str) -> list[Row]:
    """How long a command takes to say anything, beside programs that do nothing."""
    empty = peer("a program that only imports typer", process(sys.executable, "-c", "import typer"))
    bare = peer("Python that does nothing", process(sys.executable, "-I", "-c", "pass"))
    alone = process(sys.executable, "-I", "verify.pyz", "bundle.zip", folder=folder)
    group = process(*SCRUTATOR, "seats", "--help")
    return [
        *beside("verify.pyz on bare Python", seconds(alone), [bare], "< 1 s"),
        *beside("scrutator --help", seconds(process(*SCRUTATOR, "--help")), [empty], "< 0.15 s"),
        *beside("scrutator seats --help", seconds(group), [empty], "< 0.2 s"),
    ]
