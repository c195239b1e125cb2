"""From the mission's database to a case: every report is counted once, whatever was sent."""

import csv

import pytest

from scrutator.field.mission import SnapshotPolicy
from scrutator.field.snapshot import case_files
from scrutator.web.desk.records import records_of
from support.field_server import Mission, Phone
from support.phone import incident_xml, report_xml

POLICY = SnapshotPolicy(b"k" * 32, "2026-11-30")


def reception(mission: Mission) -> dict[tuple[str, str], int]:
    """Reports by form and what became of them, as the case says."""
    text = case_files(records_of(mission.row), POLICY)["reception.csv"].decode()
    found: dict[tuple[str, str], int] = {}
    for row in csv.DictReader(text.splitlines()):
        key = (row["form"], row["outcome"])
        found[key] = found.get(key, 0) + int(row["reports"])
    return found


def test_every_report_is_counted_once_whatever_was_sent(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    phone.send(report_xml(1))  # again
    phone.send(report_xml(1, overall="bad"))  # a differing copy
    phone.send(report_xml(2))
    phone.send(report_xml(3, edits=2))
    phone.send(report_xml(4, version="0"))
    phone.send(report_xml(5, overall="splendid"))
    phone.send(report_xml(6, station="S9"))
    phone.send(incident_xml(7, safe="no"))
    found = reception(mission)
    assert found == {
        ("voting", "published"): 2,
        ("voting", "duplicate"): 1,
        ("voting", "withheld"): 2,
        ("voting", "quarantined"): 2,
        ("incident", "withheld"): 1,
    }
    assert sum(found.values()) == mission.row.submissions.count()


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("quarantined", "quarantined"), ("withheld", "withheld"), ("verified", "published")],
)
def test_what_the_desk_decided_is_what_becomes_of_a_report(
    mission: Mission, phone: Phone, state: str, outcome: str
) -> None:
    phone.send(report_xml(1))
    number = mission.row.submissions.get().pk
    mission.client("desk").post(f"/m/{mission.slug}/reports/{number}/decide", {"state": state, "reason": "x"})
    assert reception(mission) == {("voting", outcome): 1}


def test_a_case_carries_the_log_s_checkpoint_and_no_code_of_an_observer_or_phone(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    files = case_files(records_of(mission.row), POLICY)
    assert files["checkpoint.txt"] == bytes(mission.row.checkpoints.latest("size").note)
    everything = b"".join(files.values())
    for hidden in ("A-01", mission.device.username, mission.row.observers.get().opaque, "School S1"):
        assert hidden.encode() not in everything
    assert b"voting" in everything  # the search itself finds what is there
