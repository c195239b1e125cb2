"""The bundled forms: what they ask, in three languages, and that they are written by their tool."""

import csv
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.forms import bundled, bundled_form
from scrutator.field.questions import AnswerKind
from scrutator.field.reading.lint import check_form
from scrutator.field.reading.sheets import read_sheets
from scrutator.field.xlsform import PublishedForm
from scrutator.words.norms import norm_catalogue
from support.field_forms import bundled_published

ROOT = Path(__file__).parents[2]
# Questions of forms.md, with the lists of a ballot counted as one.
ASKED = {
    "opening": 24,
    "voting": 25,
    "counting": 25,
    "tabulation": 23,
    "incident": 17,
    "quickcount": 24,
    "voters": 7,
}


def asked(form: PublishedForm) -> list[str]:
    names = [question.name for question in form.questions if question.kind.is_asked]
    return [name for name in names if not name.startswith("list_") or name == "list_1"]


def test_the_tool_writes_the_forms_that_are_committed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "tools/forms/make_forms.py", str(tmp_path)], cwd=ROOT, check=True)
    assert {path.stem: path.read_bytes() for path in tmp_path.glob("*.xlsx")} == {
        name: bundled_form(name) for name in bundled()
    }


def test_a_form_that_is_not_bundled_is_refused_by_name() -> None:
    with pytest.raises(ScrutatorError, match=r"D06.*nosuch.*opening") as refused:
        bundled_form("nosuch")
    assert refused.value.code == "D06"


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_form_has_no_fault(name: str) -> None:
    assert check_form(read_sheets(bundled_form(name))) == ()


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_form_asks_what_it_should_and_at_most_twenty_five_questions(name: str) -> None:
    assert len(asked(bundled_published(name))) == ASKED[name] <= 25


@pytest.mark.parametrize("name", bundled())
def test_every_word_an_observer_reads_is_there_in_three_languages(name: str) -> None:
    for question in bundled_published(name).questions:
        texts = [question.labels, question.messages, *(choice.labels for choice in question.choices)]
        for text in filter(None, texts):
            assert set(text) == {"en", "ru", "kk"}
            assert "-" not in text.values()
        assert question.labels or question.kind is AnswerKind.CALCULATED
        assert question.messages or not question.constraint


@pytest.mark.parametrize("name", bundled())
def test_problem_and_apart_are_choices_of_their_question_and_norms_are_in_the_catalogue(name: str) -> None:
    for question in bundled_published(name).questions:
        values = {choice.value for choice in question.choices}
        assert set(question.problem) <= values
        assert set(question.apart) <= values
        assert not set(question.problem) & set(question.apart)
        assert set(question.norms) <= set(norm_catalogue())


@pytest.mark.parametrize("name", bundled())
def test_what_a_question_is_for_is_not_sent_to_phones(name: str) -> None:
    xform = bundled_published(name).xform.decode()
    assert "scrutator" not in xform
    assert "copenhagen" not in xform
    assert "share, D1" not in xform


@pytest.mark.parametrize("name", bundled())
def test_every_question_has_its_bind_in_the_xform(name: str) -> None:
    form = bundled_published(name)
    binds = {
        element.get("nodeset")
        for element in ElementTree.fromstring(form.xform).iter("{http://www.w3.org/2002/xforms}bind")
    }
    assert {f"/data/{question.path}" for question in form.questions} <= binds


def test_nothing_is_preselected_and_a_team_that_was_refused_writes_only_a_comment() -> None:
    form = bundled_published("voting")
    free = [question.name for question in form.questions if not question.relevance]
    assert free == ["station", "arrived", "admitted", "comment"]
    seen = [question for question in form.questions if question.path.startswith("seen/")]
    assert all(question.relevance[0] == "${admitted} != 'refused'" for question in seen)


def test_the_wording_is_that_of_the_reference(reference_data: Path) -> None:
    with (reference_data / "words" / "forms-questions.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if "…" not in row["id"] and row["type"] != "note, calculated"
        ]
    published = {
        (question.name, language): text
        for name in bundled()
        for question in bundled_published(name).questions
        for language, text in question.labels.items()
    }
    for row in rows:
        for language in ("en", "ru", "kk"):
            assert published[row["id"], language] == row[f"label_{language}"]
