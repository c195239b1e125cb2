"""A site shows what the publication of its case shows: from a folder, from a bundle, and nothing withheld."""

from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_unsigned_bundle, show_case
from scrutator.publishing.sites.building import site_of, site_of_shown
from support.site_case import SITE_CASE
from support.small_case import SMALL_CASE

WITHHELD = '[[withheld]]\ntable = "claims"\nrows = ["C2"]\nfields = ["quotation"]\nwhy = "a person"\n'


def write(folder: Path, files: dict[str, str]) -> str:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def test_a_bundle_gives_the_site_of_the_case_it_was_made_from(tmp_path: Path) -> None:
    case = write(tmp_path / "small", SMALL_CASE)
    (tmp_path / "b.zip").write_bytes(build_unsigned_bundle(case))
    assert site_of([str(tmp_path / "b.zip")]) == site_of([case]) == site_of_shown([show_case(case)])


def test_two_cases_of_one_id_are_refused(tmp_path: Path) -> None:
    case = write(tmp_path / "small", SMALL_CASE)
    with pytest.raises(ScrutatorError, match="two of the cases are called small") as error:
        site_of([case, case])
    assert error.value.code == "X03"


def test_what_is_no_bundle_or_holds_no_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK")
    with pytest.raises(ScrutatorError) as error:
        site_of([str(tmp_path / "b.zip")])
    assert error.value.code == "Z04"


def test_a_case_with_faults_gives_no_site(tmp_path: Path) -> None:
    case = write(tmp_path / "small", {**SMALL_CASE, "lists.csv": "id,name\nred,Red\n"})
    with pytest.raises(ScrutatorError) as error:
        site_of([case])
    assert error.value.code == "R30"


def test_what_is_withheld_stands_on_no_page(tmp_path: Path) -> None:
    secret = "the words of a witness who must not be known"
    claims = SITE_CASE["claims.csv"].replace("Nobody stayed at home,,", f"Nobody stayed at home,{secret},")
    open_case = write(tmp_path / "open", {**SITE_CASE, "claims.csv": claims})
    assert any(secret.encode() in data for data in site_of([open_case]).values())
    kept = write(tmp_path / "kept", {**SITE_CASE, "claims.csv": claims, "withheld.toml": WITHHELD})
    site = site_of([kept])
    assert [name for name, data in site.items() if secret.encode() in data] == []
    assert b"Nobody stayed at home" in site["small/en/claims/C2.html"]
    (tmp_path / "b.zip").write_bytes(build_unsigned_bundle(kept))
    assert site_of([str(tmp_path / "b.zip")]) == site
