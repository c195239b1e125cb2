"""Checks asked again: of every report when another table comes into force, of neighbours when one arrives.

A table is asked of the reports of some observers at a time, so that new reports are looked at in between; the
stations follow, and the neighbours last. What was under way when the server ended goes on where it stood.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count

from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, FlagKind
from scrutator.field.checks.neighbours import far_from_others
from scrutator.web.checking.filed import with_origin
from scrutator.web.checking.looking import COPY, Looked, look_at, measured_in, unread
from scrutator.web.checking.tables import checks_of
from scrutator.web.checking.writing import Region, write_reports, write_stations
from scrutator.web.clock import now
from scrutator.web.desk.models import CheckTable, Measured
from scrutator.web.desk.stations import contradictions
from scrutator.web.intake.models import Check, Job, Submission
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Mission, Place

MOST_REPORTS = 1_000


def ask_again() -> int:
    """Go on with the oldest table that was not asked of all reports; how many reports and stations it was
    asked of now, 0 when there is nothing to do."""
    row = CheckTable.objects.filter(finished=False).select_related("mission").order_by("pk").first()
    if row is None:
        return 0
    newer = CheckTable.objects.filter(mission=row.mission_id, pk__gt=row.pk)
    if newer.exists():
        writer().run(lambda log: CheckTable.objects.filter(pk=row.pk).update(finished=True))
        return 1
    return _go_on(row, checks_of(row.mission_id))


def _go_on(row: CheckTable, checks: CheckSet) -> int:
    observers, last = _next_observers(row)
    found = looked_again(row.mission, observers, checks) if observers else []
    places = [] if observers else _stations(row.mission)
    contradicting = [one for some in _chunks(places) for one in contradictions(some)]
    regions = set[Region]() if observers else _regions(row.mission)

    def write(log: object) -> None:
        write_reports(found, now())
        write_stations(contradicting, now())
        again = far_changed(regions)
        Job.objects.bulk_create(Job(submission_id=number) for number in sorted(again))
        CheckTable.objects.filter(pk=row.pk).update(done_to=last, finished=not observers)

    writer().run(write)
    return max(len(found) + len(contradicting), 1)


def _next_observers(row: CheckTable) -> tuple[list[int], int]:
    """Observers after those that were done, as many as have about a thousand reports; the last of them."""
    counted = (
        Submission.objects.filter(mission=row.mission_id, received__device__observer__gt=row.done_to)
        .values_list("received__device__observer")
        .annotate(n=Count("pk"))
        .order_by("received__device__observer")
    )
    taken, reports = [], 0
    for observer, count in counted[:MOST_REPORTS]:
        taken.append(observer)
        reports += count
        if reports >= MOST_REPORTS:
            break
    return taken, taken[-1] if taken else row.done_to


def looked_again(mission: Mission, observers: list[int], checks: CheckSet) -> list[Looked]:
    """What checks find of all reports of these observers; copies that were found stay."""
    theirs = Submission.objects.filter(mission=mission, received__device__observer__in=observers).order_by(
        "pk"
    )
    reports = list(with_origin(theirs))
    copies = Check.objects.filter(submission__in=reports, name=COPY)
    flags: dict[int, set[Flag]] = {}
    for one in copies:
        flags.setdefault(one.submission_id, set()).add(Flag(FlagKind(one.kind), one.name, (), one.words))
    found = [
        replace(one, flags=tuple(sorted({*one.flags, *flags.get(one.report.pk, ())})))
        for one in look_at(reports, checks, beside=False)
    ]
    return [*found, *(unread(one, checks) for one in theirs.filter(published=None))]


def _stations(mission: Mission) -> list[Place]:
    reported = Submission.objects.filter(mission=mission, place__isnull=False).values("place").distinct()
    return list(Place.objects.filter(pk__in=reported).select_related("mission"))


def _chunks(places: list[Place]) -> Iterable[list[Place]]:
    return (places[at : at + MOST_REPORTS] for at in range(0, len(places), MOST_REPORTS))


def _regions(mission: Mission) -> set[Region]:
    rows = Measured.objects.filter(submission__mission=mission).values_list("check_id", "region").distinct()
    return {(check, region, mission.pk) for check, region in rows}


def far_changed(regions: Iterable[Region]) -> set[int]:
    """The reports of these regions whose share is far from the others' and is not marked so, or is marked and
    no longer far."""
    changed = set[int]()
    for check, region, mission in regions:
        measured = measured_in(check, region, mission)
        far = {int(name) for name in far_from_others({str(n): share for n, share in measured.items()})}
        marked = Check.objects.filter(name=check, submission__in=list(measured))
        changed |= far ^ set(marked.values_list("submission_id", flat=True))
    return changed
