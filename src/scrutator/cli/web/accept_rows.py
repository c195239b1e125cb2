"""`scrutator mission accept-rows`: rows that differ from the log are accepted as they are, in the log."""

from pathlib import Path

import typer

from scrutator.cli.web.serve import FOLDER
from scrutator.errors import ScrutatorError

SLUG = typer.Argument(..., metavar="MISSION", help="The mission's short name.")


def accept_rows(
    slug: str = SLUG,
    reason: str = typer.Option("", "--reason", help="Why: it stands in the log. Without it, only look."),
    folder: Path = FOLDER,
) -> None:
    """Say which rows differ from what the log states of them; with --reason, accept them as they are.

    For a row that was corrected by hand. It becomes an event of the log, shown on the page Events.
    Reports, leaves and events themselves are never accepted otherwise than they were logged.

    Example: `scrutator mission accept-rows demo --reason "a register typed wrongly, corrected by hand"`
    """
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.audit.stock import accept_rows as accept
    from scrutator.web.desk.records import mission_of
    from scrutator.web.intake.held import what_is_changed

    mission = mission_of(slug)
    before = what_is_changed(mission)
    if not before:
        typer.echo(f"{slug}: every row is what the log states; nothing to accept")
        return
    typer.echo(before)
    if not 0 < len(reason.strip()) <= 500:
        raise typer.Exit(1)
    index = accept(mission.pk, f"{reason.strip()} – {before}"[:4_000])
    after = what_is_changed(mission)
    if after:
        raise ScrutatorError("D07", f"the log itself differs, and that is not accepted: {after}")
    typer.echo(f"{slug}: accepted, event {index} of the log")
