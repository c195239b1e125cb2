"""Run the chain: the seats of every list, each step with its article, under every reading of the law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Protocol

from scrutator.errors import ScrutatorError
from scrutator.law.chain.rules import Reading, Rules
from scrutator.law.chain.state import ChainStep, State, Step, TieToResolve, start
from scrutator.law.chain.steps.admission import Threshold
from scrutator.law.chain.steps.allocation import Leftovers, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.unused import unused_facts
from scrutator.law.chain.votes import Votes

SETTLED, AMBIGUOUS, TIED, NOBODY = "settled", "statute_ambiguous", "tie_to_resolve", "nobody_admitted"
UNFILLED, PARTLY = "seats_unfilled", "settled_where_computed"


@dataclass(frozen=True)
class Allocation:
    """The seats under one reading of the law, and how they came about.

    `seats` covers every list. `unfilled` seats wait for a tie to be resolved, or for anybody to be
    admitted. `admitted` are the lists that took part.
    """

    seats: Mapping[str, int]
    house: int
    admitted: tuple[str, ...]
    steps: tuple[Step, ...]
    ties: tuple[TieToResolve, ...] = ()
    notes: tuple[str, ...] = ()
    unfilled: int = 0

    @property
    def outcome(self) -> str:
        """ "settled", "tie_to_resolve", "seats_unfilled" or "nobody_admitted"."""
        if self.ties:
            return TIED
        if not self.admitted:
            return NOBODY
        return UNFILLED if self.unfilled else SETTLED


@dataclass(frozen=True)
class ReadAllocation:
    """An allocation with the choice of readings that leads to it: point to reading id."""

    choice: Mapping[str, str]
    label: str
    allocation: Allocation


@dataclass(frozen=True)
class Result:
    """All readings. `pivotal` names the points where the readings part; `unavailable` those not computable.

    `readings` lists one entry for each combination of the pivotal points. When there are none it
    has a single entry. `computed` of the law's `combinations` of readings could be computed.
    """

    rules: str
    readings: tuple[ReadAllocation, ...]
    pivotal: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    computed: int = 1
    combinations: int = 1

    @property
    def first(self) -> Allocation:
        """The allocation under the first reading, the one closest to the letter of the law."""
        return self.readings[0].allocation

    @property
    def outcome(self) -> str:
        """ "statute_ambiguous" when readings differ, else the outcome of those that were computed."""
        return AMBIGUOUS if self.pivotal else covering(self.first.outcome, self)

    @property
    def seats(self) -> Mapping[str, int]:
        """Seats under the first reading; look at `outcome` before relying on them."""
        return self.first.seats


class Covered(Protocol):
    """A result that knows how many of a law's readings it was computed under."""

    @property
    def computed(self) -> int:
        """Combinations of readings that could be computed."""
        ...

    @property
    def combinations(self) -> int:
        """Combinations of readings that the law has."""
        ...


def covering(outcome: str, result: Covered) -> str:
    """The outcome of one reading, where "settled" is not said for a law with readings left out."""
    return PARTLY if outcome == SETTLED and result.computed < result.combinations else outcome


def run(steps: Sequence[ChainStep], votes: Votes) -> Allocation:
    """Run one chain on the votes."""
    state = start(votes)
    for step in steps:
        state = step.apply(state)
    return finish(state)


def finish(state: State) -> Allocation:
    """The allocation a state has come to, every list of the votes in it."""
    seats = {entry.name: state.seats.get(entry.name, 0) for entry in state.votes.lists}
    admitted = tuple(name for name in seats if name in state.strength and state.votes.of(name).votes)
    return Allocation(
        seats=seats,
        house=state.house,
        admitted=admitted,
        steps=state.steps,
        ties=state.ties,
        notes=state.notes,
        unfilled=state.house - sum(seats.values()),
    )


def chains(rules: Rules) -> list[tuple[dict[str, Reading], tuple[ChainStep, ...]]]:
    """Every combination of readings with its chain of steps; the first takes the first readings."""
    combined = []
    for options in product(*(link.readings for link in rules.links)):
        steps = [step for option in options for step in option.steps]
        steps.sort(key=lambda step: getattr(step, "phase", 0))
        choice = {link.id: option for link, option in zip(rules.links, options, strict=True)}
        combined.append(({key: option for key, option in choice.items() if option.id}, tuple(steps)))
    return combined


def allocate(rules: Rules, votes: Votes) -> Result:
    """Which list gets how many seats under these rules, by which steps, and is the law clear?

    Every reading of every provision is computed. A reading that asks for a number the input does not
    hold is reported as unavailable; if all do, the error is raised (L06).
    """
    rules.house  # noqa: B018  raises L10 when the rules distribute no seats
    _check_seats_are_given(rules)
    every = [step for link in rules.links for option in link.readings for step in option.steps]
    remarks = (*rules.remarks, *unused_facts(every, votes.lists))
    done: list[tuple[dict[str, Reading], Allocation]] = []
    missing: list[tuple[dict[str, Reading], ScrutatorError]] = []
    for choice, steps in chains(rules):
        try:
            found = run(steps, votes)
            done.append((choice, replace(found, notes=(*found.notes, *remarks))))
        except ScrutatorError as error:
            if error.code != "L06" or not choice:
                raise
            missing.append((choice, error))
    if not done:
        raise missing[0][1]
    result = _compare(rules, done, _unavailable(done, missing, votes))
    return replace(result, computed=len(done), combinations=len(done) + len(missing))


def _check_seats_are_given(rules: Rules) -> None:
    """Rules that only say who takes part would leave every list at 0 and look settled. Raises L10."""
    if not any(rules.steps_of(kind) for kind in (HighestAverages, WholeSeats, Leftovers)):
        remedy = 'Add method = "dhondt" or another, or steps that allocate seats.'
        raise ScrutatorError("L10", f"{rules.name}: no step allocates seats", remedy=remedy)


def computable(rules: Rules, votes: Votes) -> list[tuple[str, tuple[ChainStep, ...]]]:
    """The chains of all readings that these votes suffice for, each with a label of its readings.

    Raises L06 when none can be computed.
    """
    found: list[tuple[str, tuple[ChainStep, ...]]] = []
    problem: ScrutatorError | None = None
    for choice, steps in chains(rules):
        try:
            run(steps, votes)
        except ScrutatorError as error:
            if error.code != "L06":
                raise
            problem = error
        else:
            found.append((_together(choice), steps))
    if not found and problem is not None:
        raise problem
    return found


def _unavailable(
    done: list[tuple[dict[str, Reading], Allocation]],
    missing: list[tuple[dict[str, Reading], ScrutatorError]],
    votes: Votes,
) -> dict[str, str]:
    """Which readings could not be computed, why, and up to which number they would change nothing."""
    computed = {(point, option.id) for choice, _ in done for point, option in choice.items()}
    reasons = {}
    for choice, error in missing:
        alone = [(point, option) for point, option in choice.items() if (point, option.id) not in computed]
        if not alone:  # no reading by itself keeps it from being computed
            reasons[_together(choice)] = error.what
        for point, option in alone:
            needs = [step for step in option.steps if isinstance(step, Threshold)]
            reasons[f"{point}: {option.id}"] = error.what + (
                _unchanged(needs[0], votes, done[0][1]) if needs else ""
            )
    return reasons


def _together(choice: Mapping[str, Reading]) -> str:
    """A combination of readings in words."""
    return ", ".join(f"{point}: {option.id}" for point, option in choice.items())


def _unchanged(need: Threshold, votes: Votes, done: Allocation) -> str:
    """For which numbers on a base that is not given the same lists clear as in the reading that was computed.

    Nothing is said where anything but a list's own votes and number of parties admits it.
    """
    steps = [step for step in done.steps if step.rule == "threshold"]
    exempt = need.minority_exempt or need.or_district_seats or need.of == "nationwide"
    if len(steps) != 1 or not need.is_plain or exempt:
        return ""
    most, least = None, 0
    for entry in votes.lists:
        share = need.share_for(entry.parties, done.house)
        if not share:
            return ""
        level = entry.votes / share  # the base of which the list has exactly the share
        last = -(-level // 1) - 1 if need.strictly else level // 1
        if entry.name in steps[0].result:
            most = last if most is None else min(most, last)
        else:
            least = max(least, int(last) + 1)
    if most is None or least > most:
        return ""
    said = f"from {least:,} to" if least > sum(votes.by_name.values()) else "up to"
    return f"; {said} {int(most):,} of them the same lists clear the threshold"


def _compare(
    rules: Rules, done: list[tuple[dict[str, Reading], Allocation]], missing: Mapping[str, str]
) -> Result:
    points = list(done[0][0])
    pivotal = tuple(point for point in points if _parts(done, point))
    shown: dict[tuple[str, ...], ReadAllocation] = {}
    for choice, allocation in done:
        key = tuple(choice[point].id for point in pivotal)
        label = "; ".join(choice[point].label for point in pivotal)
        shown.setdefault(
            key, ReadAllocation({point: choice[point].id for point in pivotal}, label, allocation)
        )
    agreed = tuple(
        point
        for point in points
        if point not in pivotal and len({choice[point].id for choice, _ in done}) > 1
    )
    return Result(rules.name, tuple(shown.values()), pivotal, agreed, missing)


def _parts(done: list[tuple[dict[str, Reading], Allocation]], point: str) -> bool:
    """Does the choice at this point change the seats, everything else being equal?"""
    outcomes: dict[tuple[str, ...], set[tuple[object, ...]]] = {}
    for choice, allocation in done:
        others = tuple(option.id for name, option in choice.items() if name != point)
        result = (*allocation.seats.items(), allocation.ties)
        outcomes.setdefault(others, set()).add(result)
    return any(len(results) > 1 for results in outcomes.values())
