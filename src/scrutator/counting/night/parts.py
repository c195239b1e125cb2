"""Registered parts of the country on the night: shares with intervals that hold for all of them at once."""

from collections.abc import Sequence

import numpy as np

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.domains import Domain, domain_ratios
from scrutator.counting.night.night_file import Night
from scrutator.counting.night.publication import Moment
from scrutator.counting.night.quickcount import QuickCount


def night_domains(night: Night, count: QuickCount, moment: Moment) -> tuple[Domain, ...]:
    """Answer: what are the shares in each domain registered before the vote?

    Stations keep the adjusted weights of the whole country. The familywise intervals cover the
    sampling error alone; what missing stations could change is `late_by_domain`. A domain detects what
    the national total hides (Nigeria 2023), if it was named before.
    """
    arrived = np.flatnonzero(count.arrived)
    if not night.domains or not len(arrived):
        return ()
    weights = moment.weights.per_atom[count.sample.atoms[arrived]]
    strata = [night.sample.stratum_names[code] for code in count.sample.strata[arrived]]
    design = make_design(weights, strata=strata)
    counts = count.counts[arrived].astype(np.float64)
    labels = [night.domains[index] for index in arrived.tolist()]
    level = night.rules.level
    return domain_ratios(
        design, counts[:, :-1], counts[:, -1], labels, count.lists, level=level, single="centre"
    )


def late_by_domain(night: Night, count: QuickCount, domains: Sequence[Domain]) -> dict[str, Floats | None]:
    """Answer: by how much could the stations that have not arrived move each share of each domain?

    0 where all have; with a registered shift the missing part of the weight times it. Else the worst: every
    voter on the missing registers voted, all alike; their part of the ballots, and what the adjusted weights
    moved. None where a missing station's register is not known.
    """
    labels, weights = np.array(night.domains), count.sample.weights
    found: dict[str, Floats | None] = {}
    for one in domains:
        inside = labels == one.name
        missing, here = inside & ~count.arrived, inside & count.arrived
        if not missing.any():
            found[one.name] = np.zeros(len(count.lists))
        elif night.rules.shift is not None:
            part = weights[missing].sum() / weights[inside].sum()
            found[one.name] = np.full(len(count.lists), part * night.rules.shift)
        else:
            voters = float(weights[missing] @ count.sample.registered[missing])
            totals = weights[here] @ count.counts[here]
            worst = voters / (voters + totals[-1]) + np.abs(one.estimate.values - totals[:-1] / totals[-1])
            found[one.name] = worst if np.isfinite(voters) and totals[-1] > 0 else None
    return found
