"""Exports of NEMO in its format: words for choices, entries that repeat the report's own answers."""

import itertools

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE
from scrutator.field.importing.nemo import read_nemo
from scrutator.field.xlsform import PublishedForm

HEAD = (
    "ResponseID,Form,Submitter,DateSubmitted,ResponseShortcode,GroupNum1,ItemNum1,GroupName,GroupLevel,"
    "Arrived,Came,Colour,Missing,Note,Secret,Station,Turnout\n"
)
ONE = 'r1,A visit,A-01,2026-06-14 06:20:00-06,abc,,,,,2026-06-14 09:00:00+05,,red,A booth;A seal,"two\r\nlines",Yes,S1,120\n'
FIRST = "r1,A visit,A-01,2026-06-14 06:20:00-06,abc,2,1,Each hour,1,2026-06-14 09:00:00+05,30,red,A booth;A seal,,Yes,S1,120\n"
SECOND = FIRST.replace(",2,1,", ",2,2,").replace(",30,", ",40,")
OTHER = "r2,A visit,A-02,2026-06-14 07:20:00-06,abd,,,,,,,,,,No,S2,\n"


def test_reports_and_entries_are_read_and_the_rest_is_named_with_counts(form: PublishedForm) -> None:
    found = read_nemo((HEAD + ONE + FIRST + SECOND + OTHER).encode(), form)
    assert found.faults == ()
    first, second = found.reports
    assert (first.id, first.submitter, second.submitter) == ("r1", "A-01", "A-02")
    assert first.entries[ONCE] == {
        "arrived": "2026-06-14T09:00:00+05:00",
        "missing": "booth seal",
        "note": "two\r\nlines",
        "secret": "yes",
        "station": "S1",
        "turnout": "120",
    }
    assert first.entries["hours", (2,)] == {"came": "40"}
    assert second.entries == {ONCE: {"secret": "no", "station": "S2"}}
    named = {one.what: one.count for one in found.unused}
    assert (named["the column Colour of export.csv"], named["the column DateSubmitted of export.csv"]) == (
        3,
        4,
    )


def test_the_order_of_rows_decides_nothing_of_what_a_report_says(form: PublishedForm) -> None:
    found = {
        frozenset(
            (one.id, repr(sorted((entry, sorted(said.items())) for entry, said in one.entries.items())))
            for one in read_nemo((HEAD + "".join(rows)).encode(), form).reports
        )
        for rows in itertools.permutations((ONE, FIRST, SECOND, OTHER))
    }
    assert len(found) == 1


def test_one_form_of_several_is_read_and_the_others_are_counted(form: PublishedForm) -> None:
    rows = HEAD + ONE + OTHER.replace("A visit", "Another")
    found = read_nemo(rows.encode(), form)
    assert len(found.reports) == 1
    assert [one.count for one in found.unused if one.what == "rows of other forms"] == [1]
    assert [one.id for one in read_nemo(rows.encode(), form, title="Another").reports] == ["r2"]
    with pytest.raises(ScrutatorError, match="D61"):
        read_nemo(rows.encode(), form, title="A third")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (ONE + ONE, "repeats the report r1"),
        (ONE + FIRST + FIRST, "repeats the entry 1"),
        (ONE + FIRST.replace("Yes", "No"), "secret is “no”, and “yes” before"),
        (ONE + FIRST.replace("A-01", "A-09"), "two submitters"),
        (ONE + FIRST.replace(",2,1,", ",2,,"), "answers no single group"),
        (ONE.replace("r1", ""), "has no ResponseID"),
    ],
)
def test_what_contradicts_itself_is_a_fault(form: PublishedForm, rows: str, fault: str) -> None:
    assert any(fault in one for one in read_nemo((HEAD + rows).encode(), form).faults)


def test_what_is_no_choice_stays_as_it_is_for_a_person_to_see(form: PublishedForm) -> None:
    found = read_nemo((HEAD + OTHER.replace("No", "Perhaps")).encode(), form)
    assert found.reports[0].entries[ONCE]["secret"] == "Perhaps"


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", HEAD.replace("Submitter", "Sender").encode(), b"\x00\x01"]
)
def test_what_is_no_export_is_refused(form: PublishedForm, content: bytes) -> None:
    with pytest.raises(ScrutatorError, match=r"D61|B0"):
        read_nemo(content, form)


def test_an_id_with_a_blank_behind_it_is_the_same_report(form: PublishedForm) -> None:
    again = ONE.replace("r1,", "r1 ,", 1)
    found = read_nemo((HEAD + ONE + again).encode(), form)
    assert (len(found.reports), len(found.faults)) == (1, 1)
    assert found.faults[0].endswith("repeats the report r1")


@pytest.mark.parametrize("text", ["2026-06-14", "20260614"])
def test_a_day_alone_is_made_no_moment_at_midnight(form: PublishedForm, text: str) -> None:
    found = read_nemo((HEAD + ONE.replace("2026-06-14 09:00:00+05", text)).encode(), form)
    assert found.reports[0].entries[ONCE]["arrived"] == text
