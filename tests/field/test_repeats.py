"""Repeats under ids of their own, and contradictions without times: what counts, and what the equation says."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from field.test_snapshot import POLICY, incident, mission, reception, rows, visit
from scrutator.field.mission import Report
from scrutator.field.repeats import CONTRADICTED, REPEATED
from scrutator.field.snapshot import case_files


def copy_of(report: Report, name: str, received: str = "", **changes: str) -> Report:
    """The same visit under another id, with these answers changed."""
    said = tuple(
        (path, changes.get(path.rsplit("/", 1)[-1], text)) for path, text in report.submission.answers
    )
    one = replace(report.submission, instance_id=f"uuid:{name}", answers=said)
    return replace(report, submission=one, received=received)


def test_twelve_equal_reports_of_one_team_at_one_station_are_one_visit() -> None:
    reports = [copy_of(visit(1), f"again-{n}", comment=f"remark {n}") for n in range(12)]
    files = case_files(mission(*reports), POLICY)
    assert reception(files) == [
        ("voting", "duplicate", REPEATED, "11"),
        ("voting", "published", "visits", "1"),
    ]
    assert len(rows(files, "visits")) == 1


def test_another_time_another_team_or_another_station_is_another_visit() -> None:
    one = visit(1)
    reports = (
        one,
        copy_of(one, "later", arrived="2026-06-14T15:00:00.000+05:00"),
        replace(copy_of(one, "other-team"), team="team-7"),
        visit(5),
    )
    assert reception(case_files(mission(*reports), POLICY)) == [("voting", "published", "visits", "4")]


def test_two_messages_of_one_observer_that_contradict_each_other_both_count_for_nothing() -> None:
    one = copy_of(visit(1), "first", arrived="")
    other = copy_of(one, "second", admitted="refused")
    timed = visit(1)
    assert reception(case_files(mission(one, other, timed), POLICY)) == [
        ("voting", "published", "visits", "1"),
        ("voting", "withheld", CONTRADICTED, "2"),
    ]
    assert reception(case_files(mission(one, timed), POLICY)) == [("voting", "published", "visits", "2")]


def test_one_team_can_see_several_incidents_at_a_station() -> None:
    reports = (incident(1), incident(2, i_kind="lists"))
    assert reception(case_files(mission(*reports), POLICY)) == [("incident", "published", "visits", "2")]


@given(st.permutations(range(6)))
def test_the_order_of_reports_decides_nothing(order: list[int]) -> None:
    one = copy_of(visit(1), "a", "2026-06-14T10:00", arrived="")
    reports = [
        one,
        copy_of(one, "b", "2026-06-14T09:00"),
        copy_of(one, "c", "2026-06-14T11:00", admitted="refused"),
        copy_of(visit(1), "d", "2026-06-14T12:00"),
        copy_of(visit(1), "e", "2026-06-14T12:00"),
        visit(2),
    ]
    straight = case_files(mission(*reports), POLICY)
    assert case_files(mission(*(reports[n] for n in order)), POLICY) == straight
