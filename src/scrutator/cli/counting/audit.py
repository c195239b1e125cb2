"""`scrutator audit`: plan an audit of station protocols, draw in public, measure the risk."""

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.audit_answers import audit_answers
from scrutator.cli.counting.audit_size import size
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrutator.counting.audit import AboveThreshold, Ahead, Batch, BelowThreshold, Plan

app = typer.Typer(
    no_args_is_help=True,
    help="Could the published outcome be wrong? An audit of station protocols with a limited risk.",
)

RESULTS = typer.Argument(..., help="Published results, CSV: one row per station.")
LISTS = typer.Option(..., help="The columns with the lists' votes, e.g. a,b,c.")
STATION = typer.Option("station", help="The column with the station's code.")
BOUND = typer.Option(
    ..., help="The column that bounds a station's ballots: ballots received or the register."
)
AHEAD = typer.Option([], "--ahead", help='"a>b": a has more votes than b. May be repeated.')
ABOVE = typer.Option([], "--above", help='"c:7": c is above 7 per cent of the valid votes. May be repeated.')
BELOW = typer.Option([], "--below", help='"d:7": d is below 7 per cent. May be repeated.')
RISK = typer.Option(5.0, help="The risk limit in per cent.")


@app.command()
@reads_tables
def plan(
    results: Path = RESULTS,
    lists: str = LISTS,
    bound: str = BOUND,
    station: str = STATION,
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    risk: float = RISK,
    seed: str = typer.Option("", help="The public seed; with it the stations are drawn."),
    announced: Path = typer.Option(
        None,
        help="The announced totals, CSV with the lists' columns and one row: do the stations sum to them?",
    ),
    copies_from: str = typer.Option(
        "", help="How the copies are known: own_tally, signed_copy, observer_photo, posted_copy, …"
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Is an audit possible, how many copies does it need if all agree, and what would it prove?

    Stations are drawn only when every precondition holds; exit status 1 while one does not.
    Example: scrutator audit plan results.csv --lists a,b,c --bound received --above c:7
    --announced totals.csv --copies-from signed_copy --seed 31415…
    """
    from scrutator.counting.audit import claim, draw_stations, draws_without_errors
    from scrutator.counting.audits.preconditions import check_preconditions

    made, batches = _plan(results, lists, bound, station, (ahead, above, below), risk)
    answers = audit_answers(batches, announced, lists, seed, copies_from, bound)
    preconditions, impossible = check_preconditions(answers)
    number = draws_without_errors(made.total_bound, risk / 100)
    drawn = () if impossible else draw_stations(made, seed, number)
    body = {
        "verdict": impossible or "audit possible",
        "preconditions": [vars(one) for one in preconditions],
        "assertions": [
            {"assertion": one.text, "margin_votes": float(margin)}
            for one, margin in zip(made.assertions, made.margins, strict=True)
        ],
        "total_bound": float(made.total_bound),
        "draws": number,
        "proves": "" if impossible else claim(made, risk / 100),
        "stations": list(drawn),
    }
    if as_json:
        print_json(body)
    else:
        _print_plan(body, risk)
    if impossible:
        raise typer.Exit(1)


def _print_plan(body: dict[str, Any], risk: float) -> None:
    rows = [(one["assertion"], f"{one['margin_votes']:,.0f}") for one in body["assertions"]]
    print_table("", ("assertion", "margin, votes"), rows)
    word = {True: "yes", False: "no", None: "unknown"}
    asked = [(one["number"], one["asks"], word[one["holds"]], one["remark"]) for one in body["preconditions"]]
    print_table("What an audit of protocols needs", ("number", "needs", "holds", "remark"), asked)
    typer.echo(body["verdict"])
    size = f"{body['draws']} draws with replacement at a risk limit of {risk:g} %"
    if not body["proves"]:
        typer.echo(f"{size} would suffice, if every copy agreed")
        return
    typer.echo(f"{size}, if every copy agrees")
    for place, name in enumerate(body["stations"], start=1):
        typer.echo(f"{place:5d}  {name}")
    typer.echo(body["proves"])


@app.command("risk")
@reads_tables
def risk_command(
    results: Path = RESULTS,
    copies: Path = typer.Argument(..., help="The copies of the drawn stations, CSV with the same lists."),
    lists: str = LISTS,
    bound: str = BOUND,
    station: str = STATION,
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    risk: float = RISK,
    seed: str = typer.Option(..., help="The public seed of the draw."),
    draws: int = typer.Option(..., min=1, help="How many draws were made."),
    as_json: bool = JSON_OPTION,
) -> None:
    """The measured risk after these copies; a drawn station without a copy is the worst case.

    Exit status 1 while the risk is above the limit. Example:
    scrutator audit risk results.csv copies.csv --lists a,b --bound received --ahead 'a>b' --seed … --draws 62
    """
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.audit import draw_stations, kaplan_markov, taint
    from scrutator.counting.counts import by_station, read_count
    from scrutator.counting.martingales import betting_risk

    made, batches = _plan(results, lists, bound, station, (ahead, above, below), risk)
    rows = read_rows(copies, (station,), names(lists))
    seen = {
        code: {name: read_count(row, name, code) for name in names(lists)}
        for code, row in (by_station(rows, station) if rows else {}).items()
    }
    drawn = draw_stations(made, seed, draws)
    taints = []
    for name in drawn:
        votes = seen.get(name)
        taints.append(taint(made, batches[name], votes, sum(votes.values()) if votes else None))
    markov = kaplan_markov(made.total_bound, [max(one, Fraction(0)) for one in taints])
    betting = betting_risk(float(made.total_bound), [float(one) for one in taints])[-1]
    missing = sorted({name for name in drawn if name not in seen})
    body: dict[str, Any] = {
        "draws": draws,
        "copies_missing": missing,
        "overstatements": sum(one > 0 for one in taints),
        "risk_kaplan_markov": None if markov == float("inf") else min(1.0, float(markov)),
        "risk_betting": betting,
        "test": "betting" if missing else "kaplan_markov",
    }
    measured = betting if missing else float(body["risk_kaplan_markov"])
    body |= {"measured_risk": measured, "confirmed": measured <= risk / 100}
    if as_json:
        print_json(body)
    else:
        typer.echo(
            f"{draws} draws, {len(missing)} stations without a copy, {body['overstatements']} overstated"
        )
        typer.echo(f"measured risk {100 * measured:.2f} % ({body['test']}), limit {risk:g} %")
        typer.echo(
            "the outcome is confirmed" if body["confirmed"] else "not confirmed: draw on, or count all"
        )
    if not body["confirmed"]:
        raise typer.Exit(1)


def _plan(
    results: Path,
    lists: str,
    bound: str,
    station: str,
    asked: tuple[list[str], list[str], list[str]],
    risk: float,
) -> "tuple[Plan, dict[str, Batch]]":
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.audit import AboveThreshold, Ahead, Batch, BelowThreshold, plan_audit
    from scrutator.counting.counts import by_station, read_count
    from scrutator.errors import ScrutatorError

    columns = names(lists)
    if not 0 < risk < 100:
        raise ScrutatorError("X03", f"a risk limit of {risk:g} %", where="--risk", remedy="Give e.g. 5.")
    batches = []
    for code, row in by_station(read_rows(results, (station,), (*columns, bound)), station).items():
        votes = {name: read_count(row, name, code) for name in columns}
        batches.append(Batch(code, votes, sum(votes.values()), read_count(row, bound, code)))
    assertions: list[Ahead | AboveThreshold | BelowThreshold] = []
    assertions += [Ahead(*_two_names(text)) for text in asked[0]]
    assertions += [AboveThreshold(*_name_and_share(text, "--above")) for text in asked[1]]
    assertions += [BelowThreshold(*_name_and_share(text, "--below")) for text in asked[2]]
    _check_batches(batches, assertions, columns)
    if not assertions:
        raise ScrutatorError("C14", "there is nothing to audit", remedy="Give --ahead, --above or --below.")
    return plan_audit(batches, assertions), {batch.station: batch for batch in batches}


def _two_names(text: str) -> tuple[str, str]:
    """The lists of "a>b". Raises C14."""
    from scrutator.errors import ScrutatorError

    parts = [part.strip() for part in text.split(">")]
    if len(parts) != 2 or not all(parts):
        raise ScrutatorError("C14", f'--ahead "{text}" is not of the form a>b', remedy='Write --ahead "a>b".')
    return parts[0], parts[1]


def _name_and_share(text: str, option: str) -> tuple[str, Fraction]:
    """The list and the share of "c:7", in per cent. Raises C14."""
    from scrutator.errors import ScrutatorError

    name, _, share = (part.strip() for part in text.partition(":"))
    if not name or not re.fullmatch(r"\d{1,2}(\.\d{1,6})?", share):
        remedy = f"Write {option} c:7 for 7 per cent of the valid votes."
        raise ScrutatorError("C14", f'{option} "{text}" is not a list and a percentage', remedy=remedy)
    return name, Fraction(share) / 100


def _check_batches(
    batches: "Sequence[Batch]",
    assertions: "Sequence[Ahead | AboveThreshold | BelowThreshold]",
    lists: tuple[str, ...],
) -> None:
    """A misspelled list would count as 0 votes, and a bound below the votes would prove too much."""
    from scrutator.counting.audit import Ahead
    from scrutator.errors import ScrutatorError

    for one in assertions:
        named = (one.winner, one.loser) if isinstance(one, Ahead) else (one.name,)
        strange = [name for name in named if name not in lists]
        if strange:
            remedy = f"Lists: {', '.join(lists)}."
            raise ScrutatorError(
                "C14", f"{strange[0]!r} is not among the lists", where=one.text, remedy=remedy
            )
    over = [batch.station for batch in batches if batch.bound < batch.valid]
    if over:
        remedy = "The bound is ballots received or the register: no station can hold more votes."
        what = f"{len(over)} stations have more votes than their bound"
        raise ScrutatorError("C14", what, where=over[0], remedy=remedy)


app.command()(size)
