"""What a desk decides about faults that were found, and whether the record is then what happened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scrutator.field.checks.visits import Filed
from scrutator.field.deciding.standing import Act, Decided, Standing, corrected, stands
from scrutator.field.faults.country import TrueStation
from scrutator.field.faults.seeding import DAY, Fault, SeededDay

NOT_COUNTED = ("quarantined", "duplicate")
Decisions = Mapping[str, tuple[Decided, ...]]
"""By the report that is wrong."""


@dataclass(frozen=True)
class Told:
    """One report as it counts: its form, its station and its answers, with all that was decided."""

    form: str
    station: str
    answers: Mapping[str, str]


def decisions_for(day: SeededDay, found: Iterable[str]) -> Decisions:
    """Answer: what does the desk decide about the faults of these stations? The observers, whom it asks,
    know."""
    reports, stations = {one.report: one for one in day.reports}, {one.code: one for one in day.stations}
    wrong = {code: day.faults[code] for code in found}
    return {
        report: _decisions(kind, reports[report], code, stations[code].lines)
        for code, (kind, report) in sorted(wrong.items())
    }


def told_after(day: SeededDay, decided: Decisions) -> Iterator[Told]:
    """The reports that count once this was decided."""
    for one in day.reports:
        after = stands(Standing("new", one.station), decided.get(one.report, ()))
        if after.state not in NOT_COUNTED:
            yield Told(one.form.form_id, after.station, corrected(one.answers, after.corrections))


def untrue_at(day: SeededDay, told: Iterable[Told]) -> tuple[str, ...]:
    """Answer: at which stations is what these reports say not what happened there? A protocol of its true
    lines, two visits on the day, an opening with the ballots that were received."""
    truth = {one.code: one for one in day.stations}
    protocols: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    visits: Counter[str] = Counter()
    wrong = set()
    for one in told:
        lines = truth[one.station].lines
        if one.form == "quickcount":
            protocols[one.station].append({name: one.answers.get(name, "") for name in lines})
        elif one.form == "voting":
            visits[one.station] += one.answers["arrived"][:10] == DAY.isoformat()
        elif one.answers["o_ballots"] != str(lines["received"]):
            wrong.add(one.station)
    for code, station in truth.items():
        true = _true_lines(station, day.faults.get(code, (None, ""))[0])
        if not protocols[code] or any(one != true for one in protocols[code]) or visits[code] != 2:
            wrong.add(code)
    return tuple(sorted(wrong))


def _true_lines(station: TrueStation, kind: Fault | None) -> dict[str, str]:
    true = {name: str(value) for name, value in station.lines.items()}
    if kind is Fault.REGISTER:  # the commission's register is another, and the protocol rightly has it
        true["registered"] = str(station.lines["registered"] * 4 // 3)
    return true


def _decisions(kind: Fault, wrong: Filed, code: str, lines: Mapping[str, int]) -> tuple[Decided, ...]:
    match kind:
        case Fault.WITHIN | Fault.OBSERVERS:
            changed = {name: str(value) for name, value in lines.items() if wrong.answers[name] != str(value)}
        case Fault.FORMS:
            changed = {"o_ballots": str(lines["received"])}
        case Fault.TIME:
            changed = {name: f"{DAY}{wrong.answers[name][10:]}" for name in ("arrived", "left")}
        case Fault.DEPLOYMENT:
            return (Decided(1, Act.MOVE, {"station": code}),)
        case Fault.PLACE | Fault.BLANK:
            return (Decided(1, Act.STATE, {"state": "quarantined"}),)
        case _:
            return (Decided(1, Act.STATE, {"state": "verified"}),)
    made = [(Act.CORRECT, {"question": name, "value": value}) for name, value in sorted(changed.items())]
    if kind is Fault.OBSERVERS:  # the other version, which was right, now stands for both
        made.append((Act.MERGE, {"into": f"quickcount-{code}-a"}))
    else:
        made.append((Act.STATE, {"state": "verified"}))
    return tuple(Decided(number, *one) for number, one in enumerate(made, 1))
