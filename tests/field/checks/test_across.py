"""Checks across the reports of a station: two observers, several forms; nothing averaged, order is nothing."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from scrutator.field.checks.across import AcrossChecks, check_station, idle_across
from scrutator.field.checks.declared import bundled_checks, check_set
from scrutator.field.checks.flags import Flag, FlagKind, Said
from scrutator.field.forms import bundled
from support.field_forms import bundled_published


def said(team: str, at: int = 0, form: str = "voting", **answers: str) -> Said:
    return Said(f"uuid:{team}{at}{form}", team, bundled_published(form), at, answers)


def found(*reports: Said) -> tuple[Flag, ...]:
    return check_station(reports, AcrossChecks(bundled_checks()))


def names(*reports: Said) -> list[str]:
    return [flag.name for flag in found(*reports)]


def test_teams_that_saw_and_did_not_see_a_problem_differ_and_one_team_never_does() -> None:
    assert names(said("a", v_secrecy="no"), said("b", v_secrecy="yes")) == ["teams-differ"]
    assert names(said("a", v_secrecy="no"), said("a", 1, v_secrecy="yes")) == []
    both = (said("a", v_secrecy="no"), said("b", v_secrecy="no"), said("b", 1, v_secrecy="yes"))
    assert names(*both) == ["teams-differ"]
    assert names(said("a", v_secrecy="no"), said("b", v_secrecy="not_observed")) == []
    assert names(said("a", v_mobile="alone"), said("b", v_mobile="not_yet")) == []
    assert names(said("a", overall="good"), said("b", overall="very_bad")) == ["teams-differ"]
    assert names(said("a", overall="good"), said("b", overall="very_good")) == []


def test_a_check_of_teams_for_one_form_says_nothing_of_another() -> None:
    checks = check_set(
        [
            replace(one, forms=("counting",)) if one.id == "teams-differ" else one
            for one in bundled_checks().checks
        ]
    )
    across = AcrossChecks(checks)
    voting = (said("a", v_secrecy="no"), said("b", v_secrecy="yes"))
    counting = (said("a", form="counting", c_open="no"), said("b", form="counting", c_open="yes"))
    assert check_station(voting, across) == ()
    assert [flag.name for flag in check_station(counting, across)] == ["teams-differ"]
    assert names(*voting) == names(*counting) == ["teams-differ"]
    assert [checks.compares_problems(form) for form in ("voting", "counting")] == [False, True]


def test_a_flag_names_the_question_and_the_reports_that_were_compared() -> None:
    (flag,) = found(said("a", v_secrecy="no"), said("b", v_secrecy="yes"), said("c"))
    assert (flag.kind, flag.questions) == (FlagKind.CONFLICT, ("v_secrecy",))
    assert flag.reports == ("uuid:a0voting", "uuid:b0voting")


def test_the_same_line_on_two_forms_is_compared_and_a_missing_form_is_no_fault() -> None:
    opening = said("a", form="opening", o_ballots="1250", o_registered="1200")
    assert names(opening) == []
    assert names(opening, said("b", form="quickcount", received="1250", registered="1200")) == []
    assert names(opening, said("b", form="quickcount", received="1300", registered="1200")) == [
        "ballots-on-two-forms"
    ]
    assert names(opening, said("b", form="quickcount", received="1250", registered="1199")) == [
        "register-on-two-forms"
    ]
    assert names(opening, said("b", form="quickcount", registered="1200")) == []


def test_an_announced_turnout_is_held_against_the_ballots_issued() -> None:
    lines = {"inside": "400", "outside": "20"}
    for form, question, name in (
        ("voting", "v_turnout", "turnout-above-issued"),
        ("voters", "n_said", "said-above-issued"),
    ):
        assert names(said("a", form=form, **{question: "420"}), said("b", form="quickcount", **lines)) == []
        (flag,) = found(said("a", form=form, **{question: "425"}), said("b", form="quickcount", **lines))
        assert (flag.name, flag.at_stake) == (name, 5)


def test_a_protocol_that_was_not_posted_and_was_taken_from_the_posted_one_is_a_conflict() -> None:
    for counting, how, expected in (
        ({"c_posted": "no"}, "posted", ["posted-or-not"]),
        ({"c_posted": "yes"}, "posted", []),
        ({"c_copy": "refused"}, "copy", ["copy-or-not"]),
        ({"c_copy": "refused"}, "posted", []),
    ):
        assert (
            names(said("a", form="counting", **counting), said("b", form="quickcount", q_how=how)) == expected
        )


def test_two_versions_of_a_protocol_differ_line_by_line_and_the_largest_difference_is_at_stake() -> None:
    first, second = (
        said("a", form="quickcount", list_1="100", valid="300"),
        said("b", form="quickcount", list_1="90", valid="300"),
    )
    (flag,) = found(first, second)
    assert (flag.name, flag.questions, flag.at_stake) == ("protocols-differ", ("list_1",), 10)
    third = said("c", form="quickcount", list_1="60", valid="300")
    (flag,) = found(first, second, third)
    assert (flag.at_stake, len(flag.reports)) == (40, 3)
    three = (
        said(team, form="quickcount", list_1=votes)
        for team, votes in zip("abc", ("10", "9", "500"), strict=True)
    )
    (flag,) = found(*three)  # in words, the pairing of 10 and 500 would come first
    assert flag.at_stake == 491
    assert names(first, said("b", form="quickcount", valid="300")) == []


def test_a_turnout_that_falls_is_flagged_whatever_the_order_of_arrival() -> None:
    early, late = said("a", 1, v_turnout="500"), said("b", 2, v_turnout="400")
    assert names(early, late) == names(late, early) == ["turnout-falls"]
    assert names(said("a", 1, v_turnout="400"), said("b", 2, v_turnout="400")) == []


def test_order_decides_nothing() -> None:
    reports = [said("a", 1, v_secrecy="no"), said("b", 2, v_secrecy="yes", v_turnout="9"), said("c", 3, v_turnout="8"),
               said("a", 4, "quickcount", inside="1", outside="0", list_1="1"), said("b", 5, "quickcount", list_1="3")]  # fmt: skip
    assert len({found(*order) for order in itertools.permutations(reports)}) == 1
    assert names(*reports) == ["protocols-differ", "teams-differ", "turnout-above-issued", "turnout-falls"]


def test_of_more_than_twelve_reports_the_last_are_compared_and_the_desk_is_told() -> None:
    many = [said("a", n, v_secrecy="no") for n in range(13)]
    assert names(*many[:12], said("b", 99)) == ["too-many-reports"]
    assert names(*many[:11], said("b", 99, v_secrecy="yes")) == ["teams-differ"]
    first = [said("b", 0, v_secrecy="yes"), *[said("a", n, v_secrecy="no") for n in range(1, 13)]]
    assert names(*first) == ["too-many-reports"]


def test_every_bundled_check_across_reports_fits_the_bundled_forms_and_says_so_when_one_is_missing() -> None:
    forms = [bundled_published(name) for name in bundled()]
    assert idle_across(bundled_checks(), forms) == ()
    without = {
        check.id: why
        for check, why in idle_across(bundled_checks(), [one for one in forms if one.form_id != "quickcount"])
    }
    assert without["ballots-on-two-forms"] == "there is no form quickcount"
    assert "protocols-differ" in without


@pytest.mark.parametrize("count", [2, 5])
def test_a_check_of_two_observers_of_other_forms_is_not_asked(count: int) -> None:
    pairs: Any = [said(f"t{n}", n, "counting", c_view="yes") for n in range(count)]
    assert names(*pairs) == []
