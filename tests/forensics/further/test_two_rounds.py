import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.further.two_rounds import (
    carried_over,
    matched,
    predicted_middle,
    predictive_tail,
)
from scrutator.forensics.inputs.results import StationResults, results_from_counts


def second(results: StationResults, seed: int = 2) -> StationResults:
    """An honest second round: some stay at home, as many come."""
    rng = np.random.default_rng(seed)
    stay = rng.binomial(results["ballots_cast"], 0.8)
    absent = results["registered"] - results["ballots_cast"]
    cast = stay + rng.binomial(absent, 0.2 * results["ballots_cast"].sum() / absent.sum())
    leader = rng.binomial(cast, 0.45)
    return results.with_counts({"ballots_cast": cast, "valid": cast, "leader": leader})


def test_honest_rounds_agree_as_often_as_chance_says_and_copied_ballots_more_often() -> None:
    one = plain_election()
    two = second(one)
    pairs = matched(one, two)
    honest = carried_over(one, two, pairs)[0]
    assert honest.number == "ballots_cast"
    assert honest.p > 0.05
    again = np.arange(len(one)) % 50 == 0
    cast = np.where(again, one["ballots_cast"], two["ballots_cast"])
    copied = two.with_counts({"ballots_cast": cast, "valid": cast, "leader": np.minimum(two["leader"], cast)})
    found = carried_over(one, copied, pairs)[0]
    assert found.same >= 40
    assert found.p < 1e-6
    assert len(found.examples) == 20


def test_a_smooth_hump_predicts_its_own_middle() -> None:
    at = np.arange(-8, 9)
    hump = np.rint(4000 * np.exp(0.02 * at - at**2 / 60)).astype(int)
    expected, variance = predicted_middle(hump)
    assert expected == pytest.approx(4000, rel=0.002)
    assert 0 < variance < 4000
    hump[8] = 1
    assert predicted_middle(hump)[0] == pytest.approx(expected)


def test_the_tail_is_a_poisson_one_when_the_mean_is_known_and_wider_when_it_is_not() -> None:
    from scipy.stats import poisson

    exact = poisson.sf(13, 8)
    assert predictive_tail(14, 8, 1e-9) == pytest.approx(exact, rel=1e-4)
    assert predictive_tail(14, 8, 8) > exact
    assert predictive_tail(0, 8, 1) == 1


def named(stations: list[str], district: str = "d") -> StationResults:
    size = len(stations)
    counts = {name: np.full(size, 200) for name in ("registered", "ballots_cast", "valid", "leader")}
    return results_from_counts("few", ["r"] * size, [district] * size, counts, station=np.array(stations))


def test_stations_are_matched_by_name_whatever_their_order_and_others_are_counted() -> None:
    one, two = named(["1", "2", "3", "4", "4"]), named(["3", "5", "2"])
    found = matched(one, two)
    assert [str(one.station[row]) for row in found.first] == ["2", "3"]
    assert [str(two.station[row]) for row in found.second] == ["2", "3"]
    assert (found.only_first, found.only_second, found.named_twice) == (1, 1, 2)


def test_results_without_a_common_station_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="no station is in both"):
        matched(named(["1"]), named(["1"], "e"))


def test_too_few_small_differences_are_no_answer() -> None:
    one = plain_election(30)
    with pytest.raises(ScrutatorError, match="fewer than 20 stations"):
        carried_over(one, second(one), matched(one, one))


def test_stations_count_from_one_hundred_ballots_in_both_rounds_on() -> None:
    def at(*cast: int) -> StationResults:
        ballots = np.resize(np.array(cast), 600)
        return plain_election(600, size=200).with_counts(
            {"ballots_cast": ballots, "valid": ballots, "leader": ballots // 2}
        )

    one, two = at(100), at(100, 101, 102, 103, 104, 105)
    assert carried_over(one, two, matched(one, two))[0].compared == 600
    with pytest.raises(ScrutatorError, match="fewer than 20"):
        carried_over(at(99), two, matched(one, two))
