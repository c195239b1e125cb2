"""Every method a case may ask for has its page."""

import pytest

from scrutator.findings.register import METHODS
from scrutator.record.nouns.actors import ACTOR_KINDS, LINK_STATUSES, RELATIONS
from scrutator.record.nouns.claims import PROCESS_STAGES
from scrutator.record.nouns.commitments import STATUS_FIELDS, STATUSES
from scrutator.site.questions import BY_METHOD, Question, question_of
from scrutator.words.saying import Speech
from scrutator.words.site import LANGUAGES, site_words


def test_every_method_of_the_register_has_a_page() -> None:
    assert {question_of(method) for method in METHODS} == set(Question) - {
        Question.EVIDENCE,
        Question.SOURCES,
        Question.STATEMENT,
        Question.VERIFY,
    }


def test_no_page_is_named_for_a_method_that_is_gone() -> None:
    assert set(BY_METHOD) <= set(METHODS)


def test_a_method_of_no_known_room_is_not_put_somewhere() -> None:
    with pytest.raises(KeyError):
        question_of("astrology.stars")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_question_a_short_name_and_a_lead_in_every_language(language: str) -> None:
    words = site_words(language)
    for question in Question:
        assert words[question].endswith("?")
        assert words[f"{question}_short"]
        assert question is Question.EVIDENCE or words[f"{question}_lead"].endswith(".")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_question_of_every_method_is_asked_in_every_language(language: str) -> None:
    speech = Speech(language)
    assert [method.id for method in METHODS.values() if speech.say(method.question) is None] == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_words_of_the_record_that_a_page_prints_beside_its_texts_are_known(language: str) -> None:
    speech = Speech(language)
    words = [*ACTOR_KINDS, *RELATIONS, *LINK_STATUSES, *PROCESS_STAGES, *STATUS_FIELDS, *STATUSES]
    words += [
        "weak",
        "moderate",
        "strong",
        "part",
        "document",
        "computation",
        "testimony",
        "own words",
        "yes",
        "no",
    ]
    assert [word for word in words if speech.say(word) is None] == []
