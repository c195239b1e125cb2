"""`scrutator audit draw` and `risk`: the stations of a public seed, and the verdict on their copies."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.audits.options import ABOVE, AHEAD, BELOW, PENDING, RESULTS, VALID, question_of
from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.audits.assertions import Batch
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.audits.plan import Plan
    from scrutator.counting.audits.preconditions import Answer
    from scrutator.counting.audits.sealed import Question, Rules, Sealed
    from scrutator.counting.audits.verdict import Verdict

PLAN = typer.Option(..., "--plan", help="The sealed plan, from `audit plan … --out`.")
MOST_DRAWS = 1_000_000


@reads_tables
def draw(
    results: Path = RESULTS,
    plan: Path = PLAN,
    seed: str = typer.Option(..., help="The public seed, drawn after the plan was published."),
    draws: int = typer.Option(0, min=0, max=MOST_DRAWS, help="How many draws (default: as the plan says)."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Which stations does the public seed select, by the sealed plan?

    Example: scrutator audit draw results.csv --plan plan.json --seed 31415…
    """
    from scrutator.counting.audits.plan import draw_stations
    from scrutator.counting.audits.preconditions import list_preconditions, unmet_text

    sealed = _read_plan(plan)
    made, _ = _plan(results, sealed.question, sealed.results)
    drawn = draw_stations(made, seed, draws or sealed.draws, replacement=sealed.rules.replacement)
    unmet = unmet_text(list_preconditions(sealed.answers))
    if as_json:
        print_json({"seal": sealed.seal, "stations": list(drawn), "preconditions_unmet": unmet})
        return
    how = "with" if sealed.rules.replacement else "without"
    typer.echo(f"{len(drawn)} draws {how} replacement, {len(set(drawn))} stations, plan {sealed.seal}")
    for place, name in enumerate(drawn, start=1):
        typer.echo(f"{place:5d}  {name}")
    if unmet:
        typer.echo(f"{unmet}: with this plan nothing can be confirmed")


@reads_tables
def risk_command(
    results: Path = RESULTS,
    copies: Path = typer.Argument(..., help="The copies of the drawn stations, CSV with the same lists."),
    plan: Path = typer.Option(None, "--plan", help="The sealed plan; without it nothing is confirmed."),
    lists: str = typer.Option("", help="The columns with the lists' votes; with --plan as the plan says."),
    bound: str = typer.Option("", help="The column that bounds a station's ballots."),
    station: str = typer.Option("", help="The column with the station's code (default: station)."),
    valid: str = VALID,
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    pending: int = PENDING,
    risk: float = typer.Option(None, help="The risk limit in per cent (default 5)."),
    test: str = typer.Option("", help="Only the plan's test is used: another is refused."),
    bet: str = typer.Option("", help="Only the plan's bet is used: another is refused."),
    seed: str = typer.Option(..., help="The public seed of the draw."),
    draws: int = typer.Option(..., min=1, max=MOST_DRAWS, help="How many draws were made."),
    as_json: bool = JSON_OPTION,
) -> None:
    """The verdict after these copies; a drawn station without a copy is the worst case.

    Exit status 1 unless the outcome is confirmed by the plan's test, with every precondition met.
    Without a plan the default test gives a measured risk, and nothing is confirmed. Example:
    scrutator audit risk results.csv copies.csv --plan plan.json --seed 31415… --draws 35
    """
    from scrutator.cli.counting.audits.results_input import read_copies
    from scrutator.counting.audits.plan import draw_stations
    from scrutator.counting.audits.verdict import judge

    asked = question_of(lists, station, bound, valid, ahead, above, below, pending)
    question, rules, answers, frozen, seal = _sealed_or_default(plan, asked, risk, test, bet)
    made, batches = _plan(results, question, frozen)
    seen, unreadable = read_copies(copies, question, batches)
    drawn = draw_stations(made, seed, draws, replacement=rules.replacement)
    found = judge(made, batches, drawn, seen, rules, answers)
    body = _body(found, rules, drawn, unreadable, sorted({*seen, *unreadable} - set(drawn)))
    body["margin_lost"] = [] if found.broken else _lost(made, batches, drawn, seen, rules)
    body["plan"] = "sealed" if plan else "none: the default test was used"
    body["seal"] = seal
    body["shown_by_copies_not_drawn"] = _shown(made, batches, seen, drawn)
    if as_json:
        print_json(body)
    else:
        _print(body)
    if not found.confirmed:
        raise typer.Exit(1)


@reads_tables
def next_command(
    results: Path = RESULTS,
    copies: Path = typer.Argument(..., help="The copies of the drawn stations, CSV with the same lists."),
    plan: Path = PLAN,
    seed: str = typer.Option(..., help="The public seed of the draw."),
    draws: int = typer.Option(..., min=1, max=MOST_DRAWS, help="How many draws were made."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What to do next: draw on (and which stations), fetch copies, answer a precondition, or count all.

    Example: scrutator audit next results.csv copies.csv --plan plan.json --seed 31415… --draws 35
    """
    from scrutator.cli.counting.audits.results_input import read_copies
    from scrutator.counting.audits.next_step import next_step
    from scrutator.counting.audits.plan import draw_stations
    from scrutator.counting.audits.verdict import judge

    sealed = _read_plan(plan)
    made, batches = _plan(results, sealed.question, sealed.results)
    seen, _ = read_copies(copies, sealed.question, batches)
    drawn = draw_stations(made, seed, draws, replacement=sealed.rules.replacement)
    found = judge(made, batches, drawn, seen, sealed.rules, sealed.answers)
    step = next_step(made, found, seed, draws, replacement=sealed.rules.replacement)
    if as_json:
        print_json(vars(step) | {"action": step.action.name.lower(), "verdict": found.sentence})
        return
    typer.echo(found.sentence)
    typer.echo(str(step.action))
    if step.draws:
        typer.echo(f"{step.draws} further draws by the same seed, up to draw {step.until}; new stations:")
        typer.echo(", ".join(step.stations) or "none: all were drawn before")
    if step.fetch:
        typer.echo(f"copies still missing, each counted as the worst case: {', '.join(step.fetch)}")


def _lost(
    made: "Plan",
    batches: "dict[str, Batch]",
    drawn: tuple[str, ...],
    seen: "dict[str, Copy]",
    rules: "Rules",
) -> list[dict[str, Any]]:
    """Bounds of the margin lost on the way from the copies to the result, in votes."""
    from scrutator.counting.audits.copies import taint
    from scrutator.counting.audits.lost import margin_lost

    taints = [taint(made, batches[name], seen.get(name)) for name in drawn]
    found = margin_lost(made, batches, drawn, seen, taints, rules)
    return [vars(one) for one in found]


def _shown(
    made: "Plan", batches: "dict[str, Batch]", seen: "dict[str, Copy]", drawn: tuple[str, ...]
) -> dict[str, int]:
    """Votes of each margin that copies of stations not drawn show to be lost: no test may use them."""
    from scrutator.counting.audits.lost import shown_lost

    rest = {name: copy for name, copy in seen.items() if name not in set(drawn)}
    lost = {
        one.text: int(shown_lost(made, place, batches, rest)) for place, one in enumerate(made.assertions)
    }
    return {text: votes for text, votes in lost.items() if votes}


def _body(
    found: "Verdict", rules: "Rules", drawn: tuple[str, ...], unreadable: tuple[str, ...], unused: list[str]
) -> dict[str, Any]:
    return {
        "state": found.state.name.lower(),
        "verdict": found.sentence,
        "confirmed": found.confirmed,
        "draws": len(drawn),
        "stations_drawn": len(set(drawn)),
        "copies_missing": list(found.missing),
        "copies_unreadable": [name for name in unreadable if name in drawn],
        "copies_not_drawn": unused,
        "copies_not_adding_up": list(found.not_adding_up),
        "overstatements": found.overstated,
        "largest_taint": None if found.largest_taint is None else float(found.largest_taint),
        "bounds_broken": list(found.broken),
        "test": rules.bet.test.value,
        "bet": float(rules.bet.part),
        "risk_limit": float(rules.limit),
        "measured_risk": None if found.risk is None else float(found.risk),
        "further_draws": found.further,
    }


def _print(body: dict[str, Any]) -> None:
    counted = [f"{body['draws']} draws of {body['stations_drawn']} stations"]
    counted.append(f"{len(body['copies_missing'])} without a copy, each the worst case")
    counted.append(f"{body['overstatements']} overstated")
    if body["copies_not_drawn"]:
        counted.append(
            f"{len(body['copies_not_drawn'])} copies of stations not drawn, which give the test nothing"
        )
    typer.echo("; ".join(counted))
    for key, what in (
        ("copies_missing", "without a copy"),
        ("copies_unreadable", "of these with a copy that lacks a list's votes"),
        ("copies_not_adding_up", "lists exceed the copy's own total; the worse reading counts"),
    ):
        if body[key]:
            typer.echo(f"{what}: {', '.join(body[key])}")
    if body["plan"] != "sealed":
        typer.echo(f"no plan file: the default test ({body['test']}, {body['bet']:g}) was used")
    typer.echo(body["verdict"])
    if body["seal"]:
        typer.echo(f"plan {body['seal']}: compare it with the hash published before the seed")
    for text, votes in body["shown_by_copies_not_drawn"].items():
        typer.echo(f"{text}: copies of stations not drawn show {votes:,} votes of margin lost there")
    level = f"{100 * (1 - body['risk_limit']):g} %"
    for one in body["margin_lost"]:
        least = f", at least {one['at_least']:,.0f}" if one["at_least"] >= 1 else ""
        typer.echo(
            f"{one['assertion']}: at most {one['at_most']:,.0f} votes of margin{least} ({level} each) were "
            "lost between copies and publication, in the stations of the draw's list"
        )


def _read_plan(path: Path) -> "Sealed":
    from scrutator.counting.audits.sealed import read_sealed
    from scrutator.errors import ScrutatorError

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("X01", f"{path}: {error}", where=str(path)) from None
    return read_sealed(text, str(path))


def _sealed_or_default(
    plan: Path | None, asked: "Question", risk: float | None, test: str, bet: str
) -> "tuple[Question, Rules, tuple[Answer, ...], str, str]":
    """The plan's question, rules, answers, results and seal; without a plan what the options ask, with the
    default test."""
    from dataclasses import replace

    from scrutator.cli.counting.audits.results_input import read_limit
    from scrutator.counting.audits.preconditions import UNKNOWN
    from scrutator.counting.audits.sealed import Rules
    from scrutator.errors import ScrutatorError

    if plan is not None:
        sealed = _read_plan(plan)
        _refuse_changes(sealed, asked, risk, test, bet)
        return sealed.question, sealed.rules, sealed.answers, sealed.results, sealed.seal
    if test not in ("", "fixed_bet") or bet not in ("", "0.9"):
        what = "without a sealed plan only the default test can be used: fixed_bet with 0.9"
        remedy = "Choose the test before the seed: `scrutator audit plan … --test … --out plan.json`."
        raise ScrutatorError("C14", what, where="--test, --bet", remedy=remedy)
    if not asked.lists or not asked.bound:
        raise ScrutatorError("X03", "give --plan, or --lists and --bound", where="audit risk")
    limit = read_limit(5.0 if risk is None else risk)
    return replace(asked, station=asked.station or "station"), Rules(limit), UNKNOWN, "", ""


def _refuse_changes(sealed: "Sealed", asked: "Question", risk: float | None, test: str, bet: str) -> None:
    """What was given beside a plan must be what the plan says. Raises C14."""
    from dataclasses import asdict

    from scrutator.cli.counting.audits.results_input import read_limit, read_part
    from scrutator.errors import ScrutatorError

    rules = sealed.rules
    given = {
        "--" + name: (value, getattr(sealed.question, name)) for name, value in asdict(asked).items() if value
    }
    if risk is not None:
        given["--risk"] = (read_limit(risk), rules.limit)
    if test:
        given["--test"] = (test, rules.bet.test.value)
    if bet:
        given["--bet"] = (read_part(bet, "--bet"), rules.bet.part)
    changed = [option for option, (now, then) in given.items() if now != then]
    if changed:
        what = f"{changed[0]} is not what the sealed plan says: {given[changed[0]][1]}"
        remedy = "Leave the option out: the plan was chosen before the seed and is used as it is."
        raise ScrutatorError("C14", what, where=changed[0], remedy=remedy)


def _plan(results: Path, question: "Question", frozen: str) -> "tuple[Plan, dict[str, Batch]]":
    """The error bounds of the published results; `frozen` is their hash in the sealed plan, "" without."""
    from scrutator.cli.counting.audits.results_input import read_batches
    from scrutator.counting.audits.asked import plan_for

    batches = read_batches(results, question)
    return plan_for(question, batches, frozen, str(results)), batches
