"""The whole election in one verdict, with the rate at which honest elections get it, and what leads.

A verdict on one test of many is not the verdict on all: it has words of its own, which name how many tests
could run, and the error rate of just those tests under the same rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.forensics.examination.judging import LEAST_STATIONS, Judged, called
from scrutator.forensics.examination.rates import Calibration, FalseAlarms
from scrutator.forensics.examination.verdicts import SIGNIFICANCE, Verdict
from scrutator.forensics.fingerprint.extremes import Extremes

CORNER = 95


@dataclass(frozen=True)
class Summary:
    """The election's verdict in words; the tests called, those that could run, and those that could not.

    `false_alarms` is the worst measured rate at which this rule calls any of the tests that ran in an honest
    simulated election; None when one of them was never measured.
    """

    verdict: Verdict
    words: str
    called: tuple[str, ...]
    ran: tuple[str, ...]
    not_run: tuple[str, ...]
    false_alarms: FalseAlarms | None


@dataclass(frozen=True)
class Corner:
    """Stations at 95 % turnout and share or above, where no comparison election has as many (in percent)."""

    stations: int
    percent: float
    leader_votes: int
    comparisons: int
    highest: float


def summarise(
    judged: Mapping[str, Judged], calibration: Calibration, stations: int = LEAST_STATIONS
) -> Summary:
    """Answer: what do all tests together say, and how often would they say so of an honest election?

    "Consistent" counts only the tests whose silence says something, and none where a test found something
    that its placebo shows as well.
    """
    speaking = calibration.speaking()
    ran = tuple(sorted(test for test in judged if test in speaking))
    absent = tuple(sorted(set(speaking) - set(ran)))
    found = tuple(sorted(called(judged)))
    rate = calibration.false_alarms(ran) if ran else None
    if not ran:
        what = f"cannot be determined: none of the {len(speaking)} tests that can speak could run"
        return Summary(Verdict.CANNOT_TELL, what, (), ran, absent, None)
    if found:
        return Summary(Verdict.NOT_BY_CHANCE, _found(found, ran, absent), found, ran, absent, rate)
    muted = [test for test in ran if _muted(judged[test])]
    if muted:
        what = f"cannot be determined: {len(muted)} of {len(ran)} tests{_of(ran, absent)}"
        what += f"; found something that no verdict may rest on ({', '.join(muted)})"
        return Summary(Verdict.CANNOT_TELL, what, (), ran, absent, rate)
    silent = [test for test in ran if judged[test].verdict is Verdict.CONSISTENT]
    if not silent:
        what = f"cannot be determined: no finding {_on(ran, absent)}"
        if stations < LEAST_STATIONS:
            what += f"; at {stations:,} stations silence says nothing (it does from {LEAST_STATIONS})"
        return Summary(Verdict.CANNOT_TELL, what, (), ran, absent, rate)
    if len(silent) == len(ran):
        return Summary(
            Verdict.CONSISTENT, f"consistent with chance {_on(ran, absent)}", (), ran, absent, rate
        )
    words = f"consistent with chance in {len(silent)} of {len(ran)} tests{_of(ran, absent)}"
    words += f"; {len(ran) - len(silent)} of them count only when they find something, and found nothing"
    return Summary(Verdict.CONSISTENT, words, (), ran, absent, rate)


def _muted(one: Judged) -> bool:
    """A p that would be a finding, and a verdict that is none: a placebo shows as much."""
    beyond = one.p_adjusted is not None and one.p_adjusted <= SIGNIFICANCE
    return beyond and one.verdict is not Verdict.NOT_BY_CHANCE


def _found(found: Sequence[str], ran: Sequence[str], absent: Sequence[str]) -> str:
    if len(ran) == 1:
        return f"not explained by chance {_on(ran, absent)}"
    return f"not explained by chance in {len(found)} of {len(ran)} tests{_of(ran, absent)}"


def _on(ran: Sequence[str], absent: Sequence[str]) -> str:
    if len(ran) == 1:
        return f"on the only test that could run{_of(ran, absent)}"
    return f"in all of {len(ran)} tests{_of(ran, absent)}"


def _of(ran: Sequence[str], absent: Sequence[str]) -> str:
    return f", of {len(ran) + len(absent)}; the others say nothing" if absent else ""


def rate_words(summary: Summary) -> str:
    """How often honest simulated elections get a finding from these tests, in one sentence."""
    alarms = summary.false_alarms
    if alarms is None:
        return "How often honest elections get a finding from these tests was not measured."
    how = "" if alarms.measured else "at most "
    return (
        f"In honest simulated elections of 2,000 stations this rule finds something with these tests in {how}"
        f"{100 * alarms.rate:.1f} % (worst world: {alarms.world})."
    )


def corner(extremes: Sequence[Extremes], compared: tuple[int, float, float] | None) -> Corner | None:
    """Answer: has this election a corner of the fingerprint that no comparison election has?

    None when the share of stations at 95 % turnout and share lies within the comparison elections'.
    """
    one = next((one for one in extremes if one.threshold == CORNER), None)
    if one is None or compared is None or one.percent <= compared[2]:
        return None
    return Corner(one.stations, one.percent, one.leader_votes, compared[0], compared[2])


def corner_words(found: Corner) -> str:
    """The corner in one sentence, with its number, its comparison, and that no test speaks to it."""
    return (
        f"{found.stations:,} stations ({found.percent:.2f} %) report at least {CORNER} % turnout with at "
        f"least {CORNER} % for the leader; in none of the {found.comparisons} comparison elections are there "
        f"more than {found.highest:.2f} %. They hold {found.leader_votes:,} of the leader's votes. No test "
        "below asks about that corner: there are honest places like it, and how many is not known."
    )
