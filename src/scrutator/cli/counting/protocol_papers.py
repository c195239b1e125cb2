"""`scrutator protocols keying` and `versions`: double entry, and the versions of one protocol."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.protocols.checking import ProtocolType
    from scrutator.counting.protocols.versions import Change


@reads_tables
def keying(
    entries: Path = typer.Argument(..., help="One row per keying: form, keyer and the lines, CSV."),
    truth: Path = typer.Option(
        None, "--seeded", help="Forms with known counts, CSV: measures each keyer's error."
    ),
    kind: str = typer.Option(
        "", "--type", help="A protocol type (or a TOML file) that equal keyings must satisfy."
    ),
    machine: str = typer.Option("", help="The keyer that is a machine (OCR, QR): compared, never decisive."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Blind double entry: which forms are accepted, which need a third keying or a supervisor.

    Columns form and keyer, then one column per line of the form. Exit status 1 while a form is open.
    Example: scrutator protocols keying entries.csv --type georgia-precinct --seeded seeded.csv
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.checking import hard_relations_hold
    from scrutator.counting.protocols.keying import (
        agreed_wrong_rate,
        keyer_errors,
        read_entries,
        read_seeded,
        resolve_all,
    )
    from scrutator.errors import ScrutatorError

    made = read_entries(_some(read_rows(entries), entries), machine)
    if machine and not any(one.machine for one in made):
        raise ScrutatorError("X03", f"no keying is by {machine!r}", where="--machine")
    keyed = resolve_all(made, hard_relations_hold(protocol_type(kind) if kind else None))
    people = [one for one in made if not one.machine]
    seeded = read_seeded(read_rows(truth)) if truth else {}
    unkeyed = sorted(set(seeded) - {one.form for one in people})
    if unkeyed:
        what = f"no person keyed the seeded form {unkeyed[0]!r}"
        raise ScrutatorError("C13", what, where=str(truth), remedy="Leave out the forms that no one keyed.")
    errors = keyer_errors(people, seeded)
    body: dict[str, Any] = {
        "forms": [
            {
                "form": one.form,
                "accepted": None if one.accepted is None else dict(one.accepted),
                "needed": one.needed,
                "machine_agrees": one.machine_agrees,
            }
            for one in keyed
        ],
        "keyers": [
            {
                "keyer": one.keyer,
                "wrong": one.wrong,
                "fields": one.fields,
                "interval": vars(one.interval),
                "two_agree_wrong_about": agreed_wrong_rate(one.wrong / one.fields) if one.fields else None,
            }
            for one in errors
        ],
    }
    if as_json:
        print_json(body)
    else:
        _print_keyed(body)
    if any(one.accepted is None for one in keyed):
        raise typer.Exit(1)


def _print_keyed(body: dict[str, Any]) -> None:
    forms = body["forms"]
    waiting = [(one["form"], one["needed"]) for one in forms if one["accepted"] is None]
    typer.echo(f"{len(forms) - len(waiting):,} of {len(forms):,} forms accepted")
    if waiting:
        print_table("Open", ("form", "needed"), waiting)
    doubted = [one["form"] for one in forms if one["machine_agrees"] is False]
    if doubted:
        typer.echo(f"the machine read {len(doubted)} accepted forms otherwise: {', '.join(doubted[:10])}")
    rows = []
    for one in body["keyers"]:
        limits = f"{100 * one['interval']['low']:.2f}–{100 * one['interval']['high']:.2f}"
        rows.append((one["keyer"], one["wrong"], one["fields"], limits))
    if rows:
        print_table("Error on seeded forms", ("keyer", "wrong", "fields", "95 % interval, %"), rows)


@reads_tables
def versions(
    file: Path = typer.Argument(..., help="One row per version of a station's protocol, CSV."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What each later version of a protocol changed, and how far it can be trusted.

    Columns station, number (1, 2, …), step (original, correction, recount), author, at (ISO time),
    basis, provenance (may be left out), then the lines. Provenance, from the ballots outward:
    own_tally, signed_copy, observer_photo, posted_copy, official_scan, official_publication.
    A later version that is known from further away than the one it replaces is named. Exit status 1
    when a change has no legal basis.
    Example: scrutator protocols versions versions.csv
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.versions import changes, read_versions, standing

    chains = read_versions(_some(read_rows(file), file))
    found = [change for chain in chains.values() for change in changes(chain)]
    last = {kind.code if kind else "unknown": number for kind, number in standing(chains.values()).items()}
    if as_json:
        print_json({"stations": len(chains), "standing": last, "changes": [_change(one) for one in found]})
    else:
        _print_versions(len(chains), last, found)
    if any(one.without_basis for one in found):
        raise typer.Exit(1)


def _change(one: "Change") -> dict[str, Any]:
    after, before = one.version, one.replaced
    return {
        "station": after.station,
        "number": after.number,
        "step": after.step.value,
        "author": after.author,
        "at": after.at.isoformat(),
        "basis": after.basis,
        "provenance": after.provenance.code if after.provenance else None,
        "replaced_provenance": before.provenance.code if before.provenance else None,
        "weaker_provenance": one.weaker,
        "differences": dict(one.differences),
        "not_known": list(one.not_known),
        "without_recount": one.without_recount,
        "without_basis": one.without_basis,
    }


def _print_versions(stations: int, last: dict[str, int], found: "list[Change]") -> None:
    typer.echo(f"{stations:,} stations, {len(found):,} later versions")
    rows = [
        (
            one.version.station,
            one.version.number,
            one.version.step.value,
            one.said,
            "no" if one.without_recount else "",
            one.version.basis or "none given",
            one.version.provenance.code if one.version.provenance else "unknown",
        )
        for one in found
    ]
    if rows:
        columns = ("station", "version", "step", "changed", "recounted", "legal basis", "provenance")
        print_table("", columns, rows)
    for one in found:
        if one.weaker:
            typer.echo(
                f"station {one.version.station}: version {one.version.number} is known from "
                f"{one.version.provenance}, the version it replaces from {one.replaced.provenance}: "
                "ask for a closer copy"
            )
    unknown = sum(one.weaker is None for one in found)
    if unknown:
        typer.echo(f"provenance cannot be compared for {unknown:,} later versions: it is not given")
    print_table("How the last version is known", ("provenance", "stations"), last.items())


def protocol_type(kind: str) -> "ProtocolType":
    """A bundled protocol type by its id, or one from a TOML file; raises C10 or X01."""
    from scrutator.cli.tables import read_bytes
    from scrutator.counting.protocols.checking import bundled_type, parse_type

    if not kind.endswith(".toml"):
        return bundled_type(kind)
    return parse_type(read_bytes(Path(kind)), kind)


def _some(rows: list[dict[str, str]], file: Path) -> list[dict[str, str]]:
    from scrutator.errors import ScrutatorError

    if not rows:
        raise ScrutatorError("C11", "the table has no rows", where=str(file))
    return rows
