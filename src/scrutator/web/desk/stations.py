"""One record of a station from all its reports: who said what, where they differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from scrutator.field.checks.across import check_station, check_stations
from scrutator.field.checks.flags import Flag, Said
from scrutator.field.checks.mission import said_by
from scrutator.field.deciding.standing import Act, in_force
from scrutator.field.merging import DeskChoice, Merged, merge_station
from scrutator.web.desk.acts import decided
from scrutator.web.desk.checking.filed import filed, together, with_origin
from scrutator.web.desk.checking.tables import across_for, checks_of
from scrutator.web.intake.models import Decision, Submission
from scrutator.web.missions.models import Place

COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)
Contradictions = tuple[Place, tuple[Flag, ...]]


@dataclass(frozen=True)
class StationRecord:
    """What the reports of a station say together, and where they contradict each other. `reports` are those
    that count: new or verified, not replaced, of a published form."""

    reports: tuple[Submission, ...]
    merged: tuple[Merged, ...]
    flags: tuple[Flag, ...]


def record_of(place: Place, *, with_unsafe: bool) -> StationRecord:
    """Answer: what do the reports of this station say? `with_unsafe`: those of observers who are not safe
    are among them. What the desk chose is said beside all versions, as long as a report gives it."""
    reports = _reports([place], with_unsafe=with_unsafe)
    said = _said(reports)
    across = across_for(checks_of(place.mission_id))
    return StationRecord(
        tuple(reports), merge_station(said, _choices(place, said)), check_station(said, across)
    )


def _reports(places: Sequence[Place], *, with_unsafe: bool) -> list[Submission]:
    counted = _counted(places)
    found = counted if with_unsafe else counted.filter(unsafe=False)
    return list(with_origin(found).select_related("received__leaf").order_by("pk"))


def _counted(places: Sequence[Place]) -> "QuerySet[Submission]":
    return Submission.objects.filter(place__in=places, state__in=COUNTED, superseded=False)


def _said(reports: Sequence[Submission]) -> list[Said]:
    found = filed(reports)
    return [said_by(found[one.pk]) for one in reports]


def _choices(place: Place, said: Sequence[Said]) -> Mapping[tuple[str, str], DeskChoice]:
    """The answers that the desk chose and that a report still gives."""
    rows = {row.pk: row for row in Decision.objects.filter(place=place).select_related("user")}
    given = {
        (one.form, one.question, version.value) for one in merge_station(said) for version in one.versions
    }
    chosen: dict[tuple[str, str], DeskChoice] = {}
    for one in in_force(decided(rows.values())):
        if one.act is Act.SETTLE:
            key = (one.content["form"], one.content["question"])
            row = rows[one.number]
            chosen[key] = DeskChoice(one.content["value"], row.user.username, row.reason)
    return {key: choice for key, choice in chosen.items() if (*key, choice.value) in given}


def contradictions(places: Iterable[Place]) -> list[Contradictions]:
    """Where the reports of these stations contradict each other, without reports of observers who are not
    safe; the stations where they do not with no flag."""
    listed = list(places)
    at_place: dict[str, list[Said]] = defaultdict(list)
    reports = together(_counted(listed).filter(unsafe=False).order_by("pk"))
    for one, said in zip(reports, _said(reports), strict=True):
        at_place[str(one.place_id)].append(said)
    found: dict[str, tuple[Flag, ...]] = {}
    for mission in {place.mission_id for place in listed}:
        theirs = {str(place.pk): at_place[str(place.pk)] for place in listed if place.mission_id == mission}
        found |= check_stations(theirs, across_for(checks_of(mission)))
    return [(place, found.get(str(place.pk), ())) for place in listed]


def differing_stations(places: Iterable[Place]) -> int:
    """At how many of these stations do teams differ on whether there was a problem?"""
    return sum(
        any(flag.name == "teams-differ" for flag in record_of(place, with_unsafe=True).flags)
        for place in places
    )
