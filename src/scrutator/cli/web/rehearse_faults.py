"""`scrutator rehearse-faults`: faults of eleven kinds sent to a running server, and what its desk does."""

import csv
import io
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.web.serve import FOLDER

if TYPE_CHECKING:
    from scrutator.field.faults.measuring import FaultsFound
    from scrutator.field.faults.seeding import SeededDay
    from scrutator.web.missions.models import Mission
    from scrutator.web.rehearsing.faults import FaultsSent

Line = tuple[str, object, object]
LEAST_FOUND, MOST_SERIOUS = 95, 1  # in hundred


def rehearse_faults_here(
    slug: str = typer.Argument("faults", metavar="MISSION", help="The short name of the mission to make."),
    folder: Path = FOLDER,
    url: str = typer.Option(
        "http://127.0.0.1:8000", "--url", help="Where the server of this folder answers."
    ),
    each: int = typer.Option(5, "--each", min=1, max=100, help="How many faults of each kind."),
    seed: int = typer.Option(1, "--seed", min=0, help="The seed of the day."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Rehearse faults of eleven kinds against a running server: its checks, its desk, its record.

    A mission is made in the server's folder; its phones send, the flags are read, the desk
    asks the observers and decides on its pages, and what a publication would count is held against the truth.
    Run it on the server's computer. Exit status 1 when fewer than 95 of 100 faults of a kind are found, more
    than 1 of 100 stations in order is called serious, or anything differs from the truth.

    Example: `scrutator rehearse-faults --folder mission --each 5`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.web.serving import set_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    set_up(folder)
    from scrutator.field.faults.seeding import seeded_day, stations_needed
    from scrutator.field.forms import bundled_form
    from scrutator.field.xlsform import publish
    from scrutator.web.rehearsing.setting_up import FAULT_FORMS

    forms = {name: publish(bundled_form(name), version="1") for name in FAULT_FORMS}
    day = seeded_day(forms, stations=stations_needed(each), each=each, seed=seed)
    sent, found, mission, decisions = _play(slug, day, url.rstrip("/"))
    compared = _compared(day, mission, sent, found)
    rows = [(kind.value, seeded, found.found.get(kind, 0)) for kind, seeded in sorted(found.seeded.items())]
    _show(rows, found, compared, decisions, as_json=as_json)
    few = any(100 * seen < LEAST_FOUND * seeded for _, seeded, seen in rows)
    serious = 100 * found.clean_serious > MOST_SERIOUS * found.clean
    if few or serious or any(seen != true for _, seen, true in compared):
        raise typer.Exit(1)


def _play(slug: str, day: "SeededDay", address: str) -> "tuple[FaultsSent, FaultsFound, Mission, int]":
    """The mission set up, its reports sent, its flags read, its desk's decisions made."""
    from scrutator.field.faults.decided import decisions_for, untrue_at
    from scrutator.field.faults.measuring import found_by, found_in
    from scrutator.web.desk.checking.tables import checks_of
    from scrutator.web.rehearsing.desk import DeskBrowser, wait_for_checks
    from scrutator.web.rehearsing.faults import decide, flagged, send_faults, stored, told_now
    from scrutator.web.rehearsing.setting_up import set_up_faults
    from scrutator.web.roles import Role

    made = set_up_faults(slug, day)
    mission = made.mission
    sent = send_faults(day, made, address)
    wait_for_checks(mission)
    of, checks = stored(day, mission), checks_of(mission.pk)
    seen = flagged(of, checks)
    decided = decisions_for(day, found_by(day, seen, checks))
    desk = DeskBrowser(address, *made.accounts[Role.DESK])
    decisions = decide(desk, of, decided, [])
    wait_for_checks(mission)
    decisions += decide(desk, of, {}, sorted(flagged(of, checks).stations))
    return sent, found_in(day, seen, checks, untrue_at(day, told_now(mission))), mission, decisions


def _compared(day: "SeededDay", mission: "Mission", sent: "FaultsSent", found: "FaultsFound") -> list[Line]:
    """What the server has at the end, beside the truth."""
    from scrutator.field.mission import SnapshotPolicy
    from scrutator.field.snapshot import case_files
    from scrutator.web.desk.models import Attention
    from scrutator.web.desk.records import records_of
    from scrutator.web.desk.replaying import replayed

    files = case_files(
        records_of(mission), SnapshotPolicy(secrets.token_bytes(32), "2026-06-15", publish_copies=True)
    )
    waits = Attention.objects.filter(mission=mission, waits=True)
    return [
        ("reports stored", sent.acknowledged, sent.posts),
        ("leaves of reports and photographs", mission.leaves.exclude(received=None).count(), _leaves(day)),
        ("stations that are not as they truly are", ", ".join(found.untrue), ""),
        (
            "stations whose published protocol is not the true one",
            ", ".join(_wrong(day, files["copies.csv"])),
            "",
        ),
        ("reports that decisions replayed give otherwise", len(replayed(mission).differ), 0),
        ("stations that still wait for a person", waits.exclude(place=None).count(), 0),
    ]


def _leaves(day: "SeededDay") -> int:
    """One for each report, and one for each photograph."""
    return sum(1 + one.photos for one in day.reports)


def _wrong(day: "SeededDay", copies: bytes) -> list[str]:
    """The stations of which a published copy differs from the true protocol, or none is there."""
    truth = {one.code: one.lines for one in day.stations}
    shown = dict.fromkeys(truth, True)
    seen = set()
    for row in csv.DictReader(io.StringIO(copies.decode())):
        code = row.pop("station")
        seen.add(code)
        shown[code] &= all(value == str(truth[code][line]) for line, value in row.items())
    return sorted(code for code, right in shown.items() if not right or code not in seen)


def _show(
    rows: list[tuple[str, int, int]],
    found: "FaultsFound",
    compared: list[Line],
    decisions: int,
    *,
    as_json: bool,
) -> None:
    if as_json:
        print_json(
            {
                "faults": [{"fault": name, "seeded": seeded, "found": seen} for name, seeded, seen in rows],
                "clean": found.clean,
                "clean_serious": found.clean_serious,
                "clean_flagged": found.clean_flagged,
                "decisions": decisions,
                "compared": [{"what": what, "found": seen, "truth": true} for what, seen, true in compared],
            }
        )
        return
    print_table("Faults at known stations", ("fault", "seeded", "found"), rows)
    print_table("What was found, and the truth", ("", "found", "truth"), compared)
    typer.echo(
        f"Of {found.clean} stations in order {found.clean_serious} are called serious, "
        f"{found.clean_flagged} have any flag; the desk made {decisions} decisions."
    )
