"""What observers answered: denominators by rule, three ways of no answer, selections apart, exact limits."""

import csv
import io
from collections.abc import Mapping
from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.template import new_case_files
from scrutator.record.unknown import Unknown

QUESTIONS = """form,question,language,text,type,choices,words,problem,apart,denominator,norms,versions,withheld
voting,admitted,en,Were you let in?,choice,at_once;delayed;refused,At once;Late;No,refused;delayed,,all visits,copenhagen-8,,
voting,secrecy,en,Was it secret?,choice,yes;no;not_observed,Yes;No;Not observed,no,,answered,copenhagen-7.4;cis-5,1;2,
voting,secrecy,ru,Тайно?,choice,yes;no;not_observed,Да;Нет;Не наблюдалось,no,,answered,copenhagen-7.4;cis-5,1;2,
voting,mobile,en,Mobile box?,choice,regular;secret;not_yet,Regular;Secret;Not yet,secret,not_yet,asked and answered,,2,
voting,who,en,Who?,choices,police;party,Police;Party,police;party,,answered,,,
voting,posted,en,Posted?,choice,yes;no,Yes;No,no,,stations,,,
voting,turnout,en,How many?,count,,,,,,,,its number would name the station
incident,kind,en,What?,choice,pressure;other,Pressure;Other,pressure,,reports,,,
"""
VISITS = (
    "visit,station,team,selection,form,version,cell\n"
    + "".join(
        f"v{n},s{n // 2},t{n % 3},team's own route,voting,{1 if n < 4 else 2},{'North' if n < 6 else 'South'}\n"
        for n in range(12)
    )
    + "i1,s1,t1,team's own route,incident,1,North\n"
)
SECRECY = ["no", "yes", "not_observed", "", "no", "yes", "yes", "yes", "not_observed", "", "yes", "no"]


def answers() -> list[tuple[str, str, str, str]]:
    rows = [
        (f"v{n}", "secrecy", value, "" if value else ("not relevant" if n == 3 else "not answered"))
        for n, value in enumerate(SECRECY)
    ]
    rows += [
        (f"v{n}", "admitted", "refused" if n == 3 else "delayed" if n == 5 else "at_once", "")
        for n in range(12)
    ]
    rows += [
        (f"v{n}", "mobile", value, "")
        for n, value in zip(range(4, 12), ["secret", "not_yet", *["regular"] * 6], strict=True)
    ]
    rows += [("v0", "who", "police;party", ""), ("v1", "who", "party", "")]
    rows += [(f"v{n}", "posted", "no" if n in (0, 1, 2) else "yes", "") for n in range(11)]
    return [*rows, ("i1", "kind", "pressure", "")]


def answers_csv(rows: list[tuple[str, str, str, str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("visit", "question", "value", "missing"), *rows])
    return out.getvalue()


def finding(parameters: str = 'form = "voting"', **changed: str) -> Finding:
    tables = {"questions": QUESTIONS, "visits": VISITS, "answers": answers_csv(answers())} | changed
    files = {path: text.encode() for path, text in new_case_files("x").items()}
    files |= {f"{name}.csv": text.encode() for name, text in tables.items()}
    text = f'[[finding]]\nid = "f"\nmethod = "observation.answers"\n[finding.parameters]\n{parameters}\n'
    files["findings.toml"] = text.encode()
    (found,) = run_case(sound_case(files, "x"))
    return found


def figure(
    found: Finding, name: str, question: str, place: str = "all", selection: str = "team's own route"
) -> Figure:
    at = {"question": question, "selection": selection, "place": place}
    (one,) = [one for one in found.outcome.figures if one.name == name and dict(one.at) == at]
    return one


def value(found: Finding, name: str, question: str, **at: str) -> object:
    return figure(found, name, question, **at).value


def test_not_observed_not_answered_and_not_relevant_are_beside_the_denominator() -> None:
    found = finding()
    share = figure(found, "share", "secrecy")
    assert (share.numerator, share.denominator, share.value) == (3, 8, Fraction(300, 8))
    assert [value(found, name, "secrecy") for name in ("not_observed", "not_answered", "not_relevant")] == [
        2,
        1,
        1,
    ]
    assert value(found, "visits", "secrecy") == 12


def test_every_visit_is_counted_exactly_once_for_each_question() -> None:
    found = finding()
    for question in ("admitted", "secrecy", "mobile", "who"):
        beside = ("not_observed", "not_answered", "not_relevant", "apart", "not_in_version")
        answered = {"admitted": 12, "secrecy": 8, "mobile": 7, "who": 2}[question]
        assert answered + sum(int(str(value(found, name, question))) for name in beside) == 12


def test_all_visits_are_the_denominator_of_being_let_in() -> None:
    share = figure(finding(), "share", "admitted")
    assert (share.numerator, share.denominator) == (2, 12)


def test_visits_with_a_version_that_did_not_ask_are_no_denominator() -> None:
    found = finding()
    assert value(found, "not_in_version", "mobile") == 4
    assert value(found, "apart", "mobile") == 1
    assert (figure(found, "share", "mobile").numerator, figure(found, "share", "mobile").denominator) == (
        1,
        7,
    )


def test_a_station_is_counted_once_and_any_visit_that_saw_it_decides() -> None:
    found = finding()
    share = figure(found, "share", "posted")
    assert (share.numerator, share.denominator) == (2, 6)
    assert value(found, "conflicting", "posted") == 1


def test_one_of_several_choices_that_is_a_problem_makes_the_answer_one() -> None:
    found = finding()
    assert (value(found, "problem", "who"), value(found, "answered", "who")) == (2, 2)
    table = next(table for table in found.outcome.tables if table.name == "values")
    assert ("Who?", "team's own route", "all", "Police", 1) in table.rows
    assert ("Who?", "team's own route", "all", "Party", 2) in table.rows


def test_fewer_than_five_answers_give_numbers_and_no_per_cent() -> None:
    assert isinstance(value(finding(), "share", "who"), Unknown)
    four, five = (answers_csv([(f"v{n}", "who", "party", "") for n in range(many)]) for many in (4, 5))
    assert isinstance(value(finding(answers=four), "share", "who"), Unknown)
    assert value(finding(answers=five), "share", "who") == 100


def test_a_number_of_reports_is_never_a_rate() -> None:
    share = value(finding('form = "incident"'), "share", "kind")
    assert isinstance(share, Unknown)
    assert "not a rate" in str(share.remark)


def test_places_are_beside_the_whole_and_add_up_to_it() -> None:
    found = finding('form = "voting"\nby = "place"')
    for name in ("visits", "answered", "problem", "not_observed", "not_answered"):
        parts = [int(str(value(found, name, "secrecy", place=place))) for place in ("North", "South")]
        assert sum(parts) == value(found, name, "secrecy")


def test_selections_are_never_added_up() -> None:
    mixed = VISITS.replace("v0,s0,t0,team's own route", "v0,s0,t0,chosen by the host")
    found = finding(visits=mixed)
    assert value(found, "visits", "secrecy") == 11
    assert value(found, "visits", "secrecy", selection="chosen by the host") == 1


def test_the_norm_stands_beside_what_was_seen() -> None:
    table = next(table for table in finding().outcome.tables if table.name == "norms")
    norms = [(row[0], row[2], row[4], row[5]) for row in table.rows]
    assert norms == [
        ("cis-5", "Was it secret?", 3, 8),
        ("copenhagen-7.4", "Was it secret?", 3, 8),
        ("copenhagen-8", "Were you let in?", 2, 12),
    ]


def drawn(**weights: str) -> str:
    head = "visit,station,team,selection,form,version,cell,weight,stratum\n"
    return head + "".join(
        f"v{n},s{n},t{n},probability sample,voting,2,North,{weights.get(f'v{n}', '5')},{weights.get('stratum', '') if n else ''}\n"
        for n in range(12)
    )


FRAME = "station\n" + "".join(f"ST-{n}\n" for n in range(60))
DRAWN = answers_csv([row for row in answers() if row[0] != "i1"])


def test_a_simple_sample_has_exact_limits_with_the_unanswered_on_both_sides() -> None:
    found = finding(visits=drawn(), answers=DRAWN, frame=FRAME)
    from scrutator.counting.visits.exact_limits import station_limits

    low, high = station_limits(3, 4, 12, 60)
    one = figure(found, "of_stations_high", "secrecy", selection="probability sample")
    assert one.value == Fraction(100 * high, 60)
    assert value(found, "of_stations_low", "secrecy", selection="probability sample") == Fraction(
        100 * low, 60
    )
    assert one.interval is not None
    assert "4 of 12 drawn ones were not answered for" in one.interval.kind


def test_drawn_stations_that_nobody_visited_are_not_answered_for() -> None:
    fewer = "".join(
        line for line in drawn().splitlines(keepends=True) if not line.startswith(("v10,", "v11,"))
    )
    shown = answers_csv([row for row in answers() if row[0] not in ("i1", "v10", "v11")])
    found = finding(visits=fewer, answers=shown, frame=FRAME)
    one = figure(found, "of_stations_high", "secrecy", selection="probability sample")
    assert one.interval is not None
    assert "6 of 12 drawn ones" in one.interval.kind


@pytest.mark.parametrize(
    ("visits", "frame", "why"),
    [
        (drawn(), "", "the case has no frame.csv"),
        (drawn(v3="6"), FRAME, "unequal or unknown chances"),
        (drawn(v3=""), FRAME, "unequal or unknown chances"),
        (drawn(stratum="a"), FRAME, "unequal or unknown chances"),
        (drawn(), FRAME + "ST-60\n", "does not fit 12 drawn stations of 61"),
        (
            drawn(),
            "station\n" + "".join(f"S{n}\n" for n in range(55)),
            "does not fit 12 drawn stations of 55",
        ),
        (VISITS, FRAME, "no station of a probability sample was visited"),
    ],
)
def test_without_such_a_sample_there_are_no_limits_and_the_reason_is_said(
    visits: str, frame: str, why: str
) -> None:
    tables = {"visits": visits, "answers": DRAWN} | ({"frame": frame} if frame else {})
    if visits is VISITS:
        tables["answers"] = answers_csv(answers())
    found = finding(**tables)
    assert not [one for one in found.outcome.figures if one.name.startswith("of_stations")]
    assert any(why in table.note for table in found.outcome.tables if table.name == "answers")


@pytest.mark.parametrize(
    ("parameters", "changed", "said"),
    [
        ("", {}, "no form ''"),
        ('form = "nosuch"', {}, "no form 'nosuch'.*incident, voting"),
        ('form = "voting"\nquestions = ["nosuch"]', {}, "no question 'nosuch'"),
        ('form = "voting"\nquestions = ["turnout"]', {}, "has choices to count"),
        ('form = "voting"\nby = "region"', {}, "by place alone"),
        (
            'form = "voting"',
            {"answers": answers_csv([("v0", "secrecy", "maybe", "")])},
            "'maybe' is none of the choices",
        ),
        (
            'form = "voting"',
            {"answers": answers_csv([("v0", "kind", "pressure", "")])},
            "has no question 'kind'",
        ),
        ('form = "voting"', {"visits": VISITS.replace("v1,", ",", 1)}, "has no id of its own"),
        ('form = "voting"', {"visits": VISITS.replace("v1,", "v0,", 1)}, "has no id of its own"),
    ],
)
def test_what_is_missing_or_does_not_fit_is_an_error_by_name(
    parameters: str, changed: Mapping[str, str], said: str
) -> None:
    if "visits" in changed:
        changed = {**changed, "answers": answers_csv([row for row in answers() if row[0] != "v1"])}
    with pytest.raises(ScrutatorError, match=said):
        finding(parameters, **changed)


def test_the_order_of_rows_decides_nothing() -> None:
    def turned(text: str) -> str:
        head, *rows = text.splitlines(keepends=True)
        return head + "".join(reversed(rows))

    other = finding(visits=turned(VISITS), answers=turned(answers_csv(answers())))
    assert sorted(map(repr, other.outcome.figures)) == sorted(map(repr, finding().outcome.figures))


def test_a_choice_that_is_named_twice_in_one_answer_counts_once() -> None:
    found = finding(answers=answers_csv([("v0", "who", "party;party", "")]))
    table = next(table for table in found.outcome.tables if table.name == "values")
    assert ("Who?", "team's own route", "all", "Party", 1) in table.rows
