"""What one report tells of an event, and which reports tell of the same one."""

from collections.abc import Iterable
from dataclasses import dataclass

SAW = "saw"
LEAST_WORDS = 15  # letters and digits from which equal words are no chance


@dataclass(frozen=True)
class Told:
    """One report of an incident, as far as its event is concerned.

    `number` is the report's own; `observer` and `team` are opaque; `by_observer`: an observer of the mission
    tells it, and not someone who called the desk. `known` is how they know it; `relayed`: the desk found that
    they repeat what another said. `counts`: it is not set aside, a copy, withheld or replaced. `held`: hidden
    from all but the coordinator. `joined` and `replaces` are numbers of other reports, None for none.
    `status` is what the desk decided of the event that this report opened, `decided_of` what the event was
    then, as `about_of` says it.
    """

    number: int
    observer: str
    team: str
    kind: str
    place: str
    day: str
    known: str
    words: str = ""
    by_observer: bool = True
    relayed: bool = False
    counts: bool = True
    held: bool = False
    joined: int | None = None
    replaces: int | None = None
    status: str = ""
    decided_of: str = ""


def events(told: Iterable[Told]) -> dict[int, tuple[Told, ...]]:
    """Answer: which of these reports tell of one event?

    Reports that the desk joined and the versions of one report belong together, whatever the order. An event
    goes by its earliest report, which comes first; a link to a report that is not here links nothing.
    """
    listed = {one.number: one for one in told}
    root = {number: number for number in listed}

    def top(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    for one in listed.values():
        for other in (one.joined, one.replaces):
            if other in root:
                first, last = sorted((top(one.number), top(other)))
                root[last] = first
    found: dict[int, list[Told]] = {}
    for number in sorted(listed):
        found.setdefault(top(number), []).append(listed[number])
    return {number: tuple(reports) for number, reports in found.items()}


def independent(reports: Iterable[Told]) -> int:
    """Answer: how many sources independent of each other saw this event?

    One source for each team whose observer says that they saw it. Not counted: who was told of it or has it
    from a document, who repeats what another said, callers from outside, reports that do not count, and
    reports of another kind, place or day than the event's. Teams whose reports have the same words are one
    source.
    """
    listed = sorted(reports, key=lambda one: one.number)
    about = about_of(listed)
    saw = [
        one
        for one in listed
        if (one.counts, one.by_observer, one.known, one.relayed) == (True, True, SAW, False)
        and _about(one) == about
    ]
    return len(_separate([{f"team {one.team or one.observer}", _words(one)} - {""} for one in saw]))


def about_of(reports: Iterable[Told]) -> str | None:
    """The event by kind, place and day, as its earliest report that counts tells it; None where none does."""
    counted = [one for one in reports if one.counts]
    return _about(min(counted, key=lambda one: one.number)) if counted else None


def _about(one: Told) -> str:
    return " | ".join((one.kind, one.place, one.day))


def _words(one: Told) -> str:
    """The report's own words, whatever their case and punctuation; "" for few."""
    plain = "".join(letter for letter in one.words.casefold() if letter.isalnum())
    return f"words {plain}" if len(plain) >= LEAST_WORDS else ""


def _separate(marks: Iterable[set[str]]) -> list[set[str]]:
    """Sets of marks, joined where they share one."""
    apart: list[set[str]] = []
    for one in marks:
        shared = [other for other in apart if other & one]
        apart = [other for other in apart if not other & one] + [one.union(*shared)]
    return apart


def held(reports: Iterable[Told]) -> bool:
    """Is the event hidden? As soon as one of its reports is."""
    return any(one.held for one in reports)
