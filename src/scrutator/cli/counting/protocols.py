"""`scrutator protocols`: control relations, copies against official, totals at every level."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.protocol_papers import keying, versions
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.protocols.differences import ToleranceLimits

Row = dict[str, str]

app = typer.Typer(
    no_args_is_help=True, help="Station protocols: checks, copies against official results, levels."
)


@app.command()
@reads_tables
def check(
    file: Path = typer.Argument(..., help="A table of protocols, one row per station (CSV, .gz or .zip)."),
    kind: str = typer.Option(..., "--type", help="A bundled type such as russia-2021, or a TOML file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check the control relations of a form. Exit status 1 when a hard relation fails.

    Example: scrutator protocols check copies.csv --type georgia-precinct
    """
    from scrutator.cli.counting.protocol_papers import protocol_type
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.checking import check_protocols, read_protocols

    form = protocol_type(kind)
    protocols = read_protocols(read_rows(file), form)
    checked = check_protocols(protocols)
    body = [
        {
            "relation": one.relation.name,
            "kind": one.relation.kind,
            "holds": one.relation.holds,
            "meaning": one.relation.meaning,
            "violations": one.violations,
            "ballots": one.magnitude,
            "not_evaluated": one.not_evaluated,
            "stations": [
                name for name, bad in zip(protocols.stations, one.violated.tolist(), strict=True) if bad
            ][:1000],
        }
        for one in checked
    ]
    if as_json:
        summary = {"type": form.id, "protocols": len(protocols.stations), "blank_rows": protocols.blank}
        print_json(summary | {"unverified": form.unverified, "relations": body})
    else:
        typer.echo(f"{len(protocols.stations):,} protocols, {protocols.blank:,} blank rows; {form.title}")
        if form.unverified:
            typer.echo(f"not verified: {form.unverified}")
        columns = ("relation", "kind", "should hold", "fail", "ballots", "not evaluated")
        keys = ("relation", "kind", "holds", "violations", "ballots", "not_evaluated")
        print_table("", columns, [[line[key] for key in keys] for line in body])
        for line in body:
            if line["kind"] == "soft" and line["violations"]:
                typer.echo(f"{line['relation']}: {line['meaning']}")
    if any(line["kind"] == "hard" and line["violations"] for line in body):
        raise typer.Exit(1)


@app.command()
@reads_tables
def reconcile(
    official: Path = typer.Argument(..., help="The official protocols, CSV."),
    copies: Path = typer.Argument(..., help="The copies, CSV."),
    lists: str = typer.Option(..., help="The columns to compare, e.g. a,b,c."),
    station: str = typer.Option("station", help="The column with the station's code."),
    group: str = typer.Option("", help="Without a common code: compare figures inside this column."),
    copy_lists: str = typer.Option(
        "", help="The same lists in the copies, in the same order, if named otherwise."
    ),
    copy_station: str = typer.Option("", help="The station's column in the copies, if named otherwise."),
    copy_group: str = typer.Option("", help="The group's column in the copies, if named otherwise."),
    same: list[str] = typer.Option([], help='"copy=official": one group under two names. May be repeated.'),
    clerical: int = typer.Option(2, help="Votes by which any list may differ and still count as clerical."),
    material: float = typer.Option(5.0, help="Per cent of a station's votes from which it is material."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Compare copies with the official protocols: by code, or by their figures with --group.

    State --clerical and --material before the copies come in; they are printed beside the result.
    Example: scrutator protocols reconcile official.csv copies.csv --lists a,b --station code
    """
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.protocols.differences import ToleranceLimits
    from scrutator.errors import ScrutatorError

    if not group and (same or copy_group):
        unused = "--same" if same else "--copy-group"
        raise ScrutatorError("X03", f"{unused} has no effect without --group", remedy="Give --group.")
    columns = names(lists)
    theirs = _paired(columns, names(copy_lists))
    sides = ((official, columns), (copies, theirs))
    keys_ = (group or station, copy_group or group or copy_station or station)
    read = [(path, columns_, key) for (path, columns_), key in zip(sides, keys_, strict=True)]
    tables = [[{**row} for row in read_rows(path, (key,), columns_)] for path, columns_, key in read]
    known = [
        [row for row in rows if _filled(row, names_)] for rows, (_, names_) in zip(tables, sides, strict=True)
    ]
    unknown = [len(rows) - len(kept) for rows, kept in zip(tables, known, strict=True)]
    for rows, (path, _) in zip(tables, sides, strict=True):
        _not_empty(rows, path)
    if group:
        keys = (group, copy_group or group)
        body = _by_figures(known, (columns, theirs), keys, _synonyms(same))
    else:
        limits = ToleranceLimits.read(clerical, material)
        body = _by_code(known, (columns, theirs), (station, copy_station or station), limits)
    body |= {"official_with_empty_cells": unknown[0], "copies_with_empty_cells": unknown[1]}
    if as_json:
        print_json(body)
    else:
        _print_reconciled(body)


def _by_code(
    both: Sequence[Sequence[Row]],
    columns: Sequence[Sequence[str]],
    keys: Sequence[str],
    limits: "ToleranceLimits",
) -> dict[str, Any]:
    from scrutator.counting.counts import by_station, read_count
    from scrutator.counting.protocols.reconciliation import reconcile as compare

    official, copies = (
        {
            code: {name: read_count(row, own, code) for name, own in zip(columns[0], mine, strict=True)}
            for code, row in by_station(rows, key).items()
        }
        for rows, mine, key in zip(both, columns, keys, strict=True)
    )
    found = compare(official, copies, limits)
    return {
        "compared": found.compared,
        "official_without_copy": found.without_copy,
        "copies_without_official": list(found.without_official),
        "classes": dict(found.classes),
        "limits": {"clerical_votes": limits.clerical, "material_percent": float(100 * limits.material)},
        "class_means": {kind.value: words for kind, words in limits.words.items()},
        "same_figures": [list(group) for group in found.duplicates],
        "margins": [vars(effect) for effect in found.margins],
        "stations": [
            {
                "station": one.station,
                "official_minus_copy": dict(one.amounts),
                "kinds": {name: kind.value for name, kind in one.kinds.items() if one.amounts[name]},
                "class": one.tolerance.name.lower(),
            }
            for one in found.differences
            if any(one.amounts.values())
        ],
    }


def _by_figures(
    both: Sequence[Sequence[Row]],
    columns: Sequence[Sequence[str]],
    keys: Sequence[str],
    synonyms: dict[str, str],
) -> dict[str, Any]:
    from scrutator.counting.counts import read_cell, read_count
    from scrutator.counting.protocols.matching import join_by_figures

    records = [
        [
            (
                synonyms.get(read_cell(row, key), read_cell(row, key)) if side else read_cell(row, key),
                tuple(read_count(row, name) for name in mine),
            )
            for row in rows
        ]
        for side, (rows, mine, key) in enumerate(zip(both, columns, keys, strict=True))
    ]
    found = join_by_figures(*records)
    near: list[dict[str, Any]] = [
        {
            "group": one.group,
            "copy": list(one.copy),
            "official": list(one.official),
            "field": columns[0][one.field],
            "kind": one.kind.value,
        }
        for one in found.one_field
    ]
    strange = sorted({group for group, _ in records[1]} - {group for group, _ in records[0]})
    return {
        "exact": found.exact,
        "unmatched": len(found.unmatched),
        "one_field": near,
        "groups_only_in_copies": strange,
    }


def _print_reconciled(body: dict[str, Any]) -> None:
    if "exact" in body:
        typer.echo(f"{body['exact']:,} copies have an exact partner, {body['unmatched']:,} have none")
        keys = ("group", "copy", "official", "field", "kind")
        print_table(
            "Differ in one field", keys, [[str(line[key]) for key in keys] for line in body["one_field"]]
        )
        if body["groups_only_in_copies"]:
            where = ", ".join(body["groups_only_in_copies"])
            typer.echo(f"groups of the copies that the official file does not have (see --same): {where}")
    else:
        typer.echo(
            f"{body['compared']:,} stations compared, "
            f"{body['official_without_copy']:,} official without a copy, "
            f"{len(body['copies_without_official']):,} copies without an official protocol"
        )
        rows = [(name, number, body["class_means"][name]) for name, number in body["classes"].items()]
        print_table("Differences", ("class", "stations", "which means"), rows)
        keys = ("ahead", "behind", "published", "net", "overstated")
        headings = ("ahead", "behind", "published", "official − copies", "overstated")
        print_table("Effect on margins", headings, [[line[key] for key in keys] for line in body["margins"]])
    empty = (body["official_with_empty_cells"], body["copies_with_empty_cells"])
    if any(empty):
        typer.echo(f"left out for empty cells: {empty[0]:,} official rows, {empty[1]:,} copies")


@app.command()
@reads_tables
def levels(
    case: str = typer.Argument(..., help="A case folder, the id of a bundled case, or a levels.csv."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Recompute totals level by level and show where they differ. Exit status 1 when they do.

    levels.csv has a column path (country/region/district/station) and one column of votes per list;
    a row with empty cells names a unit that exists and was not published. Without it the results and
    places of the case are taken.
    Example: scrutator protocols levels simulated-republic
    """
    from scrutator.cli.counting.level_files import published_figures
    from scrutator.counting.protocols.levels import check_levels

    published, expected = published_figures(case)
    found = check_levels(published, expected)
    lines = [
        (" / ".join(one.path), one.list, one.below, one.published, one.difference) for one in found.partings
    ]
    columns = ("unit", "list", "sum of its parts", "published", "difference")
    if as_json:
        cannot = [{"unit": " / ".join(path), "why": why} for path, why in found.cannot]
        parting = [dict(zip(columns, line, strict=True)) for line in lines]
        body = {"verdict": found.verdict, "units_recomputed": found.units_checked}
        print_json(body | {"partings": parting, "cannot_be_recomputed": cannot})
    else:
        typer.echo(f"{found.units_checked:,} units recomputed: {found.verdict}")
        if lines:
            print_table("Where totals differ", columns, lines)
        for path, why in found.cannot[:20]:
            typer.echo(f"{' / '.join(path)}: {why}")
        if len(found.cannot) > 20:
            typer.echo(f"and {len(found.cannot) - 20:,} more (see --json)")
    if found.partings:
        raise typer.Exit(1)


def _paired(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    from scrutator.errors import ScrutatorError

    if not ours or (theirs and len(theirs) != len(ours)):
        what = f"{len(ours)} lists are named for the official file and {len(theirs)} for the copies"
        raise ScrutatorError("X03", what, where="--lists, --copy-lists")
    return theirs or ours


def _synonyms(texts: Sequence[str]) -> dict[str, str]:
    from scrutator.errors import ScrutatorError

    for text in texts:
        if not all(part.strip() for part in text.partition("=")):
            raise ScrutatorError("X03", f"{text!r} is not copy=official", where="--same")
    return {one.strip(): other.strip() for one, _, other in (text.partition("=") for text in texts)}


def _filled(row: Row, columns: Sequence[str]) -> bool:
    """Whether every list is known; an empty cell is unknown, and such a row is not compared."""
    return all(row.get(column, "missing column").strip() for column in columns)


def _not_empty(rows: Sequence[Row], path: Path) -> None:
    from scrutator.errors import ScrutatorError

    if not rows:
        raise ScrutatorError("C11", "the table has no rows", where=str(path))


app.command()(keying)
app.command()(versions)
