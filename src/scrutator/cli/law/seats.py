"""`scrutator seats`: from votes to seats under a law, by which steps, and by how little it could change."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from scrutator.cli.law import seats_compare, seats_margin
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.chain.allocate import Result
    from scrutator.law.chain.votes import Votes


class AllocateByDefault(TyperGroup):
    """`scrutator seats VOTES.csv …` means `scrutator seats allocate VOTES.csv …`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the default command in front when the first word is not a command."""
        if args and args[0] != "--help" and args[0] not in self.commands:
            args = ["allocate", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=AllocateByDefault,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="From votes to seats under a law; margins; the same votes under other laws.\n\n"
    "`scrutator seats VOTES.csv …` is short for `scrutator seats allocate VOTES.csv …`.",
)

VOTES = typer.Argument(..., metavar="VOTES.csv", help="Columns list,votes[,kind,district,seats,…].")
LAW = typer.Option("", "--law", help="A statute and a day, such as kazakhstan/elections@2012-01-15.")
RULES = typer.Option(None, "--rules", help="A file of rules without a statute (TOML), or a bundled one.")
SEATS = typer.Option(None, "--seats", help="Another number of seats than the law's.")


@app.command()
@reads_tables
def allocate(
    votes: Path = VOTES, law: str = LAW, rules: str | None = RULES, house: int | None = SEATS,
    as_json: bool = JSON_OPTION,
) -> None:  # fmt: skip
    """From votes to seats, step by step, each with its article.

    Example: `scrutator seats votes.csv --law kazakhstan/elections@2012-01-15`
    """
    from scrutator.cli.law.input import ballots_from, law_chosen, votes_from
    from scrutator.cli.law.system_shown import show_system
    from scrutator.law.chain import allocate as chain
    from scrutator.law.chain.table import warnings
    from scrutator.law.questions.presentation import result_dict, system_dict
    from scrutator.law.systems.distribute import distribute
    from scrutator.law.systems.system import System

    chosen = law_chosen(law, rules, house)
    if isinstance(chosen, System):
        ballots = ballots_from(votes, chosen)
        found, remarks = distribute(chosen, ballots), list(warnings(ballots.national))
        if as_json:
            print_json(system_dict(found) | {"warnings": remarks})
        else:
            show_system(found, remarks)
        return
    given = votes_from(votes)
    result = chain.allocate(chosen, given)
    if as_json:
        print_json(result_dict(result) | {"warnings": list(warnings(given))})
    else:
        _show(result, given)


def _show(result: "Result", votes: "Votes") -> None:
    from scrutator.law.chain.table import warnings
    from scrutator.law.questions.presentation import outcome_said, step_rows

    columns = ("step", "rule", "article", "what it says", "outcome")
    for reading in result.readings:
        title = f"{result.rules}: {reading.label}" if reading.label else result.rules
        print_table(title, columns, step_rows(reading.allocation))
        typer.echo()
    names = [entry.name for entry in votes.lists]
    headings = [", ".join(f"{k}: {v}" for k, v in r.choice.items()) or "seats" for r in result.readings]
    rows = [[n, votes.of(n).votes, *(r.allocation.seats[n] for r in result.readings)] for n in names]
    print_table("", ("list", "votes", *headings), rows)
    typer.echo(f"\nOutcome: {outcome_said(result)}.")
    for reading in result.readings:
        for tie in reading.allocation.ties:
            facts = " or ".join(tie.facts) or "a rule that is not on file"
            under = f" ({tie.article})" if tie.article else ""
            typer.echo(
                f"Tie: {' and '.join(tie.lists)} for {tie.seats} seat(s){under}; "
                f"decided by {facts}, of all these lists, which the votes file does not settle."
            )
    for point in result.agreed:
        typer.echo(f"The readings of “{point}” give the same seats.")
    for where, why in result.unavailable.items():
        typer.echo(f"Not computable ({where}): {why}.")
    for text in (*result.first.notes, *warnings(votes)):
        typer.echo(f"Note: {text}")


app.command("compare")(seats_compare.compare)
app.command("sweep")(seats_compare.sweep)
app.command("margin")(seats_margin.margin)
