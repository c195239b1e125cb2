"""Cohen's kappa against a worked example, and the second marking against its own files."""

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tools" / "reference"))
from agreement import agreement, confusion
from marking import MARKINGS, MARKS, disagreements, folder, read, section
from since_marking import asked_on, changed, since

from scrutator.record.folder.opening import case_files, sound_case

# A textbook example: of 50 proposals two readers accept 20 and reject 15 alike; kappa is 0.4.
FIRST = ["yes"] * 20 + ["yes"] * 5 + ["no"] * 10 + ["no"] * 15
SECOND = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15


def test_the_worked_example_gives_its_kappa_exactly() -> None:
    found = agreement(FIRST, SECOND)
    assert (found.observed, found.expected, found.kappa) == (
        Fraction(7, 10), Fraction(1, 2), Fraction(2, 5),
    )  # fmt: skip
    assert found.interval == pytest.approx((0.4 - 0.254, 0.4 + 0.254), abs=0.001)


def test_a_confusion_table_has_the_first_marker_in_its_rows() -> None:
    assert confusion(FIRST, SECOND, ("yes", "no")) == [[20, 5], [10, 15]]


def test_agreement_that_chance_explains_wholly_has_no_kappa() -> None:
    found = agreement(["yes"] * 3, ["yes"] * 3)
    assert (found.observed, found.kappa, found.interval) == (1, None, None)


@pytest.mark.parametrize(("first", "second"), [([], []), (["yes"], []), (["yes"], ["yes", "no"])])
def test_marks_of_different_items_are_refused(first: list[str], second: list[str]) -> None:
    with pytest.raises(ValueError, match="same items"):
        agreement(first, second)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30),
       st.randoms(use_true_random=False))  # fmt: skip
def test_neither_order_nor_who_is_first_changes_kappa(pairs: list[tuple[str, str]], chance: object) -> None:
    one = agreement([a for a, _ in pairs], [b for _, b in pairs])
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    assert agreement([b for _, b in pairs], [a for a, _ in pairs]) == one
    assert one.kappa is None or -1 <= one.kappa <= 1


@pytest.mark.parametrize("case", MARKINGS)
def test_both_markers_marked_the_same_propositions_each_once_with_one_of_the_five_marks(case: str) -> None:
    first, second = read("first.csv", case), read("second.csv", case)
    names = [row["proposition"] for row in second]
    assert [row["proposition"] for row in first] == names
    assert len(set(names)) == len(names) >= 40
    assert {row["mark"] for row in (*first, *second)} <= set(MARKS)
    assert all(row["reason"] for row in second)


@pytest.mark.parametrize("case", MARKINGS)
def test_every_line_of_the_sheet_says_once_what_was_read(case: str) -> None:
    lines = read("lines.csv", case)
    names = [row["line"] for row in lines]
    assert len(set(names)) == len(names)
    assert {row["read"] for row in lines} <= {"original", "record"}
    assert {name.rpartition("-")[0] for name in names} == {
        row["proposition"] for row in read("second.csv", case)
    }


def test_a_disagreement_without_an_answer_stops_the_page() -> None:
    first = {row["proposition"]: row for row in read("first.csv")}
    second = {row["proposition"]: row for row in read("second.csv")}
    with pytest.raises(AssertionError):
        disagreements(first, second | {"C01": {"mark": "contradicted", "reason": "x"}})


@pytest.mark.parametrize("case", MARKINGS)
def test_the_page_prints_every_disagreement_with_both_reasons_and_every_line(case: str) -> None:
    text = section(case)
    second = {row["proposition"]: row for row in read("second.csv", case)}
    for row in read("first.csv", case):
        if row["mark"] != second[row["proposition"]]["mark"]:
            assert row["reason"][1:] in text
            assert second[row["proposition"]]["reason"] in text
    for row in read("lines.csv", case):
        assert f"{row['line']} {row['read']}" in text


def test_what_changed_since_a_marking_is_told_apart_text_by_text() -> None:
    then = {"A": ("a", ("A-1: x",)), "B": ("b", ()), "C": ("c", ("C-1: x", "C-2: y")), "D": ("d", ())}
    now = {"A": ("a", ("A-1: x",)), "B": ("b2", ()), "C": ("c", ("C-1: x", "C-2: z"))}
    assert changed(then, now) == (["D"], ["B"], ["C"])


def test_the_kept_sheet_asks_about_every_proposition_that_was_marked() -> None:
    asked = asked_on((folder("kazakhstan-2012") / "sheet.md").read_text("utf-8"))
    marked = {row["proposition"] for row in read("second.csv")}
    assert marked <= set(asked)
    lines = {line.partition(":")[0] for name in marked for line in asked[name][1]}
    assert lines == {row["line"] for row in read("lines.csv")}


def test_the_page_says_which_marks_belong_to_changed_texts_and_what_kappa_is_now() -> None:
    """One proposition was split since the marking; no other text changed, while lines of some did."""
    case = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    text = since(case, "kazakhstan-2012")
    assert "no longer on record under their number: 1 (D04)" in text
    assert "whose own text is another: none" in text
    assert "Over the 69 propositions still on record" in text
    assert "it is no independent figure" in text
