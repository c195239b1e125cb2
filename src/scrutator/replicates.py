"""The one seam for replicated computation: calibration, bootstrap, many elections.

A long run may keep its progress in a file: what is done is written as it is done, and the same run, begun
again, goes on from there. The results are the same bits as those of a run that was never stopped.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Seed = TypeVar("Seed")
Result = TypeVar("Result")
FORMAT = 1


class WorkersLostError(RuntimeError):
    """The executor's workers, or their scheduler, are gone; `done` of `whole` replicates were kept."""

    def __init__(self, done: int, whole: int) -> None:
        super().__init__(f"the workers were lost after {done} of {whole} replicates")
        self.done, self.whole = done, whole


class OtherRunError(ValueError):
    """The file holds the progress of another run, or something else."""


@dataclass(frozen=True)
class Progress:
    """The file in which a run keeps what is done: one line of JSON for each replicate.

    `identity` says in words all that the results depend on (parameters, seed, version): a file with another
    identity is refused. `part` names one of several series of replicates in the same file. Results
    must be plain JSON values; floats are written so that they read back as the same bits.
    """

    path: Path
    identity: str
    part: str = ""

    def read(self) -> dict[int, Any]:
        """The results kept so far, by the replicate's number. A last line that was cut off is dropped.

        Raises OtherRunError for a file of another run.
        """
        if not self.path.exists():
            return {}
        found = list(_whole_lines(self.path))
        if not found or found[0] != self._head():
            raise OtherRunError(f"{self.path} does not hold the progress of this run")
        return {line["number"]: line["result"] for line in found[1:] if line["part"] == self.part}

    def add(self, number: int, result: Any) -> None:
        """Write one result down, before the next is asked for."""
        line = {"part": self.part, "number": number, "result": result}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def begin(self) -> None:
        """Write the head of a new file, or cut off the half line that a killed run left."""
        lines = [self._head()] if not self.path.exists() else list(_whole_lines(self.path))
        self.path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    def _head(self) -> dict[str, Any]:
        return {"replicates": FORMAT, "identity": self.identity}


def _whole_lines(path: Path) -> Iterator[Any]:
    """The lines that are JSON, up to the first that is not."""
    with suppress(ValueError):
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            yield json.loads(line)


def map_replicates(
    function: Callable[[Seed], Result],
    seeds: Iterable[Seed],
    executor: Executor | None = None,
    *,
    progress: Progress | None = None,
    heard: Callable[[int, int], None] = lambda done, whole: None,
) -> list[Result]:
    """Run `function` once per seed and return the results in the order of the seeds.

    Any `concurrent.futures` executor will do: a process pool on one machine, Dask's on many.
    A replicate takes all its randomness from its own seed, so the results are the same,
    bit for bit, whatever the executor and the number of workers. With `progress` only what is not in its
    file is run. `heard` hears how many of how many are done. Raises WorkersLostError when the executor
    breaks or its scheduler is gone, OtherRunError when the file holds another run.
    """
    given = list(seeds)
    results: dict[int, Result] = {}
    if progress is not None:
        results = {number: kept for number, kept in progress.read().items() if number < len(given)}
        progress.begin()
    waiting = [number for number in range(len(given)) if number not in results]
    heard(len(results), len(given))
    found = _run(function, [given[number] for number in waiting], executor)
    for number in waiting:
        try:
            result = next(found)
        except (BrokenExecutor, CancelledError, OSError) as error:
            if executor is None:
                raise
            raise WorkersLostError(len(results), len(given)) from error
        if progress is not None:
            progress.add(number, result)
        results[number] = result
        heard(len(results), len(given))
    return [results[number] for number in range(len(given))]


def _run(
    function: Callable[[Seed], Result], seeds: list[Seed], executor: Executor | None
) -> Iterator[Result]:
    if executor is None:
        yield from map(function, seeds)
    elif seeds:
        yield from executor.map(function, seeds)
