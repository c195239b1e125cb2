"""The one seam for replicated computation: calibration, bootstrap, many elections."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import TypeVar

Seed = TypeVar("Seed")
Result = TypeVar("Result")


def map_replicates(
    function: Callable[[Seed], Result], seeds: Iterable[Seed], executor: Executor | None = None
) -> list[Result]:
    """Run `function` once per seed and return the results in the order of the seeds.

    Any `concurrent.futures` executor will do: a process pool on one machine, Dask's on many.
    A replicate takes all its randomness from its own seed, so the results are the same,
    bit for bit, whatever the executor and the number of workers.
    """
    if executor is None:
        return [function(seed) for seed in seeds]
    return list(executor.map(function, seeds))
