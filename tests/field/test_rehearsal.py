"""A rehearsed day: pure, in the order of time, and its truth is found again in what is sent."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.mission import MissionRecords, Report, SnapshotPolicy, State, Station
from scrutator.field.rehearsal import Action, ActionKind, Plan, Rehearsal, RehearsedStation, rehearse
from scrutator.field.report_xml import report_xml
from scrutator.field.snapshot import case_files
from scrutator.field.submission import parse
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import sound_case
from support.field_forms import bundled_published

BUSY = Plan(visits=3, late=300, retry=300, copy=150, wrong_station=150, conflict=150)


def stations(count: int = 30) -> list[RehearsedStation]:
    posted = [
        {"against_all": 5, **{f"list_{n}": 10 * n + place for n in range(1, 8)}} for place in range(count)
    ]
    return [
        RehearsedStation(
            f"S{place}",
            place % 3 == 0,
            votes,
            votes | {"list_1": votes["list_1"] + 9} if place == 4 else votes,
        )
        for place, votes in enumerate(posted)
    ]


def rehearsed(plan: Plan = BUSY, seed: int = 1, count: int = 30) -> Rehearsal:
    return rehearse(
        stations(count),
        bundled_published("voting"),
        bundled_published("quickcount"),
        plan,
        teams=5,
        seed=seed,
    )


def test_the_same_seed_gives_the_same_day_and_another_gives_another() -> None:
    assert rehearsed() == rehearsed()
    assert rehearsed() != rehearsed(seed=2)


def test_actions_are_in_the_order_of_time_and_each_is_a_report_that_can_be_read() -> None:
    actions = rehearsed().actions
    assert [action.at for action in actions] == sorted(action.at for action in actions)
    for action in actions:
        assert parse(action.body).instance_id == action.instance_id


@settings(max_examples=10)
@given(st.integers(0, 1000), st.integers(0, 300))
def test_the_truth_counts_what_is_sent(seed: int, share: int) -> None:
    day = rehearsed(Plan(2, share, share, share, share, share), seed, 12)
    kinds = Counter(action.kind for action in day.actions)
    truth = day.truth
    assert truth.visits + truth.protocols == kinds[ActionKind.SEND] + kinds[ActionKind.LATE]
    assert truth.sent == len(day.actions) - kinds[ActionKind.RETRY]
    assert (truth.replaced, truth.copied, truth.conflicting) == (
        kinds[ActionKind.EDIT],
        kinds[ActionKind.COPY],
        kinds[ActionKind.CONFLICT],
    )


def test_a_plan_in_which_nothing_goes_wrong_sends_each_report_once() -> None:
    day = rehearsed(Plan(1, 0, 0, 0, 0, 0))
    assert {action.kind for action in day.actions} == {ActionKind.SEND}
    assert day.truth.sent == len(day.actions) == 60
    every = rehearsed(Plan(1, 1000, 1000, 1000, 1000, 1000))
    assert every.truth.replaced == every.truth.copied == every.truth.conflicting == 30


def test_a_retry_is_the_same_bytes_and_an_edit_names_what_it_replaces() -> None:
    bodies: dict[str, set[bytes]] = {}
    for action in rehearsed().actions:
        bodies.setdefault(action.instance_id, set()).add(action.body)
        if action.kind is ActionKind.EDIT:
            assert parse(action.body).deprecated_id in {one.instance_id for one in rehearsed().actions}
    assert all(len(found) == 1 for found in bodies.values())


def desk(actions: tuple[Action, ...]) -> list[Report]:
    """What a desk makes of it when it sees everything: retries are one report, copies and replaced ones set aside."""
    seen, reports = set(), []
    replaced = {parse(action.body).deprecated_id for action in actions}
    for action in actions:
        if action.instance_id in seen:
            continue
        seen.add(action.instance_id)
        report = Report(parse(action.body), action.team)
        if action.kind is ActionKind.COPY:
            report = replace(report, state=State.DUPLICATE, reason="a copy")
        elif action.kind is ActionKind.CONFLICT:
            report = replace(report, state=State.QUARANTINED, reason="teams differ")
        elif action.instance_id in replaced:
            report = replace(report, state=State.REPLACED, reason="edited")
        reports.append(report)
    return reports


def test_the_statement_of_a_rehearsed_mission_says_the_truth() -> None:
    day = rehearsed()
    reports = desk(day.actions)
    received = Counter(report.submission.form_id for report in reports)
    listed = tuple(Station(station.code, ("North",)) for station in stations())
    forms = (bundled_published("voting"), bundled_published("quickcount"))
    mission = MissionRecords("rehearsal", "A day", "A mission", "en", forms, listed, tuple(reports), received)
    files = case_files(mission, SnapshotPolicy(b"r" * 16, "2026-06-15", publish_copies=True))
    findings = {finding.id: finding for finding in run_case(sound_case(dict(files), "rehearsal"))}
    (share,) = [
        figure
        for figure in findings["voting"].outcome.figures
        if figure.name == "share" and figure.at["question"] == "v_secrecy"
    ]
    assert (share.numerator, share.denominator) == (day.truth.problem_visits, day.truth.visits)
    shown = {(f.name, tuple(f.at.values())): f.value for f in findings["reception"].outcome.figures}
    assert shown["all_received", ()] == day.truth.sent
    assert shown["became", ("quickcount", "published")] == day.truth.protocols
    assert shown["became", ("voting", "duplicate")] == day.truth.copied
    assert day.truth.tampered == ("S4",)


def test_a_report_is_written_and_read_back_whatever_is_in_it() -> None:
    form = bundled_published("voting")
    answers = {
        "station": "S & <1>",
        "admitted": "at_once",
        "v_secrecy": "no",
        "overall": "good",
        "comment": "«қ» ]]> &amp;",
    }
    found = parse(report_xml(form, answers, "uuid:1", "uuid:0"))
    assert {path.rpartition("/")[2]: value for path, value in found.answers} == answers
    assert (found.instance_id, found.deprecated_id) == ("uuid:1", "uuid:0")
    assert dict(found.answers)["seen/v_secrecy"] == "no"


@pytest.mark.parametrize(
    ("plan", "teams", "count"),
    [
        (BUSY, 1, 30),
        (BUSY, 2, 1),
        (replace(BUSY, late=1001), 2, 30),
        (replace(BUSY, copy=-1), 2, 30),
        (replace(BUSY, visits=0), 2, 30),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: Plan, teams: int, count: int) -> None:
    with pytest.raises(ScrutatorError, match="D09"):
        rehearse(
            stations(count),
            bundled_published("voting"),
            bundled_published("quickcount"),
            plan,
            teams=teams,
            seed=1,
        )
