"""Entities of other people: nothing alleged becomes stated, nothing merges, nothing is dropped unsaid."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.exchange.follow_the_money import entities, json_lines
from scrutator.ledger.exchange.foreign_entities import Import, read_entities
from scrutator.record.cells import Citation
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import ACTOR_KINDS, LINK_STATUSES, RELATIONS, Link
from support.ledger_rows import actor, link


def one(name: str, schema: str, /, **properties: list[str]) -> dict[str, Any]:
    return {"id": name, "schema": schema, "properties": properties}


def read(*found: dict[str, Any]) -> Import:
    return read_entities(json.dumps(found), "S9")


PAYER, PAID = one("a", "Person", name=["A"]), one("b", "Company", name=["B"])


def paid(**properties: list[str]) -> dict[str, Any]:
    return one("p", "Payment", **{"payer": ["a"], "beneficiary": ["b"], **properties})


@pytest.mark.parametrize(
    "properties",
    [
        {"purpose": ["alleged bribe"]},
        {"status": ["Alleged"]},
        {"status": ["disputed"]},
        {"role": ["suspected handler"]},
        {"status": ["stated", "disputed"]},
        {},
    ],
)
def test_what_a_file_does_not_call_stated_enters_as_alleged(properties: dict[str, list[str]]) -> None:
    found = read(PAYER, PAID, paid(**properties))
    assert [row["status"] for row in found.links] == ["alleged"]
    assert found.alleged == 1


@pytest.mark.parametrize("status", LINK_STATUSES)
def test_a_status_in_the_record_s_own_word_is_kept(status: str) -> None:
    found = read(PAYER, PAID, paid(status=[status]))
    assert [row["status"] for row in found.links] == [status]
    assert found.alleged == 0


def test_what_a_payment_was_for_stands_in_its_words() -> None:
    (row,) = read(PAYER, PAID, paid(purpose=["alleged bribe"], summary=["A paid B"])).links
    assert row["text"] == "A paid B alleged bribe"


def test_second_names_become_aliases_and_second_beneficiaries_become_links() -> None:
    named = one("a", "Person", name=["A", "Alpha"], weakAlias=["Al"], previousName=["Z"])
    found = read(named, PAID, one("c", "Company", name=["C"]), paid(beneficiary=["b", "c"]))
    assert found.actors[0]["aliases"] == "Alpha; Al; Z"
    assert [(row["id"], row["target"]) for row in found.links] == [("p.1", "b"), ("p.2", "c")]


def test_ids_that_look_alike_stay_two_whatever_the_order() -> None:
    slash, hyphen = one("o/1", "Person", name=["Slash"]), one("o-1", "Person", name=["Hyphen"])
    edge = one("e", "Payment", payer=["o/1"], beneficiary=["o-1"])
    for found in (read(slash, hyphen, edge), read(edge, hyphen, slash)):
        ids = {row["name"]: row["id"] for row in found.actors}
        assert ids["Hyphen"] == "o-1"
        assert ids["Slash"].startswith("o-1-")
        assert [(row["origin"], row["target"]) for row in found.links] == [(ids["Slash"], ids["Hyphen"])]


def test_different_entities_of_one_id_are_none_of_them_read_and_equal_ones_are_one() -> None:
    found = read(one("x", "Person", name=["X"]), one("x", "Person", name=["Y"]), PAYER, PAYER)
    assert [row["name"] for row in found.actors] == ["A"]
    assert found.left_aside == ("x: different entities have this id, none is read",)


def test_what_has_no_place_is_listed() -> None:
    born = one("a", "Person", name=["A"], birthDate=["1970"], proof=["d"])
    found = read(born, PAID, paid(startDate=["2009", "2010"], programme=["x"]))
    assert found.links[0]["start"] == ""
    assert sorted(found.left_aside) == [
        "Payment.programme of 1 is not read",
        "Person.birthDate of 1 is not read",
        "p: 2 values of startDate, none is read",
        "the citations of 1 are replaced by S9",
    ]


def test_edges_to_nobody_and_strange_schemata_are_left_aside_by_name() -> None:
    found = read(paid(), one("v", "Vessel", name=["Boat"]), {"id": 3, "schema": "Person", "properties": {}})
    assert (found.actors, found.links) == ((), ())
    assert len(found.left_aside) == 3


def test_an_edge_with_a_thousand_ends_is_left_aside() -> None:
    found = read(PAYER, PAID, paid(payer=["a"] + [f"n{i}" for i in range(1000)]))
    assert found.links == ()
    many = read(*[one(f"n{i}", "Vessel") for i in range(300)])
    assert len(many.left_aside) == 201
    assert many.left_aside[-1] == "and 100 more"


def test_hidden_characters_are_taken_out_of_imported_names() -> None:
    (row,) = read(one("a b", "Person", name=["Nur\u202e Otan\u200b"])).actors
    assert (row["id"], row["name"]) == ("a-b", "Nur Otan")


@given(st.one_of(st.text(max_size=60), st.recursive(st.none() | st.text(max_size=4), lambda x: st.lists(x, max_size=3)
       | st.dictionaries(st.sampled_from(["id", "schema", "properties", "a"]), x, max_size=4)).map(json.dumps)))  # fmt: skip
def test_any_text_can_be_imported_without_a_traceback(text: str) -> None:
    read_entities(text, "A")


ACTORS = st.lists(st.sampled_from(ACTOR_KINDS), min_size=2, max_size=4).map(
    lambda kinds: [
        actor(f"n{i}", kind, aliases="Other; Third", names={"ru": f"Имя {i}", "kk": f"Аты {i}"} if i else {})
        for i, kind in enumerate(kinds)
    ]
)
LINKS = st.builds(
    lambda ends, relation, status, disclosed, amount, start: (
        ends,
        relation,
        status,
        disclosed,
        amount,
        start,
    ),
    st.sampled_from([("n0", "n1"), ("n1", "n0")]),
    st.sampled_from(RELATIONS),
    st.sampled_from(LINK_STATUSES),
    st.sampled_from(["yes", "no", "unknown"]),
    st.sampled_from([None, Decimal("290000")]),
    st.sampled_from([None, PartialDate(2009), PartialDate(2009, 3)]),
)


def as_row(row: Link) -> dict[str, str]:
    """The columns of a link that an import keeps; it is cited under the import."""
    kept = ("relation", "target", "origin", "text", "status", "disclosed", "amount", "currency", "start")
    return {name: str(getattr(row, name) or "") for name in kept}


@given(ACTORS, st.lists(LINKS, max_size=4))
def test_a_round_trip_loses_nothing_but_the_citations_and_says_so(
    actors: list[Any], drawn: list[Any]
) -> None:
    links = [
        link(
            str(number), ends[0], relation, ends[1], status=status, disclosed=disclosed, amount=amount,
            currency="USD" if amount else None, start=start, source=(Citation("S1", "3"),),
        )
        for number, (ends, relation, status, disclosed, amount, start) in enumerate(drawn)
    ]  # fmt: skip
    back = read_entities(json_lines(entities("c", actors, links, [])), "S9")
    assert [(row["name"], row["kind"], row["aliases"]) for row in back.actors] == [
        (one.name, one.kind, one.aliases) for one in actors
    ]
    assert [(row.get("name_ru"), row.get("name_kk"), row["note"]) for row in back.actors] == [
        (one.names.get("ru"), one.names.get("kk"), "") for one in actors
    ]
    for row, given_link in zip(back.links, links, strict=True):
        expected = as_row(given_link)
        expected |= {end: f"c-{expected[end]}" for end in ("origin", "target")}
        assert {name: row[name] for name in expected} == expected
    assert back.alleged == 0
    assert all("citations" in one for one in back.left_aside)
