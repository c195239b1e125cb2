"""Reports of incidents as dated events of the record, without a word of the observer's own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.field.incidents.status import Status, status_of
from scrutator.field.incidents.taxonomy import bundled_taxonomy
from scrutator.field.incidents.told import SAW, Told
from scrutator.field.outcomes import INCIDENT_FORM, Settled
from scrutator.field.privacy import rounded
from scrutator.field.questions import AnswerKind
from scrutator.field.shown.times import believed

INCIDENT_COLUMNS = ("id", "date", "place", "kind", "text", "source", "mark", "status", "independent")
KIND, STAGE, KNOWN, SCALE, MOMENT = "i_kind", "i_stage", "i_known", "i_scale", "i_when"
IN_TEXT = (KIND, STAGE, KNOWN, SCALE)
_AT_A_STATION, _OTHER = "irregularity at a station", "other"


def incident_rows(
    visits: Sequence[Settled], names: Mapping[str, str], language: str, source: str
) -> Iterator[tuple[str, ...]]:
    """One row for each event that is told of in a report that is shown, its id the pseudonym of that visit,
    of the earliest where several are.

    The day is the observer's, else the one it was received on; the text is made of the form's own choices.
    The status is the desk's as far as the reports that are shown allow it: none that is not shown counts as a
    source. What the observer saw is marked unverified, all else second-hand, until it is confirmed. Raises
    D07 for a report without a day.
    """
    events: dict[tuple[str, int], list[Settled]] = defaultdict(list)
    for one in visits:
        if one.form.form_id == INCIDENT_FORM:
            known = one.report.event is not None
            key = ("event", one.report.event or 0) if known else (one.report.submission.instance_id, 0)
            events[key].append(one)
    for reports in events.values():
        first = min(reports, key=_order)
        visit = names[first.report.submission.instance_id]
        answer = first.answers.get(KIND, "")
        kind = bundled_taxonomy()[answer].event if answer in bundled_taxonomy() else _AT_A_STATION
        status, sources = _found_out([one.report.told for one in reports])
        mark = "unverified" if first.answers.get(KNOWN) == SAW else "second-hand"
        mark = "" if status == Status.CONFIRMED else mark
        about = (visit, _day(first), "", kind if answer else _OTHER, _text(first, language), source)
        yield (*about, mark, status, sources)


def _order(one: Settled) -> tuple[int, str]:
    return one.report.told.number if one.report.told else 0, one.report.submission.instance_id


def _found_out(told: Iterable[Told | None]) -> tuple[str, str]:
    """The status of an event and its sources, from the reports that are shown; "" where no desk looked."""
    listed = [one for one in told if one is not None]
    if not listed:
        return "", ""
    found = status_of(listed)
    return found.status.value, str(found.sources)


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
