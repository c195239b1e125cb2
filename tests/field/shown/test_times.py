"""A time that no clock can have shown is unknown, and counted; one that can stays as it is."""

import pytest

from scrutator.field.shown.times import believed, unbelieved

CAME = "2026-06-14T21:30"


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        ("2026-06-14T22:30", True),
        ("2026-06-14T22:31", False),
        ("2099-01-01T08:00", False),
        ("2025-06-13T21:30", True),
        ("2025-06-13T21:29", False),
        ("1970-01-01T00:00", False),
        ("2026-06-14T08:00:00.000+05:00", True),
    ],
)
def test_a_time_is_known_up_to_an_hour_after_the_report_came_and_a_year_before(
    moment: str, stands: bool
) -> None:
    assert believed(moment, CAME) == (moment if stands else "")


def test_where_it_is_not_known_when_a_report_came_its_time_stands() -> None:
    assert believed("2099-01-01T08:00", "") == "2099-01-01T08:00"
    assert believed("", CAME) == ""


def test_each_time_that_is_taken_as_unknown_is_counted_once() -> None:
    wrong = {"arrived": "2099-01-01T08:00", "left": "2026-06-14T09:00", "i_when": "1970-01-01T00:00"}
    assert unbelieved([(wrong, CAME), ({"arrived": ""}, CAME), ({}, CAME)]) == 2
