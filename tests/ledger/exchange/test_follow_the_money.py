"""FollowTheMoney: entities out, and as a table of statements."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from scrutator.ledger.exchange.follow_the_money import (
    EDGE_OF_RELATION,
    SCHEMA_OF_KIND,
    STATEMENT_COLUMNS,
    TYPE_OF_PROPERTY,
    entities,
    statements_csv,
)
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import ACTOR_KINDS
from support.ledger_rows import actor, link, source

ACTORS = [
    actor("state", "state"),
    actor("fund"),
    actor("expert", "person", aliases="E. Xpert; Ex"),
    actor("firm", "company"),
]
LINKS = [
    link("1", "state", "payment", "fund", amount=290000, currency="USD", start=PartialDate(2009)),
    link("2", "expert", "membership", "fund", status="alleged"),
    link("3", "state", "ownership", "firm"),
    link("4", "state", "ownership", "fund"),
    link("5", "expert", "publication", "fund"),
    link("6", "expert", "leadership", "expert"),
]


def exported() -> dict[str, Any]:
    return {one["id"]: one for one in entities("c", ACTORS, LINKS, [source("A", sha256="ab" * 32)])}


def test_every_kind_of_actor_has_a_schema() -> None:
    assert set(SCHEMA_OF_KIND) == set(ACTOR_KINDS)


def test_a_payment_has_payer_beneficiary_amount_and_its_source_as_proof() -> None:
    payment = exported()["c-link-1"]
    assert payment["schema"] == "Payment"
    assert payment["properties"]["payer"] == ["c-state"]
    assert payment["properties"]["beneficiary"] == ["c-fund"]
    assert payment["properties"]["amount"] == ["290000"]
    assert payment["properties"]["proof"] == ["c-source-A"]


def test_what_the_schema_cannot_hold_becomes_an_unknown_link_with_its_words() -> None:
    found = exported()
    assert found["c-link-3"]["schema"] == "Ownership"
    assert [found[f"c-link-{i}"]["schema"] for i in (4, 5, 6)] == ["UnknownLink"] * 3
    assert found["c-link-5"]["properties"]["role"] == ["publication"]
    assert found["c-link-2"]["properties"]["status"] == ["alleged"]


def test_statements_hold_one_value_a_row_and_no_formula() -> None:
    actors = [actor("a", note="=HYPERLINK(1)")]
    rows = list(csv.DictReader(io.StringIO(statements_csv(entities("c", actors, [], []), "c", "2026-11-21"))))
    assert list(rows[0]) == list(STATEMENT_COLUMNS)
    assert {row["prop"]: row["value"] for row in rows} == {
        "name": "A", "notes": "'=HYPERLINK(1)", "description": "kind: organisation",
    }  # fmt: skip
    assert len({row["id"] for row in rows}) == 3
    assert all(len(row["id"]) == 40 for row in rows)


def test_edges_in_use_have_two_different_ends() -> None:
    assert all(origin != target for _, origin, target in EDGE_OF_RELATION.values())


SCHEMATA = json.loads((Path(__file__).parent / "follow_the_money_schemata.json").read_text())["schemata"]


def test_every_property_and_both_ends_of_every_edge_are_in_the_published_schema() -> None:
    """The file beside this test lists the schemata as followthemoney 4.11.2 has them."""
    found = exported()
    every_edge = [
        link(f"{relation}-{origin.id}-{target.id}", origin.id, relation, target.id)
        for relation in EDGE_OF_RELATION
        for origin in ACTORS
        for target in ACTORS
    ]
    found |= {one["id"]: one for one in entities("every", ACTORS, every_edge, [])}
    for one in found.values():
        kinds = SCHEMATA[one["schema"]]["properties"]
        for name, values in one["properties"].items():
            assert name in kinds, (one["schema"], name)
            expected = "entity" if kinds[name][0].isupper() else kinds[name]
            assert TYPE_OF_PROPERTY[name] == expected, (one["schema"], name)
            for pointed in (found.get(value) for value in values):
                assert pointed is None or kinds[name] in SCHEMATA[pointed["schema"]]["is"], (one, name)
