"""Short forms of common systems: a rules file with a table `[system]` and a kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.rules import Link, rules_from
from scrutator.law.chain.state import TieRule
from scrutator.law.chain.steps.admission import House
from scrutator.law.chain.ties import Ties
from scrutator.law.systems.stages.both_ways import Biproportional
from scrutator.law.systems.stages.direct import Direct
from scrutator.law.systems.stages.districts import Admission, Districts
from scrutator.law.systems.stages.national import National
from scrutator.law.systems.state import Stage
from scrutator.law.systems.system import System

KEYS: Mapping[str, frozenset[str]] = {
    "districts": frozenset(),
    "levelling": frozenset({"district"}),
    "linked": frozenset({"overhang"}),
    "parallel": frozenset(),
    "biproportional": frozenset({"quorum_any_district", "quorum_total", "votes"}),
}
"""The kinds of system and the keys of each; any other key but `article` is refused."""
OVERHANGS = {
    "house_grows": "house_grows", "others_pay": "kept", "levelled": "levelled", "not_awarded": "not_awarded",
}  # fmt: skip


def system_of_kind(table: Mapping[str, Any], name: str) -> System:
    """The system that `[system] kind = …` stands for. Raises L40 for a kind or key that is not known."""
    if not isinstance(table["system"], Mapping):
        raise ScrutatorError(
            "L40", f"{name}: system is not a table", remedy='Write [system], then kind = "…".'
        )
    keys = dict(table["system"])
    kind = str(keys.pop("kind", None))
    if kind not in KEYS:
        raise ScrutatorError("L40", f"system of kind {kind!r}", remedy=f"Known: {', '.join(KEYS)}.")
    article = keys.pop("article", "")
    if not isinstance(article, str):
        raise ScrutatorError("L10", f"{name}: the article of [system] is not a text")
    if unknown := sorted(set(keys) - KEYS[kind]):
        known = ", ".join(sorted({*KEYS[kind], "article"}))
        what = f"{name}: {unknown[0]} is not a key of a system of kind {kind}"
        raise ScrutatorError("L40", what, remedy=f"Its keys: {known}.")
    rules = rules_from({key: value for key, value in table.items() if key != "system"}, name)
    links = [link for link in rules.links if not _is_ties(link)]
    stages, tiers = _built(kind, keys, links, name)
    parts = {tier: tuple(part) for tier, part in tiers.items() if part}
    cited: tuple[Any, ...] = tuple(replace(stage, article=article) for stage in stages)  # type: ignore[type-var]
    built = System(rules.name, cited, parts, _tie_rule([link for link in rules.links if _is_ties(link)]))
    return replace(built, remarks=rules.remarks)


def _built(
    kind: str, keys: Mapping[str, Any], links: list[Link], name: str
) -> tuple[list[Stage], dict[str, list[Link]]]:
    """The stages of a kind, and which of its steps belong to which tier."""
    first = [link for link in links if link.phase < 20 and not _is_house(link)]
    rest = [link for link in links if link not in first]
    national: dict[str, list[Link]] = {"admission": first, "national": rest}
    admission: list[Stage] = [Admission()] if first else []
    if kind == "districts":
        return [Districts(all_lists=True)], {"district": links}
    if kind == "parallel":
        return [Direct(), National("parallel")], {"national": links}
    if kind == "linked":
        overhang = str(keys.get("overhang", "house_grows"))
        if overhang not in OVERHANGS:
            raise ScrutatorError("L40", f"overhang {overhang!r}", remedy=f"Known: {', '.join(OVERHANGS)}.")
        return [Direct(), *admission, National(OVERHANGS[overhang])], national
    if kind == "levelling":
        if "district" not in keys:
            raise ScrutatorError("L40", f"{name}: no [system.district] with the rules of the districts")
        if not isinstance(keys["district"], Mapping):
            raise ScrutatorError("L40", f"{name}: [system.district] is not a table")
        local = list(rules_from(keys["district"], f"{name}, districts").links)
        return [Districts(all_lists=True), *admission, National("kept")], {"district": local, **national}
    if first:
        raise ScrutatorError("L40", f"{name}: a biproportional system has quorums, not thresholds")
    votes = keys.get("votes", "")
    if votes not in ("", "per_seat"):
        raise ScrutatorError("L40", f"{name}: votes = {votes!r}", remedy="Known: per_seat.")
    quorums = str(keys.get("quorum_any_district", "")), str(keys.get("quorum_total", ""))
    return [Biproportional(*quorums, per_seat=votes == "per_seat")], {"national": rest}


def _is_house(link: Link) -> bool:
    return all(isinstance(step, House) for step in link.readings[0].steps)


def _is_ties(link: Link) -> bool:
    return all(isinstance(step, Ties) for step in link.readings[0].steps)


def _tie_rule(links: list[Link]) -> TieRule:
    for link in links:
        step = link.readings[0].steps[0]
        if isinstance(step, Ties):
            return TieRule(step.by, step.article, step.of)
    return TieRule()
