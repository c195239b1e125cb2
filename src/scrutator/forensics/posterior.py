"""The full posterior of the stuffing mixture by NUTS, for a region or a small election. Extra [bayes].

EXPERIMENTAL. The same likelihood as `mixture`, classes and fractions summed out, written for JAX. Four
chains from scattered starts; nothing is printed unless every parameter's R-hat is at most 1.01 and
every effective sample size at least 400 — not only those of the quantity of interest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.mixture_likelihood import (
    LEVEL_PRIOR_SD,
    PRIOR_MEAN,
    PRIOR_SD,
    Block,
    evaluate,
    mixture_data,
)
from scrutator.forensics.results import FloatArray, IntArray

LARGEST_R_HAT = 1.01
SMALLEST_SAMPLE = 400
CHAINS = 4
FUNCTIONAL_DRAWS = 200


@dataclass(frozen=True)
class Posterior:
    """Votes added and moved (median and 90 % interval), and the checks every parameter passed."""

    stuffed: tuple[float, float, float]
    stolen: tuple[float, float, float]
    largest_r_hat: float
    smallest_sample: float
    divergences: int


def sample_posterior(
    registered: IntArray,
    cast: IntArray,
    leader: IntArray,
    region: IntArray,
    seed: int,
    warm_up: int = 500,
    draws: int = 1000,
    chains: int = CHAINS,
) -> Posterior:
    """Draw from the posterior with NUTS and report votes. Region codes run from 0 without gaps.

    Raises X02 without the extra and F05 when any check fails.
    """
    try:
        import jax
        from numpyro.infer import MCMC, NUTS
    except ImportError as error:
        raise ScrutatorError("X02", "the full posterior needs the extra scrutator[bayes]") from error
    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    data = mixture_data(registered, cast, leader, region)
    potential, start, unit = _standardised(data.blocks, data.regions, registered, cast, leader, region)
    kernel = NUTS(potential_fn=potential, max_tree_depth=8, target_accept_prob=0.85)
    runner = MCMC(
        kernel,
        num_warmup=warm_up,
        num_samples=draws,
        num_chains=chains,
        chain_method="sequential",
        progress_bar=False,
    )
    first = np.random.default_rng(seed).normal(0, 1.0, (chains, len(start)))
    runner.run(jax.random.PRNGKey(seed), init_params=jax.numpy.asarray(first), extra_fields=("diverging",))
    drawn = np.asarray(runner.get_samples(group_by_chain=True))
    divergences = int(np.sum(np.asarray(runner.get_extra_fields()["diverging"])))
    r_hat, sample = check_chains(drawn)
    flat = drawn.reshape(-1, drawn.shape[-1])
    picked = np.random.default_rng(seed).choice(len(flat), FUNCTIONAL_DRAWS, replace=False)
    ends = [evaluate(data, start + unit * flat[index]) for index in picked]
    noise = np.random.default_rng(seed + 1).normal(size=len(ends))
    spread = np.sqrt([end.variance for end in ends]) * noise
    votes = [
        np.array([end.stuffed.sum() for end in ends]) + spread,
        np.array([end.stolen.sum() for end in ends]),
    ]
    summaries = [
        tuple(float(value) for value in np.percentile(np.maximum(row, 0), [50, 5, 95])) for row in votes
    ]
    return Posterior(summaries[0], summaries[1], r_hat, sample, divergences)  # type: ignore[arg-type]


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
        raise ScrutatorError("F05", what, remedy="Draw longer, or take a smaller part of the election.")
    return r_hat, sample


def _standardised(
    blocks: tuple[Block, ...],
    regions: int,
    registered: IntArray,
    cast: IntArray,
    leader: IntArray,
    region: IntArray,
) -> tuple[Callable[[Any], Any], FloatArray, FloatArray]:
    """Minus the log posterior in units of its own curvature around the fitted maximum."""
    from scrutator.forensics.mixture import fit_units

    start, unit = fit_units(registered, cast, leader, region)
    log_posterior = jax_log_posterior(blocks, regions)
    return lambda u: -log_posterior(start + unit * u), start, unit


def jax_log_posterior(blocks: tuple[Block, ...], regions: int) -> Callable[[Any], Any]:
    """The log posterior of `mixture_likelihood.evaluate`, as a function JAX can differentiate."""
    import jax.numpy as jnp
    from jax.scipy.special import gammaln, logsumexp

    joined = {
        name: jnp.asarray(np.concatenate([getattr(block, name) for block in blocks], axis=-1))
        for name in Block.__dataclass_fields__
    }

    def beta_binomial(count: Any, total: Any, first: Any, second: Any) -> Any:
        whole = first + second
        return (
            gammaln(count + first) + gammaln(total - count + second) - gammaln(total + whole)
            - gammaln(first) - gammaln(second) + gammaln(whole)
        )  # fmt: skip

    def mass(log_mean: Any, low: Any, high: Any) -> Any:
        rate = jnp.exp(-log_mean)
        return jnp.log((jnp.exp(-rate * low) - jnp.exp(-rate * high)) / -jnp.expm1(-rate))

    def log_posterior(p: Any) -> Any:
        levels = p[6:].reshape(2, regions)
        share = 1 / (1 + jnp.exp(-levels))
        one, two = jnp.exp(p[0]), jnp.exp(p[1])
        place = joined["region"]
        a, b = (share[0] * one)[place], ((1 - share[0]) * one)[place]
        c, d = (share[1] * two)[place], ((1 - share[1]) * two)[place]
        classes = jnp.stack([jnp.zeros(()), p[2], p[3]])
        classes = classes - logsumexp(classes)
        voters, cast, leader = joined["registered"], joined["cast"], joined["leader"]
        turnout = beta_binomial(cast, voters, a, b)
        honest = classes[0] + joined["ways"] + turnout + beta_binomial(leader, cast, c, d)
        before = cast - joined["stuffed"]
        stuffed = (
            classes[1] + joined["stuffed_ways"] + mass(p[4], joined["stuffed_low"], joined["stuffed_high"])
            + beta_binomial(before, voters, a, b) + beta_binomial(leader - joined["stuffed"], before, c, d)
        )  # fmt: skip
        stolen = (
            classes[2] + joined["stolen_ways"] + mass(p[5], joined["stolen_low"], joined["stolen_high"])
            + turnout + beta_binomial(leader - joined["stolen"], cast, c, d)
        )  # fmt: skip
        total = jnp.sum(logsumexp(jnp.concatenate([honest[None], stuffed, stolen]), axis=0))
        prior = jnp.sum(((p[:6] - PRIOR_MEAN) / PRIOR_SD) ** 2) + jnp.sum(levels**2) / LEVEL_PRIOR_SD**2
        return total - prior / 2

    return log_posterior
