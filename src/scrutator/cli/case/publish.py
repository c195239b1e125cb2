"""`scrutator publish`: from a case to a sealed bundle that anyone can re-verify."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION


def publish(
    case: str = typer.Argument(..., metavar="CASE", help="A folder, or the id of a bundled case."),
    key: Path = typer.Option(
        None, "--key", help="The secret key file made by `scrutator key new`; without it, an unsigned draft."
    ),
    output: Path = typer.Option(None, "-o", "--output", help="The bundle to write, a .zip file."),
    previous: Path = typer.Option(
        None, "--previous", help="The log's last bundle, which this one continues."
    ),
    roots: Path = typer.Option(
        None, "--root", help="The folder of the mission's root documents (`scrutator key root new`)."
    ),
    new_log: bool = typer.Option(
        False, "--new-log", help="Begin another log; readers who know the old one will see a fork."
    ),
    errata_key: list[str] = typer.Option(
        [], "--errata-key", help="Public key of someone else who signed corrections; repeatable."
    ),
    force: bool = typer.Option(False, "--force", help="Replace the bundle when it is there already."),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="List the files that would be published, and stop."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Build the statement of a case and seal it: pages, PDF, data, findings, log, verifier in one file.

    Only files that a case may hold are published; anything else in the folder is a fault. Without a key the
    bundle is an UNSIGNED draft: the same pages and data, no log, no signature.

    Example: `scrutator publish kazakhstan-2012 --key mission.key -o bundle.zip`
    """
    from scrutator.cli.case.publishing import Wanted, list_files, publish_case

    if dry_run:
        list_files(case, as_json)
        return
    wanted = Wanted(case, key, output, previous, roots, new_log, tuple(errata_key), force)
    publish_case(wanted, as_json)
