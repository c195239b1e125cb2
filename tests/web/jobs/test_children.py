"""A child takes what it was given and no more, and is gone when it is not wanted."""

import os
import sys
import time
from pathlib import Path

import pytest

from scrutator.web.jobs.children import Bounds, Ending, run

BOUNDS = Bounds(seconds=20, processor=10, memory=300 * 1024**2, file=1_000_000)


def child(
    folder: Path, code: str, bounds: Bounds = BOUNDS, is_wanted=lambda: True, output: Path | None = None
):
    """A child that runs a line of Python: `timeit` runs its argument once."""
    return run("timeit", ("-n1", "-r1", code), folder, output, bounds, is_wanted)


def test_what_a_child_prints_becomes_a_file_only_when_it_is_done(tmp_path: Path) -> None:
    assert child(tmp_path, "print('whole')", output=tmp_path / "out").ending is Ending.DONE
    assert (tmp_path / "out").read_text().startswith("whole")
    ended = child(tmp_path, "print('half'); raise SystemExit(2)", output=tmp_path / "other")
    assert ended.ending is Ending.FAILED
    assert not (tmp_path / "other").exists()


def test_a_child_that_wants_more_memory_than_it_has_is_told_so(tmp_path: Path) -> None:
    assert child(tmp_path, "x = bytearray(200 * 1024**2)").ending is Ending.DONE
    assert child(tmp_path, "x = bytearray(400 * 1024**2)").ending is Ending.TOO_LARGE


@pytest.mark.parametrize(("bytes_", "ending"), [(999_999, Ending.DONE), (1_000_001, Ending.FAILED)])
def test_a_child_writes_no_larger_file_than_it_may(tmp_path: Path, bytes_: int, ending: Ending) -> None:
    code = f"open('big', 'wb', buffering=0).write(bytes({bytes_} - 1)); f = open('big', 'ab', buffering=0); f.write(b'x')"
    assert child(tmp_path, code).ending is ending


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    begun = time.monotonic()
    short = Bounds(seconds=0.5, processor=10, memory=BOUNDS.memory, file=BOUNDS.file)
    assert child(tmp_path, "import time; time.sleep(60)", short).ending is Ending.TOO_LONG
    busy = Bounds(seconds=30, processor=1, memory=BOUNDS.memory, file=BOUNDS.file)
    assert child(tmp_path, "while True: pass", busy).ending is Ending.TOO_LONG
    assert time.monotonic() - begun < 25


def test_a_child_that_is_no_longer_wanted_ends_with_all_it_started(tmp_path: Path) -> None:
    code = "import subprocess, sys; p = subprocess.Popen(['sleep', '60']); open('pid', 'w').write(str(p.pid)); p.wait()"
    ended = child(tmp_path, code, is_wanted=lambda: not (tmp_path / "pid").exists())
    assert ended.ending is Ending.CANCELLED
    until = time.monotonic() + 10
    number = int((tmp_path / "pid").read_text())
    while time.monotonic() < until and Path(f"/proc/{number}").exists() and _is_alive(number):
        os.sched_yield()
    assert not _is_alive(number)


def _is_alive(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False


def test_a_child_sees_nothing_of_the_server_s_variables_and_imports_nothing_of_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTATOR_SERVER_DATABASE", "postgresql://secret")
    (tmp_path / "timeit.py").write_text("raise SystemExit('mine')")
    code = "import os; print('secret' in str(os.environ), '' in __import__('sys').path)"
    assert child(tmp_path, code, output=tmp_path / "out").ending is Ending.DONE
    assert (tmp_path / "out").read_text().startswith("False False")


@pytest.mark.skipif(sys.platform != "linux", reason="a child ends with its parent on Linux alone")
def test_a_child_whose_parent_is_gone_does_nothing(tmp_path: Path) -> None:
    import subprocess

    wanted = [sys.executable, "-I", "-m", "scrutator.web.jobs.bounded", "1", "1000000000", "9", "1000000"]
    subprocess.run([*wanted, "/bin/touch", str(tmp_path / "done")], check=True)
    assert not (tmp_path / "done").exists()
