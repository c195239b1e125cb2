"""Run the listed tests against each mutant, in copies of the tree: the checkout is never changed."""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from queue import Queue

from listed import ROOT, Mutant, mutated

SECONDS = 180
# Statuses of pytest: a test failed, a file of tests or what all tests share could not be imported.
NOTICED = {1, 2, 4}


class End(Enum):
    """How a run with a mutant ended."""

    KILLED = "killed"
    STOPPED = "killed (out of time)"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Result:
    """A mutant and how its run ended."""

    mutant: Mutant
    end: End

    @property
    def survived(self) -> bool:
        return self.end is End.SURVIVED


class NotRunError(Exception):
    """The tests could not be run, so that nothing is known about the mutant."""


def run_all(mutants: list[Mutant], workers: int = 2) -> list[Result]:
    """Run every mutant, in the list's order. Raises NotRunError when the tests fail without a mutant."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees: Queue[Path] = Queue()
        for number in range(workers):
            trees.put(_copy(Path(folder) / str(number)))
        with ThreadPoolExecutor(workers) as pool:
            _baseline(mutants, Path(folder) / "0")
            return list(pool.map(lambda one: _one(one, trees), mutants))


def _copy(tree: Path) -> Path:
    """A copy of all files that belong to the project, without their history."""
    names = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(["git", *names], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tree / name)
    return tree


def _baseline(mutants: list[Mutant], tree: Path) -> None:
    tests = sorted({test for one in mutants for test in one.tests})
    done = _pytest(tree, tests, SECONDS * 4)
    if done.returncode != 0:
        last = "\n".join(done.stdout.splitlines()[-12:])
        raise NotRunError(f"without any mutant the listed tests do not pass:\n{last}")


def _one(mutant: Mutant, trees: "Queue[Path]") -> Result:
    tree = trees.get()
    path = tree / mutant.file
    text = path.read_text(encoding="utf-8")
    try:
        path.write_text(mutated(text, mutant), encoding="utf-8")
        end = _end(mutant, tree)
    finally:
        path.write_text(text, encoding="utf-8")
        trees.put(tree)
    print(f"{end.value:<10} {mutant.file}: {' → '.join(mutant.change)}", file=sys.stderr, flush=True)
    return Result(mutant, end)


def _end(mutant: Mutant, tree: Path) -> End:
    try:
        status = _pytest(tree, list(mutant.tests), SECONDS).returncode
    except subprocess.TimeoutExpired:
        return End.STOPPED
    if status not in NOTICED | {0}:
        raise NotRunError(f"{mutant.file}: pytest ended with status {status} for {mutant.tests}")
    return End.KILLED if status else End.SURVIVED


def _pytest(tree: Path, tests: list[str], seconds: int) -> "subprocess.CompletedProcess[str]":
    """A run of pytest. No bytecode is kept, lest a change of one character meets an old file, and a test
    that has to be skipped fails: it could notice nothing."""
    environment = os.environ | {
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SCRUTATOR_REQUIRE_ALL": "1",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, timeout=seconds, check=False
    )
