"""A fault in a case folder: what is wrong, exactly where, and what to do about it."""

from dataclasses import dataclass

from scrutator.plain_text import visible


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `line` counts from 1 (0: the file as a whole); `field` is the column or key."""

    file: str
    line: int
    field: str
    code: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        named = f" [{self.field}]" if self.field else ""
        return visible(f"{place}{named} {self.code} {self.reason}. {self.remedy}")
