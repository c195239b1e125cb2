"""Which row is the heading, and what are the columns called?

Published tables have titles above the heading, headings of two rows with merged cells, and below them
a row that numbers the columns. The heading is the first row that fills most of the table's columns with
texts, before a row with numbers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.delimited import Record
from scrutator.tables.mapping import TableMapping
from scrutator.tables.model import Assumption, Topic
from scrutator.tables.number_cells import has_numbers, is_number, is_year
from scrutator.tables.second_headings import is_double, numbers_columns

FILLED = 0.6  # a heading fills at least this share of the columns that the rows below it fill


@dataclass(frozen=True)
class Heading:
    """The columns' names by place, how many records come before the first row, what was assumed."""

    names: tuple[str, ...]
    before_rows: int
    assumptions: tuple[Assumption, ...]


def find_heading(rows: Sequence[Record], mapping: TableMapping) -> Heading:
    """The heading among the first records of a table. Raises B05 when there is none."""
    if not rows:
        raise ScrutatorError("B05", "the table has no rows", remedy="Give a table with a heading and rows.")
    place = _declared(rows, mapping.heading) if mapping.heading else _found(rows)
    double = mapping.heading_rows == 2 or (not mapping.heading_rows and is_double(rows, place))
    cells = [cell.strip() for cell in rows[place][1]]
    notes = _titles(rows, place) if not mapping.heading else []
    after = place + 1
    if double and after < len(rows):
        cells, after = _combined(cells, [cell.strip() for cell in rows[after][1]]), after + 1
        notes.append(f"rows {rows[place][0]} and {rows[place + 1][0]} are read as one heading of two rows")
    numbered: tuple[Assumption, ...] = ()
    if (
        after < len(rows)
        and rows[after][0] not in mapping.keep
        and numbers_columns(*rows[after], mapping.drop)
    ):
        numbering = f"row {rows[after][0]}, which numbers the columns, is left out"
        doubtful = rows[after][0] not in mapping.drop and _codes_are_numbers(rows[after : after + 2])
        numbered = (Assumption(Topic.HEADING, numbering, doubtful),)
        after += 1
    names, more = _named(cells)
    notes += more
    return Heading(names, after, (*(Assumption(Topic.HEADING, note) for note in notes), *numbered))


def _codes_are_numbers(rows: Sequence[Record]) -> bool:
    """Whether the first cell is a number in both rows: 1, 2, 3 may then be the first station."""
    first = [cells[0].strip() if cells else "" for _, cells in rows]
    return all(one.isdecimal() for one in first)


def _declared(rows: Sequence[Record], line: int) -> int:
    place = next((i for i, (number, _) in enumerate(rows) if number == line), None)
    if place is None:
        raise ScrutatorError("B05", f"row {line} cannot be the heading: it is empty, or too far down")
    return place


def _found(rows: Sequence[Record]) -> int:
    """The first row that could be a heading; the row above it where the two are one heading."""
    widths = Counter(_filled(cells) for _, cells in rows).most_common()
    usual = max(width for width, times in widths if times == widths[0][1])
    for place, (_, cells) in enumerate(rows):
        if _texts(cells) >= max(1, FILLED * usual) and _names_numbers(cells, rows[place + 1 :]):
            return place - 1 if place and _is_above(rows[place - 1][1], cells) else place
    raise ScrutatorError(
        "B05",
        "the table has no heading: no full row of names comes before the numbers",
        where=f"row {rows[0][0]}: {', '.join(rows[0][1][:6])[:80]}",
    )


def _texts(cells: Sequence[str]) -> int:
    """How many different texts a row holds: a title merged over all columns is one text."""
    return len({cell.strip() for cell in cells} - {""})


def _names_numbers(cells: Sequence[str], below: Sequence[Record]) -> bool:
    """Whether texts stand above at least half of the columns that hold mostly numbers."""
    if _counts_up(cells):
        return True
    if not below and has_numbers(cells):
        return False
    over, text = 0, 0
    for place, cell in enumerate(cells):
        column = [row[place] for _, row in below if place < len(row) and row[place].strip()]
        if column and 2 * sum(map(is_number, column)) > len(column):
            over += 1
            text += bool(cell.strip()) and (not is_number(cell) or bool(is_year(cell)))
    return 2 * text >= over


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether a row names some columns by texts and others by numbers that follow one another: 1, 2, 3."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = [cell for cell in filled if is_number(cell)]
    if len(numbers) < 2 or len(numbers) == len(filled) or not numbers[0].isdecimal() or len(numbers[0]) > 4:
        return False
    first = int(numbers[0])
    return numbers == [str(first + step) for step in range(len(numbers))]


def _is_above(above: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row belongs to the heading below it: it fills its gaps, or its cells were merged."""
    if _texts(above) < 2 or has_numbers(above):
        return False
    gap = any(one.strip() and not cell.strip() for one, cell in zip(above, cells, strict=False))
    return gap or _texts(above) < _filled(above)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _combined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Names of two rows: “group / name”; a group's name holds until the next, where something is below."""
    names, group = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        group = above or group
        if not below or below == above:
            names.append(above or below)
        else:
            names.append(f"{group} / {below}" if group else below)
    return names


def _titles(rows: Sequence[Record], place: int) -> list[str]:
    if place == 0:
        return []
    shown = " / ".join(cell.strip() for _, cells in rows[:place] for cell in cells if cell.strip())
    return [f"row {rows[place][0]} is the heading; above it: “{shown[:80]}”"]


def _named(cells: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names without white space around or within; equal ones are numbered, empty ones called “column 3”."""
    plain = [" ".join(cell.split()) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    times, seen, names, notes = Counter(plain), Counter[str](), list[str](), list[str]()
    for place, name in enumerate(plain, start=1):
        seen[name] += 1
        if not name:
            names.append(f"column {place}")
        else:
            names.append(f"{name} ({seen[name]})" if times[name] > 1 else name)
    for name in [name for name, count in times.items() if name and count > 1]:
        notes.append(f"{times[name]} columns are called “{name}”: they are numbered “{name} (1)” and so on")
    return tuple(names), notes
