"""A whole system as a law has it: stages over districts and tiers, each tier a chain of cited steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.rules import Link, Reading, Rules, demand_names, demand_used
from scrutator.law.chain.state import TieRule
from scrutator.law.chain.steps.admission import House, Threshold
from scrutator.law.systems.stages.both_ways import Biproportional
from scrutator.law.systems.stages.direct import Coverage, Direct, Fragments
from scrutator.law.systems.stages.districts import Admission, Districts, DistrictSeats
from scrutator.law.systems.stages.minimum import GrowingHouse, Minimum
from scrutator.law.systems.stages.national import National, Pool
from scrutator.law.systems.stages.place import Place
from scrutator.law.systems.state import Stage

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
    "biproportional": Biproportional,
}
"""The stages a law can name with `stage`. They run in the order of their phase, whatever the file's order."""


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
    def house(self) -> int:
        """The seats of the tier "national" under its first reading; 0 when it has none of its own."""
        links = self.tiers.get("national", ())
        houses = [step.seats for link in links for step in link.readings[0].steps if isinstance(step, House)]
        return houses[-1] if houses else 0

    def with_house(self, seats: int) -> "System":
        """The same system for another number of seats of the tier "national". Raises L40 when it has none."""
        if not self.house:
            what = f"{self.name}: no number of national seats to replace"
            raise ScrutatorError("L40", what, remedy="Change the seats of the districts in the table.")
        rules = Rules(self.name, self.tiers["national"]).with_house(seats)
        return replace(self, tiers={**self.tiers, "national": rules.links})

    def steps_of(self, kind: type) -> tuple[Any, ...]:
        """The steps of one kind in every tier, under the first reading of every link."""
        return tuple(step for tier, links in self.tiers.items() for step in Rules(tier, links).steps_of(kind))

    def with_threshold(self, share: str) -> "System":
        """The same system with another share in every threshold, of whatever tier. Raises L40 without one."""
        tiers = dict(self.tiers)
        holding = [tier for tier, links in tiers.items() if Rules(tier, links).steps_of(Threshold)]
        if not holding:
            raise ScrutatorError("L40", f"{self.name}: no threshold to replace")
        for tier in holding:
            tiers[tier] = Rules(tier, tiers[tier]).with_threshold(share).links
        return replace(self, tiers=tiers)

    @property
    def has_direct(self) -> bool:
        """Does the law have single-member districts?"""
        return any(isinstance(stage, Direct) for stage in self.stages)

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
        raise ScrutatorError("L40", f"{system.name}: no stage allocates seats")
    for kind, others in NEEDS.items():
        if kind in kinds and not any(other in kinds for other in others):
            what = f"{system.name}: the stage {named[kind]} has no effect without {named[others[0]]}"
            raise ScrutatorError("L40", what, remedy=f"Add {named[others[0]]}, or remove {named[kind]}.")
    _demand_in_districts(system)
    demand_names(system.name, [link for links in system.tiers.values() for link in links])
    for tier, links in system.tiers.items():
        demand_used(Rules(f"{system.name}, {tier}", links))


def _demand_in_districts(system: System) -> None:
    """A threshold on the votes of all districts is for the tier of a district; refused elsewhere (L40)."""
    for tier, links in system.tiers.items():
        steps = [step for link in links for option in link.readings for step in option.steps]
        if tier != "district" and any(isinstance(s, Threshold) and s.of == "nationwide" for s in steps):
            what = f'{system.name}: a threshold of = "nationwide" in the tier {tier!r}'
            remedy = 'There "valid" already means the votes of the country: write of = "valid".'
            raise ScrutatorError("L40", what, remedy=remedy)


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
