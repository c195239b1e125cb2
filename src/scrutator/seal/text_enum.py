"""An enumeration of texts, as enum.StrEnum of Python 3.11: the verifier runs on older Pythons, too."""

from __future__ import annotations

from enum import Enum


class TextEnum(str, Enum):  # noqa: UP042 (see above)
    """Members are texts, and print as they are spelled."""

    __str__ = str.__str__
    __format__ = str.__format__  # type: ignore[assignment]
