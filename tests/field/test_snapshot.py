"""From a mission's records to a case folder: what is shown, what became of the rest, and what never shows."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled
from scrutator.field.incidents.told import Told
from scrutator.field.mission import (
    Duty,
    DutyState,
    MissionRecords,
    Report,
    Selection,
    SnapshotPolicy,
    State,
    Station,
)
from scrutator.field.snapshot import case_files
from scrutator.findings.running import run_case
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import read_case
from support.field_forms import bundled_published, submission

POLICY = SnapshotPolicy(key=b"k" * 16, date="2026-06-15")
STATIONS = tuple(Station(f"ST-{n:03d}", ("North" if n < 6 else "South", "urban"), 700 + n) for n in range(12))
ARRIVED = "2026-06-14T09:47:13.123+05:00"
VISIT = {
    "arrived": ARRIVED,
    "admitted": "at_once",
    "seen/v_secrecy": "no",
    "seen/observers_present": "party citizen",
    "seen/v_turnout": "431",
    "seen/v_pressure": "",
    "comment": "Ask Aigerim Omarova, +7 701 555 0199",
}
PROTOCOL = {"q_how": "posted", **{f"list_{n}": str(10 * n) for n in range(1, 8)}, "against_all": "3"}
INCIDENT = {
    "i_kind": "pressure",
    "i_stage": "voting",
    "i_safe": "yes",
    "i_publish": "yes",
    "i_text": "Aigerim",
}


def visit(n: int, **changes: str) -> Report:
    answers = {"station": f"ST-{n % 12:03d}", **VISIT, **changes}
    one = submission("voting", answers, f"uuid:visit-{n}")
    return Report(one, f"team-{n % 4}", selection=Selection.TEAM)


def protocol(n: int, station: int = 0, **changes: str) -> Report:
    code = changes.pop("code", f"ST-{station:03d}")
    answers = {"station": code, **PROTOCOL, **changes}
    return Report(submission("quickcount", answers, f"uuid:protocol-{n}"), "team-9")


def incident(n: int, **changes: str) -> Report:
    answers = {**INCIDENT, "i_station": "ST-001", **changes}
    return Report(
        submission("incident", answers, f"uuid:incident-{n}"), "team-1", received="2026-06-14T23:41"
    )


def mission(*reports: Report, **changes: object) -> MissionRecords:
    received: dict[str, int] = {}
    for report in reports:
        received[report.submission.form_id] = received.get(report.submission.form_id, 0) + 1
    forms = tuple(bundled_published(name) for name in bundled())
    base = MissionRecords("m-2026", "The vote", "A mission", "en", forms, STATIONS, reports, received)
    return replace(base, **changes)  # type: ignore[arg-type]


def rows(files: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode())))


def reception(files: Mapping[str, bytes]) -> list[tuple[str, str, str, str]]:
    return [(row["form"], row["outcome"], row["reason"], row["reports"]) for row in rows(files, "reception")]


def test_a_snapshot_is_a_case_without_faults() -> None:
    reports = [visit(n) for n in range(12)]
    files = case_files(mission(*reports, protocol(1), incident(1)), POLICY)
    reading = read_case(files)
    assert [str(fault) for fault in check_case(reading)] == []
    assert len(rows(files, "visits")) == 13
    assert reception(files) == [
        ("incident", "published", "visits", "1"),
        ("quickcount", "withheld", "the mission publishes no copies", "1"),
        ("voting", "published", "visits", "12"),
    ]


def test_every_state_and_reason_is_counted_and_the_sum_is_what_was_received() -> None:
    reports = (
        *(visit(n) for n in range(4)),
        replace(visit(4), state=State.DUPLICATE, reason="same bytes"),
        replace(visit(5), state=State.QUARANTINED, reason="revoked device"),
        replace(visit(6), state=State.REPLACED, reason="edited by the observer"),
        replace(visit(7), state=State.WITHHELD, reason="asked for by the coordinator"),
        replace(visit(8), station="no such"),
        incident(1, i_safe="no"),
        incident(2, i_publish="no"),
        incident(3, i_publish=""),
        incident(4, i_stage="campaign", i_station=""),
    )
    files = case_files(mission(*reports), POLICY)
    assert reception(files) == [
        ("incident", "published", "visits", "1"),
        ("incident", "withheld", "the observer did not agree", "2"),
        ("incident", "withheld", "the observer was not safe", "1"),
        ("voting", "duplicate", "same bytes", "1"),
        ("voting", "published", "visits", "4"),
        ("voting", "quarantined", "revoked device", "1"),
        ("voting", "withheld", "asked for by the coordinator", "1"),
        ("voting", "withheld", "edited by the observer", "1"),
        ("voting", "withheld", "the station is not on the mission's list", "1"),
    ]
    assert check_case(read_case(files)) == ()
    assert rows(files, "received") == [
        {"form": "incident", "reports": "4"},
        {"form": "voting", "reports": "9"},
    ]


def test_nothing_that_names_a_station_a_person_a_team_or_a_minute_is_in_any_file() -> None:
    reports = [visit(n) for n in range(12)]
    files = case_files(mission(*reports, protocol(1), incident(1), incident(2, i_safe="no")), POLICY)
    secrets = ["ST-0", "team-", "uuid:", "Aigerim", "0199", "431", "09:47", "13.123", 'i_text",', "kkkkkkkk"]
    whole = b"\n".join(files.values())
    for secret in secrets:
        for encoding in ("utf-8", "utf-16-le"):
            assert secret.encode(encoding) not in whole, secret
    # The same search finds what is there.
    assert b"2026-06-14T09:00" in whole


def test_two_publications_cannot_be_joined() -> None:
    first = case_files(mission(*(visit(n) for n in range(12))), POLICY)
    second = case_files(mission(*(visit(n) for n in range(12))), replace(POLICY, key=b"other key, 16 bytes"))
    for column in ("visit", "station", "team"):
        names = [{row[column] for row in rows(files, "visits")} for files in (first, second)]
        assert not names[0] & names[1]


def test_unanswered_not_relevant_and_not_observed_are_three_things() -> None:
    files = case_files(mission(visit(0, **{"seen/v_signature": "not_observed"})), POLICY)
    answers = {row["question"]: (row["value"], row["missing"]) for row in rows(files, "answers")}
    assert answers["v_secrecy"] == ("no", "")
    assert answers["v_pressure"] == ("", "not answered")
    assert answers["v_who"] == ("", "not relevant")
    assert answers["v_signature"] == ("not_observed", "")
    assert answers["observers_present"] == ("party;citizen", "")
    assert {"comment", "station", "arrived", "v_turnout"}.isdisjoint(answers)


def test_a_question_whose_answers_are_never_shown_says_why() -> None:
    files = case_files(mission(visit(0)), POLICY)
    why = {
        row["question"]: row["withheld"] for row in rows(files, "questions") if row["form"] != "tabulation"
    }
    assert why["v_secrecy"] == ""
    assert why["station"] == "it names the station"
    assert why["v_turnout"] == "its number would name the station"
    assert why["i_safe"] == "it would show who was in danger"
    assert all(why[name] for name in ("comment", "arrived", "i_photo", "i_text"))


def test_cells_are_coarsened_to_the_stated_number_of_stations() -> None:
    reports = [visit(n) for n in (0, 1, 2, 6, 7, 8)]

    def cells(least: int) -> set[str]:
        return {
            row["cell"]
            for row in rows(case_files(mission(*reports), replace(POLICY, least_stations=least)), "visits")
        }

    assert cells(3) == {"North / urban", "South / urban"}
    assert cells(4) == {"all places"}


def test_weight_and_stratum_are_shown_for_a_drawn_station_and_a_small_stratum_is_not_named() -> None:
    from decimal import Decimal

    drawn = [
        replace(
            visit(n), selection=Selection.PROBABILITY, weight=Decimal("12.5"), stratum="s1" if n < 3 else "s2"
        )
        for n in range(5)
    ]
    found = rows(case_files(mission(*drawn, visit(6)), POLICY), "visits")
    assert sorted((row["selection"], row["weight"], row["stratum"]) for row in found) == [
        *[("probability sample", "12.5", "")] * 2,
        *[("probability sample", "12.5", "s1")] * 3,
        ("team's own route", "", ""),
    ]


COPIES = replace(POLICY, publish_copies=True)


def test_a_posted_protocol_names_its_station_and_nothing_of_the_observer() -> None:
    files = case_files(mission(protocol(1), protocol(2, station=1)), COPIES)
    assert [row["station"] for row in rows(files, "copies")] == ["ST-000", "ST-001"]
    assert set(rows(files, "copies")[0]) == {"station", "against_all", *(f"list_{n}" for n in range(1, 8))}
    assert rows(files, "visits") == []
    assert reception(files) == [("quickcount", "published", "copies", "2")]
    assert check_case(read_case(files)) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"q_how": "copy"}, "the protocol was not posted"),
        ({"list_3": ""}, "a line of the protocol was not obtained"),
        ({"list_3": "many"}, "a line of the protocol is no number of votes"),
        ({"list_3": "-1"}, "a line of the protocol is no number of votes"),
        ({"list_3": "1" * 10}, "a line of the protocol is no number of votes"),
        ({"q_signed": "by me"}, "an answer is none of its form's choices"),
        ({"code": "elsewhere"}, "the station is not on the mission's list"),
    ],
)
def test_a_copy_is_withheld_unless_posted_whole_and_of_a_known_station(
    changes: dict[str, str], why: str
) -> None:
    files = case_files(mission(protocol(1, **changes)), COPIES)
    assert reception(files) == [("quickcount", "withheld", why, "1")]
    assert "copies.csv" not in files


def test_two_equal_copies_are_shown_once_and_two_that_differ_not_at_all() -> None:
    same = case_files(mission(protocol(1), protocol(2)), COPIES)
    assert reception(same) == [
        ("quickcount", "published", "copies", "1"),
        ("quickcount", "withheld", "another copy of the station is shown", "1"),
    ]
    differ = case_files(mission(protocol(1), protocol(2, list_1="11")), COPIES)
    assert reception(differ) == [("quickcount", "withheld", "copies of one station differ", "2")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            lambda: mission(visit(0), received={"voting": 2}),
            "received 2 reports of “voting”, the records hold 1",
        ),
        (
            lambda: mission(visit(0), received={"voting": 1, "opening": 1}),
            "1 reports of “opening”, the records hold 0",
        ),
        (lambda: mission(visit(0), replace(visit(1), submission=visit(0).submission)), "one instanceID"),
        (lambda: mission(replace(visit(0), state=State.QUARANTINED)), "quarantined has no reason"),
        (
            lambda: mission(Report(submission("voting", {}, version="9"), "t")),
            "version “9” of the form “voting”",
        ),
        (lambda: mission(visit(0, nosuch="1")), "no question “nosuch”"),
        (lambda: mission(visit(0), stations=(*STATIONS, STATIONS[0])), "two stations have one code"),
    ],
)
def test_records_that_contradict_each_other_are_refused(changed: object, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as refused:
        case_files(changed(), POLICY)  # type: ignore[operator]
    assert refused.value.code == "D07"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (replace(POLICY, least_stations=1), "one station names it"),
        (replace(POLICY, round_minutes=0), "do not divide a day"),
        (replace(POLICY, round_minutes=50), "do not divide a day"),
        (replace(POLICY, round_minutes=2880), "do not divide a day"),
        (replace(POLICY, key=b"short"), "fewer than 16 bytes"),
    ],
)
def test_a_policy_that_cannot_hold_is_refused(policy: SnapshotPolicy, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said):
        case_files(mission(visit(0)), policy)


@settings(max_examples=15)
@given(st.randoms())
def test_order_of_reports_forms_and_stations_decides_nothing(random: object) -> None:
    records = mission(*(visit(n) for n in range(12)), protocol(1), protocol(2), incident(1))
    shuffled = []
    for items in (records.reports, records.forms, records.stations):
        mixed = list(items)
        random.shuffle(mixed)  # type: ignore[attr-defined]
        shuffled.append(tuple(mixed))
    other = replace(records, reports=shuffled[0], forms=shuffled[1], stations=shuffled[2])
    assert case_files(other, COPIES) == case_files(records, COPIES)


def test_questions_are_the_union_over_versions() -> None:
    old = bundled_published("voting")
    new = replace(
        bundled_published("voting", "2"), questions=tuple(q for q in old.questions if q.name != "v_queue")
    )
    later = Report(submission("voting", {"station": "ST-000", "seen/v_secrecy": "yes"}, "uuid:9", "2"), "t")
    files = case_files(mission(visit(0), later, forms=(old, new)), POLICY)
    versions = {
        row["question"]: row["versions"] for row in rows(files, "questions") if row["language"] == "en"
    }
    assert versions["v_queue"] == "1"
    assert versions["v_secrecy"] == "1;2"
    assert len([row for row in rows(files, "answers") if row["question"] == "v_queue"]) == 1


def test_forms_have_cells_and_pseudonyms_of_their_own() -> None:
    closing = [
        Report(
            submission("counting", {"station": f"ST-{n:03d}", "admitted": "at_once"}, f"uuid:c{n}"), "team-1"
        )
        for n in (0, 1, 6)
    ]
    found = rows(case_files(mission(*(visit(n) for n in range(12)), *closing), POLICY), "visits")
    by_form = {form: [row for row in found if row["form"] == form] for form in ("voting", "counting")}
    assert {row["cell"] for row in by_form["counting"]} == {"all places"}
    assert {row["cell"] for row in by_form["voting"]} == {"North / urban", "South / urban"}
    assert not {row["station"] for row in by_form["voting"]} & {row["station"] for row in by_form["counting"]}


def test_a_choice_that_a_later_version_dropped_is_still_counted_and_ten_comes_after_nine() -> None:
    base = bundled_published("voting")
    queue = next(question for question in base.questions if question.name == "v_queue")
    fewer = replace(
        queue, choices=queue.choices[:2], problem=(), labels={**queue.labels, "en": "How crowded was it?"}
    )
    newer = tuple(fewer if question.name == "v_queue" else question for question in base.questions)
    forms = (replace(base, version="10", questions=newer), replace(base, version="9"))
    reports = [
        Report(
            submission("voting", {"station": "ST-000", "seen/v_queue": value}, f"uuid:{version}", version),
            "t",
        )
        for version, value in (("9", "crowded"), ("10", "none"))
    ]
    files = case_files(mission(*reports, forms=forms), POLICY)
    (row,) = [
        row for row in rows(files, "questions") if row["question"] == "v_queue" and row["language"] == "en"
    ]
    assert row["text"] == "How crowded was it?"
    assert row["choices"].split(";") == ["none", "orderly", "crowded", "not_observed"]
    assert (row["problem"], row["versions"]) == ("crowded", "9;10")
    assert len(row["words"].split(";")) == 4


HOSTILE = st.sampled_from(
    ["no", "", "=1+1", "a\nb", "x;y", "\u202e", "no no", '"', "1", "2026-06-14T09:00", "ST-003"]
)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from([q for q in VISIT if "/" in q] + ["arrived", "comment", "station"]), HOSTILE
    )
)
def test_whatever_a_report_says_the_case_has_no_fault_and_its_findings_run(answers: dict[str, str]) -> None:
    hostile = replace(
        visit(1).submission, instance_id="uuid:hostile", answers=tuple((VISIT | answers).items())
    )
    files = case_files(mission(*(visit(n) for n in range(6)), Report(hostile, "team-0")), POLICY)
    run_case(sound_case(dict(files), "m-2026"))


def test_an_incident_is_shown_with_its_rounded_time() -> None:
    files = case_files(mission(incident(1, i_when="2026-06-14T11:59:00.000+05:00")), POLICY)
    assert [row["arrived"] for row in rows(files, "visits")] == ["2026-06-14T11:00"]


def repeating(*entries: str, version: str = "1") -> MissionRecords:
    """A mission whose form asks about the secrecy of the vote in a group that repeats."""
    form = bundled_published("voting", version)
    questions = tuple(
        replace(one, repeats=("seen",)) if one.path.startswith("seen/") else one for one in form.questions
    )
    reports = []
    for n, entry in enumerate(entries):
        answers = [("station", f"ST-{n:03d}"), ("admitted", "at_once")]
        for number, value in enumerate(entry.split(","), 1):
            answers += [(f"seen[{number}]/v_secrecy", value), (f"seen[{number}]/v_turnout", "7")]
        one = submission("voting", {}, f"uuid:entry-{n}", version)
        reports.append(Report(replace(one, answers=tuple(answers)), "team"))
    return mission(*reports, forms=(replace(form, questions=questions),))


def test_entries_of_a_group_that_repeats_are_rows_below_their_visit() -> None:
    files = case_files(repeating("no,yes", "yes"), POLICY)
    assert check_case(read_case(files)) == ()
    visits = {row["visit"] for row in rows(files, "visits")}
    found = [row for row in rows(files, "entries") if row["question"] == "v_secrecy"]
    assert {row["visit"] for row in found} == visits
    assert sorted((row["group"], row["entry"], row["value"]) for row in found) == [
        ("seen", "1", "no"),
        ("seen", "1", "yes"),
        ("seen", "2", "yes"),
    ]
    assert {row["question"] for row in rows(files, "entries")}.isdisjoint({"v_turnout", "admitted"})
    assert {row["question"] for row in rows(files, "answers")} == {"admitted"}
    group = {row["question"]: row["group"] for row in rows(files, "questions")}
    assert (group["v_secrecy"], group["admitted"]) == ("seen", "")


def test_a_choice_that_the_form_does_not_offer_in_an_entry_withholds_the_report() -> None:
    files = case_files(repeating("no,perhaps"), POLICY)
    assert reception(files) == [("voting", "withheld", "an answer is none of its form's choices", "1")]
    assert "entries.csv" not in files


def test_an_incident_is_an_event_of_the_record_in_the_words_of_the_form_alone() -> None:
    reports = (
        incident(1, i_when="2026-06-13T11:59:00.000+05:00", i_known="saw"),
        incident(2, i_kind="lists", i_known="hearsay"),
        incident(3, i_kind="other", i_publish="no"),
        incident(4, i_when="2026-06-99T11:59"),
    )
    files = case_files(mission(*reports), POLICY)
    assert check_case(read_case(files)) == ()
    visits = {row["visit"]: row for row in rows(files, "visits")}
    found = rows(files, "incidents")
    assert {row["id"] for row in found} == visits.keys()
    assert sorted((row["date"], row["kind"], row["mark"], row["text"]) for row in found) == [
        ("2026-06-13", "alleged offence", "unverified", "Pressure on voters; Voting; I saw it myself"),
        ("2026-06-14", "alleged offence", "second-hand", "Pressure on voters; Voting"),
        (
            *("2026-06-14", "irregularity at a station", "second-hand"),
            "Voter lists; Voting; I was told by somebody who did not see it",
        ),
    ]
    assert b"Aigerim" not in files["incidents.csv"]


def told_of(n: int, status: str, **changes: str) -> Report:
    """A report of the event that report 1 opened, with what the desk decided of it."""
    report = incident(n, i_known="saw", **changes)
    one = Told(n, f"o{n}", f"t{n}", "pressure", "ST-001", "2026-06-14", "saw", status=status)
    one = replace(one, decided_of="pressure | ST-001 | 2026-06-14")
    return replace(report, told=one, event=1, team=f"team-{n}")


def found_out(*reports: Report) -> list[tuple[str, str, str]]:
    files = case_files(mission(*reports), POLICY)
    assert check_case(read_case(files)) == ()
    assert b"team-" not in files["incidents.csv"]
    return [(row["status"], row["independent"], row["mark"]) for row in rows(files, "incidents")]


def test_an_event_is_one_row_with_its_status_and_the_number_of_its_sources() -> None:
    assert found_out(told_of(1, "confirmed"), told_of(2, "confirmed")) == [("confirmed", "2", "")]
    assert found_out(told_of(1, "refuted"), told_of(2, "refuted")) == [("refuted", "2", "unverified")]


def test_a_report_that_is_not_published_is_no_source_of_a_published_status() -> None:
    assert found_out(told_of(1, "confirmed"), told_of(2, "confirmed", i_publish="no")) == [
        ("being checked", "1", "unverified")
    ]
    assert found_out(told_of(1, "confirmed", i_publish="no"), told_of(2, "confirmed")) == [
        ("being checked", "1", "unverified")
    ]


def test_an_incident_without_a_day_stops_the_snapshot() -> None:
    with pytest.raises(ScrutatorError, match="has no day"):
        case_files(mission(replace(incident(1), received="")), POLICY)


def test_the_register_is_shown_only_where_the_mission_says_that_it_is_one() -> None:
    assert "frame.csv" not in case_files(mission(visit(0)), POLICY)
    files = case_files(mission(visit(0)), replace(POLICY, publish_frame=True))
    assert check_case(read_case(files)) == ()
    assert rows(files, "frame")[0] == {
        "station": "ST-000",
        "registered": "700",
        "region": "North",
        "cell": "North / urban",
        "zone": "UTC",
    }
    assert len(rows(files, "frame")) == len(STATIONS)


def test_copies_arrive_by_the_first_report_of_each_at_a_rounded_hour() -> None:
    first = replace(protocol(2), received="2026-06-14T21:59")
    second = replace(protocol(1), received="2026-06-14T22:00")
    other = replace(protocol(3, station=1), received="2026-06-14T22:30")
    files = case_files(mission(second, first, other), COPIES)
    assert [(row["station"], row["at"], row["valid"]) for row in rows(files, "arrivals")] == [
        ("ST-000", "2026-06-14T21:00", "283"),
        ("ST-001", "2026-06-14T22:00", "283"),
    ]


def duties(*states: tuple[str, str, int, DutyState]) -> MissionRecords:
    listed = tuple(
        (Duty(team, station, "voting", datetime(2026, 6, 14, hour, 30)), state)  # noqa: DTZ001
        for team, station, hour, state in states
    )
    return mission(duties=listed, teams={"a": ("red", "union"), "b": ("blue", "")})


def test_coverage_says_of_duties_that_were_due_what_came_and_each_division_adds_up() -> None:
    records = duties(
        ("a", "ST-000", 7, DutyState.ON_TIME),
        ("a", "ST-001", 8, DutyState.LATE),
        ("b", "ST-006", 8, DutyState.MISSING),
        ("b", "ST-007", 9, DutyState.MISSING),
        ("b", "ST-007", 22, DutyState.LATER),
        ("b", "ST-007", 23, DutyState.EARLY),
    )
    files = case_files(records, replace(POLICY, least_stations=2))
    assert check_case(read_case(files)) == ()
    names = ("expected", "on_time", "late", "missing")
    found = {
        (row["by"], row["part"]): tuple(int(row[name]) for name in names) for row in rows(files, "coverage")
    }
    whole = found["all", "all places"]
    assert whole == (4, 1, 1, 2)
    for by in ("place", "partner", "team", "hour"):
        parts = [counts for (kind, _), counts in found.items() if kind == by]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole, by
    assert found["place", "South / urban"] == (2, 0, 0, 2)
    assert found["hour", "2026-06-14T08:00"] == (2, 0, 1, 1)
    assert {part for kind, part in found if kind == "hour"} == {
        f"2026-06-14T{hour}:00" for hour in ("07", "08", "09")
    }
    assert found["partner", "none"] == (2, 0, 0, 2)
    shown = files["coverage.csv"].decode()
    assert not any(name in shown for name in ("red", "blue", "union", "ST-"))
