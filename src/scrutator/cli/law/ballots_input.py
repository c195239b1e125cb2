"""Files of ranked ballots for the commands: BLT by its ending, any table else."""

from pathlib import Path
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.law.ballots.papers import Ballots


def ballots_from(path: Path, candidates: Path | None) -> "Ballots":
    """The ballots of a file; a table may have a table of candidates beside it."""
    from scrutator.api.counts.files import is_blt, text_of
    from scrutator.cli.tables import asked_table, read_bytes
    from scrutator.law.ballots.ballot_tables import read_papers
    from scrutator.law.ballots.blt import parse_blt
    from scrutator.law.chain.table import rows_of
    from scrutator.tables.reading import located

    if is_blt(path) and candidates is not None:
        raise ScrutatorError("X03", "--candidates has no effect: a BLT file names its candidates")
    try:
        if is_blt(path):
            return parse_blt(text_of(read_bytes(path)))
        names = rows_of(asked_table(candidates)) if candidates is not None else ()
        return read_papers(rows_of(asked_table(path, counts=("papers",))), names, path.name.split(".")[0])
    except ScrutatorError as error:
        raise located(error, str(path)) from error
