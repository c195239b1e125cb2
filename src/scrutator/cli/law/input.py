"""Files and options that the law commands share: votes, rules, a statute at a date."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scrutator.law.chain.rules import Rules
    from scrutator.law.chain.votes import Votes
    from scrutator.law.statutes.statute import Statute
    from scrutator.law.systems.ballots import Ballots
    from scrutator.law.systems.system import System
    from scrutator.tables.model import Table


def read_text(path: Path) -> str:
    """The text of a file; a file that cannot be read is an error with its path, not a traceback."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("X01", f"cannot read {path}", where=str(error)) from error


def votes_from(path: Path) -> "Votes":
    """The votes of one contest from a table."""
    from scrutator.law.chain.table import read_votes, rows_of
    from scrutator.tables.reading import located

    try:
        return read_votes(rows_of(votes_table(path)))
    except ScrutatorError as error:
        raise located(error, str(path)) from error


def ballots_from(path: Path, system: "System") -> "Ballots":
    """The votes of a whole system from a table with a column `district`."""
    from scrutator.law.chain.table import rows_of
    from scrutator.law.systems.ballots import read_ballots
    from scrutator.tables.reading import located

    try:
        return read_ballots(rows_of(votes_table(path, OF_SYSTEMS)), system.has_direct)
    except ScrutatorError as error:
        raise located(error, str(path)) from error


OF_SYSTEMS = ("district", "seats", "levelling_seats", "contest", "within")


def votes_table(path: Path, more: "Sequence[str]" = ()) -> "Table":
    """A table of votes; a row that is the total of the lists is set aside, other kinds of rows are not.

    A column that is neither one of a contest nor one of `more` is read by nothing, which is said.
    """
    from scrutator.cli.tables import asked_table
    from scrutator.law.chain.table import CONTEST_COLUMNS

    table = asked_table(path, ("district", "region", "list"), ("votes", "seats"), among=("kind", "type"))
    unread = [name for name in table.columns if name not in (*CONTEST_COLUMNS, *more)]
    if unread:
        typer.echo(f"{path.name}: no rule reads the column {', '.join(unread)}", err=True)
    return table


def statute_named(name: str) -> "Statute":
    """A bundled statute, or one from a file whose name ends in .toml."""
    from scrutator.law.statutes.files import load, parse

    return parse(read_text(Path(name)), Path(name).stem) if name.endswith(".toml") else load(name)


def day(text: str) -> "date":
    """A date such as 2012-01-15."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ScrutatorError("X03", f"{text!r} is not a date", remedy="Write it as 2012-01-15.") from error


def split_law(law: str) -> "tuple[str, date]":
    """STATUTE@DATE as the statute's name and the day."""
    name, at, text = law.rpartition("@")
    if not at:
        raise ScrutatorError("X03", f"--law {law}", remedy="Write it as kazakhstan/elections@2012-01-15.")
    return name, day(text)


def at_day(statute: str, at: str) -> tuple[str, str]:
    """A statute and a day, given as STATUTE@DATE or with --at; both together must be the same day."""
    name, sign, text = statute.rpartition("@")
    if not sign:
        return statute, at
    day(text)
    if at and at != text:
        raise ScrutatorError("X03", f"{statute} and --at {at} are two days", remedy="Give the day once.")
    return name, text


def law_in_force(law: str) -> "Rules | System":
    """What distributes the seats under STATUTE@DATE: one chain, or a whole system."""
    name, at = split_law(law)
    return statute_named(name).law_at(at)


def rules_table(name: str) -> "dict[str, Any]":
    """The tables of a rules file, or of a bundled one by its name."""
    from typing import Any

    from scrutator.law.chain.chain_files import bundled_chains, chain_table
    from scrutator.typed_toml import read_toml

    if name in bundled_chains():
        return chain_table(name)
    return read_toml(read_text(Path(name)).encode(), dict[str, Any], "L10", name)


def law_named(name: str) -> "Rules | System":
    """The rules of a file or of a bundled file; with stages or [system] they are a whole system."""
    from scrutator.law.chain.rules import rules_from
    from scrutator.law.systems.build import system_from

    table, title = rules_table(name), Path(name).stem
    return system_from(table, title) if "system" in table or "stage" in table else rules_from(table, title)


def law_chosen(law: str, rules: str | None, seats: int | None) -> "Rules | System":
    """The law of --law or --rules, for another number of seats when --seats says so."""
    if bool(law) == bool(rules):
        raise ScrutatorError("X03", "give either --law STATUTE@DATE or --rules RULES.toml")
    chosen = law_in_force(law) if law else law_named(rules or "")
    return chosen.with_house(seats) if seats is not None else chosen
