"""Party registration: a party's file against the law of a day, article by article, and how far short.

A file is rows of `fact`, `region`, `value`: counts, dates or words. What the file does not say is "not
determined", never zero. Each requirement comes from a provision of a statute (see docs/reference/statute.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import whole
from scrutator.law.statutes.statute import Provision, Statute


class Verdict(StrEnum):
    """Does the file meet the requirement? "not determined" when a fact is missing."""

    MET = "met"
    FAILED = "failed"
    NOT_DETERMINED = "not determined"


@dataclass(frozen=True)
class PartyFile:
    """What a party submitted: words by fact, and numbers by fact and region."""

    values: Mapping[str, str]
    by_region: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def stated(self, fact: str) -> int | None:
        """A number that the file states for the whole country."""
        return whole(self.values[fact], fact, "the party's file") if fact in self.values else None

    def summed(self, fact: str) -> int | None:
        """A number added up over the regions that the file names, which need not be all."""
        regions = self.by_region.get(fact)
        return sum(regions.values()) if regions else None

    def day(self, fact: str) -> date | None:
        """A date of the file. Raises L60 when it is not written as 2005-09-22."""
        if fact not in self.values:
            return None
        try:
            return date.fromisoformat(self.values[fact])
        except ValueError as error:
            raise ScrutatorError(
                "L60", f"{fact}: {self.values[fact]!r} is not a date", remedy="Write it as 2005-09-22."
            ) from error


@dataclass(frozen=True)
class Check:
    """One requirement: verdict, what was needed and found, and by how much the file falls short.

    `short` counts members (or other units) missing in all; `regions` says where and how many.
    """

    provision: Provision
    verdict: Verdict
    needed: str
    found: str
    short: int = 0
    regions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Registration:
    """All checks of one file under one law on one day."""

    law: str
    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """Failed if any requirement fails; else not determined if any is; else met."""
        for verdict in (Verdict.FAILED, Verdict.NOT_DETERMINED):
            if any(check.verdict is verdict for check in self.checks):
                return verdict
        return Verdict.MET


def read_party(rows: Sequence[Mapping[str, str]]) -> PartyFile:
    """A party's file from rows of fact, region, value. Raises L60 for a table of another form."""
    values: dict[str, str] = {}
    regions: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows, 2):
        where = f"line {number}"
        if not {"fact", "value"} <= set(row):
            raise ScrutatorError("L60", "the table needs the columns fact and value", where=where)
        fact, region = row["fact"].strip(), " ".join(row.get("region", "").split())
        known = regions.get(fact, {}) if region else values
        # "Almaty" and "almaty " are one region, whatever the letters' case.
        if not fact or (region or fact).casefold() in {name.casefold() for name in known}:
            what = f"the fact {fact!r}{f' of {region!r}' if region else ''} is a duplicate or has no name"
            raise ScrutatorError("L60", what, where=where)
        if region:
            regions.setdefault(fact, {})[region] = whole(row["value"], f"{fact} in {region}", where)
        else:
            values[fact] = row["value"]
    if not values and not regions:
        raise ScrutatorError("L60", "the party's file is empty")
    return PartyFile(values, regions)


def check_registration(statute: Statute, day: date, party: PartyFile) -> Registration:
    """Does this file meet the registration rules in force that day, and where does it not?

    Raises L33 when the statute asks nothing of a party that day.
    """
    requirements = statute.requirements_at(day)
    if not requirements:
        raise ScrutatorError("L33", f"{statute.name} asks nothing of a party on {day}")
    asked = [dict(rule.requires or {}) for rule in requirements]
    regions = {rule["fact"]: int(rule["regions"]) for rule in asked if "in_each_region" in rule}
    checks = tuple(_check(rule, party, regions) for rule in requirements)
    return Registration(f"{statute.name}@{day}", checks)


def _check(provision: Provision, party: PartyFile, regions: Mapping[str, int]) -> Check:
    rule = dict(provision.requires or {})
    if "in_each_region" in rule:
        return _in_each_region(provision, rule, party)
    if "within_months" in rule:
        return _within(provision, rule, party)
    if "must_be" in rule:
        return _must_be(provision, rule, party)
    if "at_least" in rule:
        return _at_least(provision, rule, party, regions.get(rule["fact"]))
    raise ScrutatorError("L31", f"{provision.id}: requires {sorted(rule)}")


def _at_least(provision: Provision, rule: Mapping[str, Any], party: PartyFile, regions: int | None) -> Check:
    """A number for the whole country, stated or added up; a sum over some regions is a least value."""
    fact, needed = rule["fact"], f"at least {rule['at_least']:,} {rule['fact']}"
    stated, summed = party.stated(fact), party.summed(fact)
    if stated is None and summed is None:
        return Check(provision, Verdict.NOT_DETERMINED, needed, f"no {fact} in the file")
    known = len(party.by_region.get(fact, {}))
    complete = regions is None or known >= regions
    if stated is not None and summed is not None and (summed > stated or (complete and summed != stated)):
        found = f"the file contradicts itself: {stated:,} stated, {summed:,} in {known} regions"
        return Check(provision, Verdict.NOT_DETERMINED, needed, found)
    number = stated if stated is not None else summed or 0
    short = max(0, rule["at_least"] - number)
    if stated is None and not complete and short:
        found = f"{number:,} in {known} of {regions} regions; the others are not in the file"
        return Check(provision, Verdict.NOT_DETERMINED, needed, found)
    return Check(provision, Verdict.FAILED if short else Verdict.MET, needed, f"{number:,}", short)


def _in_each_region(provision: Provision, rule: Mapping[str, Any], party: PartyFile) -> Check:
    """Every region needs its number; regions the file does not name have not been shown to have any."""
    least, regions, fact = rule["in_each_region"], rule["regions"], rule["fact"]
    needed = f"at least {least:,} {fact} in each of {regions} regions"
    known = party.by_region.get(fact)
    if not known:
        return Check(provision, Verdict.NOT_DETERMINED, needed, f"no {fact} by region in the file")
    if len(known) > regions:
        found = f"{len(known)} regions in the file, the law of that day knows {regions}"
        return Check(provision, Verdict.NOT_DETERMINED, needed, found)
    short = {region: least - count for region, count in known.items() if count < least}
    met = len(known) - len(short)
    found = f"{met} of {regions} regions"
    if len(known) < regions:
        found += f"; {regions - len(known)} regions are not in the file"
    if short:
        return Check(provision, Verdict.FAILED, needed, found, sum(short.values()), short)
    return Check(provision, Verdict.MET if met >= regions else Verdict.NOT_DETERMINED, needed, found)


def _within(provision: Provision, rule: Mapping[str, Any], party: PartyFile) -> Check:
    event, begin, months = rule["fact"], rule["after"], rule["within_months"]
    needed = f"{event} within {months} months of the {begin}"
    done, started = party.day(event), party.day(begin)
    if done is None or started is None:
        missing = " and ".join(name for name, day in ((begin, started), (event, done)) if day is None)
        return Check(provision, Verdict.NOT_DETERMINED, needed, f"no date of {missing} in the file")
    last = months_later(started, months)
    late = (done - last).days
    found = f"{event} on {done}, last day {last}"
    if done < started:
        return Check(provision, Verdict.FAILED, needed, f"{found}; it lies before the {begin}")
    return Check(provision, Verdict.FAILED if late > 0 else Verdict.MET, needed, found, max(0, late))


def _must_be(provision: Provision, rule: Mapping[str, Any], party: PartyFile) -> Check:
    needed = f"{rule['fact']} is {rule['must_be']}"
    found = party.values.get(rule["fact"])
    if found is None:
        return Check(provision, Verdict.NOT_DETERMINED, needed, f"no {rule['fact']} in the file")
    return Check(provision, Verdict.MET if found == rule["must_be"] else Verdict.FAILED, needed, found)


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year >= date.max.year:  # later than any day that a calendar here can name
        return date.max
    following = date(year + (month == 12), month % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(year, month, min(day.day, last))
