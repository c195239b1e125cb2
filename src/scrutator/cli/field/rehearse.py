"""`scrutator forms rehearse`: a day of observation, from phones to a case, held against its truth."""

import datetime
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.field.desk import DeskResult
    from scrutator.field.mission import Station
    from scrutator.field.rehearsal import Rehearsal
    from scrutator.findings.model import Finding

FOLDER = typer.Argument(..., metavar="DIR", help="The folder of the case; it must not exist or be empty.")
STATIONS = typer.Option(120, "--stations", min=2, max=20_000, help="How many stations there are.")
TEAMS = typer.Option(12, "--teams", min=2, max=10_000, help="How many teams observe.")
SEED = typer.Option(1, "--seed", min=0, help="The seed of the day.")


def rehearse_day(
    folder: Path = FOLDER,
    stations: int = STATIONS,
    teams: int = TEAMS,
    seed: int = SEED,
    as_json: bool = JSON_OPTION,
) -> None:
    """Rehearse a day without a server: phones send reports, some late, twice, wrong or contradicting; the
    case folder is written, and what it says is compared with the truth. Exit status 1 when they differ.

    Example: `scrutator forms rehearse rehearsed --stations 60`
    """
    from scrutator.field.desk import Came, sort_reports
    from scrutator.field.forms import bundled_form
    from scrutator.field.mission import MissionRecords, SnapshotPolicy
    from scrutator.field.rehearsal import DAY, Plan, rehearse
    from scrutator.field.rehearsed_country import invent_country
    from scrutator.field.snapshot import case_files
    from scrutator.field.xlsform import publish
    from scrutator.findings.running import run_case
    from scrutator.publishing.whole_files import write_folder
    from scrutator.record.folder.opening import sound_case

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScrutatorError(
            "X04", f"'{folder}' is not empty", remedy="Name a folder that does not exist yet."
        )
    voting, protocol = (publish(bundled_form(name), version="1") for name in ("voting", "quickcount"))
    forms = (voting, protocol)
    country = invent_country(stations, seed)
    listed = country.listed
    day = rehearse(country.stations, voting, protocol, Plan(), teams=teams, seed=seed)
    desk = sort_reports([Came(one.at, one.team, one.body) for one in day.actions], forms, listed)
    received = Counter(report.submission.form_id for report in desk.reports)
    title = "A rehearsed day"
    mission = MissionRecords(
        *("rehearsal", title, "A rehearsal", "en", forms, listed, desk.reports, received)
    )
    # The reports are invented, so their pseudonyms hide no one: the key is part of the rehearsal.
    key = Random(seed).randbytes(32)
    after = DAY + datetime.timedelta(days=1)
    files = case_files(mission, SnapshotPolicy(key, after.isoformat(), publish_copies=True))
    write_folder(folder, files)
    findings = {one.id: one for one in run_case(sound_case(dict(files), str(folder)))}
    compared = compared_with_truth(findings, desk.retries, _differing(desk), day)
    _show(compared, _coverage(day, listed), as_json)
    if any(found != true for _, found, true in compared):
        raise typer.Exit(1)


def compared_with_truth(
    findings: "Mapping[str, Finding]", retries: int, differing: int, day: "Rehearsal"
) -> list[tuple[str, object, object]]:
    """What the case's findings and the desk say, beside the truth: name, found, true. `retries` are bodies
    that were there already, `differing` the stations at which the desk sees that teams differ."""
    voting, reception = (findings[name].outcome.figures for name in ("voting", "reception"))
    (share,) = (one for one in voting if one.name == "share" and one.at["question"] == "v_secrecy")
    said = {(one.name, *one.at.values()): one.value for one in reception}
    truth = day.truth
    return [
        ("reports received", said["all_received",], truth.sent),
        ("retries set aside", retries, truth.retries),
        ("copies found", said["became", "voting", "duplicate"], truth.copied),
        ("replaced by an edit", said["became", "voting", "withheld"], truth.replaced),
        ("protocols shown", said["became", "quickcount", "published"], truth.protocols),
        ("visits answered", share.denominator, truth.visits + truth.conflicting),
        ("visits with the problem", share.numerator, truth.problem_visits + truth.conflicting_problem),
        ("stations where teams differ", differing, _truly_differing(day)),
    ]


def _differing(desk: "DeskResult") -> int:
    return sum(any(flag.name == "teams-differ" for flag in flags) for flags in desk.flags.values())


def _truly_differing(day: "Rehearsal") -> int:
    """Stations where another team said the opposite."""
    from scrutator.field.rehearsal import ActionKind
    from scrutator.field.submission import parse

    conflicts = (parse(one.body) for one in day.actions if one.kind is ActionKind.CONFLICT)
    return len({dict(one.answers)["station"] for one in conflicts})


def _coverage(day: "Rehearsal", listed: "tuple[Station, ...]") -> list[tuple[object, ...]]:
    """What was expected by the end of the day, by form and region."""
    from scrutator.field.expected import Arrival, expected_by
    from scrutator.field.rehearsal import DAY, ActionKind
    from scrutator.field.submission import parse

    midnight = datetime.datetime.combine(DAY, datetime.time(), tzinfo=datetime.UTC)
    end = midnight + datetime.timedelta(hours=24)
    arrivals = []
    for one in day.actions:
        at = midnight + datetime.timedelta(seconds=one.at)
        if one.kind in (ActionKind.SEND, ActionKind.LATE, ActionKind.CONFLICT) and at <= end:
            found = parse(one.body)
            arrivals.append(Arrival(one.team, dict(found.answers)["station"], found.form_id, at))
    expected = expected_by(day.duties, arrivals, listed, end)
    return [
        (one.form, one.place or "all", one.duties, one.on_time, one.late, one.missing, one.early + one.later)
        for one in expected.coverage
    ]


def _show(
    compared: list[tuple[str, object, object]], coverage: list[tuple[object, ...]], as_json: bool
) -> None:
    if as_json:
        print_json([{"what": what, "found": _plain(found), "truth": true} for what, found, true in compared])
        return
    print_table("What the case says, and the truth", ("", "found", "truth"), compared)
    columns = ("form", "place", "duties", "on time", "late", "missing", "not yet due")
    print_table("What was expected by midnight", columns, coverage)
    verdict = "equal" if all(found == true for _, found, true in compared) else "different"
    typer.echo(f"The figures compared are {verdict}: {len(compared)} of them.")


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else value
