"""All checks of all reports of a mission: a pure function of its records and of a set of checks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scrutator.expressions.evaluation import Value
from scrutator.field.checks.across import AcrossChecks, check_stations
from scrutator.field.checks.answers import check_answers
from scrutator.field.checks.compiling import FormChecks, checks_of_form
from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.facts import Facts
from scrutator.field.checks.flags import Flag, Said, in_order
from scrutator.field.checks.neighbours import far_from_others, flag_beside, share_of
from scrutator.field.checks.parts import Part
from scrutator.field.checks.visits import Filed, Known, facts_of
from scrutator.field.checks.within import check_reports
from scrutator.field.entries import ONCE
from scrutator.field.reading.conditions import values_of

Rows = Sequence[tuple[Filed, Mapping[str, Value]]]


@dataclass(frozen=True)
class Checked:
    """What checks find: flags by the id of the report, and by the code of the station for checks across its
    reports; the version of the checks that found them. Only what has a flag is there."""

    reports: Mapping[str, tuple[Flag, ...]]
    stations: Mapping[str, tuple[Flag, ...]]
    version: str


def check_mission(filed: Sequence[Filed], known: Known, checks: CheckSet) -> Checked:
    """Answer: what is there to look at in these reports, alone, beside their neighbours and together?

    `filed` are the reports that count, each once. The order in which they are given decides nothing.
    """
    facts = facts_of(filed, known)
    flags: dict[str, list[Flag]] = defaultdict(list)
    for form_checks, reports in _by_form(filed, checks):
        values = {one.report: values_with(one, facts[one.report]) for one in reports}
        rows = [(one, values[one.report]) for one in reports]
        for report, found in check_parts(form_checks, reports, facts, values).items():
            flags[report] += found
        for one in reports:
            flags[one.report] += answers_not_allowed(one)
        for report, flag in beside_neighbours(form_checks, rows, known):
            flags[report].append(flag)
    by_report = {report: in_order(set(found)) for report, found in sorted(flags.items()) if found}
    return Checked(by_report, _across(filed, known, checks), checks.version)


def _by_form(filed: Sequence[Filed], checks: CheckSet) -> list[tuple[FormChecks, list[Filed]]]:
    """The reports of each version of a form, and what is asked of them."""
    same: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    for one in sorted(filed, key=lambda one: one.report):
        same[one.form.form_id, one.form.version].append(one)
    return [(checks_of_form(reports[0].form, checks), reports) for _, reports in sorted(same.items())]


def check_parts(
    checks: FormChecks,
    reports: Sequence[Filed],
    facts: Mapping[str, Facts],
    values: Mapping[str, Mapping[str, Value]],
) -> dict[str, list[Flag]]:
    """The flags of reports of one form, by the report: each check is asked of every entry of a group that
    repeats, with what stands around it, and of what was asked once where it needs no more. `values` are those
    of `values_with`, by the report."""
    same: dict[str | None, list[tuple[Filed, Part]]] = defaultdict(list)
    for one in reports:
        for part in one.looked_at:
            same[part.group].append((one, part))
    flags: dict[str, list[Flag]] = defaultdict(list)
    for parts in same.values():
        rows = [
            values[one.report]
            if part.group == ONCE[0] and part.form is one.form
            else {**values_of(part.answers, part.form.questions), **facts[one.report].values()}
            for one, part in parts
        ]
        for row, found in check_reports(_seen_in(checks, parts[0][1]), rows).items():
            flags[parts[row][0].report] += found
    return flags


def _seen_in(checks: FormChecks, part: Part) -> FormChecks:
    """The checks without those that ask for what stands in another group."""
    here = {one.name for one in part.form.questions}
    hidden = {one.name for one in checks.form.questions} - here
    within = tuple(one for one in checks.within if hidden.isdisjoint((*one.names, one.question)))
    return replace(checks, within=within)


def answers_not_allowed(one: Filed) -> tuple[Flag, ...]:
    """The answers that the form does not allow, in all parts of the report."""
    return tuple(flag for part in one.looked_at for flag in check_answers(part.form, part.answers))


def values_with(one: Filed, facts: Facts) -> dict[str, Value]:
    """The values that checks of one report use: what it answers once and what is known of it."""
    return {**values_of(one.answers, one.form.questions), **facts.values()}


def beside_neighbours(checks: FormChecks, rows: Rows, known: Known) -> list[tuple[str, Flag]]:
    """The reports whose share is far from those of comparable stations: of the same region."""
    found = []
    for applied in checks.beside:
        regions: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for one, values in rows:
            station = known.stations.get(one.station)
            share = share_of(applied, values) if station else None
            if station is not None and share is not None:
                regions[station.cell[0] if station.cell else ""][one.report] = share
        for shares in regions.values():
            found += [(name, flag_beside(applied, shares[name])) for name in far_from_others(shares)]
    return found


def said_by(one: Filed) -> Said:
    """The report as it is set beside others of its station."""
    at = one.begins or one.received
    return Said(one.report, one.team, one.form, int(at.timestamp()) if at else 0, one.answers)


def _across(filed: Sequence[Filed], known: Known, checks: CheckSet) -> dict[str, tuple[Flag, ...]]:
    at_station: dict[str, list[Said]] = defaultdict(list)
    for one in filed:
        if one.station in known.stations:
            at_station[one.station].append(said_by(one))
    return check_stations(at_station, AcrossChecks(checks))
