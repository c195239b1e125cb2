"""What a form on paper shows: every question of the screen, in its order, in one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.field.paper.conditions import condition_words
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.reading.sheets import language_code
from scrutator.field.xlsform import PublishedForm
from scrutator.words.mission import form_name
from scrutator.words.paper import paper_words

NOW = "now()"  # paper has no clock: the screen says this only where it is broken
_REFERENCE = re.compile(r"\$\{([a-z0-9_]+)\}")


@dataclass(frozen=True)
class PaperLine:
    """One question or note. `number` counts what is asked and is "" for a note; `condition` says when it is
    asked, "" for always; `options` are the choices in order, numbered as in an SMS; `tag` is its SMS tag."""

    number: str
    name: str
    kind: AnswerKind
    label: str
    hint: str
    limits: str
    condition: str
    options: tuple[str, ...]
    needed: bool
    tag: str


@dataclass(frozen=True)
class Paper:
    """A form on paper. `md5` is that of the form on phones; `direction` is ltr or rtl."""

    form_id: str
    version: str
    md5: str
    title: str
    language: str
    lines: tuple[PaperLine, ...]


def paper_of(form: PublishedForm, language: str) -> Paper:
    """Answer: what does the paper of this form show in this language (a code, such as `kk`)?

    Calculations are not shown, as on the screen. Raises D06 for a language that the form does not have.
    """
    known = [language_code(name) for name in form.languages]
    if language not in known:
        remedy = f"Languages of this form: {', '.join(known)}."
        raise ScrutatorError("D06", f"{form.form_id} is not in “{language[:10]}”", remedy=remedy)
    shown = [question for question in form.questions if question.kind is not AnswerKind.CALCULATED]
    asked = [question for question in shown if question.kind.is_asked]
    numbers = {question.name: str(place) for place, question in enumerate(asked, 1)}
    formulas = {q.name: q.calculation for q in form.questions if q.kind is AnswerKind.CALCULATED}
    written = _Writer(form, language, numbers, formulas)
    title = form_name(form.form_id, language, form.title)
    lines = tuple(written.line(question) for question in shown)
    return Paper(form.form_id, form.version, form.md5, title, language, lines)


@dataclass(frozen=True)
class _Writer:
    form: PublishedForm
    language: str
    numbers: Mapping[str, str]
    formulas: Mapping[str, str]

    def line(self, question: Question) -> PaperLine:
        """One line; a number of another question stands in brackets."""
        choices = {q.name: {c.value: self._of(c.labels) for c in q.choices} for q in self.form.questions}
        words = paper_words(self.language)
        condition = condition_words(question.relevance, self.numbers, self.formulas, choices, words)
        return PaperLine(
            number=self.numbers.get(question.name, ""),
            name=question.name,
            kind=question.kind,
            label=self._text(question.labels),
            hint=self._text(question.hints),
            limits="" if NOW in question.constraint else self._text(question.messages),
            condition=condition,
            options=tuple(self._of(choice.labels) for choice in question.choices),
            needed=question.required,
            tag=question.tag,
        )

    def _of(self, labels: Mapping[str, str]) -> str:
        return labels.get(self.language, "")

    def _text(self, labels: Mapping[str, str]) -> str:
        return _REFERENCE.sub(lambda found: f"[{self._number(found[1])}]", self._of(labels))

    def _number(self, name: str) -> str:
        """The number of a question; of a calculation, the numbers it is made of: `7 + 8`."""
        if name in self.numbers:
            return self.numbers[name]
        return _REFERENCE.sub(lambda found: self._number(found[1]), self.formulas.get(name, name))
