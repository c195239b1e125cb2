"""Photographs of an export: taken over when they are given, named with a count where not, refused by name."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Origin
from scrutator.web.clock import now
from scrutator.web.importing import photographs
from scrutator.web.importing.foreign import (
    Asked,
    ReportsPlan,
    form_asked,
    given_with,
    plan_reports,
    write_reports,
)
from scrutator.web.importing.photographs import NONE, Photographs, beside, in_zip
from scrutator.web.intake.media import read_copy
from scrutator.web.intake.models import Attachment, Flag
from support.field_server import Mission, new_mission
from support.phone import EXIF, JPEG

ROWS = (
    "SubmissionDate,i_safe,i_photo,KEY,SubmitterName\n"
    "2026-11-29T10:00:00.000Z,yes,1.jpg,uuid:a,A-01\n"
    "2026-11-29T11:00:00.000Z,yes,2.jpg,uuid:b,A-01\n"
)


@pytest.fixture
def mission() -> Mission:
    return new_mission()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for path, content in files.items():
            whole.writestr(path, content)
    return out.getvalue()


def export(rows: str = ROWS, **photos: bytes) -> bytes:
    return zipped(**{"incident.csv": rows.encode(), **photos})


def asked(mission: Mission) -> Asked:
    return Asked(Origin.CENTRAL, form_asked(mission.row, "incident").pk)


def planned(mission: Mission, file: bytes, given: Photographs | None = None) -> ReportsPlan:
    files = given_with(Origin.CENTRAL, file, "e.zip") if given is None else given
    return plan_reports(mission.row, asked(mission), file, "e.zip", files)


def taken(mission: Mission, file: bytes, given: Photographs | None = None) -> int:
    files = given_with(Origin.CENTRAL, file, "e.zip") if given is None else given
    return write_reports(mission.row, asked(mission), planned(mission, file, files), now(), files)


def attachments(mission: Mission) -> list[str]:
    found = Attachment.objects.filter(submission__mission=mission.row)
    return sorted(found.values_list("name", flat=True))


def test_photographs_in_a_zip_of_central_come_in_with_a_working_copy_and_a_leaf(mission: Mission) -> None:
    file = export(**{"media/1.jpg": JPEG + b"1", "media/3.jpg": JPEG})
    plan = planned(mission, file)
    assert (plan.photographs, plan.absent, plan.faults) == (1, 1, ())
    assert any("media/3.jpg" in line and "(1)" in line for line in plan.unused)
    assert taken(mission, file) == 2
    (one,) = Attachment.objects.filter(submission__mission=mission.row)
    assert EXIF not in read_copy(one.sha256)
    assert len(mission.report_leaves) == 3
    missing = Flag.objects.filter(submission__mission=mission.row, kind=Flag.Kind.MISSING_FILE)
    assert missing.count() == 1


def test_photographs_given_later_are_added_once_to_the_reports_that_are_here(
    mission: Mission, tmp_path: Path
) -> None:
    taken(mission, export())
    assert attachments(mission) == []
    (tmp_path / "media").mkdir()
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / "media" / name).write_bytes(JPEG + name.encode())
    (tmp_path / "list.csv").write_text("a table is no photograph")
    assert planned(mission, export(), beside(tmp_path)).photographs == 2
    taken(mission, export(), beside(tmp_path))
    assert attachments(mission) == ["1.jpg", "2.jpg"]
    assert mission.row.submissions.count() == 2
    assert taken(mission, export(), beside(tmp_path)) == 0
    assert attachments(mission) == ["1.jpg", "2.jpg"]


def test_what_the_zip_holds_is_named_where_photographs_are_given_beside_it(mission: Mission) -> None:
    plan = planned(mission, export(**{"media/2.jpg": JPEG}), in_zip(zipped(**{"1.jpg": JPEG}), "photos.zip"))
    assert (plan.photographs, plan.absent) == (1, 1)
    assert any("files in the export (1)" in line for line in plan.unused)


def test_of_two_files_of_one_name_the_one_in_the_report_s_folder_is_meant_and_none_is_guessed(
    mission: Mission,
) -> None:
    file = export(ROWS.replace("2.jpg", "1.jpg"))
    both = in_zip(zipped(**{"x/a/1.jpg": JPEG + b"a", "x/b/1.jpg": JPEG + b"b"}), "p.zip")
    assert planned(mission, file, both).photographs == 2
    assert both.named("1.jpg", "uuid:b") == "x/b/1.jpg"
    unclear = in_zip(zipped(**{"x/1.jpg": JPEG + b"a", "y/1.jpg": JPEG + b"b"}), "p.zip")
    assert set(planned(mission, file, unclear).faults) == {"2 files are called 1.jpg"}


@pytest.mark.parametrize(
    ("content", "why"), [(b"%PDF-1.7", "PDF"), (JPEG[:40], "does not say how large it is")]
)
def test_what_is_no_photograph_is_refused_by_its_name_and_nothing_is_written(
    mission: Mission, content: bytes, why: str
) -> None:
    file = export(**{"media/1.jpg": content})
    (fault,) = planned(mission, file).faults
    assert fault.startswith("media/1.jpg: ")
    assert why in fault
    with pytest.raises(ScrutatorError, match="D61"):
        taken(mission, file)
    assert mission.row.submissions.count() == 0


def test_a_file_that_is_larger_than_a_photograph_may_be_is_refused_by_its_name(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photographs, "LARGEST_BODY", len(JPEG))
    (fault,) = planned(mission, export(**{"media/1.jpg": JPEG + b"1", "media/2.jpg": JPEG})).faults
    assert "the photograph media/1.jpg has more than" in fault


def test_without_an_evidence_key_photographs_are_refused(mission: Mission) -> None:
    mission.row.evidence_key = ""
    file = export(**{"media/1.jpg": JPEG})
    assert "no evidence key" in planned(mission, file).faults[0]
    assert planned(mission, file, NONE).faults == ()


def test_no_link_leads_out_of_the_folder_and_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside.jpg", tmp_path / "inside"
    outside.write_bytes(JPEG)
    inside.mkdir()
    os.symlink(outside, inside / "1.jpg")
    assert beside(inside).paths == ()
    with pytest.raises(ScrutatorError, match="D61"):
        beside(outside)
