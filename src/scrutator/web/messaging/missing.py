"""Who is missing or late now: by team, partner, operator of the telephone or region, in one list."""

from collections.abc import Callable, Sequence
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
from scrutator.web.desk.coverage import Computed, came_since, computed
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


@dataclass(frozen=True)
class Overdue:
    """One observer with duties that are due and did not arrive: their code, the forms, since when by the
    clock of the place, and in which part of the division they stand."""

    observer: str
    forms: tuple[str, ...]
    since: datetime
    part: str


@dataclass(frozen=True)
class Missing:
    """What is missing: by the parts of one division, and by observer, the longest overdue first."""

    rows: tuple[Coverage, ...]
    observers: tuple[Overdue, ...]


def missing_now(mission: Mission, at: datetime, by: By, *, everyone: bool) -> Missing:
    """Answer: who should have sent what by now, and did not? `everyone`: with observers who have a hidden
    report, as the coordinator sees it. Each division adds up to the same whole."""
    return missing_of(
        mission, expected_now(mission, at, frozenset() if everyone else at_risk(mission)).states, by
    )


def missing_of(mission: Mission, states: Sequence[tuple[Duty, DutyState]], by: By) -> Missing:
    """What is missing of these duties."""
    part_of = _parts(mission, by)
    rows = coverage_by(states, lambda duty: (part_of(duty),))
    late: dict[str, list[Duty]] = {}
    for duty, state in states:
        if state is DutyState.MISSING:
            late.setdefault(duty.team, []).append(duty)
    observers = (
        Overdue(code, tuple(sorted({one.form for one in duties})), first.due, part_of(first))
        for code, duties in late.items()
        for first in [min(duties, key=lambda one: (one.due, one.station, one.form))]
    )
    return Missing(
        tuple(sorted(rows, key=lambda one: (-one.missing, one.place, one.form))),
        tuple(sorted(observers, key=lambda one: (one.since, one.observer))),
    )


def _parts(mission: Mission, by: By) -> Callable[[Duty], str]:
    """In which part of a division a duty stands."""
    if by is By.REGION:
        regions = {one.code: one.cell[0] if one.cell else "" for one in stations_of(mission)}
        return lambda duty: regions[duty.station]
    if by is By.OPERATOR:
        operators = operators_of(mission)
        return lambda duty: operators.get(duty.team, NO_PHONE)
    teams, place = teams_of(mission), 0 if by is By.TEAM else 1
    return lambda duty: teams[duty.team][place]


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
    everyone = request.role is Role.COORDINATOR
    known = computed(request.mission, everyone=everyone)
    found = _divided(request.mission, known, by)
    wanted = {name: request.GET.get(name, "") for name in ("part", "form")}
    listed = asked_for(found, wanted["part"], wanted["form"])
    context = {
        "mission": request.mission,
        "at": known.at,
        "since": came_since(request.mission, known, everyone=everyone),
        "by": by.value,
        "divisions": [one.value for one in By],
        "rows": found.rows[:SHOWN],
        "all_rows": len(found.rows),
        "observers": listed[:SHOWN],
        "total": len(listed),
        "wanted": wanted,
        "writes": request.role in (Role.COORDINATOR, Role.DESK),
    }
    return render(request, "missing.html", context)


_LAST: dict[tuple[int, By], tuple[Computed, Missing]] = {}


def _divided(mission: Mission, known: Computed, by: By) -> Missing:
    """What is missing of this coverage; not divided again while it is the same, but for operators, which are
    declared apart from it."""
    last = _LAST.get((mission.pk, by))
    if last is not None and last[0] is known and by is not By.OPERATOR:
        return last[1]
    found = missing_of(mission, known.found.states, by)
    _LAST[mission.pk, by] = (known, found)
    return found


def divide(mission: Mission) -> None:
    """Divide what is missing by teams, so that the first who asks need not wait for it."""
    _divided(mission, computed(mission), By.TEAM)


def asked_for(found: Missing, part: str, form: str) -> list[Overdue]:
    """The missing observers of one part and form; "" for all."""
    return [
        one for one in found.observers if (not part or one.part == part) and (not form or form in one.forms)
    ]
