"""Forensics at national scale, with the published Monte Carlo and the published kind of mixture beside it.

The peers are written anew from the formulas: the integer test's 1,000 Monte Carlo replicates in numpy (20 of
them are run and scaled), and a station-level mixture with discrete classes for JAGS. Samplers are compared
by the processor seconds that an effective sample of the same size costs them.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bench import measure
from bench.election import described, station_file
from bench.measure import Peer, Row, beside, peer, process, seconds, used
from scrutator.forensics.battery.integer_peaks import AUTHORS, peak_data, peaks, regional_peaks
from scrutator.forensics.inputs.reading import read_results
from scrutator.forensics.inputs.results import StationResults
from scrutator.forensics.models.mixture import fit_counts, simulate_mixture
from scrutator.forensics.models.mixture_likelihood import PRIOR_MEAN
from scrutator.forensics.models.posterior import draw_chains

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


def monte_carlo(results: StationResults, replicates: int) -> Callable[[], object]:
    """A careful numpy writer's Monte Carlo of the published test: draws, then hits in floating point."""
    keep = peak_data(results, AUTHORS).kept
    rows = results.select(keep)
    voters, cast = rows["registered"], rows["ballots_cast"]
    box, votes = rows.in_box, rows["leader"]

    def run() -> None:
        rng = np.random.default_rng(42)
        for _ in range(replicates):
            hit = np.zeros(len(rows), dtype=bool)
            for part, whole in ((votes, box), (cast, voters)):
                percent = 100 * rng.binomial(whole, part / whole) / whole
                hit |= np.abs(percent - np.rint(percent)) <= 0.05
            for weight in (np.ones(len(rows)), voters, cast, votes):
                np.sum(weight[hit])

    return run


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
class Sampled:
    """What a sampler cost and how far its parameters moved, both over the whole run."""

    seconds: float  # of processor time, children included
    sample: float  # the smallest effective sample of any parameter

    @property
    def for_hundred(self) -> float:
        """Processor seconds for an effective sample of one hundred."""
        return 100 * self.seconds / self.sample


def run_jags() -> Sampled | None:
    """One chain of the mixture in JAGS, or None where JAGS is not installed."""
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
        script = 'model in "model.bug"\ndata in "data.R"\ncompile\ninitialize\n'
        sweeps = f"update {half + 1}\n{watched}update {half}\ncoda *"
        Path(folder, "run.jags").write_text(f"{script}{sweeps}\nexit\n")
        begin = used()
        process("jags", "run.jags", folder=folder)()
        spent = used() - begin
        drawn = np.loadtxt(Path(folder, "CODAchain1.txt"))[:, 1].reshape(-1, half)
    return Sampled(spent, smallest_sample(drawn.T[None]))


def smallest_sample(chains: np.ndarray) -> float:
    """The smallest effective sample over the parameters of chains × draws × parameters."""
    from numpyro.diagnostics import effective_sample_size

    return float(np.min(effective_sample_size(chains)))


def nuts_rows() -> list[Row]:
    """The full posterior at two sizes: processor seconds of all four chains; JAGS at the larger size."""
    found: list[Row] = []
    for stations in NUTS_STATIONS:
        voters, cast, votes = model_data(stations)
        columns = (voters, cast, votes, np.zeros(stations, dtype=int))
        begin = used()
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
            chains = draw_chains(columns, 1, executor=executor)
        ours = Sampled(used() - begin, smallest_sample(chains.units))
        what = f"posterior by NUTS, {stations:,} stations, an effective sample of 100"
        jags = run_jags() if stations == JAGS_STATIONS else None
        other = [Peer(f"JAGS, {JAGS_SWEEPS} sweeps, not converged", jags.for_hundred)] if jags else []
        remark = f"whole run {ours.seconds:.0f} CPU-s, sample {ours.sample:,.0f}"
        if stations == JAGS_STATIONS and not jags:
            remark += "; JAGS is not installed"
        found += beside(what, ours.for_hundred, other, "", remark)
    return found


def national_mixture(results: StationResults) -> Callable[[], object]:
    """The maximum and its curvature on all stations."""
    rows = results.select(results.usable() & (results["registered"] >= 100))
    region = np.unique(rows.region, return_inverse=True)[1]
    votes = np.minimum(rows["leader"], rows["ballots_cast"])
    return lambda: fit_counts(rows["registered"], rows["ballots_cast"], votes, region)


def rows() -> list[Row]:
    """Every measure of the room on one election; the whole command includes its imports and the reading."""
    path = station_file()
    results = read_results(path)

    def integer() -> None:
        data = peak_data(results)
        peaks(data)
        regional_peaks(data)

    twenty = peer("numpy Monte Carlo", monte_carlo(results, 20))
    thousand = Peer(
        "numpy Monte Carlo × 1,000 (20 run)", 50 * twenty.seconds if twenty.seconds else None, twenty.remark
    )
    command = [sys.executable, "-m", "scrutator", "forensics", str(path), "--json"]
    whole = seconds(process(*command), 3)
    table = [
        *beside(f"whole percentages by region, {described(path)}", seconds(integer), [thousand], "≤ 0.3 s"),
        Row(
            f"scrutator forensics, whole command, {described(path)}",
            whole,
            target="≤ 6 s",
            remark="no peer in this run: the published tools are for R",
        ),
    ]
    if measure.QUICK:
        return table
    mixture = seconds(national_mixture(results), 1)
    alone = "no peer in this run" if shutil.which("jags") is None else "see JAGS below"
    table.append(Row("mixture, maximum and curvature, all stations", mixture, target="≤ 60 s", remark=alone))
    return table + nuts_rows()
