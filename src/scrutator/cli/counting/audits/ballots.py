"""`scrutator audit ballots`: the measured risk of an audit of cards, and its plan sealed before the first."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.audits.sealed_cards import CardQuestion

NOT_CHECKED = "Not checked here: that the cards were drawn at random, that these are all that were drawn"
NO_NUMBERS = ", and that no card is there twice (no column numbers them)"
NO_PLAN = ", and that statement, test and limit were fixed before the first of them"
RECORDS = (
    ", and that the records of all cards, with the totals of stations without any, add up to the published"
)

AHEAD = typer.Option([], "--ahead", help='"a>b": a has more votes than b. May be repeated.')
ABOVE = typer.Option([], "--above", help='"c:50": c has more than 50 per cent of the valid cards.')
BELOW = typer.Option([], "--below", help='"d:7": d has less than 7 per cent of the valid cards.')
SEATS = typer.Option("", "--seats", help='"dhondt:a=5,b=3,c=0": seats by dhondt, sainte-lague or hare.')
INVALID = typer.Option([], "--invalid", help="What cards without a valid vote are called; for shares.")
PUBLISHED = typer.Option("", help='All published cards: "a=5200,b=4100,other=300".')
REPLACED = typer.Option(False, "--with-replacement", help="Cards were put back each time.")
TEST = typer.Option("", help="alpha (default), cobra (default with --recorded alone), agrapa, mixture, …")
ROUNDS = typer.Option("", help='For minerva, providence: cards at the ends of rounds, "200,500".')
RISK = typer.Option(5.0, help="The risk limit in per cent.")
ERRORS = typer.Option("", help='For cobra: expected shares of cards over by one vote and by two: "0.001,0".')


@reads_tables
def ballots(
    cards: Path = typer.Argument(..., help="The cards in the order drawn, one row each."),
    vote: str = typer.Option("vote", help='The column of what a card shows; "not found" for a lost one.'),
    card: str = typer.Option("card", help="The column that numbers the cards, where there is one."),
    recorded: str = typer.Option("", help="The column of each card's record: compare cards with records."),
    pools: Path = typer.Option(None, help="Totals of stations whose cards have no records of their own."),
    station: str = typer.Option("", help="With --pools: the column of the station, in both files."),
    plan: Path = typer.Option(None, help="The sealed plan; it replaces all the options below."),
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    seats: str = SEATS,
    invalid: list[str] = INVALID,
    published: str = PUBLISHED,
    with_replacement: bool = REPLACED,
    test: str = TEST,
    rounds: str = ROUNDS,
    errors: str = ERRORS,
    risk: float = RISK,
    as_json: bool = JSON_OPTION,
) -> None:
    """Is the limit met by these cards? Statement, test and limit are to be fixed before the first card.

    Exit status 1 until the limit is met for every statement. Example: scrutator audit ballots cards.csv
    --ahead 'a>b' --published a=5200,b=4100,other=300
    """
    from scrutator.cli.counting.audits.cards_input import (
        check_pools,
        read_cards,
        read_records,
        read_statements,
        same_card,
    )
    from scrutator.cli.counting.audits.judging_cards import judged, print_judged
    from scrutator.errors import ScrutatorError

    asked = (tuple(ahead), tuple(above), tuple(below), seats, tuple(invalid), test, rounds, risk)
    records_alone = bool(recorded) and pools is None
    question = question_of(published, *asked, with_replacement, bool(recorded), errors, plan, records_alone)
    seal = _seal_of(plan)
    if (pools is None) != (not station) or (pools is not None and not recorded):
        what = "--pools, --station and --recorded go together"
        raise ScrutatorError("X03", what, where="--pools", remedy="Give all three, or --recorded alone.")
    statements = read_statements(question)
    shown, rows = read_cards(cards, vote, question.published)
    numbered = same_card(rows, card, vote, question.replacement)
    records = read_records(rows, recorded, station, pools, question.published) if recorded else None
    if records:
        check_pools(records, question.replacement)
    body = judged(shown, records, statements, question)
    body |= {"seal": seal, "not_checked": NOT_CHECKED + ("" if seal else NO_PLAN)}
    body["not_checked"] += ("" if numbered else NO_NUMBERS) + (RECORDS if records else "") + "."
    print_json(body) if as_json else print_judged(body)
    if not body["limit_met"]:
        raise typer.Exit(1)


def ballots_plan(
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    seats: str = SEATS,
    invalid: list[str] = INVALID,
    published: str = PUBLISHED,
    with_replacement: bool = REPLACED,
    test: str = TEST,
    rounds: str = ROUNDS,
    errors: str = ERRORS,
    with_records: bool = typer.Option(False, "--with-records", help="Cards will be held against records."),
    risk: float = RISK,
    out: Path = typer.Option(..., help="Write the sealed plan to this file, before the first card is drawn."),
) -> None:
    """Seal what an audit of ballots will show, of which cards, by which test and limit.

    Example: scrutator audit ballots-plan --ahead 'a>b' --published a=5200,b=4100,other=300 --out plan.json
    """
    import json

    from scrutator.cli.counting.audits.cards_input import read_statements
    from scrutator.counting.audits.cards import shown_mean
    from scrutator.counting.audits.sealed_cards import seal_cards
    from scrutator.errors import ScrutatorError

    asked = (tuple(ahead), tuple(above), tuple(below), seats, tuple(invalid), test, rounds, risk)
    question = question_of(published, *asked, with_replacement, with_records, errors, None, with_records)
    for statement in read_statements(question):
        shown_mean(statement, question.published)
    sealed = seal_cards(question)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(json.dumps(sealed, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    except OSError as error:
        raise ScrutatorError("X04", f"{out}: {error.strerror}", where=str(out)) from None
    typer.echo(f"{out} is sealed: publish it with its hash {sealed['seal']} before the first card is drawn")


def question_of(
    published: str,
    ahead: tuple[str, ...],
    above: tuple[str, ...],
    below: tuple[str, ...],
    seats: str,
    invalid: tuple[str, ...],
    test: str,
    rounds: str,
    risk: float,
    replacement: bool,
    recorded: bool,
    errors: str,
    sealed: Path | None = None,
    records_alone: bool = False,
) -> "CardQuestion":
    """What the options ask, or the sealed plan. Raises X03 for an option that has no effect, C14."""
    from scrutator.cli.counting.audits.cards_input import read_errors, read_tally
    from scrutator.cli.counting.audits.results_input import read_limit
    from scrutator.counting.audits.poll import BY_ROUNDS, CardTest
    from scrutator.counting.audits.sealed_cards import CardQuestion, read_sealed_cards
    from scrutator.errors import ScrutatorError

    if sealed is not None:
        given = (published, ahead, above, below, seats, invalid, rounds, errors, replacement)
        if any(given) or test or risk != 5.0:
            what = "the plan says what is shown and how; another option would change it"
            raise ScrutatorError("C14", what, where="--plan", remedy="Leave the other options out.")
        question, _ = read_sealed_cards(_text(sealed), str(sealed))
        if question.recorded != recorded:
            what = "the plan compares cards with records" if question.recorded else "the plan uses no records"
            raise ScrutatorError("C14", what, where="--recorded", remedy="Do as the plan says.")
        return question
    test = test or (CardTest.COBRA.value if records_alone else CardTest.ALPHA.value)
    if test not in [one.value for one in CardTest]:
        remedy = "Tests: " + ", ".join(one.value for one in CardTest) + "."
        raise ScrutatorError("X03", f"there is no test {test!r}", where="--test", remedy=remedy)
    unused = "--rounds" if rounds and test not in BY_ROUNDS else ""
    unused = unused or ("--errors" if errors and test != CardTest.COBRA else "")
    if unused:
        what, remedy = f"{unused} has no effect here", f"Leave out {unused}."
        raise ScrutatorError("X03", what, where=unused, remedy=remedy)
    read_errors(errors)
    read_limit(risk)
    tally = read_tally(published)
    return CardQuestion(
        tally, ahead, above, below, seats, invalid, test, rounds, risk, replacement, recorded, errors
    )


def _seal_of(plan: Path | None) -> str:
    from scrutator.counting.audits.sealed_cards import read_sealed_cards

    return "" if plan is None else read_sealed_cards(_text(plan), str(plan))[1]


def _text(path: Path) -> str:
    from scrutator.cli.tables import read_bytes

    return read_bytes(path).decode("utf-8", errors="replace")
