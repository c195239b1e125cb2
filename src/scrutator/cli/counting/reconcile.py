"""`scrutator protocols reconcile`: copies against official protocols, by code or by figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.station_keys import Row, keyed
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.protocols.differences import ToleranceLimits

SHOWN = 20


@reads_tables
def reconcile(
    official: Path = typer.Argument(..., help="The official protocols, CSV."),
    copies: Path = typer.Argument(..., help="The copies, CSV."),
    lists: str = typer.Option(..., help="The columns to compare, e.g. a,b,c."),
    station: str = typer.Option(
        "station", help='The column with the station\'s code, or several: "district,code".'
    ),
    group: str = typer.Option("", help="Without a common code: compare figures inside this column."),
    copy_lists: str = typer.Option(
        "", help="The same lists in the copies, in the same order, if named differently."
    ),
    copy_station: str = typer.Option("", help="The station's column in the copies, if named differently."),
    copy_group: str = typer.Option("", help="The group's column in the copies, if named differently."),
    same: list[str] = typer.Option([], help='"copy=official": one group under two names. May be repeated.'),
    clerical: int = typer.Option(2, help="Votes by which any list may differ and still count as clerical."),
    material: float = typer.Option(5.0, help="Per cent of a station's votes from which it is material."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Compare copies with the official protocols: by code, or by their figures with --group.

    Names the stations that differ, the most votes at stake first. Exit status 1 when a difference is
    material, when no station was compared, and when the copies put another list ahead; with --group when a
    copy has neither an equal partner nor one within the limits. State --clerical and --material before the
    copies come in; they are printed beside the result.
    Example: scrutator protocols reconcile official.csv copies.csv --lists a,b --station code
    """
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.protocols.differences import ToleranceLimits
    from scrutator.errors import ScrutatorError

    if not group and (same or copy_group):
        unused = "--same" if same else "--copy-group"
        raise ScrutatorError("X03", f"{unused} has no effect without --group", remedy="Give --group.")
    if group and (copy_station or station != "station"):
        unused = "--copy-station" if copy_station else "--station"
        raise ScrutatorError("X03", f"{unused} has no effect with --group", remedy=f"Leave out {unused}.")
    columns = names(lists)
    theirs = _paired(columns, names(copy_lists))
    keys = (group or station, copy_group or group or copy_station or station)
    sides = zip((official, copies), (columns, theirs), (names(key) for key in keys), strict=True)
    tables, unknown = [], []
    for path, lists_, key in sides:
        rows = read_rows(path, key, lists_)
        _not_empty(rows, path)
        known = [row for row in rows if _filled(row, lists_)]
        tables.append(keyed(known, key))
        unknown.append(len(rows) - len(known))
    limits = ToleranceLimits.read(clerical, material)
    if group:
        body = _by_figures(tables, (columns, theirs), keys, _synonyms(same), limits)
    else:
        body = _by_code(tables, (columns, theirs), [",".join(names(key)) for key in keys], limits)
    body |= {"official_with_empty_cells": unknown[0], "copies_with_empty_cells": unknown[1]}
    if as_json:
        print_json(body)
    else:
        _print_reconciled(body)
    if body["material"] or body.get("compared") == 0 or body.get("turned"):
        raise typer.Exit(1)


def _by_code(
    both: Sequence[Sequence[Row]],
    columns: Sequence[Sequence[str]],
    keys: Sequence[str],
    limits: "ToleranceLimits",
) -> dict[str, Any]:
    from scrutator.counting.counts import by_station, read_count
    from scrutator.counting.protocols.at_stake import by_votes_at_stake, turned, votes_at_stake
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
        "material": found.classes["material"],
        "limits": _plain_limits(limits),
        "class_means": {kind.value: words for kind, words in limits.words.items()},
        "same_figures": [list(group) for group in found.duplicates],
        "margins": [vars(effect) for effect in found.margins],
        "turned": [[one.ahead, one.behind] for one in found.margins if turned(one)],
        "stations": [
            {
                "station": one.station,
                "official_minus_copy": dict(one.amounts),
                "votes_at_stake": votes_at_stake(one),
                "kinds": {name: kind.value for name, kind in one.kinds.items() if one.amounts[name]},
                "class": one.tolerance.name.lower(),
            }
            for one in by_votes_at_stake(found.differences)
        ],
    }


def _by_figures(
    both: Sequence[Sequence[Row]],
    columns: Sequence[Sequence[str]],
    keys: Sequence[str],
    synonyms: dict[str, str],
    limits: "ToleranceLimits",
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
    near: list[dict[str, Any]] = []
    for one in found.one_field:
        apart = abs(one.copy[one.field] - one.official[one.field])
        line = {
            "group": one.group,
            "copy": list(one.copy),
            "official": list(one.official),
            "field": columns[0][one.field],
            "kind": one.kind.value,
            "votes_at_stake": apart,
            "class": limits.treat(apart, max(sum(one.copy), sum(one.official), 1)).name.lower(),
        }
        near.append(line)
    near.sort(key=lambda line: (-line["votes_at_stake"], line["group"], line["copy"]))
    strange = sorted({group for group, _ in records[1]} - {group for group, _ in records[0]})
    alone = len(found.unmatched) - len(near)
    return {
        "exact": found.exact,
        "unmatched": len(found.unmatched),
        "without_partner": alone,
        "one_field": near,
        "material": alone + sum(line["class"] == "material" for line in near),
        "limits": _plain_limits(limits),
        "groups_only_in_copies": strange,
    }


def _plain_limits(limits: "ToleranceLimits") -> dict[str, Any]:
    return {"clerical_votes": limits.clerical, "material_percent": float(100 * limits.material)}


def _print_reconciled(body: dict[str, Any]) -> None:
    if "exact" in body:
        _print_figures(body)
    else:
        _print_codes(body)
    empty = (body["official_with_empty_cells"], body["copies_with_empty_cells"])
    if any(empty):
        typer.echo(f"left out for empty cells: {empty[0]:,} official rows, {empty[1]:,} copies")


def _print_figures(body: dict[str, Any]) -> None:
    near = len(body["one_field"])
    typer.echo(
        f"{body['exact']:,} copies have an exact partner, {near:,} differ in one field from one, "
        f"{body['without_partner']:,} have none"
    )
    keys = ("group", "copy", "official", "field", "kind", "votes_at_stake", "class")
    rows = [[str(line[key]) for key in keys] for line in body["one_field"]]
    if rows:
        print_table("Differ in one field", [key.replace("_", " ") for key in keys], rows[:SHOWN])
        _more(len(rows))
        limits = body["limits"]
        clerical, material = limits["clerical_votes"], limits["material_percent"]
        typer.echo(
            f"clerical: at most {clerical} votes; material: from {material:g} % of the station's votes"
        )
    if body["groups_only_in_copies"]:
        where = ", ".join(body["groups_only_in_copies"])
        typer.echo(f"groups of the copies that the official file does not have (see --same): {where}")


def _print_codes(body: dict[str, Any]) -> None:
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
    for ahead, behind in body["turned"]:
        typer.echo(f"with the copies of the stations compared the order of {ahead} and {behind} is another")
    if not body["compared"]:
        typer.echo("no station was compared: write the codes alike in both files")
    stations = [
        (
            line["station"],
            line["votes_at_stake"],
            line["class"],
            ", ".join(
                f"{name} {amount:+d}" for name, amount in line["official_minus_copy"].items() if amount
            ),
            ", ".join(dict.fromkeys(line["kinds"].values())),
        )
        for line in body["stations"]
    ]
    if stations:
        columns = ("station", "votes at stake", "class", "official − copy", "how")
        print_table("Stations that differ", columns, stations[:SHOWN])
        _more(len(stations))
    for group in body["same_figures"][:SHOWN]:
        typer.echo(f"copies with the same figures: {', '.join(group)}")
    if len(body["copies_without_official"]):
        shown = body["copies_without_official"][:SHOWN]
        more = ", …" if len(body["copies_without_official"]) > SHOWN else ""
        typer.echo(f"copies without an official protocol: {', '.join(shown)}{more}")


def _more(number: int) -> None:
    if number > SHOWN:
        typer.echo(f"and {number - SHOWN:,} more (see --json)")


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
