"""Lots that were drawn: facts with a source, which settle a tie where the law orders a lot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scrutator.errors import ScrutatorError


class Purpose(StrEnum):
    """What a lot decides about the candidate it draws."""

    EXCLUSION = "exclusion"
    SURPLUS = "surplus"
    ELECTION = "election"
    ENTRY = "entry"
    FRACTION = "fraction"


@dataclass(frozen=True)
class Lot:
    """One drawing of lots: between whom, for what, who was drawn, and where that is on record.

    Drawn are the candidates who are excluded, whose surplus goes first, who are elected, who enter the
    second round, or whose fraction of a surplus counts as the larger. `contest` names the district when a
    file holds several; "" is any.
    """

    purpose: Purpose
    between: frozenset[str]
    drawn: frozenset[str]
    source: str
    contest: str = ""

    def __post_init__(self) -> None:
        said = ", ".join(sorted(self.between))
        if not self.source.strip():
            raise ScrutatorError("L73", f"the lot between {said} has no source")
        if len(self.between) < 2 or not self.drawn or not self.drawn < self.between:
            raise ScrutatorError("L73", f"the lot between {said} does not draw some of them and leave others")


@dataclass(frozen=True)
class Tie:
    """Candidates with equal votes whom the law can distinguish by nothing but a lot that is not on record."""

    purpose: Purpose
    between: tuple[str, ...]
    places: int
    article: str
    stage: int = 0


def drawn_by(
    lots: Iterable[Lot], purpose: Purpose, between: Iterable[str], places: int, contest: str = ""
) -> Lot | None:
    """The recorded lot for this tie, None when there is none.

    Raises L73 when two recorded lots for it contradict each other.
    """
    tied = frozenset(between)
    fitting = [
        lot
        for lot in lots
        if (lot.purpose, lot.between, len(lot.drawn)) == (purpose, tied, places)
        and lot.contest in ("", contest)
    ]
    if len({lot.drawn for lot in fitting}) > 1:
        raise ScrutatorError("L73", f"two lots between {', '.join(sorted(tied))} draw different candidates")
    return fitting[0] if fitting else None


def check_used(lots: Sequence[Lot], used: Iterable[Lot]) -> None:
    """Raise L73 for a recorded lot that settled nothing: nothing given is silently unused."""
    known = {(lot.purpose, lot.between, lot.drawn, lot.contest) for lot in used}
    for lot in lots:
        if (lot.purpose, lot.between, lot.drawn, lot.contest) not in known:
            said = ", ".join(sorted(lot.between))
            what = f"the lot between {said} for {lot.purpose} settles no tie of this count"
            raise ScrutatorError("L73", what)


COLUMNS = ("purpose", "between", "drawn", "source")


def read_lots(rows: Sequence[Mapping[str, str]]) -> tuple[Lot, ...]:
    """Lots from a table: purpose, between and drawn (names separated by "|"), source; optional contest.

    Raises L73 with the row for a lot that cannot be used.
    """
    lacking = [name for name in COLUMNS if not rows or name not in rows[0]]
    if lacking:
        raise ScrutatorError("L73", f"the table of lots has no column {', '.join(lacking)}")
    found = []
    for number, row in enumerate(rows, 2):
        where = f"lots, row {number}"
        if row["purpose"] not in tuple(Purpose):
            known = ", ".join(Purpose)
            raise ScrutatorError("L73", f"purpose {row['purpose']!r}", where=where, remedy=f"Known: {known}.")
        names = {key: frozenset(part.strip() for part in row[key].split("|")) for key in ("between", "drawn")}
        found.append(
            Lot(Purpose(row["purpose"]), **names, source=row["source"], contest=row.get("contest", ""))
        )
    return tuple(found)


class Decider:
    """Settles ties by the lots on record and remembers which of them it used."""

    def __init__(self, lots: Sequence[Lot], contest: str = "") -> None:
        self._lots, self._contest, self.used = tuple(lots), contest, list[Lot]()

    def drawn(self, purpose: Purpose, between: Iterable[str], places: int = 1) -> frozenset[str]:
        """Who was drawn for these places; no one when no lot is on record."""
        lot = drawn_by(self._lots, purpose, between, places, self._contest)
        if lot is None:
            return frozenset()
        self.used.append(lot)
        return lot.drawn
