"""`scrutator forms` as a person types it."""

import json
from pathlib import Path

import pytest

from cli.conftest import Scrutator
from support.field_forms import body, bundled_published
from support.text_workbook import text_workbook


@pytest.fixture(autouse=True)
def converter() -> None:
    bundled_published("voting")


def test_the_bundled_forms_are_listed(scrutator: Scrutator) -> None:
    found = json.loads(scrutator("forms", "list", "--json").stdout)
    assert [(one["form"], one["questions"]) for one in found][:2] == [("opening", 24), ("voting", 25)]


def test_a_bundled_form_is_written_once_and_checks_clean(scrutator: Scrutator, tmp_path: Path) -> None:
    assert scrutator("forms", "write", "voting", "-o", "mine.xlsx").returncode == 0
    again = scrutator("forms", "write", "voting", "-o", "mine.xlsx")
    assert (again.returncode, "X04" in again.stderr) == (2, True)
    assert "no faults in 25 questions" in scrutator("forms", "check", "mine.xlsx").stdout


def test_every_fault_of_a_form_is_said_with_its_row(scrutator: Scrutator, tmp_path: Path) -> None:
    survey = [["type", "name", "label::English (en)"], ["geopoint", "x", "Where?"], ["barcode", "y", "-"]]
    sheets = {"survey": survey, "settings": [["form_id"], ["mine"]]}
    (tmp_path / "mine.xlsx").write_bytes(text_workbook(sheets))
    done = scrutator("forms", "check", "mine.xlsx")
    assert done.returncode == 1
    assert done.stdout.count("survey") == 3
    assert "where the observer stood" in done.stdout


def test_a_report_is_shown_in_the_forms_words_with_what_to_look_at(
    scrutator: Scrutator, tmp_path: Path
) -> None:
    answers = {"station": "S1", "admitted": "at_once", "seen/v_secrecy": "no", "seen/overall": "bad"}
    (tmp_path / "a.xml").write_bytes(body("voting", answers))
    done = scrutator("forms", "report", "voting", "a.xml", "--language", "ru")
    assert done.returncode == 0, done.stderr
    assert "Вас допустили на участок?" in done.stdout
    (tmp_path / "b.xml").write_bytes(body("voting", answers | {"seen/v_secrecy": "perhaps", "seen/odd": "1"}))
    done = scrutator("forms", "report", "voting", "b.xml", "--json")
    assert done.returncode == 1
    assert [flag["name"] for flag in json.loads(done.stdout)["flags"]] == [
        "not one of the choices",
        "unknown question",
    ]


def test_a_report_of_another_form_and_a_file_that_is_not_there_are_errors_with_a_remedy(
    scrutator: Scrutator, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_bytes(body("opening", {"station": "S1"}))
    done = scrutator("forms", "report", "voting", "a.xml")
    assert (done.returncode, "scrutator forms report opening a.xml" in done.stderr) == (2, True)
    assert "X01" in scrutator("forms", "check", "nosuch").stderr
    assert "X01" in scrutator("forms", "report", "voting", "nosuch.xml").stderr
