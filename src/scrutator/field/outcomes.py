"""What becomes of every report in a publication: published, duplicate, quarantined or withheld, and why."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE, Entry, entries_of
from scrutator.field.mission import MissionRecords, Report, SnapshotPolicy, State, Station
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.xlsform import PublishedForm


class Outcome(StrEnum):
    """What became of a report."""

    PUBLISHED = "published"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    WITHHELD = "withheld"


IN_VISITS, IN_COPIES = "visits", "copies"
IMPORTED = "taken over from another system's export, without a receipt"
NO_CHOICE = "an answer is none of its form's choices"
_VOTES = re.compile(r"[0-9]{1,9}")
PROTOCOL_FORM, INCIDENT_FORM = "quickcount", "incident"
_STATES = {
    State.DUPLICATE: Outcome.DUPLICATE,
    State.QUARANTINED: Outcome.QUARANTINED,
    State.WITHHELD: Outcome.WITHHELD,
    State.REPLACED: Outcome.WITHHELD,
}


@dataclass(frozen=True)
class Settled:
    """One report, its form, its answers by the name of the question, its station, and what became of it.

    `reason` is why it is not published, or the table it is published in; `entries` are the answers in groups
    that repeat.
    """

    report: Report
    form: PublishedForm
    answers: Mapping[str, str]
    station: Station | None
    outcome: Outcome
    reason: str
    entries: Mapping[Entry, Mapping[str, str]]

    @property
    def why(self) -> str:
        """The reason as a publication gives it: of what is shown from an export, also which system's."""
        if self.outcome is Outcome.PUBLISHED and self.report.export:
            return f"{self.reason}, {IMPORTED}: {self.report.export}"
        return self.reason


def settle(mission: MissionRecords, policy: SnapshotPolicy) -> tuple[Settled, ...]:
    """Answer: which reports does this publication show, and why not the others?

    Raises D07 for a report of an unknown form version, two accepted reports of one instance, and reports
    that do not add up to what the log received.
    """
    forms = {(form.form_id, form.version): form for form in mission.forms}
    stations = {station.code: station for station in mission.stations}
    if len(stations) != len(mission.stations) or len(forms) != len(mission.forms):
        raise ScrutatorError("D07", "two stations have one code, or two forms one id and version")
    settled = [_settled(report, forms, stations, policy) for report in mission.reports]
    _check_received(settled, mission.received)
    return tuple(_one_copy_each(settled))


def _settled(
    report: Report,
    forms: Mapping[tuple[str, str], PublishedForm],
    stations: Mapping[str, Station],
    policy: SnapshotPolicy,
) -> Settled:
    one = report.submission
    form = forms.get((one.form_id, one.version))
    if form is None:
        what = f"version “{one.version}” of the form “{one.form_id}” is not among the published ones"
        raise ScrutatorError("D07", what)
    entries = entries_of(report.submission.answers, form.questions)
    answers = entries.pop(ONCE)
    code = report.station if report.station is not None else _station_answer(answers, form.questions)
    station = stations.get(code)
    outcome, reason = _decided(report, form, answers, station, policy)
    if outcome is Outcome.PUBLISHED and not all(_are_choices(form, said) for said in entries.values()):
        outcome, reason = Outcome.WITHHELD, NO_CHOICE
    return Settled(report, form, answers, station, outcome, reason, entries)


def _station_answer(answers: Mapping[str, str], questions: Sequence[Question]) -> str:
    return next((answers.get(q.name, "") for q in questions if q.kind is AnswerKind.PLACE), "")


def _decided(
    report: Report,
    form: PublishedForm,
    answers: Mapping[str, str],
    station: Station | None,
    policy: SnapshotPolicy,
) -> tuple[Outcome, str]:
    if report.export and not policy.publish_imported:
        return Outcome.WITHHELD, IMPORTED
    if report.state is not State.ACCEPTED:
        if not report.reason:
            raise ScrutatorError("D07", f"a report that is {report.state.value} has no reason")
        return _STATES[report.state], report.reason
    reason = _withheld_because(form, answers, station, policy)
    if reason:
        return Outcome.WITHHELD, reason
    return Outcome.PUBLISHED, IN_COPIES if form.form_id == PROTOCOL_FORM else IN_VISITS


def _withheld_because(
    form: PublishedForm, answers: Mapping[str, str], station: Station | None, policy: SnapshotPolicy
) -> str:
    """Why an accepted report is not shown; "" when it is."""
    if answers.get("i_safe") == "no":
        return "the observer was not safe"
    if "i_publish" in {question.name for question in form.questions} and answers.get("i_publish") != "yes":
        return "the observer did not agree"
    if station is None and not (form.form_id == INCIDENT_FORM and answers.get("i_stage") == "campaign"):
        return "the station is not on the mission's list"
    if not _are_choices(form, answers):
        return NO_CHOICE
    if form.form_id != PROTOCOL_FORM:
        return ""
    if not policy.publish_copies:
        return "the mission publishes no copies"
    if answers.get("q_how") != "posted":
        return "the protocol was not posted"
    if not all(answers.get(question.name) for question in vote_lines(form)):
        return "a line of the protocol was not obtained"
    if not all(_VOTES.fullmatch(answers[question.name]) for question in vote_lines(form)):
        return "a line of the protocol is no number of votes"
    return ""


def _are_choices(form: PublishedForm, answers: Mapping[str, str]) -> bool:
    """Is every chosen answer one that the form offers? A phone sends no other."""
    for question in form.questions:
        answer = answers.get(question.name, "")
        if answer and question.choices:
            chosen = answer.split() if question.kind is AnswerKind.CHOICES else [answer]
            if not {choice.value for choice in question.choices}.issuperset(chosen):
                return False
    return True


def vote_lines(form: PublishedForm) -> tuple[Question, ...]:
    """The questions of a protocol form that hold the votes of a list, or against all."""
    return tuple(
        question for question in form.questions if question.feeds.startswith("estimate of the result")
    )


def _check_received(settled: Sequence[Settled], received: Mapping[str, int]) -> None:
    """Every report that came in is here, and once among those that are accepted."""
    found = Counter(one.form.form_id for one in settled)
    for form in sorted(found.keys() | received.keys()):
        if found[form] != received.get(form, 0):
            logged = received.get(form, 0)
            what = f"the log received {logged} reports of “{form}”, the records hold {found[form]}"
            raise ScrutatorError("D07", what)
    accepted = [one.report.submission.instance_id for one in settled if one.report.state is State.ACCEPTED]
    if len(set(accepted)) != len(accepted):
        raise ScrutatorError("D07", "two accepted reports have one instanceID")


def _one_copy_each(settled: Sequence[Settled]) -> Iterator[Settled]:
    """A station's copy is shown once, the first to come; where two differ none is, because the desk has not
    settled it."""
    lines: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in settled:
        if one.reason == IN_COPIES and one.station:
            lines[one.station.code].add(_votes(one))
    shown: set[str] = set()
    for one in sorted(settled, key=lambda one: (one.report.received, one.report.submission.instance_id)):
        if one.outcome is not Outcome.PUBLISHED or one.reason != IN_COPIES or one.station is None:
            yield one
        elif len(lines[one.station.code]) > 1:
            yield _withheld(one, "copies of one station differ")
        elif one.station.code in shown:
            yield _withheld(one, "another copy of the station is shown")
        else:
            shown.add(one.station.code)
            yield one


def _votes(one: Settled) -> tuple[str, ...]:
    return tuple(f"{question.name}={one.answers[question.name]}" for question in vote_lines(one.form))


def _withheld(one: Settled, reason: str) -> Settled:
    return replace(one, outcome=Outcome.WITHHELD, reason=reason)
