"""Replicated runs: the same bits after a stop as without one, and a lost executor is an error with a name."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from scrutator.cli.executors import open_executor
from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.calibration import Experiment, replicate
from scrutator.replicates import OtherRunError, Progress, WorkersLostError, map_replicates
from scrutator.simulation.votes import CLEAN_WORLDS
from support.needs import package

ROOT = Path(__file__).parents[1]
WORLD = CLEAN_WORLDS[0].name


def draw(seed: int) -> dict[str, float]:
    generator = np.random.default_rng(seed)
    return {
        "p": float(generator.random()),
        "tiny": 5e-324 * (seed + 1),
        "far": math.inf if seed == 2 else 1 / 3,
    }


class Breaking(Executor):
    """An executor whose workers are gone after some results."""

    def __init__(self, after: int, error: BaseException) -> None:
        self.after, self.error = after, error

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **_: Any) -> Iterator[Any]:  # type: ignore[override]
        for number, seed in enumerate(iterables[0]):
            if number == self.after:
                raise self.error
            yield fn(seed)


@pytest.mark.parametrize(
    "error",
    [BrokenProcessPool("gone"), CancelledError("scheduler-connection-lost"), OSError("Stream is closed")],
)
def test_a_lost_executor_is_named_and_what_was_done_is_kept(tmp_path: Path, error: BaseException) -> None:
    kept = Progress(tmp_path / "kept", "a run")
    with pytest.raises(WorkersLostError, match="after 3 of 8") as caught:
        map_replicates(draw, range(8), Breaking(3, error), progress=kept)
    assert (caught.value.done, caught.value.whole) == (3, 8)
    asked: list[int] = []

    def counted(seed: int) -> dict[str, float]:
        asked.append(seed)
        return draw(seed)

    assert map_replicates(counted, range(8), progress=kept) == [draw(seed) for seed in range(8)]
    assert asked == [3, 4, 5, 6, 7]


def test_without_an_executor_a_faulty_function_keeps_its_own_error() -> None:
    with pytest.raises(OSError, match="mine"):
        map_replicates(lambda _: (_ for _ in ()).throw(OSError("mine")), [1])


@given(st.lists(st.floats(allow_nan=False), min_size=1, max_size=20), st.integers(0, 400))
def test_a_run_stopped_anywhere_ends_in_the_same_bits(values: list[float], cut: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kept = Progress(Path(folder) / "kept", "floats")
        whole = map_replicates(lambda value: {"x": value}, values, progress=kept)
        content = kept.path.read_bytes()
        head = content.index(b"\n") + 1
        kept.path.write_bytes(content[: max(head, len(content) - cut)])
        again = map_replicates(lambda value: {"x": value}, values, progress=kept)
        assert [one["x"].hex() for one in again] == [one["x"].hex() for one in whole]
        assert kept.path.read_bytes() == content


def test_the_parts_of_one_file_are_kept_apart_and_another_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    assert map_replicates(draw, [1], progress=Progress(path, "run", "first")) == [draw(1)]
    assert map_replicates(draw, [5], progress=Progress(path, "run", "second")) == [draw(5)]
    assert map_replicates(draw, [1], progress=Progress(path, "run", "first")) == [draw(1)]
    with pytest.raises(OtherRunError):
        map_replicates(draw, [1], progress=Progress(path, "another"))
    path.write_text("no progress at all\n", encoding="utf-8")
    with pytest.raises(OtherRunError):
        map_replicates(draw, [1], progress=Progress(path, "run"))
    assert path.read_text(encoding="utf-8") == "no progress at all\n"


def test_how_much_is_done_is_heard_from_where_the_run_goes_on(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    kept = Progress(tmp_path / "kept", "run")
    map_replicates(draw, range(2), progress=kept)
    map_replicates(draw, range(4), progress=kept, heard=lambda done, whole: heard.append((done, whole)))
    assert heard == [(2, 4), (3, 4), (4, 4)]


PLAN = [Experiment(WORLD, "clean", 0.0, 300, 5, number) for number in range(40)]
SMALL = ("--elections", "2", "--powered", "0", "--stations", "300", "--seed", "5")


def test_a_killed_calibration_goes_on_and_writes_the_same_bytes(tmp_path: Path) -> None:
    whole, stopped = tmp_path / "whole.json", tmp_path / "stopped.json"
    assert CliRunner().invoke(app, ["forensics", "calibrate", str(whole), *SMALL]).exit_code == 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "scrutator", "forensics", "calibrate", str(stopped), *SMALL]
    run = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kept = tmp_path / "stopped.json.progress"
    limit = time.monotonic() + 60
    while (
        not kept.exists() or kept.read_text(encoding="utf-8").count("\n") < 3
    ) and time.monotonic() < limit:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert kept.exists()
    assert not stopped.exists()
    done = kept.read_text(encoding="utf-8").count("\n") - 1
    assert CliRunner().invoke(app, ["forensics", "calibrate", str(stopped), *SMALL]).exit_code == 0
    assert stopped.read_bytes() == whole.read_bytes()
    assert not kept.exists()
    assert done >= 1


def test_the_progress_of_another_calibration_is_refused_with_a_remedy(tmp_path: Path) -> None:
    output = tmp_path / "table.json"
    (tmp_path / "table.json.progress").write_text(
        '{"replicates": 1, "identity": "other"}\n', encoding="utf-8"
    )
    with pytest.raises(ScrutatorError, match=r"X04.*Remove it"):
        CliRunner().invoke(app, ["forensics", "calibrate", str(output), *SMALL], catch_exceptions=False)


def test_coverage_keeps_its_progress_in_the_file_it_is_given(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    command = ["sample", "coverage", "--runs", "10", "--stations", "60", "--json"]
    plain = CliRunner().invoke(app, command)
    first = CliRunner().invoke(app, [*command, "--keep", str(keep)])
    lines = keep.read_text(encoding="utf-8").splitlines()
    keep.write_text("\n".join(lines[:17]) + "\n", encoding="utf-8")
    again = CliRunner().invoke(app, [*command, "--keep", str(keep)])
    assert plain.exit_code == first.exit_code == again.exit_code == 0
    assert json.loads(plain.stdout) == json.loads(first.stdout) == json.loads(again.stdout)
    assert sorted(keep.read_text(encoding="utf-8").splitlines()) == sorted(lines)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # the cluster library warns about ports and its own loop
def test_a_lost_dask_scheduler_is_an_error_with_the_progress_kept(tmp_path: Path) -> None:
    package("distributed")
    kept = Progress(tmp_path / "kept", "on a cluster")
    with cluster(tmp_path) as (address, scheduler):

        def heard(done: int, _: int) -> None:
            if done == 2:
                scheduler.kill()

        with (
            pytest.raises(ScrutatorError, match=r"X06.*after \d+ of 40") as caught,
            open_executor(1, address) as pool,
        ):
            map_replicates(replicate, PLAN, pool, progress=kept, heard=heard)
        assert caught.value.exit_status == 3
    done = len(kept.read())
    assert 2 <= done < len(PLAN)
    again = map_replicates(replicate, PLAN[: done + 2], progress=kept)
    assert again == map_replicates(replicate, PLAN[: done + 2])


class cluster:  # noqa: N801 (used as a context)
    """A scheduler and a worker in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"

    def __enter__(self) -> tuple[str, "subprocess.Popen[bytes]"]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        common = ["--scheduler-file", str(self.file), "--no-dashboard"]
        module = [sys.executable, "-m"]
        self.scheduler = subprocess.Popen(
            [*module, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *common],
            **quiet,  # type: ignore[call-overload]
        )
        self.worker = subprocess.Popen(
            [*module, "distributed.cli.dask_worker", "--nthreads", "1", "--death-timeout", "20", *common],
            **quiet,  # type: ignore[call-overload]
        )
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                address = str(json.loads(self.file.read_text(encoding="utf-8"))["address"])
                break
            except (OSError, ValueError):
                time.sleep(0.05)
        from distributed import Client

        with Client(address, timeout="20s") as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=60)  # type: ignore[no-untyped-call]
        return address, self.scheduler

    def __exit__(self, *_: object) -> None:
        for process in (self.worker, self.scheduler):
            process.kill()
            process.wait()
