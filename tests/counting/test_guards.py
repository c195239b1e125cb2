"""The denominator guard and the constant-ratio diagnostic on the Georgian erratum of 2020."""

import pytest

from scrutator.counting.guards import check_denominator, check_sum_of_shares, constant_ratio
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


def test_shares_must_sum_to_one_hundred() -> None:
    check_sum_of_shares({"a": 0.6, "b": 0.4})
    with pytest.raises(ScrutatorError, match="C09"):
        check_sum_of_shares({"a": 0.6, "b": 0.36})
