"""Lists with their candidates, votes and seats, from a table; one set a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import FALSE, ROW, TRUE, whole
from scrutator.law.chain.votes import check_count

Row = Mapping[str, str]
COLUMNS = {"district", "list", "candidate", "position", "votes", "seats", "out", "kind", ROW}
KINDS = ("valid", "house")


@dataclass(frozen=True)
class Candidate:
    """One candidate of a list. `out` cannot take a seat: deceased, or elected elsewhere."""

    name: str
    position: int
    votes: int
    out: bool = False


@dataclass(frozen=True)
class CandidateList:
    """One list: its seats, and its candidates in their order."""

    name: str
    seats: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Lists:
    """The lists of one district, the valid votes and the seats of the house, by which the quota is formed."""

    lists: tuple[CandidateList, ...]
    valid: int
    house: int
    name: str = ""

    @property
    def quota(self) -> Fraction:
        """Valid votes divided by seats, not rounded."""
        return Fraction(self.valid, self.house)


def read_lists(rows: Sequence[Row]) -> tuple[Lists, ...]:
    """Lists from a table: list, candidate, position, votes, seats of the list; optional out, district, kind.

    Rows of `kind` valid and house give the valid votes and the seats of the house; without them they are the
    votes of all candidates and the seats of all lists. Raises L02, L05, L07 with the row.
    """
    _check_columns(rows)
    groups: dict[str, list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows, 2):
        groups.setdefault(row.get("district", ""), []).append((int(row.get(ROW, number)), row))
    return tuple(_lists(name, part) for name, part in groups.items())


def _check_columns(rows: Sequence[Row]) -> None:
    if not rows:
        raise ScrutatorError("L07", "the table has no rows")
    lacking = sorted({"list", "candidate", "position", "votes", "seats"} - set(rows[0]))
    unknown = sorted(set(rows[0]) - COLUMNS)
    if lacking or unknown:
        what = f"no column {lacking[0]}" if lacking else f"the column {unknown[0]!r} has no meaning here"
        raise ScrutatorError(
            "L07", what, remedy="Columns: list, candidate, position, votes, seats, out, district, kind."
        )


def _lists(name: str, rows: Sequence[tuple[int, Row]]) -> Lists:
    found: dict[str, list[Candidate]] = {}
    seats: dict[str, int] = {}
    totals: dict[str, int] = {}
    for number, row in rows:
        where = f"row {number}"
        if row.get("kind"):
            if row["kind"] not in KINDS or row["kind"] in totals:
                raise ScrutatorError(
                    "L07", f"kind {row['kind']!r}", where=where, remedy="Known: valid, house; once."
                )
            totals[row["kind"]] = whole(row["votes"], row["kind"], where)
            continue
        given = whole(row["seats"], "seats", where)
        if seats.setdefault(row["list"], given) != given:
            raise ScrutatorError("L07", f"list {row['list']!r} has two numbers of seats", where=where)
        found.setdefault(row["list"], []).append(_candidate(row, where))
    lists = tuple(CandidateList(one, seats[one], _ordered(one, found[one])) for one in found)
    return _checked(lists, totals, name)


def _candidate(row: Row, where: str) -> Candidate:
    said = row.get("out", "").lower()
    if said not in TRUE + FALSE:
        raise ScrutatorError("L07", f"out: {said!r} is neither yes nor no", where=where)
    if not row["candidate"].strip():
        raise ScrutatorError("L07", "a candidate has no name", where=where)
    position, votes = whole(row["position"], "position", where), whole(row["votes"], "votes", where)
    return Candidate(row["candidate"], position, votes, said in TRUE)


def _ordered(name: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    for what in ("name", "position"):
        values = [getattr(one, what) for one in candidates]
        if len(set(values)) < len(values):
            raise ScrutatorError("L07", f"two candidates of {name!r} have the same {what}")
    return tuple(sorted(candidates, key=lambda one: one.position))


def _checked(lists: tuple[CandidateList, ...], totals: Mapping[str, int], name: str) -> Lists:
    votes = sum(one.votes for part in lists for one in part.candidates)
    seats = sum(part.seats for part in lists)
    valid, house = totals.get("valid", votes), totals.get("house", seats)
    check_count(votes, "all votes")
    if valid < votes or house < seats:
        what = f"{votes:,} votes of {valid:,} valid, {seats} seats of lists in a house of {house}"
        raise ScrutatorError("L05", what, where=name)
    if not valid or not house:
        raise ScrutatorError("L04", "no votes or no seats", where=name)
    return Lists(lists, valid, house, name)
