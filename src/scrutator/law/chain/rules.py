"""A seat law as a chain of steps, read from plain tables (TOML); a rule may have several readings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.quotas import QUOTAS
from scrutator.law.chain.parameters import check_parameters, check_sizes, tables_of
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.steps.admission import AdmitNext, House, Threshold
from scrutator.law.chain.steps.alliances import Alliances, ShareInside
from scrutator.law.chain.steps.allocation import Coefficient, Leftovers, Quota, WholeSeats
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.steps.ceilings import BonusByShare, PreferentialSeat, ShareCap
from scrutator.law.chain.steps.corrections import (
    AbsoluteMajority,
    Cap,
    FixedSeats,
    Floor,
    MajorityBonus,
    MinoritySeats,
    OppositionShare,
)
from scrutator.law.chain.steps.rounds import RemaindersThenAverages
from scrutator.law.chain.steps.weights import Exhaustion, Multiplier
from scrutator.law.chain.ties import Ties

STEPS: dict[str, Any] = {
    "house": House,
    "ties": Ties,
    "threshold": Threshold,
    "admit_next": AdmitNext,
    "alliances": Alliances,
    "multiplier": Multiplier,
    "exhaustion": Exhaustion,
    "quota": Quota,
    "coefficient": Coefficient,
    "whole_seats": WholeSeats,
    "highest_averages": HighestAverages,
    "leftovers": Leftovers,
    "remainders_then_averages": RemaindersThenAverages,
    "bonus_by_share": BonusByShare,
    "preferential_seat": PreferentialSeat,
    "floor": Floor,
    "cap": Cap,
    "share_cap": ShareCap,
    "fixed_seats": FixedSeats,
    "majority_bonus": MajorityBonus,
    "absolute_majority": AbsoluteMajority,
    "minority_seats": MinoritySeats,
    "opposition_share": OppositionShare,
    "share_inside": ShareInside,
}
"""The steps a law can name with `do`. They run in the order of their phase, whatever the file's order."""

SHORTHAND = (
    "name", "seats", "method", "threshold", "denominator", "strictly", "first_divisor", "blank_is_valid",
    "ties", "step", "not_encoded", "articles", "sources",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One way to read a provision: its steps, its id ("A") and what it says."""

    id: str
    label: str
    steps: tuple[ChainStep, ...]


@dataclass(frozen=True)
class Link:
    """One place in the chain: a provision with a single meaning, or with several readings."""

    id: str
    readings: tuple[Reading, ...]

    @property
    def phase(self) -> int:
        """When the link's first step runs."""
        steps = self.readings[0].steps
        return getattr(steps[0], "phase", 0) if steps else 0


@dataclass(frozen=True)
class Rules:
    """A chain of links in the order of their phases, what it is called, and what a reader must know of it."""

    name: str
    links: tuple[Link, ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", tuple(sorted(self.links, key=lambda link: link.phase)))

    def steps_of(self, kind: type) -> tuple[ChainStep, ...]:
        """The steps of one kind under the first reading of every link."""
        return tuple(step for link in self.links for step in link.readings[0].steps if isinstance(step, kind))

    @property
    def house(self) -> int:
        """The number of seats the rules distribute."""
        houses = [step.seats for step in self.steps_of(House) if isinstance(step, House)]
        if not houses:
            raise ScrutatorError("L10", f"{self.name}: no number of seats", remedy="Give seats, or --seats.")
        return houses[-1]

    def with_house(self, seats: int) -> "Rules":
        """The same rules for another number of seats."""
        valid = any(isinstance(s, House) and s.blank_is_valid for s in self.steps_of(House))
        link = Link("seats", (Reading("", "", (House(seats, valid, "set by the caller"),)),))
        others = (old for old in self.links if not isinstance(old.readings[0].steps[0], House))
        return replace(self, links=(link, *others))

    def with_threshold(self, share: str) -> "Rules":
        """The same rules with another share in every threshold (readings keep their denominators)."""

        def changed(step: ChainStep) -> ChainStep:
            return (
                replace(step, share=share, coalition={}, quotas=False)
                if isinstance(step, Threshold)
                else step
            )

        links = tuple(
            Link(link.id, tuple(replace(r, steps=tuple(map(changed, r.steps))) for r in link.readings))
            for link in self.links
        )
        if not self.steps_of(Threshold):
            links += (Link("threshold", (Reading("", "", (Threshold(share),)),)),)
        return replace(self, links=links)


def build_step(
    table: Mapping[str, Any], where: str, article: str = "", known_steps: Mapping[str, Any] = STEPS
) -> Any:
    """One step from its table `{do = "threshold", share = "7%", …}`. Raises L10 for what it does not know."""
    parameters = {key: value for key, value in table.items() if key != "do"}
    do = str(table.get("do"))
    if do not in known_steps:
        remedy = f"Known: {', '.join(known_steps)}."
        raise ScrutatorError("L10", f"do = {do!r}", where=where, remedy=remedy)
    kind = known_steps[do]
    known = {item.name for item in fields(kind)}
    if unknown := set(parameters) - known:
        raise ScrutatorError(
            "L10", f"{do} does not know {', '.join(sorted(unknown))}", where=where,
            remedy=f"It knows: {', '.join(sorted(known))}.",
        )  # fmt: skip
    check_parameters(kind, parameters, f"{where}, {do}")
    try:
        step = kind(**{"article": article, **parameters})
    except TypeError as error:
        raise ScrutatorError("L10", f"{do} is not complete: {error}", where=where) from error
    return step


def build_link(
    table: Mapping[str, Any], where: str, article: str = "", known_steps: Mapping[str, Any] = STEPS
) -> Link:
    """One link: a table with `do`, with `steps` (several), or with `reading` (alternatives of those)."""
    check_sizes(table, where)
    article = str(table.get("article", article))
    name = str(table.get("id") or table.get("do") or where)
    if "reading" not in table:
        return Link(name, (Reading("", "", _steps(table, where, article, known_steps)),))
    readings = []
    for option in tables_of(table, "reading", where):
        if not all(isinstance(option.get(key), str) and option[key].strip() for key in ("id", "label")):
            raise ScrutatorError("L10", "a reading needs an id and a label, both texts", where=where)
        readings.append(Reading(option["id"], option["label"], _steps(option, where, article, known_steps)))
    if len({reading.id for reading in readings}) < max(2, len(readings)):
        raise ScrutatorError("L10", "readings are two or more, each with its own id", where=where)
    return Link(name, tuple(readings))


def _steps(
    table: Mapping[str, Any], where: str, article: str, known_steps: Mapping[str, Any]
) -> tuple[ChainStep, ...]:
    if "steps" in table:
        return tuple(
            build_step(part, where, article, known_steps) for part in tables_of(table, "steps", where)
        )
    plain = {key: value for key, value in table.items() if key not in ("id", "label", "reading")}
    return (build_step(plain, where, article, known_steps),)


def rules_from(table: Mapping[str, Any], name: str = "rules") -> Rules:
    """Rules from a table of short keys (`seats`, `method`, `threshold`, …) and `[[step]]` tables."""
    check_sizes(table, name)
    if unknown := set(table) - set(SHORTHAND):
        raise ScrutatorError(
            "L10", f"unknown key {', '.join(sorted(unknown))}", where=name,
            remedy=f"Known keys: {', '.join(SHORTHAND)}.",
        )  # fmt: skip
    _check_short_keys(table, name)
    links = [build_link(part, name) for part in _short_steps(table, name)]
    links += [
        build_link(part, f"{name}, step {at}") for at, part in enumerate(tables_of(table, "step", name), 1)
    ]
    remarks = (*not_encoded(table, name), *sources(table, name))
    rules = Rules(str(table.get("name", name)), tuple(links), remarks)
    demand_used(rules)
    return rules


def not_encoded(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """The parts of a law that its file says it does not encode, as remarks for every result. Raises L10."""
    return tuple(f"Not encoded: {part}" for part in _texts(table, "not_encoded", where))


def sources(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """Where the articles that a rules file names were read, as remarks for every result. Raises L10."""
    return tuple(f"Source: {source}" for source in _texts(table, "sources", where))


def _texts(table: Mapping[str, Any], key: str, where: str) -> Sequence[str]:
    parts = table.get(key, ())
    if not isinstance(parts, list | tuple) or not all(isinstance(p, str) and p.strip() for p in parts):
        raise ScrutatorError("L10", f"{key} is a list of texts", where=where)
    return parts


ONCE = (
    House, Quota, WholeSeats, Leftovers, RemaindersThenAverages, HighestAverages, Alliances, ShareInside,
    Multiplier, Exhaustion, BonusByShare,
)  # fmt: skip


def demand_names(name: str, links: Sequence[Link]) -> None:
    """Provisions with several readings have names of their own, by which readings are distinguished (L10)."""
    names = [link.id for link in links if len(link.readings) > 1]
    for one in names:
        if names.count(one) > 1:
            raise ScrutatorError("L10", f"{name}: two provisions with readings are called {one!r}")


def demand_used(rules: Rules) -> None:
    """Every step must have an effect: one that nothing can reach is refused by name (L10)."""
    demand_names(rules.name, rules.links)
    for link in rules.links:
        for reading in link.readings:
            others = [one.readings[0].steps for one in rules.links if one is not link]
            _demand_used(rules.name, [*reading.steps, *(step for steps in others for step in steps)])


def _demand_used(name: str, steps: Sequence[ChainStep]) -> None:
    kinds: list[Any] = [type(step) for step in steps]
    named = {kind: do for do, kind in STEPS.items()}
    for kind in ONCE:
        if kinds.count(kind) > 1:
            raise ScrutatorError("L10", f"{name}: two steps {named[kind]}", remedy="Keep one of them.")
    if Leftovers in kinds and RemaindersThenAverages in kinds:
        raise ScrutatorError("L10", f"{name}: two steps for the leftovers", remedy="Keep one of them.")
    if HighestAverages in kinds and (Quota in kinds or Leftovers in kinds or RemaindersThenAverages in kinds):
        remedy = "Keep the quota with its leftovers, or highest_averages."
        raise ScrutatorError("L10", f"{name}: two methods, quota and highest_averages", remedy=remedy)
    needs: dict[Any, Any] = {
        Coefficient: Quota,
        WholeSeats: Quota,
        ShareInside: Alliances,
        RemaindersThenAverages: WholeSeats,
    }
    for other, needed in needs.items():
        if other in kinds and needed not in kinds:
            what = f"{name}: the step {named[other]} has no effect without {named[needed]}"
            raise ScrutatorError("L10", what, remedy=f"Add {named[needed]}, or remove {named[other]}.")
    by_remainder = any(isinstance(step, Leftovers) and step.by == "largest_remainder" for step in steps)
    if Quota in kinds and WholeSeats not in kinds and not by_remainder:
        remedy = "Add whole_seats, or remove quota."
        raise ScrutatorError(
            "L10", f"{name}: the step quota has no effect without whole_seats", remedy=remedy
        )
    for step in steps:
        if isinstance(step, Leftovers) and step.by == "largest_remainder" and Quota not in kinds:
            raise ScrutatorError("L10", f"{name}: leftovers by largest_remainder need a quota")


NEEDS = {
    "denominator": "threshold",
    "strictly": "threshold",
    "blank_is_valid": "seats",
    "first_divisor": "method",
}


def _check_short_keys(table: Mapping[str, Any], where: str) -> None:
    """A short key that would change nothing is refused by name (L10)."""
    for key, needed in NEEDS.items():
        if key in table and needed not in table:
            what = f"{key} has no effect without {needed}"
            raise ScrutatorError("L10", what, where=where, remedy="Write it in the step that it belongs to.")
    articles = table.get("articles", {})
    if not isinstance(articles, Mapping) or not all(isinstance(text, str) for text in articles.values()):
        raise ScrutatorError("L10", "articles is a table of texts", where=where)
    for key in articles:
        if key not in CITED or key not in table:
            what = f"articles names {key!r}, which is no short key of this file"
            raise ScrutatorError(
                "L10", what, where=where, remedy=f"Keys with an article: {', '.join(CITED)}."
            )
    if "first_divisor" in table and table["method"] in QUOTAS:
        raise ScrutatorError("L10", f"first_divisor has no effect with {table['method']}", where=where)


CITED = ("seats", "ties", "threshold", "method")
"""Short keys that `articles` may give an article."""


def _short_steps(table: Mapping[str, Any], where: str) -> Sequence[Mapping[str, Any]]:
    parts: list[dict[str, Any]] = []
    cited = {key: {"article": text} for key, text in table.get("articles", {}).items()}
    if "seats" in table:
        blank = table.get("blank_is_valid", False)
        parts.append(
            {"do": "house", "seats": table["seats"], "blank_is_valid": blank, **cited.get("seats", {})}
        )
    if "ties" in table:
        parts.append({"do": "ties", "by": table["ties"], **cited.get("ties", {})})
    if "threshold" in table:
        of, strictly = table.get("denominator", "valid"), table.get("strictly", False)
        asked = {"share": table["threshold"], "of": of, "strictly": strictly}
        parts.append({"do": "threshold", **asked, **cited.get("threshold", {})})
    method = _method(table, where) if "method" in table else []
    return parts + [{**step, **cited.get("method", {})} for step in method]


def _method(table: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    method = table["method"]
    if method in QUOTAS:
        return [{"do": "quota", "quota": method}, {"do": "whole_seats"}, {"do": "leftovers"}]
    if "first_divisor" in table:
        return [{"do": "highest_averages", "divisor": method, "first": str(table["first_divisor"])}]
    return [{"do": "highest_averages", "divisor": method}]
