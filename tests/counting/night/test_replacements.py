"""A planned replacement inherits the place of the station it replaces, in its turn, and is named."""

import dataclasses

import pytest

from scrutator.counting.night.replacements import step_in
from scrutator.counting.sampling.draws import DrawDesign, draw_sample
from scrutator.counting.sampling.frames import make_frame
from scrutator.errors import ScrutatorError

SEED = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"


def drawn(method: str) -> list[dict[str, str]]:
    rows = [{"station": f"S{i:02d}", "region": "ab"[i % 2], "size": str(100 + 40 * i)} for i in range(40)]
    design = DrawDesign(stations=8, method=method, strata=("region",), replacements=2)
    found = draw_sample(make_frame(rows, "station", "size"), design, SEED).drawn
    return [{name: str(value) for name, value in dataclasses.asdict(one).items()} for one in found]


@pytest.mark.parametrize("method", ["simple", "pps-systematic", "pps-sampford", "pps-brewer"])
def test_a_replacement_inherits_weight_and_stratum_of_the_one_it_replaces(method: str) -> None:
    rows = drawn(method)
    lost = next(row for row in rows if row["replacement"] == "0" and row["stratum"] == "a")
    first = next(row for row in rows if row["replacement"] == "1" and row["stratum"] == "a")
    sample = step_in(rows, "station", {lost["station"]: first["station"]})
    heir = next(row for row in sample if row["station"] == first["station"])
    assert float(heir["weight"]) == float(lost["weight"]) > 0
    assert heir["stratum"] == "a"
    assert lost["station"] not in {row["station"] for row in sample}
    before = [row for row in rows if row["replacement"] == "0"]
    assert sum(float(row["weight"]) for row in sample) == sum(float(row["weight"]) for row in before)


@pytest.mark.parametrize(
    ("stratum", "turn", "why"), [("b", "1", "no planned replacement"), ("a", "2", "out of its turn")]
)
def test_a_substitute_of_another_stratum_or_out_of_turn_is_refused(stratum: str, turn: str, why: str) -> None:
    rows = drawn("pps-systematic")
    lost = next(row["station"] for row in rows if row["replacement"] == "0" and row["stratum"] == "a")
    wrong = next(row["station"] for row in rows if row["replacement"] == turn and row["stratum"] == stratum)
    with pytest.raises(ScrutatorError, match=why):
        step_in(rows, "station", {lost: wrong})


def test_a_station_that_was_not_drawn_cannot_be_replaced() -> None:
    with pytest.raises(ScrutatorError, match="was not drawn"):
        step_in(drawn("simple"), "station", {"nowhere": "S01"})
