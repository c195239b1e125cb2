"""Weights held against the drawn numbers and the register: a weight set by decree is right or wrong.

A night file may say that all strata count the same, or what each counts. Taken over from another country's
design that shifts every share, and no interval shows it. So each night says what its weights were held
against, and a gate closes where they depart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from scrutator.counting.arrays import Floats
from scrutator.counting.night.quickcount import Sample

# Weight in the wrong strata, in parts of all weight, that is still rounding.
MISPLACED = 0.02
# Strata that count the same: between the fewest and the most drawn of one, still alike. The Mexican quick
# count of 2018 drew 17 to 54 stations of each of its 300 districts.
ALIKE = 4.0
# Registers: the weighted sum may depart by this part, or by so many standard errors of the draw.
REGISTER_PART = 0.02
REGISTER_ERRORS = 3.0


class Origin(StrEnum):
    """Where the weights of a night come from."""

    COLUMN = "a column of the sample"
    STATED = "stated stratum sizes"
    EQUAL = "all strata declared equal"
    FRAME = "the stations counted in the frame"
    NONE = "none given: every drawn station counts 1"


@dataclass(frozen=True)
class HeldWeights:
    """Whether the weights may support a release, and in words what they were held against."""

    fits: bool
    why: str


@dataclass(frozen=True)
class FrameTotals:
    """The frame by stratum: number of stations, and the whole register (None when not all is known)."""

    stations: Mapping[str, int]
    register: float | None


def origin_of(section: Mapping[str, Any], has_frame: bool) -> Origin:
    """Where the weights come from, by the keys of [sample] in the order in which they count."""
    if section.get("weight"):
        return Origin.COLUMN
    if section.get("equal_strata"):
        return Origin.EQUAL
    if section.get("population"):
        return Origin.STATED
    return Origin.FRAME if has_frame else Origin.NONE


def hold_weights(sample: Sample, origin: Origin, frame: FrameTotals | None) -> HeldWeights:
    """Answer: do the weights fit what is known of the frame, the register and the draw?"""
    said = f"weights from {origin}"
    if origin is Origin.NONE and len(sample.stratum_names) > 1:
        return HeldWeights(False, f"{said}, in {len(sample.stratum_names)} strata")
    if frame is not None:
        found = [_against_numbers(sample, frame.stations), *_against_register(sample, frame.register)]
    elif origin is Origin.EQUAL:
        found = [_against_each_other(sample)]
    else:
        found = [HeldWeights(True, "no frame to hold them against")]
    return HeldWeights(all(one.fits for one in found), f"{said}: " + "; ".join(one.why for one in found))


def _by_stratum(sample: Sample, values: Floats) -> Floats:
    return np.bincount(sample.strata, weights=values, minlength=len(sample.stratum_names)).astype(np.float64)


def _against_numbers(sample: Sample, stations: Mapping[str, int]) -> HeldWeights:
    """The weight of every stratum against its number of stations in the frame."""
    names = sorted({*stations, *sample.stratum_names})
    weight = dict(zip(sample.stratum_names, _by_stratum(sample, sample.weights).tolist(), strict=True))
    whole, counted = sum(weight.values()), sum(stations.values())
    apart = {name: weight.get(name, 0.0) / whole - stations.get(name, 0) / counted for name in names}
    misplaced = sum(abs(one) for one in apart.values()) / 2
    worst = max(names, key=lambda name: (abs(apart[name]), name))
    why = f"{100 * misplaced:.1f} % of the weight is in other strata than the frame's stations"
    if misplaced > MISPLACED:
        share, due = weight.get(worst, 0.0) / whole, stations.get(worst, 0) / counted
        why += f" (at most {100 * MISPLACED:g} %, {worst!r} has {100 * share:.1f} % for {100 * due:.1f} %)"
    return HeldWeights(misplaced <= MISPLACED, why)


def _against_register(sample: Sample, register: float | None) -> Sequence[HeldWeights]:
    """The weighted register of the drawn stations against the frame's, as far as the draw leaves it open."""
    if register is None or not np.isfinite(sample.registered).all():
        return ()
    weighted = float(np.sum(sample.weights * sample.registered))
    numbers = _by_stratum(sample, np.ones(len(sample.weights)))
    mean = (_by_stratum(sample, sample.registered) / numbers)[sample.strata]
    squares = _by_stratum(sample, (sample.registered - mean) ** 2) / np.maximum(numbers - 1, 1)
    error = float(np.sqrt(np.sum(_by_stratum(sample, sample.weights) ** 2 * squares / numbers)))
    allowed = max(REGISTER_PART * register, REGISTER_ERRORS * error)
    why = f"the weighted register is {weighted:,.0f}, the frame's {register:,.0f}"
    if abs(weighted - register) > allowed:
        why += f" (at most {allowed:,.0f} apart)"
    return (HeldWeights(abs(weighted - register) <= allowed, why),)


def _against_each_other(sample: Sample) -> HeldWeights:
    """Strata that count the same, without a frame: as many stations should have been drawn of each."""
    numbers = _by_stratum(sample, np.ones(len(sample.weights)))
    fewest, most = int(numbers.min()), int(numbers.max())
    why = f"{fewest} to {most} stations were drawn of strata that count the same"
    if most > ALIKE * fewest:
        why += f" (at most {ALIKE:g} times as many; give [frame], or population = the stations of each)"
    return HeldWeights(most <= ALIKE * fewest, why)
