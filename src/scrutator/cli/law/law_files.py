"""`scrutator law new` and `law check`: a statute file is started, and what it lacks is named."""

import json
from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

FILE = typer.Argument(..., help="The file to write; its name ends in .toml.")
TITLE = typer.Option("The law of …", "--title", help="What the law is called.")
STATUTE = typer.Argument(..., help="A statute file ending in .toml, or a bundled statute.")


def new(file: Path = FILE, title: str = TITLE) -> None:
    """Start a statute file that loads, with a question mark wherever the law must be read.

    Example: `scrutator law new ruritania.toml --title "Electoral Act of Ruritania, 1998"`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.law.statutes.missing import TEMPLATE

    if file.suffix != ".toml":
        raise ScrutatorError("X03", f"{file} does not end in .toml")
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(TEMPLATE.format(title=json.dumps(title, ensure_ascii=False)[1:-1]))
    except OSError as error:
        raise ScrutatorError("X01", f"cannot write {file}", where=str(error)) from error
    typer.echo(f"{file} is written. Next: scrutator law check {file}")


def check(statute: str = STATUTE, as_json: bool = JSON_OPTION) -> None:
    """What a statute file lacks: articles, acts, dates, sources, quoted words, tests, parts not encoded.

    A file that cannot be used as written is an error (L31, L32); what is missing is listed and is none.

    Example: `scrutator law check kazakhstan/elections`
    """
    from scrutator.cli.law.input import statute_named
    from scrutator.law.count_rules import count_rules_at
    from scrutator.law.statutes.missing import missing_in

    law = statute_named(statute)
    days = sorted({provision.start for provision in law.provisions})
    for day in days:  # every version must make a law that can be used
        if any(one.link or one.stage for one in law.at(day)):
            law.law_at(day)
        rounds = {one.count.get("round", 1) for one in law.at(day) if one.count}
        for which in sorted(rounds, key=str):
            count_rules_at(law, day, which)
    found = missing_in(law)
    if as_json:
        rows = [{"where": one.where, "missing": one.what, "remedy": one.remedy} for one in found]
        print_json({"statute": law.name, "provisions": len(law.provisions), "missing": rows})
        return
    print_table(
        law.title, ("where", "missing", "to correct it"), [[m.where, m.what, m.remedy] for m in found]
    )
    typer.echo(f"\n{len(law.provisions)} versions of provisions, {len(found)} things missing.")
