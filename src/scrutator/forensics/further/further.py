"""The further tests as a family of their own: run, judged and told beside their own error rates.

They are not among the tests of the battery, whose verdicts and rates they leave as they are: p is adjusted by
Holm's rule within this family. A test that was not shown to hold its size is not run, and is named.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.judging import judge
from scrutator.forensics.examination.rates import Calibration, from_json
from scrutator.forensics.examination.verdicts import Standing
from scrutator.forensics.further.gathering import gathering_by_district, gathering_by_place
from scrutator.forensics.further.two_rounds import Matched, carried_over, matched
from scrutator.forensics.inputs.results import FloatArray, StationResults

TABLE = "further.json"
GATHERING = ("gathering_by_district", "gathering_by_place")
ROUNDS = {"ballots_cast": "same_ballots_in_two_rounds", "leader": "same_votes_in_two_rounds"}
TRIED = ("same_votes_in_two_contests",)  # measured, and not among the tests: it does not hold its size
TESTS = (*GATHERING, *ROUNDS.values(), *TRIED)
# What each test was made to see, and the size in percent that a reader is told the power for.
MADE_FOR: Mapping[str, tuple[str, float]] = {
    "gathering_by_district": ("districts with rounded turnout", 2),
    "gathering_by_place": ("districts with rounded turnout", 2),
    "same_ballots_in_two_rounds": ("ballots of the first round", 1),
    "same_votes_in_two_rounds": ("votes of the first round", 1),
}


@dataclass(frozen=True)
class Places:
    """Where stations lie, in degrees; NaN where not known."""

    latitude: FloatArray
    longitude: FloatArray


@dataclass(frozen=True)
class Answer:
    """One test's answer: what was looked at and found, in words, its statistic and p, and examples."""

    looked_at: str
    statistic: float
    p: float
    examples: tuple[tuple[str, str], ...] = ()


def further_tests(
    results: StationResults,
    places: Places | None = None,
    other_round: StationResults | None = None,
    table: Calibration | None = None,
) -> dict[str, Any]:
    """Answer: do whole percentages gather, and was a number written down twice? As plain values.

    Every test that could not run is there with its reason, and every one that does not hold its size.
    """
    table = table or stored_further()
    answers, not_run = dict[str, Answer](), dict[str, str]()
    _gathering(results, places, answers, not_run)
    pairs = _two_rounds(results, other_round, answers, not_run)
    standing = {test: table.standing(test) for test in TESTS}
    holds = {test: one for test, one in answers.items() if standing[test] is not Standing.NOT_DIAGNOSTIC}
    usable = int((results.usable() if results.has_turnout else results.countable()).sum())
    judged = judge({test: one.p for test, one in holds.items()}, standing, (), usable)
    lines = {
        test: _plain(test, one, table)
        | {"p_adjusted": judged[test].p_adjusted, "verdict": str(judged[test].verdict)}
        for test, one in holds.items()
    }
    alarms = table.false_alarms(tuple(sorted(holds))) if holds else None
    left_out = {
        test: 100 * worst_rate(table, test) for test in TESTS if standing[test] is Standing.NOT_DIAGNOSTIC
    }
    return {
        "tests": lines,
        "not_run": {test: reason for test, reason in not_run.items() if test not in left_out},
        "left_out": left_out,
        "false_alarms": None if alarms is None else asdict(alarms),
        "honest_elections": max((one.elections for one in table.families), default=0),
        "matched": pairs,
    }


def worst_rate(table: Calibration, test: str) -> float:
    """The highest measured false-alarm rate of a test over the worlds."""
    return max((rate.rate for rate in table.sizes(test).values()), default=1.0)


def _gathering(
    results: StationResults, places: Places | None, answers: dict[str, Answer], not_run: dict[str, str]
) -> None:
    try:
        found = gathering_by_district(results)
        answers[GATHERING[0]] = Answer(f"{found.pairs:,} pairs of stations of one district", found.z, found.p)
    except ScrutatorError as error:
        not_run[GATHERING[0]] = _reason(error)
    if places is None:
        not_run[GATHERING[1]] = "no coordinates were named (--places)"
        return
    try:
        found = gathering_by_place(results, places.latitude, places.longitude)
    except ScrutatorError as error:
        not_run[GATHERING[1]] = _reason(error)
        return
    beside = f"; {found.left_out:,} stations without a place" if found.left_out else ""
    answers[GATHERING[1]] = Answer(f"{found.pairs:,} pairs of nearest stations{beside}", found.z, found.p)


def _two_rounds(
    first: StationResults,
    second: StationResults | None,
    answers: dict[str, Answer],
    not_run: dict[str, str],
) -> dict[str, Any] | None:
    """The tests of two rounds; how their stations were matched, or None where there is one result only."""
    if second is None:
        not_run |= dict.fromkeys(ROUNDS.values(), "no result of another round was given (--other-round)")
        return None
    same_list(first, second)
    pairs: Matched = matched(first, second)
    try:
        found = {one.number: one for one in carried_over(first, second, pairs)}
    except ScrutatorError as error:
        not_run |= dict.fromkeys(ROUNDS.values(), _reason(error))
        found = {}
    for number, test in ROUNDS.items():
        if number in found:
            one = found[number]
            said = f"{one.compared:,} stations: {one.same:,} the same, {one.expected:.1f} by chance"
            excess = (one.same - one.expected) / max(one.expected, 1e-9) ** 0.5
            answers[test] = Answer(said, excess, one.p, one.examples)
        else:
            not_run.setdefault(test, "too few stations have nearly the same number in both")
    return {
        "file": second.name,
        "stations": len(pairs.first),
        "only_here": pairs.only_first,
        "only_there": pairs.only_second,
        "named_twice": pairs.named_twice,
    }


def same_list(first: StationResults, second: StationResults) -> None:
    """Raises F03 unless both results examine the same column as the leader."""
    names = [results.sources.get("leader", "leader") for results in (first, second)]
    if names[0] != names[1]:
        what = f"the list examined is “{names[0]}” in {first.name} and “{names[1]}” in {second.name}"
        raise ScrutatorError("F03", what, remedy="Name one list for both files: --list NAME.")


def _reason(error: ScrutatorError) -> str:
    if error.code != "F03":
        raise error
    return error.what


def _plain(test: str, one: Answer, table: Calibration) -> dict[str, Any]:
    kind, size = MADE_FOR[test]
    return {
        "looked_at": one.looked_at,
        "statistic": one.statistic,
        "p": one.p,
        "standing": str(table.standing(test)),
        "false_alarm_rates": {world: rate.rate for world, rate in table.sizes(test).items()},
        "made_for": {"manipulation": kind, "percent": size, "power": table.called(test, kind).get(size)},
        "examples": [list(example) for example in one.examples],
    }


def stored_further() -> Calibration:
    """The measured table of these tests. Raises F06 when it is missing."""
    path = resources.files("scrutator.forensics") / "tables" / TABLE
    if not path.is_file():
        raise ScrutatorError("F06", "the table of the further tests is missing", where=str(path))
    return from_json(path.read_text(encoding="utf-8"))
