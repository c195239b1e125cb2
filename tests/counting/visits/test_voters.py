"""Voters counted at the door: the counters' error, and when a protocol has more ballots than voters seen."""

import numpy as np
import pytest

from scrutator.counting.visits.voters import Hour, Seen, compare_voters, counter_error

HOURS = tuple(str(hour) for hour in range(8, 20))


def counted(stations: int, voters: int = 50, miss: float = 0.05, seed: int = 1) -> list[Hour]:
    """Two people miss voters alone and see others twice: unbiased, with variance 2 · miss per voter."""
    rng = np.random.default_rng(seed)
    return [
        Hour(f"s{i}", hour, name, int(voters - rng.binomial(voters, miss) + rng.binomial(voters, miss)))
        for i in range(stations)
        for hour in HOURS
        for name in ("a", "b")
    ]


def test_the_error_of_a_counter_is_what_two_differ_by() -> None:
    """(52 − 48)² + 9 · 0 over 10 pairs of 100 voters: 16/1000."""
    hours = [Hour("s", str(i), name, 50) for i in range(9) for name in "ab"]
    hours += [Hour("s", "9", "a", 52), Hour("s", "9", "b", 48)]
    found = counter_error(hours)
    assert (found.dispersion, found.pairs) == (pytest.approx(0.016), 10)
    # Σ x² with x = (a − b)² − 1.6: 14.4² + 9 · 1.6² = 230.4, so 2 · 16² / 230.4 degrees of freedom
    assert found.freedom == pytest.approx(512 / 230.4)
    assert (counter_error(hours[2:]).dispersion, counter_error(hours[2:]).pairs) == (None, 9)
    assert counter_error(counted(40, miss=0.05)).dispersion == pytest.approx(0.095, abs=0.02)


def test_counters_who_agree_everywhere_are_not_taken_to_miss_nobody() -> None:
    hours = [Hour("s", str(i), name, 50) for i in range(10) for name in "ab"]
    assert counter_error(hours).dispersion == pytest.approx(0.001)


def test_honest_stations_are_called_in_at_most_the_level() -> None:
    called = 0
    for seed in range(100):
        found = compare_voters(counted(10, seed=seed), {f"s{i}": 600 for i in range(10)}, HOURS)
        called += any(one.says is not Seen.WITHIN for one in found.stations)
    assert called <= 12  # 5 % of 100 and three standard errors


def test_ballots_beyond_the_error_are_named_and_those_within_are_not() -> None:
    cast = {f"s{i}": 600 for i in range(10)} | {"s3": 680, "s4": 520}
    says = {one.station: one.says for one in compare_voters(counted(10), cast, HOURS).stations}
    assert says["s3"] is Seen.MORE_BALLOTS
    assert says["s4"] is Seen.FEWER_BALLOTS
    assert {says[name] for name in says if name not in ("s3", "s4")} == {Seen.WITHIN}


def test_a_station_without_an_hour_and_counts_without_a_second_person_say_nothing() -> None:
    hours = [one for one in counted(2) if (one.station, one.hour) != ("s1", "12")]
    found = compare_voters(hours, {"s0": 900, "s1": 900}, HOURS)
    assert [one.says for one in found.stations] == [Seen.MORE_BALLOTS, Seen.NOT_ALL_DAY]
    alone = [one for one in hours if one.counter == "a"]
    assert compare_voters(alone, {"s0": 900}, HOURS).stations[0].says is Seen.NOT_MEASURED


def test_the_order_of_the_counts_decides_nothing() -> None:
    hours = counted(4)
    cast = {f"s{i}": 610 for i in range(4)}
    assert compare_voters(hours, cast, HOURS) == compare_voters(hours[::-1], cast, HOURS)


@pytest.mark.parametrize(("stations", "twice"), [(5, 10), (5, 60), (30, 20)])
def test_few_hours_counted_twice_do_not_make_honest_stations_suspect(stations: int, twice: int) -> None:
    """With the normal law the family was wrong in 14 % of days at 5 stations and 10 hours, not in 5 %."""
    called = sum(any_called(stations, twice, seed) for seed in range(400))
    assert called <= 35  # 5 % of 400 and three and a half standard errors


def any_called(stations: int, twice: int, seed: int) -> bool:
    """Whether any honest station of a day is called; two people count `twice` of its hours, else one."""
    rng = np.random.default_rng((stations, twice, seed))
    cells = [(f"s{i}", hour) for i in range(stations) for hour in HOURS]
    both = set(rng.choice(len(cells), twice, replace=False).tolist())
    hours, ballots = [], dict.fromkeys((station for station, _ in cells), 0)
    for place, (station, hour) in enumerate(cells):
        voters = int(rng.poisson(60))
        ballots[station] += voters
        for name in "ab"[: 2 if place in both else 1]:
            seen = rng.binomial(voters, 0.98) + rng.poisson(0.02 * voters)
            hours.append(Hour(station, hour, name, int(seen)))
    called = (Seen.MORE_BALLOTS, Seen.FEWER_BALLOTS)
    return any(one.says in called for one in compare_voters(hours, ballots, HOURS).stations)


def test_ten_hours_counted_twice_measure_an_error_and_nine_do_not() -> None:
    hours = [Hour("s", str(i), name, 50) for i in range(10) for name in "ab"]
    opened = [str(i) for i in range(10)]
    assert compare_voters(hours, {"s": 500}, opened).stations[0].says is Seen.WITHIN
    once = [one for one in hours if (one.hour, one.counter) != ("9", "b")]
    assert compare_voters(once, {"s": 500}, opened).stations[0].says is Seen.NOT_MEASURED
