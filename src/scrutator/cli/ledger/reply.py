"""`scrutator ledger reply`: file the reply of someone named in the record."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json

if TYPE_CHECKING:
    from scrutator.record.nouns.replies import Reply


def reply(
    case: Path = typer.Argument(..., metavar="CASE", help="The case folder."),
    subject: str = typer.Argument(
        ..., help="What it answers: claim, proposition, finding, commitment, link or incident."
    ),
    entry: str = typer.Argument(..., help="Id of the entry it answers, e.g. C07."),
    by: str = typer.Option(..., help="Id of the actor who replies."),
    date: str = typer.Option(..., help="When it was filed, e.g. 2012-02-01."),
    text: str = typer.Option(..., help="The reply, word for word."),
    source: str = typer.Option("", help="Where it can be found, e.g. S5#3."),
    keep_out: str = typer.Option("", help="Withhold its words: which rule it breaks, and who decided."),
    as_json: bool = JSON_OPTION,
) -> None:
    """File a reply by someone named in the record: adds one row to replies.csv and changes nothing else.
    Refused when the entry, the actor, the date or the source is wrong, or the reply is already on file.

    Example: `scrutator ledger reply my-case claim C07 --by weitz --date 2012-02-01 --text "I was not paid."`
    """
    from scrutator.errors import ScrutatorError

    if not case.is_dir():
        remedy = "Name a folder of your own; a bundled case is in the folder case/ of its bundle."
        raise ScrutatorError("G25", "a reply is filed in a case folder", where=str(case), remedy=remedy)
    values = {
        "by": by,
        "subject": subject,
        "entry": entry,
        "date": date,
        "text": text,
        "state": "not published" if keep_out else "published",
        "reason": keep_out,
        "source": source,
    }
    filed, shown = filed_reply(case, values)
    if as_json:
        print_json({"id": filed.id, "file": str(case / "replies.csv"), "state": filed.state, "shown": shown})
        return
    typer.echo(f"{filed.id} is filed in {case / 'replies.csv'}. The statement will print, in the chapter")
    place = f" and under every table that shows {subject} {entry}" if filed.state == "published" else ""
    typer.echo(f"“Replies and corrections”{place}:\n  {shown}")


def filed_reply(folder: Path, values: dict[str, str]) -> tuple["Reply", str]:
    """The reply as filed, and what the statement will print. Raises G25 when it cannot be filed as it is."""
    from scrutator.publishing.sources import case_files
    from scrutator.record.folder.opening import sound_case
    from scrutator.statement.replies import reply_note

    files = case_files(str(folder))
    identity = new_identity(sound_case(files, str(folder)).replies, values)
    table = files.get("replies.csv", b"")
    added = appended_row(table, {"id": identity, **values})
    changed = {**files, "replies.csv": table + added}
    refuse_faults(files, changed)
    append(folder / "replies.csv", added)
    after = sound_case(changed, str(folder))
    filed = next(reply for reply in after.replies if reply.id == identity)
    return filed, reply_note(after, filed) if filed.state == "published" else f"kept out: {filed.reason}"


def new_identity(known: Sequence["Reply"], values: dict[str, str]) -> str:
    """An id that is free, from the number of the reply on. Raises G25 when the words are filed already."""
    from scrutator.errors import ScrutatorError

    same = ("by", "subject", "entry", "text")
    if any(all(getattr(reply, name) == values[name] for name in same) for reply in known):
        what = f"{values['by']} has already filed these words on {values['subject']} {values['entry']}"
        raise ScrutatorError("G25", what, where="replies.csv")
    taken = {reply.id for reply in known}
    return next(f"R{n}" for n in count(len(known) + 1) if f"R{n}" not in taken)


def appended_row(content: bytes, values: dict[str, str]) -> bytes:
    """The bytes to add to a table for one row more, in the order of its own header; a header when it is new.
    Raises G25 when the table has no column for a value."""
    from scrutator.errors import ScrutatorError
    from scrutator.record.folder.csv_text import column_names
    from scrutator.tables.writing import csv_row, csv_text

    header = column_names(content) if content else list(values)
    lacking = [name for name, value in values.items() if value and name not in header]
    if lacking:
        what = f"no column {', '.join(lacking)}"
        remedy = "Add it to the header and an empty cell to each row."
        raise ScrutatorError("G25", what, where="replies.csv, line 1", remedy=remedy)
    row = [values.get(name, "") for name in header]
    if not content:
        return csv_text(header, [row]).encode()
    return ("" if content.endswith(b"\n") else "\n").encode() + csv_row(row).encode()


def refuse_faults(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Raise G25 with the first fault of replies.csv that the added row brings."""
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.checks.ledger import check_ledger
    from scrutator.record.folder.checks import check_case
    from scrutator.record.folder.reading import read_case

    readings = [read_case(files) for files in (before, after)]
    old, new = ({*check_case(reading), *check_ledger(reading)} for reading in readings)
    for fault in sorted(new - old):
        raise ScrutatorError("G25", fault.reason, where=f"replies.csv, {fault.field}", remedy=fault.remedy)


def append(path: Path, data: bytes) -> None:
    """Add bytes to the end of a file. Raises X04 when it cannot be written."""
    from scrutator.errors import ScrutatorError

    try:
        with path.open("ab") as file:
            file.write(data)
    except OSError as error:
        raise ScrutatorError("X04", f"{path}: {error.strerror}", where=str(path)) from None
