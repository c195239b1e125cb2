"""Registered parts of the country on the night: shares with intervals that hold for all of them at once."""

import numpy as np

from scrutator.counting.estimation.design import make_design
from scrutator.counting.estimation.domains import Domain, domain_ratios
from scrutator.counting.night.night_file import Night
from scrutator.counting.night.publication import Moment
from scrutator.counting.night.quickcount import QuickCount


def night_domains(night: Night, count: QuickCount, moment: Moment) -> tuple[Domain, ...]:
    """Answer: what are the shares in each domain registered before the vote?

    Stations keep the adjusted weights of the whole country. The familywise intervals cover the
    sampling error alone: no late bound is added, so read them after the gates have opened. A domain
    detects what the national total hides (Nigeria 2023), if it was named before.
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
