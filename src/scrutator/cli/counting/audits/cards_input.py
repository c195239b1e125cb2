"""What `scrutator audit ballots` reads: published cards, statements, drawn cards and their records."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scrutator.counting.audits.cards import Recorded, Statement
    from scrutator.counting.audits.poll import Errors
    from scrutator.counting.audits.sealed_cards import CardQuestion


def read_tally(text: str) -> dict[str, int]:
    """The published cards of "a=5200,b=4100". Raises X03."""
    from scrutator.errors import ScrutatorError

    parts = [one.partition("=") for one in text.split(",")]
    names = [name.strip() for name, _, _ in parts]
    good = all(number.strip().isascii() and number.strip().isdigit() for _, _, number in parts)
    if not good or not all(names) or len(set(names)) < len(names):
        remedy = "Write each list once with its cards: a=5200,b=4100,other=300."
        raise ScrutatorError("X03", f"{text!r}", where="--published", remedy=remedy)
    return {name: int(number) for name, (_, _, number) in zip(names, parts, strict=True)}


def read_statements(question: "CardQuestion") -> "tuple[Statement, ...]":
    """What is to be shown, all of it together. Raises X03, C14."""
    from scrutator.counting.audits.asked import read_assertions
    from scrutator.counting.audits.assertions import Ahead
    from scrutator.counting.audits.cards import Statement
    from scrutator.counting.audits.sealed import Question
    from scrutator.counting.audits.seats import HigherAverage
    from scrutator.errors import ScrutatorError

    invalid = frozenset(question.invalid)
    lost = sorted(invalid - set(question.published))
    if lost:
        raise ScrutatorError("X03", f"{lost[0]!r} has no published cards", where="--published")
    lists = tuple(name for name in question.published if name not in invalid)
    asked = (question.ahead, question.above, question.below)
    found = read_assertions(Question(lists, "", "", "every valid card", *asked, seats=question.seats))
    if invalid and all(isinstance(one, Ahead | HigherAverage) for one in found):
        what = "--invalid has no effect here: the statements are about lists alone"
        raise ScrutatorError("X03", what, where="--invalid", remedy="Leave out --invalid.")
    return tuple(Statement(one, invalid) for one in found)


def read_errors(text: str) -> "Errors":
    """Expected shares of cards that overstate, as "0.001,0.0001" (by one vote, by two). Raises X03."""
    from scrutator.counting.audits.poll import Errors
    from scrutator.errors import ScrutatorError

    if not text:
        return Errors()
    try:
        one, two = (float(part) for part in text.split(","))
    except ValueError:
        one = two = -1.0
    if not (0 <= one < 0.5 and 0 <= two < 0.5):
        remedy = 'Give two shares below 0.5, by one vote and by two: "0.001,0.0001".'
        raise ScrutatorError("X03", f"{text!r}", where="--errors", remedy=remedy)
    return Errors(one, two)


def read_cards(path: Path, column: str, tally: "Mapping[str, int]") -> tuple[list[str], list[dict[str, str]]]:
    """What each card shows, and its whole row. Raises C11, C14 for a vote that was not published."""
    from scrutator.cli.tables import asked_table
    from scrutator.counting.audits.cards import NOT_FOUND
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError
    from scrutator.tables.model import Topic

    table = asked_table(path)
    left = [one.text for one in table.assumptions if one.topic in (Topic.ROWS, Topic.TOTALS)]
    if left or table.faults:
        what = (
            f"not every row was read as a card: {left[0] if left else f'{len(table.faults)} rows at fault'}"
        )
        remedy = "Number the cards in a first column: a row with one text alone is taken for a note."
        raise ScrutatorError("C11", what, where=str(path), remedy=remedy)
    rows = table.records()
    shown = [read_cell(row, column) for row in rows]
    if not shown:
        raise ScrutatorError("C11", "no card was read", where=str(path), remedy="Give one row for each card.")
    _refuse_unpublished([one for one in shown if one != NOT_FOUND], tally, "a card shows")
    return shown, rows


def read_records(
    rows: "Sequence[Mapping[str, str]]",
    recorded: str,
    station: str,
    totals: Path | None,
    tally: "Mapping[str, int]",
) -> "list[Recorded]":
    """What is on record of each card: its own vote, or, where that is empty, its station's totals.

    Raises C14 for a record that was not published, a card without either, and totals that no card could need.
    """
    from scrutator.counting.audits.cards import Recorded
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    pools = read_pools(totals, station, tally) if totals else {}
    found = []
    for number, row in enumerate(rows, start=1):
        vote = read_cell(row, recorded)
        if vote:
            _refuse_unpublished([vote], tally, "a card's record says")
            found.append(Recorded(vote))
            continue
        pool = read_cell(row, station) if station else ""
        if pool not in pools:
            what = f"card {number} has no record of its own, and no totals of a station {pool!r} are given"
            remedy = "Give its station's totals with --pools FILE --station COLUMN, or its record."
            raise ScrutatorError("C14", what, where="--recorded", remedy=remedy)
        found.append(Recorded(totals=pools[pool]))
    return found


def same_card(rows: "Sequence[Mapping[str, str]]", column: str, vote: str, replaced: bool) -> bool:
    """Whether the rows have numbers of cards. Raises C11 for a number without which a row is, C14 for a card
    that is there twice, which without replacement no draw gives, or that shows two different votes.
    """
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    if column == "card" and column not in rows[0]:
        return False
    seen: dict[str, str] = {}
    for row in rows:
        number, shows = read_cell(row, column), read_cell(row, vote)
        if not number:
            raise ScrutatorError("C11", "a card has no number", where=column, remedy="Number every card.")
        if number in seen and not (replaced and seen[number] == shows):
            what = f"card {number!r} is there twice" + (" and shows two votes" if replaced else "")
            remedy = "Keep each card once; cards that were put back need --with-replacement."
            raise ScrutatorError("C14", what, where=column, remedy=remedy)
        seen[number] = shows
    return True


def check_pools(records: "Sequence[Recorded]", replaced: bool) -> None:
    """Raises C14 when more cards of a station were drawn than its totals hold."""
    from scrutator.errors import ScrutatorError

    drawn: dict[int, int] = {}
    for one in records:
        if one.totals is None:
            continue
        drawn[id(one.totals)] = drawn.get(id(one.totals), 0) + 1
        hold, taken = sum(one.totals.values()), drawn[id(one.totals)]
        if hold == 0 or (taken > hold and not replaced):
            what = f"{taken} cards were drawn of a station whose totals hold {hold}"
            remedy = "Correct the station's totals, or the cards' stations."
            raise ScrutatorError("C14", what, where="--pools", remedy=remedy)


def read_pools(path: Path, station: str, tally: "Mapping[str, int]") -> dict[str, dict[str, int]]:
    """Stations of which only totals are known: a column for every published vote. Raises C11, C14."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station, read_count
    from scrutator.errors import ScrutatorError

    rows = by_station(read_rows(path, (station,), list(tally)), station)
    pools = {code: {name: read_count(row, name, code) for name in tally} for code, row in rows.items()}
    above = [name for name in tally if sum(pool[name] for pool in pools.values()) > tally[name]]
    if above:
        what = f"the stations hold more cards for {above[0]} than were published"
        raise ScrutatorError("C14", what, where=str(path), remedy="Give --published of all cards.")
    return pools


def _refuse_unpublished(votes: "Sequence[str]", tally: "Mapping[str, int]", said: str) -> None:
    from scrutator.errors import ScrutatorError

    unknown = sorted({one for one in votes if one not in tally})
    if unknown:
        remedy = f"Published: {', '.join(tally)}; a card that is lost is 'not found'."
        raise ScrutatorError("C14", f"{said} {unknown[0]!r}, which was not published", remedy=remedy)
