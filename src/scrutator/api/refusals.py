"""Errors of the rooms with a remedy for a caller from Python: no files they did not name, no options."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from scrutator.errors import CATALOGUE, ScrutatorError

# What the catalogue advises for these is to correct a file, and there may be none.
REMEDIES = {
    "L03": "Give every list a name.",
    "L04": "Give at least one list with votes.",
    "L06": 'Give it, as in ballots={"void": 120, "registered": 9_000}.',
}
# Options of the command line that are arguments of a function as well.
ARGUMENTS = (
    (r"--map (\w+)=[A-Z]+", r'columns={"\1": "YOUR COLUMN"}'),
    (r"--map\b", "columns"),
    (r"--accept-losses\b", "accept_losses=True"),
    (r"--list\b", "lists"),
)


@contextmanager
def said_to_a_caller(*, arguments: bool = False) -> Iterator[None]:
    """Raise errors with a remedy that fits a function: with `arguments`, options become its arguments;
    a sentence that speaks of any other option is left out."""
    try:
        yield
    except ScrutatorError as error:
        remedy = REMEDIES.get(error.code, error.remedy)
        for option, argument in ARGUMENTS if arguments else ():
            remedy = re.sub(option, argument, remedy)
        kept = [sentence for sentence in re.split(r"(?<=[.?])\s+", remedy) if " --" not in f" {sentence}"]
        remedy = " ".join(kept) or CATALOGUE["A01"].remedy
        raise ScrutatorError(error.code, error.what, where=error.where, remedy=remedy) from error
