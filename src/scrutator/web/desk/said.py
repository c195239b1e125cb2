"""An answer as a person at the desk reads it."""

from datetime import date, datetime

from django.utils import translation

from scrutator.field.questions import AnswerKind, Question
from scrutator.web.speech import in_words
from scrutator.words.dates import date_words


def said(value: str, question: Question | None) -> str:
    """The answer in the words of its choices, a moment and a day as the page's language writes them.

    Anything else, and what is no moment where one was asked for, stands as it was sent.
    """
    if question is None:
        return value
    if question.choices:
        words = {choice.value: in_words(choice.labels, choice.value) for choice in question.choices}
        return ", ".join(words.get(part, part) for part in value.split())
    try:
        if question.kind is AnswerKind.MOMENT:
            return _moment(datetime.fromisoformat(value))
        if question.kind is AnswerKind.DATE:
            return _day(date.fromisoformat(value))
    except ValueError:
        pass
    return value


def _moment(at: datetime) -> str:
    """Day, clock and, where the phone said it, how far its clock is from UTC; seconds if any."""
    clock = at.strftime("%H:%M:%S" if at.second else "%H:%M")
    zone = f" {at.tzname()}" if at.tzinfo else ""
    return f"{_day(at.date())}, {clock}{zone}"


def _day(day: date) -> str:
    return date_words(day.year, day.month, day.day, translation.get_language() or "en")
