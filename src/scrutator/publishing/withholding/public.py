"""`withheld.json`: what a bundle says of what it does not show, and the findings that rest on it.

The case in a bundle is a projection: a withheld cell says so, a withheld row or file is not there. The log
holds a salted commitment to each, in records of the type `withheld`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from scrutator.publishing.withholding.declared import SPECS
from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.log.records import Record
from scrutator.seal.withheld.disclosure import is_commitment

MEMBER = "withheld.json"
KIND = "withheld"
MOST_RECORDS = 20_000
Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the member: exactly these fields."""


class Cells(Strict, frozen=True):
    """Fields of rows that are shown otherwise; `rows` are their keys, or numbers where there is none."""

    fields: tuple[str, ...]
    rows: tuple[str, ...]
    table: str
    why: str


class Rows(Strict, frozen=True):
    """How many whole rows of a table are not shown."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MOST_RECORDS)]
    table: str
    why: str


class Whole(Strict, frozen=True):
    """A file that is not shown, and committed to."""

    file: str
    why: str


class Outside(Strict, frozen=True):
    """A file that stays outside the bundle, by its hash; anyone who has it can rebuild what rests on it."""

    bytes: int
    file: str
    sha256: Hash
    where: str


class Public(Strict, frozen=True):
    """The member: what is withheld or outside, and the outcomes of the findings that rest on it."""

    attested: Mapping[str, Any] = {}
    cells: tuple[Cells, ...] = ()
    files: tuple[Whole, ...] = ()
    outside: tuple[Outside, ...] = ()
    rows: tuple[Rows, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether everything is shown."""
        return not (self.cells or self.files or self.outside or self.rows)


@dataclass(frozen=True)
class Touched:
    """The files of a case that are not shown as they are: for good, and outside the bundle only."""

    withheld: frozenset[str]
    outside: frozenset[str]


def public_bytes(public: Public) -> bytes:
    """The member, in its one spelling."""
    return canonical.encode(msgspec.to_builtins(public))


def read_public(data: bytes) -> Public:
    """The member read; raises ValueError for what `public_bytes` does not write."""
    public = msgspec.convert(canonical.parse(data), Public)
    if public.empty or not tables_of(public) <= set(SPECS):
        raise ValueError("it withholds nothing, or of a table that there is not")
    records = sum(len(one.rows) for one in public.cells) + sum(one.count for one in public.rows)
    if records > MOST_RECORDS:
        raise ValueError(f"it withholds {records} rows, more than {MOST_RECORDS}")
    if public_bytes(public) != data:
        raise ValueError("it is not in its one spelling")
    return public


def tables_of(public: Public) -> set[str]:
    """The tables of which cells or rows are withheld."""
    return {one.table for one in public.cells} | {one.table for one in public.rows}


def touched(public: Public) -> Touched:
    """The names of the files that are not shown as they are; a table's compressed file by the plain name."""
    tables = {SPECS[name].path for name in tables_of(public)}
    return Touched(
        frozenset(tables | {one.file.removesuffix(".gz") for one in public.files}),
        frozenset(one.file.removesuffix(".gz") for one in public.outside),
    )


def expected_fields(public: Public) -> dict[str, frozenset[str]]:
    """The records of commitments that the log must hold, and the fields of each."""
    found: dict[str, frozenset[str]] = {}
    for one in public.cells:
        for row in one.rows:
            name = cells_record(one.table, row)
            found[name] = found.get(name, frozenset()) | set(one.fields)
    counts: dict[str, int] = {}
    for rows in public.rows:
        counts[rows.table] = counts.get(rows.table, 0) + rows.count
    for table, count in counts.items():
        found |= {rows_record(table, n): frozenset({"row"}) for n in range(1, count + 1)}
    return found | {file_record(one.file): frozenset({"sha256"}) for one in public.files}


def outside_records(public: Public) -> list[Record]:
    """The records of the files outside the bundle: their plain hashes, as for any other file."""
    return [Record(f"file/{one.file}", "file", {"sha256": one.sha256}) for one in public.outside]


def faults_of_commitments(public: Public, held: Mapping[str, Json]) -> Iterable[str]:
    """Where the log's records of the type `withheld`, by id, are not those that the member declares."""
    expected = expected_fields(public)
    for name in sorted({*expected, *held}):
        data = held.get(name)
        if name not in expected:
            yield f"record {name}: withheld.json does not declare it"
        elif not isinstance(data, dict) or set(data) != expected[name]:
            yield f"record {name}: not the fields that withheld.json declares"
        elif not all(is_commitment(value) for value in data.values()):
            yield f"record {name}: it holds something else than commitments"


def cells_record(table: str, row: str) -> str:
    """The id of the record that commits to fields of one row."""
    return f"withheld/{table}/{row}"


def rows_record(table: str, number: int) -> str:
    """The id of the record that commits to one whole row; the number says nothing of its place."""
    return f"withheld-rows/{table}/{number}"


def file_record(file: str) -> str:
    """The id of the record that commits to a file."""
    return f"withheld-file/{file}"
