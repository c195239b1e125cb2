"""The reference page of tables: what is read, what is assumed, the keys of a mapping file, the bounds."""

from dataclasses import fields

from scrutator.tables.contradictions import TOLERATED
from scrutator.tables.formats import containers, used_range, workbook_limits
from scrutator.tables.formats.delimited import NAMES
from scrutator.tables.formats.encodings import CANDIDATES
from scrutator.tables.mapping import TableMapping
from scrutator.words.tables import missing_words, totals_words

HEAD = "*Generated from the code by `make docs`; do not edit.*\n"
MEANING = {
    "columns": 'our name to the file\'s column, or several joined by " + "; in TOML the table `[columns]`',
    "sheet": "the sheet of a workbook, or the file in a zip",
    "delimiter": "the character between cells, when it is not found",
    "encoding": "the encoding by Python's name for it, when it is not found",
    "heading": "the row of the heading, when it is not found",
    "heading_rows": "1 or 2",
    "thousands": 'what separates thousands: ".", ",", or "none" when a mark is decimal',
    "fill_down": "columns in which an empty cell repeats the one above",
    "long": "for a file with a row for each list: the columns of the list and of its votes",
    "stations": "the columns that name a station in such a file; others that differ within one are left out",
    "drop": "rows of the file that are no stations: totals, notes, numbers of columns",
    "keep": "rows of the file that are stations, although they add up or say otherwise",
    "accept_losses": "true reads on when rows cannot be used",
}


def _page() -> str:
    keys = "".join(f"| `{one.name}` | {MEANING[one.name]} |\n" for one in fields(TableMapping))
    delimiters = ", ".join(NAMES.values())
    encodings = ", ".join(name for _, name in CANDIDATES)
    mebibytes = containers.LARGEST // 2**20
    return f"""# Tables

{HEAD}
Every command reads tables in one way. **Kinds**: text, also in gzip or in a zip; workbooks (xlsx, xlsb, xls, ods); Parquet with the extra `data`. The first bytes tell the kind, not the name of the file.

**Text.** Delimiter: {delimiters}, whichever cuts most of the first rows into the same number of cells. Encoding: a byte-order mark; UTF-16 by its zero bytes; UTF-8; otherwise the one of {encodings} in which most words look like words. Where fewer than three words in four are surely words the reader asks (B03), and so it does for Greek, Hebrew, Arabic, Thai, Chinese, Japanese and Korean texts that are not UTF-8. Some texts make words in two encodings (Western and Central European ones): the note says what the other would read. What is not plain UTF-8 with commas is said with the result.

**Heading.** The first row of names before the numbers; rows above it are titles. Two rows are one heading where cells of the first are merged or empty above names: `group / name`. A row that only numbers the columns (1, 2, 3; (1), (2); А, Б, 1, 2) is left out. A row of texts below a heading with gaps that names no column of numbers may be a station without figures: the reader asks. Names are compared without regard to case, spaces, hyphens and underscores.

**Counts.** Thousands may be separated by a space (plain, no-break, thin, narrow, of a figure's width), an apostrophe, a comma or a point. What a comma or a point means is decided by cells that allow one reading only, or because no cell writes a thousand plainly; otherwise the reader asks. All columns that a command reads as counts decide together, so that a command that reads fewer of them may ask where another need not. Decimal digits of any script; a raised, lowered or circled digit, a line end or a tab in a cell is a fault, and so is a merged cell with a number (as a place it holds for every row), a formula that failed and one whose result was not saved. {len(missing_words())} signs and words, such as "–", "n/a" or "нет данных", stand for no figure, which is unknown and never zero.

**Rows of totals** are set aside when one of {len(totals_words())} words says so, in any case, width, accents or spacing, and the numbers add up; where only one of the two speaks the reader asks (B08). See decision 0033.

**Rows that are no stations.** Of station results, rows like the heading, and rows without a station and without a figure (headings of sections, notes) are left out and counted. A row without a figure that is the only one of its largest place, and one with figures but without any name, are asked about (B08). Stations without a figure stay.

**Contradictions.** A part that is larger than its whole (ballots cast and registered, valid and ballots cast, a list and the valid votes) in more than 5% of the rows, or in sum, is refused (B09); the rest is said with its rows. In `forensics` valid votes may be more than ballots in 10% of the rows and in sum: one of the twenty reference elections is so in 5.5%.

**Losses.** Up to {TOLERATED:.0%} of the rows of station results may be unusable; the result counts them. Tables that are read row by row (frames, votes, protocols) may lose none. `--accept-losses` reads on, and counts.

## Options

`--map NAME=COLUMN` (repeat it; sums: `--map "cast=early + day"`), `--map MAPPING.toml`, `--sheet NAME`, `--accept-losses`. A mapped column that the file does not have is an error (B10). A frame keeps all its columns under their mapped names, and its hash is over all of them.

## A mapping file

| key | meaning |
|---|---|
{keys}
```toml
sheet = "Results"
drop = [1240]
[columns]
registered = "Voters on the list"
ballots_cast = "early + at the station"
```

## Bounds

A file, and what it unpacks to, has at most {mebibytes} MiB; beyond {containers.RATIO_FROM // 2**20} MiB at most {containers.LARGEST_RATIO} times its packed size. A workbook is unpacked and counted before it is opened: at most {used_range.MOST_CELLS:,} cells, and no more in the rectangle around all that are filled, so that one stray cell in the last corner is refused. A workbook of the old format xls has at most {workbook_limits.LARGEST_XLS // 2**20} MiB; how much its texts repeat is not counted, and errors of its formulas come out as empty cells (so they do in xlsb and ods), so do not open one from a source you do not trust.
"""


def pages() -> dict[str, str]:
    return {"tables.md": _page()}
