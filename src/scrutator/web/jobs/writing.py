"""What was found, written in place of what was found before: a few statements for many reports."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from scrutator.field.checks.flags import Flag
from scrutator.field.deciding.standing import station_stands
from scrutator.field.deciding.waiting import waits
from scrutator.web.desk.acts import decided
from scrutator.web.desk.checking.looking import Looked, findings_of, order_of, rank_of
from scrutator.web.desk.checking.tables import checks_of
from scrutator.web.desk.models import Attention, Measured, Standing, StationFlag
from scrutator.web.intake import rows
from scrutator.web.intake.models import Check, Decision
from scrutator.web.missions.models import Place

Region = tuple[str, int | None, int]
"""A check beside neighbours, a region (None: stations in none), a mission."""


def touched(found: Sequence[Looked]) -> set[Region]:
    """Check and region of the shares that come or go when these are written."""
    before = Measured.objects.filter(submission__in=[one.report.pk for one in found])
    regions = set(before.values_list("check_id", "region", "submission__mission"))
    return regions | {
        (share.check_id, share.region, one.report.mission_id) for one in found for share in one.shares
    }


def write_reports(found: Sequence[Looked], at: datetime) -> None:
    """Write what was found of reports, at this moment."""
    numbers = [one.report.pk for one in found]
    Check.objects.filter(submission__in=numbers).delete()
    flags = [[one.report.pk, flag.kind.value, flag.name, flag.words] for one in found for flag in one.flags]
    rows.insert_lines(Check, flags)
    Measured.objects.filter(submission__in=numbers).delete()
    shares = [
        [one.report.pk, share.check_id, share.region, share.share.numerator, share.share.denominator]
        for one in found
        for share in one.shares
    ]
    rows.insert_lines(Measured, shares)
    decided = {one.submission_id: one for one in Standing.objects.filter(submission__in=numbers)}
    attention = [_attention(one, decided.get(one.report.pk), at) for one in found]
    rows.insert_many(Attention, attention, instead_of="submission_id")


def _attention(one: Looked, decided: Standing | None, at: datetime) -> Attention:
    report = one.report
    return Attention(
        mission_id=report.mission_id,
        submission_id=report.pk,
        rank=one.rank,
        at_stake=one.at_stake,
        order=order_of(one.at_stake),
        findings=one.findings,
        version=one.version,
        at=at,
        waits=waits(
            one.findings,
            decided.seen if decided else "",
            flagged=bool(decided and decided.flagged),
            state=report.state,
            replaced=report.superseded,
        ),
    )


def write_stations(found: Sequence[tuple[Place, tuple[Flag, ...]]], at: datetime) -> None:
    """Write what was found across the reports of stations."""
    numbers = [place.pk for place, _ in found]
    StationFlag.objects.filter(place__in=numbers).delete()
    lines = [
        [place.pk, flag.kind.value, flag.name, flag.words, json.dumps(flag.reports)]
        for place, flags in found
        for flag in flags
    ]
    rows.insert_lines(StationFlag, lines)
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for row in Decision.objects.filter(place__in=numbers):
        decisions[row.place_id or 0].append(row)
    versions = {mission: checks_of(mission).version for mission in {place.mission_id for place, _ in found}}
    attention = []
    for place, flags in found:
        seen, findings = station_stands(decided(decisions[place.pk])).seen, findings_of(flags)
        stakes = [flag.at_stake for flag in flags if flag.at_stake is not None]
        at_stake = max(stakes) if stakes else place.registered
        waiting = waits(findings, seen, flagged=False, state="", replaced=False)
        attention.append(
            Attention(
                mission_id=place.mission_id,
                place_id=place.pk,
                rank=rank_of(flags),
                at_stake=at_stake,
                order=order_of(at_stake),
                findings=findings,
                version=versions[place.mission_id],
                at=at,
                waits=waiting,
            )
        )
    rows.insert_many(Attention, attention, instead_of="place_id")
