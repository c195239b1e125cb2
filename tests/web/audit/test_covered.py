"""What the log's events state of the database: every table, and every column, or a reason why not."""

import pytest
from django.apps import apps

from scrutator.web.audit.covered import _TABLES, tables

NOT_STATED = {
    "accounts.user": "accounts and passwords are of the server and of no mission",
    "accounts.event": "a list of signings in, read by the administrator; refusals are counted in the log",
    "audit.auditevent": "the events themselves, which have leaves",
    "intake.received": "what was received has leaves of its own",
    "intake.leaf": "a leaf",
    "intake.checkpoint": "signed",
    "intake.attachment": "its photo is received, and has a leaf",
    "intake.flag": "what was noticed on arrival; the one that sets a report aside is among its facts",
    "intake.job": "work to be done",
    "intake.check": "found by checks, and found again when they are asked again",
    "desk.attention": "found by checks",
    "desk.measured": "found by checks",
    "desk.stationflag": "found by checks",
    "night.accepted": "what a record counts; it decides nothing, and the record's own hash of it is stated",
    "sms.smsmessage": "messages as they came; the reports in them have leaves",
    "outbox.wording": "words on offer; those that were sent are in the confirmed message's digest",
    "outbox.price": "shown beside a message; decides nothing",
    "outbox.operatortable": "divides a list; decides nothing",
    "outbox.outgoing": "the way of a message, written by what sends it",
}
LEFT_OUT = {
    "missions.mission": {"places_version"},
    "missions.device": {"ha1", "fingerprint"},  # changed by the phone that uses its token
    "intake.submission": {"received_id"},  # its rows are known by it
    "desk.checktable": {"done_to", "places_to", "finished"},  # how far its job has come
}


def models() -> dict[str, type]:
    return {
        kind._meta.label_lower: kind
        for kind in apps.get_models()
        if kind.__module__.startswith("scrutator.web.") and "identities" not in kind.__module__
    }


def test_every_table_is_stated_by_events_or_has_a_reason_why_not() -> None:
    assert set(models()) == set(tables()) | set(NOT_STATED)
    assert not set(tables()) & set(NOT_STATED)


@pytest.mark.parametrize("table", sorted(tables()))
def test_every_column_of_a_table_is_stated_or_left_out_by_name(table: str) -> None:
    columns = {field.attname for field in models()[table]._meta.concrete_fields}
    unstated = columns - set(_TABLES[table].columns) - {"id", "mission_id"}
    assert unstated == LEFT_OUT.get(table, set())
