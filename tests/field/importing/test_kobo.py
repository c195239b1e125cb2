"""Exports of KoboToolbox in its format: several choices both ways, groups, repeats on sheets of their own."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE
from scrutator.field.importing.export import Export
from scrutator.field.importing.kobo import read_kobo
from scrutator.field.xlsform import PublishedForm
from support.workbooks import Cell, xlsx

OWN = ["_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "__version__", "_index"]


def own(number: int, uuid: str, by: str, status: str = "") -> list[Cell]:
    return [900 + number, uuid, "2026-06-14T10:00:00", status, by, "vXyz", number]


def names(both: bool = True, separate: bool = True) -> list[Cell]:
    several = (["seen/missing"] if both else []) + (
        ["seen/missing/booth", "seen/missing/seal"] if separate else []
    )
    return ["start", "station", "seen/secret", *several, "seen/turnout", "seen/arrived", "note", *OWN]


def row(several: list[Cell], number: int, uuid: str, by: str, status: str = "") -> list[Cell]:
    said: list[Cell] = [
        "2026-06-14T09:00:00.000+05:00",
        "S1",
        "yes",
        *several,
        120,
        "2026-06-14T09:00:00+05:00",
        None,
    ]
    return [*said, *own(number, uuid, by, status)]


HOURS: list[list[Cell]] = [
    ["hours/came", "_index", "_parent_table_name", "_parent_index", "_submission__id"],
    [30, 1, "A visit", 1, 901],
    [40, 2, "A visit", 1, 901],
    [50, 3, "A visit", 2, 902],
]
DOORS: list[list[Cell]] = [
    ["hours/doors/door", "_index", "_parent_table_name", "_parent_index"],
    ["back", 1, "hours", 2],
]


def export(both: bool = True, separate: bool = True, **sheets: list[list[Cell]]) -> bytes:
    several: list[Cell] = (["booth seal"] if both else []) + ([1, 1] if separate else [])
    none: list[Cell] = ([None] if both else []) + ([0, 0] if separate else [])
    root = [names(both, separate), row(several, 1, "a", "A-01", "Approved"), row(none, 2, "b", "A-02")]
    return xlsx({"A visit": root, "hours": HOURS, "doors": DOORS, **sheets})


@pytest.mark.parametrize(("both", "separate"), [(True, True), (True, False), (False, True)])
def test_several_choices_are_the_same_in_one_column_in_many_and_in_both(
    form: PublishedForm, both: bool, separate: bool
) -> None:
    found = read_kobo(export(both, separate), form)
    assert found.faults == ()
    first, second = found.reports
    assert first.entries[ONCE]["missing"] == "booth seal"
    assert "missing" not in second.entries[ONCE]


def test_groups_that_repeat_are_found_by_their_sheet_and_by_what_they_lie_in(form: PublishedForm) -> None:
    first, second = read_kobo(export(), form).reports
    assert (first.id, first.submitter) == ("a", "A-01")
    assert first.entries["hours", (1,)] == {"came": "30"}
    assert first.entries["hours/doors", (2, 1)] == {"door": "back"}
    assert second.entries["hours", (1,)] == {"came": "50"}
    assert first.entries[ONCE]["arrived"] == "2026-06-14T09:00:00+05:00"


def test_columns_of_the_server_s_own_and_unknown_ones_are_named_with_counts(form: PublishedForm) -> None:
    found = read_kobo(export(days=[["a", "_parent_index"], [1, 1], [2, 1]]), form)
    named = {one.what: one.count for one in found.unused}
    assert named["the column start of A visit"] == 2
    assert named["the column _validation_status"] == 1
    assert named["the column __version__"] == 2
    assert named["the sheet days"] == 2
    assert named["the column _submission__id of hours"] == 3


def test_words_as_headings_and_as_answers_are_read_as_names_are(form: PublishedForm) -> None:
    heading = ["Polling station", "Was the vote secret?", "What was missing?", "What was missing?/A booth"]
    root: list[list[Cell]] = [[*heading, *OWN], ["S1", "Yes", "A booth", 1, *own(1, "a", "A-01")]]
    found = read_kobo(xlsx({"A visit": root}), form)
    assert found.faults == ()
    assert found.reports[0].entries[ONCE] == {"station": "S1", "secret": "yes", "missing": "booth"}


@pytest.mark.parametrize(
    ("sheets", "fault"),
    [
        ({"hours": [HOURS[0], [30, 1, "A visit", 9, 901]]}, "of a report that is not there"),
        ({"hours": [HOURS[0], HOURS[1], [40, 1, "A visit", 1, 901]]}, "the _index of another row"),
        ({"doors": [DOORS[0], ["back", 1, "cellar", 1]]}, "of a report that is not there"),
    ],
)
def test_entries_that_belong_nowhere_are_faults(
    form: PublishedForm, sheets: dict[str, list[list[Cell]]], fault: str
) -> None:
    assert any(fault in one for one in read_kobo(export(**sheets), form).faults)


def test_what_is_no_export_is_refused(form: PublishedForm) -> None:
    for content in (xlsx({"A": [["a"], [1]]}), xlsx({"A": [["_uuid"], ["a"]], "B": [["_uuid"], ["a"]]})):
        with pytest.raises(ScrutatorError, match="D61"):
            read_kobo(content, form)
    with pytest.raises(ScrutatorError, match="B0"):
        read_kobo(b"no workbook", form)


def test_sheets_in_another_order_give_the_same(form: PublishedForm) -> None:
    def of(order: tuple[str, ...]) -> Export:
        root = [names(), row(["booth seal", 1, 1], 1, "a", "A-01"), row([None, 0, 0], 2, "b", "A-02")]
        sheets = {"A visit": root, "hours": HOURS, "doors": DOORS}
        return read_kobo(xlsx({name: sheets[name] for name in order}), form)

    assert of(("doors", "hours", "A visit")) == of(("A visit", "hours", "doors"))
