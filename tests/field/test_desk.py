"""What a desk can tell by itself: each kind of repetition, in any order, and nothing decided between teams."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.desk import Came, DeskResult, sort_reports
from scrutator.field.mission import State, Station
from scrutator.field.rehearsal import ActionKind, Plan, RehearsedStation, rehearse
from scrutator.field.report_xml import report_xml
from support.field_forms import bundled_published

STATIONS = (Station("S1", ("North",), 1000), Station("S2", ("North",), 1000))


def came(at: int, instance: str, team: str = "a", old: str = "", **answers: str) -> Came:
    given_answers = {"station": "S1", "admitted": "at_once", "v_secrecy": "yes", "overall": "good"} | answers
    return Came(at, team, report_xml(bundled_published("voting"), given_answers, instance, old))


def sorted_out(*bodies: Came) -> DeskResult:
    return sort_reports(bodies, (bundled_published("voting"), bundled_published("quickcount")), STATIONS)


def states(found: DeskResult) -> dict[str, tuple[State, str]]:
    return {report.submission.instance_id: (report.state, report.reason) for report in found.reports}


def test_the_same_bytes_are_one_report_and_a_retry() -> None:
    found = sorted_out(came(1, "uuid:1"), came(2, "uuid:1"), came(3, "uuid:1"))
    assert (len(found.reports), found.retries) == (1, 2)


def test_other_content_under_the_same_id_is_kept_and_quarantined() -> None:
    found = sorted_out(came(1, "uuid:1"), came(2, "uuid:1", v_secrecy="no"))
    assert [report.state for report in found.reports] == [State.ACCEPTED, State.QUARANTINED]
    assert dict(found.reports[0].submission.answers)["seen/v_secrecy"] == "yes"


def test_the_same_answers_by_the_same_team_are_a_copy_and_by_another_team_are_not() -> None:
    found = sorted_out(came(1, "uuid:1"), came(2, "uuid:2"), came(3, "uuid:3", team="b"))
    assert states(found) == {
        "uuid:1": (State.ACCEPTED, ""),
        "uuid:2": (State.DUPLICATE, "the same answers by the same team"),
        "uuid:3": (State.ACCEPTED, ""),
    }


def test_an_edit_replaces_what_it_names_and_one_of_nothing_is_a_report() -> None:
    found = sorted_out(came(1, "uuid:1"), came(2, "uuid:2", old="uuid:1", station="S2"))
    assert states(found)["uuid:1"] == (State.REPLACED, "edited by the observer")
    assert states(sorted_out(came(2, "uuid:2", old="uuid:9")))["uuid:2"] == (State.ACCEPTED, "")


def test_an_edit_that_arrives_before_what_it_replaces_replaces_it_all_the_same() -> None:
    found = sorted_out(came(2, "uuid:1"), came(1, "uuid:2", old="uuid:1", station="S2"))
    assert states(found)["uuid:1"] == (State.REPLACED, "edited by the observer")


def test_teams_that_differ_are_flagged_at_their_station_and_both_stay() -> None:
    found = sorted_out(came(1, "uuid:1"), came(2, "uuid:2", team="b", v_secrecy="no"))
    assert [flag.name for flag in found.flags["S1"]] == ["teams-differ"]
    assert found.disputed == 1
    assert {report.state for report in found.reports} == {State.ACCEPTED}


def test_a_report_that_was_replaced_is_not_looked_at() -> None:
    found = sorted_out(came(1, "uuid:1", v_secrecy="maybe"), came(2, "uuid:2", old="uuid:1"))
    assert found.flags == {}
    assert "uuid:1" in sorted_out(came(1, "uuid:1", v_secrecy="maybe")).flags


def test_a_form_that_was_not_published_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="version “1” of the form “voting” was not published"):
        sort_reports([came(1, "uuid:1")], (bundled_published("quickcount"),), STATIONS)


def test_a_copy_that_overtakes_a_report_which_is_then_replaced_is_not_left_standing() -> None:
    found = sorted_out(came(1, "uuid:2"), came(2, "uuid:1"), came(3, "uuid:3", old="uuid:1", station="S2"))
    assert {name: state for name, (state, _) in states(found).items()} == {
        "uuid:1": State.REPLACED,
        "uuid:2": State.DUPLICATE,
        "uuid:3": State.ACCEPTED,
    }


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share", [0, 100, 400])
def test_what_went_wrong_on_a_rehearsed_day_is_found_whatever_the_order(seed: int, share: int) -> None:
    votes = {"against_all": 1, **{f"list_{n}": 3 * n for n in range(1, 8)}}
    country = [RehearsedStation(f"S{n}", n % 2 == 0, votes, votes) for n in range(15)]
    forms = (bundled_published("voting"), bundled_published("quickcount"))
    day = rehearse(country, *forms, Plan(2, share, share, share, share, share), teams=4, seed=seed)
    bodies = [Came(one.at, one.team, one.body) for one in day.actions]
    stations = tuple(Station(one.code, ()) for one in country)
    found = sort_reports(bodies, forms, stations)
    count = [report.state for report in found.reports].count
    assert len(found.reports) == day.truth.sent
    assert found.retries == day.truth.retries
    assert count(State.DUPLICATE) == day.truth.copied
    assert count(State.REPLACED) == day.truth.replaced
    differing = {dict(_parsed(one.body))["station"] for one in day.actions if one.kind is ActionKind.CONFLICT}
    assert {
        code for code, flags in found.flags.items() if any(f.name == "teams-differ" for f in flags)
    } == differing
    assert sort_reports(bodies[::-1], forms[::-1], stations[::-1]) == found


def _parsed(body: bytes) -> tuple[tuple[str, str], ...]:
    from scrutator.field.submission import parse

    return parse(body).answers
