"""From the votes of a system to its seats, under every reading of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import AMBIGUOUS, SETTLED, TIED, UNFILLED, Allocation, covering
from scrutator.law.chain.rules import Reading
from scrutator.law.chain.state import Step, TieToResolve
from scrutator.law.chain.unused import unused_facts
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.systems.ballots import Ballots
from scrutator.law.systems.stages.both_ways import Biproportional
from scrutator.law.systems.stages.direct import Direct
from scrutator.law.systems.stages.districts import Districts
from scrutator.law.systems.stages.minimum import Minimum
from scrutator.law.systems.stages.national import National
from scrutator.law.systems.stages.place import Place
from scrutator.law.systems.standing import Absent, absent_said, check_not_standing, without_row
from scrutator.law.systems.state import Cells, SystemState
from scrutator.law.systems.system import System


@dataclass(frozen=True)
class SystemResult:
    """Seats over all districts and tiers; `by_district` and `tiers` say where they come from.

    `allocations` are the distributions of each district and tier with their cited steps, `steps` the stages.
    `uncovered` are single-member districts that stay without a member. `choice` names the reading of each
    provision that has several.
    """

    seats: Mapping[str, int]
    house: int
    by_district: Cells = field(default_factory=dict)
    tiers: Cells = field(default_factory=dict)
    allocations: Mapping[str, Allocation] = field(default_factory=dict)
    ties: tuple[TieToResolve, ...] = ()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    unfilled: int = 0
    uncovered: tuple[str, ...] = ()
    choice: Mapping[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def outcome(self) -> str:
        """ "tie_to_resolve" while any seat waits for a fact, "seats_unfilled", else "settled"."""
        if self.ties:
            return TIED
        return UNFILLED if self.unfilled else SETTLED


@dataclass(frozen=True)
class SystemResults:
    """The system under every reading of the law; `pivotal` names the provisions whose readings part.

    `computed` of the law's `combinations` of readings could be computed. `absent` are lists without a row
    in a district, where they count as not standing.
    """

    name: str
    readings: tuple[SystemResult, ...]
    pivotal: tuple[str, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)
    computed: int = 1
    combinations: int = 1
    absent: Absent = field(default_factory=dict)

    @property
    def first(self) -> SystemResult:
        """The result under the first reading, the one closest to the letter of the law."""
        return self.readings[0]

    @property
    def outcome(self) -> str:
        """ "statute_ambiguous" when readings differ, else the outcome of those that were computed."""
        return AMBIGUOUS if self.pivotal else covering(self.first.outcome, self)


def distribute(system: System, ballots: Ballots) -> SystemResults:
    """Which list gets how many seats, in which district and tier, under every reading of the law?

    A reading that asks for a number the input does not hold is reported as unavailable; if all do, the error
    is raised (L06).
    """
    _check_given(system, ballots)
    absent = without_row(ballots)
    said = [f"{text}."] if (text := absent_said(absent)) else []
    remarks = (*said, *system.remarks, *_unused(system, ballots))
    done: list[tuple[dict[str, Reading], SystemResult]] = []
    missing: dict[str, str] = {}
    problem: ScrutatorError | None = None
    for choice, chains in system.chains():
        try:
            found = run_system(system, chains, ballots)
            done.append((choice, replace(found, notes=(*found.notes, *remarks))))
        except ScrutatorError as error:
            if error.code != "L06" or not choice:
                raise
            problem = error
            missing[", ".join(f"{point}: {option.id}" for point, option in choice.items())] = error.what
    if not done:
        assert problem is not None
        raise problem
    found_all = _compare(system.name, done, missing)
    return replace(found_all, computed=len(done), combinations=len(done) + len(missing), absent=absent)


def _unused(system: System, ballots: Ballots) -> tuple[str, ...]:
    """Columns of the table that no step or stage asks for."""
    steps = [s for links in system.tiers.values() for link in links for r in link.readings for s in r.steps]
    used = {"district_seats"} if any(isinstance(stage, Minimum) for stage in system.stages) else set()
    lists = [*ballots.national.lists, *(entry for one in ballots.direct for entry in one.votes.lists)]
    given = {name: entry for district in ballots.districts for name, entry in _own(district.votes)}
    return (*unused_facts(steps, [*lists, *given.values()], frozenset(used)), *_without_country(ballots))


def _without_country(ballots: Ballots) -> tuple[str, ...]:
    """Lists of districts that have no votes of the country, where some row without a district has others."""
    if ballots.country is None:
        return ()
    listed = dict.fromkeys(name for one in ballots.districts for name in one.votes.by_name)
    lacking = [name for name in listed if name not in ballots.country.by_name]
    if not lacking:
        return ()
    said = "Rows without a district are the votes of the country, and the districts are not added up"
    return (f"{said}: {', '.join(lacking)} has votes in districts and none of the country.",)


def _own(votes: Votes) -> Iterator[tuple[str, ListVotes]]:
    """Lists whose number of candidates is given: the one fact that is not the country's."""
    return ((entry.name, entry) for entry in votes.lists if entry.candidates is not None)


def _check_given(system: System, ballots: Ballots) -> None:
    """Votes that no stage reads are refused by name (L40)."""
    check_not_standing(ballots)
    kinds = [type(stage) for stage in system.stages]
    uses_districts = Districts in kinds or Place in kinds or Biproportional in kinds
    given, house = ballots.country_seats, system.house
    if given and house and given != house:
        what = f"the list votes have {given} seats, the rules {house}"
        raise ScrutatorError("L40", what, remedy="Correct one of them.")
    if Direct in kinds and National in kinds and ballots.country is None and not ballots.districts:
        remedy = "Give the list votes in rows without a district."
        raise ScrutatorError("L40", "no list votes", remedy=remedy)
    if ballots.districts and not uses_districts:
        raise ScrutatorError("L40", f"{system.name} has no list districts, and the table has rows of them")
    if ballots.direct and Direct not in kinds:
        raise ScrutatorError(
            "L40", f"{system.name} has no single-member districts, and the table has rows of them"
        )
    in_order = any(isinstance(stage, Place) and stage.by == "share" for stage in system.stages)
    if ballots.levelling and not in_order:
        raise ScrutatorError("L40", f"{system.name} does not use the column levelling_seats")
    names = {district.name for district in ballots.districts}
    for one in ballots.direct:
        if one.within and one.within not in names:
            raise ScrutatorError("L40", f"{one.name!r} lies within {one.within!r}, which has no rows")


def run_system(system: System, chains: Mapping[str, tuple[Any, ...]], ballots: Ballots) -> SystemResult:
    """One reading of a system on the votes."""
    state = SystemState(ballots, ballots.national, chains, system.ties)
    for stage in system.stages:
        state = stage.apply(state)
    return _result(state)


def _result(state: SystemState) -> SystemResult:
    cells = _cells(state)
    held = state.held()
    placed = bool(state.placed)
    added = {n: c + state.extra.get(n, 0) for n, c in state.added.items()} if state.extra else state.added
    if state.floors:  # direct seats are among the seats of the state lists
        held = dict.fromkeys(held, 0)
    covered = _covers(state)
    if covered:
        held = {name: sum(cells.get(name, 0) for cells in state.won.values()) for name in held}
    seats = {name: held.get(name, 0) + added.get(name, 0) for name in dict.fromkeys([*held, *added])}
    tiers = {"districts": held, "national": dict(added)}
    shown = (
        {place: dict(part) for place, part in cells.items()} if state.won or placed or state.direct else {}
    )
    return SystemResult(
        seats=seats,
        house=sum(seats.values()) + state.unfilled + state.waiting,
        by_district=shown,
        tiers={name: dict(part) for name, part in tiers.items() if part},
        allocations=state.allocations,
        ties=state.ties,
        steps=state.steps,
        notes=state.notes,
        unfilled=state.unfilled,
        uncovered=state.uncovered,
    )


def _covers(state: SystemState) -> bool:
    """Are single-member winners seated within their lists' seats, so that they add none of their own?"""
    return any(step.rule == "coverage" for step in state.steps)


def _cells(state: SystemState) -> dict[str, dict[str, int]]:
    """District → list → seats, with the places of national seats and the single-member districts."""
    cells = {place: dict(part) for place, part in state.won.items()}
    for place, part in state.placed.items():
        own = cells.setdefault(place, {})
        for name, count in part.items():
            own[name] = own.get(name, 0) + count
    for winner in state.direct:
        cells.setdefault(winner.district, {})[winner.list] = int(winner.district not in state.uncovered)
    for place, labels in state.ballots.labels.items():
        if place in cells:
            cells[place] = {labels.get(name, name): count for name, count in cells[place].items()}
    return cells


def _compare(
    name: str, done: list[tuple[dict[str, Reading], SystemResult]], missing: Mapping[str, str]
) -> SystemResults:
    points = list(done[0][0])
    pivotal = tuple(point for point in points if _parts(done, point))
    shown: dict[tuple[str, ...], SystemResult] = {}
    for choice, result in done:
        key = tuple(choice[point].id for point in pivotal)
        label = "; ".join(choice[point].label for point in pivotal)
        chosen = {point: choice[point].id for point in pivotal}
        shown.setdefault(key, replace(result, choice=chosen, label=label))
    return SystemResults(name, tuple(shown.values()), pivotal, missing)


def _parts(done: list[tuple[dict[str, Reading], SystemResult]], point: str) -> bool:
    """Does the choice at this point change a seat, everything else being equal?"""
    outcomes: dict[tuple[str, ...], list[tuple[object, ...]]] = {}
    for choice, result in done:
        others = tuple(option.id for name, option in choice.items() if name != point)
        outcomes.setdefault(others, []).append((result.seats, result.by_district, result.ties))
    return any(any(one != results[0] for one in results) for results in outcomes.values())
