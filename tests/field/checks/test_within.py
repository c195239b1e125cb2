"""Checks of one report: what each needs, what it says, and that many at once say the same as one by one."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.field.checks.compiling import FormChecks, checks_of_form
from scrutator.field.checks.declared import bundled_checks
from scrutator.field.checks.facts import Facts
from scrutator.field.checks.flags import Flag, FlagKind
from scrutator.field.checks.within import check_report, check_reports, unknown_checks
from scrutator.field.forms import bundled
from scrutator.field.reading.conditions import values_of
from scrutator.field.xlsform import PublishedForm
from support.field_forms import bundled_published

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
SEEN = Facts(photos=1, missing_photos=0)


def checks(name: str) -> FormChecks:
    return checks_of_form(bundled_published(name), bundled_checks())


def values(form: PublishedForm, answers: Mapping[str, str], facts: Facts = SEEN) -> dict[str, Any]:
    return {**values_of(answers, form.questions), **facts.values()}


def flags(
    form: PublishedForm, answers: Mapping[str, str], language: str = "en", facts: Facts = SEEN
) -> tuple[Flag, ...]:
    return check_report(checks_of_form(form, bundled_checks()), values(form, answers, facts), language)


def unknown(form: PublishedForm, answers: Mapping[str, str]) -> tuple[str, ...]:
    return unknown_checks(checks_of_form(form, bundled_checks()), values(form, answers))


def names(form: str, answers: Mapping[str, str], **facts: Any) -> set[str]:
    known = Facts(**({"photos": 1, "missing_photos": 0} | facts))
    return {flag.name for flag in flags(bundled_published(form), answers, facts=known)}


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
    figures, failed, cannot_be_said = WORKED[name]
    form = bundled_published("quickcount")
    assert {flag.name for flag in flags(form, protocol(figures))} == failed
    assert set(unknown(form, protocol(figures))) == cannot_be_said


def test_a_failed_relation_is_said_in_words_with_the_lines_and_in_the_language() -> None:
    (flag,) = flags(bundled_published("quickcount"), protocol(WORKED["p6"][0]))
    assert (flag.kind, flag.questions) == (FlagKind.HARD, ("registered", "inside", "outside"))
    assert flag.words == (
        "More ballots issued than voters on the list. Voters on the list (600) is at least Ballots issued in the"
        " station (640) plus Ballots issued outside the station (25): this does not hold"
    )
    (flag,) = flags(bundled_published("quickcount"), protocol(WORKED["p6"][0]), "kk")
    assert flag.words.startswith("Берілген бюллетень тізімдегі сайлаушыдан көп.")


def test_a_protocol_of_nothing_but_zero_and_one_with_all_votes_for_one_list_are_looked_at() -> None:
    form = bundled_published("quickcount")
    assert {flag.name for flag in flags(form, protocol(" ".join(["0"] * 14)))} == {"nothing-but-zero"}
    one = protocol("1200 1250 640 25 8 580 5 640 25 10 655 655 0 0")
    assert {flag.name for flag in flags(form, one)} == {"all-for-one"}


def test_a_form_that_is_no_protocol_has_no_relations() -> None:
    relations = {"register", "absentee", "ballots", "boxes", "votes", "more-in-boxes", "fewer-in-boxes", "mobile",
                 "everyone-voted", "all-for-one", "nothing-but-zero"}  # fmt: skip
    assert {one.check.id for one in checks("voting").within}.isdisjoint(relations)
    assert {one.check.id for one in checks("quickcount").within} >= relations


def test_by_how_many_ballots_the_sides_of_a_failed_check_differ_is_at_stake() -> None:
    (flag,) = flags(bundled_published("quickcount"), protocol(WORKED["p2"][0]))
    assert (flag.name, flag.at_stake) == ("votes", 10)


@pytest.mark.parametrize(
    ("register", "found"),
    [(1099, set()), (1100, {1}), (901, set()), (900, {1}), (1000, set()), (None, set())],
)
def test_a_register_ten_per_cent_away_from_the_missions_is_flagged_and_one_nearer_is_not(
    register: int | None, found: set[int]
) -> None:
    answers = {"o_registered": "" if register is None else str(register)}
    assert names("opening", answers, registered=1000) == ({"register-at-opening"} if found else set())
    assert names("opening", answers) == set()
    lines = {"registered": answers["o_registered"], "q_how": "posted"}
    said = names("quickcount", lines, registered=1000) & {"register-of-protocol"}
    assert said == ({"register-of-protocol"} if found else set())


def test_a_register_of_nobody_is_no_difference() -> None:
    assert names("opening", {"o_registered": "0"}, registered=0) == set()
    assert names("opening", {"o_registered": "1"}, registered=0) == {"register-at-opening"}


def test_more_voters_than_the_missions_list_has_are_flagged() -> None:
    for form, question, name in (
        ("voting", "v_turnout", "turnout-above-register"),
        ("voters", "n_said", "said-above-register"),
    ):
        assert names(form, {question: "1000"}, registered=1000) == set()
        assert names(form, {question: "1001"}, registered=1000) == {name}
        assert names(form, {question: "1001"}) == set()


def test_an_observer_who_was_sent_elsewhere_is_flagged_and_one_who_may_be_anywhere_is_not() -> None:
    for form in bundled():
        assert names(form, {}, deployed=False) == {"not-deployed"}
        assert names(form, {}, deployed=True) == names(form, {}, deployed=None) == set()


def visit(begins: datetime, minutes: int = 30) -> dict[str, str]:
    return {"arrived": begins.isoformat(), "left": (begins + timedelta(minutes=minutes)).isoformat()}


@pytest.mark.parametrize(
    ("minutes", "found"), [(4, {"short-visit"}), (5, set()), (1440, set()), (1441, {"hours-at-one-visit"})]
)
def test_a_visit_of_less_than_five_minutes_or_more_than_a_day_is_flagged(
    minutes: int, found: set[str]
) -> None:
    assert names("voting", visit(NOON, minutes)) == found


def test_a_visit_outside_its_day_or_after_its_report_is_flagged() -> None:
    day = {"day_begins": NOON, "day_ends": NOON + timedelta(days=1)}
    minute = timedelta(minutes=1)
    assert names("voting", visit(NOON), **day) == set()
    assert names("voting", visit(NOON - minute), **day) == {"before-the-day"}
    late = day["day_ends"] + timedelta(hours=12)
    assert names("voting", visit(late - minute), **day) == set()
    assert names("voting", visit(late), **day) == {"after-the-day"}
    assert names("voting", visit(NOON), received=NOON - 10 * minute) == set()
    assert names("voting", visit(NOON), received=NOON - 11 * minute) == {"after-it-came"}


def test_nobody_is_at_two_stations_at_once_and_a_second_visit_at_the_same_station_is_no_fault() -> None:
    minute = timedelta(minutes=1)
    for gap, found in (
        (-1, {"two-places-at-once"}),
        (0, {"no-way-between"}),
        (2, {"no-way-between"}),
        (3, set()),
    ):
        assert names("voting", visit(NOON), elsewhere=True, left=NOON - gap * minute) == found
    assert names("voting", visit(NOON), elsewhere=False, left=NOON + minute) == set()
    (flag,) = flags(bundled_published("voting"), visit(NOON), facts=Facts(elsewhere=True, left=NOON + minute))
    assert flag.kind is FlagKind.HARD


def test_a_protocol_without_photograph_and_a_photograph_on_its_way_are_flagged() -> None:
    lines = protocol(WORKED["p1"][0])
    assert names("quickcount", lines, photos=0) == {"no-photograph"}
    assert names("quickcount", lines | {"q_how": "read_out"}, photos=0) == set()
    assert names("quickcount", lines, photos=1, missing_photos=1) == {"photograph-on-its-way"}
    assert names("incident", {"i_evidence": "photo"}, photos=0) == {"no-photograph-of-incident"}
    assert names("incident", {"i_evidence": "none"}, photos=0) == set()


def test_a_protocol_without_any_figure_is_flagged_unless_the_observer_saw_none() -> None:
    assert names("quickcount", {"q_how": "copy"}) == {"no-line"}
    assert names("quickcount", {"q_how": "none"}) == set()
    assert names("quickcount", {"q_how": "copy", "list_3": "0"}) == set()


@pytest.mark.parametrize(
    ("form", "answers", "name"),
    [
        ("voting", {"overall": "very_good", "v_pressure": "yes"}, "good-in-spite-of-pressure"),
        ("counting", {"overall": "very_good", "c_changed": "yes"}, "good-in-spite-of-changes"),
        ("tabulation", {"overall": "very_good", "t_changed": "yes"}, "good-in-spite-of-corrections"),
        ("opening", {"overall": "very_good", "o_empty": "no"}, "good-in-spite-of-boxes"),
        ("voters", {"n_voters": "31", "n_said": "30"}, "counted-above-said"),
        ("incident", {"i_effect": "decisive", "i_kind": "other"}, "decisive-and-isolated"),
        ("quickcount", {"q_how": "posted"}, "no-line"),
    ],
)
def test_each_bundled_form_brings_a_check_of_its_own(form: str, answers: dict[str, str], name: str) -> None:
    assert names(form, answers) == {name}


def test_a_form_says_which_checks_it_cannot_have_and_why() -> None:
    idle = {one.check.id: one.why for one in checks("voting").idle}
    assert idle["votes"] == "the form has nothing for {votes}"
    assert "there is no “o_registered”" in idle["register-at-opening"]
    assert "short-visit" not in idle


def numbers() -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.integers(0, 40).map(str))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_many_reports_at_once_say_the_same_as_one_by_one_in_any_order(data: st.DataObject) -> None:
    form = bundled_published("quickcount")
    lines = [one.name for one in form.questions if one.kind.value == "integer"]
    rows = []
    for _ in range(data.draw(st.integers(0, 5))):
        answers = {name: data.draw(numbers()) for name in lines}
        facts = Facts(registered=data.draw(st.sampled_from([None, 0, 30])), photos=data.draw(st.sampled_from([None, 0, 1])),
                      deployed=data.draw(st.sampled_from([None, True, False])))  # fmt: skip
        rows.append(
            values(form, answers | {"q_how": data.draw(st.sampled_from(["", "posted", "none"]))}, facts)
        )
    read = checks("quickcount")
    one_by_one = [check_report(read, row) for row in rows]
    at_once = check_reports(read, rows)
    assert [at_once.get(place, ()) for place in range(len(rows))] == one_by_one
    turned = check_reports(read, rows[::-1])
    assert [turned.get(place, ()) for place in range(len(rows))] == one_by_one[::-1]
