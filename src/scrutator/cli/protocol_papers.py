"""`scrutator protocols keying` and `versions`: double entry, and the versions of one protocol."""

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrutator.counting.keying import Entry
    from scrutator.counting.protocols import ProtocolType


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
    from scrutator.counting.keying import agreed_wrong_rate, keyer_errors, resolve

    made = _entries(entries, machine)
    forms: dict[str, list[Entry]] = defaultdict(list)
    for entry in made:
        forms[entry.form].append(entry)
    holds = _relations(kind)
    keyed = [resolve(forms[form], holds) for form in sorted(forms)]
    errors = keyer_errors([one for one in made if not one.machine], _seeded(truth)) if truth else ()
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


def versions(
    file: Path = typer.Argument(..., help="One row per version of a station's protocol, CSV."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What each later version of a protocol changed, and whether a recount or a legal basis stands behind it.

    Columns station, number (1, 2, …), step (original, correction, recount), author, at (ISO time),
    basis, then the lines. Exit status 1 when a change has no legal basis.
    Example: scrutator protocols versions versions.csv
    """
    from scrutator.counting.versions import changes

    chains = _chains(file)
    found = [change for chain in chains.values() for change in changes(chain)]
    body: list[dict[str, Any]] = [
        {
            "station": one.version.station,
            "number": one.version.number,
            "step": one.version.step.value,
            "author": one.version.author,
            "at": one.version.at.isoformat(),
            "basis": one.version.basis,
            "differences": dict(one.differences),
            "without_recount": one.without_recount,
            "without_basis": one.without_basis,
        }
        for one in found
    ]
    if as_json:
        print_json({"stations": len(chains), "changes": body})
    else:
        typer.echo(f"{len(chains):,} stations, {len(found):,} later versions")
        rows = [
            (
                one["station"],
                one["number"],
                one["step"],
                ", ".join(f"{name} {moved:+d}" for name, moved in one["differences"].items()) or "nothing",
                "no" if one["without_recount"] else "",
                one["basis"] or "none given",
            )
            for one in body
        ]
        if rows:
            print_table("", ("station", "version", "step", "changed", "recounted", "legal basis"), rows)
    if any(one.without_basis for one in found):
        raise typer.Exit(1)


def _entries(file: Path, machine: str) -> "list[Entry]":
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_cell
    from scrutator.counting.keying import Entry

    made = []
    for row in _some(read_rows(file), file):
        form, keyer = read_cell(row, "form"), read_cell(row, "keyer")
        counts = _counts(row, ("form", "keyer"), form)
        made.append(Entry(form, keyer, counts, bool(machine) and keyer == machine))
    return made


def _seeded(file: Path) -> dict[str, dict[str, int]]:
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station

    return {form: _counts(row, ("form",), form) for form, row in by_station(read_rows(file), "form").items()}


def protocol_type(kind: str) -> "ProtocolType":
    """A bundled protocol type by its id, or one from a TOML file; raises C10 or X01."""
    import tomllib

    from scrutator.cli.tables import read_bytes
    from scrutator.counting.protocols import bundled_type, parse_type
    from scrutator.errors import ScrutatorError

    if not kind.endswith(".toml"):
        return bundled_type(kind)
    try:
        return parse_type(tomllib.loads(read_bytes(Path(kind)).decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScrutatorError("C10", f"the type is not TOML: {error}", where=kind) from error


def _relations(kind: str) -> "Callable[[Mapping[str, int]], bool]":
    """Whether the hard relations of a type hold on one form; without a type nothing is asked."""
    if not kind:
        return lambda counts: True
    from scrutator.counting.protocols import check_protocols, read_protocols

    form = protocol_type(kind)

    def holds(counts: "Mapping[str, int]") -> bool:
        row = dict.fromkeys((*form.station, *form.levels), "-") | {name: str(n) for name, n in counts.items()}
        checked = check_protocols(read_protocols([row], form))
        return not any(one.violations for one in checked if one.relation.kind == "hard")

    return holds


def _chains(file: Path) -> dict[str, list[Any]]:
    from datetime import datetime

    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_cell, read_count
    from scrutator.counting.versions import Step, Version
    from scrutator.errors import ScrutatorError

    fixed = ("station", "number", "step", "author", "at", "basis")
    chains: dict[str, list[Version]] = defaultdict(list)
    for row in _some(read_rows(file), file):
        station, _, step, author, at, basis = (read_cell(row, name) for name in fixed)
        try:
            when, why = datetime.fromisoformat(at), Step(step)
        except ValueError as error:
            remedy = f"Steps: {', '.join(Step)}; times as 2026-11-21T20:15."
            raise ScrutatorError("C12", str(error), where=station, remedy=remedy) from error
        if when.tzinfo is not None:
            raise ScrutatorError("C12", f"{at!r} names a zone", where=station, remedy="Give local time.")
        count = read_count(row, "number", station)
        chains[station].append(
            Version(station, count, why, author, when, basis, _counts(row, fixed, station))
        )
    return chains


def _counts(row: "Mapping[str, str]", without: tuple[str, ...], where: str) -> dict[str, int]:
    """The lines of a form; an empty cell is a line that was not keyed, not 0."""
    from scrutator.counting.counts import read_count

    return {name: read_count(row, name, where) for name in row if name not in without and row[name].strip()}


def _some(rows: list[dict[str, str]], file: Path) -> list[dict[str, str]]:
    from scrutator.errors import ScrutatorError

    if not rows:
        raise ScrutatorError("C11", "the table has no rows", where=str(file))
    return rows
