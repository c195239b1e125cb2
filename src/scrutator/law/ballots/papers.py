"""Ballot papers as they are on file: candidates, and how many papers have which preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scrutator.errors import ScrutatorError
from scrutator.law.chain.votes import check_count

MOST_CANDIDATES = 1_000
MOST_PREFERENCES = 50_000_000  # of all kinds of papers together

Mark = int | tuple[int, ...]
"""A candidate's place in the list of candidates; () where a preference was skipped; several when equal."""


class Paper(NamedTuple):
    """So many papers with the same preferences, and the row of the file where they stand."""

    papers: int
    marks: tuple[Mark, ...]
    row: int = 0


@dataclass(frozen=True)
class Ballots:
    """The ballot papers of one contest.

    `vacancies` is what the file says about the seats, None when it says nothing. `listed` is false when
    the candidates are only those whom some paper names.
    """

    candidates: tuple[str, ...]
    papers: tuple[Paper, ...]
    withdrawn: frozenset[int] = frozenset()
    vacancies: int | None = None
    title: str = ""
    listed: bool = True

    def __post_init__(self) -> None:
        _check_candidates(self.candidates)
        total = sum(paper.papers for paper in self.papers)
        check_count(total, "all papers")
        if total == 0:
            raise ScrutatorError("L70", "there are no ballot papers")
        if sum(len(paper.marks) for paper in self.papers) > MOST_PREFERENCES:
            raise ScrutatorError("L70", f"there are more than {MOST_PREFERENCES:,} preferences")

    @property
    def total(self) -> int:
        """How many papers there are, of every kind."""
        return sum(paper.papers for paper in self.papers)

    @property
    def standing(self) -> tuple[str, ...]:
        """The candidates who have not withdrawn."""
        return tuple(name for at, name in enumerate(self.candidates) if at not in self.withdrawn)


def _check_candidates(names: Sequence[str]) -> None:
    if not names:
        raise ScrutatorError("L70", "there are no candidates")
    if len(names) > MOST_CANDIDATES:
        raise ScrutatorError("L70", f"there are {len(names):,} candidates, more than {MOST_CANDIDATES:,}")
    seen: set[str] = set()
    for name in names:
        if not name.strip():
            raise ScrutatorError("L70", "a candidate has no name")
        if name in seen:
            raise ScrutatorError("L70", f"two candidates are called {name!r}")
        seen.add(name)


def check_paper(count: int, marks: Sequence[Mark], candidates: int, where: str) -> None:
    """Raise L71 for a paper that names a candidate who is not there, or has endless preferences."""
    check_count(count, f"{where}: papers")
    if len(marks) > MOST_CANDIDATES:
        raise ScrutatorError("L71", f"{len(marks):,} preferences on one paper", where=where)
    for mark in marks:
        for one in (mark,) if isinstance(mark, int) else mark:
            if not 0 <= one < candidates:
                raise ScrutatorError("L71", f"there is no candidate number {one + 1}", where=where)
