"""`scrutator mission`: what the set-up pages do, from the command line; and the snapshot."""

from pathlib import Path

import typer

from scrutator.cli.web.accept_rows import accept_rows
from scrutator.cli.web.accounts import end_role, end_second_factor, end_sessions, events, role
from scrutator.cli.web.evidence import evidence_key, evidence_open
from scrutator.cli.web.export import export
from scrutator.cli.web.foreign import import_reports
from scrutator.cli.web.observers import observers
from scrutator.cli.web.replay import replay
from scrutator.cli.web.retention import observer_consent, observer_erase, observer_export, retire
from scrutator.cli.web.serve import FOLDER
from scrutator.cli.web.sms import app as sms
from scrutator.cli.web.upkeep import CHECKPOINT, kept_in, rotate_identities

app = typer.Typer(
    no_args_is_help=True, help="Missions of a server: set-up, and the case made of their reports."
)
app.command("accept-rows")(accept_rows)
app.command("evidence-key")(evidence_key)
app.command("evidence-open")(evidence_open)
app.command("export")(export)
app.command("end-second-factor")(end_second_factor)
app.command("end-role")(end_role)
app.command("end-sessions")(end_sessions)
app.command("events")(events)
app.command("role")(role)
app.command("observer-consent")(observer_consent)
app.command("observer-export")(observer_export)
app.command("observer-erase")(observer_erase)
app.command("import-reports")(import_reports)
app.command("observers")(observers)
app.command("replay")(replay)
app.command("retire")(retire)
app.command("rotate-identities")(rotate_identities)
app.add_typer(sms, name="sms")
SLUG = typer.Argument(..., metavar="MISSION", help="The mission's short name.")


@app.command()
def new(
    slug: str = SLUG,
    name: str = typer.Option(..., "--name", help="The mission's name, as readers know it."),
    day: str = typer.Option(..., "--day", help="The day of voting, YYYY-MM-DD."),
    coordinator: str = typer.Option(
        ..., "--coordinator", help="The coordinator's account; made when it is new."
    ),
    time_zone: str = typer.Option("UTC", "--time-zone", help="The mission's time zone, e.g. Asia/Almaty."),
    evidence: str = typer.Option(
        "", "--evidence-key", help="The public key that originals of photos are sealed to; needed for photos."
    ),
    folder: Path = FOLDER,
) -> None:
    """Make a mission and its coordinator's account.

    Example: `scrutator mission new demo --name "Demo 2026" --day 2026-11-29 --coordinator mira`
    """
    from datetime import date

    from scrutator.errors import ScrutatorError

    _ready(folder)
    from scrutator.web.accounts.models import User
    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.audit.writing import Log, write
    from scrutator.web.missions.making import new_mission
    from scrutator.web.missions.models import Mission
    from scrutator.web.roles import Role

    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise ScrutatorError("X03", f"--day is no date: “{day}”", remedy="Write e.g. 2026-11-29.") from None
    user, password = User.objects.filter(username=coordinator).first(), ""
    if user is None:
        said = f"Password for {coordinator} (at least 12 characters)"
        password = typer.prompt(said, hide_input=True, confirmation_prompt=True, err=True)

    def make(log: Log) -> Mission:
        mission = new_mission(slug, name, on, time_zone, evidence)
        give_role(user or new_user(coordinator, password), mission, Role.COORDINATOR)
        return mission

    mission = write(make)
    typer.echo(f"{slug}: its field log is signed with {mission.log_key}")


@app.command("import")
def import_table(
    slug: str = SLUG,
    what: str = typer.Argument(..., help="places, observers, deployment or duties."),
    file: Path = typer.Argument(..., help="CSV, xlsx or ods."),
    write: bool = typer.Option(False, "--write", help="Write it; without this, only show what it would do."),
    folder: Path = FOLDER,
) -> None:
    """Show what a table of places, observers or deployment would do; with --write, do it.

    An import never makes a place or an observer that its own table does not list.

    Example: `scrutator mission import demo places stations.csv --write`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_bytes

    _ready(folder)
    from scrutator.web.desk.records import mission_of
    from scrutator.web.missions import imports, plans

    if what not in [one.value for one in imports.TABLES]:
        raise ScrutatorError(
            "X03", f"there is no table “{what}”", remedy="Write places, observers, deployment or duties."
        )
    mission = mission_of(slug)
    planned = imports.plan(mission, imports.What(what), read_bytes(file), str(file))
    for line in (*planned.assumptions, *planned.faults):
        typer.echo(line)
    plans.refuse_faults(planned)
    counts = ", ".join(f"{planned.count(change)} {change.value}" for change in plans.Change)
    if write:
        imports.write(mission, imports.What(what), planned)
    typer.echo(f"{what}: {counts}" + ("" if write else "; nothing was written, --write does it"))


@app.command()
def form(
    slug: str = SLUG,
    source: str = typer.Argument(..., help="The name of a bundled form, or an XLSForm file."),
    version: str = typer.Option(..., "--version", help="The version, e.g. 1."),
    folder: Path = FOLDER,
) -> None:
    """Publish a form to the mission's phones.

    Example: `scrutator mission form demo voting --version 1`
    """
    from scrutator.publishing.key_files import read_bytes

    _ready(folder)
    from scrutator.field.forms import bundled, bundled_form
    from scrutator.web.desk.records import mission_of
    from scrutator.web.missions.forms import publish_form

    xlsx = bundled_form(source) if source in bundled() else read_bytes(Path(source))
    published = publish_form(mission_of(slug), xlsx, version)
    typer.echo(f"{published.form_id} {version}: {published.title}, in {', '.join(published.languages)}")


@app.command()
def phone(
    slug: str = SLUG,
    observer: str = typer.Argument(..., help="The observer's code."),
    url: str = typer.Option(..., "--url", help="The server's address, as phones reach it."),
    only: list[str] = typer.Option([], "--form", help="A form that the token is for; repeatable. None: all."),
    folder: Path = FOLDER,
) -> None:
    """Make a token for one phone; prints its name and password, and what ODK Collect's QR code holds.

    Example: `scrutator mission phone demo A-01 --url http://192.168.1.5:8000`
    """
    from scrutator.errors import ScrutatorError

    _ready(folder)
    from scrutator.web.clock import now
    from scrutator.web.desk.records import mission_of
    from scrutator.web.missions.tokens import collect_settings, new_token

    mission = mission_of(slug)
    found = mission.observers.filter(code=observer).first()
    if found is None:
        raise ScrutatorError("D62", f"there is no observer {observer}", remedy="Import the observer first.")
    token = new_token(mission, found, tuple(only), now())
    address = f"{url.rstrip('/')}/o/{slug}"
    typer.echo(f"address {address}\nname {token.device.username}\npassword {token.password}")
    typer.echo(f"settings {collect_settings(address, mission.name, token)}")


@app.command()
def snapshot(
    slug: str = SLUG,
    output: Path = typer.Option(..., "--output", "-o", help="The case folder to write; it must not exist."),
    date: str = typer.Option(..., "--date", help="The date of the statement, YYYY-MM-DD."),
    least: int = typer.Option(3, "--least-stations", help="A cell shows at least so many stations."),
    minutes: int = typer.Option(60, "--round-minutes", help="Times are rounded down to so many minutes."),
    copies: bool = typer.Option(False, "--publish-copies", help="Show copies of protocols that were posted."),
    frame: bool = typer.Option(
        False, "--publish-frame", help="The places are the whole public register of stations: show it."
    ),
    imported: bool = typer.Option(
        False, "--publish-imported", help="Show reports of other systems' exports like those sent here."
    ),
    checkpoint: list[Path] = CHECKPOINT,
    folder: Path = FOLDER,
) -> None:
    """Write the mission's reports as a case folder: pseudonyms, coarse cells and times, every report counted.

    The pseudonyms are made for this publication alone; their key is kept nowhere. Nothing is written
    where the log does not begin with a checkpoint that was kept elsewhere.

    Example: `scrutator mission snapshot demo -o demo-case --date 2026-11-30`
    """
    import secrets

    from scrutator.publishing.whole_files import must_be_new, write_folder

    _ready(folder)
    from scrutator.field.mission import SnapshotPolicy
    from scrutator.field.snapshot import case_files
    from scrutator.web.desk.records import mission_of, records_of
    from scrutator.web.upkeep.remembered import refuse_unlike

    must_be_new(output)
    mission = mission_of(slug)
    remembered = list(refuse_unlike(kept_in(checkpoint), mission))
    records = records_of(mission)
    policy = SnapshotPolicy(secrets.token_bytes(32), date, least, minutes, copies, frame, imported)
    files = case_files(records, policy)
    write_folder(output, files)
    typer.echo(f"{output}: {len(files)} files from {len(records.reports)} reports")
    none = "no remembered checkpoint was given, so a log cut back whole would not be seen"
    for seen in remembered or [none]:
        typer.echo(f"log of {slug}: {seen}")


def _ready(folder: Path) -> None:
    """Django on the folder, its databases up to date."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
