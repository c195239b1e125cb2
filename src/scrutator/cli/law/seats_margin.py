"""`scrutator seats margin`: the fewest votes that change the outcome, each with its certificate."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.inequalities import Change
    from scrutator.law.margins import Margin
    from scrutator.law.state import ChainStep
    from scrutator.law.votes import Votes

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
    from scrutator.cli.law.input import rules_chosen, votes_from
    from scrutator.errors import ScrutatorError
    from scrutator.law.allocate import computable

    if change not in ("moved", "added", "removed"):
        raise ScrutatorError("X03", f"--change {change}", remedy="Choose moved, added or removed.")
    chosen, given = rules_chosen(law, rules, house), votes_from(votes)
    found: list[tuple[str, list[tuple[str, Margin]]]] = []
    for label, steps in computable(chosen, given):
        margins = _margins(steps, given, change)
        if not found or margins != found[-1][1]:  # readings that agree are shown once
            found.append((label, margins))
    if as_json:
        body = [
            {"reading": label, "margins": [_margin_dict(name, item, stations) for name, item in margins]}
            for label, margins in found
        ]
        print_json({"rules": chosen.name, "change": change, "readings": body})
        return
    for label, margins in found:
        columns = ("what", "votes", "from", "to", "seats then", "a station", "proof")
        title = f"{chosen.name} {label}: votes {change}"
        print_table(title, columns, [_row(name, item, stations) for name, item in margins])
        typer.echo()


def _margins(steps: "tuple[ChainStep, ...]", votes: "Votes", change: str) -> "list[tuple[str, Margin]]":
    """Every margin that exists, with what it changes."""
    from scrutator.law import margins as law

    kind = cast("Change", change)  # the command line has checked the word
    found: list[tuple[str, Margin | None]] = [("any seat", law.least_seat_change(steps, votes, kind))]
    if change == "moved":
        found.append(("a majority", law.majority_margin(steps, votes)))
    for name, admission in law.admission_margins(steps, votes, kind).items():
        found.append((f"admission of {name}", admission))
    for name, seats in law.list_margins(steps, votes, kind).items():
        found += [(f"{name} {what}", item) for what, item in seats.items()]
    return [(what, item) for what, item in found if item is not None]


def _row(what: str, margin: "Margin", stations: int | None) -> list[object]:
    seats = " ".join(str(count) for count in margin.after.values() if count)
    station = f"{float(margin.per_station(stations)):.2f}" if stations else "–"
    proof = "least" if margin.exact else "searched"
    return [what, f"{margin.votes:,}", margin.source or "–", margin.target or "–", seats, station, proof]


def _margin_dict(what: str, margin: "Margin", stations: int | None) -> dict[str, object]:
    from scrutator.law.presentation import plain

    return {
        "what": what,
        "votes": margin.votes,
        "from": margin.source,
        "to": margin.target,
        "certificate": dict(margin.certificate),
        "seats_then": dict(margin.after),
        "proved_least": margin.exact,
        "votes_per_station": plain(margin.per_station(stations)) if stations else None,
    }
