"""`scrutator law`: what a statute said on a day, and what changed between two days."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from scrutator.cli.law import law_files
from scrutator.cli.law.count import count
from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.law.statutes.statute import Change, Provision

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="markdown", help="Statutes as dated, citable data; counts."
)
STATUTE = typer.Argument(
    ...,
    help="A bundled statute (see `scrutator law list`), or a file ending in .toml; @DATE sets the day.",
)


@app.command("list")
def list_statutes(as_json: bool = JSON_OPTION) -> None:
    """The statutes and the rule files that come with Scrutator.

    Example: `scrutator law list`
    """
    from scrutator.law.chain.chain_files import bundled_chains, chain_table
    from scrutator.law.count_rules import short_names
    from scrutator.law.statutes.files import bundled, load

    statutes = {name: load(name).title for name in bundled()}
    chains = {name: chain_table(name)["name"] for name in bundled_chains()}
    if as_json:
        print_json({"statutes": statutes, "rules": chains, "counts": short_names()})
        return
    print_table("Statutes, for --law NAME@DATE", ("name", "title"), list(statutes.items()))
    typer.echo()
    print_table("Rule files without dates, for --rules NAME", ("name", "what"), list(chains.items()))
    typer.echo()
    title = "Laws of counts on a day, for `scrutator law count FILE --rules NAME`"
    print_table(title, ("name", "law"), list(short_names().items()))


@app.command()
def show(
    statute: str = STATUTE,
    at: str = typer.Option("", "--at", help="Only what was in force on this day."),
    as_json: bool = JSON_OPTION,
) -> None:
    """The provisions of a statute: article, what it says, quoted words and address where they are on file.

    Example: `scrutator law show germany/bundestag@2021-09-26`
    """
    from scrutator.cli.law.input import at_day, day, statute_named

    statute, at = at_day(statute, at)
    law = statute_named(statute)
    remarks = law.remarks_at(day(at)) if at else tuple(f"Not encoded: {part}" for part in law.not_encoded)
    provisions = law.at(day(at)) if at else law.provisions
    if as_json:
        body = [_provision_dict(provision) for provision in provisions]
        head = {"name": law.name, "title": law.title, "scope": law.scope, "at": at or None}
        more = {"address": law.address, "tests": list(law.tests), "notes": list(remarks)}
        print_json(head | more | {"provisions": body})
        return
    typer.echo(f"{law.title}\n{law.scope}\n")
    columns = ("provision", "tier", "article", "in force", "what it says", "act", "certainty")
    print_table(f"In force on {at}" if at else "All versions", columns, [_row(p) for p in provisions])
    for provision in provisions:
        for reading in provision.link.readings if provision.link else ():
            if reading.id:
                typer.echo(f"Reading {reading.id} of “{provision.id}”: {reading.label}.")
        if provision.quote:
            typer.echo(f"Words of {provision.article} (“{provision.id}”): “{provision.quote}”")
        if provision.note:
            typer.echo(f"Note on “{provision.id}”: {provision.note}")
    for text in _addresses(law.address, provisions):
        typer.echo(text)
    for text in (*remarks, *(f"Checked by: {test}" for test in law.tests)):
        typer.echo(text)


def _addresses(whole: str, provisions: "Sequence[Provision]") -> list[str]:
    """Where the law can be read: the whole, the articles with an address of their own, and the sources."""
    found = [f"The law: {whole}"] if whole else []
    own = dict.fromkeys((p.article, p.address) for p in provisions if p.address)
    found += [f"{article}: {address}" for article, address in own]
    sources = dict.fromkeys(p.source for p in provisions if not p.address)
    return found + [f"Source: {source}" for source in sources]


app.command("new")(law_files.new)
app.command("check")(law_files.check)


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
        provision.tier or ("stage" if provision.stage else "–"),
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
        "address": provision.address,
        "quote": provision.quote,
        "tier": provision.tier,
        "is_stage": provision.stage is not None,
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
