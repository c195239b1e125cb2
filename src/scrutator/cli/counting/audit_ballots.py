"""`scrutator audit ballots`: the measured risk of a ballot poll, card by card or by Minerva's rounds."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.audits.cards import CardTest, Statement

WORDS = (
    "If the published outcome were wrong, an audit that goes on to a full hand count unless this limit is "
    "met would lead to one with probability at least {sure:g} %."
)
NOT_CHECKED = (
    "Not checked here: that the cards were drawn at random, that these are all that were drawn, and that "
    "statement, test and limit were fixed before the first of them."
)


@reads_tables
def ballots(
    cards: Path = typer.Argument(..., help="The cards in the order drawn, one row each."),
    vote: str = typer.Option("vote", help='The column of what a card shows; "not found" for a lost one.'),
    ahead: str = typer.Option("", "--ahead", help='"a>b": a has more votes than b.'),
    above: str = typer.Option("", "--above", help='"c:50": c has more than 50 per cent of the valid cards.'),
    invalid: list[str] = typer.Option([], help="With --above: what cards without a valid vote are called."),
    published: str = typer.Option(..., help='All published cards: "a=5200,b=4100,other=300".'),
    with_replacement: bool = typer.Option(False, "--with-replacement", help="Cards were put back each time."),
    test: str = typer.Option("alpha", help="alpha, agrapa, kaplan-wald, mixture, plug-in, bravo, minerva, …"),
    rounds: str = typer.Option("", help='For minerva, providence: cards at the ends of rounds, "200,500".'),
    risk: float = typer.Option(5.0, help="The risk limit in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Is the limit met by these cards? Statement, test and limit are to be fixed before the first card.

    Exit status 1 until the limit is met. Example: scrutator audit ballots cards.csv --ahead 'a>b'
    --published a=5200,b=4100,other=300
    """
    from scrutator.cli.counting.audit_input import read_limit
    from scrutator.counting.audits.cards import BY_ROUNDS, CardTest
    from scrutator.errors import ScrutatorError

    if test not in [one.value for one in CardTest]:
        remedy = "Tests: " + ", ".join(one.value for one in CardTest) + "."
        raise ScrutatorError("X03", f"there is no test {test!r}", where="--test", remedy=remedy)
    unused = "--rounds" if rounds and test not in BY_ROUNDS else "--invalid" if invalid and ahead else ""
    if unused:
        what, remedy = f"{unused} has no effect here", f"Leave out {unused}."
        raise ScrutatorError("X03", what, where=unused, remedy=remedy)
    limit, tally = float(read_limit(risk)), _tally(published)
    statement = _statement(ahead, above, invalid, tally)
    shown = _shown(cards, vote, tally)
    body = _measured(shown, statement, tally, CardTest(test), rounds, limit, with_replacement)
    met = body["measured_risk"] <= limit
    body |= {"cards": len(shown), "risk_limit": limit, "test": test, "limit_met": met}
    body["means"] = WORDS.format(sure=100 * (1 - limit)) if met else ""
    body["not_checked"] = NOT_CHECKED
    if as_json:
        print_json(body)
    else:
        state = "the limit is met by these cards" if met else "not confirmed: draw on, or count all"
        typer.echo(f"{len(shown):,} cards; measured risk {body['measured_risk']:.3g} by {test}: {state}")
        if met:
            typer.echo(body["means"])
            typer.echo(NOT_CHECKED)
    if not met:
        raise typer.Exit(1)


def _measured(
    shown: list[str],
    statement: "Statement",
    tally: dict[str, int],
    test: "CardTest",
    rounds: str,
    limit: float,
    with_replacement: bool,
) -> dict[str, Any]:
    from scrutator.counting.audits.cards import BY_ROUNDS, poll, poll_by_rounds
    from scrutator.errors import ScrutatorError

    if test not in BY_ROUNDS:
        found = poll(shown, statement, tally, test, replacement=with_replacement, limit=limit)
        met = next((n for n, one in enumerate(found.fortunes, start=1) if one * limit >= 1), None)
        return {"measured_risk": found.risk, "met_at_card": met}
    if not with_replacement:
        what = f"{test.value} is for cards drawn with replacement"
        raise ScrutatorError("C14", what, where="--test", remedy="Use --test alpha, or --with-replacement.")
    parts = [part.strip() for part in rounds.split(",")]
    schedule = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(schedule) < len(parts):
        raise ScrutatorError("X03", f"{rounds!r}", where="--rounds", remedy='Give --rounds "200,500".')
    measured, done = poll_by_rounds(shown, statement, tally, test, schedule, limit)
    return {"measured_risk": measured, "rounds": [list(one) for one in done]}


def _shown(path: Path, column: str, tally: dict[str, int]) -> list[str]:
    """What each card shows. Raises C11, C14 for a card with a vote that was not published."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.cards import NOT_FOUND
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    shown = [read_cell(row, column) for row in read_rows(path)]
    if not shown:
        raise ScrutatorError("C11", "no card was read", where=str(path), remedy="Give one row for each card.")
    unknown = sorted({one for one in shown if one not in tally and one != NOT_FOUND})
    if unknown:
        remedy = f"Published: {', '.join(tally)}; a card that is lost is {NOT_FOUND!r}."
        raise ScrutatorError("C14", f"a card shows {unknown[0]!r}, which was not published", remedy=remedy)
    return shown


def _tally(text: str) -> dict[str, int]:
    from scrutator.errors import ScrutatorError

    parts = [one.partition("=") for one in text.split(",")]
    names = [name.strip() for name, _, _ in parts]
    good = all(number.strip().isascii() and number.strip().isdigit() for _, _, number in parts)
    if not good or not all(names) or len(set(names)) < len(names):
        remedy = "Write each list once with its cards: a=5200,b=4100,other=300."
        raise ScrutatorError("X03", f"{text!r}", where="--published", remedy=remedy)
    return {name: int(number) for name, (_, _, number) in zip(names, parts, strict=True)}


def _statement(ahead: str, above: str, invalid: list[str], tally: dict[str, int]) -> "Statement":
    """What is to be shown. Raises X03, C14."""
    from scrutator.cli.counting.audit_input import name_and_share, two_names
    from scrutator.counting.audits.cards import Pair, Share, Statement
    from scrutator.errors import ScrutatorError

    if bool(ahead) == bool(above):
        raise ScrutatorError("X03", "give one of --ahead and --above", where="audit ballots")
    statement: Statement
    if ahead:
        winner, loser = two_names(ahead)
        statement, named = Pair(winner, loser), [winner, loser]
    else:
        name, share = name_and_share(above, "--above")
        statement, named = Share(name, float(share), frozenset(invalid)), [name, *invalid]
    lost = [name for name in named if name not in tally]
    if lost:
        raise ScrutatorError("X03", f"{lost[0]!r} has no published cards", where="--published")
    return statement
