"""A whole system as a law has it: stages over districts and tiers, each tier a chain of cited steps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import AMBIGUOUS, SETTLED, TIED, UNFILLED, Allocation
from scrutator.law.chain.rules import STEPS, Link, Reading, Rules, build_link, demand_used, not_encoded
from scrutator.law.chain.state import Step, TieRule, TieToResolve
from scrutator.law.chain.ties import Ties
from scrutator.law.systems.ballots import Ballots
from scrutator.law.systems.stages.direct import Coverage, Direct, Fragments
from scrutator.law.systems.stages.districts import Admission, Districts, DistrictSeats
from scrutator.law.systems.stages.minimum import GrowingHouse, Minimum
from scrutator.law.systems.stages.national import National, Pool
from scrutator.law.systems.stages.place import Place
from scrutator.law.systems.state import Cells, Stage, SystemState

STAGES: dict[str, Any] = {
    "district_seats": DistrictSeats,
    "direct": Direct,
    "fragments": Fragments,
    "admission": Admission,
    "districts": Districts,
    "minimum": Minimum,
    "national": National,
    "growing_house": GrowingHouse,
    "pool": Pool,
    "place": Place,
    "coverage": Coverage,
}
"""The stages a law can name with `stage`. They run in the order of their phase, whatever the file's order."""


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
        return UNFILLED if self.unfilled or self.uncovered else SETTLED


@dataclass(frozen=True)
class SystemResults:
    """The system under every reading of the law; `pivotal` names the provisions whose readings part."""

    name: str
    readings: tuple[SystemResult, ...]
    pivotal: tuple[str, ...] = ()
    unavailable: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> SystemResult:
        """The result under the first reading, the one closest to the letter of the law."""
        return self.readings[0]

    @property
    def outcome(self) -> str:
        """ "statute_ambiguous" when readings differ, else the outcome of the only one."""
        return AMBIGUOUS if self.pivotal else self.first.outcome


@dataclass(frozen=True)
class System:
    """A law with stages: `stages` of the system and the provisions of each tier, with their readings."""

    name: str
    stages: tuple[Stage, ...]
    tiers: Mapping[str, tuple[Link, ...]]
    ties: TieRule = field(default_factory=TieRule)
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ordered = sorted(self.stages, key=lambda stage: (getattr(stage, "phase", 0), type(stage).__name__))
        object.__setattr__(self, "stages", tuple(ordered))
        _demand_used(self)

    @property
    def has_direct(self) -> bool:
        """Does the law have single-member districts?"""
        return any(isinstance(stage, Direct) for stage in self.stages)

    def with_chain(self, tier: str, rules: Rules) -> "System":
        """The same system with other rules in one tier."""
        return replace(self, tiers={**self.tiers, tier: rules.links})

    def chains(self) -> Iterator[tuple[dict[str, Reading], dict[str, tuple[Any, ...]]]]:
        """Every combination of readings: provision to reading, and the steps of each tier."""
        places = [(tier, link) for tier, links in self.tiers.items() for link in links]
        for options in product(*(link.readings for _, link in places)):
            steps: dict[str, list[Any]] = {tier: [] for tier in self.tiers}
            for (tier, _), option in zip(places, options, strict=True):
                steps[tier] += option.steps
            for chosen in steps.values():
                chosen.sort(key=lambda step: getattr(step, "phase", 0))
            choice = {link.id: option for (_, link), option in zip(places, options, strict=True) if option.id}
            yield choice, {tier: tuple(chosen) for tier, chosen in steps.items()}


def _demand_used(system: System) -> None:
    """Every tier belongs to a stage and every stage has its tier; two stages of a kind are refused (L40)."""
    kinds: list[Any] = [type(stage) for stage in system.stages]
    named = {kind: name for name, kind in STAGES.items()}
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise ScrutatorError(
                "L40", f"{system.name}: two stages {named[kind]}", remedy="Keep one of them."
            )
    needed = {tier for kind in kinds for tier in kind.tiers}
    for tier in system.tiers:
        if tier not in needed:
            what = f"{system.name}: no stage uses the steps of the tier {tier!r}"
            raise ScrutatorError(
                "L40", what, remedy=f"Stages in use need: {', '.join(sorted(needed)) or 'none'}."
            )
    for tier in sorted(needed - set(system.tiers)):
        what = f"{system.name}: there are no steps for the tier {tier}"
        raise ScrutatorError("L40", what, remedy=f'Add steps with tier = "{tier}".')
    if not needed & {"district", "national", "pool"} and Direct not in kinds:
        raise ScrutatorError("L40", f"{system.name}: no stage gives out seats")
    for kind, others in NEEDS.items():
        if kind in kinds and not any(other in kinds for other in others):
            what = f"{system.name}: the stage {named[kind]} has no effect without {named[others[0]]}"
            raise ScrutatorError("L40", what, remedy=f"Add {named[others[0]]}, or remove {named[kind]}.")
    for tier, links in system.tiers.items():
        demand_used(Rules(f"{system.name}, {tier}", links))


NEEDS: dict[Any, tuple[Any, ...]] = {
    DistrictSeats: (Districts,),
    Fragments: (Direct,),
    Minimum: (GrowingHouse,),
    GrowingHouse: (Minimum,),
    Pool: (Districts,),
    Place: (National, GrowingHouse, Pool),
    Coverage: (Place,),
}
"""Stages that do nothing unless one of these is there."""


def system_from(table: Mapping[str, Any], name: str = "rules") -> System:
    """A system from a rules table: `[[stage]]` tables, and `[[step]]` tables with their `tier`.

    Raises L10 for a key or step that is not known, L40 for parts that do not fit together.
    """
    if unknown := sorted(set(table) - {"name", "stage", "step", "not_encoded"}):
        remedy = "A system has name, not_encoded, [[stage]] and [[step]]."
        raise ScrutatorError("L10", f"unknown key {unknown[0]}", where=name, remedy=remedy)
    parts = [
        {"stage": part.get("do"), **{k: v for k, v in part.items() if k != "do"}} for part in table["stage"]
    ]
    title = str(table.get("name", name))
    built = assemble(title, [*parts, *table.get("step", ())], name)
    return replace(built, remarks=not_encoded(table, name))


def assemble(name: str, parts: Sequence[Mapping[str, Any]], where: str) -> System:
    """A system from its provisions: tables with `stage`, or chain steps with `tier`; `ties` holds for all."""
    stages: list[Stage] = []
    tiers: dict[str, list[Link]] = {}
    ties: list[Link] = []
    for at, part in enumerate(parts, 1):
        place = f"{where}, {part.get('id') or part.get('do') or part.get('stage') or at}"
        if "stage" in part:
            stages.append(build_stage(part, place))
        else:
            tier, link = tiered_link(part, place)
            if tier:
                tiers.setdefault(tier, []).append(link)
            else:
                ties.append(link)
    return join(name, stages, tiers, ties)


def build_stage(part: Mapping[str, Any], where: str, article: str = "") -> Stage:
    """One stage from its table `{stage = "districts", …}`."""
    plain = {key: value for key, value in part.items() if key not in ("stage", "id")}
    stage: Stage = build_link({"do": part["stage"], **plain}, where, article, STAGES).readings[0].steps[0]  # type: ignore[assignment]
    return stage


def tiered_link(part: Mapping[str, Any], where: str, article: str = "") -> tuple[str, Link]:
    """One provision of a tier; "" for a rule on ties that holds for all. Raises L40 without a tier."""
    tier = str(part.get("tier", ""))
    link = build_link({k: v for k, v in part.items() if k != "tier"}, where, article, STEPS)
    if not tier and not all(isinstance(step, Ties) for option in link.readings for step in option.steps):
        remedy = 'Add tier = "district", "national", "admission" or "pool".'
        raise ScrutatorError("L40", f"{where}: the step has no tier", remedy=remedy)
    return tier, link


def join(
    name: str, stages: Sequence[Stage], tiers: Mapping[str, Sequence[Link]], ties: Sequence[Link]
) -> System:
    """The system of these stages and tiers; rules on ties without a tier hold for every tier and stage."""
    if len(ties) > 1 or any(len(link.readings) > 1 for link in ties):
        raise ScrutatorError(
            "L40", f"{name}: several rules on ties that hold for all tiers", remedy="Keep one."
        )
    rule = TieRule()
    for link in ties:
        step = link.readings[0].steps[0]
        if not isinstance(step, Ties):
            raise ScrutatorError(
                "L40", f"{name}: the provision {link.id!r} has no tier", remedy='Add tier = "national".'
            )
        rule = TieRule(step.by, step.article, step.of)
    return System(name, tuple(stages), {tier: tuple(links) for tier, links in tiers.items()}, rule)


def distribute(system: System, ballots: Ballots) -> SystemResults:
    """Which list gets how many seats, in which district and tier, under every reading of the law?

    A reading that asks for a number the input does not hold is reported as unavailable; if all do, the error
    is raised (L06).
    """
    _check_given(system, ballots)
    done: list[tuple[dict[str, Reading], SystemResult]] = []
    missing: dict[str, str] = {}
    problem: ScrutatorError | None = None
    for choice, chains in system.chains():
        try:
            found = run_system(system, chains, ballots)
            done.append((choice, replace(found, notes=(*found.notes, *system.remarks))))
        except ScrutatorError as error:
            if error.code != "L06" or not choice:
                raise
            problem = error
            missing[", ".join(f"{point}: {option.id}" for point, option in choice.items())] = error.what
    if not done:
        assert problem is not None
        raise problem
    return _compare(system.name, done, missing)


def _check_given(system: System, ballots: Ballots) -> None:
    """Votes that no stage reads are refused by name (L40)."""
    kinds = [type(stage) for stage in system.stages]
    uses_districts = Districts in kinds or Place in kinds
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
        house=sum(seats.values()) + state.unfilled + sum(tie.seats for tie in state.ties if _gives(tie)),
        by_district=shown,
        tiers={name: dict(part) for name, part in tiers.items() if part},
        allocations=state.allocations,
        ties=state.ties,
        steps=state.steps,
        notes=state.notes,
        unfilled=state.unfilled,
        uncovered=state.uncovered,
    )


def _gives(tie: TieToResolve) -> bool:
    """Does the tie hold back a seat, and not only the place of one?"""
    return not tie.rule.startswith(("place of", "order of", "coverage of"))


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
