"""Who is missing or late now: by team, partner, operator of the telephone or region, in one list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scrutator.field.expected import Coverage, coverage_by
from scrutator.field.mission import Duty, DutyState
from scrutator.field.sms.operators import NO_PHONE, operator_of, operators_in
from scrutator.web.clock import now
from scrutator.web.desk.records import at_risk, expected_now, stations_of, teams_of
from scrutator.web.identities.store import phones_of
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.models import OperatorTable
from scrutator.web.roles import Role

SHOWN = 500


class By(StrEnum):
    """By what the missing are counted."""

    TEAM = "team"
    PARTNER = "partner"
    OPERATOR = "operator"
    REGION = "region"


PartOf = Callable[[Duty], Mapping[By, str]]


@dataclass(frozen=True)
class Overdue:
    """One observer with duties that are due and did not arrive: their code, the forms, since when by the
    clock of the place, and where they stand in each division."""

    observer: str
    forms: tuple[str, ...]
    since: datetime
    parts: Mapping[By, str]


@dataclass(frozen=True)
class Missing:
    """What is missing at a moment: by each division, and by observer, the longest overdue first."""

    at: datetime
    rows: Mapping[By, tuple[Coverage, ...]]
    observers: tuple[Overdue, ...]


def missing_now(mission: Mission, at: datetime, *, everyone: bool) -> Missing:
    """Answer: who should have sent what by now, and did not? `everyone`: with observers who have a hidden
    report, as the coordinator sees it. Each division adds up to the same whole."""
    found = expected_now(mission, at, frozenset() if everyone else at_risk(mission))
    part_of = _parts(mission)
    rows = {by: _rows(found.states, part_of, by) for by in By}
    late: dict[str, list[Duty]] = {}
    for duty, state in found.states:
        if state is DutyState.MISSING:
            late.setdefault(duty.team, []).append(duty)
    observers = (
        Overdue(code, tuple(sorted({one.form for one in duties})), first.due, part_of(first))
        for code, duties in late.items()
        for first in [min(duties, key=lambda one: (one.due, one.station, one.form))]
    )
    return Missing(at, rows, tuple(sorted(observers, key=lambda one: (one.since, one.observer))))


def _rows(states: Iterable[tuple[Duty, DutyState]], part_of: PartOf, by: By) -> tuple[Coverage, ...]:
    """Duties by one division, those with most missing first."""
    rows = coverage_by(states, lambda duty: (part_of(duty)[by],))
    return tuple(sorted(rows, key=lambda one: (-one.missing, one.place, one.form)))


def _parts(mission: Mission) -> PartOf:
    """Where a duty stands in each division."""
    teams, operators = teams_of(mission), operators_of(mission)
    regions = {one.code: one.cell[0] if one.cell else "" for one in stations_of(mission)}
    return lambda duty: {
        By.TEAM: teams[duty.team][0],
        By.PARTNER: teams[duty.team][1],
        By.OPERATOR: operators.get(duty.team, NO_PHONE),
        By.REGION: regions[duty.station],
    }


def operators_of(mission: Mission) -> dict[str, str]:
    """The operator of each observer's telephone, by the observer's code; no number leaves this function."""
    table = OperatorTable.objects.filter(mission=mission).order_by("-pk").first()
    operators = operators_in(table.table) if table else {}
    opaque = dict(mission.observers.values_list("code", "opaque"))
    phones = phones_of(opaque.values())
    return {code: operator_of(phones.get(one, ""), operators) for code, one in opaque.items()}


@require_safe
def missing(request: Any, mission: str) -> HttpResponse:
    """Who is missing, by one division, and the observers one by one; `part` and `form` ask for some."""
    chosen = request.GET.get("by", "")
    by = By(chosen) if chosen in list(By) else By.TEAM
    found = missing_now(request.mission, now(), everyone=request.role is Role.COORDINATOR)
    wanted = {name: request.GET.get(name, "") for name in ("part", "form")}
    listed = asked_for(found, by, wanted["part"], wanted["form"])
    context = {
        "mission": request.mission,
        "at": found.at,
        "by": by.value,
        "divisions": [one.value for one in By],
        "rows": found.rows[by][:SHOWN],
        "all_rows": len(found.rows[by]),
        "observers": [(one, one.parts[by]) for one in listed[:SHOWN]],
        "total": len(listed),
        "wanted": wanted,
        "writes": request.role in (Role.COORDINATOR, Role.DESK),
    }
    return render(request, "missing.html", context)


def asked_for(found: Missing, by: By, part: str, form: str) -> list[Overdue]:
    """The missing observers of one part and form; "" for all."""
    return [
        one
        for one in found.observers
        if (not part or one.parts[by] == part) and (not form or form in one.forms)
    ]
