"""A statute is dated, citable data: which provisions were in force on a day, and what they order.

A statute file is TOML; its form is described in docs/reference/statute.md. Every provision has
versions; a version holds from its date until the next begins. Intervals are half open: a version is in
force on `start` and no longer on `end`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.rules import Link, Rules, build_link
from scrutator.typed_toml import read_toml

CERTAINTIES = ("high", "medium", "low", "unverified")
_KEYS = (
    "id", "article", "paraphrase", "from", "until", "act", "source", "certainty", "date_certainty",
    "date_note", "note", "rule", "reading", "requires", "count", "repealed",
)  # fmt: skip


@dataclass(frozen=True)
class Provision:
    """One version of one provision: what it says, since when, by which act, from which source.

    `link` is what it contributes to the seat chain, `requires` what it asks of a party's file, `count`
    what it says about the count of ballots or a majority (see the page on ballots);
    a repealed version contributes nothing. `date_certainty` is about the dates alone.
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
    requires: Mapping[str, Any] | None = None
    count: Mapping[str, Any] | None = None

    def in_force(self, day: date) -> bool:
        """Was this version the law on that day?"""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Statute:
    """A law with all versions of its provisions. `scope` says what it covers and what not."""

    name: str
    title: str
    country: str
    scope: str
    provisions: tuple[Provision, ...]

    def at(self, day: date) -> tuple[Provision, ...]:
        """The provisions in force that day. Raises L33 when there were none."""
        valid = tuple(provision for provision in self.provisions if provision.in_force(day))
        if not valid:
            begins = min(provision.start for provision in self.provisions)
            raise ScrutatorError("L33", f"{self.name} has nothing in force on {day}; it begins on {begins}")
        return valid

    def rules_at(self, day: date) -> Rules:
        """The seat chain in force that day. Raises L33 when the statute distributes no seats."""
        links = tuple(provision.link for provision in self.at(day) if provision.link)
        if not links:
            raise ScrutatorError("L33", f"{self.name} distributes no seats on {day}")
        return Rules(f"{self.name}@{day}", links)

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


def bundled() -> tuple[str, ...]:
    """The names of the statutes that come with Scrutator, as country/statute."""
    names = []
    for country in _folder().iterdir():
        if country.is_dir():
            names += [
                f"{country.name}/{file.name[:-5]}"
                for file in country.iterdir()
                if file.name.endswith(".toml")
            ]
    return tuple(sorted(names))


def load(name: str) -> Statute:
    """A bundled statute by its name, such as kazakhstan/elections. Raises L30."""
    if name not in bundled():
        raise ScrutatorError("L30", f"no statute {name!r}", remedy=f"Bundled: {', '.join(bundled())}.")
    country, statute = name.split("/")
    return parse((_folder() / country / f"{statute}.toml").read_text(encoding="utf-8"), name)


def _folder() -> Traversable:
    return resources.files("scrutator.law.statutes") / "texts"


def parse(text: str, name: str) -> Statute:
    """A statute from the text of its file. Raises L31 for a faulty file, L32 for a gap or overlap."""
    table = read_toml(text.encode(), dict[str, Any], "L31", name)
    head = table.get("statute", {})
    provisions = tuple(_provision(part, name) for part in table.get("provision", ()))
    if not provisions or "title" not in head:
        raise ScrutatorError("L31", f"{name} needs [statute] with a title and at least one [[provision]]")
    for identity in dict.fromkeys(provision.id for provision in provisions):
        _check_times([version for version in provisions if version.id == identity], f"{name}, {identity}")
    return Statute(name, head["title"], head.get("country", ""), head.get("scope", ""), provisions)


def _provision(part: Mapping[str, Any], name: str) -> Provision:
    where = f"{name}, provision {part.get('id', '?')}"
    lacking = [
        key
        for key in ("id", "article", "paraphrase", "from", "act", "source", "certainty")
        if key not in part
    ]
    if lacking or set(part) - set(_KEYS):
        wrong = f"lacks {', '.join(lacking)}" if lacking else f"unknown {set(part) - set(_KEYS)}"
        raise ScrutatorError("L31", f"a provision {wrong}", where=where)
    sure = {part["certainty"], part.get("date_certainty", "high")}
    if not sure <= set(CERTAINTIES):
        raise ScrutatorError("L31", f"certainty is one of {', '.join(CERTAINTIES)}", where=where)
    begin, end = part["from"], part.get("until")
    if type(begin) is not date or not (end is None or type(end) is date):
        raise ScrutatorError("L31", "from and until are dates such as 2009-02-09", where=where)
    notes = " ".join(text for text in (part.get("note"), part.get("date_note")) if text)
    return Provision(
        id=part["id"],
        article=part["article"],
        paraphrase=part["paraphrase"],
        start=begin,
        end=end,
        act=part["act"],
        source=part["source"],
        certainty=part["certainty"],
        date_certainty=part.get("date_certainty", "high"),
        note=notes,
        link=_link(part, where),
        requires=part.get("requires"),
        count=part.get("count"),
    )


def _link(part: Mapping[str, Any], where: str) -> Link | None:
    if part.get("repealed"):
        return None
    if sum(key in part for key in ("rule", "reading", "requires", "count")) != 1:
        what = "a provision has one of rule, reading, requires, count or repealed"
        raise ScrutatorError("L31", what, where=where)
    if "requires" in part or "count" in part:
        return None
    table = dict(part["rule"]) if "rule" in part else {"reading": part["reading"]}
    return build_link({"id": part["id"], **table}, where, part["article"])


def _check_times(versions: Iterable[Provision], where: str) -> None:
    ordered = sorted(versions, key=lambda version: version.start)
    for version in ordered:
        if version.end is not None and version.end <= version.start:
            raise ScrutatorError("L32", f"a version ends on {version.end}, before it begins", where=where)
    for early, late in pairwise(ordered):
        if early.end is None or early.end > late.start:
            raise ScrutatorError("L32", f"two versions are in force on {late.start}", where=where)
        if early.end < late.start:
            raise ScrutatorError(
                "L32", f"nothing is in force from {early.end} to {late.start}", where=where,
                remedy="Close the gap, or add a version with repealed = true.",
            )  # fmt: skip
