"""Places have time zones: the order of arrival and the cut-offs of a night with several clocks."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scrutator.counting.night.clock import clock
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.replay import hours, replay_moments
from scrutator.errors import ScrutatorError

ALMATY = ZoneInfo("Asia/Almaty")  # UTC+6 until 1 March 2024, with the west (Aktau) at UTC+5
DAY = date(2023, 3, 19)


def at(hour: int, minute: int = 0, day: int = 19) -> datetime:
    return datetime(2023, 3, day, hour, minute, tzinfo=UTC)


def test_a_time_is_read_on_the_clock_of_its_zone_and_past_midnight_too() -> None:
    assert clock("21:30", DAY, ALMATY) == at(15, 30)
    assert clock("21:30", DAY, ZoneInfo("Asia/Aqtau")) == at(16, 30)
    assert clock("24:30", DAY, ALMATY) == at(18, 30)
    assert clock("30:30", DAY, ALMATY) == at(0, 30, day=20)
    assert clock("2023-03-19T21:30", DAY, ALMATY) == at(15, 30)
    assert clock("2023-03-19T21:30+05:00", DAY, ALMATY) == at(16, 30)
    assert clock("21:30", DAY).tzinfo is None


@pytest.mark.parametrize(
    ("text", "day", "zone", "said"),
    [
        ("26:30", date(2026, 10, 24), "Europe/Berlin", "shows it twice"),
        ("26:30", date(2026, 3, 28), "Europe/Berlin", "skips it"),
        ("2023-03-19T21:30+05:00", DAY, "", "name the night's"),
    ],
)
def test_a_time_that_is_no_single_moment_is_refused(text: str, day: date, zone: str, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as caught:
        clock(text, day, ZoneInfo(zone) if zone else None)
    assert caught.value.code == "C08"
    assert clock("25:59", date(2026, 10, 24), ZoneInfo("Europe/Berlin")) == datetime(
        2026, 10, 24, 23, 59, tzinfo=UTC
    )
    assert clock("27:00", date(2026, 10, 24), ZoneInfo("Europe/Berlin")) == datetime(
        2026, 10, 25, 2, 0, tzinfo=UTC
    )


ROWS = [
    {"station": name, "zone": zone, "at": moment, "A": "60", "valid": "100"}
    for name, zone, moment in (
        ("east", "Asia/Almaty", "21:30"),
        ("west", "Asia/Aqtau", "21:00"),
        ("late", "Asia/Aqtau", "24:10"),
    )
]


def night(rows: list[dict[str, str]] = ROWS, zone: str = "Asia/Almaty", **sample: Any) -> Night:
    content = {
        "date": DAY,
        **({"zone": zone} if zone else {}),
        "sample": {"station": "station", "zone": "zone", **sample},
        "arrivals": {"station": "station", "at": "at", "denominator": "valid", "lists": {"A": "A"}},
    }
    return read_night(content, rows, rows)


def test_reports_come_in_the_order_in_which_they_happened_and_not_as_the_clocks_show() -> None:
    made = night()
    order = [report.station for report in sorted(made.reports, key=lambda one: one.at)]
    assert order == ["east", "west", "late"]
    assert made.count_until(clock("21:59", DAY, made.zone)).arrived.tolist().count(True) == 1
    assert made.count_until(clock("22:01", DAY, made.zone)).arrived.tolist().count(True) == 2
    assert made.count_until(clock("25:10", DAY, made.zone)).arrived.tolist().count(True) == 2
    assert made.count_until(clock("25:11", DAY, made.zone)).arrived.tolist().count(True) == 3


def test_the_order_of_the_rows_decides_nothing() -> None:
    def moments(made: Night) -> dict[str, datetime]:
        return {report.station: report.at for report in made.reports}

    assert moments(night(ROWS[::-1])) == moments(night())


def test_the_replay_looks_at_full_half_hours_of_the_nights_clock_also_where_it_is_not_a_full_hour_from_utc() -> (
    None
):
    assert hours(replay_moments(night()))[:3] == ["21:30", "22:00", "22:30"]
    kathmandu = [{**row, "zone": "Asia/Kathmandu"} for row in ROWS]
    assert hours(replay_moments(night(kathmandu, "Asia/Kathmandu")))[0] == "21:30"


def test_a_clock_that_is_put_back_shows_an_hour_twice_and_both_are_named() -> None:
    rows = [
        {"station": name, "zone": "Europe/Berlin", "at": moment, "A": "60", "valid": "100"}
        for name, moment in (("a", "2026-10-25T01:10"), ("b", "2026-10-25T03:40"))
    ]
    said = hours(replay_moments(night(rows, "Europe/Berlin")))
    assert len(set(said)) == len(said) == 8
    assert said[:2] == ["01:30 +0200", "02:00 +0200"]
    assert "02:30 +0100" in said


def test_a_zone_that_is_not_known_or_has_no_clock_to_be_told_on_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="no time zone 'Asia/Nowhere'"):
        night([{**ROWS[0], "zone": "Asia/Nowhere"}])
    with pytest.raises(ScrutatorError, match="no time zone ''"):
        night([{**ROWS[0], "zone": ""}])
    with pytest.raises(ScrutatorError, match="the night has none"):
        night(zone="")
    with pytest.raises(ScrutatorError, match="no time zone"):
        night(zone="../secrets")


def test_a_night_of_one_clock_stays_as_it_was() -> None:
    content = {
        "date": DAY,
        "sample": {"station": "station"},
        "arrivals": {"station": "station", "at": "at", "denominator": "valid", "lists": {"A": "A"}},
    }
    assert read_night(content, ROWS, ROWS).reports[0].at == datetime.fromisoformat("2023-03-19T21:30")


def test_an_hour_shown_twice_and_written_with_its_distance_from_utc_is_two_hours() -> None:
    day, berlin = date(2026, 10, 24), ZoneInfo("Europe/Berlin")
    first, second = clock("2026-10-25T02:30+02:00", day, berlin), clock("2026-10-25T02:30+01:00", day, berlin)
    assert (second - first).total_seconds() == 3600
    assert clock("27:30", day, berlin) - clock("25:30", day, berlin) == 3 * (second - first)
