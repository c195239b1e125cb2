"""What `scrutator verify` does once its options are read."""

from datetime import date
from pathlib import Path

import typer

from scrutator.cli.output import print_json
from scrutator.publishing.key_files import refusals_mapped, write_bytes
from scrutator.publishing.memory import memory_folder
from scrutator.publishing.verifying import Asked, verify_and_remember
from scrutator.seal.verifier.main import report_text


def answer(bundle: Path, asked: Asked, memory: Path | None, state: Path | None, as_json: bool) -> None:
    """Verify, print the report, write the state file when the bundle passed, exit with the word's status."""
    today = date.today()  # noqa: DTZ011 (the day on the reader's calendar)
    with refusals_mapped("Z03", str(bundle)):
        report = verify_and_remember(bundle, asked, memory or memory_folder(), today)
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report_text(report))
    if state is not None and not report.failed and not report.undone:
        write_bytes(state, report.checkpoint)
    if report.status:
        raise typer.Exit(report.status)
