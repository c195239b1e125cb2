"""What reading an export of another system gives: reports in the terms of a form of ours, and all the rest.

Nothing of an export is silently unused: a sheet, a row or a column that says nothing here is named with the
number of its rows or filled cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scrutator.field.entries import Entry


class Origin(StrEnum):
    """The system that an export is of."""

    CENTRAL = "odk-central"
    KOBO = "kobo"
    NEMO = "nemo"


@dataclass(frozen=True)
class ForeignReport:
    """One report of another system: the id that it has there, who sent it as it says, the row it is in, and
    its answers by entry and by the name of our form's question."""

    id: str
    submitter: str
    where: str
    entries: Mapping[Entry, Mapping[str, str]]


@dataclass(frozen=True, order=True)
class Unused:
    """Something of an export that is not taken over: what, why, and how many rows, cells or files it is."""

    what: str
    why: str
    count: int

    def __str__(self) -> str:
        return f"not taken over: {self.what} ({self.count:,}): {self.why}"


@dataclass(frozen=True)
class Export:
    """The reports of an export, what of it is not used, and faults: with one, nothing may be taken over.
    `files` are the paths of what a zip holds beside its tables: photographs, which reports may name."""

    origin: Origin
    reports: tuple[ForeignReport, ...]
    unused: tuple[Unused, ...]
    faults: tuple[str, ...]
    files: tuple[str, ...] = ()
