"""Chains of the No-U-Turn Sampler (numpyro's) on the mixture's posterior. Extra [bayes].

The posterior and its gradient are those of `mixture_likelihood.evaluate`, called back from the sampler:
one likelihood, and measured faster than its translation to JAX. The sampler walks in units in which the
curvature at the maximum is the identity, so that a draw takes about seven gradients. Hoffman and Gelman,
"The No-U-Turn Sampler", Journal of Machine Learning Research 15 (2014).

A chain advances by legs: a leg takes the state the last one left, so that progress can be shown and
any executor can run the chains, with the same draws.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from scrutator.errors import missing_extra
from scrutator.forensics.inputs.results import FloatArray, IntArray
from scrutator.forensics.models.mixture_likelihood import evaluate, mixture_data

TREE_DEPTH = 7
ACCEPTANCE = 0.8


@dataclass(frozen=True, eq=False)
class Target:
    """The posterior in whitened units: parameters = centre + scale @ units.

    Equal when the numbers are equal, so that a worker keeps what it has compiled from leg to leg.
    """

    registered: IntArray
    cast: IntArray
    leader: IntArray
    region: IntArray
    centre: FloatArray
    scale: FloatArray
    warm_up: int

    def _key(self) -> tuple[str, int]:
        arrays = (self.registered, self.cast, self.leader, self.region, self.centre, self.scale)
        return blake2b(b"|".join(array.tobytes() for array in arrays)).hexdigest(), self.warm_up

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Target) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())


@dataclass(frozen=True)
class Leg:
    """A stretch of one chain: where it goes on (nothing: it starts) and how many steps it takes."""

    target: Target
    seed: tuple[int, int]
    steps: int
    state: Any = None


@dataclass(frozen=True)
class Walked:
    """What a leg found: the state to go on from, places (steps × parameters), divergences, gradients."""

    state: Any
    places: FloatArray
    diverging: IntArray
    gradients: IntArray


def walk(leg: Leg) -> Walked:
    """Walk one leg. All randomness comes from the leg's seed or from the state it goes on from."""
    start, step = _compiled(leg.target)
    state = leg.state if leg.state is not None else start(leg.seed)
    places, diverging, gradients = [], [], []
    for _ in range(leg.steps):
        state = step(state)
        places.append(np.asarray(state.z))
        diverging.append(bool(state.diverging))
        gradients.append(int(state.num_steps))
    import jax

    plain = jax.tree_util.tree_map(np.asarray, state)  # can be sent to another process
    return Walked(plain, np.array(places), np.array(diverging), np.array(gradients))


def import_sampler() -> Any:
    """numpyro's sampler with JAX set up for it: double precision, calls back in the calling thread.

    Raises X02 without the extra.
    """
    try:
        import jax
        from numpyro.infer import NUTS
    except ImportError as error:
        raise missing_extra("the full posterior", "bayes") from error
    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]
    # With asynchronous dispatch a callback can wait for the thread that waits for it.
    jax.config.update("jax_cpu_enable_async_dispatch", False)  # type: ignore[no-untyped-call]
    return NUTS


@lru_cache(maxsize=1)
def _compiled(target: Target) -> tuple[Callable[[tuple[int, int]], Any], Callable[[Any], Any]]:
    """How to start a chain on this target and how to take a step, compiled once per process."""
    sampler = import_sampler()
    import jax

    kernel = sampler(
        potential_fn=_potential(target), max_tree_depth=TREE_DEPTH, target_accept_prob=ACCEPTANCE
    )

    def start(seed: tuple[int, int]) -> Any:
        rng = np.random.default_rng(seed)
        first = rng.normal(size=len(target.centre))
        key = jax.random.PRNGKey(int(rng.integers(2**31)))
        return kernel.init(key, target.warm_up, jax.numpy.asarray(first), (), {})

    start((0, 0))  # the kernel must have been started once in this process
    return start, jax.jit(lambda state: kernel.sample(state, (), {}))


def _potential(target: Target) -> Callable[[Any], Any]:
    """Minus the log posterior in whitened units, as a function whose gradient JAX may ask for."""
    import jax

    data = mixture_data(target.registered, target.cast, target.leader, target.region)
    answer = (np.zeros(()), np.zeros(len(target.centre)))  # the kinds of arrays that come back

    def compute(units: Any) -> tuple[FloatArray, FloatArray]:
        found = evaluate(data, target.centre + target.scale @ np.asarray(units))
        return np.asarray(-found.value), -(found.gradient @ target.scale)

    @jax.custom_vjp
    def potential(units: Any) -> Any:
        return jax.pure_callback(compute, answer, units)[0]

    potential.defvjp(
        lambda units: jax.pure_callback(compute, answer, units),
        lambda gradient, upstream: (gradient * upstream,),
    )
    return potential
