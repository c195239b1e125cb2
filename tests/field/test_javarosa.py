"""Every bundled form, filled in by the library of ODK Collect in each language, is read back field for field."""

import pytest

from scrutator.field.checks.answers import check_answers
from scrutator.field.forms import bundled
from scrutator.field.questions import AnswerKind
from scrutator.field.reading.conditions import FormConditions, values_of
from support.field_forms import bundled_published
from support.javarosa import Filling, filled_by_javarosa, named, same

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filling:
    return filled_by_javarosa(tmp_path_factory.mktemp("javarosa"))


def test_every_answer_in_every_language_is_read_back(filled: Filling) -> None:
    for (name, _, _), one in filled.items():
        form = bundled_published(name)
        assert (one.report.form_id, one.report.version) == (name, form.version)
        assert one.report.instance_id.startswith("uuid:")
        found = named(one.report)
        for question in form.questions:
            if question.kind.is_asked and question.name in one.questions:
                assert same(question, one.answers[question.name], found[question.name]), (name, question.name)


def test_no_answer_that_fits_is_refused(filled: Filling) -> None:
    assert {key: one.refused for key, one in filled.items() if one.refused} == {}


def test_with_every_condition_open_every_question_is_shown_in_its_words(filled: Filling) -> None:
    for (name, language, variant), one in filled.items():
        for question in bundled_published(name).questions:
            if variant == 0 and question.kind.is_asked and question.name != "q_why":
                assert one.questions[question.name] == question.labels[language]
                for choice in question.choices:
                    assert one.choices[f"{question.name}/{choice.value}"] == choice.labels[language]


def test_every_choice_of_every_question_was_sent_once(filled: Filling) -> None:
    for name in bundled():
        sent: dict[str, set[str]] = {}
        for (form, _, _), one in filled.items():
            if form == name:
                for question, value in named(one.report).items():
                    sent.setdefault(question, set()).update(value.split(" "))
        for question in bundled_published(name).questions:
            if question.kind is AnswerKind.CHOICE or question.kind is AnswerKind.CHOICES:
                assert {choice.value for choice in question.choices} <= sent[question.name], question.name


def test_what_was_not_shown_is_not_in_the_report(filled: Filling) -> None:
    for (name, _, _), one in filled.items():
        hidden = {q.name for q in bundled_published(name).questions if q.kind.is_asked} - one.questions.keys()
        assert not hidden & named(one.report).keys()


def test_a_team_that_was_refused_is_asked_for_a_comment_and_nothing_else(filled: Filling) -> None:
    refused = [one for one in filled.values() if named(one.report).get("admitted") == "refused"]
    assert len(refused) == 4
    assert all(
        set(one.questions) - {"station", "commission"} == {"arrived", "admitted", "comment"}
        for one in refused
    )


def test_the_sums_of_a_protocol_are_read_back_and_a_slip_is_said(filled: Filling) -> None:
    one = filled["quickcount", "kk", 0]
    found = named(one.report)
    assert (found["s_votes"], found["s_used"]) == (str(8 * 7), str(4 * 7))
    assert "56" in one.questions["q_total"]
    assert {"q_ballots", "q_votes", "q_register"} <= one.questions.keys()
    assert "q_boxes" not in one.questions


def test_the_server_finds_the_same_questions_shown_as_the_phone(filled: Filling) -> None:
    for (name, language, variant), one in filled.items():
        form = bundled_published(name)
        values = values_of(named(one.report), form.questions)
        shown = FormConditions(form.questions).shown(values)
        expected = {q.name for q in form.questions if q.kind is not AnswerKind.CALCULATED} & shown
        assert one.questions.keys() == expected, (name, language, variant)


def test_the_desk_finds_nothing_impossible_in_what_a_phone_sends(filled: Filling) -> None:
    for (name, _, _), one in filled.items():
        assert check_answers(bundled_published(name), named(one.report)) == ()
