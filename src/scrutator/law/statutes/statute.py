"""A statute is dated, citable data: which provisions were in force on a day, and what they order.

A statute file is TOML; its form is described in docs/reference/statute.md. Every provision has
versions; a version holds from its date until the next begins. Intervals are half open: a version is in
force on `start` and no longer on `end`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.rules import Link, Rules, demand_used
from scrutator.law.systems.build import join
from scrutator.law.systems.state import Stage
from scrutator.law.systems.system import System


@dataclass(frozen=True)
class Provision:
    """One version of one provision: what it says, since when, by which act, from which source.

    `link` is what it contributes to the seat chain, `requires` what it asks of a party's file, `count` what
    it says about a count of ballots or a majority; a repealed version contributes nothing. In a system of
    districts and tiers a provision is a `stage`, or its `link` belongs to a `tier`. `date_certainty` is
    about the dates alone; `quote` are words of the text and `address` is where it can be read, "" where they
    are not on file.
    """

    id: str
    article: str
    paraphrase: str
    start: date
    end: date | None
    act: str
    source: str
    certainty: str
    date_certainty: str = "high"
    note: str = ""
    link: Link | None = None
    stage: Stage | None = None
    tier: str = ""
    quote: str = ""
    address: str = ""
    requires: Mapping[str, Any] | None = None
    count: Mapping[str, Any] | None = None

    def in_force(self, day: date) -> bool:
        """Was this version the law on that day?"""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Statute:
    """A law with all versions of its provisions. `scope` says what it covers and what not.

    `not_encoded` are parts of the law that the file leaves out, said with every result. `checked` is the
    day up to which the file is known to hold the law; `tests` name the official results or worked examples
    that check it. `address` is where the law can be read.
    """

    name: str
    title: str
    country: str
    scope: str
    provisions: tuple[Provision, ...]
    not_encoded: tuple[str, ...] = ()
    checked: date | None = None
    tests: tuple[str, ...] = ()
    address: str = ""

    def at(self, day: date) -> tuple[Provision, ...]:
        """The provisions in force that day. Raises L33 when there were none."""
        valid = tuple(provision for provision in self.provisions if provision.in_force(day))
        if not valid:
            begins = min(provision.start for provision in self.provisions)
            raise ScrutatorError("L33", f"{self.name} has nothing in force on {day}; it begins on {begins}")
        return valid

    def rules_at(self, day: date) -> Rules:
        """The seat chain of one contest in force that day. Raises L33 without seats, L40 for a system."""
        found = self.law_at(day)
        if isinstance(found, System):
            what = (
                f"{self.name} describes a whole system of districts, and these are the votes of one contest"
            )
            raise ScrutatorError(
                "L40", what, remedy="Use `scrutator seats VOTES.csv --law …` with districts."
            )
        return found

    def law_at(self, day: date) -> Rules | System:
        """What distributes the seats that day: one chain, or a system of districts and tiers. Raises L33."""
        valid = [provision for provision in self.at(day) if provision.link or provision.stage]
        if not valid:
            raise ScrutatorError("L33", f"{self.name} distributes no seats on {day}")
        name, remarks = f"{self.name}@{day}", self.remarks_at(day)
        stages = [provision.stage for provision in valid if provision.stage]
        if not stages:
            rules = Rules(name, tuple(p.link for p in valid if p.link), remarks)
            demand_used(rules)
            return rules
        tiers: dict[str, list[Link]] = {}
        for provision in valid:
            if provision.link:
                tiers.setdefault(provision.tier, []).append(provision.link)
        return replace(join(name, stages, tiers, tiers.pop("", [])), remarks=remarks)

    def remarks_at(self, day: date) -> tuple[str, ...]:
        """What a reader of a result under this law on that day must know."""
        remarks = [f"Not encoded: {part}" for part in self.not_encoded]
        remarks += [f"N{text[1:]}" for text in self.tests if text.startswith("not checked")]
        if not self.tests:
            remarks.append("No official result or worked example checks this file")
        known = max(
            [provision.start for provision in self.provisions] + ([self.checked] if self.checked else [])
        )
        if day > known:
            assumed = f"that it was still in force on {day} is assumed"
            remarks.append(f"The file of {self.name} is known to hold the law up to {known}; {assumed}.")
        return tuple(remarks)

    def requirements_at(self, day: date) -> tuple[Provision, ...]:
        """The provisions in force that day that ask something of a party."""
        return tuple(provision for provision in self.at(day) if provision.requires)


@dataclass(frozen=True)
class Change:
    """What one provision said on the earlier and on the later day; None where it was not in force."""

    id: str
    before: Provision | None
    after: Provision | None


def diff(statute: Statute, early: date, late: date) -> tuple[Change, ...]:
    """Which provisions differ between two days, in the statute's order."""
    before = {provision.id: provision for provision in statute.at(early)}
    after = {provision.id: provision for provision in statute.at(late)}
    order = dict.fromkeys(provision.id for provision in statute.provisions)
    return tuple(
        Change(name, before.get(name), after.get(name))
        for name in order
        if before.get(name) != after.get(name)
    )
