"""`scrutator serve`: the mission's server on this computer."""

from pathlib import Path

import typer

from scrutator.web.env import ProcessRole

FOLDER = typer.Option(
    Path("scrutator-server"), "--folder", help="The server's folder: databases, photos, secrets."
)


def serve(
    folder: Path = FOLDER,
    host: str = typer.Option(
        "127.0.0.1", "--host", help="The address to listen at; phones need one they reach."
    ),
    port: int = typer.Option(8000, "--port", help="The port to listen at."),
    role: ProcessRole = typer.Option(
        ProcessRole.FIRST,
        "--role",
        envvar="SCRUTATOR_SERVER_ROLE",
        help="desk: a further process for the desk's pages, on PostgreSQL.",
    ),
) -> None:
    """Run the server of your missions: set-up, reports from ODK Collect, the desk.

    On a new folder it makes what it needs and prints the address of the page for the first account. Settings
    beyond these are variables of the environment: see `scrutator docs server`.

    Example: `scrutator serve --folder mission --host 192.168.1.5`
    """
    from scrutator.web.serving import prepare, run

    ready = prepare(folder, host, port, role)
    typer.echo(f"Scrutator at {ready.address}, folder {folder}")
    if ready.first_run:
        typer.echo(f"Make the first account within an hour: {ready.first_run}")
    run(host, port, role)
    ready.held.close()
