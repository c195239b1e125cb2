"""Answers that a form does not allow: each flag on its own, and none for a clean report."""

from datetime import datetime, timedelta

import pytest

from scrutator.field.checks.answers import check_answers
from scrutator.field.checks.flags import FlagKind
from support.field_forms import bundled_published

CLEAN = {
    "station": "S",
    "admitted": "at_once",
    "overall": "good",
    "v_secrecy": "yes",
    "v_turnout": "431",
    "left": "",
}


def test_a_clean_report_has_no_flag() -> None:
    assert check_answers(bundled_published("voting"), CLEAN) == ()


@pytest.mark.parametrize(
    ("changed", "question", "name"),
    [
        ({"nosuch": "1"}, "nosuch", "unknown question"),
        ({"v_secrecy": "perhaps"}, "v_secrecy", "not one of the choices"),
        ({"v_secrecy": "yes no"}, "v_secrecy", "not one of the choices"),
        ({"observers_present": "party party"}, "observers_present", "not one of the choices"),
        ({"observers_present": "none party"}, "observers_present", "constraint"),
        ({"v_turnout": "many"}, "v_turnout", "not what was asked for"),
        ({"v_turnout": "1.5"}, "v_turnout", "not what was asked for"),
        ({"v_turnout": "10000"}, "v_turnout", "constraint"),
        ({"v_turnout": "-1"}, "v_turnout", "constraint"),
        ({"left": "tomorrow"}, "left", "not what was asked for"),
        ({"v_who": "police"}, "v_who", "answered and not shown"),
        ({"overall": ""}, "overall", "required and left empty"),
    ],
)
def test_an_answer_that_the_form_does_not_allow_is_flagged(
    changed: dict[str, str], question: str, name: str
) -> None:
    (flag,) = check_answers(bundled_published("voting"), CLEAN | changed)
    assert (flag.kind, flag.name, flag.questions) == (FlagKind.IMPOSSIBLE, name, (question,))


def test_limits_of_a_number_are_allowed() -> None:
    for turnout in ("0", "9999"):
        assert check_answers(bundled_published("voting"), CLEAN | {"v_turnout": turnout}) == ()


def test_a_visit_that_began_after_its_report_came_in_is_impossible() -> None:
    form, began = bundled_published("voting"), "2026-06-14T09:00:00.000+05:00"
    at = datetime.fromisoformat(began)
    assert check_answers(form, CLEAN | {"arrived": began}, at) == ()
    (flag,) = check_answers(form, CLEAN | {"arrived": began}, at - timedelta(seconds=1))
    assert (flag.name, flag.questions) == ("constraint", ("arrived",))
    assert check_answers(form, CLEAN | {"arrived": began}) == ()
