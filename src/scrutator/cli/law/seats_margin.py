"""`scrutator seats margin`: the fewest votes that change the outcome, each with its certificate."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.arithmetic.inequalities import Change
    from scrutator.law.questions.margins import Margin
    from scrutator.law.questions.system_margins import SystemSearch
    from scrutator.law.systems.ballots import Ballots
    from scrutator.law.systems.system import System

VOTES = typer.Argument(..., metavar="VOTES.csv", help="Columns list,votes[,kind,registered_order,…].")
LAW = typer.Option("", "--law", help="A statute and a day, such as kazakhstan/elections@2012-01-15.")
RULES = typer.Option(None, "--rules", help="A rules file, or the name of a bundled one.")
SEATS = typer.Option(None, "--seats", help="Another number of seats than the law's.")
STATIONS = typer.Option(None, "--stations", min=1, help="Polling stations; adds votes per station.")
CHANGE = typer.Option("moved", "--change", help="Votes moved between lists, added to a list, or removed.")


@reads_tables
def margin(
    votes: Path = VOTES, law: str = LAW, rules: str | None = RULES, house: int | None = SEATS,
    stations: int | None = STATIONS, change: str = CHANGE, as_json: bool = JSON_OPTION,
) -> None:  # fmt: skip
    """The fewest votes that change any seat, any admission, a majority; for every list.

    One source and one target of votes. Every number has a certificate: the changed votes, under which the law
    gives another outcome, while with one vote less it does not.

    Example: `scrutator seats margin votes.csv --law kazakhstan/elections@2012-01-15 --stations 9764`
    """
    from scrutator.api.margins import margin_dict, margins_under
    from scrutator.cli.law.input import ballots_from, law_chosen, votes_from
    from scrutator.errors import ScrutatorError
    from scrutator.law.systems.system import System

    if change not in ("moved", "added", "removed"):
        raise ScrutatorError("X03", f"--change {change}", remedy="Choose moved, added or removed.")
    chosen = law_chosen(law, rules, house)
    if isinstance(chosen, System):
        if change != "moved":
            raise ScrutatorError("X03", f"--change {change}: of a whole system only votes moved are searched")
        _show_system(chosen, ballots_from(votes, chosen), stations, as_json)
        return
    given = votes_from(votes)
    made = margins_under(chosen, given, cast("Change", change))
    if as_json:
        body = [
            {"reading": label, "margins": [margin_dict(name, item, stations) for name, item in margins]}
            for label, margins in made.readings
        ]
        head = {"rules": chosen.name, "change": change, "readings": body}
        print_json(head | {"remarks": list(made.remarks)})
        return
    for label, margins in made.readings:
        columns = ("what", "votes", "from", "to", "seats then", "a station", "proof")
        title = f"{chosen.name} {label}: votes {change}"
        print_table(title, columns, [_row(name, item, stations) for name, item in margins])
        typer.echo()
    for text in made.remarks:
        typer.echo(text)


def _show_system(system: "System", ballots: "Ballots", stations: int | None, as_json: bool) -> None:
    """The margin of a whole system: searched, and how far the search came."""
    from scrutator.api.systems import system_margin_dict
    from scrutator.law.questions.presentation import remarks_on
    from scrutator.law.questions.system_margins import system_margin
    from scrutator.law.systems.distribute import distribute

    search, remarks = system_margin(system, ballots), remarks_on(distribute(system, ballots))
    if as_json:
        head = {"rules": system.name, "change": "moved", "margin": system_margin_dict(search, stations)}
        print_json(head | {"remarks": list(remarks)})
        return
    for text in (*_said(search, stations), *remarks):
        typer.echo(text)


def _said(search: "SystemSearch", stations: int | None) -> list[str]:
    """The lines of a search for a reader: the votes, the seats then, the proof."""
    found = search.margin
    if found is None:
        return [
            "No votes moved between two lists of one district were found to change a seat.",
            _proof(search),
        ]
    where = found.district or "the list votes of the country"
    seats = " ".join(f"{name} {count}" for name, count in found.after.items() if count)
    station = f", {found.votes / stations:.2f} for each of {stations} stations" if stations else ""
    change = f"{found.votes:,} votes moved from {found.source} to {found.target} in {where}"
    then = [f"{place}: {name} {had} → {has}" for place, name, had, has in found.moves]
    changed = [f"Seats of districts that change: {'; '.join(then)}."] if then else []
    return [f"{change} change a seat{station}.", f"Seats then: {seats}.", *changed, _proof(search)]


def _proof(search: "SystemSearch") -> str:
    return f"Proof: {search.said}."


def _row(what: str, margin: "Margin", stations: int | None) -> list[object]:
    from scrutator.api.margins import seats_then

    station = f"{float(margin.per_station(stations)):.2f}" if stations else "–"
    proof = "least" if margin.exact else "searched"
    return [
        what,
        f"{margin.votes:,}",
        margin.source or "–",
        margin.target or "–",
        seats_then(margin),
        station,
        proof,
    ]
