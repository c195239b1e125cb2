"""The full posterior of the stuffing mixture by NUTS, for a region or a small election. Extra [bayes].

EXPERIMENTAL. The same likelihood as `mixture`, classes and fractions summed out. Four chains from
scattered starts. Nothing is printed unless every parameter (not only those of the quantity of interest)
has an R-hat of at most 1.01 and an effective sample of at least 400, hardly any step diverged, and
fingerprints drawn from the posterior look like the real one.

The same seed gives the same draws with the same versions of numpy, JAX and numpyro on the same kind
of machine, whatever the number of processes and the order of the rows. Another version or machine
rounds differently, and the chains part: expect agreement within Monte Carlo error only.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.results import FloatArray, IntArray
from scrutator.forensics.models.mixture import LARGEST_MISFIT, coarse_fingerprint, fit_scale, simulate_mixture
from scrutator.forensics.models.mixture_likelihood import evaluate, mixture_data
from scrutator.forensics.models.nuts import Leg, Target, import_sampler, walk
from scrutator.replicates import map_replicates

LARGEST_R_HAT = 1.01
SMALLEST_SAMPLE = 400
# Share of draws after a diverging step beyond which the posterior has corners the chains cannot enter.
MOST_DIVERGENCES = 0.005
MOST_STATIONS = 6_000
CHAINS, WARM_UP, DRAWS = 4, 200, 400
LEG = 25
FUNCTIONAL_DRAWS = 400
PREDICTIVE_DRAWS = 40

Columns = tuple[IntArray, IntArray, IntArray, IntArray]


@dataclass(frozen=True)
class Posterior:
    """Votes added and moved (median and 90 % interval), and the checks every parameter passed."""

    stuffed: tuple[float, float, float]
    stolen: tuple[float, float, float]
    stations: int
    parameters: int
    chains: int
    draws: int
    seed: int
    largest_r_hat: float
    smallest_sample: float
    divergences: int
    gradients_per_draw: float
    misfit: float

    def to_plain(self) -> dict[str, Any]:
        """Plain values for JSON; marked experimental, with the versions that reproduce the draws."""
        from importlib.metadata import version

        versions = {name: version(name) for name in ("numpy", "jax", "numpyro")}
        return asdict(self) | {"status": "experimental", "versions": versions}


@dataclass(frozen=True)
class Chains:
    """What the sampler drew: units and parameters (chains × draws × parameters), and each step's cost."""

    units: FloatArray
    parameters: FloatArray
    diverging: IntArray
    gradients: IntArray


def sample_posterior(
    registered: IntArray,
    cast: IntArray,
    leader: IntArray,
    region: IntArray,
    seed: int,
    warm_up: int = WARM_UP,
    draws: int = DRAWS,
    executor: Executor | None = None,
    on_leg: Callable[[int, int], None] = lambda done, whole: None,
) -> Posterior:
    """Draw from the posterior with NUTS and report votes. Region codes run from 0 without gaps.

    `on_leg` hears how many of how many legs are done. Raises X02 without the extra, F03 above
    6,000 stations, F05 when any check fails.
    """
    order = np.lexsort((leader, cast, registered, region))
    columns = (registered[order], cast[order], leader[order], region[order])
    chains = draw_chains(columns, seed, warm_up, draws, CHAINS, executor, on_leg)
    r_hat, sample = check_chains(chains.units)
    divergences = int(chains.diverging.sum())
    if divergences > MOST_DIVERGENCES * chains.diverging.size:
        what = f"{divergences} of {chains.diverging.size:,} steps diverged: the chains cannot go everywhere"
        raise ScrutatorError("F05", what)
    drawn = chains.parameters.reshape(-1, chains.parameters.shape[-1])
    misfit = predictive_misfit(columns, drawn, seed)
    if misfit > LARGEST_MISFIT:
        what = f"fingerprints drawn from the posterior differ from the real one at {100 * misfit:.0f} %"
        raise ScrutatorError("F05", f"{what} of the stations")
    stuffed, stolen = (_summary(votes) for votes in posterior_votes(columns, drawn, seed))
    size = (len(registered), drawn.shape[1], CHAINS, draws, seed)
    per_draw = float(chains.gradients.mean())
    return Posterior(stuffed, stolen, *size, r_hat, sample, divergences, per_draw, misfit)


def refuse_if_too_large(stations: int) -> None:
    """F03 above a number of stations that would take hours on a small machine."""
    if stations > MOST_STATIONS:
        what = f"the full posterior takes at most {MOST_STATIONS:,} stations of 100 voters, not {stations:,}"
        remedy = "Choose a part with --only-region NAME, or fit all with --model."
        raise ScrutatorError("F03", what, remedy=remedy)


def draw_chains(
    columns: Columns,
    seed: int,
    warm_up: int = WARM_UP,
    draws: int = DRAWS,
    chains: int = CHAINS,
    executor: Executor | None = None,
    on_leg: Callable[[int, int], None] = lambda done, whole: None,
) -> Chains:
    """The draws after the warm-up, unchecked. Chains walk leg by leg, side by side in the executor."""
    refuse_if_too_large(len(columns[0]))
    import_sampler()
    target = Target(*columns, *fit_scale(*columns), warm_up)
    steps = warm_up + draws
    lengths = [min(LEG, steps - start) for start in range(0, steps, LEG)]
    states: list[Any] = [None] * chains
    walked = []
    for done, length in enumerate(lengths, start=1):
        legs = [Leg(target, (seed, chain), length, state) for chain, state in enumerate(states)]
        found = map_replicates(walk, legs, executor)
        states = [one.state for one in found]
        walked.append(found)
        on_leg(done, len(lengths))

    def kept(name: str) -> Any:
        joined = [np.concatenate([getattr(leg[chain], name) for leg in walked]) for chain in range(chains)]
        return np.stack(joined)[:, warm_up:]

    units = kept("places")
    return Chains(units, target.centre + units @ target.scale.T, kept("diverging"), kept("gradients"))


def check_chains(chains: FloatArray) -> tuple[float, float]:
    """Largest R-hat and smallest effective sample size over all parameters; F05 when they fail.

    `chains` is chains × draws × parameters. The published default of checking one parameter only
    accepts chains whose others have not moved.
    """
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    with np.errstate(divide="ignore", invalid="ignore"):
        r_hat = float(np.max(split_gelman_rubin(chains)))
        sample = float(np.min(effective_sample_size(chains)))
    if not r_hat <= LARGEST_R_HAT or not sample >= SMALLEST_SAMPLE:
        what = f"the chains disagree: largest R-hat {r_hat:.3f}, smallest effective sample {sample:.0f}"
        raise ScrutatorError(
            "F05", what, remedy="Take another part of the election, or do not use the model."
        )
    return r_hat, sample


def predictive_misfit(columns: Columns, drawn: FloatArray, seed: int) -> float:
    """Share of stations lying elsewhere in the real fingerprint than in those the posterior draws.

    Mean total variation over 20 × 20 cells between the real fingerprint and 40 drawn ones, less the
    mean between the drawn ones. Of elections drawn from the model itself 5 % of those with 40
    stations, 2 % of those with 100 and none of 60 with 300 lie above 0.05 (measured).
    """
    rng = np.random.default_rng((seed, 1))
    registered, cast, leader, region = columns
    prints = []
    for index in rng.choice(len(drawn), PREDICTIVE_DRAWS, replace=False):
        simulated = simulate_mixture(registered, region, drawn[index], rng)
        prints.append(coarse_fingerprint(registered, simulated[0], simulated[1]))
    simulated_prints = np.array(prints)
    apart = np.abs(simulated_prints - coarse_fingerprint(registered, cast, leader)).sum(axis=1) / 2
    each = np.abs(simulated_prints[:, None] - simulated_prints[None]).sum(axis=2) / 2
    chance = each.sum() / (PREDICTIVE_DRAWS * (PREDICTIVE_DRAWS - 1))
    return float(max(apart.mean() - chance, 0.0))


def posterior_votes(columns: Columns, drawn: FloatArray, seed: int) -> tuple[FloatArray, FloatArray]:
    """Votes added and votes moved at 400 of the drawn parameters, each with its own chance."""
    rng = np.random.default_rng((seed, 2))
    data = mixture_data(*columns)
    votes = []
    for index in rng.choice(len(drawn), min(FUNCTIONAL_DRAWS, len(drawn)), replace=False):
        found = evaluate(data, drawn[index])
        spread = np.sqrt([found.variance, found.stolen_variance])
        votes.append([found.stuffed.sum(), found.stolen.sum()] + spread * rng.normal(size=2))
    added, moved = np.maximum(np.array(votes).T, 0)
    return added, moved


def _summary(votes: FloatArray) -> tuple[float, float, float]:
    middle, low, high = np.percentile(votes, [50, 5, 95])
    return float(middle), float(low), float(high)
