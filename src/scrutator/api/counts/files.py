"""Files of ranked ballots: BLT by its ending, any table else."""

from pathlib import Path

from scrutator.api.refusals import said_to_a_caller
from scrutator.errors import ScrutatorError
from scrutator.law.ballots.ballot_tables import read_papers
from scrutator.law.ballots.blt import parse_blt
from scrutator.law.ballots.papers import Ballots
from scrutator.law.chain.table import rows_of
from scrutator.tables.formats.containers import read_file, unpack
from scrutator.tables.mapping import NO_MAPPING
from scrutator.tables.reading import located, read_table
from scrutator.tables.rows import with_plain_counts


def papers_of(path: Path, candidates: Path | None) -> Ballots:
    """The ballots of a file, and the candidates of a table beside it. Raises A01, L70, L71, X01, B codes."""
    with said_to_a_caller(arguments=True):
        try:
            if not is_blt(path):
                names = rows_of(read_table(candidates)) if candidates is not None else ()
                table = with_plain_counts(read_table(path), ("papers",), NO_MAPPING)
                return read_papers(rows_of(table), names, path.name.split(".")[0])
            if candidates is not None:
                raise ScrutatorError("A01", "a BLT file names its candidates", remedy="Leave out candidates.")
            return parse_blt(text_of(unpack(read_file(path)).data))
        except ScrutatorError as error:
            raise located(error, str(path)) from error


def is_blt(path: Path) -> bool:
    """Is it a BLT file, by its name?"""
    return path.name.removesuffix(".gz").endswith(".blt")


def text_of(content: bytes) -> str:
    """The text of a BLT file. Raises L70 with the row for one that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise ScrutatorError("L70", "the file is not UTF-8", where=f"row {row}") from error
