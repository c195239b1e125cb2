"""Placebos: the same tests where nothing should be found.

The runner-up, the invalid ballots, an earlier election, and districts assigned anew. When a placebo fires as
well, and shows at least half as much beyond chance as the real thing, the test does not single out what it
claims to, and its result is uninformative. A smaller effect silences nothing: some of the stations that
copied a neighbour stay neighbours when districts are assigned anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.battery import Battery, run_battery
from scrutator.forensics.battery.multiplicity import holm
from scrutator.forensics.examination.verdicts import SIGNIFICANCE
from scrutator.forensics.inputs.results import UNKNOWN, StationResults

# Tests that use the leader's votes are repeated on other votes; those that use districts, on others.
VOTE_FAMILIES = ("whole percentages", "coarse percentages")
DISTRICT_FAMILIES = ("small against large stations", "twins and runs")
# A rounded turnout is not about the leader: it fires for every list, so it is no placebo for lists.
# From this part of the real effect on, a placebo that fires shows the same thing.
ALIKE = 0.5
# Where all other lists and invalid ballots are at most this part, the runner-up is the leader's complement.
LEAST_OTHERS = 0.01
ABOUT_TURNOUT = ("either", "turnout", "multiples_of_five", "coarse_fractions")


@dataclass(frozen=True)
class Placebo:
    """One placebo run: what stood in for the real thing, which tests fired there, and their effects."""

    name: str
    tests: tuple[str, ...]
    fired: tuple[str, ...]
    reason_not_run: str = ""
    effects: Mapping[str, float] = field(default_factory=dict)


def run_placebos(
    results: StationResults,
    seed: int,
    earlier: StationResults | None = None,
    families: Collection[str] = (*VOTE_FAMILIES, *DISTRICT_FAMILIES),
) -> tuple[Placebo, ...]:
    """Every placebo this election allows; the others with the reason why not. Only of these families."""
    placebos = []
    if "whole percentages" in families:
        placebos += [_with(results, "runner-up", "runner_up"), _invalid(results)]
    districts = tuple(family for family in DISTRICT_FAMILIES if family in families)
    if districts:
        name = "districts assigned anew within regions"
        placebos.append(_fired(name, _shuffled_districts(results, seed), districts))
    if earlier is not None:
        placebos.append(_fired(f"earlier election ({earlier.name})", earlier, VOTE_FAMILIES))
    else:
        placebos.append(Placebo("earlier election", (), (), "none was given"))
    return tuple(placebos)


def _with(results: StationResults, name: str, column: str) -> Placebo:
    if not results.has(column):
        return Placebo(name, (), (), f"“{column}” is not published")
    both = (results["leader"] != UNKNOWN) & (results[column] != UNKNOWN) & (results.in_box > 0)
    box, named = results.in_box[both], (results["leader"] + results[column])[both]
    if int((box - named).sum()) <= LEAST_OTHERS * int(box.sum()):
        return Placebo(name, (), (), "its share is what the leader leaves: a peak of one is a peak of both")
    return _fired(name, results.with_leader(column), VOTE_FAMILIES[:1], about_votes=True)


def _invalid(results: StationResults) -> Placebo:
    name = "invalid ballots"
    box = results.in_box if results.has("in_box") else results["ballots_cast"]
    known = (box != UNKNOWN) & (results["valid"] != UNKNOWN) & (box >= results["valid"])
    invalid = np.where(known, box - results["valid"], UNKNOWN)
    total = int(box[known].sum())
    if total == 0 or int(invalid[known].sum()) < 0.05 * total:
        return Placebo(name, (), (), "too few: below 5 % of the ballots the symmetric test has no power")
    changed = results.with_counts({"leader": invalid, "in_box": box})
    return _fired(name, changed, VOTE_FAMILIES[:1], about_votes=True)


def _shuffled_districts(results: StationResults, seed: int) -> StationResults:
    """Stations keep their region and their numbers but are assigned to the region's districts anew."""
    keys = (results.district, results["leader"], results["registered"], results.station, results.region)
    order = np.lexsort(keys)
    dealt = np.random.default_rng(seed).permutation(len(order))
    place = order[np.lexsort((dealt, results.region[order]))]
    district = results.district.copy()
    district[place] = results.district[order]
    return StationResults(
        results.name,
        results.station,
        results.region,
        district,
        results.region_names,
        results.district_names,
        results.counts,
    )


def _fired(
    name: str, results: StationResults, families: tuple[str, ...], *, about_votes: bool = False
) -> Placebo:
    try:
        battery: Battery = run_battery(results, families)
    except ScrutatorError as error:
        return Placebo(name, (), (), error.what)
    tests = [test for test in battery.scores if not (about_votes and test.endswith(ABOUT_TURNOUT))]
    if not tests:
        return Placebo(name, (), (), "; ".join(dict.fromkeys(battery.not_run.values())) or "no test applies")
    adjusted = holm(np.array([battery.scores[test].p for test in tests]))
    fired = [test for test, p in zip(tests, adjusted, strict=True) if p <= SIGNIFICANCE]
    effects = {test: battery.scores[test].effect for test in tests}
    return Placebo(name, tuple(tests), tuple(fired), effects=effects)


def silenced(placebos: tuple[Placebo, ...], battery: Battery) -> dict[str, list[str]]:
    """For each test the placebos that fired and show as much as the election itself (see `ALIKE`).

    An earlier election is shown but silences nothing: it may have had the same anomaly.
    """
    named: dict[str, list[str]] = {}
    for placebo in placebos:
        if placebo.name.startswith("earlier election"):
            continue
        for test in placebo.fired:
            if test in battery.scores and placebo.effects[test] >= ALIKE * battery.scores[test].effect:
                named.setdefault(test, []).append(placebo.name)
    return named
