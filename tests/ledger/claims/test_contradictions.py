"""Only overlapping scopes can contradict; speakers can stand against themselves."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.claims.contradictions import against_themselves, pairs, stand_together
from scrutator.ledger.claims.scopes import disjoint_in, periods_overlap, span_of, territory
from scrutator.record.nouns.claims import Proposition
from support.ledger_rows import claim, line, place, proposition, source

GROUND = territory(
    [place("country"), place("north", "country"), place("town", "north"), place("south", "country")]
)


def pair(first: dict[str, Any], second: dict[str, Any]) -> Any:
    propositions = [proposition("1", contradicts=("2",), **first), proposition("2", **second)]
    return pairs(propositions, [claim("C", "x")], GROUND)[0]


def test_voting_positive_and_counting_opaque_stand_together() -> None:
    found = pair({"stage": "voting"}, {"stage": "counting"})
    assert not found.contradicts
    assert found.apart == ("stage",)
    both = [proposition("1", stage="voting"), proposition("2", stage="counting")]
    assert stand_together(both, GROUND) == (("1", "2", ("stage",)),)


def test_the_whole_process_meets_every_stage_and_results_meet_the_count() -> None:
    assert pair({"stage": "whole process"}, {"stage": "campaign"}).contradicts
    assert pair({"stage": "results"}, {"stage": "counting"}).contradicts
    assert not pair({"stage": "results"}, {"stage": "campaign"}).contradicts


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [("north", "town", True), ("north", "south", False), (None, "town", True), ("town", "country", True)],
)
def test_territories_meet_when_one_contains_the_other(first: str | None, second: str, meet: bool) -> None:
    assert pair({"place": first}, {"place": second}).contradicts is meet


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [("2012", "2012-01-15", True), ("1999/2007", "2012", False), (None, "2012", True), ("1999/2012", "2012", True),
     ("soon", "2012", True)],
)  # fmt: skip
def test_periods_meet_when_they_share_a_day(first: str | None, second: str, meet: bool) -> None:
    assert periods_overlap(first, second) is meet
    assert periods_overlap(second, first) is meet


def test_a_period_runs_from_its_first_to_its_last_day() -> None:
    span = span_of("2011/2012-02")
    assert span is not None
    assert [str(day) for day in span] == ["2011-01-01", "2012-02-29"]
    assert span_of("2012-13") is None


def test_a_pair_is_reported_once_with_the_speakers_of_both_sides() -> None:
    both = [
        proposition("1", claim="A", contradicts=("2",)),
        proposition("2", claim="B", contradicts=("1", "2", "9")),
    ]
    found = pairs(both, [claim("A", "x", "y"), claim("B", "y")], GROUND)
    assert [(p.first, p.second, p.speakers) for p in found] == [("1", "2", ("y",))]


def test_a_speaker_stands_against_himself_when_his_own_source_contradicts_him() -> None:
    sources = [source("earlier", actor="x"), source("other", actor="z")]
    lines = [line("1", "earlier", direction="contradicts"), line("2", "other", direction="contradicts"),
             line("3", "earlier")]  # fmt: skip
    found = against_themselves([proposition()], [claim("C", "x")], lines, sources)
    assert [(f.speaker, f.line) for f in found] == [("x", "1")]


def test_a_circle_of_places_ends() -> None:
    ground = territory([place("a", "b"), place("b", "a")])
    assert ground.overlap("a", "b")


scoped = st.builds(
    lambda stage, where, period: proposition("P", stage=stage, place=where, period=period),
    st.sampled_from(["voting", "counting", "results", "campaign", "whole process"]),
    st.sampled_from([None, "north", "south", "town", "country"]),
    st.sampled_from([None, "2007", "2012", "1999/2012"]),
)


@given(scoped, scoped)
def test_disjoint_scopes_never_contradict_and_order_does_not_matter(
    first: Proposition, second: Proposition
) -> None:
    assert disjoint_in(first, second, GROUND) == disjoint_in(second, first, GROUND)
    assert disjoint_in(first, first, GROUND) == ()
    named = [dataclasses.replace(first, id="1", contradicts=("2",)), dataclasses.replace(second, id="2")]
    (found,) = pairs(named, [claim("C", "x")], GROUND)
    assert found.contradicts is (disjoint_in(first, second, GROUND) == ())
