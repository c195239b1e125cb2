"""Actors, links and sources as FollowTheMoney entities, and as a table of statements.

Names of schemata and properties are those of FollowTheMoney 3.8/4.11 (MIT); only the few in use stand
here, so that the package itself is not needed. A link becomes the edge schema that says the same;
what has no such schema becomes an UnknownLink with its words as the role. Columns that the schema has no
place for stand in `description`, as "column: value"; the status of a link among them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scrutator.record.cells import Citation
from scrutator.record.nouns.actors import Actor, Link
from scrutator.record.nouns.sources import Source
from scrutator.record.unknown import Unknown
from scrutator.tables.writing import csv_text, defuse

Entity = dict[str, Any]

SCHEMA_OF_KIND: Mapping[str, str] = {
    "person": "Person",
    "organisation": "Organization",
    "public body": "PublicBody",
    "party": "Organization",
    "media": "Organization",
    "mission": "Organization",
    "state": "PublicBody",
    "company": "Company",
}
KIND_OF_SCHEMA: Mapping[str, str] = {
    "Person": "person",
    "Organization": "organisation",
    "PublicBody": "public body",
    "Company": "company",
    "LegalEntity": "organisation",
}
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
    "name": "name",
    "alias": "name",
    "notes": "text",
    "summary": "text",
    "proof": "entity",
    "startDate": "date",
    "endDate": "date",
    "date": "date",
    "publishedAt": "date",
    "amount": "number",
    "currency": "string",
    "role": "string",
    "status": "string",
    "purpose": "text",
    "title": "string",
    "fileName": "string",
    "publisher": "string",
    "recordId": "string",
    "description": "text",
    **dict.fromkeys(
        (side for edge in (*EDGE_OF_RELATION.values(), UNKNOWN_EDGE) for side in edge[1:]), "entity"
    ),
}
STATEMENT_COLUMNS = (
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
)


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
            entity(
                f"{case}-{actor.id}",
                schemata[actor.id],
                name=actor.name,
                alias=aliases,
                notes=actor.note,
                proof=list(dict.fromkeys(proof)),
                description=described(kind=actor.kind, source=cited(actor.source or ()))
                + described(**{f"name_{language}": text for language, text in sorted(actor.names.items())}),
            )
        )
    return found + [_edge(case, link, schemata) for link in links]


def described(**columns: object) -> list[str]:
    """Columns of the record that the schema has no property for, as "column: value": so that nothing is
    lost on the way back."""
    return [f"{name}: {value}" for name, value in columns.items() if value not in (None, "")]


def cited(citations: Iterable[Citation]) -> str:
    """Citations as the record writes them."""
    return "; ".join(map(str, citations))


def _document(case: str, source: Source) -> Entity:
    # `contentHash` is a SHA-1 in FollowTheMoney; ours is a SHA-256 and says so.
    return entity(
        f"{case}-source-{source.id}",
        "Document",
        fileName=source.id,
        title=source.title,
        publisher=source.publisher,
        publishedAt=source.date,
        notes=source.note,
        description=described(sha256=source.sha256),
    )


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
        "description": described(
            relation=link.relation,
            status=link.status,
            disclosed=link.disclosed,
            amount=link.amount,
            currency=link.currency,
            duty=cited(link.duty or ()),
            source=cited(link.source),
        ),
    }
    if schema == "Payment":
        amount = None if isinstance(link.amount, Unknown) else link.amount
        properties |= {"amount": amount, "currency": link.currency, "purpose": link.text}
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
                rows.append(
                    (
                        one["id"],
                        one["id"],
                        prop,
                        kind,
                        one["schema"],
                        defuse(value),
                        dataset,
                        "",
                        "",
                        "",
                        "f",
                        seen,
                        seen,
                        name,
                    )
                )
    return csv_text(STATEMENT_COLUMNS, rows)


def statement_id(
    dataset: str, name: str, prop: str, value: str, external: bool = False, lang: str = ""
) -> str:
    """SHA-1 over dataset, entity, property, value, and when they are set `ext` and the language."""
    key = ".".join([dataset, name, prop, value, *(["ext"] if external else []), *([lang] if lang else [])])
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
