"""`scrutator law count`: ballot papers, or the votes of a majority election, counted as a law says."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.ballots.result import Count
    from scrutator.law.ballots.rules import CountRules
    from scrutator.law.candidates.rules import CandidateRules
    from scrutator.law.count_rules import AnyRules
    from scrutator.law.lots import Lot
    from scrutator.law.majority.deciding import Decision
    from scrutator.law.majority.rules import MajorityRules

FILE = typer.Argument(..., metavar="FILE", help="Ranked ballots (.blt, or a table), or a table of votes.")
LAW = typer.Option("", "--law", help="A statute and a day, such as scotland/councils@2022-05-05.")
RULES = typer.Option("", "--rules", help="A short name such as scotland-2007, or a file of rules (TOML).")
SEATS = typer.Option(None, "--seats", min=1, help="How many seats are filled, when the file does not say.")
CANDIDATES = typer.Option(None, "--candidates", help="A table of candidates: name[,number,withdrawn].")
LOTS = typer.Option(None, "--lots", help="Lots on record: purpose,between,drawn,source[,contest].")
ROUND = typer.Option(1, "--round", min=1, max=2, help="Which round the votes are of.")
SHEET = typer.Option(False, "--whole-sheet", help="Also transfer the papers of the last excluded candidate.")
MARGIN = typer.Option(False, "--margin", help="Also: how many votes would have changed the result.")


@reads_tables
def count(
    file: Path = FILE,
    law: str = LAW,
    rules: str = RULES,
    seats: int | None = SEATS,
    candidates: Path | None = CANDIDATES,
    lots: Path | None = LOTS,
    which_round: int = ROUND,
    whole_sheet: bool = SHEET,
    margin: bool = MARGIN,
    as_json: bool = JSON_OPTION,
) -> None:
    """Who is elected, stage by stage or condition by condition, each with its article?

    A tie without a recorded lot is undecided, never settled by order or chance. A margin is the least for
    majorities, and the result of a search for ranked ballots.

    Example: `scrutator law count ward.blt --rules scotland-2007 --seats 4`
    """
    from scrutator.law.ballots.rules import CountRules
    from scrutator.law.candidates.rules import CandidateRules

    chosen = _rules(law, rules, which_round)
    known = _lots(lots)
    if isinstance(chosen, CountRules):
        _count_ranked(file, chosen, seats, candidates, known, whole_sheet, margin, as_json)
        return
    _refuse(candidates is not None, "--candidates", "the rules count votes, not ranked ballots")
    _refuse(whole_sheet, "--whole-sheet", "the rules count votes, not ranked ballots")
    if isinstance(chosen, CandidateRules):
        _refuse(margin, "--margin", "no margin is computed for the candidates of lists")
        _refuse(seats is not None, "--seats", "the table says the seats of each list")
        _elect_candidates(file, chosen, known, as_json)
        return
    _count_votes(file, chosen, seats, known, margin, as_json)


def _refuse(given: bool, option: str, why: str) -> None:
    """An option that would have no effect is an error."""
    from scrutator.errors import ScrutatorError

    if given:
        raise ScrutatorError("X03", f"{option} has no effect: {why}", remedy="Leave it out.")


def _rules(law: str, rules: str, which_round: int) -> "AnyRules":
    from scrutator.cli.law.input import split_law
    from scrutator.errors import ScrutatorError
    from scrutator.law.count_rules import rules_named

    if bool(law) == bool(rules):
        raise ScrutatorError("X03", "give either --law STATUTE@DATE or --rules NAME or RULES.toml")
    if law:
        split_law(law)
    return rules_named(law or rules, which_round)


def _lots(path: Path | None) -> "tuple[Lot, ...]":
    from scrutator.cli.tables import asked_table
    from scrutator.errors import ScrutatorError
    from scrutator.law.lots import read_lots
    from scrutator.tables.reading import located

    if path is None:
        return ()
    try:
        return read_lots(asked_table(path).records())
    except ScrutatorError as error:
        raise located(error, str(path)) from error


def _count_ranked(
    file: Path,
    rules: "CountRules",
    seats: int | None,
    candidates: Path | None,
    lots: "tuple[Lot, ...]",
    whole_sheet: bool,
    margin: bool,
    as_json: bool,
) -> None:
    from scrutator.cli.law.ballots_input import ballots_from
    from scrutator.errors import ScrutatorError
    from scrutator.law.ballots.counting import count_ballots
    from scrutator.law.ballots.presentation import count_dict, searched_dict, searched_said
    from scrutator.law.ballots.search import searched_margin
    from scrutator.tables.reading import located

    ballots = ballots_from(file, candidates)
    places = seats or ballots.vacancies
    if places is None:
        raise ScrutatorError(
            "X03", "the file does not say how many seats are filled", remedy="Add --seats N."
        )
    try:
        made = count_ballots(ballots, places, rules, lots, whole_sheet)
    except ScrutatorError as error:
        raise located(error, str(file)) from error
    found = None
    if margin:
        found = "the count needed lots" if lots else searched_margin(ballots, places, rules, made)
    if as_json:
        print_json(count_dict(made) | ({} if found is None else {"margin": searched_dict(found)}))
        return
    _show_count(made, ballots.title)
    if found is not None:
        typer.echo(f"Margin: {searched_said(found)}")


def _show_count(made: "Count", title: str) -> None:
    from scrutator.law.ballots.presentation import SHEET_COLUMNS, headline, remarks, sheet_rows, vote_tables

    print_table(title, SHEET_COLUMNS, sheet_rows(made))
    for heads, rows in vote_tables(made):
        typer.echo()
        print_table("", heads, rows)
    typer.echo(f"\n{headline(made)}.")
    for text in remarks(made):
        typer.echo(f"Note: {text}")


def _count_votes(
    file: Path,
    rules: "MajorityRules",
    seats: int | None,
    lots: "tuple[Lot, ...]",
    margin: bool,
    as_json: bool,
) -> None:
    from scrutator.cli.tables import asked_table
    from scrutator.errors import ScrutatorError
    from scrutator.law.chain.table import rows_of
    from scrutator.law.lots import check_used
    from scrutator.law.majority.deciding import decide
    from scrutator.law.majority.margins import margin_of
    from scrutator.law.majority.poll import read_polls
    from scrutator.law.majority.presentation import decision_dict, margin_dict, margin_said
    from scrutator.tables.reading import located

    table = asked_table(file, ("district", "region", "candidate"), ("votes", "seats"), among=("kind", "type"))
    try:
        decisions = [decide(poll, rules, lots, seats) for poll in read_polls(rows_of(table))]
        check_used(lots, [lot for one in decisions for lot in one.used])
    except ScrutatorError as error:
        raise located(error, str(file)) from error
    margins = [margin_of(one.poll, rules, seats) for one in decisions] if margin else []
    if as_json:
        body = [decision_dict(one) for one in decisions]
        for one, found in zip(body, margins, strict=False):
            one["margin"] = margin_dict(found)
        print_json({"rules": rules.name, "districts": body})
        return
    if len(decisions) == 1:
        _show_decision(decisions[0])
    else:
        _show_districts(decisions)
    for made, found in zip(decisions, margins, strict=False):
        where = f" in {made.poll.name}" if len(decisions) > 1 else ""
        typer.echo(f"Margin{where}: {margin_said(found)}")


def _show_decision(made: "Decision") -> None:
    from scrutator.law.majority.presentation import CHECK_COLUMNS, check_rows, headline, remarks, vote_rows

    print_table(made.rules, ("candidate", "votes", "result"), vote_rows(made))
    if made.checks:
        typer.echo()
        print_table("", CHECK_COLUMNS, check_rows(made))
    typer.echo(f"\nOutcome: {headline(made)}.")
    for text in remarks(made):
        typer.echo(f"Note: {text}")


def _show_districts(decisions: "list[Decision]") -> None:
    """A row a district, and how often each outcome occurs."""
    from collections import Counter

    from scrutator.law.majority.presentation import remarks

    rows = [
        (one.poll.name, str(one.outcome).replace("_", " "), ", ".join(one.elected or one.entrants))
        for one in decisions
    ]
    print_table(decisions[0].rules, ("district", "outcome", "elected, or who may stand"), rows)
    found = Counter(str(one.outcome).replace("_", " ") for one in decisions)
    typer.echo("\n" + "; ".join(f"{outcome}: {number}" for outcome, number in sorted(found.items())) + ".")
    notes = [(one.poll.name, text) for one in decisions for text in remarks(one)]
    shared = [text for text, number in Counter(text for _, text in notes).items() if number == len(decisions)]
    for text in shared:
        typer.echo(f"Note: {text}")
    for name, text in notes:
        if text not in shared:
            typer.echo(f"Note on {name}: {text}")


def _elect_candidates(file: Path, rules: "CandidateRules", lots: "tuple[Lot, ...]", as_json: bool) -> None:
    from scrutator.cli.tables import asked_table
    from scrutator.errors import ScrutatorError
    from scrutator.law.candidates.electing import elect
    from scrutator.law.candidates.lists import read_lists
    from scrutator.law.candidates.presentation import COLUMNS, remarks, results_dict, rows
    from scrutator.law.chain.table import rows_of
    from scrutator.tables.reading import located

    table = asked_table(file, ("district", "list", "candidate"), ("votes", "position"), among=("kind",))
    try:
        results = elect(read_lists(rows_of(table)), rules, lots)
    except ScrutatorError as error:
        raise located(error, str(file)) from error
    if as_json:
        print_json({"rules": rules.name, "lists": results_dict(results), "notes": list(rules.notes)})
        return
    print_table(rules.name, COLUMNS, rows(results))
    typer.echo()
    for text in (*remarks(results), *rules.notes):
        typer.echo(f"Note: {text}")
