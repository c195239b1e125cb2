"""A whole system as text: the stages with their articles, seats by list and tier, the table by district."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import print_table

if TYPE_CHECKING:
    from scrutator.law.systems.distribute import SystemResult, SystemResults


def show_system(results: "SystemResults", warnings: Iterable[str]) -> None:
    """Print every reading of a system, then what a reader must know of it and of the table."""
    from scrutator.law.questions.presentation import outcome_said

    for result in results.readings:
        title = f"{results.name}: {result.label}" if result.label else results.name
        _show_reading(title, result)
    first = results.first
    typer.echo(f"House of {first.house}. Outcome: {outcome_said(results)}.")
    if first.unfilled:
        typer.echo(f"{first.unfilled} seats are not filled.")
    for where, why in results.unavailable.items():
        typer.echo(f"Not computable ({where}): {why}.")
    for text in (*first.notes, *warnings):
        typer.echo(f"Note: {text}")


def _show_reading(title: str, result: "SystemResult") -> None:
    from scrutator.law.questions.presentation import numbered

    print_table(title, ("step", "rule", "article", "what it says", "outcome"), numbered(result.steps))
    typer.echo()
    _show_chains(result)
    tiers = {tier: seats for tier, seats in result.tiers.items() if any(seats.values())}
    rows = [[n, total, *(seats.get(n, 0) for seats in tiers.values())] for n, total in result.seats.items()]
    print_table("", ("list", "seats", *tiers), rows)
    typer.echo()
    if result.by_district:
        _show_districts(result)
    for tie in result.ties:
        facts = " or ".join(tie.facts) or "a rule that is not on file"
        under = f" ({tie.article})" if tie.article else ""
        typer.echo(
            f"Tie: {' and '.join(tie.lists)} for {tie.seats} seat(s), {tie.rule}{under}; decided by {facts}, "
            "which the votes file does not settle."
        )
    if result.uncovered:
        typer.echo(f"Districts without a member: {', '.join(result.uncovered)}.")


def _show_chains(result: "SystemResult") -> None:
    """The steps of the national tiers, and those of the first district as an example of the others."""
    from scrutator.law.questions.presentation import step_rows

    columns = ("step", "rule", "article", "what it says", "outcome")
    tiers = [name for name in ("national", "pool") if name in result.allocations]
    places = [name for name in result.allocations if name not in tiers]
    for name in (*places[:1], *tiers):
        others = f", the first of {len(places)} districts; all with --json" if name in places else ""
        print_table(f"Steps: {name}{others}", columns, step_rows(result.allocations[name]))
        typer.echo()


def _show_districts(result: "SystemResult") -> None:
    """The table by district and list; a district with one seat is one line of its winner."""
    several = {place: cells for place, cells in result.by_district.items() if sum(cells.values()) > 1}
    names = [name for name in result.seats if any(cells.get(name) for cells in several.values())]
    others = {name for cells in several.values() for name, count in cells.items() if count} - set(names)
    names += sorted(others)
    if several:
        rows = [
            [place, sum(cells.values()), *(cells.get(name, 0) or "" for name in names)]
            for place, cells in several.items()
        ]
        print_table("By district", ("district", "seats", *names), rows)
        typer.echo()
