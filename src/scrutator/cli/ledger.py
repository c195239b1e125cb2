"""`scrutator ledger`: verdicts and their derivations, independence, quotations, media, exchange."""

from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.record.case import Case

app = typer.Typer(
    help="Claims and what their evidence carries; who stands where; replies.", no_args_is_help=True
)
CASE = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case.")


def read(case: str) -> "Case":
    from scrutator.cli.case_source import case_files
    from scrutator.record.folder import sound_case

    return sound_case(case_files(case), case)


@app.command()
def verdicts(
    case: str = CASE,
    topic: str = typer.Option("", help="Only claims of this topic."),
    speaker: str = typer.Option("", help="Only claims of this actor, by id."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What the evidence carries for every proposition. Exit status 1 when the author's verdict
    is not carried and no reason is stated.

    Example: `scrutator ledger verdicts kazakhstan-2012 --speaker foust`
    """
    from scrutator.findings.methods.ledger_verdicts import verdicts_of
    from scrutator.ledger.explain import why
    from scrutator.ledger.verdicts import mark_of

    record = read(case)
    claims = {claim.id: claim for claim in record.claims}
    found = []
    for proposition, verdict in zip(record.propositions, verdicts_of(record), strict=True):
        claim = claims[proposition.claim]
        if topic in ("", claim.topic) and (not speaker or speaker in claim.speaker):
            found.append(
                {
                    "proposition": proposition.id,
                    "topic": claim.topic,
                    "speaker": list(claim.speaker),
                    "text": proposition.text,
                    "verdict": verdict.verdict,
                    "extent": verdict.extent,
                    "mark": mark_of(verdict.verdict, verdict.extent),
                    "certainty": verdict.certainty.level if verdict.certainty else None,
                    "why": why(verdict),
                    "not_carried": verdict.unsupported,
                }
            )
    if as_json:
        print_json(found)
    else:
        columns = ("proposition", "mark", "certainty", "text", "why")
        print_table("", columns, [[entry[name] or "" for name in columns] for entry in found])
    if any(entry["not_carried"] for entry in found):
        raise typer.Exit(1)


@app.command()
def explain(
    case: str = CASE,
    proposition: str = typer.Argument(..., help="Id of the proposition, e.g. C08."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Every step from the evidence to one verdict, and what stands beside it.

    Example: `scrutator ledger explain kazakhstan-2012 C06`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.findings.methods.ledger_verdicts import closest_tie, verdicts_of
    from scrutator.ledger.explain import derivation
    from scrutator.ledger.replies import replies_to

    record = read(case)
    found = {p.id: p for p in record.propositions}
    if proposition not in found:
        known = (
            ", ".join(name for name in found if name.startswith(proposition[:3])) or "see `ledger verdicts`"
        )
        raise ScrutatorError("G02", f"there is no proposition '{proposition}'", remedy=f"Near it: {known}.")
    verdict = next(v for v in verdicts_of(record) if v.proposition == proposition)
    claim = next(c for c in record.claims if c.id == found[proposition].claim)
    tie = closest_tie(record, claim, found[proposition].about)
    replies = replies_to(record.replies, found[proposition], claim)
    if as_json:
        body = {
            "proposition": proposition,
            "text": found[proposition].text,
            "derivation": list(derivation(verdict)),
            "independence": tie.status if tie else None,
            "replies": [{"by": r.by, "text": r.text, "date": str(r.date)} for r in replies],
        }
        print_json(body)
        return
    typer.secho(found[proposition].text, bold=True)
    for step in derivation(verdict):
        typer.echo(f"  {step}")
    if tie:
        typer.echo(
            f"  independence of the speaker: {tie.status.replace('_', ' ')} (never touches the verdict)"
        )
    for reply in replies:
        typer.echo(f"  reply of {reply.by}, {reply.date}: {reply.text}")


@app.command()
def independence(
    case: str = CASE,
    speaker: str = typer.Argument(..., help="Id of the actor who speaks."),
    subject: str = typer.Option("", help="Id of the actor spoken about (default: all in the claims)."),
    date: str = typer.Option("", help="As of this date, e.g. 2012-01-15 (default: every link counts)."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How an actor is tied to those it speaks about: status, shortest path, its own ties, codes.

    Example: `scrutator ledger independence kazakhstan-2012 weitz --subject kazakhstan --date 2012-01-15`
    """
    from scrutator.findings.methods.ledger_ties import independence_body

    body = independence_body(read(case), speaker, subject, date)
    if as_json:
        print_json(body)
        return
    for tie in body["towards"]:
        typer.secho(f"{speaker} towards {tie['subject']}: {tie['status'].replace('_', ' ')}", bold=True)
        for step in tie["path"]:
            typer.echo(f"  {step}")
        if tie["alleged_path"]:
            typer.echo(f"  alleged, decides nothing; would be {tie['alleged_status'].replace('_', ' ')}:")
            for step in tie["alleged_path"]:
                typer.echo(f"    {step}")
    print_table("ties on record", ("link", "what the source states", "status", "sources"), body["ties"])
    print_table("codes of conduct", ("rule", "answer", "text"), body["conduct"])
