"""From the marks on papers to preferences that count, as the law reads papers that are not in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.papers import Ballots, Mark, Paper
from scrutator.law.ballots.rules import CountKeys, CountRules, Irregular

KINDS = {
    "equal": "give one preference to several candidates",
    "skipped": "skip a preference",
    "repeated": "give a candidate two preferences",
}


@dataclass(frozen=True)
class Readable:
    """The papers that are valid, by their preferences, and what the law did with the others.

    `preferences` and `papers` go together: so many papers with these candidates in this order. `stopped` and
    `passed` count papers whose later preferences were lost, or one of which was passed over.
    """

    preferences: tuple[tuple[int, ...], ...]
    papers: tuple[int, ...]
    not_valid: int
    remarks: tuple[str, ...]

    @property
    def valid(self) -> int:
        """How many papers take part in the count."""
        return sum(self.papers)


class _Tally:
    """What was met on the way, for the remarks."""

    def __init__(self) -> None:
        self.met: dict[tuple[str, Irregular], int] = {}
        self.rows: dict[tuple[str, Irregular], int] = {}

    def add(self, kind: str, what: Irregular, paper: Paper) -> None:
        """One more row of papers with this irregularity."""
        self.met[kind, what] = self.met.get((kind, what), 0) + paper.papers
        self.rows[kind, what] = min(self.rows.get((kind, what), paper.row), paper.row)


def read_marks(ballots: Ballots, rules: CountRules) -> Readable:
    """The valid papers and their preferences. Raises L71 where the rules do not say what a paper is worth."""
    keys, tally = rules.keys, _Tally()
    if ballots.withdrawn and keys.withdrawn is Irregular.REFUSE:
        names = ", ".join(ballots.candidates[at] for at in sorted(ballots.withdrawn))
        what = f"{rules.name} does not say what becomes of papers for a candidate who withdrew: {names}"
        raise ScrutatorError("L71", what, remedy="Add withdrawn to the rules, with its article.")
    found: dict[tuple[int, ...], int] = {}
    lost = 0
    standing = len(ballots.standing)
    for paper in ballots.papers:
        read = _preferences(paper, keys, rules.name, tally)
        if read and ballots.withdrawn:
            read = tuple(one for one in read if one not in ballots.withdrawn)
        if keys.every_preference and len(read) < standing:
            read = ()
        if read:
            found[read] = found.get(read, 0) + paper.papers
        else:
            lost += paper.papers
    return Readable(tuple(found), tuple(found.values()), lost, _remarks(tally, lost, keys))


def _preferences(paper: Paper, keys: CountKeys, name: str, tally: _Tally) -> tuple[int, ...]:
    """The candidates in order; () for a paper that is not valid."""
    marks = paper.marks
    if keys.every_preference:
        return _in_full(marks)
    if len(set(marks)) == len(marks) and set(map(type, marks)) == {int}:
        return marks  # type: ignore[return-value]
    while marks and marks[-1] == ():  # what is skipped after the last preference is no preference
        marks = marks[:-1]
    return _irregular(paper._replace(marks=marks), keys, name, tally)


def _in_full(marks: Sequence[Mark]) -> tuple[int, ...]:
    """Where every square must be numbered, a paper with a gap, a doublet or a repetition is not valid."""
    plain = tuple(mark for mark in marks if isinstance(mark, int))
    return plain if len(plain) == len(marks) == len(set(plain)) else ()


def _irregular(paper: Paper, keys: CountKeys, name: str, tally: _Tally) -> tuple[int, ...]:
    taken: list[int] = []
    met: set[tuple[str, Irregular]] = set()
    marked: set[int] = set()
    for mark in paper.marks:
        kind = _kind(mark, marked)
        marked.update((mark,) if isinstance(mark, int) else mark)
        if not kind:
            assert isinstance(mark, int)
            taken.append(mark)
            continue
        what: Irregular = getattr(keys, kind)
        if what is Irregular.REFUSE:
            raise ScrutatorError(
                "L71",
                f"{paper.papers:,} papers {KINDS[kind]}, and {name} does not say what they are worth",
                where=f"row {paper.row}",
                remedy=f"Add {kind} to the rules, with its article.",
            )
        if not taken and what is not Irregular.NEXT:
            what = Irregular.REJECT  # without a first preference nothing can be counted
        if (kind, what) not in met:
            met.add((kind, what))
            tally.add(kind, what, paper)
        if what is Irregular.REJECT:
            return ()
        if what is Irregular.STOP:
            break
    return tuple(taken)


def _kind(mark: Mark, marked: set[int]) -> str:
    if isinstance(mark, int):
        return "repeated" if mark in marked else ""
    if not mark:
        return "skipped"
    return "equal"


SAID = {
    Irregular.STOP: "end before it",
    Irregular.NEXT: "go on after it",
    Irregular.REJECT: "are not valid",
}


def _remarks(tally: _Tally, lost: int, keys: CountKeys) -> tuple[str, ...]:
    said = [
        f"{count:,} papers {KINDS[kind]} (first in row {tally.rows[kind, what]}) and {SAID[what]}."
        for (kind, what), count in sorted(tally.met.items())
    ]
    if lost and keys.every_preference:
        said.append(f"{lost:,} papers do not number every candidate and are not valid.")
    elif lost:
        said.append(f"{lost:,} papers have no usable first preference and are not valid.")
    return tuple(said)
