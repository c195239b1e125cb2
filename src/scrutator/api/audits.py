"""Plan an audit of station results against their paper copies, and measure its risk."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.tables import column, columns_of, counts
from scrutator.api.votes import whole
from scrutator.counting.audits.assertions import AboveThreshold, Ahead, Assertion, Batch, BelowThreshold
from scrutator.counting.audits.betting import AuditTest, Bet, draws_needed, fortune
from scrutator.counting.audits.copies import Copy, broken_bounds, taint
from scrutator.counting.audits.plan import Plan, count_all, draw_stations
from scrutator.counting.audits.plan import plan_audit as plan_batches
from scrutator.counting.audits.words import claim
from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.shares import share


@dataclass(frozen=True, repr=False)
class AuditPlan(Shown):
    """What an audit has to show, how many stations to draw if every copy agrees, and what it proves."""

    plan: Plan
    batches: Mapping[str, Batch]
    lists: tuple[str, ...]
    station: str
    valid: str
    risk_limit: float
    bet: Bet

    @property
    def draws(self) -> int:
        """How many draws meet the risk limit when every copy agrees."""
        return draws_needed(self.plan.total_bound, _exact(self.risk_limit), self.bet)

    @property
    def count_all(self) -> bool:
        """Whether that many draws would take more than half of the stations: then all should be counted."""
        return count_all(self.plan, self.draws, Fraction(1, 2))

    @property
    def proves(self) -> str:
        """What an audit that meets its limit proves, and what it does not."""
        return claim(self.plan, _exact(self.risk_limit))

    def draw(self, seed: str, number: int | None = None) -> tuple[str, ...]:
        """The stations a public seed selects, in order, with replacement. Raises C04 for a short seed."""
        return draw_stations(self.plan, seed, self.draws if number is None else whole(number, "number"))

    def view(self) -> View:
        pairs = zip(self.plan.assertions, self.plan.margins, strict=True)
        rows = tuple((one.text, float(margin)) for one, margin in pairs)
        limit = f"a risk limit of {100 * self.risk_limit:g} % by {self.bet.text}"
        headline = f"{self.draws} draws at {limit}, if every copy agrees"
        if self.count_all:
            headline = "count all: a draw would take more than half of the stations"
        return View(headline, (Grid("", ("to be shown", "margin, votes"), rows),), (self.proves, NEEDS))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: assertions with margins, the total bound, the number of draws, what it proves."""
        pairs = zip(self.plan.assertions, self.plan.margins, strict=True)
        return {
            "assertions": [{"assertion": a.text, "margin_votes": float(m)} for a, m in pairs],
            "total_bound": float(self.plan.total_bound),
            "risk_limit": self.risk_limit,
            "test": self.bet.test.value,
            "bet": float(self.bet.part),
            "draws": self.draws,
            "count_all": self.count_all,
            "proves": self.proves,
        }


NEEDS = (
    "Holds only if the copies are authentic, the stations add up to the announced result, no station has "
    "more ballots than its bound, and the seed was drawn after the results were published."
)


@dataclass(frozen=True, repr=False)
class AuditRisk(Shown):
    """The measured risk after some draws. A drawn station without a copy counts as the worst case."""

    draws: int
    missing: tuple[str, ...]
    overstated: int
    measured: Fraction
    bet: Bet
    risk_limit: float

    @property
    def risk(self) -> float:
        """The measured risk, at most 1; `measured` is the exact fraction."""
        return float(self.measured)

    @property
    def limit_met(self) -> bool:
        """Whether the risk, compared exactly, is within the limit; under the conditions the plan names."""
        return self.measured <= _exact(self.risk_limit)

    def view(self) -> View:
        met = "the risk limit is met" if self.limit_met else "not met: draw on, or count all"
        headline = f"measured risk {100 * self.risk:.2f} %, limit {100 * self.risk_limit:g} %: {met}"
        rows = ((self.draws, len(self.missing), self.overstated, self.bet.text),)
        grid = Grid("", ("draws", "without a copy", "overstated", "test"), rows)
        return View(headline, (grid,), (NEEDS,))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: draws, stations without a copy, overstatements, risk, test, limit."""
        return {
            "draws": self.draws,
            "copies_missing": list(self.missing),
            "overstatements": self.overstated,
            "measured_risk": self.risk,
            "test": self.bet.test.value,
            "bet": float(self.bet.part),
            "risk_limit": self.risk_limit,
            "limit_met": self.limit_met,
        }


@checked
def plan_audit(
    results: Any, *, lists: Sequence[str], bound: str, valid: str = "", station: str = "station",
    ahead: Sequence[tuple[str, str]] = (), above: Mapping[str, str] | None = None,
    below: Mapping[str, str] | None = None, risk_limit: float = 0.05,
    bet: float = 0.9,
) -> AuditPlan:  # fmt: skip
    """How many station copies show that the published outcome is right, at a limited risk?

    `results` are the published results, one row for each station: a file, columns, a frame or rows.
    `lists` names the columns of votes, `bound` the column that no station's ballots exceed (ballots
    received, or the register), `valid` the valid votes. What is to be shown: `ahead=[("a", "b")]`, a has
    more votes than b; `above={"c": "7%"}` and `below={"d": "7%"}`, a share of the valid votes, for which
    `valid` is needed: lists left out would make the share too large. `bet` is the part of the largest bet
    that each draw stakes, chosen before the seed; 1 is Kaplan–Markov, which a single missing copy ends.
    Raises A01 for a table that cannot be used, C14 when the published figures do not show the outcome.

    Examples:
        >>> import scrutator
        >>> results = {
        ...     "station": [f"S{n:02}" for n in range(40)],
        ...     "a": [260] * 40,
        ...     "b": [140] * 40,
        ...     "received": [420] * 40,
        ... }
        >>> plan = scrutator.plan_audit(results, lists=["a", "b"], bound="received", ahead=[("a", "b")])
        >>> plan.draws
        14
        >>> drawn = plan.draw("31415926535897932384")
        >>> copies = [{"station": name, "a": 260, "b": 140} for name in sorted(set(drawn))]
        >>> scrutator.measure_audit(plan, copies, seed="31415926535897932384").limit_met
        True
    """
    if not 0 < risk_limit < 1:
        raise ScrutatorError("A01", f"risk_limit={risk_limit}", remedy="Give a share: 0.05 for 5 %.")
    if isinstance(lists, str):
        raise ScrutatorError("A01", f"lists={lists!r}", remedy='Give a list of columns: ["a", "b"].')
    batches = _batches(
        columns_of(results, "the results", [station], [*lists, bound]), tuple(lists), station, bound, valid
    )
    assertions = _assertions(tuple(lists), ahead, above or {}, below or {}, valid)
    return AuditPlan(
        plan_batches(list(batches.values()), assertions),
        batches,
        tuple(lists),
        station,
        valid,
        risk_limit,
        _bet(bet),
    )


def _batches(table: Any, lists: tuple[str, ...], station: str, bound: str, valid: str) -> dict[str, Batch]:
    what = "the results"
    names = _stations(table, station, what)
    votes = {name: counts(table, name, what) for name in lists}
    limits = counts(table, bound, what)
    sums = [sum(votes[name][row] for name in lists) for row in range(len(names))]
    cast = counts(table, valid, what) if valid else sums
    for row, name in enumerate(names):
        if not sums[row] <= cast[row] <= limits[row]:
            found = f"{sums[row]} votes, {cast[row]} valid, bound {limits[row]}"
            remedy = "Votes are at most the valid votes, and those at most the bound."
            raise ScrutatorError("C14", f"{name}: {found}", remedy=remedy)
    return {
        name: Batch(name, {one: votes[one][row] for one in lists}, cast[row], limits[row])
        for row, name in enumerate(names)
    }


def _exact(share: float) -> Fraction:
    """A share as it was written: 0.05 is 1/20."""
    return Fraction(str(share))


def _bet(part: float) -> Bet:
    if not 0 < part <= 1:
        raise ScrutatorError("A01", f"bet={part}", remedy="Give a part above 0, at most 1: 0.9.")
    return Bet(AuditTest.KAPLAN_MARKOV if part == 1 else AuditTest.FIXED_BET, _exact(part))


def _stations(table: Any, station: str, what: str) -> list[str]:
    names = [str(cell) for cell in column(table, station, what)]
    double = [name for name, times in Counter(names).items() if times > 1]
    if double:
        raise ScrutatorError(
            "A01", f"{what}: {len(double)} stations have more than one row", where=min(double)
        )
    return names


def _assertions(
    lists: tuple[str, ...],
    ahead: Sequence[tuple[str, str]],
    above: Mapping[str, str],
    below: Mapping[str, str],
    valid: str,
) -> list[Assertion]:
    named = [name for pair in ahead for name in pair] + [*above, *below]
    strange = [name for name in named if name not in lists]
    if strange or not named:
        what = f"{strange[0]!r} is not among the lists" if strange else "there is nothing to audit"
        raise ScrutatorError("A01", what, remedy='Give ahead=[("a", "b")], above={"c": "7%"} or below=….')
    if (above or below) and not valid:
        what = "a threshold is a share of the valid votes, and no column of them is named"
        raise ScrutatorError("A01", what, remedy='Give valid="…".')
    found: list[Assertion] = [Ahead(winner, loser) for winner, loser in ahead]
    found += [AboveThreshold(name, _share(share)) for name, share in above.items()]
    found += [BelowThreshold(name, _share(share)) for name, share in below.items()]
    return found


def _share(text: str) -> Fraction:
    found = share(text, "threshold")
    if not 0 < found < 1:
        raise ScrutatorError("A01", f"a threshold of {text!r}", remedy='Write it as "7%".')
    return found


@checked
def measure_audit(plan: AuditPlan, copies: Any, *, seed: str, draws: int | None = None) -> AuditRisk:
    """What is the risk that the outcome is wrong, after these copies?

    `copies` has one row for each drawn station whose copy was read, with the same columns of lists
    (and of valid votes, when the plan has them). `seed` and `draws` are those of the draw; without
    `draws`, as many as the plan says. Copies of stations that were not drawn are refused, and so is a copy
    with more votes than the station's bound. Raises A01 and C14.
    """
    drawn = plan.draw(seed, draws)
    seen = _copies(plan, columns_of(copies, "the copies", [plan.station], plan.lists))
    strange = sorted(set(seen) - set(drawn))
    if strange:
        what = f"{len(strange)} copies are of stations that were not drawn"
        remedy = "Leave them out, or give the number of draws that were made."
        raise ScrutatorError("A01", what, where=strange[0], remedy=remedy)
    broken = broken_bounds(plan.batches, seen)
    if broken:
        what = f"a bound was broken at station {broken[0]}: the audit cannot confirm, count all"
        raise ScrutatorError("C14", what, remedy="Clear it first: a bound that is too low proves too much.")
    taints = [taint(plan.plan, plan.batches[name], seen.get(name)) for name in drawn]
    missing = tuple(sorted({name for name in drawn if name not in seen}))
    measured = fortune(plan.plan.total_bound, taints, plan.bet).risk
    overstated = sum(one > 0 and name in seen for name, one in zip(drawn, taints, strict=True))
    return AuditRisk(len(drawn), missing, overstated, measured, plan.bet, plan.risk_limit)


def _copies(plan: AuditPlan, table: Any) -> dict[str, Copy]:
    names = _stations(table, plan.station, "the copies")
    votes = {one: counts(table, one, "the copies") for one in plan.lists}
    valid = counts(table, plan.valid, "the copies") if plan.valid else []
    seen = {}
    for row, name in enumerate(names):
        cast = valid[row] if plan.valid else sum(v[row] for v in votes.values())
        read = {one: votes[one][row] for one in plan.lists}
        if sum(read.values()) > cast:
            what = f"the copy of {name} has {sum(read.values())} votes and {cast} valid"
            raise ScrutatorError("C14", what, remedy="Read the copy again: its lines do not add up.")
        seen[name] = Copy(read, cast)
    return seen
