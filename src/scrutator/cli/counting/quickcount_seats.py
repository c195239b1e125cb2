"""`scrutator quickcount seats`: how many seats each list may win, from what has arrived so far."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.counting.night.seat_chances import SeatChance
    from scrutator.law.chain.rules import Rules

NIGHT = typer.Argument(..., help="The night file: what was registered, and which columns hold what.")
LAW = typer.Option("", "--law", help="A statute and a day, such as kazakhstan/elections@2012-01-15.")
RULES = typer.Option(None, "--rules", help="A file of rules without a statute (TOML), or a bundled one.")
SEATS = typer.Option(None, "--seats", min=1, help="Another number of seats than the law's.")
REST = typer.Option(
    "", "--rest", help="What the lists leave of the total: void (ballots) or list (one list)."
)
SEED = 20_261_127


def seats(
    night: Path = NIGHT,
    law: str = LAW,
    rules: str | None = RULES,
    house: int | None = SEATS,
    total: int = typer.Option(..., "--total", min=1, help="Votes of the denominator in the whole country."),
    rest: str = REST,
    at: str = typer.Option(None, "--at", help="Only reports before this time, e.g. 21:30."),
    draws: int = typer.Option(10_000, min=100, help="Draws of the votes."),
    seed: int = typer.Option(SEED, min=0, help="Seed of the draws."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How many seats each list may win under a law, from the sample that has arrived.

    Example: scrutator quickcount seats NIGHT.toml --law kazakhstan/elections@2012-01-15 --total 6900000
    """
    from scrutator.cli.counting.night_input import load_night
    from scrutator.counting.night.clock import clock
    from scrutator.counting.night.replay import look_at
    from scrutator.findings.methods.counting.seat_chances import CAVEATS, chances_by_reading, rest_of

    made, _ = load_night(night)
    moment = look_at(made, clock(at, made.day, made.zone) if at else None)[1].moment
    chosen = one_contest(law, rules, house)
    found, missing = chances_by_reading(moment, chosen, rest_of(rest, moment), total, draws, seed)
    if as_json:
        readings = {label: [chance_json(one) for one in rows] for label, rows in found.items()}
        said = {"rules": chosen.name, "remarks": list(chosen.remarks), "not_computable": missing}
        came = {"arrived": moment.arrived, "drawn": moment.drawn, "draws": draws, "seed": seed}
        print_json({**said, **came, "readings": readings})
        return
    typer.echo(f"{made.title}: {moment.arrived:,} of {moment.drawn:,} drawn stations, {chosen.name}")
    columns = ("list", "mean seats", "90 % of draws", "takes part", "majority")
    for label, rows in found.items():
        print_table(label, columns, [chance_row(one) for one in rows])
    for label, why in missing.items():
        typer.echo(f"Not computable ({label}): {why}.")
    for remark in (*chosen.remarks, *CAVEATS):
        typer.echo(remark)


def one_contest(law: str, rules: str | None, house: int | None) -> "Rules":
    """The law of one contest. Raises X03 for a system of districts: the night estimates one total."""
    from scrutator.cli.law.input import law_chosen
    from scrutator.errors import ScrutatorError
    from scrutator.law.chain.rules import Rules

    chosen = law_chosen(law, rules, house)
    if not isinstance(chosen, Rules):
        what = f"{chosen.name} distributes seats in districts, and the night estimates one total"
        raise ScrutatorError("X03", what, remedy="Name the rules of one contest: --rules or --law.")
    return chosen


def chance_json(one: "SeatChance") -> dict[str, Any]:
    """One list as plain values; chances as least and greatest."""
    return {
        "list": one.name,
        "mean_seats": one.mean,
        "middle_90": [one.low, one.high],
        "takes_part": list(one.takes_part),
        "majority": list(one.majority),
    }


def chance_row(one: "SeatChance") -> tuple[str, ...]:
    """One list as a row of the table; a chance is never rounded to certainty."""
    seats = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    return (one.name, f"{one.mean:.1f}", seats, *(_percent(*pair) for pair in (one.takes_part, one.majority)))


def _percent(least: float, greatest: float) -> str:
    low, high = (_one_percent(chance) for chance in (least, greatest))
    return low if low == high else f"{low} to {high}"


def _one_percent(chance: float) -> str:
    if chance in (0, 1):
        return "every draw" if chance else "no draw"
    if chance < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if chance > 0.999 else f"{100 * chance:.1f} %"
