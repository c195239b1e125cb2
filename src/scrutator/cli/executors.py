"""Where replicates run: in this process, in several, or on a Dask cluster; and what a lost one is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor


@contextmanager
def open_executor(processes: int, cluster: str = "") -> "Iterator[Executor | None]":
    """The executor asked for: none (serial), a process pool, or Dask's. Raises X06 when its workers are lost,
    X04 when the file of the progress is another run's."""
    from contextlib import nullcontext

    from scrutator.errors import ScrutatorError
    from scrutator.replicates import OtherRunError, WorkersLostError

    context: Any = nullcontext(None)
    if cluster:
        context = _dask(cluster)
    elif processes > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        with context as executor:
            yield executor
    except WorkersLostError as error:
        raise ScrutatorError("X06", f"{error}", where=cluster or f"{processes} processes") from error
    except OtherRunError as error:
        remedy = "Remove it to begin anew, or name another output."
        raise ScrutatorError("X04", str(error), remedy=remedy) from error


@contextmanager
def _dask(address: str) -> "Iterator[Executor]":
    """The executor of a running Dask scheduler; the connection is closed at the end."""
    from scrutator.errors import ScrutatorError, missing_extra

    try:
        from distributed import Client
    except ImportError as error:
        raise missing_extra("--cluster", "cluster") from error
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ScrutatorError("X03", f"no Dask scheduler answers at {address}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise ScrutatorError("X03", f"the Dask scheduler at {address} has no workers")
        yield client.get_executor()
