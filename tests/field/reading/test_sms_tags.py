"""What keeps a form's tags from being used."""

import pytest

from scrutator.field.reading.lint import check_form
from scrutator.field.reading.sheets import read_sheets
from support.text_workbook import text_workbook

HEAD = ["type", "name", "label::English (en)", "required", "scrutator_sms"]
GOOD = [["integer", "a", "How many?", "yes", "AA"], ["text", "t", "Else?", "", "@"]]


def faults(rows: list[list[str]], prefix: str = "VR") -> list[str]:
    sheets = {"survey": [HEAD, *rows], "settings": [["form_id", "scrutator_sms"], ["mine", prefix]]}
    return [fault.reason for fault in check_form(read_sheets(text_workbook(sheets)))]


def test_a_prefix_and_tags_that_fit_have_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize("prefix", ["VR", "ABCD"])
def test_a_prefix_has_two_to_four_letters(prefix: str) -> None:
    assert faults(GOOD, prefix) == []


@pytest.mark.parametrize("prefix", ["V", "ABCDE", "vr", "V1", "ВР"])
def test_another_prefix_is_a_fault(prefix: str) -> None:
    assert any("no prefix for SMS" in one for one in faults(GOOD, prefix))


def test_tags_without_a_prefix_or_a_prefix_without_tags_have_no_effect_and_are_faults() -> None:
    assert faults(GOOD, "") == ["a prefix for SMS without tags, or tags without one"]
    assert "a prefix for SMS without tags, or tags without one" in faults([["integer", "a", "?", "", ""]])


@pytest.mark.parametrize("tag", ["A", "ABC"])
def test_a_tag_has_one_to_three_letters(tag: str) -> None:
    assert faults([["integer", "a", "?", "", tag]]) == []


@pytest.mark.parametrize("tag", ["X", "ABCD", "a", "A1", "АА"])
def test_another_tag_is_a_fault_and_so_is_the_letter_of_the_serial(tag: str) -> None:
    assert [f"“{tag}” is no tag"] == faults([["integer", "a", "?", "", tag]])


def test_a_tag_that_is_there_twice_a_required_question_without_one_and_a_photo_with_one_are_faults() -> None:
    assert (
        faults([["integer", "a", "?", "", "AA"], ["integer", "b", "?", "", "AA"]])
        == ["the tag AA is there twice"] * 2
    )
    assert faults([*GOOD, ["integer", "b", "?", "yes", ""]]) == ["“b” is required and has no tag for SMS"]
    assert faults([*GOOD, ["image", "b", "?", "", "BB"]]) == ["“BB” cannot stand for image"]
    assert faults([["integer", "a", "?", "", "AA"], ["text", "b", "?", "", "BB"]]) == [
        "“BB” cannot stand for text"
    ]
    assert faults([["integer", "a", "?", "", "@"]]) == ["“@” cannot stand for integer"]


def test_a_tag_in_a_repeat_is_a_fault() -> None:
    rows = [
        ["begin_repeat", "r", "", "", ""],
        ["integer", "b", "?", "", "BB"],
        ["end_repeat", "", "", "", ""],
    ]
    assert faults([*GOOD, *rows]) == ["the tag BB stands in a repeat"]
