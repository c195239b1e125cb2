"""Weights set by decree are held against the frame, the register and the drawn numbers."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from scrutator.counting.night.held_weights import HeldWeights
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.replay import look_at

Row = dict[str, str]


def frame(sizes: dict[str, int]) -> list[Row]:
    """Stations of each region; the register is twice as large in the first region."""
    return [
        {"station": f"{region}{i}", "region": region, "registered": str((2000 if region == "a" else 1000) + i % 7)}
        for region, number in sizes.items()
        for i in range(number)
    ]  # fmt: skip


def drawn(framed: list[Row], numbers: dict[str, int]) -> list[Row]:
    rng = np.random.default_rng(1)
    rows = []
    for region, number in numbers.items():
        for row in [one for one in framed if one["region"] == region][:number]:
            valid = 500
            votes = int(rng.binomial(valid, 0.5 if region == "a" else 0.3))
            rows.append(row | {"A": str(votes), "B": str(valid - votes), "valid": "500", "at": "21:00"})
    return rows


def night(rows: list[Row], framed: list[Row], **sample: Any) -> Night:
    content = {
        "date": date(2026, 11, 21),
        "sample": {"station": "station", "stratum": ["region"], "registered": "registered", **sample},
        "arrivals": {"station": "station", "at": "at", "denominator": "valid", "lists": {"A": "A", "B": "B"}},
    }
    return read_night(content, rows, rows, framed)


def held(made: Night) -> HeldWeights:
    assert made.held is not None
    return made.held


FRAME = frame({"a": 300, "b": 100})


@pytest.mark.parametrize(("fewest", "most", "fits"), [(3, 12, True), (3, 13, False), (3, 33, False)])
def test_strata_declared_equal_must_have_been_drawn_alike(fewest: int, most: int, fits: bool) -> None:
    """A how-to of another country: 3 to 33 stations were drawn of strata that "count the same"."""
    made = night(drawn(FRAME, {"a": most, "b": fewest}), [], equal_strata=523)
    assert held(made).fits is fits
    assert f"{fewest} to {most} stations were drawn" in held(made).why


def test_a_night_with_wrong_weights_cannot_be_released_and_says_so() -> None:
    made = night(drawn(FRAME, {"a": 33, "b": 3}), [], equal_strata=523)
    _, look = look_at(made)
    closed = {gate.name: gate.why for gate in look.opened if not gate.open}
    assert "weights" in closed
    assert "give [frame]" in closed["weights"]
    assert not look.released


def test_equal_strata_are_held_against_the_frame_when_there_is_one() -> None:
    made = night(drawn(FRAME, {"a": 10, "b": 10}), FRAME, equal_strata=200)
    assert not held(made).fits
    assert "25.0 % of the weight is in other strata" in held(made).why
    assert "'b' has 50.0 % for 25.0 %" in held(made).why
    even = frame({"a": 200, "b": 200})
    assert held(night(drawn(even, {"a": 10, "b": 10}), even, equal_strata=200)).fits


@pytest.mark.parametrize(("stated", "fits"), [(334, True), (335, False)])
def test_stated_sizes_may_depart_from_the_frame_by_two_per_cent_of_the_weight(
    stated: int, fits: bool
) -> None:
    """334 of 434 stations are 1.96 points too many, 335 of 435 are 2.01; the register is held apart."""
    made = night(drawn(FRAME, {"a": 10, "b": 10}), FRAME, population={"a": stated, "b": 100})
    assert ("other strata than the frame's stations (at most 2 %" in held(made).why) is not fits


def test_weights_from_the_frame_itself_fit_it() -> None:
    made = night(drawn(FRAME, {"a": 12, "b": 4}), FRAME)
    assert held(made).fits
    assert "the weighted register is 700," in held(made).why


def test_a_weight_that_multiplies_all_alike_is_caught_by_the_register() -> None:
    """Twice every weight leaves the shares as they are, but the country has not two registers."""
    rows = [row | {"w": "50"} for row in drawn(FRAME, {"a": 12, "b": 4})]
    assert not held(night(rows, FRAME, weight="w")).fits
    right = [row | {"w": "25"} for row in drawn(FRAME, {"a": 12, "b": 4})]
    assert held(night(right, FRAME, weight="w")).fits


def test_no_weight_at_all_is_no_weight_for_several_strata() -> None:
    rows = drawn(FRAME, {"a": 10, "b": 10})
    assert not held(night(rows, [])).fits
    assert "none given" in held(night(rows, [])).why
    assert held(night(drawn(FRAME, {"a": 10}), [])).fits  # one stratum: any weight gives the same shares
