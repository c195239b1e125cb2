"""From the mission's database to what checks are asked of: reports as they count, what is known of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from scrutator.errors import ScrutatorError
from scrutator.field.checks.parts import Part, parts_of
from scrutator.field.checks.visits import Filed, Known
from scrutator.field.deciding.standing import corrected
from scrutator.field.entries import ONCE, entries_of
from scrutator.field.mission import Station
from scrutator.field.submission import plain_path
from scrutator.field.xlsform import PublishedForm
from scrutator.web.desk.models import Standing
from scrutator.web.desk.records import station_of
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Attachment, Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.models import Deployment, Device, Mission, Place, Round

COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)
MOST_VISITS = 50
PARENTS = "parent__parent__parent__parent"


def with_origin(found: "QuerySet[Submission]") -> "QuerySet[Submission]":
    """The reports with all that `filed` reads of them, in one query; none whose content was deleted."""
    return (
        found.filter(published__isnull=False)
        .exclude(received__content=b"")
        .select_related("received__device__observer", "mission", f"place__{PARENTS}")
    )


def together(found: "QuerySet[Submission]") -> list[Submission]:
    """The same reports as `with_origin`, for many of one mission: each device, observer and place is read
    once and shared, and not once for each report."""
    told = found.filter(published__isnull=False).exclude(received__content=b"")
    return shared(list(told.select_related("received")))


def shared(reports: list[Submission]) -> list[Submission]:
    """The reports with their devices, observers, missions and places, each read once for all of them."""
    devices = Device.objects.select_related("observer").in_bulk({one.received.device_id for one in reports})
    places = _with_parents({one.place_id for one in reports})
    missions = Mission.objects.in_bulk({one.mission_id for one in reports})
    for one in reports:
        known, origin = one._state.fields_cache, one.received._state.fields_cache
        known["mission"], known["place"] = missions[one.mission_id], places.get(one.place_id)
        origin["device"] = devices.get(one.received.device_id)
    return reports


def _with_parents(numbers: set[int | None]) -> dict[int | None, Place]:
    """These places by number, each with what it lies in."""
    found: dict[int | None, Place] = {}
    while wanted := numbers - found.keys() - {None}:
        found |= Place.objects.in_bulk(wanted)
        numbers = {found[one].parent_id for one in wanted if one in found}
    for one in found.values():
        one._state.fields_cache["parent"] = found.get(one.parent_id)
    return found


def filed(reports: Sequence[Submission]) -> dict[int, Filed]:
    """Reports of published forms as checks see them, by their number: with corrections."""
    numbers = [one.pk for one in reports]
    here: dict[int, set[str]] = defaultdict(set)
    named = Attachment.objects.values_list("submission_id", "name")
    for number, name in of_numbers(named, "submission", numbers):
        here[number].add(name)
    changed = Standing.objects.exclude(corrections={}).values_list("submission_id", "corrections")
    corrections = dict(of_numbers(changed, "submission", numbers))
    return {one.pk: _filed(one, here[one.pk], corrections.get(one.pk, {})) for one in reports}


def _filed(one: Submission, here: set[str], corrections: Mapping[str, str]) -> Filed:
    form = published_form(one.published_id or 0)
    read = report_in(one.received)
    answers, parts = _answers(read.answers, form, corrections)
    observer = one.received.device.observer if one.received.device else None
    return Filed(
        str(one.pk),
        observer.code if observer else "",
        (observer.team or observer.code) if observer else "",
        form,
        one.place.code if one.place and one.place.kind == "station" else "",
        one.received.at,
        answers,
        len(read.attachments),
        len(set(read.attachments) - here),
        parts,
        one.state in COUNTED and not one.superseded,
    )


def _answers(
    given: Sequence[tuple[str, str]], form: PublishedForm, corrections: Mapping[str, str]
) -> tuple[Mapping[str, str], tuple[Part, ...]]:
    """What a report answers once, and its parts. One that answers what its form does not ask is looked at as
    far as it does, all together."""
    try:
        entries = entries_of(given, form.questions)
    except ScrutatorError:
        names = {question.path: question.name for question in form.questions}
        found = {names[plain_path(path)]: value for path, value in given if plain_path(path) in names}
        together = corrected(found, corrections)
        repeated = {question.name for question in form.questions if question.repeats}
        once = {name: value for name, value in together.items() if name not in repeated}
        return once, (Part(None, form, together),)
    once = dict(corrected(entries[ONCE], corrections))
    return once, parts_of({**entries, ONCE: once}, form)


def region_of(place: Place | None) -> int | None:
    """The largest place that a place lies in; comparable stations have the same."""
    while place is not None and place.parent is not None:
        place = place.parent
    return place.pk if place is not None and place.kind != "station" else None


def known_of(reports: Iterable[Submission]) -> Known:
    """What the mission knows of the stations and observers of these reports, all of one mission."""
    listed = list(reports)
    stations: dict[str, Station] = {}
    for one in listed:
        if one.place is not None and one.place.kind == "station":
            stations[one.place.code] = station_of(one.place, one.mission.time_zone, _cell(one.place))
    observers = {one.received.device.observer_id for one in listed if one.received.device}
    deployed: dict[str, set[str]] = defaultdict(set)
    sent = Deployment.objects.filter(observer__in=observers).values_list("observer__code", "place__code")
    for observer, place in sent:
        deployed[observer].add(place)
    places = {observer: frozenset(codes) for observer, codes in deployed.items()}
    return Known(stations, places, _day(listed[0].mission_id) if listed else None)


def _cell(place: Place) -> tuple[str, ...]:
    above, parent = [], place.parent
    while parent is not None:
        above.append(parent.name or parent.code)
        parent = parent.parent
    return tuple(above[::-1])


def _day(mission: int) -> date | None:
    """The day of voting; None in a mission of several rounds, where a report does not say which it is of."""
    days = list(Round.objects.filter(mission=mission).values_list("day", flat=True)[:2])
    return days[0] if len(days) == 1 else None


def other_visits(reports: Sequence[Submission]) -> list[Submission]:
    """The newest reports that count of the observers of these, without these: where they were before."""
    observers = {one.received.device.observer_id for one in reports if one.received.device}
    theirs = Submission.objects.filter(
        received__device__observer__in=observers, state__in=COUNTED, superseded=False
    ).exclude(pk__in=[one.pk for one in reports])
    taken: dict[int, list[int]] = defaultdict(list)
    for number, observer in theirs.order_by("-pk").values_list("pk", "received__device__observer"):
        if len(taken[observer]) < MOST_VISITS:
            taken[observer].append(number)
    numbers = [number for visits in taken.values() for number in visits]
    return together(Submission.objects.filter(pk__in=numbers)) if numbers else []
