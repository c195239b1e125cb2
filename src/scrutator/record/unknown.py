"""Unknown is a value: not obtained, not published, not applicable and zero are four things."""

from dataclasses import dataclass
from enum import StrEnum


class Missing(StrEnum):
    """Why a value is not there. None of these is zero."""

    NOT_OBTAINED = "not obtained"
    NOT_PUBLISHED = "not published"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True)
class Unknown:
    """A value that is missing, why, and what would fill it ("transcribe from page 24")."""

    kind: Missing
    remark: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.remark}" if self.remark else str(self.kind)
