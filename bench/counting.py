"""The counting room: estimators and the live night at national size, with svy beside them in the same run."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from scrutator.counting.design import make_design
from scrutator.counting.estimators import ratio
from scrutator.counting.late import late_gap
from scrutator.counting.night_estimate import shares
from scrutator.counting.protocols import bundled_type, check_protocols, read_protocols
from scrutator.counting.publication import Registered, look
from scrutator.counting.quickcount import QuickCount, Report, Sampled, make_sample, recompute
from scrutator.counting.replication import bootstrap_replicates, jackknife_covariance
from scrutator.counting.response import adjusted, stratified

STATIONS, STRATA, LISTS = 100_000, 500, 6
NAMES = tuple(f"list{index}" for index in range(LISTS))
CLOSE = datetime.fromisoformat("2026-11-21T20:00:00")


def median(run: Callable[[], Any], runs: int = 5) -> float:
    """Median seconds of a few runs after one that is not counted."""
    run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[runs // 2]


def milliseconds(seconds: float) -> str:
    """Seconds as printed in the table."""
    return f"{1000 * seconds:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def country(stations: int, strata: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Votes (stations × 6), valid votes, stratum codes."""
    generator = np.random.Generator(np.random.PCG64(1))
    stratum = np.sort(np.arange(stations) % strata)
    level = generator.dirichlet((30, 20, 15, 10, 5, 4), strata)
    valid = generator.integers(100, 900, stations)
    votes = generator.multinomial(valid, level[stratum])
    return votes, valid, stratum


def estimators() -> list[tuple[str, str, str]]:
    """100,000 stations × 6 shares in 500 strata: Scrutator and svy."""
    votes, valid, stratum = country(STATIONS, STRATA)
    tops, bottom = votes.astype(float), valid.astype(float)
    design = make_design(2.0, strata=stratum)
    own = ratio(design, tops, bottom, NAMES)
    taylor = median(lambda: ratio(design, tops, bottom, NAMES))
    jackknife = median(lambda: jackknife_covariance(design, tops, bottom))
    build = median(lambda: make_design(2.0, strata=stratum))
    size = f"{STATIONS:,} stations × {LISTS} shares, {STRATA} strata"
    small = make_design(2.0, strata=stratum[::13])
    sample = (tops[::13], bottom[::13])
    start = time.perf_counter()
    bootstrap_replicates(small, *sample, replicates=1000, seed=1)
    boot = time.perf_counter() - start
    table = [
        (f"describing the design, {STATIONS:,} stations", milliseconds(build), ""),
        (f"Taylor, {size}", milliseconds(taylor), "≤ 100 ms"),
        (f"JKn, {size}", milliseconds(jackknife), "≤ 0.5 s"),
        (f"Rao–Wu, 1,000 replicates, {len(sample[1]):,} stations", milliseconds(boot), ""),
    ]
    return table + peer(votes, valid, stratum, own.errors)


def peer(
    votes: np.ndarray, valid: np.ndarray, stratum: np.ndarray, errors: np.ndarray
) -> list[tuple[str, str, str]]:
    """The same six ratios by svy; the row says so when it is not installed or when it disagrees."""
    try:
        import polars
        import svy
    except ImportError:
        return [("svy, the same six ratios", "svy is not installed", "for comparison")]
    data = {name: votes[:, index].astype(float) for index, name in enumerate(NAMES)}
    frame = polars.DataFrame(
        {**data, "valid": valid.astype(float), "stratum": stratum, "weight": np.full(len(valid), 2.0)}
    )

    def six() -> list[Any]:
        made = svy.Sample(frame, svy.Design(stratum="stratum", wgt="weight"))
        found = made.estimation.ratio(list(NAMES), "valid")
        return found if isinstance(found, list) else [found]

    start = time.perf_counter()
    results = six()
    first = time.perf_counter() - start
    theirs = np.array([one.estimates[0].se for one in results])
    same = np.allclose(theirs, errors, rtol=1e-9)
    agree = "standard errors agree" if same else f"standard errors differ: {theirs} against {errors}"
    return [
        ("svy, the same six ratios, first call", milliseconds(first), "for comparison"),
        ("svy, the same six ratios, repeated", f"{milliseconds(median(six, 3))}; {agree}", "for comparison"),
    ]


def live() -> list[tuple[str, str, str]]:
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
        start = time.perf_counter()
        for report in reports[first : first + 1000]:
            count.take(report)
        batches.append((time.perf_counter() - start) / 1000)
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
    bare = median(lambda: shares(sample, statistics, weights, NAMES))
    size = f"{STRATA} strata × {LISTS} lists"
    return [
        ("live update, per arrival, median of batches", f"{1e6 * each:.1f} µs", "≤ 20 µs"),
        (f"estimate and covariance, {size}", milliseconds(median(estimate)), "≤ 5 ms"),
        ("  of which the covariance", milliseconds(bare), ""),
        ("adjusted by raking, residual covariance", milliseconds(median(both)), ""),
        (f"late gap, {number:,} stations", milliseconds(median(lambda: late_gap(count))), ""),
        ("everything published at one moment", milliseconds(median(lambda: look(count, Registered()))), ""),
        (f"full recomputation, {number:,} stations", milliseconds(median(lambda: recompute(count))), ""),
        ("  equals the live state", "exactly" if equal else "NO", "to 1e-12"),
    ]


def relations() -> list[tuple[str, str, str]]:
    """All control relations of the Russian form on 100,000 protocols."""
    generator = np.random.Generator(np.random.PCG64(2))
    form = bundled_type("russia-2024")
    columns = [line.heading for line in form.lines] + list(form.lists)
    table = generator.integers(0, 500, (STATIONS, len(columns)))
    rows_ = [dict(zip(columns, map(str, row), strict=True)) for row in table.tolist()]
    for index, row in enumerate(rows_):
        row.update({"region": "r", "tik": "t", "uik": str(index)})
    start = time.perf_counter()
    protocols = read_protocols(rows_, form)
    reading = time.perf_counter() - start
    checking = median(lambda: check_protocols(protocols))
    return [
        (f"reading {STATIONS:,} protocols from rows of text", milliseconds(reading), ""),
        (f"all relations on {STATIONS:,} protocols", milliseconds(checking), "< 0.5 s"),
    ]


def rows() -> list[tuple[str, str, str]]:
    """What, measured, target."""
    return estimators() + live() + relations()
