"""Release gates, registered before the vote: they say why a release is not yet honest."""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from scrutator.counting.arrays import Floats, Integers
from scrutator.counting.estimation.intervals import NoInterval
from scrutator.counting.night.guards import check_sum_of_shares
from scrutator.counting.night.held_weights import HeldWeights
from scrutator.counting.night.publication import Moment, Registered
from scrutator.counting.night.quickcount import QuickCount, Sample
from scrutator.counting.night.sentences import Sentence
from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class Gate:
    """One gate: whether it is open, and in words what was asked and what was found."""

    name: str
    open: bool
    why: str


def gates(
    count: QuickCount,
    moment: Moment,
    rules: Registered,
    said: tuple[Sentence, ...],
    held: HeldWeights | None = None,
) -> tuple[Gate, ...]:
    """Answer: may this be released, and if not, why not?

    1. strata and 2. cells: those in which anything, and at least `least_response` of the drawn weight, has
    arrived hold at least `least_coverage` of all drawn weight. 3. the adjustment moves no list by more than
    `largest_gap` of its published half-width. 4. every list has an interval with a late bound.
    5. the leader sentence holds with the late bound counted against it (an undetermined order is a
    sentence too, so this gate only asks that one can be formed). 6. where the night registers that all
    lists are counted, their shares sum to 1. 7. the weights fit the frame, the register and the numbers
    drawn (see `held_weights`). 8. no station's latest reports contradict each other. A flat
    line is no gate: stability is not accuracy.
    """
    sample = count.sample
    arrived = np.where(count.arrived, sample.weights, 0.0)
    return (
        _coverage("strata", sample.strata, sample, arrived, rules),
        _coverage("cells", sample.cells, sample, arrived, rules),
        _adjustment(moment, rules),
        _intervals(moment),
        _statement(said),
        *([_shares(moment)] if rules.complete else []),
        *([_weights(held)] if held else []),
        *([_reports(count.conflicts)] if count.conflicts else []),
    )


def _reports(conflicts: tuple[str, ...]) -> Gate:
    asked = "no station may have two reports of one time with different figures"
    shown = ", ".join(conflicts[:5]) + (", …" if len(conflicts) > 5 else "")
    return Gate("reports", False, f"{asked}: {len(conflicts)} have: {shown}")


def _coverage(name: str, groups: Integers, sample: Sample, arrived: Floats, rules: Registered) -> Gate:
    drawn = np.bincount(groups, weights=sample.weights)
    reached = np.bincount(groups, weights=arrived, minlength=len(drawn))
    good = (reached >= rules.least_response * drawn) & (reached > 0)
    covered = float(drawn[good].sum() / drawn.sum())
    asked = f"{100 * rules.least_coverage:g} % of the drawn weight must be in {name} with at least "
    asked += f"{100 * rules.least_response:g} % response"
    missing = "" if good.all() else f"; {int((~good).sum())} of {len(good)} {name} fall short"
    return Gate(name, covered >= rules.least_coverage, f"{asked}: {100 * covered:.1f} %{missing}")


def _adjustment(moment: Moment, rules: Registered) -> Gate:
    worst, text = 0.0, "nothing to compare"
    pairs = zip(moment.shares, moment.unadjusted.values, strict=True)
    for one, before in pairs:
        if isinstance(one.interval, NoInterval):
            continue
        half = (one.interval.high - one.interval.low) / 2
        moved = abs(one.value - float(before)) / half
        if moved > worst:
            distance = 100 * abs(one.value - float(before))
            worst, text = moved, f"{one.name} by {distance:.2f} points, {moved:.2f} of its half-width"
    asked = f"adjusting may move a list by at most {rules.largest_gap:g} of its half-width"
    return Gate("adjustment", worst <= rules.largest_gap, f"{asked}: {text}")


def _intervals(moment: Moment) -> Gate:
    without = Counter(one.interval.because for one in moment.shares if isinstance(one.interval, NoInterval))
    of = len(moment.shares)
    why = "; ".join(f"{n} of {of} have none: {because}" for because, n in sorted(without.items()))
    why = why or "every list has one"
    return Gate("intervals", not without, f"every list needs an interval with a late bound: {why}")


def _shares(moment: Moment) -> Gate:
    asked = "the shares of all lists must sum to 100 %"
    try:
        check_sum_of_shares({one.name: one.value for one in moment.shares})
    except ScrutatorError as error:
        return Gate("shares", False, f"{asked}: {error.what}")
    return Gate("shares", True, f"{asked}: they do")


def _weights(held: HeldWeights) -> Gate:
    return Gate("weights", held.fits, f"weights must fit the frame, the register and the draw: {held.why}")


def _statement(said: tuple[Sentence, ...]) -> Gate:
    unformed = [one.text for one in said if one.probability is None]
    why = "; ".join(unformed) or "; ".join(
        f"{one.text} (≥ {min(math.floor(1000 * (one.probability or 0)) / 10, 99.9):.1f} %)" for one in said
    )
    return Gate("statement", not unformed, f"the late bound must leave the statement standing: {why}")
