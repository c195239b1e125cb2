"""The denominator guard and the constant-ratio diagnostic on the Georgian erratum of 2020."""

from dataclasses import replace
from datetime import date

import pytest

from scrutator.counting.night.guards import check_denominator, check_sum_of_shares, constant_ratio
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.release import release_record
from scrutator.counting.night.replay import look_at
from scrutator.errors import ScrutatorError


def test_a_denominator_with_invalid_ballots_in_it_is_named() -> None:
    fault = check_denominator("s1", [60, 30], 5, 95, "valid", complete=True)
    assert fault.endswith("it includes the invalid ballots")
    assert check_denominator("s1", [60, 30], 5, 95, "cast", complete=True) == ""
    assert check_denominator("s1", [60, 30], 5, 90, "valid", complete=True) == ""


def test_an_incomplete_set_of_lists_may_fall_short_but_not_exceed() -> None:
    assert check_denominator("s1", [60], None, 95, "valid", complete=False) == ""
    assert "more than" in check_denominator("s1", [99], None, 95, "valid", complete=False)


def test_the_georgian_ratio_of_2020_is_suspicious() -> None:
    found = constant_ratio({"GD": 0.458, "UNM": 0.264}, {"GD": 0.476, "UNM": 0.274})
    assert found.suspicious
    assert found.factor == pytest.approx(0.963, abs=5e-4)


def test_ordinary_sampling_error_is_not_suspicious() -> None:
    assert not constant_ratio({"a": 0.535, "b": 0.222}, {"a": 0.532, "b": 0.223}).suspicious
    assert not constant_ratio({"a": 0.45, "b": 0.30}, {"a": 0.48, "b": 0.27}).suspicious


@pytest.mark.parametrize(("third", "suspicious"), [(0.05, False), (0.0499, True)])
def test_a_list_of_five_percent_that_departs_clears_the_denominator_and_a_smaller_one_does_not(
    third: float, suspicious: bool
) -> None:
    other = {"a": 0.5, "b": 0.95 - third, "c": third}
    estimated = {"a": 0.96 * 0.5, "b": 0.96 * (0.95 - third), "c": 0.9 * third}
    assert constant_ratio(estimated, other).suspicious is suspicious


@pytest.mark.parametrize(("apart", "suspicious"), [(0.009, True), (0.011, False), (0.019, False)])
def test_ratios_within_one_percent_of_each_other_are_one_ratio(apart: float, suspicious: bool) -> None:
    factor = 0.95
    estimated = {"a": 0.5 * factor * (1 + apart), "b": 0.5 * factor * (1 - apart)}
    assert constant_ratio(estimated, {"a": 0.5, "b": 0.5}).suspicious is suspicious


@pytest.mark.parametrize(("factor", "suspicious"), [(0.991, False), (0.989, True), (1.011, True)])
def test_a_factor_within_one_percent_of_one_is_no_wrong_denominator(factor: float, suspicious: bool) -> None:
    estimated = {"a": 0.6 * factor, "b": 0.4 * factor}
    assert constant_ratio(estimated, {"a": 0.6, "b": 0.4}).suspicious is suspicious


def test_shares_must_sum_to_one_hundred() -> None:
    check_sum_of_shares({"a": 0.6, "b": 0.4})
    with pytest.raises(ScrutatorError, match="C09"):
        check_sum_of_shares({"a": 0.6, "b": 0.36})


NIGHT = {
    "date": date(2026, 11, 21),
    "sample": {"station": "station"},
    "arrivals": {
        "station": "station",
        "at": "at",
        "denominator": "total",
        "means": "valid",
        "complete": True,
        "invalid": "invalid",
        "lists": {"a": "a", "b": "b"},
    },
}


def reports(*totals: int) -> list[dict[str, str]]:
    return [
        {"station": str(n), "at": f"21:{n:02d}", "a": "60", "b": "30", "invalid": "5", "total": str(total)}
        for n, total in enumerate(totals)
    ]


def test_a_report_whose_denominator_does_not_fit_is_refused_and_named() -> None:
    rows = reports(90, 90, 95)
    night = read_night(NIGHT, rows, rows)
    count = night.count_until(None)
    assert int(count.arrived.sum()) == 2
    assert [one.station for one in count.refused] == ["2"]
    assert "includes the invalid ballots" in count.refused[0].why


def test_a_night_with_the_wrong_denominator_throughout_is_refused_whole() -> None:
    rows = reports(95, 95, 90)
    with pytest.raises(ScrutatorError, match="2 of 3 reports do not fit"):
        read_night(NIGHT, rows, rows)
    cast = {**NIGHT, "arrivals": {**NIGHT["arrivals"], "means": "cast"}}  # type: ignore[dict-item]
    assert read_night(cast, reports(95, 95, 95), reports(95, 95, 95)).faults == ()


def test_a_share_that_is_unknown_does_not_sum_to_one_hundred_either() -> None:
    with pytest.raises(ScrutatorError, match="C09"):
        check_sum_of_shares({"a": float("nan"), "b": 0.4})


def complete_night() -> Night:
    rows = reports(*[90] * 8)
    return read_night(NIGHT, rows, rows)


def test_a_night_of_all_lists_asks_before_a_release_whether_shares_sum_to_one_hundred() -> None:
    night = complete_night()
    assert night.rules.complete
    opened = {gate.name: gate.open for gate in look_at(night)[1].opened}
    assert opened["shares"]
    partial = {**NIGHT, "arrivals": {**NIGHT["arrivals"], "complete": False}}  # type: ignore[dict-item]
    rows = reports(*[90] * 8)
    assert "shares" not in {gate.name for gate in look_at(read_night(partial, rows, rows))[1].opened}


def test_a_release_whose_shares_do_not_sum_to_one_hundred_is_closed() -> None:
    """Reports that slip past the guard at the door, as a denominator with invalid ballots would."""
    night = complete_night()
    wrong = replace(night, reports=tuple(replace(one, counts=(60, 30, 95)) for one in night.reports))
    count, look = look_at(wrong)
    gate = next(gate for gate in look.opened if gate.name == "shares")
    assert not gate.open
    assert "94.74 %, not 100 %" in gate.why
    body = release_record(count, look.moment, look.said, look.opened, "end", "")
    assert body["released"] is False


def test_a_release_whose_running_sums_are_not_those_of_the_reports_is_refused() -> None:
    count, look = look_at(complete_night())
    count.counts[0, 0] += 1  # one vote that no report brought
    with pytest.raises(ScrutatorError, match="running sums") as caught:
        release_record(count, look.moment, look.said, look.opened, "end", "")
    assert caught.value.code == "C15"
