"""What checks find of seeded faults and say of clean stations, and whether decisions give the truth."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.field.checks.declared import About, CheckSet
from scrutator.field.checks.mission import Checked, check_mission
from scrutator.field.faults.decided import decisions_for, told_after, untrue_at
from scrutator.field.faults.seeding import Fault, SeededDay

MADE_FOR: Mapping[Fault, About] = {
    Fault.WITHIN: About.WITHIN,
    Fault.REGISTER: About.REGISTER,
    Fault.FORMS: About.FORMS,
    Fault.OBSERVERS: About.OBSERVERS,
    Fault.TEAMS: About.OBSERVERS,
    Fault.DEPLOYMENT: About.DEPLOYMENT,
    Fault.TIME: About.TIME,
    Fault.PLACE: About.PLACE,
    Fault.NEIGHBOURS: About.NEIGHBOURS,
    Fault.BLANK: About.BLANK,
    Fault.PHOTOS: About.PHOTOS,
}


@dataclass(frozen=True)
class FaultsFound:
    """Of each kind how many were seeded and found by a check made for it, with the report that is wrong among
    those it names; of the clean stations, how many have a serious flag or any; at how many stations the
    record after the desk's decisions is not the truth."""

    seeded: Mapping[Fault, int]
    found: Mapping[Fault, int]
    clean: int
    clean_serious: int
    clean_flagged: int
    stations: int
    untrue: tuple[str, ...]


def measure_faults(day: SeededDay, checks: CheckSet) -> FaultsFound:
    """Answer: what do these checks find of this day, and does a desk that follows them end at the truth?"""
    checked = check_mission(day.reports, day.known, checks)
    decided = decisions_for(day, found_by(day, checked, checks))
    return found_in(day, checked, checks, untrue_at(day, told_after(day, decided)))


def found_in(day: SeededDay, checked: Checked, checks: CheckSet, untrue: tuple[str, ...]) -> FaultsFound:
    """Answer: how much of each kind is in these flags, and how many clean stations? `untrue` are the stations
    at which the record after the desk's decisions is not the truth."""
    at_station: dict[str, list[bool]] = defaultdict(list)
    for one in day.reports:
        at_station[one.station] += [flag.kind.is_serious for flag in checked.reports.get(one.report, ())]
    for code, flags in checked.stations.items():
        at_station[code] += [flag.kind.is_serious for flag in flags]
    clean = [one.code for one in day.stations if one.code not in day.touched]
    return FaultsFound(
        Counter(kind for kind, _ in day.faults.values()),
        Counter(day.faults[code][0] for code in found_by(day, checked, checks)),
        len(clean),
        sum(any(at_station[code]) for code in clean),
        sum(bool(at_station[code]) for code in clean),
        len(day.stations),
        untrue,
    )


def found_at(day: SeededDay, checks: CheckSet) -> frozenset[str]:
    """The stations whose fault is found by a check made for its kind, with the report that is wrong among
    those it names."""
    return found_by(day, check_mission(day.reports, day.known, checks), checks)


def found_by(day: SeededDay, checked: Checked, checks: CheckSet) -> frozenset[str]:
    """The same of flags that are there already."""
    about = {one.id: one.about for one in checks.checks}
    return frozenset(
        code for code, (kind, wrong) in day.faults.items() if MADE_FOR[kind] in _about(checked, about, wrong)
    )


def named_at(day: SeededDay, checks: CheckSet) -> frozenset[str]:
    """The stations with a fault whose wrong report any check names, made for its kind or not."""
    checked = check_mission(day.reports, day.known, checks)
    named = {report for report, flags in checked.reports.items() if flags}
    named |= {report for flags in checked.stations.values() for flag in flags for report in flag.reports}
    return frozenset(code for code, (_, wrong) in day.faults.items() if wrong in named)


def _about(checked: Checked, about: Mapping[str, About], wrong: str) -> set[About]:
    """What the flags of a report, and of stations that name it, are about."""
    names = [flag.name for flag in checked.reports.get(wrong, ())]
    names += [flag.name for flags in checked.stations.values() for flag in flags if wrong in flag.reports]
    return {about[name] for name in names if name in about}
