"""A system from plain tables: stages, and chain steps with the tier they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.parameters import check_sizes, tables_of
from scrutator.law.chain.rules import STEPS, Link, build_link, not_encoded, sources
from scrutator.law.chain.state import TieRule
from scrutator.law.chain.ties import Ties
from scrutator.law.systems.kinds import system_of_kind
from scrutator.law.systems.state import Stage
from scrutator.law.systems.system import STAGES, System


def system_from(table: Mapping[str, Any], name: str = "rules") -> System:
    """A system from a rules table: `[[stage]]` tables, and `[[step]]` tables with their `tier`.

    A table with `[system]` and a kind is the short form of one.

    Raises L10 for a key or step that is not known, L40 for parts that do not fit together.
    """
    check_sizes(table, name)
    if "system" in table:
        return system_of_kind(table, name)
    if unknown := sorted(set(table) - {"name", "stage", "step", "not_encoded", "sources"}):
        remedy = "A system has name, not_encoded, sources, [[stage]] and [[step]]."
        raise ScrutatorError("L10", f"unknown key {unknown[0]}", where=name, remedy=remedy)
    parts = [
        {"stage": part.get("do"), **{k: v for k, v in part.items() if k != "do"}}
        for part in tables_of(table, "stage", name)
    ]
    title = str(table.get("name", name))
    built = assemble(title, [*parts, *tables_of(table, "step", name)], name)
    return replace(built, remarks=(*not_encoded(table, name), *sources(table, name)))


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
