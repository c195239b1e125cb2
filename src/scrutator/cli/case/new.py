"""`scrutator case new`: an empty case folder, or one made from a file of results."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import print_table
from scrutator.cli.tables import ACCEPT_LOSSES, MAP, SHEET

if TYPE_CHECKING:
    from scrutator.publishing.new_case.columns import Election
    from scrutator.publishing.new_case.rows import About
    from scrutator.tables.mapping import TableMapping
    from scrutator.tables.model import IntArray, Table

# Questions a file of results cannot answer, by the option that answers each.
QUESTIONS = {
    "title": "Title of the statement",
    "publisher": "Who publishes it",
    "source": "What the file is and who published it",
    "date": "Date of the statement, e.g. 2012-01-16",
    "election-day": "Day of the election, e.g. 2012-01-15",
}


def new(
    folder: Path = typer.Argument(..., metavar="DIR", help="The folder to create."),
    results: Path | None = typer.Option(None, "--from", help="A file of results, one row per station."),
    sheet: str = SHEET,
    mapping: list[str] = MAP,
    accept_losses: bool = ACCEPT_LOSSES,
    lists: list[str] = typer.Option([], "--list", help="A column of a list's votes; * matches any text."),
    title: str = typer.Option("", help="Title of the statement."),
    publisher: str = typer.Option("", help="Who publishes the statement."),
    source: str = typer.Option("", help="What the file is and who published it."),
    date: str = typer.Option("", help="Date of the statement, e.g. 2012-01-16."),
    election_day: str = typer.Option("", help="Day of the election, e.g. 2012-01-15."),
    language: str = typer.Option("en", help="Language of the statement."),
    law: str = typer.Option("", help="The law that turns votes into seats, STATUTE@DATE."),
    seats: int = typer.Option(0, min=0, help="Number of seats to be filled."),
    threshold: str = typer.Option("", help="Threshold for a list, in per cent of the valid votes."),
) -> None:
    """Start a case folder: empty, or with --from results, sums, findings and a statement in place.

    On a terminal it asks for what the file does not say; in a script, give every answer as an option.
    Example: `scrutator case new my-election --from results.xlsx --list "Party *" --title "Election of 2012"
    --publisher "The Mission" --source "Results by station, the commission" --date 2012-01-16
    --election-day 2012-01-15`
    """
    given = {"title": title, "publisher": publisher, "source": source, "date": date}
    given["election-day"] = election_day
    if results is None:
        others = {"list": lists, "map": mapping, "sheet": sheet, "accept-losses": accept_losses, "law": law}
        others |= {"seats": seats, "threshold": threshold, "language": language != "en"}
        _empty(folder, [f"--{name}" for name, value in (given | others).items() if value])
        return
    from scrutator.errors import no_effect
    from scrutator.publishing.new_case.rows import About

    if seats and not law:
        raise no_effect("--seats", "--law STATUTE@DATE")
    answers = _answered(given)
    title, publisher, source, date, day = (answers[name] for name in QUESTIONS)
    about = About(title, publisher, source, date, day, language, law, seats, threshold)
    _from_file(folder, results, about, (mapping, sheet, accept_losses, lists))


def _empty(folder: Path, unused: list[str]) -> None:
    """Write an empty case. Raises X03 for an option that only a file of results gives a meaning."""
    from scrutator.errors import no_effect
    from scrutator.record.folder.template import write_new_case

    if unused:
        raise no_effect(unused[0], "--from FILE")
    written = write_new_case(folder)
    typer.echo(f"{folder}: {len(written)} files. Next: fill case.toml, then `scrutator case check {folder}`.")


def _answered(given: dict[str, str]) -> dict[str, str]:
    """Every question answered: by its option, or on the terminal. Raises X03 naming what is missing."""
    from scrutator.errors import ScrutatorError

    missing = [name for name, text in given.items() if not text.strip()]
    if missing and not sys.stdin.isatty():
        options = " ".join(f'--{name} "…"' for name in missing)
        what = f"{len(missing)} answers are missing, and there is no terminal to ask on"
        raise ScrutatorError("X03", what, remedy=f"Add {options}.")
    return {
        name: text if text.strip() else typer.prompt(QUESTIONS[name]).strip() for name, text in given.items()
    }


def _from_file(
    folder: Path, results: Path, about: "About", how: tuple[list[str], str, bool, list[str]]
) -> None:
    from hashlib import sha256

    from scrutator.cli.law.input import law_in_force
    from scrutator.publishing.new_case.columns import read_election
    from scrutator.publishing.new_case.files import case_texts
    from scrutator.record.folder.template import identity_of, write_case_texts
    from scrutator.tables.formats.containers import read_file
    from scrutator.tables.options import mapping_of
    from scrutator.tables.reading import read_table

    if about.law:
        law_in_force(about.law)  # a law that is not there is refused before anything is written
    mapping = mapping_of(*how[:3])
    table = read_table(results, mapping)
    mapping = _columns_asked(table, mapping)
    election = read_election(table, mapping, how[3] or _lists_asked(table, mapping))
    texts = case_texts(identity_of(folder), about, election, mapping, sha256(read_file(results)).hexdigest())
    _refuse_faults(texts)
    written = write_case_texts(folder, texts)
    _preview(election)
    if about.language != "en":
        typer.echo(f"statement.{about.language}.md is written in English: translate it")
    typer.echo(f"{folder}: {len(written)} files. Next: edit statement.{about.language}.md, then")
    typer.echo(f"  scrutator publish {folder} --key KEY -o statement.zip")


def _columns_asked(table: "Table", mapping: "TableMapping") -> "TableMapping":
    """On a terminal: which of the file's columns is each of ours that was not found?"""
    from dataclasses import replace

    from scrutator.publishing.new_case.columns import COUNTS, PLACES
    from scrutator.tables.names import find

    ours = [name for name in (*PLACES, *COUNTS) if name not in mapping.columns]
    missing = [name for name in ours if not find(name, table.columns)]
    if not missing or not sys.stdin.isatty():
        return mapping
    names = list(table.columns)
    for number, name in enumerate(names, start=1):
        typer.echo(f"{number:4d}  {name}")
    given = {}
    for name in missing:
        question = f"Column for {name} (number, name or sum; empty if there is none)"
        answer = typer.prompt(question, default="", show_default=False).strip()
        if answer:
            is_number = answer.isdecimal() and 1 <= int(answer) <= len(names)
            given[name] = names[int(answer) - 1] if is_number else answer
    return replace(mapping, columns={**mapping.columns, **given})


def _lists_asked(table: "Table", mapping: "TableMapping") -> list[str]:
    """On a terminal: the columns of the lists' votes, where their sum does not say which they are."""
    from scrutator.cli.tables import names
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.new_case.columns import read_election

    if not sys.stdin.isatty():
        return []
    try:
        read_election(table, mapping, ())
        return []
    except ScrutatorError as error:
        if error.code != "B10":
            raise
        typer.echo(error.what)
    return list(names(typer.prompt("Columns of the lists' votes, separated by commas (* matches any text)")))


def _refuse_faults(texts: dict[str, str]) -> None:
    """A case that is written passes the check: a wrong date or law is refused before anything is written."""
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.checks.check import check
    from scrutator.record.folder.reading import read_case

    faults = check(read_case({path: text.encode() for path, text in texts.items()}))
    if faults:
        first = faults[0]
        what = f"the case made of this would have a fault in {first.file}, {first.field}: {first.reason}"
        raise ScrutatorError("X03", what, remedy=first.remedy)


def _cell(value: int) -> int | str:
    """A count for the preview; a dash where the file has no figure."""
    return value if value >= 0 else "–"


def _sum_shown(values: "IntArray") -> tuple[str, int]:
    """The sum of the known cells of a column, and how many are not known."""
    known = values[values >= 0]
    return f"{int(known.sum()):,}" if len(known) else "unknown", len(values) - len(known)


def _preview(election: "Election") -> None:
    """What was read: sums, the first rows, what was assumed, and every fault."""
    from scrutator.publishing.new_case.contradictions import contradictions

    read = election.read
    typer.echo(f"{len(read.table):,} rows read")
    sums = [(name, *_sum_shown(values)) for name, values in read.counts.items()]
    print_table("Sums", ("column", "sum", "cells without a figure"), sums)
    rows = [
        [line, *(_cell(int(values[i])) for values in read.counts.values())]
        for i, line in enumerate(read.table.lines[:5].tolist())
    ]
    print_table("First rows", ("row", *read.counts), rows)
    for note in (*(one.text for one in read.assumptions), *election.remarks):
        typer.echo(f"  read: {note}")
    for fault in read.faults[:20]:
        typer.echo(f"  fault: {fault}")
    if len(read.faults) > 20:
        typer.echo(f"  and {len(read.faults) - 20:,} more faults")
    for text in contradictions(election):
        typer.echo(f"  fault: {text}")
