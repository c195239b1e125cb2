"""From decisions to what a report is now: a pure fold, so that the same decisions give the same record.

Nothing is changed by a decision but what is computed from all of them: the report stays as it came, and an
undo is one more decision. The order of decisions is that of their numbers, not of the list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scrutator.errors import ScrutatorError


class Act(StrEnum):
    """What a decision does."""

    STATE = "state"  # gives the report a state: verified, duplicate, quarantined, withheld, new
    FLAG = "flag"  # asks that someone looks at it
    CORRECT = "correct"  # gives one answer another value; the report stays as it came
    APART = "apart"  # keeps its results from counting, or lets them count again; the visit counts
    MOVE = "move"  # gives it to another station
    MERGE = "merge"  # says that it is of the same visit as another report, which stands for both
    HOLD = "hold"  # hides it from all but the coordinator, or releases it
    JOIN = "join"  # of an incident: it tells of the event that another report opened
    RELAY = "relay"  # of an incident: it repeats what another said, or it does not
    STATUS = "status"  # of an incident: what was found out about the event that it opened
    SETTLE = "settle"  # of a station: one of the answers that its reports give
    SEEN = "seen"  # of a station: its contradictions were looked at and stay as they are
    UNDO = "undo"  # takes another decision back; an undo can be undone


DUPLICATE = "duplicate"
"""The state of a report for which another stands."""
OF_A_STATION = (Act.SETTLE, Act.SEEN)


@dataclass(frozen=True)
class Decided:
    """One decision: its number in the order in which they were made, and what it says, by name."""

    number: int
    act: Act
    content: Mapping[str, str]
    undoes: int | None = None


@dataclass(frozen=True)
class Standing:
    """What a report is: its state, the code of its station, answers that were corrected by their question,
    whether its results are kept apart, the report that stands for it, whether someone asked for a look, and
    which findings of checks were there when it was verified; whether it is hidden from all but the
    coordinator; of an incident the report that opened its event, whether it repeats what another said, what
    was found out, and of which event that was decided."""

    state: str
    station: str
    corrections: Mapping[str, str] = field(default_factory=dict)
    results_apart: bool = False
    merged_into: str = ""
    flagged: bool = False
    seen: str = ""
    held: bool = False
    joined: str = ""
    relayed: bool = False
    status: str = ""
    decided_of: str = ""


@dataclass(frozen=True)
class StationStanding:
    """What was decided of a station: answers chosen, by form and question; the findings that were seen."""

    settled: Mapping[tuple[str, str], str] = field(default_factory=dict)
    seen: str = ""


def in_force(decisions: Iterable[Decided]) -> tuple[Decided, ...]:
    """The decisions that hold, in their order, without undos and what they take back.

    Raises D08 for two decisions of one number, and an undo of what is not there before it.
    """
    ordered = sorted(decisions, key=lambda one: one.number)
    numbers = {one.number for one in ordered}
    if len(numbers) < len(ordered):
        raise ScrutatorError("D08", "two decisions have one number")
    void: set[int] = set()
    for one in reversed(ordered):
        if one.act is not Act.UNDO:
            continue
        if one.undoes is None or one.undoes not in numbers or one.undoes >= one.number:
            raise ScrutatorError("D08", f"decision {one.number} takes back what is not there")
        if one.number not in void:
            void.add(one.undoes)
    return tuple(one for one in ordered if one.act is not Act.UNDO and one.number not in void)


def stands(came: Standing, decisions: Iterable[Decided]) -> Standing:
    """Answer: what is this report after all that was decided of it? `came` is how it came in."""
    found = came
    for one in in_force(decisions):
        found = _after(found, one)
    return found


def _after(found: Standing, one: Decided) -> Standing:
    said = one.content
    match one.act:
        case Act.STATE:
            into = found.merged_into if said["state"] == DUPLICATE else ""
            seen = said.get("findings", "")
            return replace(found, state=said["state"], flagged=False, seen=seen, merged_into=into)
        case Act.FLAG:
            return replace(found, flagged=True)
        case Act.CORRECT:
            return replace(found, corrections={**found.corrections, said["question"]: said["value"]})
        case Act.APART:
            return replace(found, results_apart=said["apart"] == "yes")
        case Act.MOVE:
            return replace(found, station=said["station"])
        case Act.MERGE:
            return replace(found, merged_into=said["into"], state=DUPLICATE, flagged=False)
        case Act.HOLD:
            return replace(found, held=said["held"] == "yes")
        case Act.JOIN:
            return replace(found, joined=said["into"], status="", decided_of="")
        case Act.RELAY:
            return replace(found, relayed=said["relayed"] == "yes")
        case Act.STATUS:
            return replace(found, status=said["status"], decided_of=said["of"])
        case _:
            raise ScrutatorError("D08", f"decision {one.number} is not one of a report")


def station_stands(decisions: Iterable[Decided]) -> StationStanding:
    """Answer: what was decided of this station? Raises D08 for a decision that is not one of a station."""
    found = StationStanding()
    for one in in_force(decisions):
        if one.act is Act.SETTLE:
            settled = {**found.settled, (one.content["form"], one.content["question"]): one.content["value"]}
            found = replace(found, settled=settled)
        elif one.act is Act.SEEN:
            found = replace(found, seen=one.content["findings"])
        else:
            raise ScrutatorError("D08", f"decision {one.number} is not one of a station")
    return found


def corrected(answers: Mapping[str, str], corrections: Mapping[str, str]) -> dict[str, str]:
    """The answers as they count: with corrections, and without those that were corrected to nothing."""
    return {name: value for name, value in {**answers, **corrections}.items() if value}
