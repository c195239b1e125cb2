"""Actors and links from someone else's FollowTheMoney entities: rows of the record, for a person to read.

Nothing is guessed. A link is `stated` only if its file says so in that word; whatever else the file says
of it, or says nothing, it enters as `alleged`. What the record has no place for is left aside and listed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from scrutator.ledger.exchange.follow_the_money import (
    EDGE_OF_RELATION,
    KIND_OF_SCHEMA,
    UNKNOWN_EDGE,
    Entity,
)
from scrutator.ledger.exchange.identifiers import identifiers, visible
from scrutator.record.nouns.actors import ACTOR_KINDS, LINK_STATUSES, RELATIONS

EDGES: Mapping[str, tuple[str, str, str]] = {
    edge[0]: (relation, *edge[1:]) for relation, edge in EDGE_OF_RELATION.items()
} | {UNKNOWN_EDGE[0]: ("participation", *UNKNOWN_EDGE[1:])}
"""schema -> (relation, property of the origin, property of the target)"""
OTHER_NAMES = ("alias", "weakAlias", "previousName")
READ_OF_ACTORS = frozenset({"name", "notes", "description", "proof", *OTHER_NAMES})
READ_OF_LINKS = frozenset(
    {"role", "status", "summary", "description", "startDate", "endDate", "amount", "currency", "purpose"}
    | {"recordId", "proof"}
)
COLUMNS_DESCRIBED = frozenset(
    {"kind", "relation", "status", "disclosed", "amount", "currency", "duty", "source", "sha256"}
)
_NAME = re.compile(r"(name_[a-z]{2,3}): (.+)", re.S)
MOST_LINKS = 100  # links that one edge with several ends may become
MOST_NAMED = 200  # remarks that are named one by one

Row = dict[str, str]


@dataclass(frozen=True)
class Import:
    """Rows for actors.csv and links.csv, and what was left aside and why; `alleged` counts the links that
    enter as alleged because their file does not call them stated."""

    actors: tuple[Row, ...]
    links: tuple[Row, ...]
    left_aside: tuple[str, ...]
    alleged: int = 0


def read_entities(text: str, source: str) -> Import:
    """Rows of actors and links from FollowTheMoney JSON: a list, or one entity a line.

    `source` is the id under which the import is cited. An edge of a schema not known here, an edge to an
    entity that is not in the file, two different entities of one id, and every property without a place in
    the record are left aside and named. Never raises on any text.
    """
    aside: list[str] = []
    found = _alone([one for one in _parsed(text, aside) if _is_entity(one, aside)], aside)
    actors = [one for one in found if one["schema"] in KIND_OF_SCHEMA]
    edges = [one for one in found if one["schema"] in EDGES]
    known = {*KIND_OF_SCHEMA, *EDGES, "Document", "Article"}
    aside += [
        f"{one['id']}: schema {one['schema']} is not read" for one in found if one["schema"] not in known
    ]
    aside += _unread([*actors, *edges]) + _replaced([*actors, *edges], source)
    names = identifiers(one["id"] for one in actors)
    links, alleged = _links(edges, names, source, aside)
    rows = tuple(_actor_row(one, names[one["id"]], source) for one in actors)
    return Import(rows, links, _short(aside), alleged)


def _short(aside: Sequence[str]) -> tuple[str, ...]:
    rest = len(aside) - MOST_NAMED
    return (*aside[:MOST_NAMED], f"and {rest:,} more") if rest > 0 else tuple(aside)


def _parsed(text: str, aside: list[str]) -> list[Any]:
    try:
        whole = json.loads(text)
        return whole if isinstance(whole, list) else [whole]
    except (ValueError, RecursionError):
        pass
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                aside.append(f"line {number}: not JSON")
    return found


def _is_entity(one: object, aside: list[str]) -> bool:
    good = isinstance(one, dict) and isinstance(one.get("id"), str) and isinstance(one.get("schema"), str)
    properties = one.get("properties") if isinstance(one, dict) else None
    good = good and isinstance(properties, dict)
    good = good and all(
        isinstance(v, list) and all(isinstance(x, str) for x in v) for v in (properties or {}).values()
    )
    if not good:
        aside.append(f"{str(one)[:40]}: not an entity with an id, a schema and lists of texts")
    return good


def _alone(found: Sequence[Entity], aside: list[str]) -> list[Entity]:
    """The entities whose id no different entity has; one that is there twice in the same words is one."""
    different = {json.dumps(one, sort_keys=True): one for one in found}
    times = Counter(one["id"] for one in different.values())
    aside += [f"{name}: different entities have this id, none is read" for name in times if times[name] > 1]
    return [one for one in different.values() if times[one["id"]] == 1]


def _unread(found: Iterable[Entity]) -> list[str]:
    """For each property that is not read, how many entities have it."""
    times: Counter[tuple[str, str]] = Counter()
    for one in found:
        ends = EDGES.get(one["schema"], ())[1:]
        read = READ_OF_LINKS | set(ends) if ends else READ_OF_ACTORS
        times.update((one["schema"], name) for name in one["properties"] if name not in read)
    return [f"{schema}.{name} of {count} is not read" for (schema, name), count in sorted(times.items())]


def _replaced(found: Sequence[Entity], source: str) -> list[str]:
    """How many entities cite something of their own, or a duty to disclose: the import is cited instead."""
    citing = sum(bool(one["properties"].get("proof") or _column(one, "source")) for one in found)
    duties = sum(bool(_column(one, "duty")) for one in found)
    remarks = [f"the citations of {citing} are replaced by {source}"] if citing else []
    return remarks + ([f"the duty to disclose of {duties} is not read"] if duties else [])


def _values(one: Entity, prop: str) -> list[str]:
    texts = [visible(value) for value in one["properties"].get(prop) or []]
    return [text for text in texts if text]


def _single(one: Entity, prop: str, aside: list[str]) -> str:
    """The one value of a property; several are left aside, because none of them is the first."""
    found = list(dict.fromkeys(_values(one, prop)))
    if len(found) > 1:
        aside.append(f"{one['id']}: {len(found)} values of {prop}, none is read")
    return found[0] if len(found) == 1 else ""


def _column(one: Entity, name: str) -> str:
    """A column of the record that our own export wrote into the description."""
    found = [text for text in _values(one, "description") if text.startswith(f"{name}: ")]
    return found[0].removeprefix(f"{name}: ") if len(found) == 1 else ""


def _free(one: Entity) -> list[str]:
    """Descriptions that are no columns of the record."""
    lead = tuple(f"{name}: " for name in COLUMNS_DESCRIBED)
    texts = [text for text in _values(one, "description") if not text.startswith(lead)]
    return texts if one["schema"] in EDGES else [text for text in texts if not _NAME.match(text)]


def _names(one: Entity) -> Row:
    """The names by language that our own export wrote into the description, as columns `name_<language>`."""
    found = [match.groups() for text in _values(one, "description") if (match := _NAME.match(text))]
    times = Counter(column for column, _ in found)
    return {column: text for column, text in found if times[column] == 1}


def _actor_row(one: Entity, name: str, source: str) -> Row:
    names = _values(one, "name")
    others = [*names[1:], *(text for prop in OTHER_NAMES for text in _values(one, prop))]
    kind = _column(one, "kind")
    return {
        "id": name,
        "name": names[0] if names else name,
        "kind": kind if kind in ACTOR_KINDS else KIND_OF_SCHEMA[one["schema"]],
        "aliases": "; ".join(dict.fromkeys(text.replace(";", ",") for text in others)),
        "note": " ".join([*_values(one, "notes"), *_free(one)]),
        "source": source,
        **_names(one),
    }


def _links(
    edges: Sequence[Entity], actors: Mapping[str, str], source: str, aside: list[str]
) -> tuple[tuple[Row, ...], int]:
    """A row for each pair of ends of each edge, and how many are alleged because nothing says otherwise."""
    names = identifiers(one["id"] for one in edges)
    rows: list[Row] = []
    doubted = 0
    for one in edges:
        _, origin, target = EDGES[one["schema"]]
        pairs = list(product(_ends(one, origin), _ends(one, target)))
        if not pairs or len(pairs) > MOST_LINKS or any(end not in actors for pair in pairs for end in pair):
            aside.append(f"{one['id']}: its ends are not all among the actors of the file")
            continue
        for place, (first, second) in enumerate(pairs, 1):
            name = names[one["id"]] + (f".{place}" if len(pairs) > 1 else "")
            rows.append(_link_row(one, name, (actors[first], actors[second]), source, aside))
        doubted += len(pairs) if _status(one) not in LINK_STATUSES else 0
    return tuple(rows), doubted


def _ends(one: Entity, side: str) -> list[str]:
    return list(dict.fromkeys(one["properties"].get(side) or []))


def _status(one: Entity) -> str:
    """What the file itself calls the link, in its own word."""
    found = _values(one, "status")
    return _column(one, "status") or (found[0] if len(found) == 1 else "")


def _link_row(one: Entity, name: str, ends: tuple[str, str], source: str, aside: list[str]) -> Row:
    relation, status = _relation(one), _status(one)
    disclosed = _column(one, "disclosed")
    said = [*_values(one, "summary"), *_values(one, "purpose"), *_values(one, "role"), *_free(one)]
    words = [word for word in dict.fromkeys(said) if word != relation]
    return {
        "id": name,
        "origin": ends[0],
        "relation": relation,
        "target": ends[1],
        "text": " ".join(words) or f"{ends[0]} {relation} {ends[1]}",
        "start": _single(one, "startDate", aside),
        "end": _single(one, "endDate", aside),
        "amount": _single(one, "amount", aside) or _column(one, "amount"),
        "currency": _single(one, "currency", aside) or _column(one, "currency"),
        "status": status if status in LINK_STATUSES else "alleged",
        "disclosed": disclosed if disclosed in ("yes", "no", "unknown") else "unknown",
        "source": source,
    }


def _relation(one: Entity) -> str:
    said = [_column(one, "relation"), *_values(one, "role")]
    return next((one for one in said if one in RELATIONS), EDGES[one["schema"]][0])
