"""A night file: nothing in it goes unused, no weight is made up, and the order of rows decides nothing."""

import json
import random
from datetime import date
from typing import Any

import pytest

from scrutator.counting.estimation.intervals import Limits, NoInterval
from scrutator.counting.night.night_file import Night, read_night
from scrutator.counting.night.release import share_json
from scrutator.counting.night.replay import look_at
from scrutator.errors import ScrutatorError

Row = dict[str, str]
ROWS: list[Row] = [
    {
        "station": f"s{i:02d}",
        "region": "north" if i % 2 else "south",
        "size": "40",
        "cell": f"c{i % 3}",
        "factor": str(1 + i % 5 / 7),
        "at": f"2{1 + i % 2}:{i:02d}",
        "void": "2",
        "A": str(40 + i * 7 % 11),
        "B": str(50 - i * 5 % 13),
        "valid": str(100 + i % 4),
    }
    for i in range(24)
]


def night(rows: list[Row] = ROWS, replaced: list[Row] | None = None, **sections: dict[str, Any]) -> Night:
    sample = {"station": "station", "stratum": ["region"], "population": "size"} | sections.pop("sample", {})
    arrivals = {"station": "station", "at": "at", "denominator": "valid", "lists": {"A": "A", "B": "B"}}
    arrivals |= sections.pop("arrivals", {})
    content = {"date": date(2026, 11, 21), "sample": sample, "arrivals": arrivals, **sections}
    return read_night(content, rows, [row for row in rows if row["A"]], (), replaced or [])


@pytest.mark.parametrize(
    ("sections", "what"),
    [
        ({"neighbours": {"nrth": "south"}}, "'nrth', of which no station was drawn"),
        ({"neighbours": {"north": "soth"}}, "'soth', of which no station was drawn"),
        ({"arrivals": {"complete": True}}, "complete needs means"),
        ({"arrivals": {"invalid": "void"}}, "invalid needs means"),
        ({"arrivals": {"means": "cast", "complete": True}}, "needs invalid"),
        ({"cells": {"zero_as": 3}}, "zero_as needs quartiles"),
        ({"sample": {"equal_strata": 40}}, "beside another weight"),
        ({"thresholds": {"A": 100}}, "A is 100"),
        ({"thresholds": {"A": 0}}, "A is 0"),
        ({"arrivals": {"lists": {}}}, "names no list"),
        ({"arrivals": {"lists": {"A": "A", "B": "A"}}}, "counts the column 'A' twice"),
        ({"arrivals": {"lists": {"A": "A", "B": "B + A"}}}, "counts the column 'A' twice"),
        ({"arrivals": {"lists": {"A": "A", "B": "valid"}}}, "counts the column 'valid' twice"),
    ],
)
def test_what_would_say_nothing_is_refused(sections: dict[str, Any], what: str) -> None:
    with pytest.raises(ScrutatorError, match=what):
        night(**sections)


@pytest.mark.parametrize("threshold", [0.01, 5, 99.9])
def test_a_threshold_between_nothing_and_all_is_taken(threshold: float) -> None:
    assert night(thresholds={"A": threshold}).rules.thresholds == {"A": threshold / 100}


@pytest.mark.parametrize(
    ("population", "what"),
    [
        ({"north": 40}, "'south' has no size, and would count 1"),
        ({"north": 40, "south": 0}, "'south' has no size"),
        ({"north": 40, "south": 40, "soth": 40}, "'soth' is stated, and no station of it was drawn"),
    ],
)
def test_a_stratum_without_a_stated_size_does_not_count_one(population: dict[str, int], what: str) -> None:
    with pytest.raises(ScrutatorError, match=what):
        night(sample={"population": population})


def test_an_empty_size_is_no_weight_of_one() -> None:
    with pytest.raises(ScrutatorError, match="'south' has no size"):
        night([row | {"size": "" if row["region"] == "south" else "40"} for row in ROWS])
    weighted = night([row | {"size": ""} for row in ROWS], sample={"weight": "factor"})
    assert not weighted.sample.populations.any()


def test_no_row_decides_the_size_of_its_stratum() -> None:
    with pytest.raises(ScrutatorError, match="'south' has two sizes"):
        night([*ROWS[:-2], ROWS[-2] | {"size": "400"}, ROWS[-1]])


def test_no_row_decides_the_substitute_of_a_station() -> None:
    rows = [row | {"replacement": "0"} for row in ROWS[:-2]]
    rows += [ROWS[22] | {"replacement": "1", "region": "north"}, ROWS[23] | {"replacement": "1"}]
    twice = [{"station": "s01", "replaced_by": one} for one in ("s22", "s23")]
    with pytest.raises(ScrutatorError, match="'s01' is replaced twice"):
        night(rows, twice)


@pytest.mark.parametrize("adjustment", ["raking", "linear"])
def test_the_order_of_the_sample_decides_not_even_the_last_bit(adjustment: str) -> None:
    chance, seen = random.Random(4), set()
    for _ in range(5):
        rows = [row | {"A": "" if row["station"] == "s05" else row["A"]} for row in ROWS]
        chance.shuffle(rows)
        made = night(
            rows,
            sample={"weight": "factor"},
            cells={"columns": ["cell"]},
            registered={"adjustment": adjustment},
        )
        seen.add(json.dumps([share_json(one) for one in look_at(made)[1].moment.shares]))
    assert len(seen) == 1


@pytest.mark.parametrize(("first", "second"), [(60, 40), (61, 39), (33, 67), (1, 99)])
def test_stations_that_do_not_vary_have_no_interval_however_sums_are_rounded(first: int, second: int) -> None:
    rows = [row | {"A": str(first), "B": str(second), "valid": "100"} for row in ROWS]
    look = look_at(night(rows))[1]
    assert all(isinstance(one.interval, NoInterval) for one in look.moment.shares)
    assert not {gate.name: gate.open for gate in look.opened}["statement"]


def test_one_vote_in_a_hundred_thousand_is_variation() -> None:
    rows = [row | {"A": "60000", "B": "40000", "valid": "100000"} for row in ROWS]
    rows[0] |= {"A": "60001", "B": "39999"}
    assert all(isinstance(one.interval, Limits) for one in look_at(night(rows))[1].moment.shares)


def test_a_stratum_from_which_nothing_came_is_never_covered() -> None:
    rows = [row | {"A": row["A"] if row["region"] == "north" else ""} for row in ROWS]
    rules = {"least_response": 0, "least_coverage": 0.51, "shift": 1}
    gates = {one.name: one for one in look_at(night(rows, registered=rules))[1].opened}
    assert not gates["strata"].open
    assert "1 of 2 strata fall short" in gates["strata"].why
