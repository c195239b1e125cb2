"""A page before it is printed: where it goes, what it is called, its template and what fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scrutator.site.questions import Question


@dataclass(frozen=True)
class Page:
    """One page inside the folder of a language.

    `question` is the one whose part of the site it is in. `title` is in the language of the record where
    `recorded`; else one of the site's own words.
    `metadata` is what machines may read of it, as JSON-LD.
    """

    path: str
    question: Question | None
    title: str
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    recorded: bool = False
    metadata: tuple[Mapping[str, Any], ...] = ()
