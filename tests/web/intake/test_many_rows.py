"""However many reports a mission has, no statement asks for more values than a database takes."""

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from scrutator.web.desk.checking.filed import filed, together
from scrutator.web.desk.checking.looking import marks_of
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.telling import told_for_a_case
from scrutator.web.intake.models import Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.jobs.again import looked_again
from scrutator.web.missions.models import Mission as Row
from scrutator.web.missions.models import Observer
from support.field_server import Mission, Phone
from support.phone import incident_xml, report_xml

SENT, MOST_VALUES = 560, 520


@pytest.fixture
def many(mission: Mission, phone: Phone) -> Iterator[Row]:
    """A mission with one observer whose phone sent more than a statement has room for."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes an array of any length")
    for number in range(SENT):
        phone.send(incident_xml(number) if number % 2 else report_xml(number))
    limit = sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER
    before = connection.connection.setlimit(limit, MOST_VALUES)
    yield mission.row
    connection.connection.setlimit(limit, before)


def test_an_observer_who_sends_without_end_stops_no_check_and_no_page(many: Row) -> None:
    sent = Submission.objects.filter(mission=many).order_by("pk")
    reports = together(sent)
    assert len(reports) == len(filed(reports)) == len(marks_of(reports)) == SENT
    observer = Observer.objects.get(mission=many)
    assert len(looked_again([observer.pk], checks_of(many.pk))) == SENT
    assert len(told_for_a_case(many)) == SENT // 2
    # Each row is there once, in the order of the numbers, however often they are asked for.
    numbers = list(sent.values_list("pk", flat=True))
    found = list(of_numbers(Submission.objects.all(), "pk", [*numbers[::-1], *numbers]))
    assert [one.pk for one in found] == numbers
