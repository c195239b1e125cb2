"""Papers that are not in order: what each law makes of them, and what it does not say."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.marks import read_marks
from scrutator.law.ballots.papers import Ballots, Mark, Paper
from scrutator.law.ballots.rules import rules_of_keys

NAMES = ("A", "B", "C", "D")


def read(marks: tuple[Mark, ...], **keys: object) -> tuple[tuple[int, ...], ...]:
    return made(marks, **keys).preferences


def made(marks: tuple[Mark, ...], gone: frozenset[int] = frozenset(), **keys: object):  # type: ignore[no-untyped-def]
    ballots = Ballots(NAMES, (Paper(5, marks, 7), Paper(1, (3,), 8)), gone)
    rules = rules_of_keys({"system": "av", **keys}, "a law")
    return read_marks(ballots, rules)


IRREGULAR = {"equal": (0, (1, 2), 3), "skipped": (0, (), 3), "repeated": (0, 1, 0, 3)}


@pytest.mark.parametrize("kind", IRREGULAR)
def test_what_the_rules_do_not_value_is_refused_with_its_row(kind: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read(IRREGULAR[kind])
    assert (caught.value.code, caught.value.where) == ("L71", "row 7")
    assert kind in caught.value.remedy


@pytest.mark.parametrize("kind", IRREGULAR)
def test_a_paper_may_end_there_go_on_or_be_not_valid(kind: str) -> None:
    before = {"equal": (0,), "skipped": (0,), "repeated": (0, 1)}[kind]
    assert read(IRREGULAR[kind], **{kind: "non_transferable"}) == (before, (3,))
    assert read(IRREGULAR[kind], **{kind: "passed_over"}) == ((*before, 3), (3,))
    rejected = made(IRREGULAR[kind], **{kind: "not_valid"})
    assert (rejected.preferences, rejected.not_valid, rejected.valid) == (((3,),), 5, 1)
    assert "first in row 7" in rejected.remarks[0]
    assert "5 papers" in rejected.remarks[0]


def test_without_a_first_preference_a_paper_is_not_valid() -> None:
    for first in ((0, 1), ()):
        found = made((first, 2), equal="non_transferable", skipped="non_transferable")
        assert (found.preferences, found.not_valid) == (((3,),), 5)
        assert "are not valid" in found.remarks[0]
        assert read((first, 2), equal="passed_over", skipped="passed_over") == ((2,), (3,))
    assert made((), skipped="non_transferable").not_valid == 5


def test_what_is_skipped_after_the_last_preference_is_nothing() -> None:
    assert read((0, 1, ())) == ((0, 1), (3,))


def test_a_candidate_marked_equal_and_again_later_is_repeated() -> None:
    assert read((0, (1, 2), 1, 3), equal="passed_over", repeated="non_transferable") == ((0,), (3,))


def test_a_withdrawn_candidate_is_passed_over_where_the_rules_say_so() -> None:
    found = made((1, 0), frozenset({1}), withdrawn="passed_over")
    assert found.preferences == ((0,), (3,))
    with pytest.raises(ScrutatorError, match="withdrew: B"):
        made((1, 0), frozenset({1}))


def test_where_every_preference_is_asked_for_an_unfinished_paper_is_not_valid() -> None:
    for marks in ((0, 1, 2), (0, 1, 2, 2), (0, 1, (2, 3)), (0, (), 1, 2), ()):
        assert made(marks, every_preference=True).not_valid == 6, marks
    assert made((0, 1, 2, 3), every_preference=True).not_valid == 1


def test_equal_papers_are_added_up() -> None:
    ballots = Ballots(NAMES, (Paper(5, (0, 1)), Paper(2, (1,)), Paper(3, (0, 1))))
    found = read_marks(ballots, rules_of_keys({"system": "av"}, "a law"))
    assert dict(zip(found.preferences, found.papers, strict=True)) == {(0, 1): 8, (1,): 2}
