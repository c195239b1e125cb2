"""What follows a report: queued with it, done once it can be, seen when it cannot."""

import pytest

from scrutator.web.intake.models import Check, Job
from scrutator.web.jobs import worker
from scrutator.web.jobs.checks import copies_before
from support.field_server import SET_UP, Mission, Phone
from support.phone import report_xml


@pytest.fixture(autouse=True)
def no_other_jobs() -> None:
    Job.objects.filter(state="waiting").update(state="done")


def test_a_report_brings_its_job_in_its_own_transaction_and_a_repeat_brings_none(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(1))
    assert Job.objects.filter(submission__mission=mission.row).count() == 1


def test_an_answer_that_the_form_does_not_allow_is_a_question_to_the_desk(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1, overall="splendid"))
    assert worker.work_once() == 1
    one = mission.row.submissions.get()
    assert [check.kind for check in one.checks.filter(words__contains="splendid")] == ["impossible"]
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{one.pk}").content.decode()
    assert "splendid" in page
    assert one.state == "quarantined"  # it would make a case that no method reads


def test_a_job_done_twice_says_the_same_once(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, overall="splendid"))
    worker.work_once()
    first = list(Check.objects.filter(submission__mission=mission.row).values_list("kind", "name", "words"))
    Job.objects.filter(submission__mission=mission.row).update(state="waiting")
    worker.work_once()
    assert (
        list(Check.objects.filter(submission__mission=mission.row).values_list("kind", "name", "words"))
        == first
    )
    assert worker.work_once() == 0


def test_a_job_that_fails_three_times_stays_visible_and_others_go_on(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(2))
    bad = mission.row.submissions.order_by("pk").first().pk
    true = worker.looked_at

    def sometimes(reports):
        if bad in [one.pk for one in reports]:
            raise ValueError("a secret answer")
        return true(reports)

    monkeypatch.setattr(worker, "looked_at", sometimes)
    for _ in range(3):
        worker.work_once()
    states = dict(Job.objects.filter(submission__mission=mission.row).values_list("submission", "state"))
    assert states == {bad: "failed", bad + 1: "done"}
    assert worker.work_once() == 0


def test_a_failed_job_leaves_nothing_of_the_report_in_the_log_file(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    import logging

    from scrutator.web.logs import PlainFormatter

    try:
        raise ValueError("a secret answer +77015550123")
    except ValueError as error:
        record = logging.LogRecord(
            "x",
            logging.ERROR,
            __file__,
            1,
            "said %s",
            ("+77015550123",),
            (ValueError, error, error.__traceback__),
        )
    line = PlainFormatter().format(record)
    assert '"error": "ValueError"' in line
    assert "77015550123" not in line
    assert "secret" not in line


def test_a_form_that_was_never_published_has_no_checks(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, version="0", overall="splendid"))
    worker.work_once()
    assert mission.row.submissions.get().checks.count() == 0


def test_the_worker_s_thread_does_what_waits_and_ends(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, overall="splendid"))
    one = worker.Worker()
    one.start()
    one.stop()
    assert Job.objects.get(submission__mission=mission.row).state in ("waiting", "done")


def test_the_same_answers_under_another_id_are_a_question_to_the_desk_and_other_answers_are_none(
    mission: Mission, phone: Phone
) -> None:
    for number, overall in ((1, "good"), (2, "bad"), (3, "good")):
        phone.send(report_xml(number, overall=overall))
    phone.send(report_xml(4, station="S2"))
    worker.work_once()
    copies = Check.objects.filter(submission__mission=mission.row, name="the same answers")
    assert [(one.kind, one.submission.received.leaf.index, one.words) for one in copies] == [
        ("soft", SET_UP + 2, f"the same answers by the same observer as report {SET_UP}")
    ]


def test_a_copy_is_looked_for_among_the_last_fifty_reports(mission: Mission, phone: Phone) -> None:
    for number in range(51):
        phone.send(report_xml(number, overall="bad" if number else "good"))
    last = mission.row.submissions.order_by("-pk").first()
    assert len(copies_before([last])[last.pk]) == 49
    phone.send(report_xml(99))
    last = mission.row.submissions.order_by("-pk").first()
    assert copies_before([last]) == {last.pk: []}  # the only copy is the 51st before
    phone.send(report_xml(100))
    last = mission.row.submissions.order_by("-pk").first()
    assert len(copies_before([last])[last.pk]) == 1


def test_reports_that_are_looked_at_together_say_what_each_says_by_itself(
    mission: Mission, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one observer: a visit that was replaced, one set aside, one elsewhere at the same time, and a copy."""
    phone.send(visit(1, "S1", "08:00"))
    phone.send(visit(2, "S2", "08:30", overall="splendid"))
    phone.send(visit(3, "S2", "08:01"))
    phone.send(visit(4, "S3", "08:01"))
    phone.send(visit(5, "S3", "08:01"))
    phone.send(report_xml(6, version="0"))
    phone.send(report_xml(7, edits=1))
    assert worker.work_once() == 7
    together = said(mission)
    monkeypatch.setattr(worker, "MOST_AT_ONCE", 1)
    Job.objects.filter(submission__mission=mission.row).update(state="waiting")
    while worker.work_once():
        pass
    assert said(mission) == together
    assert len(together) > 3


def test_a_report_that_does_not_count_is_no_visit_before_another(mission: Mission, phone: Phone) -> None:
    """One that was set aside is the visit before only of itself; of two that count, the later is asked."""
    phone.send(visit(1, "S2", "08:00", overall="splendid"))
    phone.send(visit(2, "S1", "08:01"))
    worker.work_once()
    assert mission.row.submissions.order_by("pk").first().state == "quarantined"
    assert "no-way-between" not in [name for *_, name, _ in said(mission)]
    phone.send(visit(3, "S3", "08:02"))
    worker.work_once()
    last = mission.row.submissions.order_by("-pk").first().pk
    assert [number for number, _, name, _ in said(mission) if name == "no-way-between"] == [last]


def visit(number: int, station: str, at: str, overall: str = "good") -> bytes:
    arrived = f"<arrived>2026-11-29T{at}:00.000+00:00</arrived><admitted>".encode()
    return report_xml(number, station=station, overall=overall).replace(b"<admitted>", arrived)


def said(mission: Mission) -> list[tuple[object, ...]]:
    rows = Check.objects.filter(submission__mission=mission.row)
    return sorted(rows.values_list("submission", "kind", "name", "words"))


@pytest.mark.parametrize(("done", "seconds"), [(0, 1.0), (1, 0.25), (49, 0.25), (50, 0.0), (51, 0.0)])
def test_few_jobs_are_gathered_and_many_are_gone_on_with(done: int, seconds: float) -> None:
    assert worker.rest(done) == seconds


@pytest.mark.parametrize(
    ("together", "pauses"), [([7], 0), ([8, 7], 1), ([8, 31, 8, 1], 3), ([8] * 50, 20), ([100] * 50, 20)]
)
def test_while_many_reports_are_written_together_checks_wait_and_no_longer_than_a_second(
    together: list[int], pauses: int
) -> None:
    seen, waited = iter(together), list[float]()
    worker.give_way(lambda: next(seen), waited.append)
    assert waited == [0.05] * pauses
