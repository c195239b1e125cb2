"""What `scrutator verify` does once its options are read."""

import json
from datetime import date
from pathlib import Path

import typer

from scrutator.cli.output import print_json
from scrutator.plain_text import visible
from scrutator.publishing.key_files import refusals_mapped
from scrutator.publishing.memory import memory_folder
from scrutator.publishing.verifying import Asked, verify_and_remember
from scrutator.publishing.whole_files import write_bytes
from scrutator.seal.verifier.main import report_text
from scrutator.seal.verifier.report import Outcome
from scrutator.seal.withheld.disclosure import read_openings


def answer(bundle: Path, asked: Asked, memory: Path | None, state: Path | None, as_json: bool) -> None:
    """Verify, print the report, write the state file when the bundle passed, exit with the word's status."""
    today = date.today()  # noqa: DTZ011 (the day on the reader's calendar)
    with refusals_mapped("Z03", str(bundle)):
        report = verify_and_remember(bundle, asked, memory or memory_folder(), today)
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report_text(report))
        if asked.openings is not None and report["C10"].outcome is Outcome.PASS and not report.failed:
            _say_opened(asked.openings)
    if state is not None and not report.failed and not report.undone:
        write_bytes(state, report.checkpoint)
    if report.status:
        raise typer.Exit(report.status)


def _say_opened(openings: bytes) -> None:
    """What was opened to this reader, in text that no terminal takes for a command."""
    for one in read_openings(openings)[1]:
        value = one.value if isinstance(one.value, str) else json.dumps(one.value, ensure_ascii=False)
        typer.echo(visible(f"OPENED   {one.place}: {value}"))
