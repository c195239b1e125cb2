"""Whether an audit of protocols is possible, answer by answer."""

import pytest

from scrutator.counting.audits.preconditions import (
    Answer,
    both,
    check_preconditions,
    copies_answer,
    draw_answer,
    list_preconditions,
    read_answer,
    records_answer,
    totals_answer,
    unmet_text,
)
from scrutator.counting.protocols.levels import check_levels
from scrutator.counting.protocols.versions import Provenance
from scrutator.errors import ScrutatorError


def test_preconditions_are_named_one_by_one() -> None:
    yes = (True, "")
    assert check_preconditions([yes] * 7)[1] == ""
    found, text = check_preconditions([(False, "no station results"), yes, yes, (None, ""), yes, yes, yes])
    assert text.startswith("audit not possible: precondition 1")
    assert "precondition 4" in text
    assert "is unknown" in text
    assert found[0].remark == "no station results"


def test_stations_must_sum_to_the_announced_total() -> None:
    stations = {("land", "1"): {"a": 6}, ("land", "2"): {"a": 4}}
    assert totals_answer(check_levels({("land",): {"a": 10}, **stations}))[0] is True
    assert totals_answer(check_levels({("land",): {"a": 11}, **stations}))[0] is False
    assert totals_answer(check_levels({("land",): {"a": 10}}, [("land", "1")]))[0] is False
    assert totals_answer(None) == (None, "no announced total is given")
    assert totals_answer(check_levels({("land",): {"a": 10}}))[0] is None


@pytest.mark.parametrize(
    ("known", "holds"),
    [
        (None, None),
        (Provenance.OWN_TALLY, True),
        (Provenance.POSTED_COPY, True),
        (Provenance.OFFICIAL_SCAN, False),
        (Provenance.OFFICIAL_PUBLICATION, False),
    ],
)
def test_what_the_authority_published_is_no_record_of_observers(
    known: Provenance | None, holds: bool | None
) -> None:
    assert copies_answer(known)[0] is holds


def test_a_draw_needs_a_seed_on_record_and_every_missing_copy_a_reason() -> None:
    assert draw_answer("") == (False, "no seed is on record")
    assert draw_answer("draw.toml") == (True, "draw.toml")
    assert records_answer(0, 5) == (True, "all 5 stations have a copy")
    assert records_answer(1, 5) == (None, "1 of 5 stations have no copy, and no reason is on record")


def test_an_answer_from_several_parts_is_no_before_unknown_before_yes() -> None:
    yes, no, unknown = (True, "a"), (False, "b"), (None, "c")
    assert both(yes, yes) == (True, "a; a")
    assert both(yes, unknown) == (None, "a; c")
    assert both(unknown, no, yes)[0] is False


@pytest.mark.parametrize("text", ["8=yes: x", "0=no", "1=yes", "1=yes: ", "1=perhaps: x", "yes", ""])
def test_an_answer_without_a_known_number_a_word_or_evidence_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError, match="C14"):
        read_answer(text, "--answer")


def test_what_is_not_known_to_hold_is_named() -> None:
    answers: list[Answer] = [(True, "x")] * 7
    assert unmet_text(list_preconditions(answers)) == ""
    answers[1], answers[6], answers[2] = (None, ""), (None, ""), (False, "")
    assert unmet_text(list_preconditions(answers)) == "preconditions 2, 7 unknown; precondition 3 not met"
    assert read_answer("3=yes: own tally", "--answer") == (3, (True, "own tally"))
