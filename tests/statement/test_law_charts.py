"""Charts of the law: every seat is drawn once, the majority line stands where a majority begins."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.statement.charts.law import hemicycle, hemicycle_places, seat_bars, threshold_sweep


@pytest.fixture(scope="module")
def drawn():  # type: ignore[no-untyped-def]
    case = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    return case, run_case(case)


def test_bars_have_every_list_with_seats_and_the_majority(drawn) -> None:  # type: ignore[no-untyped-def]
    chart = seat_bars(*drawn, {"finding": "seats-2012"}, "x")
    assert [row[1] for row in chart.rows] == [83, 8, 7]
    assert chart.spec["layer"][2]["data"]["values"] == [{"majority": 50}]
    assert "Nur Otan 83" in chart.description


def test_the_hemicycle_has_one_dot_a_seat_in_the_lists_colours(drawn) -> None:  # type: ignore[no-untyped-def]
    chart = hemicycle(*drawn, {"finding": "seats-2012"}, "x")
    dots = chart.spec["data"]["values"]
    assert len(dots) == 98
    assert sum(dot["list"] == "Ak Zhol" for dot in dots) == 8
    assert chart.spec["encoding"]["color"]["scale"]["range"][0] == "#0b6e75"


@pytest.mark.parametrize("seats", [0, 1, 2, 3, 7, 98, 150, 435])
def test_places_are_as_many_as_seats_and_none_twice(seats: int) -> None:
    places = hemicycle_places(seats)
    assert len(places) == seats
    assert len({(round(x, 6), round(y, 6)) for x, y in places}) == seats
    assert all(y >= -1e-9 for _, y in places)


def test_the_sweep_draws_lists_that_ever_have_a_seat(drawn) -> None:  # type: ignore[no-untyped-def]
    chart = threshold_sweep(*drawn, {"finding": "sweep-2007"}, "x")
    names = {value["list"] for value in chart.spec["data"]["values"]}
    assert "OSDP" in names
    assert "Rukhaniyat" not in names
    with pytest.raises(ScrutatorError, match="T03"):
        threshold_sweep(*drawn, {"finding": "seats-2012"}, "x")
