"""Commitments over time: what was promised, what was done, four statuses that do not mix.

`official` is what the state says, `legal text` what the law says, `practice` what happens,
`schedule` whether it was in time. The crosswalk to the four labels of the public database of
ODIHR's recommendations (paragraph25.odihr.pl) loses information in one direction, and says which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.claims.conditions import FigureLookup, Known, figure_reference, holds, parse_condition
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.commitments import STATUS_FIELDS, Commitment, CommitmentStatus, Measure

PUBLIC_LABELS = (
    "fully implemented",
    "mostly implemented",
    "partially implemented",
    "not implemented",
    "not yet evaluated",
)
CROSSWALK: Mapping[str, str] = {
    "met": "fully implemented",
    "complete": "fully implemented",
    "mostly met": "mostly implemented",
    "substantial": "mostly implemented",
    "partly met": "partially implemented",
    "limited": "partially implemented",
    "not met": "not implemented",
    "not started": "not implemented",
    "no evidence available": "not yet evaluated",
    "open": "not yet evaluated",
    "unknown": "not yet evaluated",
}
"""From a status of practice to the public label. The way back is ambiguous for every label, and a
changed or unchanged legal text has no public label at all: it is not evaluated by what it says."""
OFFICIAL_SINCE = 2014
"""The public database evaluates recommendations from this year on; earlier statuses are the analyst's."""


@dataclass(frozen=True)
class Standing:
    """A commitment with its latest status in each field, its measures in order, and its public label."""

    commitment: Commitment
    latest: Mapping[str, CommitmentStatus]
    history: tuple[CommitmentStatus, ...]
    measures: tuple[Measure, ...]
    public_label: str


@dataclass(frozen=True)
class Event:
    """One mark on the timeline of a commitment: `what` is promise, due, a kind of measure, or a status."""

    commitment: str
    date: PartialDate
    what: str
    text: str


def _when(date: PartialDate | None) -> tuple[int, int, int]:
    """Dates in order; what has no date comes first, a year before its months."""
    return (date.year, date.month or 0, date.day or 0) if date else (0, 0, 0)


def standings(
    commitments: Sequence[Commitment], statuses: Sequence[CommitmentStatus], measures: Sequence[Measure]
) -> tuple[Standing, ...]:
    """Where does each commitment stand, in each of the four fields?"""
    found = []
    for commitment in commitments:
        history = [status for status in statuses if status.commitment == commitment.id]
        history.sort(key=lambda status: (_when(status.date), STATUS_FIELDS.index(status.field)))
        latest = {status.field: status for status in history}
        done = sorted((m for m in measures if m.commitment == commitment.id), key=lambda m: _when(m.date))
        label = public_label(latest.get("practice"))
        found.append(Standing(commitment, latest, tuple(history), tuple(done), label))
    return tuple(found)


def public_label(practice: CommitmentStatus | None) -> str:
    """The public label that a status of practice would have; without one, nothing was evaluated."""
    return CROSSWALK.get(practice.status, "not yet evaluated") if practice else "not yet evaluated"


def timeline(standing: Standing) -> tuple[Event, ...]:
    """Promise, deadline, acts, practice and statuses of one commitment, in order of their dates."""
    commitment = standing.commitment
    events = []
    if commitment.date:
        events.append(Event(commitment.id, commitment.date, commitment.kind, commitment.text))
    if commitment.due_date:
        events.append(Event(commitment.id, commitment.due_date, "due", commitment.due or "due"))
    events += [Event(commitment.id, m.date, m.kind, m.text) for m in standing.measures if m.date]
    for status in standing.history:
        if status.date:
            text = f"{status.field}: {status.status} ({status.set_by})"
            events.append(Event(commitment.id, status.date, "status", text))
    return tuple(sorted(events, key=lambda event: (_when(event.date), event.what, event.text)))


def faults_of_statuses(
    commitments: Sequence[Commitment], statuses: Sequence[CommitmentStatus]
) -> tuple[str, ...]:
    """Statuses that claim an authority there was not: an official body before the database existed.

    A status set for a recommendation made before 2014 has to say that it is the analyst's own.
    """
    made = {c.id: c for c in commitments}
    faults = []
    for status in statuses:
        commitment = made.get(status.commitment)
        if commitment is None or commitment.kind == "remark" or commitment.date is None:
            continue
        if commitment.date.year < OFFICIAL_SINCE and "analyst" not in status.set_by:
            faults.append(
                f"{status.commitment}: a status before {OFFICIAL_SINCE} is set by '{status.set_by}'"
            )
    return tuple(faults)


@dataclass(frozen=True)
class Effect:
    """One computed effect that a commitment names: what it says in words, and the figure or condition."""

    words: str
    expression: str


def effects(commitment: Commitment) -> tuple[Effect, ...]:
    """The effects a commitment names. The words stand before the first colon, when there are any."""
    found = []
    for part in (commitment.effect or "").split(";"):
        words, colon, expression = part.partition(": ")
        if colon and "/" not in words:
            found.append(Effect(words.strip(), expression.strip()))
        elif part.strip():
            found.append(Effect("", part.strip()))
    return tuple(found)


def value_of_effect(effect: Effect, value_of: FigureLookup) -> Known | None:
    """What an effect comes to: the figure's value, or `holds` or `does not hold` for a condition.

    None when a figure is not there. Raises ScrutatorError G01 for what is neither.
    """
    alone = figure_reference(effect.expression)
    if alone is not None:
        return value_of(alone)
    held = holds(parse_condition(effect.expression), value_of)
    return None if held is None else ("holds" if held else "does not hold")
