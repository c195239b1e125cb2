"""`scrutator audit size`: before there are results, how many station copies would an audit need?"""

import typer

from scrutator.cli.output import JSON_OPTION, print_json

LEAD = typer.Option(None, "--lead", min=0.01, max=100, help="A lead in points of the ballots, e.g. 5.")
ABOVE = typer.Option("", "--above", help='"9:7": a list at 9 per cent against a threshold of 7.')
BELOW = typer.Option("", "--below", help='"4:7": a list at 4 per cent against a threshold of 7.')


def size(
    lead: float | None = LEAD,
    above: str = ABOVE,
    below: str = BELOW,
    risk: float = typer.Option(5.0, min=0.01, max=99.0, help="The risk limit in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How many draws an audit needs if every copy agrees, for an expected lead or distance to a threshold.

    Assumes bounds equal to the ballots cast: `scrutator audit plan` computes it from the real ones.
    Example: scrutator audit size --lead 5
    """
    from fractions import Fraction

    from scrutator.counting.audits.betting import DEFAULT_BET, draws_needed
    from scrutator.errors import ScrutatorError

    given = [value for value in (lead, above, below) if value not in (None, "")]
    if len(given) != 1:
        raise ScrutatorError("X03", "give one of --lead, --above and --below")
    total = _total_bound(lead, above, below)
    number = draws_needed(total, Fraction(str(risk)) / 100)
    if as_json:
        print_json(
            {
                "total_bound": total,
                "risk_limit": risk / 100,
                "draws": number,
                "test": DEFAULT_BET.test.value,
                "bet": float(DEFAULT_BET.part),
            }
        )
    else:
        typer.echo(
            f"{number:,} draws at a risk limit of {risk:g} % by {DEFAULT_BET.text}, if every copy agrees"
        )


def _total_bound(lead: float | None, above: str, below: str) -> float:
    from scrutator.counting.audits.plan import bound_above, bound_below, bound_for_margin
    from scrutator.errors import ScrutatorError

    if lead is not None:
        return bound_for_margin(lead / 100)
    try:
        share, threshold = (float(part) / 100 for part in (above or below).split(":"))
    except ValueError as error:
        remedy = 'Write the share and the threshold in per cent, as in "9:7".'
        raise ScrutatorError("X03", f"{above or below!r}", remedy=remedy) from error
    if not (0 < threshold < share < 1 if above else 0 < share < threshold < 1):
        what = f"{above or below!r} is not {'above' if above else 'below'} its threshold"
        raise ScrutatorError("X03", what, remedy="Both lie between 0 and 100.")
    return bound_above(share, threshold) if above else bound_below(share, threshold)
