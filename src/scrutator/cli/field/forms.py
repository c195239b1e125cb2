"""`scrutator forms`: bundled forms, a check of a mission's own form, and what a report says."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.field.apollo import from_apollo, from_apollo_form, from_apollo_lists
from scrutator.cli.field.checks import list_checks, rehearse_faults, rehearse_varied_faults
from scrutator.cli.field.kinds import list_kinds
from scrutator.cli.field.observers import observers_rates
from scrutator.cli.field.rehearse import rehearse_day
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.field.xlsform import PublishedForm

app = typer.Typer(no_args_is_help=True)
app.command("rehearse")(rehearse_day)
app.command("rehearse-faults")(rehearse_faults)
app.command("rehearse-varied")(rehearse_varied_faults)
app.command("checks")(list_checks)
app.command("kinds")(list_kinds)
app.command("observers-rates")(observers_rates)
app.command("from-apollo")(from_apollo)
app.command("from-apollo-form")(from_apollo_form)
app.command("from-apollo-lists")(from_apollo_lists)
FORM = typer.Argument(..., metavar="FORM", help="The id of a bundled form, or an XLSForm (.xlsx).")
LARGEST = 32 * 1024 * 1024


@app.callback()
def forms() -> None:
    """Forms for observers: bundled ones, a check of your own, a report read back."""


@app.command("list")
def list_forms(as_json: bool = JSON_OPTION) -> None:
    """The bundled forms, each in English, Russian and Kazakh.

    Example: `scrutator forms list`
    """
    from scrutator.field.forms import bundled, bundled_form
    from scrutator.field.reading.sheets import read_sheets
    from scrutator.field.xlsform import questions_of

    rows = []
    for name in bundled():
        sheets = read_sheets(bundled_form(name))
        asked = sum(question.kind.is_asked for question in questions_of(sheets))
        rows.append((name, sheets.settings["form_title"], asked, ", ".join(sheets.languages)))
    if as_json:
        print_json([{"form": row[0], "title": row[1], "questions": row[2]} for row in rows])
    else:
        print_table("", ("form", "title", "questions", "languages"), rows)


@app.command()
def write(
    form: str = typer.Argument(..., metavar="NAME", help="A bundled form; see `scrutator forms list`."),
    output: Path = typer.Option(..., "--output", "-o", metavar="FILE", help="The file to write."),
) -> None:
    """Write a bundled form as an XLSForm, to change it or to add a language.

    Example: `scrutator forms write voting -o voting.xlsx`
    """
    from scrutator.field.forms import bundled_form
    from scrutator.publishing.whole_files import write_new

    content = bundled_form(form)
    write_new(output, content)
    typer.echo(f"{output}: {len(content):,} bytes")


@app.command()
def paper(
    form: str = FORM,
    output: Path = typer.Option(..., "--output", "-o", metavar="FILE", help="The PDF to write."),
    language: str = typer.Option("en", "--language", metavar="CODE", help="Language of the paper."),
    version: str = typer.Option("1", "--version", help="The version that it is printed for."),
) -> None:
    """Write a form as a PDF to fill in by hand: the screen's questions, in its order, for keying back.

    Example: `scrutator forms paper voting --language kk -o voting-kk.pdf`
    """
    from scrutator.field.paper.paper import paper_of
    from scrutator.field.reading.sheets import SMS, read_sheets
    from scrutator.publishing.paper.form_pdf import paper_pdf
    from scrutator.publishing.whole_files import write_new

    prefix = read_sheets(_content(form)).settings.get(SMS, "")
    made = paper_of(_published(form, version), language)
    content = paper_pdf(made, prefix)
    write_new(output, content)
    typer.echo(f"{output}: {sum(bool(line.number) for line in made.lines)} questions, {len(content):,} bytes")


@app.command()
def check(form: str = FORM, as_json: bool = JSON_OPTION) -> None:
    """Say everything that keeps a form from being published; exit status 1 when there is something.

    Example: `scrutator forms check voting`
    """
    from scrutator.field.reading.lint import check_form
    from scrutator.field.reading.sheets import read_sheets
    from scrutator.field.xlsform import publish

    content = _content(form)
    faults = check_form(read_sheets(content))
    if as_json:
        print_json([{"sheet": f.sheet, "row": f.row, "code": f.code, "reason": f.reason} for f in faults])
    elif faults:
        rows = [(fault.sheet, fault.row, fault.code, fault.reason, fault.remedy) for fault in faults]
        print_table("", ("sheet", "row", "code", "what is wrong", "what to do"), rows)
    if faults:
        raise typer.Exit(1)
    published = publish(content, version="check")
    if not as_json:
        typer.echo(f"{published.form_id}: no faults in {len(published.questions)} questions")


@app.command()
def report(
    form: str = FORM,
    path: Path = typer.Argument(..., metavar="REPORT", help="A report as the phone sent it (.xml)."),
    language: str = typer.Option("en", "--language", metavar="CODE", help="Language of the words."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What a report says beside the form's words, and what there is to look at; exit status 1 when there is.

    Example: `scrutator forms report voting report.xml --language kk`
    """
    from scrutator.field.checks.answers import check_answers
    from scrutator.field.checks.compiling import checks_of_form
    from scrutator.field.checks.declared import bundled_checks
    from scrutator.field.checks.facts import Facts
    from scrutator.field.checks.within import check_report, unknown_checks
    from scrutator.field.reading.conditions import values_of
    from scrutator.field.submission import parse, plain_path

    found = parse(_bytes(path))
    published = _published(form, found.version or "1")
    if found.form_id != published.form_id:
        what = f"the report is of the form “{found.form_id}”, not “{published.form_id}”"
        raise ScrutatorError("D04", what, remedy=f"Run `scrutator forms report {found.form_id} {path}`.")
    names = {question.path: question for question in published.questions}
    known = [
        (names[plain_path(place)], value) for place, value in found.answers if plain_path(place) in names
    ]
    answers = {question.name: value for question, value in known}
    strange = {place: value for place, value in found.answers if plain_path(place) not in names}
    checks = checks_of_form(published, bundled_checks())
    values = {**values_of(answers, published.questions), **Facts(photos=len(found.attachments)).values()}
    flags = [*check_answers(published, answers | strange), *check_report(checks, values, language)]
    unknown = unknown_checks(checks, values)
    if as_json:
        flagged = [{"kind": flag.kind.value, "name": flag.name, "words": flag.words} for flag in flags]
        print_json({"answers": answers | strange, "flags": flagged, "cannot be said": list(unknown)})
    else:
        rows = [(question.labels.get(language, question.name), value) for question, value in known]
        print_table("", ("question", "answer"), [*rows, *strange.items()])
        for flag in flags:
            typer.echo(f"{flag.kind.value}: {flag.words}")
        if unknown:
            typer.echo(f"cannot be said, because a line is missing: {', '.join(unknown)}")
    if flags:
        raise typer.Exit(1)


def _published(form: str, version: str) -> "PublishedForm":
    from scrutator.field.xlsform import publish

    return publish(_content(form), version=version)


def _content(form: str) -> bytes:
    """A bundled form by its name, or the bytes of a file."""
    from scrutator.field.forms import bundled, bundled_form

    return bundled_form(form) if form in bundled() else _bytes(Path(form))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ScrutatorError("X01", f"'{path}' has more than {LARGEST:,} bytes")
        return path.read_bytes()
    except OSError as error:
        remedy = "Name a file, or a form of `scrutator forms list`."
        raise ScrutatorError("X01", f"'{path}' cannot be read: {error.strerror}", remedy=remedy) from error
