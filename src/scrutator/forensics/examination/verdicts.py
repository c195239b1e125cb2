"""The only words a forensic result may end in, and the tests that cannot support them."""

from collections.abc import Mapping
from enum import StrEnum


class Verdict(StrEnum):
    """What a result says. None of them says fraud, and none of them says that there was none."""

    CONSISTENT = "consistent with the model of an election without this anomaly"
    NOT_BY_CHANCE = "not explained by chance under this model"
    CANNOT_TELL = "cannot be determined"


class Standing(StrEnum):
    """What a test's measured false-alarm rates allow it to say at nominal 5 %.

    Decided on the one-sided 95 % bounds of each rate, not on the rate. Diagnostic: shown to lie between 2 and
    8 % in every clean world. Conservative: shown to lie below 8 % everywhere but not above 2 %, so that it
    counts when it fires and says nothing when it is silent. Not diagnostic: not shown to lie below 8 %.
    """

    DIAGNOSTIC = "diagnostic"
    CONSERVATIVE = "conservative"
    NOT_DIAGNOSTIC = "not diagnostic"


SIGNIFICANCE = 0.05

_DIGITS = "not diagnostic: its law does not hold for votes at stations of like size"
_SHAPE = "not diagnostic: countries are not bells, and any departure is significant at this size"
_WEAK = "shown for comparison with publications: a weak leader biases it; see the symmetric version"

# These never carry a verdict, whatever the simulation says: real comparison elections refute their laws.
NOT_DIAGNOSTIC: Mapping[str, str] = {
    "second_digit_mean": _DIGITS,
    "last_digit_mean": _DIGITS,
    "last_digit_uniform": _DIGITS,
    "count_ends_in_0_or_5": _DIGITS,
    "percent_ends_in_0_or_5": _DIGITS,
    "shape_turnout": _SHAPE,
    "shape_leader_share": _SHAPE,
    "log_vote_rate_stations": _SHAPE,
    "log_vote_rate_districts": _SHAPE,
    "dip_turnout": _SHAPE,
    "dip_leader_share": _SHAPE,
    "integer_peaks_either": _WEAK,
    "integer_peaks_leader_share": _WEAK,
    "integer_peaks_turnout": _WEAK,
}


def verdict(p_adjusted: float | None, standing: Standing, *, placebo_fires: bool = False) -> Verdict:
    """From the adjusted p-value, the test's standing, and whether one of its placebos shows as much."""
    if p_adjusted is None or standing is Standing.NOT_DIAGNOSTIC:
        return Verdict.CANNOT_TELL
    if p_adjusted <= SIGNIFICANCE:
        return Verdict.CANNOT_TELL if placebo_fires else Verdict.NOT_BY_CHANCE
    return Verdict.CONSISTENT if standing is Standing.DIAGNOSTIC else Verdict.CANNOT_TELL
