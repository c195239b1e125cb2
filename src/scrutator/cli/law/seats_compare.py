"""`scrutator seats compare` and `sweep`: the same votes under other laws."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.law.questions.counterfactual import Column, SweepPoint

VOTES = typer.Argument(..., metavar="VOTES.csv", help="Columns list,votes[,kind,registered_order,…].")
LAWS = typer.Option([], "--law", help="STATUTE@DATE; repeat it. The others are compared with the first.")
RULES = typer.Option([], "--rules", help="A rules file or a bundled one; repeat it.")
ONE_LAW = typer.Option("", "--law", help="A statute and a day, such as kazakhstan/elections@2012-01-15.")
ONE_RULES = typer.Option(None, "--rules", help="A rules file, or the name of a bundled one.")
AGAINST = typer.Option("in_base", "--against-all", help="in_base, own_term or not_in_base (see the docs).")
RANGE = typer.Option("", "--threshold", help='Thresholds, such as "0..10%" or "0..10%:0.5%".')
HOUSES = typer.Option("", "--house", help='House sizes, such as "90..110".')


@reads_tables
def compare(
    votes: Path = VOTES, law: list[str] = LAWS, rules: list[str] = RULES, against_all: str = AGAINST,
    as_json: bool = JSON_OPTION,
) -> None:  # fmt: skip
    """The same votes under several laws: seats, who gains, indices, majorities.

    Example: `scrutator seats compare votes.csv --law kazakhstan/elections@2007-08-18
    --law kazakhstan/elections@2012-01-15`
    """
    from scrutator.api.seats import column_dict
    from scrutator.cli.law.input import ballots_from, law_in_force, law_named, votes_from
    from scrutator.errors import ScrutatorError
    from scrutator.law.questions import counterfactual
    from scrutator.law.questions.whole_systems import compare_systems
    from scrutator.law.systems.system import System

    chosen = [law_in_force(name) for name in law] + [law_named(name) for name in rules]
    if len(chosen) < 2:
        raise ScrutatorError("X03", "give two laws or more, with --law or --rules")
    if against_all not in ("in_base", "own_term", "not_in_base"):
        raise ScrutatorError("X03", f"--against-all {against_all}")
    systems = [one for one in chosen if isinstance(one, System)]
    if systems:
        plain = ballots_from(votes, systems[0])
        pairs = [(one, ballots_from(votes, one) if isinstance(one, System) else plain) for one in chosen]
        result, given = compare_systems(pairs, against_all), plain.national  # type: ignore[arg-type]
    else:
        given = votes_from(votes)
        rules_only = [one for one in chosen if not isinstance(one, System)]
        result = counterfactual.compare(rules_only, given, against_all)  # type: ignore[arg-type]
    if as_json:
        body = {"columns": [column_dict(column) for column in result.columns]}
        print_json(body | {"remarks": list(result.remarks), "caveat": result.caveat})
        return
    headings = [" ".join(filter(None, (column.law, column.reading))) for column in result.columns]
    counts = given.by_name
    names = dict.fromkeys([*counts, *(name for column in result.columns for name in column.seats)])
    rows = [[n, counts.get(n, "–"), *(_cell(column, n) for column in result.columns)] for n in names]
    print_table("", ("list", "votes", *headings), rows)
    typer.echo()
    print_table("", ("index", *headings), _index_rows(result.columns))
    typer.echo()
    for text in (*result.remarks, result.caveat):
        typer.echo(text)


def _cell(column: "Column", name: str) -> str:
    gain = column.gains.get(name, 0)
    return f"{column.seats.get(name, 0)}" + (f" ({gain:+d})" if gain else "")


def _index_rows(columns: "tuple[Column, ...]") -> list[list[str]]:
    def cell(value: object) -> str:
        return f"{value:.2f}" if isinstance(value, float) else str(value or "–")

    def row(label: str, values: list[object]) -> list[str]:
        return [label, *map(cell, values)]

    every = [column.indices for column in columns]
    return [
        row("Gallagher", [item.gallagher for item in every]),
        row("Loosemore–Hanby", [float(item.loosemore_hanby) for item in every]),
        row("effective number by votes", [float(item.effective_by_votes) for item in every]),
        row("effective number by seats", [float(item.effective_by_seats or 0) for item in every]),
        row("wasted votes, %", [float(item.wasted_percent) for item in every]),
        row("majority", [column.majority for column in columns]),
        row("two thirds", [column.two_thirds for column in columns]),
        row("outcome", [column.outcome for column in columns]),
    ]


@reads_tables
def sweep(
    votes: Path = VOTES, law: str = ONE_LAW, rules: str | None = ONE_RULES, threshold: str = RANGE,
    house: str = HOUSES, as_json: bool = JSON_OPTION,
) -> None:  # fmt: skip
    """Seats over a range of thresholds or house sizes; the table shows where they change.

    Example: `scrutator seats sweep votes.csv --law kazakhstan/elections@2021-01-10 --threshold 0..10%`
    """
    from fractions import Fraction

    from scrutator.cli.law.input import ballots_from, law_chosen, votes_from
    from scrutator.errors import ScrutatorError
    from scrutator.law.chain.steps.admission import Threshold
    from scrutator.law.questions import counterfactual
    from scrutator.law.questions.whole_systems import sweep_system
    from scrutator.law.systems.system import System

    if bool(threshold) == bool(house):
        raise ScrutatorError("X03", "give either --threshold 0..10% or --house 90..110")
    chosen = law_chosen(law, rules, None)
    shares = counterfactual.threshold_range(threshold) if threshold else []
    sizes = counterfactual.house_range(house) if house else range(0)
    if isinstance(chosen, System):
        ballots = ballots_from(votes, chosen)
        values = shares or [Fraction(size) for size in sizes]
        points = sweep_system(chosen, ballots, values, house=bool(house))
    elif threshold:
        points = counterfactual.sweep_threshold(chosen, votes_from(votes), shares)
    else:
        points = counterfactual.sweep_house(chosen, votes_from(votes), sizes)
    remarks = counterfactual.other_shares(chosen.steps_of(Threshold)) if threshold else ()
    remarks = (*remarks, *counterfactual.sweep_remarks(points))
    if as_json:
        body = {"points": [_point_dict(point) for point in points], "remarks": list(remarks)}
        print_json(body | {"caveat": counterfactual.CAVEAT})
        return
    names = list(dict.fromkeys(name for point in points for name in point.seats))
    turns = counterfactual.turning_points(points)
    rows = [
        [_value(point, bool(threshold)), *(_seats_at(point, name) for name in names), _said(point)]
        for point in turns
    ]
    print_table("Where the seats change", ("threshold" if threshold else "house", *names, "outcome"), rows)
    for text in (*remarks, *_reasons(turns, bool(threshold))):
        typer.echo(text)
    typer.echo(f"\n{len(points)} values computed. {counterfactual.CAVEAT}")


def _seats_at(point: "SweepPoint", name: str) -> object:
    return "–" if point.why else point.seats.get(name, 0)


def _said(point: "SweepPoint") -> str:
    return "no seats, see below" if point.why else point.outcome


def _reasons(turns: "tuple[SweepPoint, ...]", is_share: bool) -> list[str]:
    """Why the law gives no seats, at each value shown that it gives none at."""
    return [f"No seats at {_value(point, is_share)}: {point.why}." for point in turns if point.why]


def _value(point: "SweepPoint", is_share: bool) -> str:
    from scrutator.law.arithmetic.shares import percent

    return percent(point.value, 3) if is_share else str(point.value)


def _point_dict(point: "SweepPoint") -> dict[str, object]:
    from scrutator.law.questions.presentation import plain

    return {
        "value": plain(point.value),
        "seats": dict(point.seats),
        "outcome": point.outcome,
        "why": point.why,
    }
