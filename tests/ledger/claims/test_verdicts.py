"""Verdicts are derived from rulings by one table, and the derivation replays."""

import gc
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.ledger.claims.certainty import LEVELS
from scrutator.ledger.claims.explain import derivation, why
from scrutator.ledger.claims.rulings import Evidence, cards_of, root_of
from scrutator.ledger.claims.verdicts import TABLE, derive, derive_all, mark_of, replay
from scrutator.record.cells import read_citations
from scrutator.record.nouns.claims import EvidenceLine
from support.ledger_rows import SOURCES, line, proposition, source

EVIDENCE = Evidence(cards_of(SOURCES))
ORDER = {"contradicted": 0, "cannot_be_determined": 1, "supported": 2}


def verdict_of(*lines: EvidenceLine, **changes: Any) -> Any:
    return derive(proposition(**changes), lines, ("speaker",), EVIDENCE)


def test_no_evidence_cannot_determine_anything() -> None:
    verdict = verdict_of()
    assert (verdict.verdict, verdict.extent, verdict.certainty) == ("cannot_be_determined", None, None)
    assert why(verdict) == "no evidence on record decides it"


def test_one_strong_line_supports_the_whole() -> None:
    assert mark_of(*verdict_of(line("1")).derived) == "supported"


def test_a_line_for_a_part_supports_in_part() -> None:
    assert mark_of(*verdict_of(line("1", covers="part")).derived) == "partly supported"


def test_one_weak_line_decides_nothing_and_two_from_two_roots_do() -> None:
    assert verdict_of(line("1", strength="weak")).verdict == "cannot_be_determined"
    both = verdict_of(line("1", "A", strength="weak"), line("2", "B", strength="weak"))
    assert both.verdict == "supported"
    repeated = verdict_of(line("1", "A", strength="weak"), line("2", "copy-of-A", strength="weak"))
    assert repeated.verdict == "cannot_be_determined"


def test_a_line_may_name_the_root_that_all_its_sources_repeat() -> None:
    lines = [line("1", "A", strength="weak", root="H"), line("2", "B", strength="weak", root="H")]
    assert verdict_of(*lines).verdict == "cannot_be_determined"


def test_of_words_every_text_that_prints_them_is_a_witness() -> None:
    lines = [line("1", "A", strength="weak", root="H"), line("2", "B", strength="weak", root="H")]
    assert verdict_of(*lines, kind="quotation").verdict == "supported"


def test_parts_that_point_both_ways_decide_for_neither_side() -> None:
    lines = [line("1", "A", covers="part"), line("2", "B", covers="part", direction="contradicts")]
    assert mark_of(*verdict_of(*lines).derived) == "cannot be determined"
    assert verdict_of(*lines).contested
    assert mark_of(*verdict_of(lines[1]).derived) == "contradicted in part"


def test_a_line_bound_to_a_figure_raises_certainty_because_it_is_recomputed() -> None:
    bound = line("1", "A; B", method="testimony", figure="a/b = 1")
    certainty = derive(proposition(), [bound], (), Evidence(cards_of(SOURCES), {"a/b": 1}.get)).certainty
    assert certainty is not None
    assert certainty.steps == (("start", 1), ("recomputed", 1))
    assert certainty.level == "moderate"


def test_lines_that_stand_both_ways_leave_it_undetermined() -> None:
    verdict = verdict_of(line("1", "A"), line("2", "B", direction="contradicts"))
    assert verdict.verdict == "cannot_be_determined"
    assert verdict.contested


def test_the_whole_outweighs_a_part() -> None:
    lines = [line("1", "A", covers="part"), line("2", "B", direction="contradicts")]
    assert mark_of(*verdict_of(*lines).derived) == "contradicted"


def test_finding_nothing_counts_only_with_a_denominator_and_then_for_a_part() -> None:
    silent = line("1", method="absence")
    assert verdict_of(silent).verdict == "cannot_be_determined"
    assert verdict_of(silent).rulings[0].rule == "no-denominator"
    counted = verdict_of(line("1", method="absence", denominator=65))
    assert (counted.verdict, counted.extent) == ("supported", "part")
    assert verdict_of(line("1", method="absence", denominator=0)).verdict == "cannot_be_determined"


@pytest.mark.parametrize("method", ["own words", "testimony", "document", "official figure", "observation"])
def test_a_speakers_own_words_do_not_support_their_factual_claim_whatever_they_are_called(
    method: str,
) -> None:
    assert verdict_of(line("1", "own", method=method)).rulings[0].rule == "own-words"


def test_a_speakers_own_words_count_against_their_claim_and_for_what_was_said() -> None:
    own = line("1", "own", method="own words")
    assert verdict_of(line("1", "own", method="own words", direction="contradicts")).verdict == "contradicted"
    assert verdict_of(own, kind="attribution").verdict == "supported"
    assert verdict_of(line("1", "own; A", method="own words")).verdict == "supported"


def test_a_line_without_a_place_to_look_does_not_count() -> None:
    assert verdict_of(line("1", "by-lines")).rulings[0].rule == "no-place"
    assert verdict_of(line("1", "by-lines#12")).verdict == "supported"


def test_a_source_that_was_not_obtained_does_not_count() -> None:
    assert verdict_of(line("1", "unread")).rulings[0].rule == "not-obtained"
    assert verdict_of(line("1", "no-such-source")).rulings[0].rule == "not-obtained"


def test_a_motive_needs_words_or_papers_of_those_concerned() -> None:
    assert verdict_of(line("1", method="computation"), kind="motive").verdict == "cannot_be_determined"
    for method in ("own words", "document"):
        theirs = line("1", "own", method=method)
        assert verdict_of(theirs, kind="motive", about=("speaker",)).verdict == "supported"
        assert verdict_of(theirs, kind="motive", about=("rival",)).verdict == "cannot_be_determined"
        assert verdict_of(line("1", "own; B", method=method), kind="motive", about=("speaker",)).verdict == (
            "cannot_be_determined"
        )


def test_an_opinion_gets_no_verdict_of_fact_whatever_is_listed_under_it() -> None:
    assert verdict_of(line("1"), kind="opinion").verdict == "opinion"


def test_a_bound_line_turns_when_its_figure_does() -> None:
    bound = line("1", figure="turnout/turnout(region=Almaty city) < 50")
    for value, expected in ((41, "supported"), (55, "contradicted"), (None, "cannot_be_determined")):
        figures = {"turnout/turnout(region=Almaty city)": value}
        verdict = derive(proposition(), [bound], (), Evidence(cards_of(SOURCES), figures.get))
        assert verdict.verdict == expected


def test_the_authors_verdict_that_evidence_does_not_carry_is_reported() -> None:
    verdict = verdict_of(verdict="supported")
    assert verdict.unsupported
    assert verdict.verdict == "cannot_be_determined"
    assert not verdict_of(line("1"), verdict="supported").unsupported
    assert verdict_of(line("1", covers="part"), verdict="supported", extent="whole").unsupported


def test_an_override_needs_a_reason_and_shows_it() -> None:
    verdict = verdict_of(verdict="supported", override_reason="the court file was read on the spot")
    assert verdict.verdict == "supported"
    assert verdict.derived[0] == "cannot_be_determined"
    assert verdict.certainty is None
    assert "the court file was read on the spot" in why(verdict)
    assert not verdict.unsupported


def test_a_reason_without_a_departure_is_no_override() -> None:
    assert verdict_of(line("1"), verdict="supported", override_reason="x").override_reason is None


def test_a_circle_of_repetitions_has_one_root() -> None:
    repeats = {"a": "b", "b": "c", "c": "b"}
    assert {root_of(name, repeats) for name in repeats} == {"b"}
    cards = cards_of([source("x", root="y"), source("y", root="x")])
    assert cards["x"].roots == cards["y"].roots


def test_the_table_is_complete_and_moves_one_way_only() -> None:
    reaches = (None, "part", "whole")
    assert set(TABLE) == set(product(reaches, reaches))
    for more, less in (("part", None), ("whole", "part"), ("whole", None)):
        for other in reaches:
            assert ORDER[TABLE[more, other][0]] >= ORDER[TABLE[less, other][0]]
            assert ORDER[TABLE[other, more][0]] <= ORDER[TABLE[other, less][0]]


def test_the_derivation_names_every_line_and_ends_in_the_verdict() -> None:
    steps = list(derivation(verdict_of(line("one"), line("two", "B", direction="neutral"))))
    assert any("one" in step and step.endswith("counts") for step in steps)
    assert any("two" in step and "points neither way" in step for step in steps)
    assert "the table gives: supported" in steps


lines = st.builds(
    line,
    st.uuids().map(str),
    st.sampled_from(["A", "B", "C", "copy-of-A", "by-lines", "by-lines#3", "own", "unread", "A; B"]),
    direction=st.sampled_from(["supports", "contradicts", "neutral"]),
    covers=st.sampled_from(["whole", "part"]),
    method=st.sampled_from(["document", "absence", "own words", "testimony", "official figure"]),
    strength=st.sampled_from(["strong", "moderate", "weak"]),
    denominator=st.sampled_from([None, 0, 8]),
    root=st.sampled_from([None, None, "H"]),
)
kinds = st.sampled_from(["fact", "figure", "quotation", "motive", "prediction"])


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=8), lines, kinds)
def test_adding_a_supporting_line_never_moves_a_verdict_towards_contradicted(
    before: list[EvidenceLine], added: EvidenceLine, kind: str
) -> None:
    plain = verdict_of(*before, kind=kind)
    moved = verdict_of(*before, added, kind=kind)
    if added.direction == "supports":
        assert ORDER[moved.verdict] >= ORDER[plain.verdict]
    elif added.direction == "contradicts":
        assert ORDER[moved.verdict] <= ORDER[plain.verdict]
    else:
        assert moved.derived == plain.derived


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, min_size=1, max_size=8), st.data(), kinds)
def test_a_duplicate_of_one_root_never_adds_strength(
    found: list[EvidenceLine], data: st.DataObject, kind: str
) -> None:
    twin = data.draw(st.sampled_from(found))
    plain, doubled = verdict_of(*found, kind=kind), verdict_of(*found, twin, kind=kind)
    assert doubled.derived == plain.derived
    assert doubled.certainty == plain.certainty


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=8), kinds, st.dictionaries(st.sampled_from("ABCH"), st.sampled_from(LEVELS)))
def test_independence_never_changes_a_verdict_and_never_raises_certainty(
    found: list[EvidenceLine], kind: str, caps: dict[str, str]
) -> None:
    free = derive(proposition(kind=kind), found, ("speaker",), EVIDENCE)
    capped = derive(proposition(kind=kind), found, ("speaker",), EVIDENCE, caps)
    assert capped.derived == free.derived
    if free.certainty and capped.certainty:
        assert LEVELS.index(capped.certainty.level) <= LEVELS.index(free.certainty.level)


@settings(max_examples=300, deadline=None)
@given(st.lists(lines, max_size=8), kinds)
def test_every_derivation_replays(found: list[EvidenceLine], kind: str) -> None:
    verdict = verdict_of(*found, kind=kind)
    assert replay(verdict) == verdict.derived
    assert list(derivation(verdict))[-1]


@settings(max_examples=100, deadline=None)
@given(st.lists(lines, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(found: list[EvidenceLine], random: Any) -> None:
    shuffled = random.sample(found, len(found))
    assert verdict_of(*shuffled).derived == verdict_of(*found).derived
    assert verdict_of(*shuffled).certainty == verdict_of(*found).certainty


def test_a_tie_caps_certainty_only_when_every_root_has_one() -> None:
    both = [line("1", "A"), line("2", "B")]
    one = derive(proposition(), both, (), EVIDENCE, {"A": "low"})
    assert one.certainty is not None
    assert one.certainty.level == "high"
    two = derive(proposition(), both, (), EVIDENCE, {"A": "low", "B": "moderate"})
    assert two.certainty is not None
    assert two.certainty.level == "moderate"
    assert two.certainty.steps[-1] == ("tied speaker", -1)


@pytest.mark.parametrize(
    ("lines_", "level"),
    [
        ([line("1")], "moderate"),
        ([line("1"), line("2", "B")], "high"),
        ([line("1", method="official figure")], "moderate"),
        ([line("1", method="testimony")], "very_low"),
        ([line("1", covers="part"), line("2", "B", covers="part")], "moderate"),
        ([line("1"), line("2", "B"), line("3", "C", direction="contradicts", covers="part")], "low"),
        ([line("1", "A", strength="weak"), line("2", "B", strength="weak")], "moderate"),
        ([line("1", "quoted")], "low"),
        ([line("1", "A; B", method="testimony")], "low"),
        ([line("1", "A; B; C", method="testimony")], "moderate"),
        ([line("1", method="observation")], "low"),
        ([line("1", "A; B", method="absence", denominator=8)], "very_low"),
        ([line("1", method="own words")], "moderate"),
    ],
)
def test_certainty_starts_at_the_method_and_moves_for_stated_reasons(
    lines_: list[EvidenceLine], level: str
) -> None:
    certainty = verdict_of(*lines_).certainty
    assert certainty is not None
    assert certainty.level == level


def test_citations_are_read_as_the_record_reads_them() -> None:
    assert [str(c) for c in read_citations("A#1; B")] == ["A#1", "B"]


def test_deriving_many_leaves_the_search_for_cycles_as_it_was() -> None:
    for wanted in (True, False):
        (gc.enable if wanted else gc.disable)()
        try:
            (verdict,) = derive_all(
                [proposition()], [], [line("1"), line("2", proposition="other")], EVIDENCE
            )
            assert gc.isenabled() is wanted
        finally:
            gc.enable()
        assert (verdict.verdict, len(verdict.rulings)) == ("supported", 1)
