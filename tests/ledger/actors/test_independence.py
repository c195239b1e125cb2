"""Ties of speakers: shortest paths on record, alleged links apart, codes of conduct."""

import itertools
from collections import deque
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.ledger.actors.graph import build_graph, shortest_path
from scrutator.ledger.actors.independence import (
    caps,
    check_conduct,
    independence,
    is_tie,
    may_be_tie,
    ties_of,
    towards,
)
from scrutator.record.cells import read_citations
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.claims import Link
from scrutator.record.nouns.replies import ConductRule
from support.ledger_rows import link, proposition, source

DAY = PartialDate.parse("2012-01-15")


def status(
    *links: Link, speaker: str = "expert", subject: str = "state", date: PartialDate | None = DAY
) -> str:
    return independence(build_graph(links), speaker, subject, date).status


def test_without_links_none_is_known() -> None:
    assert status() == "none_known"


def test_a_payment_nobody_declared_is_an_undeclared_link_in_either_direction() -> None:
    assert status(link("1", "state", "payment", "expert")) == "undeclared_link"
    assert status(link("1", "expert", "payment", "state")) == "undeclared_link"


def test_a_path_is_declared_only_when_every_link_is() -> None:
    first = link("1", "expert", "membership", "institute", disclosed="yes")
    assert status(first, link("2", "state", "payment", "institute", disclosed="yes")) == "declared"
    assert status(first, link("2", "state", "payment", "institute", disclosed="no")) == "undeclared_link"


def test_acting_for_the_subject_is_control_as_long_as_it_lasts() -> None:
    office = link("1", "expert", "employment", "ministry")
    acting = link("2", "ministry", "representation", "state")
    assert status(office, acting) == "controlled"
    assert (
        status(link("1", "expert", "employment", "ministry", end=PartialDate(2009)), acting)
        == "undeclared_link"
    )


def test_the_subject_itself_is_controlled() -> None:
    assert status(speaker="state") == "controlled"


def test_a_tie_to_a_body_that_acts_for_the_subject_is_a_tie_to_it() -> None:
    links = [
        link("1", "expert", "publication", "institute"), link("2", "institute", "leadership", "project"),
        link("3", "ministry", "payment", "project"), link("4", "ministry", "representation", "state"),
    ]  # fmt: skip
    found = independence(build_graph(links), "expert", "state", DAY)
    assert [step.link.id for step in found.path] == ["1", "2", "3"]


def test_an_alleged_link_decides_nothing_and_is_shown_apart() -> None:
    found = independence(
        build_graph([link("1", "state", "payment", "expert", status="alleged")]), "expert", "state"
    )
    assert found.status == "none_known"
    assert found.alleged_status == "undeclared_link"
    assert [step.link.id for step in found.alleged_path] == ["1"]


def test_observing_suing_and_refusing_tie_nobody() -> None:
    for relation in ("observation", "dispute", "refusal"):
        assert status(link("1", "expert", relation, "state")) == "none_known"


def test_a_link_that_began_later_is_not_seen_and_a_year_may_hold_the_day() -> None:
    later = link("1", "state", "payment", "expert", start=PartialDate.parse("2012-03"))
    assert status(later) == "none_known"
    assert status(link("1", "state", "payment", "expert", start=PartialDate(2012))) == "undeclared_link"
    assert status(later, date=None) == "undeclared_link"


def test_a_path_longer_than_three_links_is_no_tie() -> None:
    chain = [link(str(i), name, "membership", other) for i, (name, other) in
             enumerate(itertools.pairwise(["expert", "a", "b", "c", "state"]))]  # fmt: skip
    assert status(*chain) == "none_known"
    assert status(*chain[1:], speaker="a") == "undeclared_link"


def test_circles_and_links_to_oneself_end() -> None:
    links = [
        link("1", "a", "membership", "b"),
        link("2", "b", "membership", "a"),
        link("3", "a", "payment", "a"),
    ]
    assert status(*links, speaker="a") == "none_known"


def test_the_closest_tie_among_several_subjects_is_taken() -> None:
    graph = build_graph([link("1", "state", "payment", "expert"), link("2", "expert", "employment", "firm")])
    found = towards(graph, "expert", ["state", "firm"], DAY)
    assert found is not None
    assert (found.subject, found.status) == ("firm", "controlled")
    assert towards(graph, "expert", [], DAY) is None


def test_caps_speak_of_tied_sources_only_and_never_of_words() -> None:
    graph = build_graph([link("1", "expert", "employment", "state")])
    sources = [source("own", actor="expert"), source("free", actor="other"), source("nobody")]
    fact = proposition(about=("state",))
    assert caps(graph, fact, DAY, sources) == {"own": "low"}
    assert caps(graph, proposition(about=("state",), kind="attribution"), DAY, sources) == {}
    assert caps(graph, proposition(), DAY, sources) == {}


def test_an_undeclared_link_caps_at_moderate_and_a_declared_one_not_at_all() -> None:
    fact, sources = proposition(about=("state",)), [source("own", actor="expert")]
    hidden = build_graph([link("1", "state", "payment", "expert")])
    assert caps(hidden, fact, DAY, sources) == {"own": "moderate"}
    declared = build_graph([link("1", "state", "payment", "expert", disclosed="yes")])
    assert caps(declared, fact, DAY, sources) == {}


def test_ties_are_listed_for_either_side() -> None:
    graph = build_graph([link("2", "eu", "payment", "critic"), link("1", "critic", "membership", "network")])
    assert [x.id for x in ties_of(graph, "critic")] == ["1", "2"]


@pytest.mark.parametrize(
    ("requires", "changes", "answer"),
    [
        ("absence", {}, "not met"),
        ("absence", {"status": "alleged"}, "cannot be answered"),
        ("disclosure", {"disclosed": "yes"}, "met"),
        ("disclosure", {"disclosed": "unknown"}, "not met"),
        ("absence", {"relation": "membership"}, "cannot be answered"),
    ],
)
def test_a_code_of_conduct_is_answered_from_the_record_alone(
    requires: str, changes: dict[str, str], answer: str
) -> None:
    rule = ConductRule(id="r", code="c", relation="payment; hosting", requires=requires, text="t",
                       source=read_citations("A"))  # fmt: skip
    one = link("1", "state", changes.pop("relation", "payment"), "expert", **changes)
    assert check_conduct(build_graph([one]), "expert", ["state"], [rule], DAY)[0].answer == answer


def test_leading_ones_own_mission_breaks_no_rule_and_a_tie_to_a_body_of_the_state_does() -> None:
    rule = ConductRule(id="r", code="c", relation="leadership; payment", requires="absence", text="t",
                       source=read_citations("A"))  # fmt: skip
    own = build_graph([link("1", "expert", "leadership", "mission")])
    assert check_conduct(own, "expert", ["state"], [rule], DAY)[0].answer == "cannot be answered"
    paid = build_graph(
        [link("1", "ministry", "payment", "expert"), link("2", "ministry", "representation", "state")]
    )
    assert check_conduct(paid, "expert", ["state"], [rule], DAY)[0].answer == "not met"


edges = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=14)


@settings(max_examples=300, deadline=None)
@given(edges, st.integers(1, 5))
def test_paths_are_as_short_as_a_plain_search_finds_them(pairs: list[tuple[str, str]], longest: int) -> None:
    links = [link(f"{i:02}", a, "membership", b) for i, (a, b) in enumerate(pairs)]
    found = shortest_path(build_graph(links), "a", {"g"}, None, is_tie, longest)
    distance = {"a": 0}
    queue = deque(["a"])
    while queue:
        here = queue.popleft()
        for one, other in pairs:
            for there in {one, other} - {here} if here in (one, other) else set():
                if there not in distance:
                    distance[there] = distance[here] + 1
                    queue.append(there)
    expected = distance.get("g")
    assert (None if found is None else len(found)) == (
        expected if expected is not None and expected <= longest else None
    )
    if found:
        assert [found[0].here, found[-1].there] == ["a", "g"]
        assert all(before.there == after.here for before, after in itertools.pairwise(found))


@settings(max_examples=100, deadline=None)
@given(edges, st.randoms(use_true_random=False))
def test_the_path_does_not_depend_on_the_order_of_the_table(
    pairs: list[tuple[str, str]], random: Any
) -> None:
    links = [link(f"{i:02}", a, "membership", b) for i, (a, b) in enumerate(pairs)]
    mixed = random.sample(links, len(links))
    one = shortest_path(build_graph(links), "a", {"g"}, None, may_be_tie, 6)
    other = shortest_path(build_graph(mixed), "a", {"g"}, None, may_be_tie, 6)
    assert [s.link.id for s in one or ()] == [s.link.id for s in other or ()]
