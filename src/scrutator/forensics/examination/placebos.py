"""Placebos: the same tests where nothing should be found.

The runner-up, the invalid ballots, an earlier election, and districts assigned anew. When a placebo fires as
well, the test does not single out what it claims to, and its result is reported as uninformative.
"""

from dataclasses import dataclass

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
ABOUT_TURNOUT = ("either", "turnout", "multiples_of_five", "coarse_fractions")


@dataclass(frozen=True)
class Placebo:
    """One placebo run: what stood in for the real thing, and which tests fired there."""

    name: str
    tests: tuple[str, ...]
    fired: tuple[str, ...]
    reason_not_run: str = ""


def run_placebos(
    results: StationResults, seed: int, earlier: StationResults | None = None
) -> tuple[Placebo, ...]:
    """Every placebo this election allows; the others with the reason why not."""
    placebos = [
        _with(results, "runner-up", "runner_up"),
        _invalid(results),
        _fired(
            "districts assigned anew within regions", _shuffled_districts(results, seed), DISTRICT_FAMILIES
        ),
    ]
    if earlier is not None:
        placebos.append(_fired(f"earlier election ({earlier.name})", earlier, VOTE_FAMILIES))
    else:
        placebos.append(Placebo("earlier election", (), (), "none was given"))
    return tuple(placebos)


def _with(results: StationResults, name: str, column: str) -> Placebo:
    if not results.has(column):
        return Placebo(name, (), (), f"“{column}” is not published")
    return _fired(name, results.with_leader(column), VOTE_FAMILIES, about_votes=True)


def _invalid(results: StationResults) -> Placebo:
    name = "invalid ballots"
    box = results.in_box if results.has("in_box") else results["ballots_cast"]
    known = (box != UNKNOWN) & (results["valid"] != UNKNOWN) & (box >= results["valid"])
    invalid = np.where(known, box - results["valid"], UNKNOWN)
    total = int(box[known].sum())
    if total == 0 or int(invalid[known].sum()) < 0.05 * total:
        return Placebo(name, (), (), "too few: below 5 % of the ballots the symmetric test has no power")
    changed = results.with_counts({"leader": invalid, "in_box": box})
    return _fired(name, changed, VOTE_FAMILIES, about_votes=True)


def _shuffled_districts(results: StationResults, seed: int) -> StationResults:
    """Stations keep their region and their numbers but are assigned to the region's districts anew."""
    order = np.lexsort((results["leader"], results["registered"], results.station, results.region))
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
    return Placebo(name, tuple(tests), tuple(fired))


def silenced(placebos: tuple[Placebo, ...]) -> dict[str, list[str]]:
    """For each test the placebos in which it fired. An earlier election is shown but silences nothing:
    it may have had the same anomaly."""
    named: dict[str, list[str]] = {}
    for placebo in placebos:
        if placebo.name.startswith("earlier election"):
            continue
        for test in placebo.fired:
            named.setdefault(test, []).append(placebo.name)
    return named
