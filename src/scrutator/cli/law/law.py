"""`scrutator law`: what a statute said on a day, and what changed between two days."""

from typing import TYPE_CHECKING

import typer

from scrutator.cli.law.count import count
from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.law.statutes.statute import Change, Provision

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="markdown", help="Statutes as dated, citable data; counts."
)
STATUTE = typer.Argument(..., help="A bundled statute (see `scrutator law list`) or a file ending in .toml.")


@app.command("list")
def list_statutes(as_json: bool = JSON_OPTION) -> None:
    """The statutes and the rule files that come with Scrutator.

    Example: `scrutator law list`
    """
    from scrutator.law.chain.chain_files import bundled_chains, chain_table
    from scrutator.law.statutes.files import bundled, load

    statutes = {name: load(name).title for name in bundled()}
    chains = {name: chain_table(name)["name"] for name in bundled_chains()}
    if as_json:
        print_json({"statutes": statutes, "rules": chains})
        return
    print_table("Statutes, for --law NAME@DATE", ("name", "title"), list(statutes.items()))
    typer.echo()
    print_table("Rule files without dates, for --rules NAME", ("name", "what"), list(chains.items()))


@app.command()
def show(
    statute: str = STATUTE,
    at: str = typer.Option("", "--at", help="Only what was in force on this day."),
    as_json: bool = JSON_OPTION,
) -> None:
    """The provisions of a statute with article, act, source and certainty.

    Example: `scrutator law show kazakhstan/elections --at 2012-01-15`
    """
    from scrutator.cli.law.input import day, statute_named

    law = statute_named(statute)
    provisions = law.at(day(at)) if at else law.provisions
    if as_json:
        body = [_provision_dict(provision) for provision in provisions]
        head = {"name": law.name, "title": law.title, "scope": law.scope, "at": at or None}
        print_json(head | {"provisions": body})
        return
    typer.echo(f"{law.title}\n{law.scope}\n")
    columns = ("provision", "article", "in force", "what it says", "act", "certainty")
    print_table(f"In force on {at}" if at else "All versions", columns, [_row(p) for p in provisions])
    for provision in provisions:
        for reading in provision.link.readings if provision.link else ():
            if reading.id:
                typer.echo(f"Reading {reading.id} of “{provision.id}”: {reading.label}.")
        if provision.note:
            typer.echo(f"Note on “{provision.id}”: {provision.note}")


@app.command("diff")
def diff_statute(
    statute: str = STATUTE,
    early: str = typer.Option(..., "--from", help="The earlier day."),
    late: str = typer.Option(..., "--to", help="The later day."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What a statute said differently on two days, and by which acts it changed.

    Example: `scrutator law diff kazakhstan/elections --from 2007-08-18 --to 2012-01-15`
    """
    from scrutator.cli.law.input import day, statute_named
    from scrutator.law.statutes.statute import diff

    changes = diff(statute_named(statute), day(early), day(late))
    if as_json:
        print_json({"from": early, "to": late, "changes": [_change_dict(change) for change in changes]})
        return
    rows = [
        [change.id, _said(change.before), _said(change.after), change.after.act if change.after else "–"]
        for change in changes
    ]
    print_table(f"{statute}, {early} and {late}", ("provision", early, late, "act"), rows)
    if not changes:
        typer.echo("Nothing changed between these days.")


def _said(provision: "Provision | None") -> str:
    return provision.paraphrase if provision else "not in force"


def _interval(provision: "Provision") -> str:
    mark = "" if provision.date_certainty == "high" else " (date unverified)"
    return f"{provision.start} – {provision.end or 'today'}{mark}"


def _row(provision: "Provision") -> list[str]:
    return [
        provision.id,
        provision.article,
        _interval(provision),
        provision.paraphrase,
        provision.act,
        provision.certainty,
    ]


def _provision_dict(provision: "Provision") -> dict[str, object]:
    readings = provision.link.readings if provision.link else ()
    return {
        "id": provision.id,
        "article": provision.article,
        "paraphrase": provision.paraphrase,
        "from": str(provision.start),
        "until": str(provision.end) if provision.end else None,
        "act": provision.act,
        "source": provision.source,
        "certainty": provision.certainty,
        "date_certainty": provision.date_certainty,
        "note": provision.note,
        "readings": [{"id": r.id, "label": r.label} for r in readings if r.id],
        "requires": dict(provision.requires) if provision.requires else None,
        "count": dict(provision.count) if provision.count else None,
    }


def _change_dict(change: "Change") -> dict[str, object]:
    return {
        "id": change.id,
        "before": _provision_dict(change.before) if change.before else None,
        "after": _provision_dict(change.after) if change.after else None,
    }


app.command("count")(count)
