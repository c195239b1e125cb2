"""Every type of question, conditions and calculations: the library of ODK Collect and the server's own evaluation agree."""

from datetime import UTC, datetime

import pytest

from scrutator.field.checks.answers import check_answers
from scrutator.field.questions import AnswerKind
from scrutator.field.reading.conditions import values_of
from support.corpus import FITTING, WRONG, corpus
from support.javarosa import Filled, filled_alone, named

pytestmark = pytest.mark.system
NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> list[Filled]:
    variants = [*FITTING, *(answers for answers, _ in WRONG)]
    return filled_alone(tmp_path_factory.mktemp("corpus"), corpus().xform, variants, "Қазақша (kk)")


def test_the_corpus_has_every_type_that_a_form_may_have() -> None:
    assert {question.kind for question in corpus().questions} == set(AnswerKind)


def test_the_server_finds_nothing_wrong_with_what_the_library_takes(filled: list[Filled]) -> None:
    for one in filled[: len(FITTING)]:
        assert one.refused == []
        assert check_answers(corpus(), named(one.report), NOW) == ()


def test_the_server_shows_the_questions_that_the_library_shows(filled: list[Filled]) -> None:
    for one in filled[: len(FITTING)]:
        shown = corpus().conditions.shown(values_of(named(one.report), corpus().questions))
        asked = {q.name for q in corpus().questions if q.kind is not AnswerKind.CALCULATED}
        assert shown & asked == set(one.questions)
    assert {"some", "agree", "why", "picture", "said", "inner", "fewer", "age"} <= set().union(
        *(one.questions for one in filled)
    )


def test_what_the_library_refuses_the_server_names(filled: list[Filled]) -> None:
    for one, (answers, name) in zip(filled[len(FITTING) :], WRONG, strict=True):
        assert one.refused == [name]
        sent = named(one.report) | {name: answers[name]}
        assert {
            flag.questions[0] for flag in check_answers(corpus(), sent, NOW) if flag.name == "constraint"
        } == {name}


def test_calculations_are_computed_again_and_another_result_is_named(filled: list[Filled]) -> None:
    sent = named(filled[1].report)
    assert (sent["sum"], sent["eighth"], sent["chosen"], sent["none"]) == ("133", "8", "1", "2")
    for name in ("sum", "eighth", "tenth", "chosen", "none"):
        changed = sent | {name: str(float(sent[name]) + 0.001)}
        (flag,) = check_answers(corpus(), changed, NOW)
        assert (flag.name, flag.questions) == ("calculated otherwise", (name,))
