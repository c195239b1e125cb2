"""What the desk is told of a report: each flag on its own, and none for a clean one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scrutator.field.checks import (
    FlagKind,
    Said,
    check_answers,
    check_register,
    check_relations,
    check_station,
    control_relations,
    unknown_relations,
)
from scrutator.field.mission import Station
from support.field_forms import bundled_published

LINES = [
    "registered",
    "received",
    "inside",
    "outside",
    "absentee",
    "unused",
    "spoiled",
    "stationary",
    "mobile",
    "invalid",
    "valid",
    "a",
    "b",
    "against_all",
]
# Worked protocols of the project's own reference, evaluated there by another program.
WORKED = {
    "p1": ("1200 1250 640 25 8 580 5 640 25 10 655 401 200 54", set(), set()),
    "p2": ("1200 1250 640 25 8 580 5 640 25 10 655 401 210 54", {"votes"}, set()),
    "p3": ("1200 1250 640 25 8 580 5 690 25 10 705 451 200 54", {"more-in-boxes"}, set()),
    "p4": ("1200 1250 640 25 8 580 5 615 50 10 655 401 200 54", {"mobile"}, set()),
    "p5": ("1200 1300 640 25 8 580 5 640 25 10 655 401 200 54", {"ballots"}, set()),
    "p6": ("600 1250 640 25 8 580 5 640 25 10 655 401 200 54", {"register"}, set()),
    "p7": ("665 1250 640 25 8 580 5 640 25 10 655 401 200 54", {"everyone-voted"}, set()),
    "p8": ("1200 1250 640 25 8 580 - 640 25 10 655 401 200 54", set(), {"ballots"}),
    "p9": ("1200 1250 640 25 8 580 5 639 25 10 654 400 200 54", {"fewer-in-boxes"}, set()),
    "p10": ("1200 1250 640 25 8 580 5 640 25 10 665 401 200 54", {"boxes", "votes"}, set()),
}


def protocol(figures: str) -> dict[str, str]:
    lines = dict(zip(LINES, figures.split(), strict=True))
    answers = {name: "" if value == "-" else value for name, value in lines.items() if len(name) > 1}
    votes = {"list_1": lines["a"], "list_2": lines["b"], **{f"list_{n}": "0" for n in range(3, 8)}}
    return {"station": "S", "q_how": "posted", **answers, **votes}


@pytest.mark.parametrize("name", WORKED)
def test_a_worked_protocol_fails_what_it_should_and_nothing_else(name: str) -> None:
    figures, failed, unknown = WORKED[name]
    form = bundled_published("quickcount")
    assert {flag.name for flag in check_relations(form, protocol(figures))} == failed
    assert set(unknown_relations(form, protocol(figures))) == unknown


def test_a_failed_relation_is_said_in_words_with_the_lines_and_in_the_language() -> None:
    (flag,) = check_relations(bundled_published("quickcount"), protocol(WORKED["p6"][0]))
    assert (flag.kind, flag.questions) == (FlagKind.HARD, ("registered", "inside", "outside"))
    assert flag.words == (
        "More ballots issued than voters on the list. Voters on the list (600) is at least Ballots issued in the"
        " station (640) plus Ballots issued outside the station (25): this does not hold"
    )
    (flag,) = check_relations(bundled_published("quickcount"), protocol(WORKED["p6"][0]), "kk")
    assert flag.words.startswith("Берілген бюллетень тізімдегі сайлаушыдан көп.")


def test_a_protocol_of_nothing_but_zero_and_one_with_all_votes_for_one_list_are_looked_at() -> None:
    form = bundled_published("quickcount")
    assert {flag.name for flag in check_relations(form, protocol(" ".join(["0"] * 14)))} == {
        "nothing-but-zero"
    }
    one = protocol("1200 1250 640 25 8 580 5 640 25 10 655 655 0 0")
    assert {flag.name for flag in check_relations(form, one)} == {"all-for-one"}


def test_a_form_that_is_no_protocol_has_no_relations() -> None:
    assert control_relations(bundled_published("voting")) == ()
    assert len(control_relations(bundled_published("quickcount"))) == 11


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


def test_a_register_far_from_the_missions_own_and_more_voters_than_it_holds_are_flagged() -> None:
    station, form = Station("S", (), 1000), bundled_published("opening")
    assert list(check_register(station, form, {"o_registered": "1099"})) == []
    assert [flag.name for flag in check_register(station, form, {"o_registered": "1100"})] == [
        "another register"
    ]
    assert [flag.name for flag in check_register(station, form, {"o_registered": "900"})] == [
        "another register"
    ]
    voting = bundled_published("voting")
    assert list(check_register(station, voting, {"v_turnout": "1000"})) == []
    assert [flag.name for flag in check_register(station, voting, {"v_turnout": "1001"})] == [
        "more than registered"
    ]
    assert list(check_register(replace(station, registered=None), voting, {"v_turnout": "1001"})) == []


def said(team: str, at: int = 0, form: str = "voting", **answers: str) -> Said:
    return Said(f"uuid:{team}{at}", team, bundled_published(form), at, answers)


def names(*reports: Said) -> list[str]:
    return [flag.name for flag in check_station(reports)]


def test_teams_that_saw_and_did_not_see_a_problem_differ_and_one_team_never_does() -> None:
    assert names(said("a", v_secrecy="no"), said("b", v_secrecy="yes")) == ["teams differ"]
    assert names(said("a", v_secrecy="no"), said("a", 1, v_secrecy="yes")) == []
    both = (said("a", v_secrecy="no"), said("b", v_secrecy="no"), said("b", 1, v_secrecy="yes"))
    assert names(*both) == ["teams differ"]
    assert names(said("a", v_secrecy="no"), said("b", v_secrecy="not_observed")) == []
    assert names(said("a", v_mobile="alone"), said("b", v_mobile="not_yet")) == []
    assert names(said("a", overall="good"), said("b", overall="very_bad")) == ["teams differ"]
    assert names(said("a", overall="good"), said("b", overall="very_good")) == []


def test_the_same_line_on_two_forms_is_compared() -> None:
    opening = said("a", form="opening", o_ballots="1250", o_registered="1200")
    assert names(opening, said("b", form="quickcount", received="1250", registered="1200")) == []
    assert names(opening, said("b", form="quickcount", received="1300", registered="1200")) == [
        "forms differ"
    ]


def test_a_turnout_that_falls_is_flagged_whatever_the_order_of_arrival() -> None:
    early, late = said("a", 1, v_turnout="500"), said("b", 2, v_turnout="400")
    assert names(early, late) == names(late, early) == ["a turnout that falls"]
    assert names(said("a", 1, v_turnout="400"), said("b", 2, v_turnout="400")) == []


def test_a_visit_that_began_after_its_report_came_in_is_impossible() -> None:
    form, began = bundled_published("voting"), "2026-06-14T09:00:00.000+05:00"
    at = datetime.fromisoformat(began)
    assert check_answers(form, CLEAN | {"arrived": began}, at) == ()
    (flag,) = check_answers(form, CLEAN | {"arrived": began}, at - timedelta(seconds=1))
    assert (flag.name, flag.questions) == ("constraint", ("arrived",))
    assert check_answers(form, CLEAN | {"arrived": began}) == ()
