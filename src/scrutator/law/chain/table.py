"""Votes from the rows of a table: one row a list (and region or district), typed rows for the rest."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.law.chain.votes import ListVotes, Votes, base_of

if TYPE_CHECKING:  # it brings numpy along, and votes from Python need none
    from scrutator.tables.model import Table

KINDS = ("blank", "void", "against_all", "cast", "registered", "envelopes", "population")
TRUE, FALSE = ("1", "yes", "true", "x"), ("", "0", "no", "false")
Row = Mapping[str, str]
ROW = "\x1frow"  # under which a row carries its number in the file: no column can be called so


@dataclass(frozen=True)
class District:
    """The votes of one district and the seats it elects (None when the table does not say)."""

    name: str
    votes: Votes
    seats: int | None = None


@dataclass
class _Gathered:
    """What the rows of one list say, while they are being read."""

    facts: Row
    votes: int = 0
    regions: dict[str, int] = field(default_factory=dict)


def rows_of(table: "Table") -> list[dict[str, str]]:
    """The rows of a table, each with its number in the file. Raises L07 when there are none."""
    if not len(table):
        raise ScrutatorError("L07", "the table has no rows")
    lines = map(str, table.lines.tolist())
    return [{**row, ROW: line} for row, line in zip(table.records(), lines, strict=True)]


def read_votes(rows: Sequence[Row]) -> Votes:
    """Votes of one contest. A list may have one row, or one row for each `region`.

    Columns: list, votes; optional `kind` (list, blank, void, against_all, cast, registered, envelopes,
    population; also called `type`), party, region, registered_order, lot, age, alliance, parties, minority,
    contender, candidates, district_seats, minority_seats. Raises L07 for a table without these columns, L02
    and L03 for bad numbers and names. A list whose name is "blank" is a list: only `kind` makes a row
    anything else.
    """
    _check_columns(rows, "list", "votes")
    gathered: dict[str, _Gathered] = {}
    looks: dict[str, str] = {}
    totals: dict[str, int] = {}
    bases: dict[str, int] = {}
    for number, row in enumerate(rows, 2):
        where = f"line {row.get(ROW, number)}"
        kind, region = _kind(row, where), row.get("region", "")
        count = whole(row["votes"], f"votes of {row['list']!r}", where)
        if kind != "list":
            if kind in totals and not region:
                raise ScrutatorError("L03", f"a second row of kind {kind}", where=where)
            totals[kind] = totals.get(kind, 0) + count
        else:
            _gather(gathered, looks, row, region, count, where)
        if region and kind in ("list", "against_all"):
            bases[region] = bases.get(region, 0) + count
    lists = tuple(_list_votes(name, entry) for name, entry in gathered.items())
    return Votes(lists, region_bases=bases, **totals)


def read_districts(rows: Sequence[Row]) -> tuple[District, ...]:
    """One contest a district: the table has a column `district`, and `seats` where the law says it."""
    _check_columns(rows, "district", "list", "votes")
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["district"], []).append(row)
    districts = []
    for name, part in groups.items():
        given = {row.get("seats", "") for row in part} - {""}
        if len(given) > 1:
            raise ScrutatorError("L40", f"district {name!r} has {len(given)} different numbers of seats")
        seats = whole(given.pop(), f"seats of {name!r}", "") if given else None
        districts.append(District(name, _votes_in(name, part), seats))
    return tuple(districts)


def _votes_in(district: str, rows: Sequence[Row]) -> Votes:
    """The votes of one district; a fault that no row is to blame for is named by the district."""
    try:
        return read_votes(rows)
    except ScrutatorError as error:
        if error.where or not district:
            raise
        raise ScrutatorError(
            error.code, error.what, where=f"district {district!r}", remedy=error.remedy
        ) from error


def whole(text: str, what: str, where: str) -> int:
    """A count written in digits. Raises L02 for anything else: "", "-3", "1.5", "1,000", "?"."""
    if not (text.isascii() and text.isdigit()):
        raise ScrutatorError(
            "L02", f"{what}: {text!r} is not a whole number", where=where,
            remedy="Write the number in digits, without signs, points or separators.",
        )  # fmt: skip
    if len(text.lstrip("0")) > 18:  # Python itself refuses to read one of more than 4,300
        what = f"{what}: a number of more than 18 digits is not a count of ballots"
        raise ScrutatorError("L02", what, where=where)
    return int(text.lstrip("0") or "0")


def _check_columns(rows: Sequence[Row], *needed: str) -> None:
    lacking = [name for name in needed if not rows or name not in rows[0]]
    if lacking:
        found = ", ".join(name for name in rows[0] if name != ROW) if rows else "nothing"
        raise ScrutatorError("L07", f"no column {', '.join(lacking)}", where=f"the header has: {found}")


def said_kind(row: Row, where: str) -> str:
    """What a row says of its kind, in the column `kind` or `type`; "" for nothing. Raises L07 for two."""
    kind, other = row.get("kind", ""), row.get("type", "")
    if kind and other and kind != other:
        what = f"kind {kind!r} and type {other!r} in one row"
        raise ScrutatorError("L07", what, where=where, remedy="Keep one of the two columns.")
    return kind or other


def _kind(row: Row, where: str) -> str:
    kind = said_kind(row, where) or "list"
    if kind != "list" and kind not in KINDS:
        raise ScrutatorError("L07", f"kind {kind!r}", where=where, remedy=f"Known: list, {', '.join(KINDS)}.")
    return kind


def _gather(
    gathered: dict[str, _Gathered], looks: dict[str, str], row: Row, region: str, count: int, where: str
) -> None:
    name = row["list"]
    if not name:
        raise ScrutatorError("L03", "a list has no name", where=where)
    if name in gathered and (not region or region in gathered[name].regions):
        raise ScrutatorError("L03", f"the list {name!r} is a duplicate", where=where)
    if name not in gathered:
        _check_look(looks, name, where)
    else:
        _check_facts(gathered[name].facts, row, where)
    entry = gathered.setdefault(name, _Gathered(row))
    entry.votes += count
    if region:
        entry.regions[region] = count


def _check_look(looks: dict[str, str], name: str, where: str) -> None:
    """Two lists may not look the same: accents composed or not, characters that no one can see."""
    twin = looks.setdefault(_look(name), name)
    if twin != name:
        what = f"the lists {twin!a} and {name!a} look the same"
        raise ScrutatorError("L03", what, where=where)


FACTS = (
    "registered_order", "lot", "age", "alliance", "parties", "party", "minority", "contender", "candidates",
    "district_seats", "minority_seats",
)  # fmt: skip

CONTEST_COLUMNS = ("list", "votes", "kind", "type", "region", *FACTS)
"""Every column of a table of votes that the law of one contest can read."""


def _check_facts(first: Row, row: Row, where: str) -> None:
    """The rows of one list, one for each region, must say the same of it: no row comes first."""
    for fact in FACTS:
        if first.get(fact, "") != row.get(fact, ""):
            name, one, other = row["list"], first.get(fact, ""), row.get(fact, "")
            what = f"{fact} of {name!r} is {one!r} in one row and {other!r} in another"
            remedy = "Write the same in every row of the list."
            raise ScrutatorError("L07", what, where=where, remedy=remedy)


def _look(name: str) -> str:
    level = unicodedata.normalize("NFKC", name)
    return " ".join("".join(c for c in level if unicodedata.category(c) not in ("Cf", "Cc")).split())


def _list_votes(name: str, entry: _Gathered) -> ListVotes:
    facts = entry.facts

    def count(column: str) -> int | None:
        text = facts.get(column, "")
        return whole(text, f"{column} of {name!r}", "") if text else None

    minority = facts.get("minority", "").lower()
    if minority not in TRUE + FALSE:
        raise ScrutatorError(
            "L07", f"minority of {name!r}: {minority!r}", remedy='Write "yes" or leave it empty.'
        )
    return ListVotes(
        name=name,
        votes=entry.votes,
        registered_order=count("registered_order"),
        lot=count("lot"),
        age=count("age"),
        alliance=facts.get("alliance", ""),
        parties=count("parties") or 1,
        party=facts.get("party", ""),
        contender=facts.get("contender", ""),
        candidates=count("candidates"),
        minority=minority in TRUE,
        district_seats=count("district_seats") or 0,
        minority_seats=count("minority_seats") or 0,
        regions=entry.regions,
    )


def warnings(votes: Votes) -> Iterator[str]:
    """What a reader of the result should know about the table: odd names, more ballots than voters.

    A list named like a kind of ballot was counted as a list. More ballots than registered voters are
    possible (voters added on the day) and are no error.
    """
    for entry in votes.lists:
        if entry.name.lower().replace(" ", "_") in KINDS:
            yield f"A list is named {entry.name!r} and counts as a list; other rows need the column kind."
        if _look(entry.name) != unicodedata.normalize("NFKC", entry.name):
            yield f"The name {entry.name!a} holds characters that no one can see."
    cast = base_of(votes, "cast") or base_of(votes, "valid", blank_is_valid=True) or 0
    if votes.registered is not None and cast > votes.registered:
        yield f"{cast:,} ballots are more than the {votes.registered:,} registered voters."
