"""One queue: first asked, first done; it survives a restart, and what was cancelled or is gone is not done."""

from pathlib import Path

import pytest

from scrutator.web.jobs.children import Bounds
from scrutator.web.jobs.queue import Queue, Step
from scrutator.web.jobs.state import CANCEL, Job, State, read_job, write_job

BOUNDS = Bounds(seconds=20, processor=10, memory=300 * 1024**2, file=1_000_000)

BAD = "import sys; print('error B01: no table', '  hint: give one', sep=chr(10), file=sys.stderr); 1/0"


def steps(folder: Path, kind: str) -> list[Step]:
    def says(code: str) -> tuple[str, ...]:
        return ("-n1", "-r1", code)

    return {
        "good": [Step("one", "timeit", says("open('../order', 'a').write(__import__('os').getcwd()[-1])"))],
        "bad": [Step("one", "timeit", says(BAD))],
        "lame": [Step("one", "timeit", says("1/0"), needed=False), Step("two", "timeit", says("pass"))],
        "stubborn": [Step("one", "timeit", says("open('begun', 'w'); import time; time.sleep(60)"))],
    }[kind]


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path, steps, BOUNDS, lambda: None)


def folder(queue: Queue, name: str) -> Path:
    place = queue.root / name
    place.mkdir()
    return place


def test_the_one_that_was_asked_first_goes_first(queue: Queue) -> None:
    for name, at in (("a", 3.0), ("b", 1.0), ("c", 2.0)):
        assert queue.ask(folder(queue, name), "good", at)
    while queue.work_once():
        pass
    assert (queue.root / "order").read_text() == "bca"


def test_a_job_that_was_under_way_when_the_server_ended_goes_first_and_is_done_again(queue: Queue) -> None:
    queue.ask(folder(queue, "a"), "good", 1.0)
    write_job(folder(queue, "b"), Job("good", 2.0, State.RUNNING, tries=1))
    again = Queue(queue.root, steps, BOUNDS, lambda: None)
    assert again.work_once()
    assert (queue.root / "order").read_text() == "b"
    assert (read_job(queue.root / "a") or Job("", 0)).state is State.WAITING


@pytest.mark.parametrize(("tries", "state"), [(2, State.DONE), (3, State.FAILED)])
def test_a_job_that_was_interrupted_three_times_is_not_tried_again(
    queue: Queue, tries: int, state: State
) -> None:
    place = folder(queue, "a")
    write_job(place, Job("good", 2.0, State.RUNNING, tries=tries))
    assert queue.work_once()
    assert (read_job(place) or Job("", 0)).state is state


def test_a_job_that_fails_says_the_error_and_nothing_else(queue: Queue) -> None:
    place = folder(queue, "a")
    queue.ask(place, "bad", 1.0)
    queue.work_once()
    job = read_job(place)
    assert job is not None
    assert (job.state, job.ending, job.said) == (
        State.FAILED,
        "failed",
        "error B01: no table\n  hint: give one",
    )


def test_a_step_that_a_job_can_do_without_is_named_and_the_job_goes_on(queue: Queue) -> None:
    place = folder(queue, "a")
    queue.ask(place, "lame", 1.0)
    queue.work_once()
    job = read_job(place)
    assert job is not None
    assert (job.state, job.lacking) == (State.DONE, {"one": ""})  # a traceback is nothing for people


def test_a_folder_has_one_job_at_a_time_and_another_after_it(queue: Queue) -> None:
    place = folder(queue, "a")
    assert queue.ask(place, "good", 1.0)
    assert not queue.ask(place, "good", 2.0)
    queue.work_once()
    assert queue.ask(place, "good", 3.0)


def test_a_job_that_waits_is_cancelled_at_once_and_one_under_way_ends(queue: Queue) -> None:
    import threading

    first, second = folder(queue, "a"), folder(queue, "b")
    queue.ask(first, "stubborn", 1.0)
    queue.ask(second, "good", 2.0)
    queue.cancel(second)
    thread = threading.Thread(target=queue.work_once)
    thread.start()
    while not (first / "begun").exists():
        thread.join(0.02)
    queue.cancel(first)
    thread.join(20)
    states = [(read_job(place) or Job("", 0)).state for place in (first, second)]
    assert states == [State.CANCELLED, State.CANCELLED]
    assert not (first / CANCEL).exists()
    assert not queue.work_once()


def test_a_folder_that_is_deleted_ends_its_job_and_is_not_made_again(queue: Queue) -> None:
    import shutil
    import threading

    place = folder(queue, "a")
    queue.ask(place, "stubborn", 1.0)
    thread = threading.Thread(target=queue.work_once)
    thread.start()
    while not (place / "begun").exists():
        thread.join(0.02)
    shutil.rmtree(place, ignore_errors=True)
    thread.join(20)
    assert not thread.is_alive()
    assert not (place / "job.json").exists()


def test_a_server_that_stops_leaves_the_job_to_the_next(queue: Queue) -> None:
    place = folder(queue, "a")
    queue.ask(place, "stubborn", 1.0)
    queue.start()
    while not (place / "begun").exists():
        pass
    queue.stop()
    job = read_job(place)
    assert job is not None
    assert (job.state, job.tries) == (State.WAITING, 0)


def test_a_damaged_job_file_stops_no_other(queue: Queue) -> None:
    (folder(queue, "a") / "job.json").write_text("{")
    queue.ask(folder(queue, "b"), "good", 1.0)
    assert queue.work_once()
    assert not queue.work_once()
