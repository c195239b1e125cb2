"""Decisions: each changes what counts and nothing that came in, and replayed they give the same record."""

import re

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act
from scrutator.field.deciding.standing import Standing as Folded
from scrutator.web.desk import replaying
from scrutator.web.desk.acts import Asked, came, decide_report
from scrutator.web.desk.records import records_of
from scrutator.web.intake.models import Decision
from scrutator.web.missions.forms import publish_form
from support.desk import numbered, post, protocol_xml, report, worked
from support.field_server import Mission, Phone, new_mission
from support.phone import incident_xml, report_xml
from support.workbooks import xlsx


@pytest.fixture
def mission() -> Mission:
    return new_mission(("voting", "incident", "quickcount"))


def act(mission: Mission, index: int = 0, role: str = "desk", **fields: str) -> int:
    return post(mission, f"reports/{report(mission, index).pk}/act", role, **fields)


def replayed(mission: Mission, index: int = 0) -> None:
    """What the rows say is what the decisions give, from how the report came in."""
    assert report(mission, index).decisions.exists()
    assert replaying.replayed(mission.row).differ == ()


def published(mission: Mission) -> dict[str, tuple[str, str, dict[str, str]]]:
    return {
        one.submission.instance_id[-2:]: (one.state.value, one.reason, dict(one.submission.answers))
        for one in records_of(mission.row).reports
    }


def test_a_correction_counts_everywhere_and_what_was_sent_stays(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0, list_1=402))
    sent = bytes(report(mission).received.content)
    worked(mission)
    assert [check.name for check in report(mission).checks.all()] == ["votes"]
    assert act(mission, act="correct", question="list_1", value="401") == 302
    worked(mission)
    assert list(report(mission).checks.all()) == []
    assert bytes(report(mission).received.content) == sent
    _, _, answers = published(mission)["00"]
    assert [value for path, value in answers.items() if path.endswith("list_1")] == ["401"]
    page = mission.client("desk").get(f"/m/{mission.slug}/station?code=S1").content.decode()
    assert "<li>401: " in page
    assert "<li>402: " not in page
    replayed(mission)


@pytest.mark.parametrize(
    ("question", "value"),
    [("list_1", "many"), ("nosuch", "1"), ("station", "S2"), ("q_photo", "x.jpg"), ("overall", "splendid"),
     ("s_votes", "7"), ("observers_present", "party nobody"), ("comment", "x" * 2001)],
)  # fmt: skip
def test_a_correction_that_the_form_does_not_allow_is_refused(
    mission: Mission, phone: Phone, question: str, value: str
) -> None:
    phone.send(protocol_xml(0))
    worked(mission)
    assert act(mission, act="correct", question=question, value=value) == 400
    assert Decision.objects.filter(submission=report(mission)).count() == 0


def test_an_answer_corrected_to_nothing_is_not_obtained_and_never_zero(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0))
    worked(mission)
    assert act(mission, act="correct", question="list_1", value="") == 302
    _, _, answers = published(mission)["00"]
    assert not [path for path in answers if path.endswith("list_1")]


def test_results_kept_apart_are_withheld_and_the_visit_still_meets_its_duty(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0))
    worked(mission)
    assert act(mission, act="apart", apart="yes") == 302
    assert published(mission)["00"][:2] == ("withheld", "the desk keeps its results apart")
    assert report(mission).state == "new"
    replayed(mission)
    assert act(mission, act="apart", apart="no") == 302
    assert published(mission)["00"][:2] == ("accepted", "")
    phone.send(report_xml(1))
    worked(mission)
    assert act(mission, 1, act="apart", apart="yes") == 400


def test_a_merged_report_stands_aside_for_another_of_the_same_station_and_form(
    mission: Mission, phone: Phone
) -> None:
    for number, station in enumerate(("S1", "S1", "S2")):
        phone.send(protocol_xml(number, station, list_1=401 - number, list_2=200 + number))
    phone.send(report_xml(3))
    worked(mission)
    for into in ("0", "2", "3", "99", "x", ""):
        assert act(mission, 0, act="merge", into=into) == 400
    assert act(mission, 1, act="merge", into=numbered(mission)) == 302
    assert (report(mission, 1).state, published(mission)["01"][0]) == ("duplicate", "duplicate")
    assert act(mission, 0, act="merge", into=numbered(mission, 1)) == 400  # which does not count itself
    replayed(mission, 1)


def test_an_undo_is_one_more_decision_and_can_be_undone(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0))
    worked(mission)
    post(mission, f"reports/{report(mission).pk}/decide", state="quarantined")
    first = report(mission).decisions.get()
    assert act(mission, act="undo", decision=str(first.pk)) == 302
    assert report(mission).state == "new"
    assert act(mission, act="undo", decision=str(first.pk)) == 400  # it holds no longer
    undo = report(mission).decisions.order_by("pk").last()
    assert act(mission, act="undo", decision=str(undo.pk)) == 302
    assert report(mission).state == "quarantined"
    assert report(mission).decisions.count() == 3
    replayed(mission)


def test_a_move_taken_back_leaves_the_report_as_it_came_with_its_mark(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0, "S9"))
    worked(mission)
    post(mission, f"reports/{report(mission).pk}/move", place="S1")
    assert (report(mission).place.code, report(mission).flags.count()) == ("S1", 0)
    assert act(mission, act="undo", decision=str(report(mission).decisions.get().pk)) == 302
    assert (report(mission).place, report(mission).flags.count()) == (None, 1)
    assert report(mission).moves.count() == 2
    replayed(mission)


def test_another_report_s_decision_and_one_that_is_none_cannot_be_taken_back(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0))
    phone.send(report_xml(1))
    worked(mission)
    act(mission, 1, act="flag")
    other = report(mission, 1).decisions.get().pk
    for decision in (str(other), "0", "x", ""):
        assert act(mission, 0, act="undo", decision=decision) == 400


def test_a_decision_needs_a_reason_a_known_act_and_the_right_role(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0))
    worked(mission)
    assert act(mission, act="flag", reason=" ") == 400
    assert act(mission, act="invent") == 400
    assert act(mission, 0, "analyst", act="flag") == 403
    assert report(mission).decisions.count() == 0


def test_a_report_that_is_hidden_from_the_desk_cannot_be_decided_on_or_merged_into_by_it(
    mission: Mission, phone: Phone
) -> None:
    phone.send(incident_xml(0, safe="no"))
    phone.send(incident_xml(1))
    worked(mission)
    assert act(mission, 0, act="flag") == 404
    assert act(mission, 1, act="merge", into=numbered(mission)) == 400


def test_a_chosen_answer_stands_beside_all_versions_with_who_chose_it_and_why(
    mission: Mission, phone: Phone
) -> None:
    phone.send(protocol_xml(0))
    phone.send(protocol_xml(1, list_1=400, list_2=201))
    worked(mission)
    said = {"act": "settle", "form": "quickcount", "question": "list_1"}
    assert post(mission, "station/act?code=S1", value="9", **said) == 400
    assert post(mission, "station/act?code=S1", value="400", reason="the photograph", **said) == 302
    page = mission.client("desk").get(f"/m/{mission.slug}/station?code=S1").content.decode()
    assert "chosen: 400" in page
    assert "the photograph" in page
    assert "<li>401: " in page
    assert "Questions on which they differ: 1." in page
    place = mission.row.places.get(code="S1")
    number = Decision.objects.get(place=place).pk
    assert post(mission, "station/act?code=S1", act="undo", decision=str(number)) == 302
    assert "chosen:" not in mission.client("desk").get(f"/m/{mission.slug}/station?code=S1").content.decode()
    assert post(mission, "station/act?code=S9", act="seen") == 404
    assert post(mission, "station/act?code=S1", act="invent") == 400


def test_many_decisions_in_a_row_replay_to_what_the_rows_say(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0, list_1=402))
    worked(mission)
    number = report(mission).pk
    assert came(report(mission)) == Folded("new", "S1")
    steps = [("decide", {"state": "withheld"}), ("move", {"place": "S2"}), ("act", {"act": "flag"}),
             ("act", {"act": "correct", "question": "list_1", "value": "401"}), ("act", {"act": "apart", "apart": "yes"}),
             ("move", {"place": "S3"}), ("decide", {"state": "verified"})]  # fmt: skip
    for path, fields in steps:
        assert post(mission, f"reports/{number}/{path}", **fields) == 302
        replayed(mission)
    for row in report(mission).decisions.order_by("pk")[:7:2]:
        assert act(mission, act="undo", decision=str(row.pk)) == 302
        replayed(mission)
    assert came(report(mission)) == Folded("new", "S1")


def test_a_record_that_is_not_what_the_decisions_give_is_named(mission: Mission, phone: Phone) -> None:
    phone.send(protocol_xml(0))
    phone.send(report_xml(1))
    worked(mission)
    for index in (0, 1):
        assert act(mission, index, act="flag") == 302
    assert replaying.replayed(mission.row) == replaying.Replayed(2, 2, ())
    mission.row.submissions.filter(pk=report(mission, 1).pk).update(state="withheld")
    assert replaying.replayed(mission.row) == replaying.Replayed(2, 2, (int(numbered(mission, 1)),))


def offered(mission: Mission) -> list[str]:
    """The questions whose answers the page of a report offers to correct."""
    page = mission.client("desk").get(f"/m/{mission.slug}/reports/{report(mission).pk}").content.decode()
    return re.findall(r"<option>(\w+)</option>", page.split('name="question"')[1].split("</select>")[0])


def test_the_page_offers_no_correction_that_the_server_refuses(mission: Mission, phone: Phone) -> None:
    """Answers inside a group that repeats, places and photographs are not corrected."""
    form = mission.row.forms.get(form_id="voting")
    for question in form.questions:
        question["repeats"] = ["seen"] if question["path"].startswith("seen/") else []
    form.save(update_fields=["questions"])
    phone.send(report_xml(1))
    names = offered(mission)
    assert "admitted" in names
    assert {"overall", "station", "photo"}.isdisjoint(names)
    assert {act(mission, act="correct", question=name, value="") for name in names} == {302}
    assert act(mission, act="correct", question="overall", value="bad") == 400


EN = "label::English (en)"
HOURS = {
    "survey": [
        ["type", "name", EN],
        ["select_one_from_file stations.csv", "station", "Station"],
        ["integer", "turnout", "Voters in all"],
        ["begin_repeat", "hours", "Each hour"],
        ["integer", "came", "Voters in the hour"],
        ["end_repeat", "", ""],
    ],
    "settings": [["form_title", "form_id"], ["Hours", "hours"]],
}


def hours_xml(number: int, turnout: int = 50) -> bytes:
    """A report with two entries of a group that repeats."""
    entries = "".join(f"<hours><came>{came}</came></hours>" for came in (30, 20))
    meta = f"<meta><instanceID>uuid:hours-{number:02d}</instanceID></meta>"
    answers = f"<station>S1</station><turnout>{turnout}</turnout>"
    return f'<data id="hours" version="1">{answers}{entries}{meta}</data>'.encode()


def test_an_answer_of_a_group_that_repeats_is_not_corrected_and_one_that_is_asked_once_is(
    mission: Mission, phone: Phone
) -> None:
    publish_form(mission.row, xlsx(HOURS), "1")
    assert phone.send(hours_xml(0)).status_code == 201
    worked(mission)
    for question in ("came", "hours/came", "hours[1]/came"):
        assert act(mission, act="correct", question=question, value="31") == 400
    assert not report(mission).decisions.exists()
    assert act(mission, act="correct", question="turnout", value="51") == 302
    worked(mission)
    assert published(mission)["00"][2] == {
        "station": "S1",
        "turnout": "51",
        "hours[1]/came": "30",
        "hours[2]/came": "20",
    }
    replayed(mission)


def test_a_report_that_is_merged_brings_none_of_its_entries_and_taken_back_all_of_them(
    mission: Mission, phone: Phone
) -> None:
    publish_form(mission.row, xlsx(HOURS), "1")
    for number in (0, 1):
        phone.send(hours_xml(number, 50 + number))
    worked(mission)
    assert act(mission, 1, act="merge", into=numbered(mission)) == 302
    assert [one[0] for one in published(mission).values()] == ["accepted", "duplicate"]
    merge = report(mission, 1).decisions.get()
    assert act(mission, 1, act="undo", decision=str(merge.pk)) == 302
    assert [one[0] for one in published(mission).values()] == ["accepted", "accepted"]
    replayed(mission, 1)


def test_what_was_merged_into_a_report_stays_merged_when_that_is_merged_into_a_third(
    mission: Mission, phone: Phone
) -> None:
    for number in range(3):
        phone.send(protocol_xml(number, "S1", list_1=401 - number, list_2=200 + number))
    worked(mission)
    assert act(mission, 1, act="merge", into=numbered(mission)) == 302
    assert act(mission, 0, act="merge", into=numbered(mission, 2)) == 302
    states = [published(mission)[f"{number:02d}"][0] for number in range(3)]
    assert states == ["duplicate", "duplicate", "accepted"]
    assert act(mission, 2, act="merge", into=numbered(mission, 1)) == 400  # which does not count: no circle
    replayed(mission, 0)


def three_of_a_station(mission: Mission, phone: Phone) -> None:
    for number in range(3):
        phone.send(protocol_xml(number, "S1", list_1=401 - number, list_2=200 + number))
    worked(mission)


@pytest.mark.parametrize("state", ["quarantined", "withheld", "duplicate"])
def test_a_report_that_stands_for_another_is_set_aside_only_after_that_one_stands_for_itself(
    mission: Mission, phone: Phone, state: str
) -> None:
    three_of_a_station(mission, phone)
    assert act(mission, 1, act="merge", into=numbered(mission)) == 302
    assert post(mission, f"reports/{report(mission, 0).pk}/decide", state=state) == 400
    assert published(mission)["00"][0] == "accepted"  # else neither of the two would count
    merge = report(mission, 1).decisions.get()
    assert act(mission, 1, act="undo", decision=str(merge.pk)) == 302
    assert post(mission, f"reports/{report(mission, 0).pk}/decide", state=state) == 302
    assert [one[0] for one in published(mission).values()][1:] == ["accepted", "accepted"]


def test_a_merging_does_not_come_back_once_the_other_report_counts_no_more(
    mission: Mission, phone: Phone
) -> None:
    three_of_a_station(mission, phone)
    act(mission, 1, act="merge", into=numbered(mission))
    merge = report(mission, 1).decisions.get()
    act(mission, 1, act="undo", decision=str(merge.pk))
    undo = report(mission, 1).decisions.order_by("-pk").first()
    assert undo is not None
    post(mission, f"reports/{report(mission, 0).pk}/decide", state="quarantined")
    assert act(mission, 1, act="undo", decision=str(undo.pk)) == 400
    assert published(mission)["01"][0] == "accepted"


def test_no_report_is_merged_into_one_that_its_observer_replaced(mission: Mission, phone: Phone) -> None:
    three_of_a_station(mission, phone)
    edit = protocol_xml(3, "S1", list_1=390, list_2=200)
    first = report(mission, 0).instance_id
    phone.send(edit.replace(b"</instanceID>", f"</instanceID><deprecatedID>{first}</deprecatedID>".encode()))
    worked(mission)
    assert report(mission, 0).superseded
    assert act(mission, 1, act="merge", into=numbered(mission)) == 400
    assert act(mission, 1, act="merge", into=numbered(mission, 3)) == 302


def test_a_report_that_counts_again_is_merged_no_more(mission: Mission, phone: Phone) -> None:
    three_of_a_station(mission, phone)
    act(mission, 1, act="merge", into=numbered(mission))
    post(mission, f"reports/{report(mission, 1).pk}/decide", state="verified")
    assert report(mission, 1).standing.merged_into is None
    assert post(mission, f"reports/{report(mission, 0).pk}/decide", state="quarantined") == 302
    replayed(mission, 1)


def test_two_who_merge_two_reports_into_each_other_at_once_are_not_both_heard(
    mission: Mission, phone: Phone
) -> None:
    three_of_a_station(mission, phone)
    first, second = report(mission, 0), report(mission, 1)
    mission.client("desk")
    user = mission.row.memberships.get(role="desk").user
    decide_report(first.pk, Asked(Act.MERGE, {"into": str(second.pk)}, user, "the same visit"))
    with pytest.raises(ScrutatorError, match="another that counts"):
        decide_report(second.pk, Asked(Act.MERGE, {"into": str(first.pk)}, user, "the same visit"))
    assert [one[0] for one in published(mission).values()] == ["duplicate", "accepted", "accepted"]
