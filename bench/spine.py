"""The spine as whole processes: a statement built and verified, and the command line's start."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.measure import Row, beside, peer, process, seconds

SCRUTATOR = [sys.executable, "-m", "scrutator"]
EXTRACT = "import zipfile; zipfile.ZipFile('bundle.zip').extract('verify.pyz')"
CASE = Path(__file__).parents[1] / "src" / "scrutator" / "cases" / "kazakhstan-2012"
SIGNER_UNKNOWN = 5  # exit status, docs/reference/bundle.md


def rows() -> list[Row]:
    """Processes from start to end, as a reader would run them."""
    with tempfile.TemporaryDirectory() as name:
        process(*SCRUTATOR, "key", "new", "-o", "bench.key", "--no-passphrase", folder=name)()
        shown = subprocess.run(
            [*SCRUTATOR, "key", "show", "bench.key"], check=True, capture_output=True, text=True, cwd=name
        )
        public = shown.stdout.splitlines()[0].strip()
        only = shutil.ignore_patterns("statement.ru.md", "statement.kk.md")
        shutil.copytree(CASE, Path(name) / "english", ignore=only)
        found = [
            *case_rows(name, "english", "Kazakhstan 2012 in one language", public, "≤ 6 s"),
            *case_rows(name, str(CASE), "Kazakhstan 2012 in three languages", public, "≤ 12 s"),
        ]
        process(sys.executable, "-c", EXTRACT, folder=name)()
        return [*found, *starting_rows(name)]


def case_rows(folder: str, case: str, what: str, public: str, target: str) -> list[Row]:
    """Publishing a case and verifying what was published, rebuilding included."""
    command = [*SCRUTATOR, "publish", case, "--key", "bench.key", "--new-log", "-o", "bundle.zip", "--force"]
    publish = seconds(process(*command, folder=folder), 3)
    memory = f"memory of {Path(case).name}"  # two logs of one key would be a fork
    check = [*SCRUTATOR, "verify", "bundle.zip", "--key", public, "--memory", memory]
    verify = seconds(process(*check, folder=folder), 3)
    return [
        Row(
            f"publish {what}: pages, PDF, charts, seal", publish, target=target, remark="no peer writes this"
        ),
        Row("verify it, everything rebuilt", verify, target=target, remark="no peer rebuilds"),
    ]


def starting_rows(folder: str) -> list[Row]:
    """How long a command takes to say anything, beside programs that do nothing."""
    empty = peer("a program that only imports typer", process(sys.executable, "-c", "import typer"))
    bare = peer("Python that does nothing", process(sys.executable, "-I", "-c", "pass"))
    alone = process(sys.executable, "-I", "verify.pyz", "bundle.zip", folder=folder, status=SIGNER_UNKNOWN)
    group = process(*SCRUTATOR, "seats", "--help")
    return [
        *beside("verify.pyz on bare Python", seconds(alone), [bare], "< 1 s"),
        *beside("scrutator --help", seconds(process(*SCRUTATOR, "--help")), [empty], "< 0.15 s"),
        *beside("scrutator seats --help", seconds(group), [empty], "< 0.2 s"),
    ]
