"""`scrutator audit size`: before there are results, how many station copies would an audit need?"""

import math

import typer

from scrutator.cli.output import JSON_OPTION, print_json

LEAD = typer.Option(None, "--lead", min=0.01, max=100, help="A lead in points of the ballots, e.g. 5.")
ABOVE = typer.Option("", "--above", help='"9:7": a list at 9 per cent against a threshold of 7.')
BELOW = typer.Option("", "--below", help='"4:7": a list at 4 per cent against a threshold of 7.')


def size(
    lead: float | None = LEAD,
    above: str = ABOVE,
    below: str = BELOW,
    cards: bool = typer.Option(
        False, "--cards", help="For those who hold the ballots: how many cards instead."
    ),
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
    if cards:
        _print_cards(lead, risk / 100, as_json)
        return
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


def _print_cards(lead: float | None, limit: float, as_json: bool) -> None:
    """How many cards each way of auditing ballots needs, if the cards show what was published."""
    from scrutator.counting.audits.cards_needed import bravo_expected_ballots, comparison_draws, first_round
    from scrutator.errors import ScrutatorError

    if lead is None:
        raise ScrutatorError("X03", "--cards is for a lead", where="--cards", remedy="Give --lead.")
    share = 0.5 + lead / 200
    needed = {
        "compared with records, one over by one vote": comparison_draws(limit, lead / 100, over_one=1),
        "compared with records, none differs": comparison_draws(limit, lead / 100),
        "minerva or providence, first round that ends with chance 90 %": first_round(share, limit),
    }
    if share < 1:
        needed["bravo, on average"] = math.ceil(bravo_expected_ballots(share, limit))
    if as_json:
        print_json({"lead": lead / 100, "risk_limit": limit, "cards": needed})
        return
    for way, number in sorted(needed.items()):
        typer.echo(f"{number:,} cards {way}")
