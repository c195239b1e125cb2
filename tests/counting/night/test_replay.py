"""The Mexican night of 2018, moment by moment, against the figures measured before the code existed."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from scrutator.counting.estimation.intervals import Limits
from scrutator.counting.night.clock import clock
from scrutator.counting.night.estimate import shares
from scrutator.counting.night.gates import Gate
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.quickcount import Report
from scrutator.counting.night.replay import hours, look_at, replay_moments
from scrutator.counting.night.response import stratified
from scrutator.errors import ScrutatorError
from support.other_weights import plain, weighting_classes

OFFICIAL = np.array([53.1936, 22.2750, 16.4086, 5.2316])
STRATIFIED = {
    "20:00": (834, (-2.11, 1.78, 0.31, 0.25), (0.66, 0.55, 0.45, 0.17), 26.7),
    "21:00": (2750, (-0.28, 0.52, -0.29, 0.17), (0.53, 0.44, 0.35, 0.12), 5.0),
    "21:30": (3687, (0.39, -0.13, -0.34, 0.18), (0.43, 0.34, 0.28, 0.10), 0.3),
    "22:00": (4551, (0.42, -0.08, -0.42, 0.13), (0.37, 0.30, 0.25, 0.09), 0.0),
    "23:00": (5785, (0.46, -0.12, -0.39, 0.09), (0.33, 0.27, 0.24, 0.08), 0.0),
    "24:00": (6307, (0.45, -0.14, -0.36, 0.08), (0.32, 0.25, 0.22, 0.07), 0.0),
}
CLASSES = {
    "20:00": ((-1.88, 2.34, -0.69, 0.61), (1.10, 1.20, 0.63, 0.25), 20.4),
    "21:00": ((-0.21, 0.55, -0.58, 0.38), (0.61, 0.48, 0.38, 0.13), 3.9),
    "21:30": ((0.08, 0.19, -0.45, 0.29), (0.50, 0.41, 0.36, 0.12), 1.1),
    "22:00": ((0.08, 0.13, -0.35, 0.19), (0.40, 0.32, 0.28, 0.10), 0.6),
    "23:00": ((0.18, 0.01, -0.29, 0.13), (0.33, 0.26, 0.23, 0.08), 0.2),
    "24:00": ((0.19, -0.06, -0.20, 0.09), (0.31, 0.25, 0.22, 0.08), 0.2),
}
PLAIN = {"20:00": 48.49, "21:00": 51.23, "22:00": 52.37, "24:00": 53.07}


def moment(night: Night, at: str) -> datetime:
    return clock(at, night.day)


def printed(values: np.ndarray, expected: tuple[float, ...]) -> None:
    # Half a unit of the printed digit, and a hair for the published official shares' own rounding.
    np.testing.assert_allclose(values, expected, atol=0.00505)


@pytest.mark.parametrize("at", STRATIFIED)
def test_the_unadjusted_figures_to_the_printed_digit(mexico: Night, at: str) -> None:
    arrived, errors, margins, uncovered = STRATIFIED[at]
    count = mexico.count_until(moment(mexico, at))
    weights = stratified(mexico.sample, count.statistics)
    found = shares(mexico.sample, count.statistics, weights, mexico.lists, "skip")
    assert int(count.arrived.sum()) == arrived
    printed(100 * found.values - OFFICIAL, errors)
    printed(196 * found.errors, margins)
    assert round(100 * weights.uncovered, 1) == uncovered


@pytest.mark.parametrize("at", CLASSES)
def test_the_weighting_class_figures_to_the_printed_digit(mexico: Night, at: str) -> None:
    errors, margins, uncovered = CLASSES[at]
    count = mexico.count_until(moment(mexico, at))
    weights = weighting_classes(mexico.sample, count.statistics)
    found = shares(mexico.sample, count.statistics, weights, mexico.lists, "skip")
    printed(100 * found.values - OFFICIAL, errors)
    printed(196 * found.errors, margins)
    assert round(100 * weights.uncovered, 1) == uncovered


@pytest.mark.parametrize("at", PLAIN)
def test_the_unweighted_figure_of_a_simple_tool(mexico: Night, at: str) -> None:
    count = mexico.count_until(moment(mexico, at))
    found = shares(mexico.sample, count.statistics, plain(mexico.sample, count.statistics), mexico.lists)
    assert round(100 * float(found.values[0]), 2) == PLAIN[at]


@pytest.mark.parametrize("at", ["21:30", "22:00", "23:00", "24:00"])
def test_the_honest_interval_covers_all_four_within_one_point(mexico: Night, at: str) -> None:
    _, look = look_at(mexico, moment(mexico, at))
    assert look.covered == (True,) * 4
    for one in look.moment.shares:
        assert isinstance(one.interval, Limits)
        assert (one.interval.high - one.interval.low) / 2 <= 0.01


@pytest.mark.parametrize("at", ["20:00", "21:00"])
def test_what_misses_early_is_withheld_and_the_gates_say_why(mexico: Night, at: str) -> None:
    _, look = look_at(mexico, moment(mexico, at))
    assert False in look.covered
    assert not look.released
    closed = {gate.name: gate.why for gate in look.opened if not gate.open}
    assert {"strata", "cells"} <= set(closed)
    assert "of 300 strata fall short" in closed["strata"]


def test_the_gates_open_later_in_the_night(mexico: Night) -> None:
    _, look = look_at(mexico, moment(mexico, "23:00"))
    assert look.released
    assert look.said[0].text == "AMLO has the most votes."


def test_a_flat_line_opens_no_gate_of_its_own(mexico: Night) -> None:
    names = {gate.name for gate in look_at(mexico, moment(mexico, "22:00"))[1].opened}
    assert names == {"strata", "cells", "adjustment", "intervals", "statement", "weights"}


def test_before_the_first_report_everything_says_why_not(mexico: Night) -> None:
    _, look = look_at(mexico, moment(mexico, "18:00"))
    assert [gate for gate in look.opened if gate.open and gate.name not in ("adjustment", "weights")] == []
    assert "no station has arrived" in look.said[0].text
    assert isinstance(look.opened[0], Gate)


def test_zero_registers_count_and_votes_above_the_register_are_named(mexico: Night) -> None:
    from scrutator.counting.night.quickcount import above_register

    count = mexico.count_until(None)
    zero = (mexico.sample.registered == 0) & count.arrived
    assert int(zero.sum()) == 42
    assert int((mexico.sample.registered == 0).sum()) == 60
    assert len(above_register(count)) == 6


def test_an_unknown_column_is_named(mexico_rows: list[dict[str, str]]) -> None:
    content = {"sample": {"station": "nope"}, "arrivals": {"lists": {"a": "b"}}}
    with pytest.raises(ScrutatorError, match="no column 'nope'"):
        read_night(content, mexico_rows[:3], mexico_rows[:3])


def test_the_adjustment_gate_closes_where_adjusting_moves_a_list_by_over_half_its_half_width(
    mexico: Night,
) -> None:
    _, look = look_at(mexico, None)
    gate = next(gate for gate in look.opened if gate.name == "adjustment")
    assert not gate.open
    assert "AMLO by 0.22 points, 0.5" in gate.why


def test_the_error_of_a_look_is_the_estimate_less_the_official_share(mexico: Night) -> None:
    """The error of the first list at midnight is about a fifth of a point, not of a hundred."""
    _, look = look_at(mexico, moment(mexico, "24:00"))
    values = [one.value for one in look.moment.shares]
    known = [(value, error) for value, error in zip(values, look.errors, strict=True) if error is not None]
    assert len(known) == 4
    for value, error in known:
        assert abs(error) < 0.01
        assert min(abs(100 * (value - error) - official) for official in OFFICIAL) < 0.01


def reported(mexico: Night, *times: datetime) -> Night:
    return replace(mexico, moments=(), reports=tuple(Report("a", at, None) for at in times))


def test_without_registered_moments_a_night_is_looked_at_every_half_hour(mexico: Night) -> None:
    first, last = datetime.fromisoformat("2018-07-01 20:47:12"), datetime.fromisoformat("2018-07-01 22:30")
    clocks = ("20:30", "21:00", "21:30", "22:00", "22:30")
    expected = tuple(clock(text, first.date()) for text in clocks)
    assert replay_moments(reported(mexico, last, first)) == (*expected, None)


def test_a_night_without_reports_is_looked_at_once(mexico: Night) -> None:
    assert replay_moments(reported(mexico)) == (None,)


def test_reports_over_more_than_two_days_need_registered_moments(mexico: Night) -> None:
    first = datetime.fromisoformat("2018-07-01 20:00")
    assert len(replay_moments(reported(mexico, first, first + timedelta(hours=48)))) == 97
    with pytest.raises(ScrutatorError, match=r"C08.*times"):
        replay_moments(reported(mexico, first, first + timedelta(hours=48, microseconds=1)))


def test_moments_of_more_than_a_day_are_printed_with_their_date() -> None:
    evening, morning = datetime.fromisoformat("2018-07-01 20:00"), datetime.fromisoformat("2018-07-02 19:59")
    assert hours((evening, morning, None)) == ["20:00", "19:59", "end"]
    later = morning + timedelta(minutes=1)
    assert hours((evening, later, None)) == ["2018-07-01 20:00", "2018-07-02 20:00", "end"]
