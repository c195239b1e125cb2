"""Forensics at national scale, with the published Monte Carlo and the published kind of mixture beside it.

The peers are written anew from the formulas: the integer test's 1,000 Monte Carlo replicates in numpy (a
tenth of them is run and scaled), and a station-level mixture with discrete classes for JAGS.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from scrutator.forensics.calibration import stored_calibration
from scrutator.forensics.examination import examine
from scrutator.forensics.integer_peaks import AUTHORS, peak_data, peaks, regional_peaks
from scrutator.forensics.mixture import fit_counts, simulate_mixture
from scrutator.forensics.mixture_likelihood import PRIOR_MEAN
from scrutator.forensics.panel import stored_panel
from scrutator.forensics.posterior import draw_chains
from scrutator.forensics.reading import read_results
from scrutator.forensics.results import StationResults

Row = tuple[str, str, str]
JAGS_STATIONS, JAGS_SWEEPS = 1000, 200
NUTS_STATIONS = (100, 1000)
JAGS_MODEL = """
model {
  pi ~ ddirch(alpha)
  for (k in 1:4) { mean[k] ~ dnorm(0, 0.5)  spread[k] ~ dunif(0.05, 2) }
  for (i in 1:stations) {
    z[i] ~ dcat(pi)
    for (k in 1:4) { raw[i, k] ~ dnorm(mean[k], pow(spread[k], -2)) }
    tau[i] <- ilogit(raw[i, 1])
    nu[i] <- ilogit(raw[i, 2])
    iota[i] <- 0.7 * ilogit(raw[i, 3]) * equals(z[i], 2)
    chi[i] <- (0.7 + 0.3 * ilogit(raw[i, 4])) * equals(z[i], 3)
    cast[i] ~ dbin(tau[i] + (1 - tau[i]) * (iota[i] + chi[i]), voters[i])
    votes[i] ~ dbin(tau[i] * (nu[i] + (1 - nu[i]) * (iota[i] + chi[i])) + (1 - tau[i]) * (iota[i] + chi[i]),
                    voters[i])
  }
}
"""


@dataclass(frozen=True)
class Time:
    """Wall seconds, and processor seconds, which hold when other work shares the machine."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} CPU-s)"


def timed(work: Callable[[], object], repeats: int = 3) -> Time:
    """The best wall and processor times of a few runs."""
    walls, processors = [], []
    for _ in range(repeats):
        start, used = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - start)
        processors.append(time.process_time() - used)
    return Time(min(walls), min(processors))


def published_monte_carlo(results: StationResults, replicates: int) -> Time:
    """Time per 1,000 replicates of the published formulation: draws, then hits in floating point."""
    keep = peak_data(results, AUTHORS).kept
    rows = results.select(keep)
    voters, cast = rows["registered"], rows["ballots_cast"]
    box, votes = rows.in_box, rows["leader"]
    rng = np.random.default_rng(42)
    start, used = time.perf_counter(), time.process_time()
    for _ in range(replicates):
        hit = np.zeros(len(rows), dtype=bool)
        for part, whole in ((votes, box), (cast, voters)):
            percent = 100 * rng.binomial(whole, part / whole) / whole
            hit |= np.abs(percent - np.rint(percent)) <= 0.05
        for weight in (np.ones(len(rows)), voters, cast, votes):
            np.sum(weight[hit])
    scale = 1000 / replicates
    return Time(scale * (time.perf_counter() - start), scale * (time.process_time() - used))


def model_data(stations: int = JAGS_STATIONS) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stations drawn from the mixture, for all fits."""
    rng = np.random.default_rng(1)
    voters = rng.integers(500, 1000, stations)
    levels = np.zeros(2)
    cast, votes, _, _ = simulate_mixture(
        voters, np.zeros(stations, dtype=int), np.concatenate([PRIOR_MEAN, levels]), rng
    )
    return voters, cast, votes


@dataclass(frozen=True)
class Jags:
    """One chain of the published kind of model: its speed, and how far its parameters have moved."""

    per_thousand: float  # seconds per 1,000 sweeps
    seconds: float  # of the whole run
    sample: float  # smallest effective sample of any parameter in the second half of the run


def run_jags() -> Jags | None:
    """The mixture in JAGS, or None where JAGS is not installed."""
    if shutil.which("jags") is None:
        return None
    voters, cast, votes = model_data()
    columns = {"voters": voters, "cast": cast, "votes": votes, "alpha": np.ones(3)}
    data = "\n".join(f"{name} <- c({','.join(map(str, values))})" for name, values in columns.items())
    half = JAGS_SWEEPS // 2
    watched = "".join(f"monitor {name}\n" for name in ("pi", "mean", "spread"))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "model.bug").write_text(JAGS_MODEL)
        Path(folder, "data.R").write_text(f"{data}\nstations <- {JAGS_STATIONS}\n")
        times = []
        for sweeps in ("update 1", f"update {half + 1}\n{watched}update {half}\ncoda *"):
            script = 'model in "model.bug"\ndata in "data.R"\ncompile\ninitialize\n'
            Path(folder, "run.jags").write_text(f"{script}{sweeps}\nexit\n")
            start = time.perf_counter()
            subprocess.run(["jags", "run.jags"], cwd=folder, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
        drawn = np.loadtxt(Path(folder, "CODAchain1.txt"))[:, 1].reshape(-1, half)
    return Jags((times[1] - times[0]) / JAGS_SWEEPS * 1000, times[1], smallest_sample(drawn.T[None]))


def smallest_sample(chains: np.ndarray) -> float:
    """The smallest effective sample over the parameters of chains × draws × parameters."""
    from numpyro.diagnostics import effective_sample_size

    return float(np.min(effective_sample_size(chains)))


def nuts_rows(jags: Jags | None) -> list[Row]:
    """The full posterior at two sizes; at 1,000 stations beside the published kind of model in JAGS."""
    found = []
    for stations in NUTS_STATIONS:
        voters, cast, votes = model_data(stations)
        columns = (voters, cast, votes, np.zeros(stations, dtype=int))
        start = time.perf_counter()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
            chains = draw_chains(columns, 1, executor=executor)
        seconds = time.perf_counter() - start
        sample = smallest_sample(chains.units)
        per_draw = f"{chains.gradients.mean():.1f} gradients a draw"
        said = f"{seconds:.0f} s, effective sample {sample:,.0f}: {sample / seconds:.1f} per s, {per_draw}"
        target = "< 180 s" if stations == 1000 else "not set"
        if stations == JAGS_STATIONS and jags is not None:
            rate = f"{jags.sample / jags.seconds:.2f} per s"
            target += f"; JAGS, {JAGS_SWEEPS} sweeps: {jags.seconds:.0f} s, {jags.sample:.0f}: {rate}"
        found.append((f"full posterior by NUTS, four chains, {stations:,} stations", said, target))
    return found


def peak_memory(path: Path) -> float:
    """Peak megabytes of a fresh process that examines the election."""
    code = (
        "import resource, sys; from scrutator.forensics.reading import read_results; "
        "from scrutator.forensics.examination import examine; "
        "from scrutator.forensics.calibration import stored_calibration; "
        "from scrutator.forensics.panel import stored_panel; "
        "examine(read_results(sys.argv[1]), stored_calibration(), stored_panel(), 1); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True
    )
    return int(found.stdout.split()[-1]) / 1024


def national_mixture(results: StationResults) -> Time:
    """Time of the maximum and its curvature on all stations."""
    rows = results.select(results.usable() & (results["registered"] >= 100))
    region = np.unique(rows.region, return_inverse=True)[1]
    votes = np.minimum(rows["leader"], rows["ballots_cast"])
    return timed(lambda: fit_counts(rows["registered"], rows["ballots_cast"], votes, region), repeats=1)


def rows() -> list[Row]:
    """Every measure of the room, on russia-2011 of the reference folder."""
    import os

    folder = os.environ.get("SCRUTATOR_DATA")
    if not folder:
        return [("forensics", "not measured: SCRUTATOR_DATA is not set", "")]
    path = next(p for p in (Path(folder), Path(folder) / "results") if (p / "russia-2011.csv.gz").is_file())
    path = path / "russia-2011.csv.gz"
    results = read_results(path)

    def integer() -> None:
        data = peak_data(results)
        peaks(data)
        regional_peaks(data)

    exact = timed(integer, 5)
    published = published_monte_carlo(results, 50)
    calibration, panel = stored_calibration(), stored_panel()
    whole = timed(lambda: examine(results, calibration, panel, 1), 2)
    jags = run_jags()
    voters, cast, votes = model_data()
    ours = timed(lambda: fit_counts(voters, cast, votes, np.zeros(len(voters), dtype=int)), 1)
    beside = (
        "JAGS is not installed"
        if jags is None
        else f"JAGS: {jags.per_thousand:.0f} s per 1,000 sweeps, not converged"
    )
    ratio = f"slower by {published.processor / exact.processor:.0f} times (CPU)"
    return [
        ("read 95,225 rows of gzip CSV", str(timed(lambda: read_results(path))), "well under 1 s"),
        ("whole percentages with 83 regions, 86,718 stations kept", str(exact), "≤ 0.3 s"),
        ("the published Monte Carlo, 1,000 replicates (50 run)", str(published), ratio),
        ("whole battery, regions, window, placebos", str(whole), "≤ 6 s"),
        ("its peak memory, reading included", f"{peak_memory(path):.0f} MB", "< 1000 MB"),
        ("mixture, maximum and curvature, 91,082 stations", str(national_mixture(results)), "≤ 60 s"),
        ("mixture, interval included, 1,000 stations", str(ours), beside),
        *nuts_rows(jags),
        (
            "peak memory of this process",
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
            "",
        ),
    ]
