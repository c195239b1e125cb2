"""The votes of a majority election: candidates, other ballots, regions; one poll a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import ROW, said_kind, whole
from scrutator.law.chain.votes import check_count
from scrutator.law.majority.rules import MajorityKeys, Of

KINDS = ("blank", "void", "against_all", "valid", "cast", "registered")
Row = Mapping[str, str]
COLUMNS = {"candidate", "list", "votes", "kind", "type", "region", "district", "age", "seats", ROW}


@dataclass(frozen=True)
class Candidacy:
    """One candidate: votes, age where the law prefers the older, votes by region."""

    name: str
    votes: int
    age: int | None = None
    regions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Poll:
    """The votes of one district. A number that is not given is None, which is not zero.

    `valid` are valid papers as published; without it they are the votes for candidates and against all.
    `regions` maps each region to its valid votes.
    """

    candidates: tuple[Candidacy, ...]
    name: str = ""
    valid: int | None = None
    cast: int | None = None
    registered: int | None = None
    against_all: int | None = None
    blank: int | None = None
    void: int | None = None
    seats: int | None = None
    regions: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [one.name for one in self.candidates]
        if len(set(names)) < len(names) or not all(name.strip() for name in names):
            raise ScrutatorError("L03", "a candidate has no name, or two have the same", where=self.name)
        for one in self.candidates:
            check_count(one.votes, f"votes of {one.name!r}")
        for kind in KINDS:
            if getattr(self, kind) is not None:
                check_count(getattr(self, kind), kind)
        if not self.total:
            raise ScrutatorError("L04", "no votes for any candidate", where=self.name)

    @property
    def total(self) -> int:
        """The votes for all candidates."""
        return sum(one.votes for one in self.candidates)


def base_of(poll: Poll, of: Of, keys: MajorityKeys) -> int:
    """What a share is a share of. Raises L06 when the input does not say."""
    value = _base(poll, of, keys)
    if value is None:
        raise ScrutatorError(
            "L06",
            f"a share of the {of} needs their number",
            where=poll.name,
            remedy=f"Add a row with kind = {of}.",
        )
    return value


def _base(poll: Poll, of: Of, keys: MajorityKeys) -> int | None:
    blank = (poll.blank or 0) if keys.blank_is_valid else 0
    if of is Of.CANDIDATES:
        return poll.total
    if of is Of.VALID:
        return poll.valid if poll.valid is not None else poll.total + (poll.against_all or 0) + blank
    if of is Of.REGISTERED:
        return poll.registered
    if poll.cast is not None:
        return poll.cast
    if poll.void is None or keys.votes_each > 1:
        return None
    valid = poll.valid if poll.valid is not None else poll.total + (poll.against_all or 0)
    return valid + (poll.blank or 0) + poll.void


def read_polls(rows: Sequence[Row]) -> tuple[Poll, ...]:
    """One poll for each `district`, or one poll. Columns: candidate (or list), votes; optional kind, region,
    district, age, seats.

    `kind` types the rows that are no candidates: blank, void, against_all, valid, cast, registered. Raises
    L07 for a table without these columns, L02 and L03 for bad numbers and names, L05 for contradictions.
    """
    name_column = _check_columns(rows)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("district", ""), []).append(row)
    return tuple(_poll(name, part, name_column) for name, part in groups.items())


def _check_columns(rows: Sequence[Row]) -> str:
    if not rows:
        raise ScrutatorError("L07", "the table has no rows")
    first = rows[0]
    name_column = "candidate" if "candidate" in first else "list"
    lacking = [name for name in (name_column, "votes") if name not in first]
    if lacking:
        raise ScrutatorError("L07", f"no column {', '.join(lacking)}")
    unknown = sorted(set(first) - COLUMNS)
    if unknown:
        raise ScrutatorError(
            "L07",
            f"the column {unknown[0]!r} has no meaning in a majority election",
            remedy="Remove it; the columns are: candidate, votes, kind, region, district, age, seats.",
        )
    return name_column


def _poll(name: str, rows: Sequence[Row], name_column: str) -> Poll:
    votes: dict[str, dict[str, int]] = {}
    ages: dict[str, int | None] = {}
    others: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows, 2):
        where = f"row {row.get(ROW, number)}"
        count = whole(row["votes"], "votes", where)
        kind, region = said_kind(row, where) or "candidate", row.get("region", "")
        if kind in ("candidate", "list"):
            who = row[name_column]
            _once(votes.setdefault(who, {}), region, count, f"candidate {who!r}", where)
            age = whole(row["age"], "age", where) if row.get("age") else None
            if ages.setdefault(who, age) != age:
                raise ScrutatorError("L07", f"candidate {who!r} has two ages", where=where)
        elif kind in KINDS:
            _once(others.setdefault(kind, {}), region, count, f"kind {kind}", where)
        else:
            known = ", ".join(("candidate", *KINDS))
            raise ScrutatorError("L07", f"kind {kind!r}", where=where, remedy=f"Known: {known}.")
    counts = {kind: sum(found.values()) for kind, found in others.items()}
    candidates = tuple(
        Candidacy(who, sum(found.values()), ages[who], {key: n for key, n in found.items() if key})
        for who, found in votes.items()
    )
    regions = _regions([*votes.values(), others.get("against_all", {})], others.get("valid", {}))
    return Poll(candidates, name, seats=_seats(rows, name), regions=regions, **counts)


def _once(found: dict[str, int], region: str, count: int, what: str, where: str) -> None:
    if region in found or (found and "" in {region, *found}):
        raise ScrutatorError("L03", f"a second row for {what}", where=where)
    found[region] = count


def _regions(parts: Sequence[Mapping[str, int]], valid: Mapping[str, int]) -> dict[str, int]:
    """The valid votes of each region: as given, or the votes for candidates and against all there."""
    names = {region for part in (*parts, valid) for region in part if region}
    return {name: valid.get(name, sum(part.get(name, 0) for part in parts)) for name in sorted(names)}


def _seats(rows: Sequence[Row], name: str) -> int | None:
    given = {row.get("seats", "") for row in rows} - {""}
    if len(given) > 1:
        raise ScrutatorError("L40", f"district {name!r} has {len(given)} different numbers of seats")
    return whole(given.pop(), "seats", name) if given else None
