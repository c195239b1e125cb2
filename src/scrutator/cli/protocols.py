"""`scrutator protocols`: control relations, copies against official, totals at every level."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

app = typer.Typer(no_args_is_help=True, help="Station protocols: checks, copies against official, levels.")


@app.command()
def check(
    file: Path = typer.Argument(..., help="A table of protocols, one row per station (CSV, .gz or .zip)."),
    kind: str = typer.Option(..., "--type", help="A bundled type such as russia-2021, or a TOML file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check the control relations of a form. Exit status 1 when a hard relation fails.

    Example: scrutator protocols check copies.csv --type georgia-precinct
    """
    import tomllib

    from scrutator.cli.tables import read_bytes, read_rows
    from scrutator.counting.protocols import bundled_type, check_protocols, parse_type, read_protocols

    content = tomllib.loads(read_bytes(Path(kind)).decode()) if kind.endswith(".toml") else None
    form = parse_type(content) if content else bundled_type(kind)
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
def reconcile(
    official: Path = typer.Argument(..., help="The official protocols, CSV."),
    copies: Path = typer.Argument(..., help="The copies, CSV with the same list columns."),
    lists: str = typer.Option(..., help="The columns to compare, e.g. a,b,c."),
    station: str = typer.Option("station", help="The column with the station's code."),
    group: str = typer.Option("", help="Without a common code: compare figures inside this column."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Compare copies with the official protocols: by code, or by their figures with --group.

    Example: scrutator protocols reconcile official.csv copies.csv --lists a,b --station code
    """
    from scrutator.cli.tables import names, read_rows

    columns = names(lists)
    both = [read_rows(path) for path in (official, copies)]
    if group:
        _by_figures(both, columns, group, as_json)
        return
    from scrutator.counting.reconciliation import reconcile as compare

    tables = [
        {_cell(row, station): {name: _count(row, name) for name in columns} for row in rows} for rows in both
    ]
    found = compare(*tables)
    body = {
        "compared": found.compared,
        "official_without_copy": found.without_copy,
        "copies_without_official": list(found.without_official),
        "classes": dict(found.classes),
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
    if as_json:
        print_json(body)
        return
    typer.echo(f"{found.compared:,} stations compared, {found.without_copy:,} official without a copy")
    print_table("Differences", ("class", "stations"), found.classes.items())
    effects = [(e.ahead, e.behind, e.published, e.net, e.overstated) for e in found.margins]
    print_table(
        "Effect on margins", ("ahead", "behind", "published", "official − copies", "overstated"), effects
    )


@app.command()
def levels(
    case: Path = typer.Argument(..., help="A case folder with levels.csv, or such a file."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Recompute totals level by level and show where they part. Exit status 1 when they do.

    levels.csv has a column path (country/region/district/station) and one column of votes per list;
    a row with empty cells names a unit that exists and was not published.
    Example: scrutator protocols levels cases/simulated-republic
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.levels import check_levels

    rows = read_rows(case / "levels.csv" if case.is_dir() else case)
    published: dict[tuple[str, ...], dict[str, int]] = {}
    expected = []
    for row in rows:
        path = tuple(part.strip() for part in _cell(row, "path").split("/"))
        expected.append(path)
        lists = [name for name in row if name != "path"]
        if all(row[name].strip() for name in lists):
            published[path] = {name: _count(row, name) for name in lists}
    found = check_levels(published, expected)
    lines = [
        (" / ".join(one.path), one.list, one.below, one.published, one.difference) for one in found.partings
    ]
    columns = ("unit", "list", "sum of its parts", "published", "difference")
    if as_json:
        cannot = [{"unit": " / ".join(path), "why": why} for path, why in found.cannot]
        parting = [dict(zip(columns, line, strict=True)) for line in lines]
        print_json({"verdict": found.verdict, "partings": parting, "cannot_be_recomputed": cannot})
    else:
        typer.echo(f"{found.units_checked:,} units recomputed: {found.verdict}")
        if lines:
            print_table("Where totals part", columns, lines)
        for path, why in found.cannot[:20]:
            typer.echo(f"{' / '.join(path)}: {why}")
    if found.partings:
        raise typer.Exit(1)


def _by_figures(
    both: Sequence[Sequence[dict[str, str]]], columns: Sequence[str], group: str, as_json: bool
) -> None:
    from scrutator.counting.matching import join_by_figures

    def records(rows: Iterable[dict[str, str]]) -> list[tuple[str, tuple[int, ...]]]:
        return [(_cell(row, group), tuple(_count(row, name) for name in columns)) for row in rows]

    found = join_by_figures(records(both[0]), records(both[1]))
    near: list[dict[str, Any]] = [
        {
            "group": one.group,
            "copy": list(one.copy),
            "official": list(one.official),
            "field": columns[one.field],
            "kind": one.kind.value,
        }
        for one in found.one_field
    ]
    if as_json:
        print_json({"exact": found.exact, "unmatched": len(found.unmatched), "one_field": near})
        return
    typer.echo(f"{found.exact:,} copies have an exact partner, {len(found.unmatched):,} have none")
    print_table(
        "Differ in one field",
        ("group", "copy", "official", "field", "kind"),
        [[str(v) for v in line.values()] for line in near],
    )


def _cell(row: dict[str, str], column: str) -> str:
    from scrutator.errors import ScrutatorError

    if column not in row:
        raise ScrutatorError("C11", f"there is no column {column!r}", where=", ".join(row))
    return row[column]


def _count(row: dict[str, str], column: str) -> int:
    from scrutator.errors import ScrutatorError

    text = _cell(row, column)
    try:
        return int(float(text))
    except ValueError as error:
        raise ScrutatorError("C11", f"{text!r} is not a count", where=column) from error
