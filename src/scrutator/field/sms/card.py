"""Which tags stand for which questions of a form: what is printed on an observer's card."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.field.questions import Question
from scrutator.field.reading.sms_tags import COMMENT
from scrutator.field.xlsform import PublishedForm


@dataclass(frozen=True)
class Card:
    """A form that can be sent by SMS: its prefix, its questions by tag, and the one a comment answers."""

    prefix: str
    form: PublishedForm
    tags: Mapping[str, Question]
    comment: Question | None


def card_of(form: PublishedForm, prefix: str) -> Card:
    """The card of a form; `prefix` and tags are those of its XLSForm (columns `scrutator_sms`)."""
    tagged = {question.tag: question for question in form.questions if question.tag}
    comment = tagged.pop(COMMENT, None)
    return Card(prefix, form, tagged, comment)
