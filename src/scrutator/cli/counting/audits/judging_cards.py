"""The verdict on cards as plain values and in words: every statement's risk, and what the cards rule out."""

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrutator.counting.audits.cards import Recorded, Statement
    from scrutator.counting.audits.sealed_cards import CardQuestion

WORDS = (
    "If the published outcome were wrong, an audit that goes on to a full hand count unless this limit is "
    "met would lead to one with probability at least {sure:g} %."
)
COUNTED = "All {cards:,} cards were read: this is the count, and nothing is left to chance."


def judged(
    shown: "Sequence[str]",
    records: "list[Recorded] | None",
    statements: "tuple[Statement, ...]",
    question: "CardQuestion",
) -> dict[str, Any]:
    """The verdict as plain values: every statement's risk, the largest of them, and what is contradicted.

    A statement that the cards read rule out is never met, whatever the test had gained before.
    """
    from scrutator.cli.counting.audits.results_input import read_limit

    limit = float(read_limit(question.risk))
    found = [
        {"statement": one.assertion.text} | _measured(shown, records, one, question, limit)
        for one in statements
    ]
    worst = max(one["measured_risk"] for one in found)
    against = [one["statement"] for one in found if one["contradicted"]]
    met = worst <= limit and not against
    whole = not question.replacement and len(shown) == sum(question.published.values())
    body = {"statements": found, "measured_risk": worst, "cards": len(shown), "risk_limit": limit}
    body |= {"test": question.test, "limit_met": met, "compared_with_records": records is not None}
    body |= {"contradicted": against, "all_cards_read": whole}
    means = COUNTED.format(cards=len(shown)) if whole else WORDS.format(sure=100 * (1 - limit))
    return body | {"means": means if met else ""}


def _measured(
    shown: "Sequence[str]",
    records: "list[Recorded] | None",
    statement: "Statement",
    question: "CardQuestion",
    limit: float,
) -> dict[str, Any]:
    from scrutator.cli.counting.audits.cards_input import read_errors
    from scrutator.counting.audits.cards import refuted
    from scrutator.counting.audits.poll import BY_ROUNDS, CardTest, compare, poll, poll_by_rounds
    from scrutator.errors import ScrutatorError

    test, replaced = CardTest(question.test), question.replacement
    if records is not None:
        rates = read_errors(question.errors)
        asked = (shown, records, statement, question.published, test)
        found = compare(*asked, replacement=replaced, limit=limit, errors=rates)
    elif test not in BY_ROUNDS:
        found = poll(shown, statement, question.published, test, replacement=replaced, limit=limit)
    else:
        if not replaced:
            what = f"{test.value} is for cards drawn with replacement"
            remedy = "Use --test alpha, or --with-replacement."
            raise ScrutatorError("C14", what, where="--test", remedy=remedy)
        schedule = _schedule(question.rounds)
        risk, done = poll_by_rounds(shown, statement, question.published, test, schedule, limit)
        return {"measured_risk": risk, "rounds": [list(one) for one in done], "contradicted": False}
    population = sum(question.published.values())
    against = not replaced and refuted(shown, statement, population)
    risk = 0.0 if not replaced and len(shown) == population and not against else found.risk
    met = next((n for n, one in enumerate(found.fortunes, start=1) if one * limit >= 1), None)
    return {"measured_risk": 1.0 if against else risk, "met_at_card": met, "contradicted": against}


def _schedule(rounds: str) -> list[int]:
    from scrutator.errors import ScrutatorError

    parts = [part.strip() for part in rounds.split(",")]
    schedule = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(schedule) < len(parts) or sorted(set(schedule)) != schedule or 0 in schedule:
        remedy = 'Give the cards at the end of each round, rising: --rounds "200,500".'
        raise ScrutatorError("X03", f"{rounds!r}", where="--rounds", remedy=remedy)
    return schedule


def print_judged(body: dict[str, Any]) -> None:
    """The verdict in words."""
    how = f"by {body['test']}, " + ("with records" if body["compared_with_records"] else "without records")
    for one in body["statements"] if len(body["statements"]) > 1 else ():
        typer.echo(f"{one['statement']}: measured risk {one['measured_risk']:.3g}")
    if body["contradicted"]:
        state = f"the cards read rule out that {body['contradicted'][0]}"
        state += ": this is the count" if body["all_cards_read"] else ": count all"
    elif body["limit_met"]:
        state = "the limit is met by these cards"
    else:
        state = "not confirmed: draw on, or count all"
    typer.echo(f"{body['cards']:,} cards; measured risk {body['measured_risk']:.3g} {how}: {state}")
    if body["seal"]:
        typer.echo(f"plan {body['seal']}: compare it with the hash published before the first card")
    if body["limit_met"]:
        typer.echo(body["means"])
        typer.echo(body["not_checked"])
