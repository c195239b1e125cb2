"""Frames, allocations and draws that a third party can repeat."""

import dataclasses
import hashlib
import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.allocation import allocate
from scrutator.counting.draws import METHODS, DrawDesign, draw_sample, verify_draw
from scrutator.counting.frames import Frame, check_frame, frame_hash, make_frame
from scrutator.counting.pps import inclusion_chances
from scrutator.counting.public_seed import fraction, shuffle
from scrutator.errors import ScrutatorError

SEED = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"


def stations(count: int = 60) -> list[dict[str, str]]:
    return [
        {
            "station": f"S{index:03d}",
            "region": ("north", "south", "west")[index % 3],
            "centre": f"C{index // 4:02d}",
            "registered": str(200 + 37 * (index % 11)),
        }
        for index in range(count)
    ]


def frame(count: int = 60) -> Frame:
    return make_frame(stations(count), "station", "registered")


def design(method: str) -> DrawDesign:
    clusters = method in ("cluster", "two-stage")
    return DrawDesign(
        stations=6 if clusters else 12,
        method=method,
        strata=() if clusters else ("region",),
        cluster="centre" if clusters else "",
        per_cluster=2 if method == "two-stage" else 0,
        replacements=0 if method == "cluster" else 1,
    )


def test_the_generator_is_what_its_documentation_says() -> None:
    digest = hashlib.sha256(b"12345678901234567890,label,1").hexdigest()
    assert fraction("12345678901234567890", "label", 1) == (int(digest[:16], 16) >> 11) / 2**53
    by_hand = sorted("abc", key=lambda x: hashlib.sha256(f"s,l,{x}".encode()).hexdigest())
    assert shuffle("s", "l", ["c", "a", "b"]) == by_hand


def test_the_frame_hash_ignores_the_order_of_rows_and_notices_one_cell() -> None:
    rows = stations()
    shuffled = rows[:]
    random.Random(1).shuffle(shuffled)
    assert frame_hash(make_frame(shuffled, "station")) == frame_hash(make_frame(rows, "station"))
    rows[7] = rows[7] | {"registered": "201"}
    assert frame_hash(make_frame(rows, "station")) != frame_hash(frame())


@pytest.mark.parametrize("method", METHODS)
def test_every_draw_is_confirmed_by_a_third_party(method: str) -> None:
    published = json.loads(json.dumps(draw_sample(frame(), design(method), SEED).as_json()))
    assert verify_draw(frame(), published) == ()


def test_a_swapped_station_and_a_changed_frame_are_found() -> None:
    published = draw_sample(frame(), design("simple"), SEED).as_json()
    drawn = {one["station"] for one in published["drawn"]}
    other = next(row["station"] for row in stations() if row["station"] not in drawn)
    published["drawn"][0]["station"] = other
    assert len(verify_draw(frame(), published)) == 2
    assert "frame is not the one" in verify_draw(frame(59), published)[0]


def test_another_seed_and_another_design_give_another_sample() -> None:
    first = draw_sample(frame(), design("simple"), SEED)
    spaced = draw_sample(frame(), design("simple"), SEED.replace(" ", ""))
    second = draw_sample(frame(), design("simple"), SEED + "1")
    third = draw_sample(frame(), dataclasses.replace(design("simple"), minimum=3), SEED)
    chosen = [{one.station for one in draw.sample} for draw in (first, spaced, second, third)]
    assert chosen[0] == chosen[1]
    assert chosen[0] != chosen[2]
    assert chosen[0] != chosen[3]


def test_a_seed_that_could_be_searched_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="C04"):
        draw_sample(frame(), design("simple"), "2012")


@pytest.mark.parametrize("method", METHODS)
def test_the_weights_estimate_the_number_of_stations(method: str) -> None:
    totals = []
    for index in range(40):
        draw = draw_sample(frame(), design(method), SEED + str(index))
        totals.append(sum(one.weight for one in draw.sample))
    # Exact for equal-probability stations; unbiased for probability proportional to size.
    assert sum(totals) / 40 == pytest.approx(60, rel=1e-9 if method in ("simple", "cluster") else 0.06)


@pytest.mark.parametrize("method", ["pps-systematic", "pps-sampford", "pps-brewer"])
def test_large_stations_are_drawn_in_proportion_to_their_register(method: str) -> None:
    sizes = {row["station"]: float(row["registered"]) for row in stations(12)}
    chances = inclusion_chances(sizes, 3)
    plain = DrawDesign(stations=3, method=method, minimum=1)
    hits = dict.fromkeys(sizes, 0)
    for index in range(3000):
        for one in draw_sample(frame(12), plain, SEED + str(index)).sample:
            hits[one.station] += 1
    for name, chance in chances.items():
        assert hits[name] / 3000 == pytest.approx(chance, abs=4 * (chance * (1 - chance) / 3000) ** 0.5)


def test_a_station_larger_than_one_interval_is_taken_for_certain() -> None:
    chances = inclusion_chances({"huge": 900.0, "a": 50.0, "b": 50.0}, 2)
    assert chances == {"huge": 1.0, "a": 0.5, "b": 0.5}


def test_replacements_are_named_in_advance_and_in_order() -> None:
    draw = draw_sample(frame(), design("simple"), SEED)
    assert [one.replacement for one in draw.drawn if one.stratum == "north"] == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda rows: [*rows, rows[0]], "more than once"),
        (lambda rows: [rows[0] | {"station": ""}, *rows[1:]], "have no station"),
        (lambda rows: [rows[0] | {"registered": "many"}, *rows[1:]], "not a register size"),
        (lambda rows: [], "is empty"),
    ],
)
def test_a_broken_station_list_is_refused(change: object, text: str) -> None:
    with pytest.raises(ScrutatorError, match=text):
        make_frame(change(stations()), "station", "registered")  # type: ignore[operator]


def test_the_frame_check_names_unknown_and_zero_registers_apart() -> None:
    rows = stations(9)
    rows[0]["registered"], rows[1]["registered"], rows[2]["region"] = "", "0", "alone"
    found = {
        one.what: one.stations for one in check_frame(make_frame(rows, "station", "registered"), ["region"])
    }
    assert found["register size unknown"] == ("S000",)
    assert found["register size zero"] == ("S001",)
    assert found["alone in its stratum"] == ("S002",)


@settings(max_examples=60)
@given(st.dictionaries(st.text("abcdef", min_size=1), st.integers(2, 400), min_size=1), st.floats(0, 1))
def test_an_allocation_adds_up_and_keeps_its_bounds(sizes: dict[str, int], part: float) -> None:
    least, most = 2 * len(sizes), sum(sizes.values())
    total = least + int(part * (most - least))
    numbers = allocate(total, sizes)
    assert sum(numbers.values()) == total
    assert all(2 <= numbers[name] <= sizes[name] for name in sizes)


def test_neyman_gives_more_to_the_stratum_that_varies() -> None:
    numbers = allocate(30, {"even": 100, "mixed": 100}, {"even": 1.0, "mixed": 4.0})
    assert numbers == {"even": 6, "mixed": 24}


def test_too_few_stations_for_the_strata_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="C06"):
        allocate(3, {"a": 10, "b": 10})


@pytest.mark.parametrize(("register", "named"), [("3300", False), ("4000", True)])
def test_a_register_more_than_ten_times_the_median_is_named(register: str, named: bool) -> None:
    rows = stations(21)
    rows[0]["registered"] = register
    found = {one.what for one in check_frame(make_frame(rows, "station", "registered"))}
    assert ("register more than ten times the median" in found) is named
