"""From stored reports of incidents to what each tells of its event."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from scrutator.field.deciding.standing import corrected
from scrutator.field.incidents.told import Told, events
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.privacy import rounded
from scrutator.field.shown.incidents import KIND, KNOWN, MOMENT
from scrutator.field.submission import plain_path
from scrutator.web.desk.models import Standing
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Received, Submission
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission

WORDS = "i_text"
COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)


def incident_reports(mission: Mission) -> dict[int, Submission]:
    """The mission's reports of incidents by their numbers, in their order, with what they came with."""
    rows = Submission.objects.filter(mission=mission, form_id=INCIDENT_FORM).order_by("pk")
    joined = rows.select_related("received__device__observer", "received__leaf", "place")
    return {one.pk: one for one in joined.select_related("received__desk_entry")}


def told_for_a_case(mission: Mission) -> dict[int, tuple[Told, int]]:
    """What each report tells and the number of the event, for a publication: the status that the desk decided
    of an event stands with each of its reports, for the one that opened it may not be shown."""
    found = events(told_in(incident_reports(mission)))
    return {
        one.number: (replace(one, status=reports[0].status, decided_of=reports[0].decided_of), number)
        for number, reports in found.items()
        for one in reports
    }


def told_in(reports: Mapping[int, Submission]) -> Iterator[Told]:
    """What each of these reports tells of its event."""
    standing = {one.submission_id: one for one in Standing.objects.filter(submission__in=reports)}
    of_instance: dict[tuple[str, int | None], int] = {}
    for number, one in reports.items():
        of_instance.setdefault((one.instance_id, _observer(one)), number)
    for number, one in reports.items():
        yield _one_told(number, one, standing.get(number), of_instance.get((one.replaces, _observer(one))))


def _observer(one: Submission) -> int | None:
    return one.received.device.observer_id if one.received.device else None


def _one_told(number: int, one: Submission, stands: Standing | None, replaces: int | None) -> Told:
    said = answers(one, stands.corrections if stands else {})
    device, entry = one.received.device, getattr(one.received, "desk_entry", None)
    observer = device.observer if device else None
    day = rounded(said.get(MOMENT, ""), 1440) or one.received.at.date().isoformat()
    return Told(
        number,
        observer.opaque if observer else "",
        observer.team if observer else "",
        said.get(KIND, ""),
        one.place.code if one.place else "",
        day[:10],
        said.get(KNOWN, ""),
        words=said.get(WORDS, ""),
        by_observer=observer is not None and not (entry and entry.outside),
        relayed=bool(stands and stands.relayed),
        counts=one.state in COUNTED and not one.superseded and one.published_id is not None,
        held=one.unsafe,
        joined=stands.joined_id if stands else None,
        replaces=replaces if replaces != number else None,
        status=stands.status if stands else "",
        decided_of=stands.decided_of if stands else "",
    )


def answers(one: Submission, corrections: Mapping[str, str]) -> dict[str, str]:
    """What a report says, by the names of its form's questions, as the desk corrected it."""
    if one.published_id is None or not bytes(one.received.content):
        return {}  # never published, or deleted by `mission retire`
    return corrected(dict(_answers(one.received_id, one.published_id)), corrections)


@lru_cache(maxsize=20_000)
def _answers(received: int, form: int) -> tuple[tuple[str, str], ...]:
    """What was received never changes."""
    found = Received.objects.get(pk=received)
    names = {question.path: question.name for question in questions_of(form) if not question.repeats}
    said = report_in(found).answers
    return tuple((names[plain_path(path)], value) for path, value in said if plain_path(path) in names)
