"""What was found out about an event: five words, each with what it covers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from scrutator.field.incidents.told import Told, about_of, independent

ENOUGH = 2


class Status(StrEnum):
    """What was found out."""

    UNVERIFIED = "unverified"
    CHECKING = "being checked"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDETERMINED = "cannot be determined"


COVERS: Mapping[Status, str] = MappingProxyType(
    {
        Status.UNVERIFIED: "It was reported, and no one has looked into it.",
        Status.CHECKING: "Someone is looking into it; it is neither confirmed nor refuted.",
        Status.CONFIRMED: "Observers of different teams say that they saw it, of the same kind, at the same "
        "place and on the same day, and none is known to repeat another. Who did it, why, and what followed "
        "from it is not covered.",
        Status.REFUTED: "The desk found that it did not happen as reported, for the reason that it gives. "
        "Whether something else happened is not covered.",
        Status.UNDETERMINED: "It was looked into, and what can be known does not decide it.",
    }
)
"""What each status says, and what it does not."""


@dataclass(frozen=True)
class Verified:
    """The status of an event, how many independent sources saw it, and why it is not the one that the desk
    decided ("" where it is)."""

    status: Status
    sources: int
    because: str = ""


TOO_FEW = "the desk called it confirmed, and fewer than two independent sources stand for that now"
NO_REPORT = "none of its reports counts any more"
CHANGED = "its kind, place or day was changed after the desk decided"
_OF_A_FACT = (Status.CONFIRMED, Status.REFUTED, Status.UNDETERMINED)


def status_of(reports: Iterable[Told]) -> Verified:
    """Answer: what may be said of this event, whose reports these are?

    It is what the desk decided of its earliest report, of the event as it stood then: a correction, a move or
    a later version that makes another event of it takes the word away. Confirmed holds only as long as at
    least two independent sources saw it.
    """
    listed = sorted(reports, key=lambda one: one.number)
    sources, about = independent(listed), about_of(listed)
    decided = Status(listed[0].status) if listed and listed[0].status else Status.UNVERIFIED
    if about is None and decided in (Status.CONFIRMED, Status.CHECKING):
        return Verified(Status.UNVERIFIED, 0, NO_REPORT)
    if about is not None and decided in _OF_A_FACT and listed[0].decided_of != about:
        return Verified(Status.CHECKING, sources, CHANGED)
    if decided is Status.CONFIRMED and sources < ENOUGH:
        return Verified(Status.CHECKING, sources, TOO_FEW)
    return Verified(decided, sources)
