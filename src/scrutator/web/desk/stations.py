"""One record of a station from all its reports: who said what, where they differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scrutator.field.checks import Flag, Said, check_station
from scrutator.field.merging import Merged, merge_station
from scrutator.field.submission import plain_path
from scrutator.web.desk.models import StationFlag
from scrutator.web.intake.contents import report_in
from scrutator.web.intake.models import Submission
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.models import Place

COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)


@dataclass(frozen=True)
class StationRecord:
    """What the reports of a station say together, and where they contradict each other. `reports` are those
    that count: new or verified, not replaced, of a published form."""

    reports: tuple[Submission, ...]
    merged: tuple[Merged, ...]
    flags: tuple[Flag, ...]


def record_of(place: Place, *, with_unsafe: bool) -> StationRecord:
    """Answer: what do the reports of this station say? `with_unsafe`: those of observers who are not safe
    are among them."""
    counted = Submission.objects.filter(
        place=place, state__in=COUNTED, superseded=False, published__isnull=False
    ).select_related("received__device__observer", "received__leaf", "published")
    reports = tuple(counted.order_by("pk") if with_unsafe else counted.filter(unsafe=False).order_by("pk"))
    said = list(_said(reports))
    return StationRecord(reports, merge_station(said), check_station(said))


def _said(reports: tuple[Submission, ...]) -> Iterator[Said]:
    for one in reports:
        form = published_form(one.published_id or 0)
        names = {question.path: question.name for question in form.questions if not question.repeats}
        given = report_in(one.received).answers
        answers = {names[plain_path(path)]: value for path, value in given if plain_path(path) in names}
        observer = one.received.device.observer
        at = int(one.received.at.timestamp())
        yield Said(str(one.pk), observer.team or observer.code, form, at, answers)


def contradictions(places: Iterable[Place]) -> dict[int, tuple[Flag, ...]]:
    """Where the reports of these stations contradict each other, by the place's number, without reports of
    observers who are not safe."""
    return {place.pk: record_of(place, with_unsafe=False).flags for place in places}


def write_contradictions(found: dict[int, tuple[Flag, ...]]) -> None:
    """Write them in place of what was written before."""
    StationFlag.objects.filter(place__in=list(found)).delete()
    StationFlag.objects.bulk_create(
        StationFlag(place_id=place, kind=one.kind.value, name=one.name, words=one.words)
        for place, flags in found.items()
        for one in flags
    )


def differing_stations(places: Iterable[Place]) -> int:
    """At how many of these stations do teams differ on whether there was a problem?"""
    return sum(
        any(flag.name == "teams differ" for flag in record_of(place, with_unsafe=True).flags)
        for place in places
    )
