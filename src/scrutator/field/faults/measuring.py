"""What checks find of seeded faults and say of clean stations, and whether decisions give the truth."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.field.checks.declared import About, CheckSet
from scrutator.field.checks.mission import Checked, check_mission
from scrutator.field.checks.visits import Filed
from scrutator.field.deciding.standing import Act, Decided, Standing, corrected, stands
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
    found = _found(day, checked, checks)
    at_station: dict[str, list[bool]] = defaultdict(list)
    for one in day.reports:
        at_station[one.station] += [flag.kind.is_serious for flag in checked.reports.get(one.report, ())]
    for code, flags in checked.stations.items():
        at_station[code] += [flag.kind.is_serious for flag in flags]
    clean = [one.code for one in day.stations if one.code not in day.touched]
    return FaultsFound(
        Counter(kind for kind, _ in day.faults.values()),
        Counter(day.faults[code][0] for code in found),
        len(clean),
        sum(any(at_station[code]) for code in clean),
        sum(bool(at_station[code]) for code in clean),
        len(day.stations),
        tuple(sorted(_untrue(day, {code: day.faults[code] for code in found}))),
    )


def found_at(day: SeededDay, checks: CheckSet) -> frozenset[str]:
    """The stations whose fault is found by a check made for its kind, with the report that is wrong among
    those it names."""
    return _found(day, check_mission(day.reports, day.known, checks), checks)


def _found(day: SeededDay, checked: Checked, checks: CheckSet) -> frozenset[str]:
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


def _untrue(day: SeededDay, found: Mapping[str, tuple[Fault, str]]) -> Iterator[str]:
    """The stations whose counted reports are not what happened there, once the desk has decided about every
    fault that was found: it asks the observer, who knows."""
    decisions = dict(_decided(day, found))
    protocols: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    visits: Counter[str] = Counter()
    wrong_openings = set()
    truth = {one.code: one for one in day.stations}
    for one in day.reports:
        after = stands(Standing("new", one.station), decisions.get(one.report, ()))
        if after.state in ("quarantined", "duplicate"):
            continue
        answers = corrected(one.answers, after.corrections)
        if one.form.form_id == "quickcount":
            protocols[after.station].append(
                {name: answers.get(name, "") for name in truth[after.station].lines}
            )
        elif one.form.form_id == "voting":
            visits[after.station] += answers["arrived"][:10] == "2026-06-14"
        elif answers["o_ballots"] != str(truth[after.station].lines["received"]):
            wrong_openings.add(after.station)
    for code, station in truth.items():
        true = {name: str(value) for name, value in station.lines.items()}
        kind = day.faults.get(code, (None, ""))[0]
        if kind is Fault.REGISTER:
            true["registered"] = str(station.lines["registered"] * 4 // 3)
        told = protocols[code]
        if not told or any(one != true for one in told) or visits[code] != 2 or code in wrong_openings:
            yield code


def _decided(
    day: SeededDay, found: Mapping[str, tuple[Fault, str]]
) -> Iterator[tuple[str, tuple[Decided, ...]]]:
    """What the desk decides about the report that is wrong, when the observer says what is true."""
    reports, stations = {one.report: one for one in day.reports}, {one.code: one for one in day.stations}
    for code, (kind, wrong) in found.items():
        yield wrong, _decisions(kind, reports[wrong], code, stations[code].lines)


def _decisions(kind: Fault, wrong: Filed, code: str, lines: Mapping[str, int]) -> tuple[Decided, ...]:
    match kind:
        case Fault.WITHIN | Fault.OBSERVERS:
            changed = {name: str(value) for name, value in lines.items() if wrong.answers[name] != str(value)}
        case Fault.FORMS:
            changed = {"o_ballots": str(lines["received"])}
        case Fault.TIME:
            changed = {name: f"2026-06-14{wrong.answers[name][10:]}" for name in ("arrived", "left")}
        case Fault.DEPLOYMENT:
            return (Decided(1, Act.MOVE, {"station": code}),)
        case Fault.PLACE | Fault.BLANK:
            return (Decided(1, Act.STATE, {"state": "quarantined"}),)
        case _:
            return (Decided(1, Act.STATE, {"state": "verified"}),)
    return tuple(
        Decided(n, Act.CORRECT, {"question": name, "value": value})
        for n, (name, value) in enumerate(sorted(changed.items()), 1)
    )
