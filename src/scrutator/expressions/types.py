"""What a part of an expression is: a number of something, a text, a choice, a moment, a place, a truth."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The sort of a value."""

    NUMBER = "a number"
    TEXT = "a text"
    CHOICE = "a choice"
    CHOICES = "several choices"
    MOMENT = "a moment"
    PLACE = "a place"
    TRUTH = "true or false"


class Unit(StrEnum):
    """What a number is a number of; minutes are the unit of time."""

    NONE = "a plain number"
    VOTES = "votes"
    BALLOTS = "ballots"
    PERSONS = "persons"
    SHARE = "a share"
    TIME = "minutes"

    @property
    def is_counted(self) -> bool:
        """Is it a number of papers or people? One voter has one ballot and one vote, so these compare."""
        return self in (Unit.VOTES, Unit.BALLOTS, Unit.PERSONS)


@dataclass(frozen=True)
class Type:
    """The type of a value: a kind, the unit of a number, the values that a choice may take.

    `literal` marks a number written in the expression: it takes the unit it is set beside.
    """

    kind: Kind
    unit: Unit = Unit.NONE
    choices: frozenset[str] = frozenset()
    literal: bool = False

    def __str__(self) -> str:
        return self.unit.value if self.kind is Kind.NUMBER else self.kind.value


TRUTH = Type(Kind.TRUTH)


def number(unit: Unit = Unit.NONE) -> Type:
    """A number of this unit."""
    return Type(Kind.NUMBER, unit)


def choice(*values: str) -> Type:
    """One of these values."""
    return Type(Kind.CHOICE, choices=frozenset(values))


def choices(*values: str) -> Type:
    """Any number of these values."""
    return Type(Kind.CHOICES, choices=frozenset(values))
