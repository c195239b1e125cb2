"""Exports of ODK Central in its format: every column and file is used or named with a count."""

import io
import random
import zipfile

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE
from scrutator.field.importing import sheets
from scrutator.field.importing.central import read_central
from scrutator.field.importing.export import Unused
from scrutator.field.xlsform import PublishedForm

END = "KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion"
ROOT = (
    f"SubmissionDate,station,seen-secret,seen-missing,seen-missing/booth,seen-missing/seal,seen-turnout,"
    f"seen-arrived,note,colour,meta-instanceID,{END}\n"
    '2026-06-14T10:00:00.000Z,S1,yes,booth seal,1,1,120,2026-06-14T09:00:00.000+05:00,"calm, on the whole",red,'
    "uuid:a,uuid:a,5,A-01,1,1,,approved,x1,0,7\n"
    "2026-06-14T11:00:00.000Z,S2,no,,0,0,,,,,uuid:b,uuid:b,5,A-02,0,0,,,x1,2,6\n"
    "2026-06-14T12:00:00.000Z,,,,,,,,,,,uuid:c,5,A-02,0,0,not decrypted,,x1,0,7\n"
)
HOURS = "came,PARENT_KEY,KEY\n30,uuid:a,uuid:a/hours[1]\n40,uuid:a,uuid:a/hours[2]\n"
DOORS = "door,PARENT_KEY,KEY\nback,uuid:a/hours[2],uuid:a/hours[2]/doors[1]\n"
FILES = {"visit.csv": ROOT, "visit-hours.csv": HOURS, "visit-doors.csv": DOORS, "media/a.jpg": "no photo"}


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_reports_and_the_entries_of_their_groups_are_read_and_the_rest_is_named_with_counts(
    form: PublishedForm,
) -> None:
    found = read_central(zipped(FILES), form)
    assert found.faults == ()
    first, second = found.reports
    assert (first.id, first.submitter, first.where) == ("uuid:a", "A-01", "visit.csv, row 2")
    assert first.entries[ONCE] == {
        "station": "S1",
        "secret": "yes",
        "missing": "booth seal",
        "turnout": "120",
        "arrived": "2026-06-14T09:00:00+05:00",
        "note": "calm, on the whole",
    }
    assert first.entries["hours", (2,)] == {"came": "40"}
    assert first.entries["hours/doors", (2, 1)] == {"door": "back"}
    assert second.entries == {ONCE: {"station": "S2", "secret": "no"}}
    named = {one.what: one.count for one in found.unused}
    assert named["the column colour of visit.csv"] == 1
    assert named["reports “not decrypted”"] == 1
    assert named["the column ReviewState"] == 1
    assert named["the column FormVersion"] == 1
    assert [path.startswith("media/") for path in found.files] == [True]
    assert (
        Unused("the column DeviceID of visit.csv", "the phone's number, which is not kept here", 3)
        in found.unused
    )


def test_names_without_groups_say_the_same(form: PublishedForm) -> None:
    plain = ROOT.replace("seen-", "")
    assert (
        read_central(zipped(FILES | {"visit.csv": plain}), form).reports
        == read_central(zipped(FILES), form).reports
    )


def test_files_in_another_order_give_the_same(form: PublishedForm) -> None:
    turned = dict(reversed(FILES.items()))
    assert read_central(zipped(turned), form) == read_central(zipped(FILES), form)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            {"visit.csv": ROOT.replace("booth seal,1,1", "booth,1,1")},
            "in one column and “booth seal” in others",
        ),
        ({"visit.csv": ROOT.replace("booth seal,1,1", "booth,1,x")}, "neither 1 nor 0"),
        ({"visit.csv": ROOT.replace("uuid:b,uuid:b", "uuid:b,uuid:a")}, "repeats uuid:a"),
        ({"visit.csv": ROOT.replace("uuid:b,uuid:b", "uuid:b,")}, "has no KEY"),
        ({"visit-hours.csv": HOURS.replace("hours[2]", "hours[1]")}, "repeats uuid:a/hours[1]"),
        ({"visit-hours.csv": HOURS.replace("uuid:a", "uuid:z")}, "of a report that is not there"),
        ({"visit.csv": ROOT.replace("note,colour", "note,Note")}, "all answer note"),
        ({"visit-hours.csv": HOURS + "1,uuid:a,uuid:a/hours[3],more\n"}, "more cells than the heading"),
    ],
)
def test_what_contradicts_itself_is_a_fault(form: PublishedForm, change: dict[str, str], fault: str) -> None:
    assert any(fault in one for one in read_central(zipped(FILES | change), form).faults)


def test_a_table_of_a_group_that_the_form_has_not_is_named_with_its_rows(form: PublishedForm) -> None:
    other = HOURS.replace("hours[", "days[")
    found = read_central(zipped(FILES | {"visit-days.csv": other, "about.csv": "a,b\n1,2\n"}), form)
    named = {one.what: one.count for one in found.unused}
    assert (named["the table visit-days.csv"], named["the table about.csv"]) == (2, 1)


def test_what_is_no_export_is_refused(form: PublishedForm) -> None:
    for content in (
        b"",
        b"PK\x05\x06",
        zipped({"a.txt": "x"}),
        zipped({"a.csv": ROOT, "b.csv": ROOT}),
        zipped({"a.csv": ""}),
    ):
        with pytest.raises(ScrutatorError, match="D61"):
            read_central(content, form)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("at", [45, 60, 200])
def test_a_zip_with_a_broken_table_is_refused(form: PublishedForm, method: int, at: int) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        archive.writestr("visit.csv", "".join(random.Random(1).choices("abcdefgh\n", k=3_000)))
    broken = bytearray(whole.getvalue())
    broken[at : at + 40] = bytes(one ^ 0xFF for one in broken[at : at + 40])
    with pytest.raises(ScrutatorError, match="D61"):
        read_central(bytes(broken), form)


def test_a_zip_that_unfolds_to_more_than_an_export_may_hold_is_refused(
    form: PublishedForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LARGEST", 10_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("visit.csv", ROOT + "\n" * 20_000)
    with pytest.raises(ScrutatorError, match=r"more than 10,000 bytes"):
        read_central(bomb.getvalue(), form)


@pytest.mark.parametrize(("together", "booth", "seal"), [("booth seal", "1", "0"), ("booth", "1", "1")])
def test_choices_that_stand_otherwise_in_their_own_columns_are_a_fault(
    form: PublishedForm, together: str, booth: str, seal: str
) -> None:
    changed = ROOT.replace("booth seal,1,1,", f"{together},{booth},{seal},")
    (fault,) = read_central(zipped(FILES | {"visit.csv": changed}), form).faults
    assert "in one column and" in fault
