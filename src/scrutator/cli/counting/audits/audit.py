"""`scrutator audit`: plan a comparison of station copies, draw in public, measure the risk."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.audits.ballots import ballots, ballots_plan
from scrutator.cli.counting.audits.options import (
    ABOVE,
    AHEAD,
    BELOW,
    BOUND,
    LISTS,
    PENDING,
    RESULTS,
    SEATS,
    STATION,
    VALID,
    question_of,
)
from scrutator.cli.counting.audits.risk import draw, next_command, risk_command
from scrutator.cli.counting.audits.size import size
from scrutator.cli.counting.audits.strata import strata
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scrutator.counting.audits.assertions import Batch
    from scrutator.counting.audits.betting import Bet
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.audits.plan import Feasibility, Plan
    from scrutator.counting.audits.preconditions import Answer
    from scrutator.counting.audits.sealed import Question, Rules

POSSIBLE = "audit possible"
COUNT_ALL = "count all"

app = typer.Typer(
    no_args_is_help=True,
    help="Could the published outcome be wrong? An audit of station protocols with a limited risk.",
)


@app.command()
@reads_tables
def plan(
    results: Path = RESULTS,
    lists: str = LISTS,
    bound: str = BOUND,
    station: str = STATION,
    valid: str = VALID,
    ahead: list[str] = AHEAD,
    above: list[str] = ABOVE,
    below: list[str] = BELOW,
    pending: int = PENDING,
    seats: str = SEATS,
    risk: float = typer.Option(5.0, help="The risk limit in per cent."),
    test: str = typer.Option("fixed_bet", help="The test: fixed_bet or kaplan_markov."),
    bet: str = typer.Option("", help="The part of the largest bet that fixed_bet stakes (default 0.9)."),
    without_replacement: bool = typer.Option(
        False, "--without-replacement", help="Every draw is a new station: fewer draws in a small country."
    ),
    largest_share: str = typer.Option(
        "0.5", help="Count all when more than this share of the stations would be drawn."
    ),
    answer: list[str] = typer.Option(
        [], "--answer", help='"5=yes: register of 1 November" answers a precondition. May be repeated.'
    ),
    announced: Path = typer.Option(
        None,
        help="The announced totals, CSV with the lists' columns and one row: do the stations sum to them?",
    ),
    copies_from: str = typer.Option(
        "", help="How the copies are known: own_tally, signed_copy, observer_photo, posted_copy, …"
    ),
    copies: Path = typer.Option(None, help="Copies already obtained: each is held against its bound."),
    lacking: Path = typer.Option(None, help="A table of the stations that will have no copy, known now."),
    out: Path = typer.Option(None, help="Write the sealed plan to this file, before the seed is drawn."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Is an audit possible, how many draws does it need if all copies agree, and what would it prove?

    Exit status 1 while a precondition does not hold, when a bound was broken, and when all should be
    counted instead. Example: scrutator audit plan results.csv --lists a,b,c --bound register
    --ahead 'a>b' --announced totals.csv --copies-from signed_copy --answer '4=yes: …' --out plan.json
    """
    from scrutator.cli.counting.audits.answers import audit_answers
    from scrutator.cli.counting.audits.results_input import read_batches, read_copies, read_lacking

    question = question_of(lists, station, bound, valid, ahead, above, below, pending, seats)
    rules = _rules(risk, test, bet, largest_share, not without_replacement)
    batches = read_batches(results, question)
    seen = read_copies(copies, question, batches)[0] if copies else {}
    answers = audit_answers(batches, question.lists, answer, announced, copies_from, sealed=out is not None)
    without = read_lacking(lacking, question.station, batches) if lacking else ()
    body = _planned(question, rules, batches, seen, answers, without)
    if out is not None and body["draws"] is not None:
        body["seal"] = _write(out, question, rules, batches, answers, body["draws"])
    print_json(body) if as_json else _print_plan(body, rules, out, len(batches))
    if body["verdict"] != POSSIBLE:
        raise typer.Exit(1)


def _rules(risk: float, test: str, bet: str, largest_share: str, replacement: bool) -> "Rules":
    """How the plan decides, as the options say. Raises X03, C14."""
    from scrutator.cli.counting.audits.results_input import read_limit, read_part
    from scrutator.counting.audits.sealed import Rules

    share = read_part(largest_share, "--largest-share")
    return Rules(read_limit(risk), read_bet(test, bet), share, replacement)


def _planned(
    question: "Question",
    rules: "Rules",
    batches: "Mapping[str, Batch]",
    seen: "Mapping[str, Copy]",
    answers: "Sequence[Answer]",
    lacking: "Sequence[str]",
) -> dict[str, Any]:
    """The plan as plain values; `draws` is None when there is nothing to draw."""
    from scrutator.counting.audits.asked import read_assertions
    from scrutator.counting.audits.copies import broken_bounds
    from scrutator.counting.audits.plan import feasibility, not_shown, plan_audit
    from scrutator.counting.audits.preconditions import check_preconditions
    from scrutator.counting.audits.verdict import broken_sentence
    from scrutator.counting.audits.words import claim

    lines, assertions = list(batches.values()), read_assertions(question)
    preconditions, impossible = check_preconditions(answers)
    if unshown := not_shown(lines, assertions, question.pending):
        return _nothing_to_draw(unshown, rules, preconditions)
    made = plan_audit(lines, assertions, pending=question.pending)
    number, too_many = _draws(made, rules)
    verdict, stopped = impossible or POSSIBLE, False
    possible = feasibility(made, lacking, rules.limit, rules.bet)
    if possible.draws is None:
        verdict, stopped = _too_few_copies(possible, len(set(lacking))), True
    number = max(number, possible.draws or 0) if lacking else number
    if too_many:
        verdict, stopped = COUNT_ALL, True
    if broken := broken_bounds(batches, seen):
        verdict, stopped = broken_sentence(broken, batches, seen), True
    return {
        "verdict": verdict,
        "preconditions": [vars(one) for one in preconditions],
        "assertions": [
            {"assertion": one.text, "margin_votes": float(margin)}
            for one, margin in zip(made.assertions, made.margins, strict=True)
        ],
        "total_bound": float(made.total_bound),
        "risk_limit": float(rules.limit),
        "test": rules.bet.test.value,
        "bet": float(rules.bet.part),
        "draws": None if stopped else number,
        "copies_lacking": len(set(lacking)),
        "margin_they_could_hide": float(possible.hidden),
        "proves": claim(made, rules.limit) if verdict == POSSIBLE else "",
        "seal": "",
    }


def _draws(made: "Plan", rules: "Rules") -> tuple[int, bool]:
    """How many draws meet the limit if every copy agrees, and whether they take too many stations."""
    from fractions import Fraction

    from scrutator.counting.audits.betting import draws_needed
    from scrutator.counting.audits.plan import count_all
    from scrutator.counting.audits.without import Progress, stations_needed

    if rules.replacement:
        number = draws_needed(made.total_bound, rules.limit, rules.bet)
        return number, count_all(made, number, rules.largest_share)
    start = Progress(Fraction(1), Fraction(1), Fraction(0), made.total_bound, False)
    stations = stations_needed(start, list(made.bounds.values()), rules.limit, rules.bet) or 0
    return stations, stations > rules.largest_share * len(made.bounds)


def _nothing_to_draw(
    unshown: "Sequence[str]", rules: "Rules", preconditions: "Sequence[Any]"
) -> dict[str, Any]:
    """A tie, or an outcome that the published figures do not show: a verdict, and nothing to draw."""
    what = f"{COUNT_ALL}: the published figures do not show that {'; that '.join(unshown)}"
    return {
        "verdict": what,
        "preconditions": [vars(one) for one in preconditions],
        "assertions": [{"assertion": one, "margin_votes": 0.0} for one in unshown],
        "total_bound": None,
        "risk_limit": float(rules.limit),
        "test": rules.bet.test.value,
        "bet": float(rules.bet.part),
        "draws": None,
        "copies_lacking": 0,
        "margin_they_could_hide": 0.0,
        "proves": "",
        "seal": "",
    }


def _too_few_copies(possible: "Feasibility", lacking: int) -> str:
    """What is said before the draw when the copies that will be lacking make confirmation impossible."""
    if possible.best is None:
        return (
            f"{COUNT_ALL}: the {lacking} stations without a copy could hide the whole margin "
            f"({float(possible.hidden):.2f} of it); no sample can confirm"
        )
    return (
        f"{COUNT_ALL}: with {lacking} stations without a copy this bet is expected to lose; "
        f"a bet of at most {possible.best:.2f} of the largest could still confirm"
    )


def read_bet(test: str, bet: str) -> "Bet":
    """The test and its bet as the options say. Raises X03, C14."""
    from scrutator.cli.counting.audits.results_input import read_part
    from scrutator.counting.audits.betting import DEFAULT_PART, AuditTest, Bet
    from scrutator.errors import ScrutatorError

    if test not in [one.value for one in AuditTest]:
        remedy = "Tests: " + ", ".join(one.value for one in AuditTest) + "."
        raise ScrutatorError("X03", f"there is no test {test!r}", where="--test", remedy=remedy)
    whole = AuditTest(test) is AuditTest.KAPLAN_MARKOV
    default = "1" if whole else str(float(DEFAULT_PART))
    return Bet(AuditTest(test), read_part(bet or default, "--bet"))


def _write(
    out: Path,
    question: "Question",
    rules: "Rules",
    batches: "Mapping[str, Batch]",
    answers: "tuple[Answer, ...]",
    draws: int,
) -> str:
    """Write the sealed plan and return its seal; a plan that is there is never replaced. Raises X04."""
    import json

    from scrutator.counting.audits.sealed import results_hash, seal_plan
    from scrutator.errors import ScrutatorError

    sealed = seal_plan(question, rules, answers, results_hash(batches), draws)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(json.dumps(sealed, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    except OSError as error:
        raise ScrutatorError("X04", f"{out}: {error.strerror}", where=str(out)) from None
    return str(sealed["seal"])


def _print_plan(body: dict[str, Any], rules: "Rules", out: Path | None, stations: int) -> None:
    rows = [(one["assertion"], f"{one['margin_votes']:,.0f}") for one in body["assertions"]]
    print_table("", ("assertion", "margin, votes"), rows)
    word = {True: "yes", False: "no", None: "unknown"}
    asked = [(one["number"], one["asks"], word[one["holds"]], one["remark"]) for one in body["preconditions"]]
    print_table("What a comparison of copies needs", ("number", "needs", "holds", "remark"), asked)
    typer.echo(body["verdict"])
    if body["draws"] is None:
        share = f"{100 * float(rules.largest_share):g} % of the {stations:,} stations"
        if body["verdict"] == COUNT_ALL:
            typer.echo(f"a draw would take more than {share}")
        if out is not None:
            typer.echo("no plan was written")
        return
    limit = f"at a risk limit of {100 * float(rules.limit):g} % by {rules.bet.text}"
    how = "with" if rules.replacement else "without"
    size = f"{body['draws']} draws {how} replacement {limit}"
    if not body["proves"]:
        typer.echo(f"{size} would suffice, if every copy agreed")
    else:
        typer.echo(f"{size}, if every copy agrees")
        typer.echo(body["proves"])
    if body["seal"]:
        typer.echo(f"{out} is sealed: publish it with its hash {body['seal']} before the seed is drawn")


app.command()(draw)
app.command("risk")(risk_command)
app.command("next")(next_command)
app.command()(ballots)
app.command("ballots-plan")(ballots_plan)
app.command()(strata)
app.command()(size)
