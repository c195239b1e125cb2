"""Reports of incidents as dated events of the record, without a word of the observer's own."""

from collections.abc import Iterator, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.field.outcomes import INCIDENT_FORM, Settled
from scrutator.field.privacy import rounded
from scrutator.field.questions import AnswerKind
from scrutator.field.shown.times import believed

INCIDENT_COLUMNS = ("id", "date", "place", "kind", "text", "source", "mark")
KIND, STAGE, KNOWN, SCALE, MOMENT = "i_kind", "i_stage", "i_known", "i_scale", "i_when"
SEEN = "saw"
IN_TEXT = (KIND, STAGE, KNOWN, SCALE)
_ALLEGED = "alleged offence"
_KINDS = {"violence": _ALLEGED, "pressure": _ALLEGED, "buying": _ALLEGED, "other": "other", "": "other"}
_AT_A_STATION = "irregularity at a station"


def incident_rows(
    visits: Sequence[Settled], names: Mapping[str, str], language: str, source: str
) -> Iterator[tuple[str, ...]]:
    """One row for each report of an incident that is shown, its id the pseudonym of its visit.

    The day is the observer's, else the one it was received on; the text is made of the form's own choices.
    What the observer saw is marked unverified, all else second-hand. Raises D07 for a report without a day.
    """
    for one in visits:
        if one.form.form_id == INCIDENT_FORM:
            visit = names[one.report.submission.instance_id]
            kind = _KINDS.get(one.answers.get(KIND, ""), _AT_A_STATION)
            mark = "unverified" if one.answers.get(KNOWN) == SEEN else "second-hand"
            yield visit, _day(one), "", kind, _text(one, language), source, mark


def _day(one: Settled) -> str:
    received = one.report.received
    moment = rounded(believed(one.answers.get(MOMENT, ""), received), 1) or rounded(received, 1)
    if not moment:
        raise ScrutatorError("D07", "a report of an incident has no day, and none it was received on")
    return moment.partition("T")[0]


def _text(one: Settled, language: str) -> str:
    """The words of the chosen answers, in the language if the form has it."""
    said = []
    questions = {question.name: question for question in one.form.questions}
    for name in IN_TEXT:
        question, answer = questions.get(name), one.answers.get(name, "")
        if question is not None and question.kind is AnswerKind.CHOICE and answer:
            labels = next((choice.labels for choice in question.choices if choice.value == answer), {})
            said.append(labels.get(language) or next(iter(labels.values()), answer))
    return "; ".join(said) or one.form.title
