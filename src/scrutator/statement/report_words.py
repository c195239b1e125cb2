"""What the report on station results is written with: names of tests, marks, and numbers in its prose."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from scrutator.statement import numbers

NAMES = {
    "integer_peaks_either": "Whole percentages: either",
    "integer_peaks_leader_share": "Whole percentages: leader's share",
    "integer_peaks_turnout": "Whole percentages: turnout",
    "integer_peaks_symmetric_either": "Whole percentages, symmetric: either",
    "integer_peaks_symmetric_leader_share": "Whole percentages, symmetric: leader's share",
    "integer_peaks_symmetric_turnout": "Whole percentages, symmetric: turnout",
    "multiples_of_five": "Multiples of 5 %",
    "coarse_fractions": "Coarse fractions (halves to tenths)",
    "small_large_turnout": "Small against large stations: turnout",
    "small_large_leader_share": "Small against large stations: leader's share",
    "identical_protocols": "Identical protocols in a district",
    "digit_shifts": "Neighbours shifted by 100 or 1,000",
    "arithmetic_runs": "Arithmetic runs of four neighbours",
    "even_districts": "Districts too even to be chance",
    "missing_zeros": "Missing zeros of small lists",
    "second_digit_mean": "Second digit (Benford)",
    "last_digit_mean": "Last digit, mean",
    "last_digit_uniform": "Last digit, uniform",
    "count_ends_in_0_or_5": "Votes ending in 0 or 5",
    "percent_ends_in_0_or_5": "Rounded percentages ending in 0 or 5",
    "shape_turnout": "Skewness of turnout",
    "shape_leader_share": "Skewness of the leader's share",
    "log_vote_rate_stations": "Log vote rate, stations",
    "log_vote_rate_districts": "Log vote rate, districts",
    "gathering_by_district": "Whole percentages gather in districts",
    "gathering_by_place": "Whole percentages gather on the map",
    "same_ballots_in_two_rounds": "The same ballots cast in two rounds",
    "same_votes_in_two_rounds": "The same votes for the list in two rounds",
    "same_votes_in_two_contests": "The same votes for the list in two contests",
    "dip_turnout": "Dip of turnout",
    "dip_leader_share": "Dip of the leader's share",
}
MARKS = {
    "not explained by chance under this model": ("contradicted", "not explained by chance"),
    "consistent with the model of an election without this anomaly": ("supported", "consistent with chance"),
    "cannot be determined": ("undetermined", "cannot be determined"),
}


def named(test: str) -> str:
    """The name of a test as readers know it."""
    return NAMES.get(test, test)


def count(value: float) -> str:
    """A whole number with narrow spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\u202f").replace("-", "−")


def spaced(text: str) -> str:
    """A sentence written with commas between thousands, with narrow spaces in their place."""
    return re.sub(r"(?<=\d),(?=\d{3})", "\u202f", text)


def number(value: float, digits: int = 1) -> str:
    """A number with so many decimals, narrow spaces between thousands and a true minus sign."""
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−")


def p_value(value: float | None) -> str:
    """A p-value; a dash where there is none."""
    return "–" if value is None else numbers.p_value(value, "en")


def percent_span(shares: Iterable[float]) -> str:
    """The smallest and the largest of some shares, in per cent."""
    percents = [100 * share for share in shares]
    return f"{number(min(percents))} to {number(max(percents))}"


def beside(compared: Mapping[str, Any] | None, digits: int = 0) -> str:
    """What the comparison elections have, as the end of a sentence."""
    if compared is None:
        return ""
    low, high = number(compared["lowest"], digits), number(compared["highest"], digits)
    return f"; in the {compared['elections']} comparison elections it is {low} to {high} %"


def cell(value: object) -> str:
    """A cell of the table behind a drawing."""
    if isinstance(value, float) and not value.is_integer():
        return number(value, 2 if abs(value) >= 0.01 else 4)
    return count(value) if isinstance(value, int | float) else str(value)


def head_lines(body: Mapping[str, Any], origin: str = "") -> list[str]:
    """Whose votes were examined, where the figures come from, and the input by name and hash."""
    names = {
        ours: theirs
        for ours, theirs in body["columns"].items()
        if ours in ("leader", "runner_up") and theirs != ours
    }
    spoken = {"leader": "Leader", "runner_up": "Runner-up"}
    lines = ["; ".join(f"{spoken[ours]}: {theirs}" for ours, theirs in names.items())]
    lines += [f"Source: {origin}" if origin else "Source: not named by those who ran this examination."]
    if body["source"]:
        lines.append(f"Input: {body['source']['file']}, SHA-256 {body['source']['sha256']}")
    return [line for line in lines if line]


def settings(parameters: Mapping[str, Any]) -> str:
    """The parameters of a finding in one line: `contest: mazhilis-2007; thresholds: 5%, 3%`."""
    told = {
        name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        for name, value in parameters.items()
    }
    return "; ".join(f"{name}: {value}" for name, value in told.items())
