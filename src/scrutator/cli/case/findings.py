"""`scrutator findings`: run the methods a case asks for."""

import typer

from scrutator.cli.output import CASE, JSON_OPTION, print_json, print_table, progress


def findings(
    case: str = CASE,
    only: str = typer.Option("", "--only", help="Run one finding, by its id."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Run every method of a case and print its findings: figures with their origin.

    Example: `scrutator findings kazakhstan-2012 --only turnout`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.findings.plain import plain_finding
    from scrutator.findings.running import context_of
    from scrutator.publishing.sources import open_case

    record = open_case(case)
    runs = [run for run in record.runs if only in ("", run.id)]
    if not runs:
        known = ", ".join(run.id for run in record.runs) or "none"
        raise ScrutatorError("N03", f"no finding to run in {case}", remedy=f"Its findings: {known}.")
    context = context_of(record)
    found = [context.finding(run.id) for run in progress(runs, "findings")]
    if as_json:
        print_json([plain_finding(finding) for finding in found])
        return
    for finding in found:
        show_finding(finding)


def show_finding(finding: object) -> None:
    """Print one finding for people: its sentence, its figures, its caveats."""
    from scrutator.findings.model import Finding
    from scrutator.findings.plain import figure_id
    from scrutator.statement.numbers import show_interval, show_named

    assert isinstance(finding, Finding)
    typer.secho(f"{finding.id}: {finding.outcome.title}", bold=True)
    typer.echo(f"  {finding.question} ({finding.method}@{finding.version})")
    rows = [
        (
            figure_id(finding.id, figure),
            show_named(figure.name, figure.value, figure.unit, "en"),
            figure.unit if figure.unit != "%" else "",
            f"{show_interval(figure.interval, figure.unit, 'en')} {figure.interval.kind}"
            if figure.interval
            else "",
            "; ".join(figure.sources),
        )
        for figure in finding.outcome.figures
    ]
    print_table("", ("figure", "value", "unit", "interval", "sources"), rows)
    for caveat in finding.outcome.caveats:
        typer.echo(f"  caveat: {caveat}")
    typer.echo("")
