"""What the desk is told: one thing to look at, and the report as it is set beside others.

A flag is a question to a person, never a verdict; nothing here drops or changes a report.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from scrutator.field.xlsform import PublishedForm


class FlagKind(StrEnum):
    """What a flag is about, hardest first; the severity of a check."""

    IMPOSSIBLE = "impossible"  # the form does not allow it
    HARD = "hard"  # the report or the protocol cannot be right
    SOFT = "soft"  # it can be right, and is looked at
    CONFLICT = "conflict"  # two reports disagree

    @property
    def is_serious(self) -> bool:
        """Can it not be right as it stands?"""
        return self in (FlagKind.IMPOSSIBLE, FlagKind.HARD)


@dataclass(frozen=True, order=True)
class Flag:
    """One thing to look at: the check's id, the questions it is about, and what is said of it in words.

    `reports` are those that a check across reports compared. `at_stake` is by how many votes, ballots or
    persons the two sides of a failed check differ; None where it says no such number.
    """

    kind: FlagKind
    name: str
    questions: tuple[str, ...]
    words: str
    reports: tuple[str, ...] = ()
    at_stake: int | None = field(default=None, compare=False)


_ORDER = attrgetter("kind", "name", "questions", "words", "reports")


def in_order(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """The flags in their order: by all that makes one equal to another. Thousands are put in order at a time,
    so the comparing is left to tuples."""
    return tuple(sorted(flags, key=_ORDER))


@dataclass(frozen=True)
class Said:
    """One report beside others of its station: which team, which form, when (seconds: the beginning of the
    visit where it is known, else the arrival of the report), and its answers by name."""

    report: str
    team: str
    form: PublishedForm
    at: int
    answers: Mapping[str, str]
