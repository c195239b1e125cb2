"""Statute files: the bundled ones and those of a user, read and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.chain.parameters import tables_of
from scrutator.law.chain.rules import Link, build_link, not_encoded
from scrutator.law.statutes.requirements import check_requirement
from scrutator.law.statutes.statute import Provision, Statute
from scrutator.law.systems.build import build_stage, tiered_link
from scrutator.law.systems.state import Stage
from scrutator.typed_toml import read_toml

CERTAINTIES = ("high", "medium", "low", "unverified")
HEAD = ("title", "country", "scope", "tiers", "not_encoded", "checked", "tests", "address")
_KEYS = (
    "id", "article", "paraphrase", "from", "until", "act", "source", "certainty", "date_certainty",
    "date_note", "note", "rule", "reading", "requires", "count", "repealed", "tier", "quote", "address",
)  # fmt: skip


TEXTS = ("id", "article", "paraphrase", "act", "source", "certainty", "date_certainty", "date_note", "note")
KINDS: Mapping[str, type] = {
    **dict.fromkeys((*TEXTS, "quote", "address", "tier"), str),
    **dict.fromkeys(("rule", "requires", "count"), Mapping),
    "repealed": bool,
}
HEAD_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("title", "country", "scope", "address"), str),
    "tiers": Mapping,
    "checked": date,
    "tests": list,
}
SPOKEN: Mapping[type, str] = {
    str: "a text",
    bool: "true or false",
    Mapping: "a table",
    date: "a date",
    list: "a list of texts",
}


def _check_kinds(table: Mapping[str, Any], kinds: Mapping[str, type], where: str) -> None:
    """Raise L31 for a key whose value is of another kind than the key takes."""
    for key, kind in kinds.items():
        value = table.get(key)
        texts = not isinstance(value, list) or all(isinstance(part, str) for part in value)
        if key in table and not (isinstance(value, kind) and texts):
            raise ScrutatorError("L31", f"{key} = {table[key]!r}: write {SPOKEN[kind]}", where=where)


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
    if unknown := sorted(set(table) - {"statute", "provision"}):
        raise ScrutatorError(
            "L31", f"{name}: unknown table {unknown[0]}", remedy="A statute has [statute] and [[provision]]."
        )
    head = table.get("statute", {})
    if not isinstance(head, Mapping):
        raise ScrutatorError(
            "L31", f"{name}: statute is not a table", remedy="Write [statute] above its keys."
        )
    _check_kinds(head, HEAD_KINDS, name)
    if unknown := sorted(set(head) - set(HEAD)):
        raise ScrutatorError(
            "L31", f"{name}: unknown key {unknown[0]}", remedy=f"[statute] has {', '.join(HEAD)}."
        )
    provisions = tuple(_provision(part, name) for part in tables_of(table, "provision", name))
    provisions += _included(head.get("tiers", {}), name)
    if not provisions or "title" not in head:
        raise ScrutatorError("L31", f"{name} needs [statute] with a title and at least one [[provision]]")
    for identity in dict.fromkeys(provision.id for provision in provisions):
        _check_times([version for version in provisions if version.id == identity], f"{name}, {identity}")
    left_out = tuple(text.removeprefix("Not encoded: ") for text in not_encoded(head, name))
    return Statute(
        name, head["title"], head.get("country", ""), head.get("scope", ""), provisions, left_out,
        head.get("checked"), tuple(head.get("tests", ())), head.get("address", ""),
    )  # fmt: skip


def _included(tiers: Mapping[str, str], name: str) -> tuple[Provision, ...]:
    """The provisions of other statutes that are the rules of a tier of this one. Raises L30, L31."""
    found: list[Provision] = []
    for tier, other in tiers.items():
        if other == name:
            raise ScrutatorError("L31", f"{name} includes itself")
        parts = load(other).provisions
        if any(part.stage or part.tier for part in parts):
            raise ScrutatorError("L31", f"{name}: {other} is a system and cannot be one tier of another")
        found += [
            replace(part, id=f"{tier}: {part.id}", tier=tier)
            for part in parts
            if part.link or not part.requires
        ]
    return tuple(found)


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
    _check_kinds(part, KINDS, where)
    sure = {part["certainty"], part.get("date_certainty", "high")}
    if not sure <= set(CERTAINTIES):
        raise ScrutatorError("L31", f"certainty is one of {', '.join(CERTAINTIES)}", where=where)
    begin, end = part["from"], part.get("until")
    if type(begin) is not date or not (end is None or type(end) is date):
        raise ScrutatorError("L31", "from and until are dates such as 2009-02-09", where=where)
    notes = " ".join(text for text in (part.get("note"), part.get("date_note")) if text)
    tier, link, stage = _rule(part, where)
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
        link=link,
        stage=stage,
        tier=tier,
        quote=part.get("quote", ""),
        address=part.get("address", ""),
        requires=part.get("requires"),
        count=part.get("count"),
    )


def _rule(part: Mapping[str, Any], where: str) -> tuple[str, Link | None, Stage | None]:
    """The tier, the chain step and the stage of a provision, as far as it has them."""
    if sum(bool(part.get(key)) for key in ("rule", "reading", "requires", "count", "repealed")) != 1:
        what = "a provision has one of rule, reading, requires, count or repealed"
        raise ScrutatorError("L31", what, where=where)
    if "requires" in part:
        check_requirement(part["requires"], where)
    if not part.keys() & {"rule", "reading"}:
        return "", None, None
    table = dict(part["rule"]) if "rule" in part else {"reading": part["reading"]}
    if "tier" in part:
        table["tier"] = part["tier"]
    if "stage" in table:
        return "", None, build_stage(table, where, part["article"])
    table = {"id": part["id"], **table}
    if "tier" in table:
        return *tiered_link(table, where, part["article"]), None
    return "", build_link(table, where, part["article"]), None


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
