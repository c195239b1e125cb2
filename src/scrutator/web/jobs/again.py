"""Checks asked again: of every report when another table comes into force, of neighbours when one arrives.

A table is asked of the reports of some observers at a time, so that new reports are looked at in between; the
stations follow, and the neighbours last. What was under way when the server ended goes on where it stood.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef, Q

from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, FlagKind, in_order
from scrutator.field.checks.neighbours import far_from_others
from scrutator.web.clock import now
from scrutator.web.desk.checking.filed import filed, together
from scrutator.web.desk.checking.looking import COPY, Looked, look_at, measured_in, unread
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import CheckTable, Measured
from scrutator.web.desk.stations import Contradictions, contradictions
from scrutator.web.intake.models import Check, Job, Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.intake.running import writer
from scrutator.web.jobs.writing import Region, write_reports, write_stations
from scrutator.web.missions.models import Mission, Observer, Place

MOST_REPORTS, MOST_OBSERVERS, MOST_STATIONS, MOST_WRITTEN = 1_000, 200, 100, 100
Part = TypeVar("Part")


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
    """The reports of the next observers; when there are none, the next stations; then the neighbours."""
    if observers := _next_observers(row):
        found = looked_again(observers, checks)
        _write(row, reports=found, done_to=observers[-1])
        return max(len(found), 1)
    if places := _next_stations(row):
        _write(row, stations=contradictions(places), places_to=places[-1].pk)
        return len(places)
    _write(row, regions=_regions(row.mission), finished=True)
    return 1


def _write(
    row: CheckTable,
    *,
    reports: Sequence[Looked] = (),
    stations: Sequence[Contradictions] = (),
    regions: Iterable[Region] = (),
    **state: int | bool,
) -> None:
    """Write what was found, some at a time, for reports that come in wait meanwhile; how far it went comes
    last."""
    again = [Job(submission_id=number) for number in sorted(far_changed(regions))]
    for at in range(0, len(reports), MOST_WRITTEN):
        _in_one(write_reports, reports[at : at + MOST_WRITTEN])
    for at in range(0, len(stations), MOST_WRITTEN):
        _in_one(write_stations, stations[at : at + MOST_WRITTEN])

    def done(log: object) -> None:
        Job.objects.bulk_create(again)
        CheckTable.objects.filter(pk=row.pk).update(**state)

    writer().run(done)


def _in_one(write: Callable[[Sequence[Part], datetime], None], found: Sequence[Part]) -> None:
    writer().run(lambda log: write(found, now()))


def _next_observers(row: CheckTable) -> list[int]:
    """Observers after those that were done, as many as have about a thousand reports; none once stations are
    under way.

    They are counted some at a time: all that are left would be joined to all reports, for each thousand.
    """
    taken, reports, last = list[int](), 0, row.done_to
    left = Observer.objects.filter(mission=row.mission_id).order_by("pk").values_list("pk", flat=True)
    while not row.places_to and (some := list(left.filter(pk__gt=last)[:MOST_OBSERVERS])):
        theirs = Submission.objects.filter(received__device__observer__in=some).order_by()
        counted = dict(theirs.values_list("received__device__observer").annotate(n=Count("pk")))
        for observer in some:
            taken += [observer] if observer in counted else []
            reports += counted.get(observer, 0)
            if reports >= MOST_REPORTS:
                return taken
        last = some[-1]
    return taken


def looked_again(observers: list[int], checks: CheckSet) -> list[Looked]:
    """What checks find of all reports of these observers; copies, and what a form does not allow, stay."""
    # Observers are of one mission; with its name a database begins with all of the mission's reports.
    theirs = Submission.objects.filter(received__device__observer__in=observers).order_by("pk")
    reports = together(theirs)
    kept = Check.objects.filter(Q(name=COPY) | Q(kind=FlagKind.IMPOSSIBLE.value))
    flags: dict[int, set[Flag]] = {}
    for one in of_numbers(kept, "submission", [report.pk for report in reports]):
        flags.setdefault(one.submission_id, set()).add(Flag(FlagKind(one.kind), one.name, (), one.words))
    found = [
        replace(one, flags=in_order({*one.flags, *flags.get(one.report.pk, ())}))
        for one in look_at(reports, checks, filed(reports), again=True)
    ]
    return [*found, *(unread(one, checks) for one in theirs.filter(published=None))]


def _next_stations(row: CheckTable) -> list[Place]:
    left = Place.objects.filter(mission=row.mission_id, kind="station", pk__gt=row.places_to)
    reported = left.filter(Exists(Submission.objects.filter(place=OuterRef("pk"))))
    return list(reported.select_related("mission").order_by("pk")[:MOST_STATIONS])


def _regions(mission: Mission) -> set[Region]:
    rows = Measured.objects.filter(submission__mission=mission).values_list("check_id", "region").distinct()
    return {(check, region, mission.pk) for check, region in rows}


def far_changed(regions: Iterable[Region], found: Sequence[Looked] = ()) -> set[int]:
    """The reports of these regions whose share is far from the others' and is not marked so, or is marked and
    no longer far, once `found` is written. It is computed before: what is being written holds up all
    others."""
    changed = set[int]()
    for check, region, mission in regions:
        measured = measured_in(check, region, mission)
        rows = Check.objects.filter(name=check).values_list("submission_id", flat=True)
        marked = set(of_numbers(rows, "submission", measured))
        for one in found:
            measured.pop(one.report.pk, None)
            marked.discard(one.report.pk)
            if one.report.mission_id == mission:
                shares = [s.share for s in one.shares if (s.check_id, s.region) == (check, region)]
                measured |= {one.report.pk: shares[0]} if shares else {}
                marked |= {one.report.pk for flag in one.flags if shares and flag.name == check}
        far = {int(name) for name in far_from_others({str(n): share for n, share in measured.items()})}
        changed |= far ^ marked
    return changed
