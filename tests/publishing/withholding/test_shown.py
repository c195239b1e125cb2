"""What is withheld is committed to and shown nowhere."""

import json
from pathlib import Path

import pytest
from tests.publishing.test_rebuild import SIGNER
from tests.publishing.withholding.cases import CELL, REPLIES, members_of, published, verified

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle, build_unsigned_bundle
from scrutator.seal.log import records
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")


def test_a_bundle_that_shows_everything_speaks_of_nothing_attested(tmp_path: Path) -> None:
    built = published(tmp_path / "case", "")
    assert "attested" not in verified(built.bundle).verdict
    assert built.openings == ()
    assert "withheld.json" not in members_of(built.bundle)


def test_a_finding_whose_answer_does_not_need_what_is_withheld_is_rebuilt(tmp_path: Path) -> None:
    note = '[[withheld]]\ntable = "places"\nfields = ["source"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="R25"):
        published(tmp_path / "a", note)
    names = '[[withheld]]\ntable = "sources"\nfields = ["title"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="sources are always shown"):
        published(tmp_path / "b", names)
    places = "id,name,level,parent,code,source\nland,Land,country,,code-one,A\n"
    places += "north,North,region,land,code-two,A\nsouth,South,region,land,,A\n"
    codes = '[[withheld]]\ntable = "places"\nfields = ["code"]\nwhy = "the codes are those of the register"\n'
    built = published(tmp_path / "c", codes, **{"places.csv": places})
    report = verified(built.bundle)
    assert (report.word.value, "attested" in report.verdict) == ("VERIFIED", False)
    assert "3 values, rows or files are withheld" in report.verdict
    assert b"code-one" not in built.bundle


def test_no_member_holds_a_withheld_value(tmp_path: Path) -> None:
    rows = '[[withheld]]\ntable = "incidents"\nrows = ["i-2"]\nwhy = "the observer is at risk"\n'
    built = published(tmp_path / "case", rows, **REPLIES)
    assert verified(built.bundle).word == "VERIFIED"
    assert b"nothing was seen" not in built.bundle
    assert b"i-2" not in built.bundle
    assert b'"id":"withheld-rows/incidents/1"' in built.bundle


def test_a_value_that_still_stands_elsewhere_stops_the_publication(tmp_path: Path) -> None:
    text = SMALL_CASE["statement.en.md"] + "\nThe box was found open: the box was opened before noon.\n"
    entry = '[[withheld]]\ntable = "incidents"\nfields = ["text"]\nwhy = "x"\n'
    with pytest.raises(ScrutatorError, match="still shows what is withheld at withheld/incidents/i-1, text"):
        published(tmp_path / "case", entry, **REPLIES | {"statement.en.md": text})
    built = published(
        tmp_path / "case", entry + "shown_elsewhere = true\n", **REPLIES | {"statement.en.md": text}
    )
    assert verified(built.bundle).word == "VERIFIED"


def test_a_reply_that_is_kept_out_leaves_only_its_commitment(tmp_path: Path) -> None:
    built = published(tmp_path / "case", "", **REPLIES)
    assert verified(built.bundle).word == "VERIFIED"
    assert b"scoundrels" not in built.bundle
    assert b"It was opened at three" in built.bundle
    entry = next(
        line for line in members_of(built.bundle)[records.ENTRIES].split(b"\n") if b"withheld/replies" in line
    )
    assert set(json.loads(entry)["data"]) == {"text"}
    assert "attested" not in verified(built.bundle).verdict
    assert b"scoundrels" not in build_unsigned_bundle(str(tmp_path / "case"))


def test_a_withheld_file_is_neither_in_the_bundle_nor_in_the_log(tmp_path: Path) -> None:
    shape = '{"type":"FeatureCollection","features":[]}'
    entry = '[[withheld]]\nfile = "boundaries.geojson"\nwhy = "it shows where observers live"\n'
    built = published(tmp_path / "case", entry, **{"boundaries.geojson": shape})
    members = members_of(built.bundle)
    assert "case/boundaries.geojson" not in members
    assert b"file/boundaries.geojson" not in members[records.ENTRIES].replace(b"withheld-file/", b"")
    assert verified(built.bundle).word == "VERIFIED"


def test_new_salts_are_drawn_for_every_publication_so_that_equal_values_do_not_link_them(
    tmp_path: Path,
) -> None:
    first, second = (published(tmp_path / "case", CELL) for _ in range(2))
    assert [one.value for one in first.openings] == [one.value for one in second.openings]
    assert {one.salt for one in first.openings}.isdisjoint(one.salt for one in second.openings)
    logs = [members_of(one.bundle)[records.ENTRIES] for one in (first, second)]
    held = [next(line for line in log.split(b"\n") if b'"withheld/' in line) for log in logs]
    assert held[0] != held[1]


def test_a_log_goes_on_with_new_commitments_and_stays_one_log(tmp_path: Path) -> None:
    first = published(tmp_path / "case", CELL)
    second = build_bundle(str(tmp_path / "case"), SIGNER, previous=first.bundle)
    earlier = members_of(first.bundle)[records.CHECKPOINT]
    report = verified(second.bundle, remembered=earlier)
    assert report.word == "PARTLY REBUILT"
    assert "1 values" in report.verdict
