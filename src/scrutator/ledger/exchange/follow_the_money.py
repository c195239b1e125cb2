"""Actors, links and sources as FollowTheMoney entities, out and in, and as a table of statements.

Names of schemata and properties are those of FollowTheMoney 3.8/4.11 (MIT); only the few in use stand
here, so that the package itself is not needed. A link becomes the edge schema that says the same;
what has no such schema becomes an UnknownLink with its words as the role. What is alleged says so in
`status`, because an edge has no verdict there.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrutator.record.nouns.actors import Actor, Link
from scrutator.record.nouns.sources import Source
from scrutator.tables.writing import csv_text, defuse

Entity = dict[str, Any]

SCHEMA_OF_KIND: Mapping[str, str] = {
    "person": "Person", "organisation": "Organization", "public body": "PublicBody",
    "party": "Organization", "media": "Organization", "mission": "Organization",
    "state": "PublicBody", "company": "Company",
}  # fmt: skip
KIND_OF_SCHEMA: Mapping[str, str] = {
    "Person": "person", "Organization": "organisation", "PublicBody": "public body",
    "Company": "company", "LegalEntity": "organisation",
}  # fmt: skip
# relation -> (schema, property of the origin, property of the target)
EDGE_OF_RELATION: Mapping[str, tuple[str, str, str]] = {
    "employment": ("Employment", "employee", "employer"),
    "membership": ("Membership", "member", "organization"),
    "leadership": ("Directorship", "director", "organization"),
    "ownership": ("Ownership", "owner", "asset"),
    "representation": ("Representation", "agent", "client"),
    "payment": ("Payment", "payer", "beneficiary"),
}
UNKNOWN_EDGE = ("UnknownLink", "subject", "object")
# Which schemata the two ends of an edge may have; a link between others becomes an UnknownLink.
BODIES = frozenset({"Organization", "PublicBody", "Company"})
ANY = BODIES | {"Person"}
ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Employment": (frozenset({"Person"}), BODIES),
    "Membership": (ANY, BODIES),
    "Directorship": (ANY, BODIES),
    "Ownership": (ANY, frozenset({"Company"})),
}
TYPE_OF_PROPERTY: Mapping[str, str] = {
    "name": "name", "alias": "name", "notes": "text", "summary": "text", "proof": "entity",
    "startDate": "date", "endDate": "date", "date": "date", "publishedAt": "date", "amount": "number",
    "currency": "string", "role": "string", "status": "string", "purpose": "text", "title": "string",
    "fileName": "string", "publisher": "string", "contentHash": "checksum", "recordId": "string",
    **dict.fromkeys(
        (side for edge in (*EDGE_OF_RELATION.values(), UNKNOWN_EDGE) for side in edge[1:]), "entity"
    ),
}  # fmt: skip
STATEMENT_COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang",
    "original_value", "external", "first_seen", "last_seen", "id",
)  # fmt: skip


def entity(name: str, schema: str, /, **properties: object) -> Entity:
    """An entity with its properties as lists of texts, empty ones left out."""
    found: dict[str, list[str]] = {}
    for key, value in properties.items():
        values = value if isinstance(value, list | tuple) else [value]
        texts = [str(item) for item in values if item not in (None, "")]
        if texts:
            found[key] = texts
    return {"id": name, "schema": schema, "properties": found}


def entities(
    case: str, actors: Sequence[Actor], links: Sequence[Link], sources: Sequence[Source]
) -> list[Entity]:
    """The graph of a case as entities; ids are prefixed with the case, so that cases can be joined."""
    schemata = {actor.id: SCHEMA_OF_KIND[actor.kind] for actor in actors}
    found = [_document(case, source) for source in sources]
    for actor in actors:
        proof = [f"{case}-source-{c.source}" for c in actor.source or ()]
        aliases = [alias.strip() for alias in (actor.aliases or "").split(";") if alias.strip()]
        found.append(
            entity(f"{case}-{actor.id}", schemata[actor.id], name=actor.name, alias=aliases,
                   notes=actor.note, proof=list(dict.fromkeys(proof)))
        )  # fmt: skip
    return found + [_edge(case, link, schemata) for link in links]


def _document(case: str, source: Source) -> Entity:
    return entity(
        f"{case}-source-{source.id}", "Document", fileName=source.id, title=source.title,
        publisher=source.publisher, publishedAt=source.date, contentHash=source.sha256, notes=source.note,
    )  # fmt: skip


def _edge(case: str, link: Link, schemata: Mapping[str, str]) -> Entity:
    schema, origin, target = EDGE_OF_RELATION.get(link.relation, UNKNOWN_EDGE)
    origins, targets = ENDS.get(schema, (ANY, ANY))
    if schemata.get(link.origin) not in origins or schemata.get(link.target) not in targets:
        schema, origin, target = UNKNOWN_EDGE
    properties: dict[str, object] = {
        origin: f"{case}-{link.origin}",
        target: f"{case}-{link.target}",
        "startDate": link.start,
        "endDate": link.end,
        "summary": link.text,
        "recordId": link.id,
        "proof": list(dict.fromkeys(f"{case}-source-{c.source}" for c in link.source)),
    }
    if schema == "Payment":
        properties |= {
            "amount": link.amount,
            "currency": link.currency,
            "purpose": f"{link.text} ({link.status})",
        }
    else:
        properties |= {"role": link.relation, "status": link.status}
    return entity(f"{case}-link-{link.id}", schema, **properties)


def json_lines(found: Iterable[Entity]) -> str:
    """One entity a line, keys in order."""
    return "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in found)


def statements_csv(found: Iterable[Entity], dataset: str, seen: str) -> str:
    """The entities as a table of statements, one value a row, as OpenSanctions keeps them."""
    rows = []
    for one in found:
        for prop, values in sorted(one["properties"].items()):
            for value in values:
                name = statement_id(dataset, one["id"], prop, value)
                kind = TYPE_OF_PROPERTY[prop]
                rows.append((one["id"], one["id"], prop, kind, one["schema"], defuse(value),
                             dataset, "", "", "", "f", seen, seen, name))  # fmt: skip
    return csv_text(STATEMENT_COLUMNS, rows)


def statement_id(
    dataset: str, name: str, prop: str, value: str, external: bool = False, lang: str = ""
) -> str:
    """SHA-1 over dataset, entity, property, value, and when they are set `ext` and the language."""
    key = ".".join([dataset, name, prop, value, *(["ext"] if external else []), *([lang] if lang else [])])
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Import:
    """What an import holds: rows for actors.csv and links.csv, and what was left aside and why."""

    actors: tuple[dict[str, str], ...]
    links: tuple[dict[str, str], ...]
    left_aside: tuple[str, ...]


def read_entities(text: str, source: str) -> Import:
    """Rows of actors and links from FollowTheMoney JSON: a list, or one entity a line.

    `source` is the id under which the import is cited. Nothing is guessed: an edge of a schema not
    known here, or to an entity that is not in the file, is left aside and named. Never raises on any
    text.
    """
    aside: list[str] = []
    found = [one for one in _parsed(text, aside) if _is_entity(one, aside)]
    relation_of = {edge[0]: (relation, *edge[1:]) for relation, edge in EDGE_OF_RELATION.items()}
    relation_of["UnknownLink"] = ("participation", *UNKNOWN_EDGE[1:])
    actors = {}
    for one in found:
        if one["schema"] in KIND_OF_SCHEMA and identifier(one["id"]) in actors:
            aside.append(f"{one['id']}: the id {identifier(one['id'])} is a duplicate")
        elif one["schema"] in KIND_OF_SCHEMA:
            actors[identifier(one["id"])] = _actor_row(one, source)
    links = [
        row
        for one in found
        if one["schema"] in relation_of
        and (row := _link_row(one, *relation_of[one["schema"]], set(actors), source, aside))
    ]
    known = set(KIND_OF_SCHEMA) | set(relation_of) | {"Document", "Article"}
    aside += [
        f"{one['id']}: schema {one['schema']} is not read" for one in found if one["schema"] not in known
    ]
    return Import(tuple(actors.values()), tuple(links), tuple(aside))


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


def identifier(name: str) -> str:
    """An id of the record from a foreign one: other characters become hyphens."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-._") or "unnamed"


def visible(text: str) -> str:
    """A text without the characters that the record refuses because no one can see them."""
    return " ".join("".join(c for c in text if c.isprintable() or c == " ").split())


def _first(one: Entity, prop: str) -> str:
    values = one["properties"].get(prop) or [""]
    return visible(values[0])


def _actor_row(one: Entity, source: str) -> dict[str, str]:
    aliases = [visible(alias) for alias in one["properties"].get("alias") or []]
    return {
        "id": identifier(one["id"]),
        "name": _first(one, "name") or identifier(one["id"]),
        "kind": KIND_OF_SCHEMA[one["schema"]],
        "aliases": "; ".join(alias for alias in aliases if alias),
        "note": _first(one, "notes"),
        "source": source,
    }


def _link_row(
    one: Entity, relation: str, origin: str, target: str, known: set[str], source: str, aside: list[str]
) -> dict[str, str] | None:
    ends = [identifier(_first(one, side)) for side in (origin, target)]
    if not set(ends) <= known:
        aside.append(f"{one['id']}: one of its ends is not among the actors of the file")
        return None
    alleged = "alleged" in (_first(one, "status"), _first(one, "purpose").rpartition("(")[2].rstrip(")"))
    return {
        "id": identifier(one["id"]),
        "origin": ends[0],
        "relation": _first(one, "role")
        if relation == "participation" and _known(_first(one, "role"))
        else relation,
        "target": ends[1],
        "text": _first(one, "summary") or f"{ends[0]} {relation} {ends[1]}",
        "start": _first(one, "startDate"),
        "end": _first(one, "endDate"),
        "amount": _first(one, "amount"),
        "currency": _first(one, "currency"),
        "status": "alleged" if alleged else "stated",
        "disclosed": "unknown",
        "source": source,
    }


def _known(relation: str) -> bool:
    from scrutator.record.nouns.actors import RELATIONS

    return relation in RELATIONS
