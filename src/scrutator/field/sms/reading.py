"""From a message to the answers of a form, or to what is wrong with it: all of it, or nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.field.checks.answers import check_answers
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.reading.sms_tags import SERIAL
from scrutator.field.sms.card import Card
from scrutator.field.sms.letters import suggestions
from scrutator.field.sms.message import LONGEST, Pair, Written, parse
from scrutator.field.sms.numbers import is_number

_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,6})?")
_CHOSEN = re.compile(r"[0-9]{1,3}(?:\+[0-9]{1,3})*")
_SERIAL = re.compile(r"[1-9][0-9]{0,3}")


class Why(StrEnum):
    """Why a message is not taken as a report; each is a sentence of `words/sms.toml`."""

    LONG = "long"
    FORM = "form"
    NUMBER = "number"
    CODE = "code"
    SERIAL = "serial"
    TAG = "tag"
    TWICE = "twice"
    EMPTY = "empty"
    VALUE = "value"
    STRAY = "stray"
    NOTHING = "nothing"
    NEEDED = "needed"
    IMPOSSIBLE = "impossible"
    COMMENT = "comment"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `about` is a tag or a form, `meant` what may have been meant."""

    why: Why
    about: str = ""
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """A message read against the cards of a mission.

    `answers` are by the name of the question, and complete only without `faults`. `card` is None when the
    form is not known.
    """

    written: Written
    card: Card | None
    answers: Mapping[str, str]
    faults: tuple[Fault, ...]


def read(text: str, cards: Sequence[Card], known: Mapping[str, str] | None = None) -> Read:
    """Answer: which report is this message, or what keeps it from being one?

    `known` are answers that the mission has itself, by the name of the question, such as the station of an
    observer who is deployed at one; what is written goes before them. Every fault is found, not the first.
    """
    written = parse(text[:LONGEST])
    by_prefix = {card.prefix: card for card in cards}
    card = by_prefix.get(written.form)
    faults = [Fault(Why.LONG)] if len(text) > LONGEST else []
    if card is None:
        return Read(written, None, {}, (*faults, _unknown_form(written, by_prefix)))
    faults += _sender_faults(written)
    answers, wrong = _answers(written, card)
    faults += wrong
    if not faults:
        asked = {question.name for question in card.form.questions}
        own = {name: text for name, text in (known or {}).items() if name in asked}
        answers = {**own, **answers}
        faults += _form_faults(card, answers)
    return Read(written, card, answers, tuple(faults))


def _unknown_form(written: Written, by_prefix: Mapping[str, Card]) -> Fault:
    """The prefix without digits that stuck to it: `TC` of `TCI`."""
    found = suggestions(written.form, by_prefix)
    return Fault(Why.FORM, written.form, tuple(dict.fromkeys(one.rstrip("01") for one in found)))


def _sender_faults(written: Written) -> Iterator[Fault]:
    if not is_number(written.number):
        yield Fault(Why.NUMBER)
    if len(written.code) != 6:
        yield Fault(Why.CODE)
    if written.serial and not _SERIAL.fullmatch(written.serial):
        yield Fault(Why.SERIAL)


def _answers(written: Written, card: Card) -> tuple[dict[str, str], list[Fault]]:
    answers, faults = dict[str, str](), [Fault(Why.STRAY, one) for one in written.strays]
    for pair in written.pairs:
        question = card.tags.get(pair.tag)
        if question is None:
            faults.append(_unknown_tag(pair, card))
        elif question.name in answers:
            faults.append(Fault(Why.TWICE, pair.tag))
        else:
            answer = _answer(question, pair.value)
            if answer is None:
                faults.append(Fault(Why.VALUE if pair.value else Why.EMPTY, pair.tag))
            answers[question.name] = answer or ""
    if not written.pairs and not faults:
        faults.append(Fault(Why.NOTHING))
    if written.comment and card.comment is not None:
        answers[card.comment.name] = written.comment
    elif written.comment:
        faults.append(Fault(Why.COMMENT))
    return answers, faults


def _unknown_tag(pair: Pair, card: Card) -> Fault:
    if pair.tag == SERIAL:
        return Fault(Why.SERIAL)
    meant = suggestions(pair.tag, card.tags)
    return Fault(Why.TAG, pair.tag, tuple(f"{one}{pair.value}" for one in meant))


def _answer(question: Question, value: str) -> str | None:
    """The answer as the form stores it; None for a value that the question does not take."""
    match question.kind:
        case AnswerKind.COUNT:
            return str(int(value)) if _WHOLE.fullmatch(value) else None
        case AnswerKind.NUMBER:
            return value.replace(",", ".") if _DECIMAL.fullmatch(value) else None
        case AnswerKind.CHOICE | AnswerKind.CHOICES:
            return _chosen(question, value)
        case _:
            return value or None


def _chosen(question: Question, value: str) -> str | None:
    """Choices by their number in the form, from 1."""
    places = [int(one) for one in value.split("+")] if _CHOSEN.fullmatch(value) else []
    if len(set(places)) != len(places) or (question.kind is AnswerKind.CHOICE and len(places) > 1):
        return None
    if not places or not all(1 <= place <= len(question.choices) for place in places):
        return None
    return " ".join(question.choices[place - 1].value for place in sorted(places))


def _form_faults(card: Card, answers: Mapping[str, str]) -> Iterator[Fault]:
    """What the form itself does not allow, by the tag; a form that could not be sent has none left out."""
    tags = {question.name: tag for tag, question in card.tags.items()}
    for name, question in ((q.name, q) for q in card.tags.values()):
        if question.kind is AnswerKind.PLACE and not answers.get(name):
            yield Fault(Why.NEEDED, tags[name])
    for flag in check_answers(card.form, answers):
        about = tags.get(flag.questions[0], "")
        if card.comment is not None and flag.questions[0] == card.comment.name:
            yield Fault(Why.COMMENT)
        else:
            yield Fault(Why.NEEDED if flag.name.startswith("required") else Why.IMPOSSIBLE, about)
