"""The live state is a pure function of the accepted reports; Apollo's measured failures do not recur."""

import random
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import ratio
from scrutator.counting.estimation.intervals import Limits, NoInterval
from scrutator.counting.night.estimate import shares
from scrutator.counting.night.gates import gates
from scrutator.counting.night.late import late_gap
from scrutator.counting.night.publication import Registered, look
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample, recompute
from scrutator.counting.night.release import inputs_hash
from scrutator.counting.night.response import adjusted, stratified
from scrutator.counting.night.sentences import sentences
from support.other_weights import plain

START = datetime.fromisoformat("2026-11-21T20:00:00")
LISTS = ("a", "b")


def drawn(count: int = 24, *, weight: float = 2.0) -> list[Sampled]:
    return [
        Sampled(
            f"s{index}", ("north", "south", "west")[index % 3], ("town", "village")[index // 3 % 2], weight
        )
        for index in range(count)
    ]


def report(station: int, minute: int, counts: tuple[int, ...] | None, version: str = "") -> Report:
    return Report(f"s{station}", START + timedelta(minutes=minute), counts, version)


def night(reports: list[Report], sampled: list[Sampled] | None = None) -> QuickCount:
    count = QuickCount(make_sample(sampled or drawn()), LISTS)
    for one in reports:
        count.take(one)
    return count


versions = st.lists(
    st.tuples(
        st.integers(0, 23),
        st.integers(0, 240),
        st.none() | st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 200)),
    ),
    max_size=60,
)


@settings(max_examples=80)
@given(versions, st.randoms(use_true_random=False))
def test_any_order_of_arrivals_corrections_and_withdrawals_gives_one_state(
    given_versions: list[tuple[int, int, tuple[int, int, int] | None]], shuffler: random.Random
) -> None:
    reports = [
        report(station, minute, None if counts is None else (*counts[:2], sum(counts)))
        for station, minute, counts in given_versions
    ]
    mixed = reports[:]
    shuffler.shuffle(mixed)
    first, second = night(reports), night(mixed)
    for live, again in ((first.statistics, second.statistics), (first.statistics, recompute(first))):
        np.testing.assert_array_equal(live.numbers, again.numbers)
        np.testing.assert_array_equal(live.sums, again.sums)
        np.testing.assert_array_equal(live.products, again.products)
    assert inputs_hash(first) == inputs_hash(second)


def complete(seed: int = 1, count: int = 24) -> list[Report]:
    generator = np.random.Generator(np.random.PCG64(seed))
    reports = []
    for station in range(count):
        a, b, rest = (int(value) for value in generator.integers(20, 200, 3))
        reports.append(report(station, station, (a, b, a + b + rest)))
    return reports


def test_the_live_estimate_equals_the_estimator_on_the_stations() -> None:
    count = night(complete())
    sample = count.sample
    live = shares(sample, count.statistics, stratified(sample, count.statistics), LISTS)
    strata = [sample.stratum_names[code] for code in sample.strata]
    direct = ratio(make_design(sample.weights, strata=strata), count.counts[:, :2], count.counts[:, 2], LISTS)
    np.testing.assert_allclose(live.values, direct.values, rtol=1e-12)
    np.testing.assert_allclose(live.covariance, direct.covariance, rtol=1e-10, atol=1e-20)
    assert live.degrees_of_freedom == direct.degrees_of_freedom


def test_raking_meets_strata_and_cells_at_once() -> None:
    count = night(complete()[:19])
    sample = count.sample
    weights = adjusted(sample, count.statistics)
    per_station = weights.per_atom[sample.atoms] * count.arrived
    for groups in (sample.strata, sample.cells):
        np.testing.assert_allclose(
            np.bincount(groups, weights=per_station), np.bincount(groups, weights=sample.weights), rtol=1e-4
        )


def test_a_complete_sample_has_no_late_bound() -> None:
    moment = look(night(complete()), Registered())
    assert all(one.late == 0 for one in moment.shares)


def test_a_registered_shift_replaces_the_measured_one() -> None:
    moment = look(night(complete()[:12]), Registered(shift=0.02))
    assert moment.shares[0].late == pytest.approx(0.5 * 0.02)


def test_the_late_gap_sees_a_change_inside_cells() -> None:
    # The later half of each cell gives list a ten points more.
    reports = [report(i, i, (40 if i < 12 else 50, 30, 100)) for i in range(24)]
    gap = late_gap(night(reports))
    assert gap.values is not None
    np.testing.assert_allclose(gap.values, (0.1, 0.0), atol=1e-12)


def test_refused_reports_keep_their_reason_and_change_nothing() -> None:
    count = night([report(0, 1, (10, 10, 15)), report(99, 1, (1, 1, 3)), report(1, 2, (-1, 2, 5))])
    assert not count.arrived.any()
    assert [one.why for one in count.refused] == [
        "the lists together have more votes than the denominator",
        "not a drawn station",
        "a count is negative",
    ]


def test_a_thin_stratum_joins_its_registered_neighbour() -> None:
    count = night(
        [one for one in complete() if one.station not in ("s2", "s5", "s8", "s11", "s14", "s17", "s20")]
    )
    sample = count.sample
    alone = stratified(sample, count.statistics)
    merged = stratified(sample, count.statistics, {"west": "south"})
    assert len(np.unique(alone.strata)) == 3
    assert len(np.unique(merged.strata)) == 2
    found = shares(sample, count.statistics, merged, LISTS, "refuse")
    assert found.covariance is not None


# --- the four failures measured in the tool that observers use today


def test_one_station_has_no_margin_instead_of_zero() -> None:
    moment = look(night([report(0, 1, (60, 30, 100))]), Registered())
    assert moment.shares[0].value == 0.6
    assert moment.shares[0].margin is None
    assert isinstance(moment.shares[0].interval, NoInterval)
    assert "one sampled unit" in moment.shares[0].interval.because


def test_two_stations_of_one_stratum_have_the_wide_t_interval_of_one_degree_of_freedom() -> None:
    sampled = [Sampled("s0", "north", "", 1.0), Sampled("s1", "north", "", 1.0)]
    count = night([report(0, 1, (60, 30, 100)), report(1, 2, (50, 40, 100))], sampled)
    found = shares(count.sample, count.statistics, stratified(count.sample, count.statistics), LISTS)
    limits = found.intervals()[0]
    assert isinstance(limits, Limits)
    # se 0.05, t(0.975, 1) = 12.706: ± 63.5 points, not the 9.8 of the normal quantile.
    assert limits.high - limits.low == pytest.approx(2 * 12.7062 * 0.05, rel=1e-4)


def test_a_wrong_population_size_is_refused_instead_of_made_positive() -> None:
    from scrutator.errors import ScrutatorError

    with pytest.raises(ScrutatorError, match="more clusters were sampled than the frame is said to hold"):
        make_design([1.0] * 3, strata=["a"] * 3, population=[2, 2, 2])


def test_a_disproportionate_sample_is_weighted_back() -> None:
    # North has 900 stations and gives a 60 %, south 100 stations and 20 %; equal numbers were drawn.
    sampled = [
        Sampled(f"s{i}", "north" if i < 10 else "south", "", 90.0 if i < 10 else 10.0) for i in range(20)
    ]
    reports = [report(i, i, (60 + i % 3 if i < 10 else 20 + i % 3, 10, 100)) for i in range(20)]
    count = night(reports, sampled)
    naive = shares(count.sample, count.statistics, plain(count.sample, count.statistics), LISTS)
    right = shares(count.sample, count.statistics, stratified(count.sample, count.statistics), LISTS)
    assert float(naive.values[0]) == pytest.approx(0.41, abs=0.01)
    assert float(right.values[0]) == pytest.approx(0.57, abs=0.01)


# --- sentences


def even_night(lead: int) -> QuickCount:
    reports = []
    for station in range(24):
        a = 100 + lead + (8 if station // 6 % 2 else -8)
        reports.append(report(station, station, (a, 100, a + 100)))
    return night(reports)


def test_a_clear_lead_is_called_and_a_close_one_is_not() -> None:
    rules = Registered(thresholds={"b": 0.3}, majority=0.5)
    clear = sentences(even_night(60), look(even_night(60), rules), rules)
    assert [one.text for one in clear] == [
        "a has the most votes.",
        "b is above the threshold of 30 %.",
        "a is elected in this round.",
    ]
    close = sentences(even_night(0), look(even_night(0), rules), rules)
    assert not close[0].decided
    assert "cannot be determined" in close[0].text
    assert "Whether there is a run-off cannot be determined" in close[2].text
    assert "no more than the late bound" in close[0].assumes


# --- gates


@pytest.mark.parametrize(("arrived", "opened"), [(4, False), (5, True)])
def test_a_stratum_is_heard_when_a_quarter_of_it_has_reported(arrived: int, opened: bool) -> None:
    sampled = [Sampled(f"s{i}", "north" if i < 20 else "south", "all", 1.0) for i in range(40)]
    inside = [i for i in range(40) if i >= 20 or i < arrived]
    count = night([report(i, i, (50 + i % 3, 30, 100)) for i in inside], sampled)
    rules = Registered()
    moment = look(count, rules)
    strata = gates(count, moment, rules, sentences(count, moment, rules))[0]
    assert strata.name == "strata"
    assert strata.open is opened


def test_a_complete_sample_whose_cells_were_never_split_still_has_no_late_bound() -> None:
    sampled = [Sampled(f"s{i}", "all", f"cell {i}", 1.0) for i in range(6)]
    count = night([report(i, i, (50 + i, 30, 100)) for i in range(6)], sampled)
    gap = late_gap(count)
    assert gap.values is None
    assert gap.bound(np.array([1.0, 0.0])) == 0.0


def test_a_registered_shift_moves_a_lead_by_both_lists() -> None:
    gap = late_gap(night(complete()[:12]))
    assert gap.bound(np.array([1.0, -1.0]), 0.02) == pytest.approx(2 * 0.5 * 0.02)
