"""Generated reference pages of the record, the findings and the errors, from their declarations."""

import dataclasses

from scrutator.errors import CATALOGUE
from scrutator.findings.method import ParameterKind
from scrutator.findings.register import METHODS
from scrutator.record.case import Header
from scrutator.record.catalogue import FORMAT, OPEN_TABLES, OTHER_FILES, TABLES, TableSpec
from scrutator.record.columns import Column, columns_of
from scrutator.statement.charts.register import CHARTS

ROOMS = {
    "X": "Command line and files", "B": "Tables", "A": "The Python functions", "R": "Record", "L": "Law", "C": "Counting", "F": "Forensics", "G": "Ledger",
    "S": "Simulation", "N": "Findings", "T": "Statement", "Z": "Seal",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    return {
        "case-folder.md": case_folder_page(),
        "methods.md": methods_page(),
        "errors.md": errors_page(),
        "charts.md": charts_page(),
    }


def first_sentence(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def column_rows(columns: tuple[Column, ...]) -> str:
    lines = ["| column | holds | kind | required |", "|---|---|---|---|"]
    for column in columns:
        kind = column.kind.description + (f"; an id of `{column.target}.csv`" if column.target else "")
        kind += " or of the bundled catalogue (`scrutator ledger norms`)" if column.target == "norms" else ""
        required = "yes" if column.required else "no"
        if column.may_be_missing:
            required += "; may say why it is missing"
        lines.append(f"| `{column.name}` | {column.description} | {kind} | {required} |".replace("\n", " "))
    return "\n".join(lines)


HEAD = """# The case folder

*Generated from the code by `make docs`; do not edit.*

A case folder holds a whole case in plain files that can be compared line by line: TOML, CSV, Markdown, GeoJSON, all in
UTF-8. `scrutator case new DIR` starts one, `scrutator case check DIR` reports every fault at once with file, line,
field, reason and remedy.

- A CSV file that is not there is an empty table. Columns may stand in any order; an optional column may be left out.
- **A missing value says why**: `not obtained`, `not published` or `not applicable`, with a remark after a colon that
  says what would fill it, e.g. `not obtained: transcribe from the final report, p. 24`. None of these is zero, and an
  empty cell is none of them: it stands only in columns that are not required.
- **Every value has a source**: `S1` or `S1#16`, where the locator counts what the source's row says (lines, pages, …).
  Several are separated by semicolons.
- Dates are as exact as known: `2012`, `2012-01`, `2012-01-15`.
- Invisible characters (direction marks, zero-width spaces) are refused.

- Every CSV file may be compressed (`stations.csv.gz`), but not be there twice; at most 256 MiB and 4,000,000 lines
  unpacked, and 2,000 columns.
- **Small and bulk.** Each row of a small table is a record of the log; a bulk table is one record, its file. `places`,
  `results`, `totals` and `turnout` are bulk above 5,000 rows; the open tables at the end of this page always are.
- **Nothing else may lie in the folder**, because everything in it is published: a file that this page does not name is
  a fault. Hidden files are left alone; a link is refused.
- `format` in `case.toml` is the version of all this, now {format}. `scrutator case upgrade DIR` brings an older case
  along.

The files that are no tables:

{others}
"""
OPEN = """## Open tables

Methods read these by column. They may have further columns, of the kind that each names; all of them are bulk.
"""

RUNS = """## findings.toml

A list of `[[finding]]` tables, run in this order.

| key | holds |
|---|---|
| `id` | how the statement names the finding |
| `method` | a method of [methods.md](methods.md) |
| `seed` | a whole number, for methods that draw at random |
| `parameters` | a table of the method's parameters |
"""


def case_folder_page() -> str:
    others = "\n".join(f"- `{path}`: {text}" for path, text in OTHER_FILES.items())
    parts = [
        HEAD.format(format=FORMAT, others=others),
        f"## case.toml\n\n{column_rows(columns_of(Header))}\n",
        RUNS,
    ]
    for spec in TABLES:
        about = first_sentence(spec.row_type.__doc__)
        key = ", ".join(f"`{name}`" for name in spec.key)
        more = (
            " `name_<language>`, such as `name_ru`, holds the name in another language." if spec.named else ""
        )
        text = (
            f"## {spec.path}\n\n{about} The key is {key}.{more}\n\n{column_rows(columns_of(spec.row_type))}\n"
        )
        parts.append(text)
    return "\n".join([*parts, OPEN, *map(open_table, OPEN_TABLES)])


def open_table(spec: TableSpec) -> str:
    """The section of one open table."""
    about = first_sentence(spec.row_type.__doc__)
    key = ", ".join(f"`{name}`" for name in spec.key)
    identified = f" Rows are identified by {key}." if key else ""
    further = f" Further columns: {spec.others.description}." if spec.others else ""
    further += " None of their cells may be empty." if spec.others_required else ""
    head = f"### {spec.path}\n\n{about}{identified}{further}"
    return f"{head}\n\n{column_rows(columns_of(spec.row_type))}\n"


def methods_page() -> str:
    parts = ["# Methods\n\n*Generated from the code by `make docs`; do not edit.*\n"]
    for method in METHODS.values():
        assert dataclasses.is_dataclass(method)
        reads = ", ".join(f"`{path}`" for path in method.reads)
        lines = [f"## {method.id}\n\nVersion {method.version}. {method.question} Reads {reads}.\n"]
        for name, text in method.parameters.items():
            kind = method.kinds.get(name, ParameterKind.TEXT)
            lines.append(f"- `{name}` ({kind}): {text}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def errors_page() -> str:
    parts = [
        "# Errors\n\n*Generated from the code by `make docs`; do not edit.*\n\nA code is stable and never reused. "
        "Exit status: 0 success, 1 faults found, 2 unusable input, 3 something is not installed.\n"
    ]
    for letter, room in ROOMS.items():
        entries = [entry for entry in CATALOGUE.values() if entry.code.startswith(letter)]
        if entries:
            rows = [f"| {e.code} | {e.meaning} | {e.remedy} | {e.exit_status} |" for e in entries]
            head = "| code | what is wrong | what usually helps | exit status |\n|---|---|---|---|\n"
            parts.append(f"## {room}\n\n{head}" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def charts_page() -> str:
    head = (
        "# Charts\n\n*Generated from the code by `make docs`; do not edit.*\n\nA statement asks for one with"
    )
    lines = [head + ' `{{ chart("name") }}` on a line of its own.\n', "| chart | shows |", "|---|---|"]
    lines += [f"| `{name}` | {first_sentence(builder.__doc__)} |" for name, builder in sorted(CHARTS.items())]
    lines.append(
        "\nLabels may hold Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Ethiopic letters and common signs"
        " of mathematics: the font that travels with the package draws them, the same on every computer. Any other"
        " character refuses the chart by name (T07)."
    )
    return "\n".join(lines) + "\n"
