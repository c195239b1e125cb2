"""The one write path: groups, failures that are one's own, failures of all."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from scrutator.errors import ScrutatorError
from scrutator.web.folder import key_path, make_log_key
from scrutator.web.intake import writer as module
from scrutator.web.intake.log import GrowingLog
from scrutator.web.intake.running import signer
from scrutator.web.intake.writer import Writer
from scrutator.web.missions.models import Place
from support.field_server import SET_UP, Mission


@pytest.fixture
def writer() -> Writer:
    made = Writer(signer)
    made.start()
    yield made
    made.stop()


def place(mission: Mission, code: str):
    return lambda log: Place.objects.create(mission=mission.row, code=code).pk


def test_an_action_s_result_comes_back_when_it_is_stored(mission: Mission, writer: Writer) -> None:
    number = writer.run(place(mission, "X1"))
    assert Place.objects.get(pk=number).code == "X1"


def test_how_much_comes_is_the_largest_group_of_the_last_half_second() -> None:
    moments = iter([0.0, 1.0, 1.1, 1.3, 1.59, 1.61, 1.79, 1.81])
    writer = Writer(signer, lambda: next(moments))
    assert writer.together == 0
    for size in (1, 30, 2):
        writer._remember(size)
    assert [writer.together for _ in range(4)] == [30, 2, 2, 0]


def test_what_waits_is_written_in_groups_and_one_failure_is_its_own(mission: Mission, writer: Writer) -> None:
    hold, held = threading.Event(), threading.Event()

    def wait(log) -> None:
        held.set()
        hold.wait(10)

    results: dict[str, object] = {}

    def run(code: str, number: int) -> None:
        try:
            results[f"{code}{number}"] = writer.run(place(mission, code))
        except IntegrityError:
            results[f"{code}{number}"] = "refused"

    threads = [threading.Thread(target=writer.run, args=(wait,))]
    threads[0].start()
    held.wait(10)
    threads += [threading.Thread(target=run, args=(code, n)) for n, code in enumerate(["A", "B", "A", "C"])]
    for thread in threads[1:]:
        thread.start()
    hold.set()
    for thread in threads:
        thread.join(20)
    assert sum(result == "refused" for result in results.values()) == 1
    assert set(mission.row.places.filter(code__in="ABC").values_list("code", flat=True)) == {"A", "B", "C"}


def test_a_leaf_of_an_action_that_fails_is_not_in_the_log(mission: Mission, writer: Writer) -> None:
    from support.field_server import Phone
    from support.phone import report_xml

    Phone(mission).send(report_xml(1))
    template = mission.row.received.get()

    def append_and_fail(log) -> None:
        template.pk, template.record = None, "f" * 31 + str(mission.row.pk % 10)
        log.append(template)
        raise ValueError("after the leaf")

    with pytest.raises(ValueError, match="after the leaf"):
        writer.run(append_and_fail)
    assert (len(mission.report_leaves), mission.row.checkpoints.order_by("-size").first().size) == (
        1,
        SET_UP + 1,
    )


@pytest.mark.parametrize(
    ("said", "code"),
    [("database or disk is full", "D59"), ("database is locked", "D57"), ("disk I/O error", "D57"),
     ("attempt to write a readonly database", "D57"), ("No space left on device", "D59")],
)  # fmt: skip
def test_when_the_disk_is_full_or_the_database_locked_all_of_the_group_hear_it_and_the_next_group_works(
    mission: Mission, writer: Writer, said: str, code: str
) -> None:
    def fail(log) -> None:
        Place.objects.create(mission=mission.row, code="lost")
        raise OperationalError(said)

    with pytest.raises(ScrutatorError) as raised:
        writer.run(fail)
    assert raised.value.code == code
    assert not mission.row.places.filter(code="lost").exists()
    writer.run(place(mission, "next"))
    assert mission.row.places.filter(code="next").exists()


STOPPED = [
    'connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
    "consuming input failed: server closed the connection unexpectedly",
    "terminating connection due to administrator command",
    "the connection is closed",
]  # as psycopg 3.3 and PostgreSQL 15 say it


@pytest.mark.parametrize("said", STOPPED)
def test_when_postgresql_is_out_of_reach_who_waits_hears_that_it_cannot_write_now(
    mission: Mission, writer: Writer, said: str
) -> None:
    psycopg = pytest.importorskip("psycopg")

    def fail(log) -> None:
        raise OperationalError(said) from psycopg.OperationalError(said)

    with pytest.raises(ScrutatorError) as raised:
        writer.run(fail)
    assert raised.value.code == "D57"
    writer.run(place(mission, "next"))


def test_a_full_queue_and_a_long_wait_are_answered_503_by_name(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_QUEUE", 1)
    idle = Writer(signer)  # not started: nothing is taken from its queue
    with pytest.raises(ScrutatorError, match="takes too long"):
        idle.run(lambda log: None, seconds=0.01)
    with pytest.raises(ScrutatorError, match="too much waits") as raised:
        idle.run(lambda log: None)
    assert raised.value.code == "D57"


def test_all_who_ask_first_at_the_same_time_get_one_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    from scrutator.web.intake import running

    made: list[Writer] = []
    monkeypatch.setattr(running, "_WRITERS", made)
    start, found = threading.Barrier(16), []

    def ask() -> None:
        start.wait()
        found.append(running.writer())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len({id(one) for one in found}) == 1
    made[0].stop()


def test_only_what_was_looked_for_and_neither_stored_nor_just_written_is_certainly_not_here() -> None:
    name, other = (1, "uuid:a"), (1, "uuid:b")
    log = GrowingLog(signer, asked=frozenset({name}))
    assert not log.may_hold(name)
    assert log.may_hold(other)
    log.appended.add(name)  # the first copy came in this transaction
    assert log.may_hold(name)
    assert GrowingLog(signer, asked=frozenset({name}), stored=frozenset({name})).may_hold(name)


def test_two_writers_on_one_database_put_no_two_leaves_at_one_place(mission: Mission) -> None:
    from support.field_server import Phone
    from support.phone import report_xml

    Phone(mission).send(report_xml(1))
    template = mission.row.received.get()

    def append(number: int):
        def action(log) -> int:
            from scrutator.web.intake.models import Received

            received = Received(
                mission=mission.row,
                record=f"{mission.row.pk:016x}{number:016x}",
                salt=template.salt,
                sha256="0" * 64,
                instance_id=f"i{number}",
                content=b"",
                channel="openrosa",
                device=template.device,
                at=template.at,
            )
            return log.append(received).index

        return action

    writers = [Writer(signer), Writer(signer)]
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(writers[n % 2].run(append(n)))) for n in range(12)
    ]
    for one in [*writers, *threads]:
        one.start()
    for thread in threads:
        thread.join(30)
    for one in writers:
        one.stop()
    assert sorted(found) == list(range(SET_UP + 1, SET_UP + 13))


def test_stopping_finishes_what_waits(mission: Mission) -> None:
    writer = Writer(signer)
    results = []
    threads = [
        threading.Thread(target=lambda c=code: results.append(writer.run(place(mission, c))))
        for code in ("P", "Q")
    ]
    for thread in threads:
        thread.start()
    writer.start()
    for thread in threads:
        thread.join(10)
    writer.stop()
    assert len(results) == 2


def test_what_is_asked_for_a_group_is_found_by_an_index(mission: Mission) -> None:
    """A scan of every report, for each group, would make a server slower with each report it holds."""
    with CaptureQueriesContext(connection) as asked:
        GrowingLog(signer).look_for([(mission.row.pk, "uuid:1"), (mission.row.pk, "uuid:2")])
    assert len(asked.captured_queries) == 2
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "SEARCH" in plan
        assert "instance_id=?" in plan or "replaces=?" in plan


def test_a_short_name_given_again_signs_with_its_own_key_not_with_the_one_read_before(
    mission: Mission,
) -> None:
    first, path = signer(mission.row.pk), key_path(mission.slug)
    kept, row = path.read_bytes(), type(mission.row).objects.filter(pk=mission.row.pk)
    path.unlink()
    second = make_log_key(mission.slug)
    row.update(log_key=str(second.key))
    assert first.key != second.key
    assert signer(mission.row.pk).key == second.key
    path.write_bytes(kept)  # its log is under the first
    row.update(log_key=str(first.key))
