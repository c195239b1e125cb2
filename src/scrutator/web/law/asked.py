"""What a reader asks of the law page: read from its address, which is all the state that the page has."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib import resources
from urllib.parse import urlencode

from scrutator.api.what_if import CONTEST_COLUMNS, Turned
from scrutator.errors import ScrutatorError
from scrutator.tables.mapping import NO_MAPPING
from scrutator.tables.model import Table
from scrutator.tables.reading import read_table
from scrutator.tables.rows import with_plain_counts, without_totals
from scrutator.tables.writing import csv_text

LONGEST = 7_500
"""Characters of an address's query, as it is sent: browsers and proxies pass on addresses of 8 kB."""
MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
OF_CONTESTS = (*CONTEST_COLUMNS, "district")
OF_SYSTEMS = (*OF_CONTESTS, "seats", "levelling_seats", "contest", "within")
"""The columns that the law of one contest, or of a whole system, can read."""
PLACES, COUNTS, KINDS = ("district", "region", "list"), ("votes", "seats"), ("kind", "type")


@dataclass(frozen=True)
class Asked:
    """One state of the page: each field is a parameter of its address, "" when it is left out.

    `fewest` asks for the fewest votes that change a seat also where they are not sought at once.
    """

    law: str = "kazakhstan/elections"
    day: str = ""
    seats: str = ""
    threshold: str = ""
    method: str = ""
    no_next_list: str = ""
    votes: str = ""
    fewest: str = ""

    @property
    def turned(self) -> Turned:
        """What to change in the law. Raises X03 for a number of seats that is none."""
        seats = self.seats.strip()
        if seats and not (seats.isascii() and seats.isdigit() and int(seats[:9]) > 0 and len(seats) < 6):
            remedy = "Write a whole number below 100,000."
            raise ScrutatorError("X03", f"seats: {seats[:20]!r}", remedy=remedy)
        for name in ("no_next_list", "fewest"):
            if getattr(self, name) not in ("", "on"):
                raise ScrutatorError("X03", f"{name} is a tick", remedy=f"Write {name}=on.")
        return Turned(int(seats or 0), self.threshold.strip(), self.method, self.no_next_list == "on")

    @property
    def law_named(self) -> str:
        """The law as the interface from Python names it: a statute at a day, or a rules file."""
        return f"{self.law}@{self.day}" if self.day else self.law

    @property
    def address(self) -> str:
        """The query that brings this state back, without what is left out; "" when it is too long."""
        if len(self.votes) > LONGEST:
            return ""
        query = "?" + urlencode({name: text for name, text in asdict(self).items() if text})
        return query if len(query) <= LONGEST else ""

    @property
    def with_fewest(self) -> str:
        """The address of the same state with the fewest votes sought; "" when it is too long."""
        return replace(self, fewest="on").address


def asked_of(given: Mapping[str, str], repeated: Iterable[str] = ()) -> Asked:
    """The state of an address. Without votes it is the example's. Raises X03 for what no knob reads.

    `repeated` are the parameters that the address gives more than once.
    """
    known = {field.name for field in fields(Asked)}
    for name in sorted(set(given) - known):
        raise ScrutatorError(
            "X03", f"{name[:40]!r} is no knob of this page", remedy=f"Knobs: {', '.join(sorted(known))}."
        )
    for name in sorted(repeated):
        raise ScrutatorError("X03", f"{name[:40]!r} is given more than once", remedy="Give it once.")
    if not given.get("votes", "").strip():
        given = {"day": "2012-01-15" if "law" not in given else "", **given, "votes": example()}
    return Asked(**given)


def example() -> str:
    """The votes for the Mazhilis of Kazakhstan on 15 January 2012, as the commission announced them."""
    return (resources.files("scrutator.web.law") / "example.csv").read_text(encoding="utf-8")


def votes_of(asked: Asked) -> Table:
    """The votes that were pasted, rows of totals set aside. Raises errors of tables (B)."""
    return _counted(read_table(asked.votes.encode(), name="the votes"))


def said_of(table: Table) -> tuple[str, ...]:
    """What was assumed of the votes."""
    return tuple(one.text for one in table.assumptions)


def pasted(content: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The votes of a file as the text one would have pasted, and what was assumed in reading it.

    Raises X03 for a large file, and B errors.
    """
    _refuse_large(content)
    table = _counted(read_table(content, name=name))
    text = csv_text(tuple(table.columns), [list(row.values()) for row in table.records()])
    _refuse_large(text.encode())  # a workbook is packed, and the next turn of a knob sends its text
    return text, said_of(table)


def _refuse_large(content: bytes) -> None:
    """Raises X03 for more bytes than the form can send."""
    if len(content) > MOST_BYTES:
        raise ScrutatorError(
            "X03", f"a file of more than {MOST_BYTES:,} bytes", remedy="Leave out what are no votes."
        )


def _counted(table: Table) -> Table:
    """The table with counts in plain digits and without rows of totals. Raises X03 for a very long one, and
    B07 where a row cannot be read: seats follow from the votes of every list."""
    if table.faults:
        what = f"rows that cannot be read: {len(table.faults)}; the first: {table.faults[0]}"
        raise ScrutatorError("B07", what, remedy="Correct them: seats follow from the votes of every list.")
    if len(table) > MOST_ROWS:
        remedy = "Add the votes up by list and district, or run `scrutator seats`."
        raise ScrutatorError("X03", f"votes of more than {MOST_ROWS:,} rows", remedy=remedy)
    table = with_plain_counts(table, COUNTS, NO_MAPPING)
    return without_totals(table, PLACES, COUNTS, NO_MAPPING, KINDS)
