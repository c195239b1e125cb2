"""`scrutator ledger`: verdicts and their derivations, independence, quotations, media, exchange."""

from pathlib import Path

import typer

from scrutator.cli.ledger import catalogue, errata, media, quotation, reply, verdicts, words
from scrutator.cli.output import CASE, JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

app = typer.Typer(help="Claims and the evidence for and against them; ties; replies.", no_args_is_help=True)


app.command()(verdicts.verdicts)
app.command()(verdicts.explain)


@app.command()
def independence(
    case: str = CASE,
    speaker: str = typer.Argument(..., help="Id of the actor who speaks."),
    subject: str = typer.Option("", help="Id of the actor spoken about (default: all in the claims)."),
    date: str = typer.Option("", help="As of this date, e.g. 2012-01-15 (default: every link counts)."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How an actor is tied to those it speaks about: every tie, its direction, and codes of conduct.

    Example: `scrutator ledger independence kazakhstan-2012 weitz --subject kazakhstan --date 2012-01-15`
    """
    from scrutator.findings.methods.ledger.one_speaker import independence_body
    from scrutator.publishing.sources import open_case

    body = independence_body(open_case(case), speaker, subject, date)
    if as_json:
        print_json(body)
        return
    for tie in body["towards"]:
        typer.secho(f"{speaker} towards {tie['subject']}: {tie['status']}", bold=True)
        for word, ties in (("", tie["ties"]), ("alleged, decides nothing: ", tie["alleged_ties"])):
            for one in ties:
                typer.echo(f"  {word}{one['status']}; {one['direction']}")
                for step in one["path"]:
                    typer.echo(f"    {step}")
    print_table("ties on record", ("link", "what the source states", "status", "sources"), body["ties"])
    if body["observed"]:
        title = f"codes of conduct, towards {body['observed']}"
        print_table(title, ("rule", "answer", "text"), body["conduct"])


@app.command()
def export(
    case: str = CASE,
    form: str = typer.Argument(..., metavar="FORM", help="ftm, statements, claimreview, prov, or csv."),
    out: Path = typer.Option(..., "-o", "--out", help="File to write; for csv a folder."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Write the ledger for other systems: FollowTheMoney entities (one per line), its table of
    statements, ClaimReview as JSON-LD, W3C PROV as JSON, or the tables as CSV.

    Example: `scrutator ledger export kazakhstan-2012 ftm -o kazakhstan.ftm.json`
    """
    from scrutator.cli.ledger.files import export_texts, write_texts
    from scrutator.publishing.sources import open_case

    written = write_texts(export_texts(open_case(case), form, out))
    if as_json:
        print_json({"written": written})
    else:
        typer.echo("\n".join(written))


@app.command(name="import")
@reads_tables
def import_(
    file: Path = typer.Argument(
        ..., metavar="FILE", help="FollowTheMoney JSON (a list, or one entity per line), or a .csv."
    ),
    source: str = typer.Option(..., help="Id in sources.csv under which the import is cited."),
    out: Path = typer.Option(..., "-o", "--out", help="Folder for the tables."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Turn FollowTheMoney entities into rows of actors.csv and links.csv, or a .csv of claims (columns
    text, speaker) or of actors (name, kind) into claims.csv or actors.csv, in a folder of their own, for
    a person to read and move into a case. Lists doubtful names and what is left aside.

    Example: `scrutator ledger import graph.ftm.json --source opensanctions -o incoming`
    """
    from scrutator.cli.ledger.files import import_body

    body = import_body(file, source, out)
    if as_json:
        print_json(body)
        return
    counted = [f"{body[name]} {name}" for name in ("claims", "actors", "links") if name in body]
    typer.echo(f"{' and '.join(counted)} in {out}")
    if doubted := body["alleged_for_want_of_a_status"]:
        typer.echo(f"{doubted} links are alleged, because the file does not call them stated")
    for text in [*body["left_aside"], *body["doubtful_names"]]:
        typer.echo(f"  {text}")


@app.command()
def names(case: str = CASE, as_json: bool = JSON_OPTION) -> None:
    """Doubtful names of actors: hidden characters, mixed alphabets, look-alikes. Exit status 1 when
    there are any.

    Example: `scrutator ledger names kazakhstan-2012`
    """
    from scrutator.cli.ledger.files import doubtful_names
    from scrutator.publishing.sources import open_case

    found = doubtful_names(open_case(case))
    if as_json:
        print_json({"doubtful_names": found})
    else:
        typer.echo("\n".join(found) or "no doubtful names")
    if found:
        raise typer.Exit(1)


@app.command()
def replies(case: str = CASE, as_json: bool = JSON_OPTION) -> None:
    """Replies and corrections of a case, the entry each belongs to, and faults in their handling.
    Exit status 1 when there are faults.

    Example: `scrutator ledger replies kazakhstan-2012`
    """
    from scrutator.ledger.texts.replies import RULE, broken_chains, faults_of_replies, superseded
    from scrutator.publishing.checks.ledger import entries_of
    from scrutator.publishing.sources import open_case

    record = open_case(case)
    faults = [*faults_of_replies(record.replies, entries_of(record)), *broken_chains(record.errata)]
    answers = [[r.id, r.by, f"{r.subject} {r.entry}", str(r.date), r.state, r.text] for r in record.replies]
    chains = [
        [f"{t}/{e}/{f}", " → ".join([c[0].was, *(x.now for x in c)])]
        for (t, e, f), c in superseded(record.errata).items()
    ]
    if as_json:
        print_json({"rule": RULE, "replies": answers, "errata": chains, "faults": faults})
    else:
        typer.echo(f"The one rule for publication: {RULE}.")
        print_table("replies", ("id", "by", "to", "date", "state", "text"), answers)
        print_table("errata", ("cell", "what it said, in order"), chains)
        for fault in faults:
            typer.echo(f"fault: {fault}")
    if faults:
        raise typer.Exit(1)


app.command("norms")(catalogue.norms)
app.command("terms")(catalogue.terms)
app.command("reply")(reply.reply)
app.add_typer(errata.app, name="erratum")
app.add_typer(words.app, name="words")
app.add_typer(quotation.app, name="quotation")
app.add_typer(media.app, name="media")
