"""Dates as sources give them: a day, a month or only a year, compared without inventing the rest."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day. `month` and `day` are None where unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2012`, `2012-01` or `2012-01-15`; anything else is a ValueError."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(text)
        if len(parts[0]) != 4 or any(len(part) != 2 for part in parts[1:]):
            raise ValueError(text)
        numbers = [int(part) for part in parts]
        date = cls(*numbers)
        _ = date.earliest  # a ValueError where there is no such day
        return date

    @property
    def earliest(self) -> datetime.date:
        """The first day this date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day this date can mean."""
        if self.day:
            return self.earliest
        if self.month in (None, 12):
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    def surely_after(self, other: "PartialDate") -> bool:
        """True only when no reading of the two dates allows another order."""
        return self.earliest > other.latest

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)
