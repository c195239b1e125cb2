"""`scrutator rehearse`: a day of observation against a running server, held against its truth."""

import datetime
import secrets
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.web.serve import FOLDER

if TYPE_CHECKING:
    from scrutator.field.rehearsal import Rehearsal
    from scrutator.field.rehearsed_country import Country
    from scrutator.record.case import Case
    from scrutator.web.missions.models import Mission
    from scrutator.web.rehearsing.day import Sent

Line = tuple[str, object, object]
TROUBLE = {"late": 200, "retry": 200, "copy": 60, "wrong_station": 60, "conflict": 80}  # in thousandths


def rehearse(
    slug: str = typer.Argument("rehearsal", metavar="MISSION", help="The short name of the mission to make."),
    folder: Path = FOLDER,
    url: str = typer.Option(
        "http://127.0.0.1:8000", "--url", help="Where the server of this folder answers."
    ),
    stations: int = typer.Option(60, "--stations", min=2, max=20_000, help="How many stations there are."),
    teams: int = typer.Option(12, "--teams", min=2, max=10_000, help="How many teams observe, a phone each."),
    seed: int = typer.Option(1, "--seed", min=0, help="The seed of the day."),
    seconds: float = typer.Option(20, "--seconds", min=0, max=86_400, help="The day in so many; 0: at once."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write the case there; must not exist."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Rehearse a day against a running server: phones over HTTP, the desk, the statement, the truth.

    A mission is made in the server's folder; its phones send, its desk sets copies aside, and the figures of
    its case are compared with what was invented. Reports come late, twice, edited, from wrong stations and
    contradicting; some announced results were changed.
    Run it on the server's computer. Exit status 1 when something differs from the truth.

    Example: `scrutator rehearse --folder mission --url http://127.0.0.1:8000`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.whole_files import must_be_new
    from scrutator.web.serving import set_up

    if not (folder / "secrets").is_dir():
        raise ScrutatorError("X01", f"{folder} is no server's folder", where=str(folder))
    if output is not None:
        must_be_new(output)
    set_up(folder)
    from scrutator.field.forms import bundled_form
    from scrutator.field.rehearsal import Plan
    from scrutator.field.rehearsal import rehearse as rehearsed_day
    from scrutator.field.rehearsed_country import invent_country
    from scrutator.field.xlsform import publish
    from scrutator.web.rehearsing.setting_up import FORMS

    forms = [publish(bundled_form(name), version="1") for name in FORMS]
    country = invent_country(stations, seed)
    day = rehearsed_day(country.stations, forms[0], forms[1], Plan(**TROUBLE), teams=teams, seed=seed)
    mission, sent, accounts, night = _play(slug, day, country, teams, url, seconds)
    compared = [*_on_the_way(sent, day), *night, *_in_the_case(mission, day, country, output)]
    same = all(found == true for _, found, true in compared)
    if as_json:
        rows = [{"what": what, "found": found, "truth": true} for what, found, true in compared]
        print_json({"sent": _sending(sent), "flagged": _flagged(mission), "compared": rows, "equal": same})
    else:
        print_table("What the phones saw", ("", ""), list(_sending(sent).items()))
        print_table("What the desk is asked to look at", ("", "reports"), list(_flagged(mission).items()))
        print_table("What was found, and the truth", ("", "found", "truth"), compared)
        typer.echo(f"The figures compared are {'equal' if same else 'different'}: {len(compared)} of them.")
        for name, password in accounts:
            typer.echo(f"sign in at {url} as {name} with {password}")
    if not same:
        raise typer.Exit(1)


def _play(
    slug: str, day: "Rehearsal", country: "Country", teams: int, url: str, seconds: float
) -> "tuple[Mission, Sent, list[tuple[str, str]], list[Line]]":
    """The mission set up with its night, its reports sent, its copies set aside, the night released."""
    from scrutator.web.night.rehearsed import register_night, released_night
    from scrutator.web.rehearsing.day import send_day
    from scrutator.web.rehearsing.desk import DeskBrowser, copies_to_set_aside, wait_for_checks
    from scrutator.web.rehearsing.setting_up import set_up_rehearsal
    from scrutator.web.roles import Role

    address = url.rstrip("/")
    made = set_up_rehearsal(slug, day, country.listed, teams)
    passwords = [secrets.token_urlsafe(12) for _ in range(2)]
    night = register_night(made.mission, country.stations, passwords)
    sent = send_day(day.actions, made.phones, address, slug, seconds)
    wait_for_checks(made.mission)
    desk = DeskBrowser(address, *made.accounts[Role.DESK])
    for number in copies_to_set_aside(made.mission):
        desk.set_aside(made.mission, number)
    accounts = list(made.accounts.values())
    if night is not None:
        accounts += [(f"{slug}-approver-{n}", password) for n, password in enumerate(passwords, 1)]
    return made.mission, sent, accounts, released_night(made.mission, night, address)


def _sending(sent: "Sent") -> dict[str, object]:
    refused = sent.posts - sent.acknowledged
    return {
        "posts sent": sent.posts,
        "acknowledged": sent.acknowledged,
        "answered otherwise": refused,
        "tried again": sent.further_tries,
        "seconds": round(sent.seconds, 1),
    }


def _flagged(mission: "Mission") -> dict[str, int]:
    """Reports by what the desk is asked to look at."""
    from scrutator.web.intake.models import Check, Flag

    flags = Flag.objects.filter(submission__mission=mission).values_list("kind", flat=True)
    checks = Check.objects.filter(submission__mission=mission).values_list("name", flat=True)
    return dict(sorted(Counter([*flags, *checks]).items()))


def _on_the_way(sent: "Sent", day: "Rehearsal") -> list[Line]:
    posts = len(day.actions)
    return [("posts acknowledged", sent.acknowledged, posts)]


def _in_the_case(mission: "Mission", day: "Rehearsal", country: "Country", output: Path | None) -> list[Line]:
    """What is stored and what a publication would say, beside the truth."""
    from django.db.models import Sum

    from scrutator.cli.field.rehearse import compared_with_truth
    from scrutator.field.mission import SnapshotPolicy
    from scrutator.field.rehearsal import DAY
    from scrutator.field.snapshot import case_files
    from scrutator.findings.running import run_case
    from scrutator.publishing.whole_files import write_folder
    from scrutator.record.folder.opening import sound_case
    from scrutator.web.clock import now
    from scrutator.web.desk.records import expected_now, records_of
    from scrutator.web.desk.stations import differing_stations

    after = (DAY + datetime.timedelta(days=1)).isoformat()
    policy = SnapshotPolicy(secrets.token_bytes(32), after, publish_copies=True)
    files = case_files(records_of(mission), policy)
    if output is not None:
        write_folder(output, files)
    case = sound_case(dict(files), mission.slug)
    findings = {one.id: one for one in run_case(case)}
    repeats = mission.received.aggregate(n=Sum("repeats"))["n"] or 0
    differing = differing_stations(mission.places.filter(kind="station").order_by("code"))
    return [
        ("reports stored", mission.submissions.count(), day.truth.sent),
        ("leaves in the log", mission.leaves.exclude(received=None).count(), day.truth.sent),
        *compared_with_truth(findings, repeats, differing, day),
        ("duties that nothing met", len(expected_now(mission, now()).missing), 0),
        (
            "stations whose result was changed",
            _changed(case, country),
            ", ".join(day.truth.tampered),
        ),
    ]


def _changed(case: "Case", country: "Country") -> str:
    """The stations whose copy in the case differs from the result that was announced."""
    from scrutator.counting.protocols.reconciliation import reconcile
    from scrutator.findings.methods.counting.files import copies_of

    official = {one.code: dict(one.announced) for one in country.stations}
    compared = reconcile(official, copies_of(case)).differences
    return ", ".join(sorted({one.station for one in compared if any(one.amounts.values())}))
