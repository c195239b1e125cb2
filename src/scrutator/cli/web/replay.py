"""`scrutator mission replay`: do the decisions of the desk, replayed, give what the records say?"""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json
from scrutator.cli.web.serve import FOLDER

SLUG = typer.Argument(..., metavar="MISSION", help="The mission's short name.")


def replay(slug: str = SLUG, folder: Path = FOLDER, as_json: bool = JSON_OPTION) -> None:
    """Replay all decisions of a mission from how its reports came in, and compare with what its records say
    now. Nothing is changed; exit status 1 when a report differs.

    Example: `scrutator mission replay demo`
    """
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.desk.records import mission_of
    from scrutator.web.desk.replaying import replayed

    found = replayed(mission_of(slug))
    if as_json:
        print_json({"decisions": found.decisions, "reports": found.reports, "differ": list(found.differ)})
    else:
        said = "equal" if not found.differ else f"different at reports {', '.join(map(str, found.differ))}"
        typer.echo(f"{found.decisions} decisions on {found.reports} reports, replayed: {said}")
    if found.differ:
        raise typer.Exit(1)
