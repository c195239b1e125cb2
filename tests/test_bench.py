"""What `make bench` prints is what was measured: processor seconds with children, and peers that agree."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def bench(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_the_time_of_a_child_process_is_counted_and_waiting_is_not() -> None:
    from bench.measure import process, seconds

    busy = seconds(process(sys.executable, "-c", "sum(i * i for i in range(3_000_000))"), 1)
    idle = seconds(process(sys.executable, "-c", "import time; time.sleep(0.6)"), 1)
    assert busy > 2 * idle
    assert idle < 0.4


def test_a_fast_call_is_repeated_until_the_clock_can_see_it() -> None:
    from bench.measure import seconds

    calls = []
    assert 0 < seconds(lambda: calls.append(1), 1) < 1e-4
    assert len(calls) > 1000


def test_the_ratio_is_the_peers_time_over_ours() -> None:
    from bench.measure import Peer, Row, beside

    assert Row("x", 2.0, "peer", 1.0).ratio == "0.5×"
    assert Row("x", 0.1, "peer", 6.2).ratio == "62×"
    assert Row("x", 0.1).ratio == ""
    first, second = beside("x", 1.0, [Peer("a", 3.0), Peer("b", None, "not installed: b")], "< 2 s")
    assert (first.what, first.peer, first.ratio, first.target) == ("x", "a", "3×", "< 2 s")
    assert (second.what, second.peer, second.ratio, second.remark) == ("", "b", "", "not installed: b")


def test_a_peer_that_is_missing_or_stops_is_a_result() -> None:
    from bench.measure import peer

    def missing() -> None:
        import no_such_module_of_a_peer  # noqa: F401

    assert peer("x", missing).remark == "not installed: no_such_module_of_a_peer"
    assert peer("x", lambda: 1 / 0).remark.startswith("stops: ZeroDivisionError")


def test_a_reader_that_finds_other_sums_is_no_peer(tmp_path: Path) -> None:
    from bench.measure import peer
    from bench.reading import checked

    assert (
        peer("x", checked(lambda _: [1, 2], tmp_path, [1, 3])).remark == "stops: ValueError: finds other sums"
    )
    assert peer("x", checked(lambda _: [1, 3], tmp_path, [1, 3])).seconds is not None


def test_every_module_of_the_folder_is_run_and_an_unknown_one_is_named() -> None:
    from bench.__main__ import MODULES

    files = {path.stem for path in (ROOT / "bench").glob("*.py")}
    assert files - {"__init__", "__main__", "measure", "election"} == set(MODULES)
    done = subprocess.run(
        [sys.executable, "-m", "bench", "nothing"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "There is no nothing" in done.stderr


def test_the_table_begins_with_the_load_of_the_machine() -> None:
    from bench.measure import machine

    assert "load over 1, 5, 15 minutes: " in machine()
