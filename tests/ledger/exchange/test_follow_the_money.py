"""FollowTheMoney: entities out and in again, statements, hostile input."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.exchange.follow_the_money import (
    EDGE_OF_RELATION,
    SCHEMA_OF_KIND,
    STATEMENT_COLUMNS,
    TYPE_OF_PROPERTY,
    entities,
    json_lines,
    read_entities,
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


def test_actors_and_links_come_back_as_they_went() -> None:
    back = read_entities(json_lines(exported().values()), "A")
    assert [row["name"] for row in back.actors] == ["State", "Fund", "Expert", "Firm"]
    assert back.actors[2]["aliases"] == "E. Xpert; Ex"
    assert [(row["relation"], row["status"]) for row in back.links] == [
        ("payment", "stated"), ("membership", "alleged"), ("ownership", "stated"), ("ownership", "stated"),
        ("publication", "stated"), ("leadership", "stated"),
    ]  # fmt: skip
    assert back.links[0]["amount"] == "290000"
    assert back.left_aside == ()


def test_edges_to_nobody_and_strange_schemata_are_left_aside_by_name() -> None:
    text = json.dumps([
        {"id": "e", "schema": "Payment", "properties": {"payer": ["x"], "beneficiary": ["y"]}},
        {"id": "v", "schema": "Vessel", "properties": {"name": ["Boat"]}},
        {"id": 3, "schema": "Person", "properties": {}},
    ])  # fmt: skip
    found = read_entities(text, "A")
    assert (found.actors, found.links) == ((), ())
    assert len(found.left_aside) == 3


def test_hidden_characters_are_taken_out_of_imported_names() -> None:
    text = json.dumps({"id": "a b", "schema": "Person", "properties": {"name": ["Nur\u202e Otan\u200b"]}})
    (row,) = read_entities(text, "A").actors
    assert (row["id"], row["name"]) == ("a-b", "Nur Otan")


@given(st.one_of(st.text(max_size=60), st.recursive(st.none() | st.text(max_size=4), lambda x: st.lists(x, max_size=3)
       | st.dictionaries(st.sampled_from(["id", "schema", "properties", "a"]), x, max_size=4)).map(json.dumps)))  # fmt: skip
def test_any_text_can_be_imported_without_a_traceback(text: str) -> None:
    read_entities(text, "A")


def test_statements_hold_one_value_a_row_and_no_formula() -> None:
    actors = [actor("a", note="=HYPERLINK(1)")]
    rows = list(csv.DictReader(io.StringIO(statements_csv(entities("c", actors, [], []), "c", "2026-11-21"))))
    assert list(rows[0]) == list(STATEMENT_COLUMNS)
    assert {row["prop"]: row["value"] for row in rows} == {"name": "A", "notes": "'=HYPERLINK(1)"}
    assert len({row["id"] for row in rows}) == 2
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


def test_two_foreign_ids_that_become_one_are_named_and_the_first_is_kept() -> None:
    one, two = (
        json.dumps({"id": name, "schema": "Person", "properties": {"name": [name]}})
        for name in ("a/b", "a b")
    )
    found = read_entities(f"{one}\n{two}\n", "S9")
    assert [row["name"] for row in found.actors] == ["a/b"]
    assert found.left_aside == ("a b: the id a-b is a duplicate",)
