"""`scrutator mission observer-…` and `retire`: consent, what is kept of an observer, erasure."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.web.serve import FOLDER
from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.web.missions.models import Mission, Observer

SLUG = typer.Argument(..., metavar="MISSION", help="The mission's short name.")
OBSERVER = typer.Argument(..., help="The observer's code.")
SURE = typer.Option("", "--really", metavar="CODE", help="The same code again: it cannot be undone.")


def observer_consent(
    slug: str = SLUG,
    observer: str = OBSERVER,
    version: str = typer.Option(..., "--version", help="The version of what they were told."),
    day: str = typer.Option(..., "--day", help="The day they agreed, YYYY-MM-DD."),
    folder: Path = FOLDER,
) -> None:
    """Write down which version of the mission's information an observer agreed to.

    Example: `scrutator mission observer-consent demo A-01 --version 2026-1 --day 2026-11-20`
    """
    from datetime import date

    mission, found = _observer(folder, slug, observer)
    from scrutator.web.upkeep.rights import agreed_to

    if not 1 <= len(version) <= 40:
        raise ScrutatorError("X03", "--version has 1 to 40 characters")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise ScrutatorError("X03", f"--day is no date: “{day}”", remedy="Write e.g. 2026-11-20.") from None
    agreed_to(mission, found, version, on)
    typer.echo(f"{observer} agreed to {version} on {on}")


def observer_export(
    slug: str = SLUG,
    observer: str = OBSERVER,
    output: Path = typer.Option(..., "--output", "-o", metavar="FILE", help="The JSON file to write."),
    folder: Path = FOLDER,
) -> None:
    """Write everything that is kept of an observer, for them; only this computer's user can read the file.
    Two persons agreed to it on the page Names within the last hour.

    Example: `scrutator mission observer-export demo A-01 -o a-01.json`
    """
    mission, found = _observer(folder, slug, observer)
    from scrutator.web.upkeep.rights import kept_of

    if output.exists():
        raise ScrutatorError("X04", f"'{output}' cannot be written: it is there already")
    _take_agreed(mission, "hand out what is kept", found)
    text = json.dumps(kept_of(mission, found), ensure_ascii=False, indent=1) + "\n"
    try:
        with open(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise ScrutatorError("X04", f"'{output}' cannot be written: {error.strerror}") from None
    typer.echo(f"{output}: all that is kept of {observer}")


def observer_erase(
    slug: str = SLUG, observer: str = OBSERVER, really: str = SURE, folder: Path = FOLDER
) -> None:
    """Erase who an observer is; their reports stay under a code that leads to no one. Two persons agreed
    to it on the page Names within the last hour.

    Example: `scrutator mission observer-erase demo A-01 --really A-01`
    """
    mission, found = _observer(folder, slug, observer)
    _sure(really, observer)
    from scrutator.web.clock import now
    from scrutator.web.upkeep.rights import erase_observer

    _take_agreed(mission, "erase the observer", found)
    erase_observer(mission, found, now())
    typer.echo(f"{observer}: name, telephone, consents and messages are erased; not in copies")


def retire(
    slug: str = SLUG,
    reports: bool = typer.Option(False, "--reports", help="Reports, photos and the log's salts, too."),
    really: str = SURE,
    folder: Path = FOLDER,
) -> None:
    """End a mission: erase who its observers are; with --reports also what they sent. The log stays valid.
    Two persons agreed to it on the page Names within the last hour.

    Example: `scrutator mission retire demo --really demo`
    """
    from scrutator.web.serving import set_up

    set_up(folder)
    from scrutator.web.desk.records import mission_of

    mission = mission_of(slug)
    _sure(really, slug)
    from scrutator.web.clock import now
    from scrutator.web.upkeep.retention import retire as end

    _take_agreed(mission, "erase names and reports" if reports else "erase all names", None)
    done = end(mission, now(), reports=reports)
    typer.echo(f"{slug}: {done.observers} observers, {done.reports} reports, {done.photos} photos erased")


def _take_agreed(mission: "Mission", wanted: str, observer: "Observer | None") -> None:
    """Use what two persons agreed on. Raises D56 when they did not."""
    from scrutator.web.audit.writing import write
    from scrutator.web.clock import now
    from scrutator.web.persons.agreed import agreed_request, take

    write(lambda log: take(log, agreed_request(mission, wanted, observer, now()), now()))


def _sure(really: str, name: str) -> None:
    if really != name:
        raise ScrutatorError("X03", "this cannot be undone", remedy=f"Add --really {name}.")


def _observer(folder: Path, slug: str, code: str) -> "tuple[Mission, Observer]":
    from scrutator.web.serving import set_up

    set_up(folder)
    from scrutator.web.desk.records import mission_of

    mission = mission_of(slug)
    found = mission.observers.filter(code=code).first()
    if found is None:
        raise ScrutatorError("D62", f"there is no observer {code}", remedy="Import the observer first.")
    return mission, found
