"""From the mission's database to the plain records that a snapshot is made of."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Protocol
from zoneinfo import ZoneInfo

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import corrected
from scrutator.field.expected import Arrival, Expected, expected_by
from scrutator.field.mission import Duty, MissionRecords, Report, Selection, State, Station
from scrutator.field.outcomes import IMPORTED
from scrutator.field.submission import Submission as Parsed
from scrutator.field.xlsform import PublishedForm
from scrutator.web.clock import now
from scrutator.web.desk.models import Standing
from scrutator.web.desk.telling import told_for_a_case
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.held import refuse_changed
from scrutator.web.intake.models import Flag, Submission
from scrutator.web.intake.moment import one_moment
from scrutator.web.missions import models
from scrutator.web.missions.forms import published_form, questions_of, unasked
from scrutator.web.missions.models import Deployment, Mission, Place
from scrutator.web.missions.plans import DUE

UNKNOWN_FORM = "the form or its version was not published when it came"
UNASKED = "it answers what its form does not ask or offer"
CHUNK = 500
UNSAFE = "the observer was not safe"
APART = "the desk keeps its results apart"
REPLACED = "replaced by a later version"
_STATES = {
    Submission.State.NEW: State.ACCEPTED,
    Submission.State.VERIFIED: State.ACCEPTED,
    Submission.State.DUPLICATE: State.DUPLICATE,
    Submission.State.QUARANTINED: State.QUARANTINED,
    Submission.State.WITHHELD: State.WITHHELD,
}


def mission_of(slug: str) -> Mission:
    """The mission of this short name. Raises D62."""
    found: Mission | None = Mission.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Mission.objects.values_list("slug", flat=True)) or "none yet"
        raise ScrutatorError(
            "D62", f"there is no mission “{slug[:40]}”", remedy=f"Missions of this server: {known}."
        )
    return found


def records_of(mission: Mission) -> MissionRecords:
    """All of a mission that a publication rests on, at this moment. Raises D07 when it is not what the
    field's log received."""
    with one_moment():
        return _records(mission)


def _records(mission: Mission) -> MissionRecords:
    refuse_changed(mission)
    last = mission.checkpoints.order_by("-size").first()
    return MissionRecords(
        id=mission.slug,
        title=mission.name,
        publisher=mission.name,
        language="en",
        forms=(
            *map(published_form, mission.forms.order_by("pk").values_list("pk", flat=True)),
            *_never_published(mission),
        ),
        stations=tuple(stations_of(mission)),
        reports=tuple(_reports(mission)),
        received=Counter(mission.submissions.values_list("form_id", flat=True)),
        checkpoint=bytes(last.note).decode() if last else "",
        log_key=mission.log_key,
        duties=expected_now(mission, now()).states,
        teams={
            code: (team or opaque, partner)
            for code, team, partner, opaque in mission.observers.values_list(*_OBSERVER)
        },
    )


def _read(one: Submission, corrections: Mapping[str, str]) -> Parsed:
    """What a report says, with corrections; nothing is taken over where its form does not ask for it."""
    read = report_in(one.received)
    if one.published_id is not None and not unasked(read, questions_of(one.published_id)):
        paths = {question.name: question.path for question in questions_of(one.published_id)}
        by_path = {paths[name]: value for name, value in corrections.items()}
        answers = corrected(dict(read.answers), by_path) if by_path else dict(read.answers)
        return replace(read, answers=tuple((intern(path), intern(value)) for path, value in answers.items()))
    return Parsed(read.form_id, read.version, read.instance_id, read.deprecated_id, (), ())


def _never_published(mission: Mission) -> Iterator[PublishedForm]:
    """Forms that reports name and that the mission does not have; one may have been published since."""
    names = set(mission.submissions.filter(published=None).values_list("form_id", "version"))
    for form_id, version in sorted(names - set(mission.forms.values_list("form_id", "version"))):
        yield PublishedForm(form_id, version, form_id, (), b"", "", ())


def stations_of(mission: Mission) -> Iterator[Station]:
    """The stations, each with its cell: the names of what it lies in, the largest part first."""
    places = {place.pk: place for place in mission.places.all()}
    for place in places.values():
        if place.kind == "station":
            yield station_of(place, mission.time_zone, tuple(_above(place, places))[::-1])


def station_of(place: Place, time_zone: str, cell: tuple[str, ...] = ()) -> Station:
    """A place as the field knows it; `time_zone` is the mission's, for places that name none."""
    return Station(place.code, cell, place.registered, place.time_zone or time_zone)


def _above(place: Place, places: Mapping[int, Place]) -> Iterator[str]:
    seen = {place.pk}
    while place.parent_id is not None and place.parent_id not in seen:
        place = places[place.parent_id]
        seen.add(place.pk)
        yield place.name or place.code


def _reports(mission: Mission) -> Iterator[Report]:
    """Every report; what the database holds of it is let go as soon as it is read."""
    deployed = {
        (one.observer_id, one.place_id): one for one in Deployment.objects.filter(round__mission=mission)
    }
    marked = Flag.objects.filter(submission__mission=mission, kind=Flag.Kind.UNASKED)
    unasked_for = frozenset(marked.values_list("submission_id", flat=True))
    standing = {one.submission_id: one for one in Standing.objects.filter(submission__mission=mission)}
    told = told_for_a_case(mission)
    found = mission.submissions.select_related("received__device__observer", "place").order_by("pk")
    for one in found.iterator(chunk_size=CHUNK):
        after = standing.get(one.pk)
        read = _read(one, after.corrections if after else {})
        observer = one.received.device.observer
        by_desk = one.unsafe and after is not None and not after.came_held
        state, reason = state_of(one, one.pk in unasked_for, hidden_by_desk=by_desk)
        if state is State.ACCEPTED and after is not None and after.results_apart:
            state, reason = State.WITHHELD, APART
        sent = deployed.get((observer.pk, one.place_id))
        zone = ZoneInfo((one.place.time_zone if one.place else "") or mission.time_zone)
        yield Report(
            submission=read,
            team=observer.team or observer.opaque,
            state=state,
            reason=reason,
            selection=Selection(sent.selection) if sent else Selection.UNKNOWN,
            station=one.place.code if one.place else None,
            weight=sent.weight if sent else None,
            stratum=sent.stratum if sent else "",
            received=one.received.at.astimezone(zone).strftime(DUE),
            told=told[one.pk][0] if one.pk in told else None,
            event=told[one.pk][1] if one.pk in told else None,
            export=one.received.export,
        )


class Stated(Protocol):
    """What of a report says what became of it."""

    @property
    def published_id(self) -> int | None:
        """The version of the form that it is of."""

    @property
    def superseded(self) -> bool:
        """Whether a later version replaces it."""

    @property
    def state(self) -> str:
        """What the desk made of it."""

    @property
    def unsafe(self) -> bool:
        """Whether its observer may not be safe."""


COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)


def at_risk(mission: Mission) -> frozenset[int]:
    """The observers who have a report that is hidden from the desk: they are the coordinator's to call."""
    hidden = Submission.objects.filter(mission=mission, unsafe=True, received__device__isnull=False)
    return frozenset(hidden.values_list("received__device__observer", flat=True))


def expected_now(mission: Mission, at: datetime, without: frozenset[int] = frozenset()) -> Expected:
    """The mission's duties against its reports at a moment; observers go by their codes.

    Reports that are set aside, doubled, withheld or replaced meet no duty. `without`: observers who are left
    out with all they were to send and sent.
    """
    listed = models.Duty.objects.filter(round__mission=mission).exclude(observer__in=without)
    duties = [
        Duty(observer, place, form, _due(due))
        for observer, place, form, due in listed.values_list(
            "observer__code", "place__code", "form_id", "due"
        )
    ]
    counted = Submission.objects.filter(mission=mission, state__in=COUNTED, superseded=False)
    if without:
        counted = counted.exclude(received__device__observer__in=without)
    arrivals = [
        Arrival(observer, place or "", form, moment)
        for observer, place, form, moment in counted.values_list(
            "received__device__observer__code", "place__code", "form_id", "received__at"
        )
        if moment <= at
    ]
    return expected_by(duties, arrivals, stations_of(mission), at)


@lru_cache(maxsize=10_000)
def _due(text: str) -> datetime:
    """A duty's time, by its place's clock; many duties have the same."""
    return datetime.strptime(text, DUE)  # noqa: DTZ007


_OBSERVER = ("code", "team", "partner", "opaque")


def teams_of(mission: Mission) -> Mapping[str, tuple[str, str]]:
    """The team and the partner of each observer, by code; who has no team is one by themselves."""
    listed = mission.observers.values_list(*_OBSERVER)
    return {code: (team or code, partner) for code, team, partner, _ in listed}


def state_of(one: Stated, is_unasked: bool, *, hidden_by_desk: bool = False) -> tuple[State, str]:
    """What became of a report, and why, for the reader of a publication."""
    if one.published_id is None:
        return State.QUARANTINED, UNKNOWN_FORM
    if is_unasked:
        return State.QUARANTINED, UNASKED
    if one.superseded:
        return State.REPLACED, REPLACED
    state = _STATES[Submission.State(one.state)]
    if state is State.ACCEPTED and one.unsafe:
        return State.WITHHELD, _REASONS[State.WITHHELD] if hidden_by_desk else UNSAFE
    return state, "" if state is State.ACCEPTED else _REASONS[state]


_REASONS = {
    State.DUPLICATE: "it goes by another report's id, or the desk calls it a copy",
    State.QUARANTINED: "set aside by the desk or for its token",
    State.WITHHELD: "withheld by the desk",
}
REASONS = (IMPORTED, UNKNOWN_FORM, UNASKED, UNSAFE, APART, REPLACED, *_REASONS.values())
"""Why a report is not published, all of them."""
