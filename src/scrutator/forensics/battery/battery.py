"""Every test with a p-value, by name: what calibration measures, the panel stores, placebos repeat.

One call runs the whole battery on one election. A test that an election does not allow (no register,
no overlap, too few stations) is absent from the answer with its reason, never silently passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.digits import digit_tests
from scrutator.forensics.battery.integer_peaks import AUTHORS, SYMMETRIC, peak_data_of, peaks
from scrutator.forensics.battery.missing_zeros import missing_zeros
from scrutator.forensics.battery.shape import dips, log_vote_rate, shapes
from scrutator.forensics.battery.small_large import small_against_large
from scrutator.forensics.battery.twins import (
    arithmetic_runs,
    digit_shifts,
    even_districts,
    identical_protocols,
    prepared,
)
from scrutator.forensics.battery.windows import COARSE_FRACTIONS, MULTIPLES_OF_FIVE
from scrutator.forensics.inputs.results import StationResults


@dataclass(frozen=True)
class Score:
    """One test's answer: its statistic on a scale readers can compare (z or count), and its p.

    `effect` is what lies beyond chance, per station, pair or district looked at: what a placebo has in
    common with the real thing is judged by it, because p also grows with the number looked at.
    """

    test: str
    statistic: float
    p: float
    effect: float = 0.0


@dataclass(frozen=True)
class Battery:
    """All scores of one election, and the reasons for tests that could not be run."""

    election: str
    scores: dict[str, Score]
    not_run: dict[str, str] = field(default_factory=dict)

    def p(self, test: str) -> float | None:
        """The test's p-value, or None when it could not be run."""
        return self.scores[test].p if test in self.scores else None


Family = Callable[[StationResults], list[Score]]


def _integer(results: StationResults) -> list[Score]:
    scores = []
    for data, prefix in zip(peak_data_of(results, (AUTHORS, SYMMETRIC)), ("", "symmetric_"), strict=True):
        table = peaks(data)
        for criterion in data.criteria:
            peak = table[criterion]["stations"]
            effect = peak.anomaly / max(int(data.kept.sum()), 1)
            scores.append(Score(f"integer_peaks_{prefix}{criterion}", peak.z, peak.p, effect))
    return scores


def _coarse(results: StationResults) -> list[Score]:
    if not results.has_turnout:
        raise ScrutatorError("F03", "coarse percentages need registers and ballots cast, not published")
    scores = []
    for window, name in ((MULTIPLES_OF_FIVE, "multiples_of_five"), (COARSE_FRACTIONS, "coarse_fractions")):
        data = peak_data_of(results, (SYMMETRIC,), window)[0]
        peak = peaks(data)["either"]["stations"]
        scores.append(Score(name, peak.z, peak.p, peak.anomaly / max(int(data.kept.sum()), 1)))
    return scores


def _sizes(results: StationResults) -> list[Score]:
    contrasts = small_against_large(results)
    return [Score(f"small_large_{name}", one.z, one.p, abs(one.effect)) for name, one in contrasts.items()]


def _twins(results: StationResults) -> list[Score]:
    rows = prepared(results)
    found = (identical_protocols(rows), digit_shifts(rows), arithmetic_runs(rows))
    names = ("identical_protocols", "digit_shifts", "arithmetic_runs")
    scores = [
        Score(name, float(one.observed), one.p, (one.observed - one.expected) / max(one.compared, 1))
        for name, one in zip(names, found, strict=True)
    ]
    even = even_districts(rows)
    if even:
        smallest = min(one.p_adjusted for one in even)
        beyond = sum(one.p_adjusted <= 0.05 for one in even)
        scores.append(Score("even_districts", float(beyond), smallest, beyond / len(even)))
    return scores


def _digits(results: StationResults) -> list[Score]:
    return [Score(name, float(one.z), one.p) for name, one in digit_tests(results).items()]


def _shapes(results: StationResults) -> list[Score]:
    scores = [Score(f"shape_{name}", one.skewness, one.p) for name, one in shapes(results).items()]
    rates = log_vote_rate(results)
    scores += [Score(f"log_vote_rate_{name}", one.skewness, one.p) for name, one in rates.items()]
    scores += [Score(f"dip_{name}", one.dip, one.p) for name, one in dips(results).items()]
    return scores


def _lists(results: StationResults) -> list[Score]:
    found = missing_zeros(results)
    beyond = sum(one.p_adjusted <= 0.05 for one in found)
    return [Score("missing_zeros", float(beyond), min(one.p_adjusted for one in found))]


FAMILIES: dict[str, Family] = {
    "whole percentages": _integer,
    "coarse percentages": _coarse,
    "small against large stations": _sizes,
    "twins and runs": _twins,
    "small lists": _lists,
    "digits": _digits,
    "shapes": _shapes,
}


def run_battery(results: StationResults, families: tuple[str, ...] = tuple(FAMILIES)) -> Battery:
    """Run the families of tests on one election."""
    scores: dict[str, Score] = {}
    not_run: dict[str, str] = {}
    for family in families:
        try:
            scores |= {score.test: score for score in FAMILIES[family](results)}
        except ScrutatorError as error:
            if error.code != "F03":
                raise
            not_run[family] = error.what
    if "whole percentages" in families and not results.has_turnout:
        not_run["whole percentages of turnout"] = "registers and ballots cast are not both published"
    return Battery(results.name, scores, not_run)
