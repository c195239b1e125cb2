"""The answer of the law page: seats under the law as it is and as turned, steps, margins, pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scrutator.api.systems import SystemSeats
from scrutator.api.what_if import WhatIf, what_if_table
from scrutator.statement.charts.chart import CATEGORIES
from scrutator.statement.numbers import number
from scrutator.web.law.asked import OF_CONTESTS, OF_SYSTEMS, Asked, said_of, votes_of
from scrutator.web.law.pictures import bar, colours, hemicycle
from scrutator.web.speech import computed
from scrutator.words.numerals import grouped, numerals_in

MOST_FOR_MARGINS = 20
"""Lists among which the fewest votes are sought: 20 take 0.15 s, where they are searched for up to 1.5 s."""
MOST_AT_ONCE = 7
"""Lists among which they are sought with the seats: among more a second request does, after the seats."""

MOST_IN_HEADING = 4
"""Lists that the heading names by their seats; those that gain or lose by what is turned come on top."""


@dataclass(frozen=True)
class Line:
    """One list under one reading: its votes in all and in percent, seats as the law is and as turned."""

    name: str
    votes: str
    percent: str
    before: int
    seats: int
    gain: str
    bar: str


@dataclass(frozen=True)
class Column:
    """One reading of the turned law: which it is, its lines, its picture, seats in all, seats not given, and
    from which list on they share the colour grey (0: none does)."""

    label: str
    lines: tuple[Line, ...]
    picture: str
    given: int
    left: int
    grey_from: int


@dataclass(frozen=True)
class Step:
    """One step under the first reading: its rule, its article or "–", what it says, what it gave."""

    rule: str
    article: str
    says: str
    outcome: str


@dataclass(frozen=True)
class Answer:
    """Everything the page says of one state: `result` names who gets how many seats, "" where readings part;
    `heading` has the outcome in words.

    `later` is the address that seeks the fewest votes where this answer has not, else "".
    """

    result: str
    heading: str
    changes: tuple[str, ...]
    columns: tuple[Column, ...]
    steps: tuple[Step, ...]
    closest: tuple[str, ...]
    later: str
    remarks: tuple[str, ...]


def answer(asked: Asked, language: str = "en") -> Answer:
    """The answer to one state of the page, in a language as far as it has the words; names stay as they are.

    Raises errors of tables (B), of the law (L) and X03.
    """
    table = votes_of(asked)
    found = what_if_table(table, asked.law_named, asked.turned)
    view, plain = found.changed.view(), found.changed.to_dict()
    read = OF_SYSTEMS if isinstance(found.changed, SystemSeats) else OF_CONTESTS
    said = [f"No rule reads the column {name}." for name in table.columns if name not in read]

    later = _later(asked, found)

    def say(text: str) -> str:
        return grouped(computed(text, language))

    columns = tuple(_column(found, reading, language) for reading in plain["readings"])
    return Answer(
        result=_result(columns[0]) if len(columns) == 1 else "",
        heading=say(view.headline),
        changes=tuple(map(say, found.changes)),
        columns=columns,
        steps=tuple(_step(row, language) for row in view.grids[-1].rows),
        closest=() if later else tuple(map(say, _closest(found))),
        later=later,
        remarks=tuple(map(say, (*view.remarks, *said, *said_of(table)))),
    )


def _result(column: Column) -> str:
    """The seats of the largest lists and of those that gain or lose, as a heading says them."""
    ordered = sorted(column.lines, key=lambda line: (-line.seats, line.name))
    shown = [line for at, line in enumerate(ordered) if line.gain or (line.seats and at < MOST_IN_HEADING)]
    said = [f"{line.name} {line.seats}{f' ({line.gain})' if line.gain else ''}" for line in shown]
    more = any(line.seats for line in ordered if line not in shown) or len(said) > 2 * MOST_IN_HEADING
    return ", ".join([*said[: 2 * MOST_IN_HEADING], *(["…"] if more else [])])


def _step(row: Sequence[object], language: str) -> Step:
    """A step in a language; numbers beside names, which no sentence has, are written as the language does."""
    rule, article, says, outcome = (grouped(computed(str(cell), language)) for cell in row[1:])
    return Step(rule, article, says, numerals_in(outcome, language))


def _column(found: WhatIf, reading: Mapping[str, Any], language: str) -> Column:
    seats, before = reading["seats"], _before(found, reading["choice"])
    votes = found.votes
    colour, in_all = colours(list(votes)), sum(votes.values())
    most = max(votes.values())
    lines = tuple(
        Line(
            name,
            number(count, 0, language),
            number(Fraction(100 * count, in_all), 2, language) if in_all else "–",
            before[name],
            seats[name],
            f"{seats[name] - before[name]:+d}".replace("-", "−") if seats[name] != before[name] else "",
            bar(count / most if most else 0, colour[name]),
        )
        for name, count in votes.items()
    )
    choice = ", ".join(f"{point}: {option}" for point, option in reading["choice"].items())
    given = sum(seats.values())
    house = reading.get("house", found.changed.house)
    grey = len(CATEGORIES) if len(votes) > len(CATEGORIES) else 0
    return Column(computed(choice, language), lines, hemicycle(seats, colour), given, house - given, grey)


def _before(found: WhatIf, choice: Mapping[str, str]) -> Mapping[str, int]:
    """The seats under the law as it is, read in the same way; its first reading where it has no such one."""
    for reading in found.law.to_dict()["readings"]:
        if reading["choice"] == choice:
            same: Mapping[str, int] = reading["seats"]
            return same
    return found.law.by_list


def _later(asked: Asked, found: WhatIf) -> str:
    """The address of the second request that seeks the fewest votes; "" where the first does, where the state
    has no address, and where none are sought at all."""
    many = MOST_AT_ONCE < len(found.votes) <= MOST_FOR_MARGINS
    if asked.fewest or not many or isinstance(found.changed, SystemSeats):
        return ""
    return asked.with_fewest


def _closest(found: WhatIf) -> tuple[str, ...]:
    if len(found.votes) > MOST_FOR_MARGINS:
        return (
            f"With more than {MOST_FOR_MARGINS} lists this page does not seek the fewest votes that count.",
        )
    said = []
    for label, margin in found.closest():
        how = "no fewer votes between two lists do" if margin.exact else "found by a search"
        reading = f" under {label}" if label else ""
        many = "1 vote" if margin.votes == 1 else f"{margin.votes:,} votes"
        moved = f"{many} moved from {margin.source} to {margin.target}"
        said.append(f"{moved} would change a seat{reading}; {how}.")
    return tuple(said)
