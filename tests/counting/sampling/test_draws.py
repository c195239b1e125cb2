"""Frames, allocations and draws that a third party can repeat."""

import dataclasses
import hashlib
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.sampling.allocation import allocate
from scrutator.counting.sampling.draws import METHODS, DrawDesign, draw_sample, verify_draw
from scrutator.counting.sampling.frames import Frame, check_frame, frame_hash, make_frame
from scrutator.counting.sampling.pps import inclusion_chances
from scrutator.counting.sampling.public_seed import Randomness
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
    source = Randomness("12345678901234567890", ("frame", "design")).below("Север")
    line = '["scrutator-draw-2","12345678901234567890",["frame","design","Север"],"number",1]'
    assert source.number(1) == (int(hashlib.sha256(line.encode()).hexdigest()[:16], 16) >> 11) / 2**53
    line = '["scrutator-draw-2","12345678901234567890",["frame","design","Север"],"ticket","S001"]'
    assert source.ticket("S001") == hashlib.sha256(line.encode()).hexdigest()
    assert source.shuffle(["c", "a", "b"]) == sorted("abc", key=source.ticket)


def test_no_ticket_coincides_with_a_random_number_or_with_another_stratum() -> None:
    source = Randomness("12345678901234567890", ("frame",))
    numbers = {source.number(counter) for counter in range(1, 200)}
    tickets = {(int(source.ticket(str(item))[:16], 16) >> 11) / 2**53 for item in range(1, 200)}
    assert not numbers & tickets
    assert source.below("a:b").ticket("c") != source.below("a").ticket("b:c")
    assert source.below("a").below("b").ticket("c") != source.below("a,b").ticket("c")


IDS = {
    "plain numbers": [str(index) for index in range(1, 13)],
    "zero-padded": [f"{index:04d}" for index in range(1, 13)],
    "Cyrillic": [f"УИК {index}" for index in range(1, 13)],
    "mixed": ["1", "2", "3", "A1", "A-2", "Б3", "007", "08", "10", "11", "x,1", "12"],
}


def hits(frame: Frame, design: DrawDesign, draws: int) -> dict[str, float]:
    """How often each station was drawn, as a share of the draws."""
    found = dict.fromkeys(frame.stations, 0)
    for index in range(draws):
        for one in draw_sample(frame, design, SEED + str(index)).sample:
            found[one.station] += 1
    return {name: times / draws for name, times in found.items()}


@pytest.mark.parametrize("ids", IDS)
@pytest.mark.parametrize("method", METHODS)
def test_stations_are_drawn_as_often_as_theory_says_whatever_their_codes_look_like(
    method: str, ids: str
) -> None:
    rows = [
        {"station": code, "centre": f"{place // 3}", "registered": str(100 + 50 * (place % 4))}
        for place, code in enumerate(IDS[ids])
    ]
    made = make_frame(rows, "station", "registered")
    clustered = method in ("cluster", "two-stage")
    design = DrawDesign(
        stations=2 if clustered else 3,
        method=method,
        minimum=1,
        cluster="centre" if clustered else "",
        per_cluster=1 if method == "two-stage" else 0,
    )
    total = sum(int(row["registered"]) for row in rows)
    equal = {"simple": 3 / 12, "cluster": 2 / 4, "two-stage": 2 / 4 / 3}
    draws = 1500
    share_of = hits(made, design, draws)
    for row in rows:
        theory = equal.get(method, 3 * int(row["registered"]) / total)
        share = share_of[row["station"]]
        assert share == pytest.approx(theory, abs=4 * (theory * (1 - theory) / draws) ** 0.5)


def test_one_of_ten_numbered_stations_of_equal_size_is_drawn_one_time_in_ten() -> None:
    rows = [{"station": str(index), "registered": "500"} for index in range(1, 11)]
    design = DrawDesign(stations=1, method="pps-systematic", minimum=1)
    share = hits(make_frame(rows, "station", "registered"), design, 4000)
    assert all(abs(value - 0.1) < 4 * (0.1 * 0.9 / 4000) ** 0.5 for value in share.values())


def test_a_draw_of_the_first_format_is_refused_with_the_reason() -> None:
    published = draw_sample(frame(), design("simple"), SEED).as_json() | {"format": "scrutator-draw-1"}
    with pytest.raises(ScrutatorError, match="biased draws by size"):
        verify_draw(frame(), published)


@pytest.mark.parametrize("register", ["", "0"])
def test_a_draw_by_size_refuses_a_station_that_could_never_be_drawn(register: str) -> None:
    rows = stations(12)
    rows[4]["registered"] = register
    with pytest.raises(ScrutatorError, match="1 of 12 stations") as error:
        draw_sample(make_frame(rows, "station", "registered"), design("pps-brewer"), SEED)
    assert "S004" in str(error.value)


def test_white_space_around_a_code_does_not_make_another_station() -> None:
    with pytest.raises(ScrutatorError, match="more than once"):
        make_frame([{"station": "3"}, {"station": "3 "}], "station")
    assert make_frame([{"station": " 3"}], "station").stations == ("3",)


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
    with pytest.raises(ScrutatorError, match="C04"):
        draw_sample(frame(), design("simple"), "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8")
    assert draw_sample(frame(), design("simple"), SEED)  # twenty digits


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


def test_neyman_draws_all_that_was_asked_when_the_stratum_that_varies_is_too_small() -> None:
    numbers = allocate(55, {"A": 16, "B": 34, "C": 22}, {"A": 50, "B": 0.1, "C": 1})
    assert numbers == {"A": 16, "B": 17, "C": 22}


def test_strata_without_spread_share_what_the_others_cannot_hold() -> None:
    assert allocate(50, {"A": 20, "B": 30, "C": 60}, {"A": 3, "B": 0, "C": 0}) == {"A": 20, "B": 10, "C": 20}


def test_equal_remainders_go_to_the_name_that_sorts_first() -> None:
    # 56⅔, 51, 39⅔, 5⅔: three exactly equal remainders for two seats.
    sizes = {"s0": 60, "s1": 54, "s2": 42, "s3": 6}
    assert allocate(153, sizes, minimum=1) == {"s0": 57, "s1": 51, "s2": 40, "s3": 5}
    assert allocate(153, dict(reversed(sizes.items())), minimum=1) == allocate(153, sizes, minimum=1)


@settings(max_examples=80)
@given(
    st.dictionaries(
        st.text("abcdef", min_size=1),
        st.tuples(st.integers(1, 60), st.sampled_from([0, 0.1, 1, 50])),
        min_size=1,
    ),
    st.floats(0, 1),
)
def test_a_neyman_allocation_adds_up_keeps_its_bounds_and_ignores_order(
    strata: dict[str, tuple[int, float]], part: float
) -> None:
    sizes = {name: size for name, (size, _) in strata.items()}
    spreads = {name: spread for name, (_, spread) in strata.items()}
    least = sum(min(2, size) for size in sizes.values())
    total = least + int(part * (sum(sizes.values()) - least))
    numbers = allocate(total, sizes, spreads)
    assert sum(numbers.values()) == total
    assert all(min(2, sizes[name]) <= numbers[name] <= sizes[name] for name in sizes)
    assert numbers == allocate(total, dict(sorted(sizes.items())), dict(sorted(spreads.items())))


@pytest.mark.parametrize(
    ("unused", "words"),
    [
        ({"cluster": "region"}, "names the cluster"),
        ({"per_cluster": 5}, "stations per cluster"),
        ({"spreads": {"North": 1.0}}, "spreads"),
        ({"method": "cluster", "cluster": "region", "per_cluster": 5}, "stations per cluster"),
    ],
)
def test_a_part_of_the_design_without_effect_is_refused(unused: dict[str, Any], words: str) -> None:
    frame = make_frame([{"station": f"S{n}", "region": f"R{n % 4}"} for n in range(12)], "station")
    with pytest.raises(ScrutatorError, match=words) as error:
        draw_sample(frame, DrawDesign(stations=2, **unused), "31415926535897932384")
    assert error.value.code == "C06"


def test_a_spread_of_a_stratum_that_is_not_there_is_refused() -> None:
    frame = make_frame([{"station": f"S{n}", "region": "North"} for n in range(12)], "station")
    spreads = {"North": 1.0, "Nroth": 2.0}
    design = DrawDesign(stations=2, strata=("region",), allocation="neyman", spreads=spreads)
    with pytest.raises(ScrutatorError, match="'Nroth'"):
        draw_sample(frame, design, "31415926535897932384")
