"""The counting room: estimators and the live night at national size, with svy beside them in the same run."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from bench import measure
from bench.measure import Peer, Row, beside, peer, seconds, used
from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.estimators import ratio
from scrutator.counting.estimation.replication import bootstrap_replicates, jackknife_covariance
from scrutator.counting.night.estimate import shares
from scrutator.counting.night.late import late_gap
from scrutator.counting.night.publication import Registered, look
from scrutator.counting.night.quickcount import QuickCount, Report, Sampled, make_sample, recompute
from scrutator.counting.night.response import adjusted, stratified

STATIONS, STRATA, LISTS, REPLICATES = 100_000, 500, 6, 1_000
NAMES = tuple(f"list{index}" for index in range(LISTS))
CLOSE = datetime.fromisoformat("2026-11-21T20:00:00")


def country(stations: int, strata: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Votes (stations × 6), valid votes, stratum codes."""
    generator = np.random.Generator(np.random.PCG64(1))
    stratum = np.sort(np.arange(stations) % strata)
    level = generator.dirichlet((30, 20, 15, 10, 5, 4), strata)
    valid = generator.integers(100, 900, stations)
    votes = generator.multinomial(valid, level[stratum])
    return votes, valid, stratum


def estimators() -> list[Row]:
    """100,000 stations × 6 shares in 500 strata, the design included, beside svy on the same numbers."""
    votes, valid, stratum = country(STATIONS, STRATA)
    tops, bottom = votes.astype(float), valid.astype(float)

    def taylor() -> Any:
        return ratio(make_design(2.0, strata=stratum), tops, bottom, NAMES)

    def bootstrap() -> Any:
        design = make_design(2.0, strata=stratum)
        return bootstrap_replicates(design, tops, bottom, replicates=REPLICATES, seed=1)

    def jackknife() -> Any:
        return jackknife_covariance(make_design(2.0, strata=stratum), tops, bottom)

    size = f"{STATIONS:,} stations × {LISTS} shares, {STRATA} strata, design included"
    ours = taylor().errors
    table = beside(f"Taylor, {size}", seconds(taylor), [svy_taylor(votes, valid, stratum, ours)], "≤ 100 ms")
    alone = "svy's would need 100,000 columns of weights: not run"
    table.append(Row(f"JKn, {size}", seconds(jackknife), target="≤ 0.5 s", remark=alone))
    if measure.QUICK:
        return table
    peers = [svy_bootstrap(votes, valid, stratum)]
    return table + beside(f"Rao–Wu, {REPLICATES:,} replicates, {size}", seconds(bootstrap), peers)


def svy_frame(votes: np.ndarray, valid: np.ndarray, stratum: np.ndarray) -> Any:
    import polars

    data = {name: votes[:, index].astype(float) for index, name in enumerate(NAMES)}
    more = {"valid": valid.astype(float), "stratum": stratum, "weight": np.full(len(valid), 2.0)}
    return polars.DataFrame({**data, **more})


def svy_taylor(votes: np.ndarray, valid: np.ndarray, stratum: np.ndarray, errors: np.ndarray) -> Peer:
    """The same six ratios by svy, its design included; it must find our standard errors."""

    def six() -> None:
        import svy

        made = svy.Sample(svy_frame(votes, valid, stratum), svy.Design(stratum="stratum", wgt="weight"))
        found = made.estimation.ratio(list(NAMES), "valid")
        theirs = np.array([one.estimates[0].se for one in found])
        if not np.allclose(theirs, errors, rtol=1e-9):
            raise ValueError("other standard errors")

    return peer("svy", six)


def svy_bootstrap(votes: np.ndarray, valid: np.ndarray, stratum: np.ndarray) -> Peer:
    def replicated() -> object:
        import svy

        made = svy.Sample(svy_frame(votes, valid, stratum), svy.Design(stratum="stratum", wgt="weight"))
        weighted = made.weighting.create_bs_wgts(REPLICATES, rstate=1)
        return weighted.estimation.ratio(list(NAMES), "valid", method="replication")

    return peer("svy", replicated, 1)


def live() -> list[Row]:
    """A night of 50,000 stations in 500 strata × 2 cells with 6 lists."""
    number = 50_000
    votes, valid, stratum = country(number, STRATA)
    drawn = [
        Sampled(f"s{index}", f"{code:03d}", "town" if index % 2 else "country", 2.0)
        for index, code in enumerate(stratum.tolist())
    ]
    reports = [
        Report(f"s{index}", CLOSE + timedelta(seconds=index % 9973), (*row, total))
        for index, (row, total) in enumerate(zip(votes.tolist(), valid.tolist(), strict=True))
    ]
    sample = make_sample(drawn)
    count = QuickCount(sample, NAMES)
    # The median over batches of 1,000: a pause of the machine is not the cost of an arrival.
    batches = []
    for first in range(0, number, 1000):
        begin = used()
        for report in reports[first : first + 1000]:
            count.take(report)
        batches.append((used() - begin) / 1000)
    each = sorted(batches)[len(batches) // 2]
    statistics = count.statistics
    weights = stratified(sample, statistics)

    def estimate() -> Any:
        return shares(sample, count.statistics, stratified(sample, count.statistics), NAMES)

    def both() -> Any:
        return shares(sample, statistics, adjusted(sample, statistics), NAMES)

    again = recompute(count)
    equal = all(
        np.array_equal(getattr(statistics, name), getattr(again, name))
        for name in ("numbers", "sums", "products")
    )
    if not equal:
        raise AssertionError("the live state differs from the one computed anew")
    size, alone = f"{STRATA} strata × {LISTS} lists", "no peer counts live"
    work = {
        f"estimate and covariance, {size}": (estimate, "≤ 5 ms"),
        "  of which the covariance": (lambda: shares(sample, statistics, weights, NAMES), ""),
        "adjusted by raking, residual covariance": (both, ""),
        f"late gap, {number:,} stations": (lambda: late_gap(count), ""),
        "everything published at one moment": (lambda: look(count, Registered()), ""),
        f"full recomputation, {number:,} stations, equal to the live state": (lambda: recompute(count), ""),
    }
    first_row = Row("live update, one arrival, median of batches", each, target="≤ 20 µs", remark=alone)
    return [first_row, *(Row(what, seconds(run), target=target) for what, (run, target) in work.items())]


def rows() -> list[Row]:
    """Estimators, and the live night."""
    return estimators() + live()
