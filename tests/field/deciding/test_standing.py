"""Decisions replayed: order of the list decides nothing, an undo is a decision, and nothing else is allowed."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import (
    Act,
    Decided,
    Standing,
    StationStanding,
    corrected,
    stands,
    station_stands,
)

CAME = Standing("new", "S1")


def one(number: int, act: Act, undoes: int | None = None, **content: str) -> Decided:
    return Decided(number, act, content, undoes)


VERIFY = one(1, Act.STATE, state="verified", findings="abc")


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], CAME),
        ([VERIFY], Standing("verified", "S1", seen="abc")),
        ([one(1, Act.FLAG)], Standing("new", "S1", flagged=True)),
        ([one(1, Act.FLAG), one(2, Act.STATE, state="withheld")], Standing("withheld", "S1")),
        ([one(1, Act.MOVE, station="S2")], Standing("new", "S2")),
        ([one(1, Act.MERGE, into="r9")], Standing("duplicate", "S1", merged_into="r9")),
        ([one(1, Act.MERGE, into="r9"), one(2, Act.STATE, state="verified")], Standing("verified", "S1")),
        (
            [one(1, Act.MERGE, into="r9"), one(2, Act.STATE, state="duplicate")],
            Standing("duplicate", "S1", merged_into="r9"),
        ),
        ([one(1, Act.APART, apart="yes")], Standing("new", "S1", results_apart=True)),
        ([one(1, Act.APART, apart="yes"), one(2, Act.APART, apart="no")], CAME),
        ([one(1, Act.CORRECT, question="valid", value="7"), one(2, Act.CORRECT, question="valid", value="8")],
         Standing("new", "S1", {"valid": "8"})),
        ([VERIFY, one(2, Act.UNDO, 1)], CAME),
        ([VERIFY, one(2, Act.UNDO, 1), one(3, Act.UNDO, 2)], Standing("verified", "S1", seen="abc")),
        ([VERIFY, one(2, Act.UNDO, 1), one(3, Act.UNDO, 2), one(4, Act.UNDO, 3)], CAME),
        ([VERIFY, one(2, Act.MOVE, station="S2"), one(3, Act.UNDO, 1)], Standing("new", "S2")),
    ],
)  # fmt: skip
def test_what_was_decided_is_what_the_report_is_in_whatever_order_it_is_told(
    decisions: list[Decided], expected: Standing
) -> None:
    assert {repr(stands(CAME, order)) for order in itertools.permutations(decisions)} == {repr(expected)}


def test_a_correction_taken_back_gives_the_one_before_and_the_report_s_own_at_last() -> None:
    told = [
        one(1, Act.CORRECT, question="valid", value="7"),
        one(2, Act.CORRECT, question="valid", value="8"),
    ]
    assert stands(CAME, [*told, one(3, Act.UNDO, 2)]).corrections == {"valid": "7"}
    assert stands(CAME, [*told, one(3, Act.UNDO, 2), one(4, Act.UNDO, 1)]).corrections == {}


def test_answers_count_as_corrected_and_one_corrected_to_nothing_is_none() -> None:
    assert corrected({"a": "1", "b": "2"}, {"b": "", "c": "3"}) == {"a": "1", "c": "3"}
    assert corrected({"a": "1"}, {}) == {"a": "1"}


@pytest.mark.parametrize(
    "wrong",
    [
        [VERIFY, VERIFY],
        [one(2, Act.UNDO, 3), one(3, Act.FLAG)],
        [one(2, Act.UNDO, 2)],
        [one(2, Act.UNDO, 9)],
        [one(2, Act.UNDO)],
        [one(1, Act.SEEN, findings="x")],
        [one(1, Act.SETTLE, form="f", question="q", value="v")],
    ],
)
def test_what_cannot_be_replayed_is_refused(wrong: list[Decided]) -> None:
    with pytest.raises(ScrutatorError, match="D08"):
        stands(CAME, wrong)


def test_a_station_has_answers_that_were_chosen_and_findings_that_were_seen() -> None:
    told = [
        one(1, Act.SETTLE, form="voting", question="overall", value="good"),
        one(2, Act.SEEN, findings="abc"),
    ]
    assert station_stands(told) == StationStanding({("voting", "overall"): "good"}, "abc")
    assert station_stands([*told, one(3, Act.UNDO, 1)]) == StationStanding({}, "abc")
    with pytest.raises(ScrutatorError, match="D08"):
        station_stands([one(1, Act.FLAG)])


def drawn() -> st.SearchStrategy[tuple[Act, Mapping[str, str]]]:
    return st.one_of(
        st.tuples(
            st.just(Act.STATE),
            st.sampled_from(["new", "verified", "withheld"]).map(lambda text: {"state": text}),
        ),
        st.tuples(st.just(Act.FLAG), st.just({})),
        st.tuples(st.just(Act.MOVE), st.sampled_from(["S1", "S2"]).map(lambda text: {"station": text})),
        st.tuples(
            st.just(Act.CORRECT), st.sampled_from("ab").map(lambda text: {"question": "valid", "value": text})
        ),
    )


@given(st.lists(drawn(), max_size=8), st.data())
def test_a_decision_and_its_undo_are_as_if_neither_was_made(
    acts: list[tuple[Act, Mapping[str, str]]], data: st.DataObject
) -> None:
    told = [Decided(number, act, content) for number, (act, content) in enumerate(acts, 1)]
    place = data.draw(st.integers(0, max(len(told) - 1, 0)))
    without = [*told[:place], *told[place + 1 :]]
    undone = [*told, *([Decided(99, Act.UNDO, {}, told[place].number)] if told else [])]
    assert stands(CAME, undone) == stands(CAME, without if told else told)
