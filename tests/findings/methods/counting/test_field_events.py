"""Entries of groups that repeat, incidents and coverage as findings of a case."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding
from scrutator.record.case import MethodRun
from scrutator.record.folder.opening import sound_case
from support.method_case import METHOD_CASE
from support.methods import run_method

QUESTIONS = (
    "form,question,language,text,type,choices,problem,denominator,group,withheld\n"
    "hours,queue,en,Was there a queue?,choice,yes;no;not_observed,yes,answered,hour,\n"
    "hours,queue,ru,Была ли очередь?,choice,yes;no;not_observed,yes,answered,hour,\n"
    "hours,voters,en,How many?,count,,,,hour,its number would name the station\n"
    "hours,overall,en,Overall?,choice,good;bad,bad,answered,,\n"
)
VISITS = "visit,station,team,selection,form\nv1,s1,t1,unknown,hours\nv2,s2,t1,unknown,hours\nv3,s3,t1,unknown,other\n"
ENTRIES = (
    "visit,group,entry,question,value,missing\n"
    "v1,hour,1,queue,yes,\nv1,hour,2,queue,no,\nv2,hour,1,queue,not_observed,\n"
    "v2,hour,2,queue,,not answered\nv3,hour,1,queue,yes,\n"
)
INCIDENTS = (
    "id,date,place,kind,text,source,mark\n"
    "i1,2026-06-14,,other,Something,A,unverified\ni2,2026-06-13,,death,Somebody,A,\n"
)
COVERAGE = (
    "form,by,part,expected,on_time,late,missing\n"
    "voting,all,all places,5,2,1,2\nvoting,team,x,3,2,0,1\nvoting,team,y,2,0,1,1\ncounting,all,all places,1,0,0,1\n"
)


def run(method: str, **changed: str) -> Finding:
    tables = {
        "questions": QUESTIONS,
        "visits": VISITS,
        "entries": ENTRIES,
        "incidents": INCIDENTS,
        "coverage": COVERAGE,
        **changed,
    }
    files = METHOD_CASE | {f"{name}.csv": text for name, text in tables.items()} | {"findings.toml": ""}
    files.pop("answers.csv", None)
    case = sound_case({path: text.encode() for path, text in files.items()}, "small")
    parameters = {"form": "hours"} if method == "entries" else {}
    return run_method(case, MethodRun("it", f"observation.{method}", parameters, 1))


def value(finding: Finding, name: str, **at: str) -> object:
    (found,) = [one for one in finding.outcome.figures if one.name == name and dict(one.at) == at]
    return found.value


def test_entries_are_counted_and_not_visits_and_what_was_not_seen_is_in_no_share() -> None:
    found = run("entries")
    at = {"question": "queue", "group": "hour", "selection": "unknown"}
    assert value(found, "entries", group="hour") == 4
    assert value(found, "visits_with_entries", group="hour") == 2
    assert (value(found, "problem", **at), value(found, "answered", **at)) == (1, 2)
    (row,) = found.outcome.tables[0].rows
    assert row == ("Was there a queue?", "hour", "unknown", 4, 1, 2, 1, 1, 0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"entries": ENTRIES + "v1,hour,3,queue,perhaps,\n"}, "none of the choices"),
        ({"entries": ENTRIES + "v1,day,1,queue,yes,\n"}, "no question 'queue' in a group 'day'"),
        ({"entries": ENTRIES + "v1,hour,3,overall,good,\n"}, "no question 'overall' in a group 'hour'"),
        ({"questions": QUESTIONS.replace(",hour,", ",,")}, "no question of the form 'hours' is in a group"),
    ],
)
def test_entries_that_do_not_fit_their_questions_are_refused(changed: dict[str, str], said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as caught:
        run("entries", **changed)
    assert caught.value.code == "N03"


def test_incidents_are_counted_by_kind_and_by_how_they_are_known_the_earliest_first() -> None:
    found = run("incidents")
    assert value(found, "events") == 2
    assert value(found, "of_kind", kind="death") == 1
    assert value(found, "marked", mark="unverified") == 1
    assert value(found, "marked", mark="stated by its source") == 1
    assert [row[0] for row in found.outcome.tables[0].rows] == ["2026-06-13", "2026-06-14"]


@pytest.mark.parametrize(
    ("mark", "status", "known"),
    [
        ("second-hand", "unverified", "second-hand"),
        ("unverified", "confirmed", "confirmed"),
        ("second-hand", "being checked", "being checked"),
        ("", "unverified", "unverified"),
        ("", "", "stated by its source"),
    ],
)
def test_that_no_one_looked_into_an_incident_does_not_hide_that_it_is_hearsay(
    mark: str, status: str, known: str
) -> None:
    heading = "id,date,place,kind,text,source,mark,status\n"
    found = run("incidents", incidents=f"{heading}i1,2026-06-14,,other,Something,A,{mark},{status}\n")
    assert value(found, "marked", mark=known) == 1


def test_no_incident_on_record_is_no_finding() -> None:
    with pytest.raises(ScrutatorError, match="no rows"):
        run("incidents", incidents=INCIDENTS.splitlines()[0] + "\n")


def test_coverage_is_summed_over_forms_and_never_over_divisions() -> None:
    found = run("coverage")
    assert [value(found, f"all_{name}") for name in ("expected", "on_time", "late", "missing")] == [
        6,
        2,
        1,
        3,
    ]
    assert value(found, "late", form="voting") == 1
    assert found.outcome.title == "3 of 6 expected reports arrived"
    assert [row[1] for row in found.outcome.tables[0].rows] == ["all", "all", "team", "team"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("voting,hour,2026-06-14T07:00,5,2,1,1\n", "expected is not"),
        ("voting,hour,2026-06-14T07:00,4,2,1,1\n", "the parts by hour are not all"),
        ("opening,team,x,1,1,0,0\n", "the parts by team are not all"),
    ],
)
def test_coverage_that_does_not_add_up_is_refused(row: str, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said):
        run("coverage", coverage=COVERAGE + row)
