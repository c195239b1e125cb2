"""The table of checks that a mission has in force: the bundled one until it brings its own."""

from functools import lru_cache
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.field.checks.across import AcrossChecks, idle_across
from scrutator.field.checks.compiling import FormChecks, checks_of_form
from scrutator.field.checks.declared import CheckSet, bundled_checks, read_checks
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import name_of, note, written
from scrutator.web.clock import now
from scrutator.web.desk.models import CheckTable
from scrutator.web.intake.running import writer
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.models import Mission


def checks_of(mission: int) -> CheckSet:
    """The checks in force in a mission."""
    newest = CheckTable.objects.filter(mission=mission).order_by("-pk").values_list("pk", flat=True).first()
    return bundled_checks() if newest is None else _read(newest)


@lru_cache(maxsize=16)
def _read(number: int) -> CheckSet:
    return read_checks(CheckTable.objects.values_list("table", flat=True).get(pk=number))


_COMPILED: dict[tuple[str, int], FormChecks] = {}
_ACROSS: dict[str, AcrossChecks] = {}
MOST_KEPT = 512


def compiled_for(checks: CheckSet, published: int) -> FormChecks:
    """The checks of a published form, read once for each version of them."""
    key = (checks.version, published)
    if key not in _COMPILED:
        if len(_COMPILED) >= MOST_KEPT:
            _COMPILED.clear()
        _COMPILED[key] = checks_of_form(published_form(published), checks)
    return _COMPILED[key]


def across_for(checks: CheckSet) -> AcrossChecks:
    """The checks across reports, read once for each version of them."""
    if checks.version not in _ACROSS:
        _ACROSS.clear()
        _ACROSS[checks.version] = AcrossChecks(checks)
    return _ACROSS[checks.version]


def idle_checks(mission: Mission, checks: CheckSet) -> tuple[tuple[str, str], ...]:
    """The ids of checks that ask nothing of any current form of the mission, and why."""
    numbers = list(mission.forms.filter(current=True).order_by("form_id").values_list("pk", flat=True))
    forms = [compiled_for(checks, number) for number in numbers]
    fit = {one.check.id for form in forms for one in (*form.within, *form.beside)}
    why = {one.check.id: one.why for form in forms for one in form.idle if one.check.id not in fit}
    across = {one.id: reason for one, reason in idle_across(checks, [form.form for form in forms])}
    of_one = {one.id for one in checks.checks if one.scope.is_of_one_report}
    unfit = {name: why.get(name, "the mission has no form that it is for") for name in of_one - fit}
    return tuple(sorted({**across, **unfit}.items()))


def bring_into_force(mission: Mission, table: str, user: Any) -> CheckTable:
    """Put a table of checks into force; it will be asked of every report. Raises D10 for one that cannot be
    used, and for a check that fits no form of the mission."""
    checks = read_checks(table)
    bundled = {one.id: one for one in bundled_checks().checks}
    own = {one.id for one in checks.checks if bundled.get(one.id) != one}
    for name, why in idle_checks(mission, checks):
        if name in own:
            raise ScrutatorError("D10", f"“{name}” asks nothing of any form: {why}")
    row = CheckTable(mission=mission, version=checks.version, table=table, user=user, at=now())

    def write(log: Any) -> None:
        row.save(force_insert=True)
        note(log, mission.pk, What.CHECKS, name_of(user), {"version": row.version[:12]}, written(row))

    writer().run(write)
    return row
