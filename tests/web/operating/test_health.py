"""What those who run the server are told: that it can work, and counts without a person in them."""

import shutil
from typing import Any, NamedTuple

import pytest
from django.test import Client

from scrutator.web.accounts.models import User
from scrutator.web.intake.models import Job
from support.field_server import Mission, Phone
from support.phone import incident_xml, report_xml


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def ask(path: str, host: str = "localhost", **headers: str) -> Any:
    return Client().get(path, headers={"host": host, **headers})


@pytest.mark.parametrize(("free", "status"), [(99_999_999, 507), (100_000_000, 200)])
def test_health_says_that_the_disk_is_full_before_it_is(
    mission: Mission, monkeypatch: pytest.MonkeyPatch, free: int, status: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12 - free, free))
    answer = ask("/health")
    assert (answer.status_code, b"D59" in answer.content) == (status, status == 507)


def test_metrics_count_reports_jobs_and_what_waits(mission: Mission, phone: Phone) -> None:
    before = counted()
    phone.send(report_xml(1))
    phone.send(report_xml(2, overall="splendid"))
    Job.objects.filter(submission__mission=mission.row).order_by("pk")[:1].get()
    after = counted()
    grown = {name: after[name] - before[name] for name in after if name in before}
    assert grown['scrutator_reports{state="new"}'] == 1
    assert grown['scrutator_reports{state="quarantined"}'] == 1
    assert grown["scrutator_leaves_total"] == 2
    assert grown['scrutator_jobs{state="waiting"}'] == 2
    assert after["scrutator_disk_free_bytes"] > 0


def counted() -> dict[str, float]:
    lines = ask("/metrics").content.decode().splitlines()
    return {
        name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }


def test_the_oldest_job_has_an_age_and_none_is_0(mission: Mission, phone: Phone) -> None:
    from datetime import timedelta

    Job.objects.update(state="done")
    assert counted()["scrutator_oldest_job_seconds"] == 0
    phone.send(report_xml(1))
    received = mission.row.submissions.get().received
    received.at -= timedelta(hours=1)
    received.save()
    assert 3600 <= counted()["scrutator_oldest_job_seconds"] < 3700


def test_metrics_name_no_person_place_or_mission(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1, overall="splendid"))
    phone.send(incident_xml(2, safe="no"))
    said = ask("/metrics").content.decode()
    for secret in (mission.slug, mission.row.name, "A-01", "T1", "S1", "splendid", mission.device.username):
        assert secret not in said.replace("state", "")


@pytest.mark.parametrize(
    ("host", "headers"),
    [
        ("testserver", {}),
        ("localhost", {"x-forwarded-for": "203.0.113.7"}),
        ("localhost", {"x-forwarded-proto": "https"}),
        ("localhost", {"forwarded": "for=203.0.113.7"}),
    ],
)
def test_metrics_are_shown_to_no_one_whom_a_proxy_brings(host: str, headers: dict[str, str]) -> None:
    assert ask("/metrics", host, **headers).status_code == 302


def test_metrics_are_shown_to_no_other_computer() -> None:
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics", headers={"host": "localhost"}).status_code == 302


def test_metrics_are_shown_to_the_administrator_from_anywhere(mission: Mission) -> None:
    user, _ = User.objects.get_or_create(username="root-of-metrics", is_administrator=True)
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(user)
    assert client.get("/metrics").status_code == 200
    assert mission.client("coordinator").get("/metrics").status_code == 403
