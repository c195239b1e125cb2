"""Whether an audit of protocols is possible, answer by answer."""

import pytest

from scrutator.counting.levels import check_levels
from scrutator.counting.audits.preconditions import (
    check_preconditions,
    copies_answer,
    draw_answer,
    records_answer,
    totals_answer,
)
from scrutator.counting.versions import Provenance


def test_preconditions_are_named_one_by_one() -> None:
    yes = (True, "")
    assert check_preconditions([yes] * 5)[1] == ""
    found, text = check_preconditions([(False, "no station results"), yes, yes, (None, ""), yes])
    assert text.startswith("audit not possible: precondition 1")
    assert "precondition 4" in text
    assert "is unknown" in text
    assert found[0].remark == "no station results"


def test_stations_must_sum_to_the_announced_total() -> None:
    stations = {("land", "1"): {"a": 6}, ("land", "2"): {"a": 4}}
    assert totals_answer(check_levels({("land",): {"a": 10}, **stations}))[0] is True
    assert totals_answer(check_levels({("land",): {"a": 11}, **stations}))[0] is False
    assert totals_answer(check_levels({("land",): {"a": 10}}, [("land", "1")]))[0] is False
    assert totals_answer(None) == (None, "no announced total is given")
    assert totals_answer(check_levels({("land",): {"a": 10}}))[0] is None


@pytest.mark.parametrize(
    ("known", "holds"),
    [
        (None, None),
        (Provenance.OWN_TALLY, True),
        (Provenance.POSTED_COPY, True),
        (Provenance.OFFICIAL_SCAN, False),
        (Provenance.OFFICIAL_PUBLICATION, False),
    ],
)
def test_what_the_authority_published_is_no_record_of_observers(
    known: Provenance | None, holds: bool | None
) -> None:
    assert copies_answer(known)[0] is holds


def test_a_draw_needs_a_seed_on_record_and_every_station_a_copy() -> None:
    assert draw_answer("") == (False, "no seed is on record")
    assert draw_answer("draw.toml") == (True, "draw.toml")
    assert records_answer(0, 5)[0] is True
    assert records_answer(1, 5) == (False, "1 of 5 stations have no copy: the worst case counts for each")
