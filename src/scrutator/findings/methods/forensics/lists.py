"""Methods on the lists of a case's `stations.csv`: whole percentages of each, missing zeros of small ones."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.forensics.stations import NOT_FRAUD, STATIONS, station_results
from scrutator.findings.model import Figure, Outcome, Table
from scrutator.record.case import Case

if TYPE_CHECKING:
    from scrutator.forensics.inputs.results import StationResults


def _with_lists(case: Case, parameters: Mapping[str, object]) -> "tuple[StationResults, tuple[str, ...]]":
    names = tuple(name.strip() for name in str(parameters.get("lists", "")).split(",") if name.strip())
    if not names:
        raise ScrutatorError("N03", "the parameter “lists” names no column of votes", where=STATIONS)
    return station_results(case, parameters, lists=names), names


def read_lists(context: Context) -> None:
    """Raises N03, F01 or F02 for lists that are no columns of votes."""
    _with_lists(context.case, context.parameters)


def run_list_peaks(context: Context) -> Outcome:
    """Every list's share under symmetric exclusions, corrected over the lists."""
    case, parameters = context.case, context.parameters
    from scrutator.forensics.battery.list_peaks import list_peaks

    found = list_peaks(*_with_lists(case, parameters))
    beyond = sum(one.p_adjusted <= 0.05 for one in found)
    figures = [Figure("tried", len(found), "lists"), Figure("beyond_chance", beyond, "lists")]
    for one in found:
        at = {"list": one.votes_of}
        figures += [Figure("z", one.peak.z, "", at), Figure("p_adjusted", one.p_adjusted, "", at)]
    rows = tuple(
        (one.votes_of, one.stations, int(one.peak.observed), one.peak.expected, one.peak.z, one.p_adjusted)
        for one in found
    )
    columns = ("list", "stations", "on whole percentages", "expected", "z", "adjusted p")
    table = Table("lists", "Whole percentages of every list's share", columns, rows)
    title = f"{beyond} of {len(found)} lists have more whole percentages than chance explains"
    return Outcome(title, tuple(figures), (table,), (NOT_FRAUD,))


def run_missing_zeros(context: Context) -> Outcome:
    """Small lists with fewer stations without votes than any mixture of chances allows."""
    case, parameters = context.case, context.parameters
    from scrutator.forensics.battery.missing_zeros import missing_zeros

    found = missing_zeros(_with_lists(case, parameters)[0])
    beyond = [one for one in found if one.p_adjusted <= 0.05]
    rule = sum(one.published_rule for one in found)
    figures = (
        Figure("tried", len(found), "lists in districts"),
        Figure("beyond_chance", len(beyond), "lists in districts"),
        Figure("named_by_the_published_rule", rule, "lists in districts"),
    )
    rows = tuple(
        (one.district, one.votes_of, one.zeros, one.expected_zeros, one.ones, one.twos, one.p_adjusted)
        for one in beyond
    )
    columns = (
        "district",
        "list",
        "without a vote",
        "expected at least",
        "with one",
        "with two",
        "adjusted p",
    )
    table = Table("districts", "Missing zeros", columns, rows)
    title = f"{len(beyond)} of {len(found)} lists in districts have fewer zeros than chance allows"
    return Outcome(title, figures, (table,), (NOT_FRAUD,))


LISTS = {"lists": "columns of votes, separated by commas"}
METHODS: tuple[Method, ...] = (
    Method("forensics.list_peaks", "1", "Does any list's share lie on whole percentages more than by chance?",
           run_list_peaks, (STATIONS,), LISTS, prepare=read_lists),
    Method("forensics.missing_zeros", "1", "Do small lists lack stations without votes?",
           run_missing_zeros, (STATIONS,), LISTS, prepare=read_lists),
)  # fmt: skip
