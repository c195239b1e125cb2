"""The options in which `audit plan` and `audit risk` are asked the same question."""

from typing import TYPE_CHECKING

import typer

from scrutator.cli.tables import names

if TYPE_CHECKING:
    from scrutator.counting.audits.sealed import Question

RESULTS = typer.Argument(..., help="Published results, CSV: one row per station.")
LISTS = typer.Option(..., help="The columns with the lists' votes, e.g. a,b,c.")
STATION = typer.Option("station", help="The column with the station's code.")
BOUND = typer.Option(
    ..., help="The column that bounds a station's ballots, from a source independent of the results."
)
VALID = typer.Option("", help="The column with the valid votes of all lists; a threshold needs it.")
AHEAD = typer.Option([], "--ahead", help='"a>b": a has more votes than b. May be repeated.')
ABOVE = typer.Option([], "--above", help='"c:7": c is above 7 per cent of the valid votes. May be repeated.')
BELOW = typer.Option([], "--below", help='"d:7": d is below 7 per cent. May be repeated.')
SEATS = typer.Option(
    "",
    "--seats",
    help='"dhondt:a=5,b=3,c=0": seats by dhondt, sainte-lague or hare. Name every admitted list.',
)
PENDING = typer.Option(
    0, min=0, help="Ballots in the announced total whose stations cannot be audited: the worst is assumed."
)


def question_of(
    lists: str,
    station: str,
    bound: str,
    valid: str,
    ahead: list[str],
    above: list[str],
    below: list[str],
    pending: int,
    seats: str = "",
) -> "Question":
    """What the options ask, as one value."""
    from scrutator.counting.audits.sealed import Question

    asked = (tuple(ahead), tuple(above), tuple(below), pending, seats)
    return Question(names(lists), station, bound, valid, *asked)
