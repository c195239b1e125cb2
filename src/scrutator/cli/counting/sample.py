"""`scrutator sample`: check a station frame, plan, draw by a public seed, verify a published draw."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.sample_coverage import coverage
from scrutator.cli.counting.sample_monitor import monitor
from scrutator.cli.counting.sample_rate import rate
from scrutator.cli.counting.sample_unlike import unlike
from scrutator.cli.counting.sample_voters import voters
from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.cli.tables import reads_tables

if TYPE_CHECKING:
    from scrutator.counting.sampling.planner import Plan

app = typer.Typer(no_args_is_help=True, help="Frames, plans and draws that anyone can repeat.")

FRAME = typer.Argument(..., help="The station list, a CSV file with one row per station.")
KEY = typer.Option("station", "--key", help="The column that identifies a station.")
SIZE = typer.Option("", "--size", help="The column with registered voters.")
STRATA = typer.Option(
    "", "--strata", help="Columns whose values together name the stratum, e.g. region,type."
)


@app.command()
@reads_tables
def check(
    frame: Path = FRAME, key: str = KEY, size: str = SIZE, strata: str = STRATA, as_json: bool = JSON_OPTION
) -> None:
    """Check a station list and print its hash, to be published before the seed is drawn.

    Example: scrutator sample check stations.csv --key code --size registered --strata region
    """
    from scrutator.cli.tables import names
    from scrutator.counting.sampling.frames import check_frame, frame_hash, make_frame

    made = make_frame(_frame_rows(frame, key, size, strata), key, size)
    remarks = check_frame(made, names(strata))
    if as_json:
        print_json(
            {
                "frame_sha256": frame_hash(made),
                "stations": len(made.rows),
                "remarks": [{"what": one.what, "stations": list(one.stations)} for one in remarks],
            }
        )
        return
    typer.echo(f"{len(made.rows):,} stations, frame SHA-256 {frame_hash(made)}")
    rows = [(one.what, len(one.stations), ", ".join(one.stations[:5])) for one in remarks]
    if rows:
        print_table("To look at before drawing", ("what", "stations", "for example"), rows)


@app.command()
@reads_tables
def draw(
    frame: Path = FRAME,
    stations: int = typer.Option(..., "--stations", help="Stations to draw (clusters, for cluster methods)."),
    seed: str = typer.Option(..., "--seed", help="The public seed, e.g. the digits of 20 or more dice."),
    out: Path = typer.Option(None, "--out", help="Write the draw as JSON here."),
    key: str = KEY,
    size: str = SIZE,
    strata: str = STRATA,
    method: str = typer.Option(
        "simple", help="simple, cluster, two-stage, pps-systematic, pps-sampford or pps-brewer."
    ),
    cluster: str = typer.Option("", help="The column that names the cluster."),
    per_cluster: int = typer.Option(0, help="Stations per cluster in a two-stage draw."),
    minimum: int = typer.Option(2, min=1, help="The least number per stratum."),
    replacements: int = typer.Option(0, min=0, help="Substitutes to name in advance, per stratum."),
    spreads: Path = typer.Option(None, help="CSV with columns stratum,spread for a Neyman allocation."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Draw a sample: a pure function of the frame, the design and the public seed.

    Example: scrutator sample draw stations.csv --stations 200 --strata region --seed 14623…
    """
    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.sampling.draws import DrawDesign, draw_sample
    from scrutator.counting.sampling.frames import make_frame

    given = _spreads(read_rows(spreads), spreads) if spreads else {}
    design = DrawDesign(
        stations=stations,
        method=method,
        strata=names(strata),
        allocation="neyman" if given else "proportional",
        cluster=cluster,
        per_cluster=per_cluster,
        minimum=minimum,
        replacements=replacements,
        spreads=given,
    )
    result = draw_sample(make_frame(_frame_rows(frame, key, size, strata), key, size), design, seed)
    _write(out, result.as_json())
    if as_json:
        print_json(result.as_json())
        return
    counts: dict[str, int] = {}
    for one in result.sample:
        counts[one.stratum] = counts.get(one.stratum, 0) + 1
    typer.echo(f"{len(result.sample):,} stations drawn, frame SHA-256 {result.frame_sha256}")
    print_table("Drawn per stratum", ("stratum", "stations"), counts.items())


@app.command()
@reads_tables
def verify(
    frame: Path = FRAME,
    published: Path = typer.Argument(..., help="The published draw, as `sample draw --out` wrote it."),
    key: str = KEY,
    size: str = SIZE,
    as_json: bool = JSON_OPTION,
) -> None:
    """Re-draw from the published frame, design and seed, and compare. Exit status 1 on a difference.

    Example: scrutator sample verify stations.csv draw.json
    """
    import json

    from scrutator.cli.tables import read_bytes
    from scrutator.counting.sampling.draws import verify_draw
    from scrutator.counting.sampling.frames import make_frame
    from scrutator.errors import ScrutatorError

    try:
        content = json.loads(read_bytes(published))
        faults = verify_draw(make_frame(_frame_rows(frame, key, size), key, size), content)
    except (ValueError, KeyError, TypeError) as error:
        raise ScrutatorError("C07", f"{published.name} is not a published draw", where=str(error)) from error
    if as_json:
        print_json({"confirmed": not faults, "faults": list(faults)})
    else:
        for fault in faults:
            typer.echo(fault)
        typer.echo("the draw is confirmed" if not faults else f"{len(faults)} differences")
    if faults:
        raise typer.Exit(1)


@app.command("plan")
@reads_tables
def plan_command(
    results: Path = typer.Argument(..., help="Station results of an earlier election or a pilot, CSV."),
    votes: str = typer.Option(..., help="The columns with the lists' votes, e.g. a,b,c."),
    denominator: str = typer.Option(..., help="The column the shares are of, e.g. valid."),
    stations: int = typer.Option(..., "--stations", help="Stations to be drawn."),
    strata: str = STRATA,
    response: float = typer.Option(1.0, help="The share of drawn stations expected to report."),
    threshold: float = typer.Option(
        None, min=0, max=100, help="A threshold in per cent: stations needed to clear it."
    ),
    margin: float = typer.Option(
        None, min=0.01, max=100, help="A 95 % margin in points: stations needed for it."
    ),
    inside: str = typer.Option("", help="column=value: the same for this part of the country."),
    cost: float = typer.Option(0.0, min=0, max=1e15, help="Cost of one station, for the cost of the plan."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Margins and design effects that a design would give, from earlier station results.

    Example: scrutator sample plan 2016.csv --votes a,b --denominator valid --stations 1500 --strata region
    """
    import numpy as np

    from scrutator.cli.tables import names, read_rows
    from scrutator.counting.counts import read_count
    from scrutator.counting.sampling.frames import stratum_of
    from scrutator.counting.sampling.planner import plan

    lists = names(votes)
    rows = read_rows(results, (*names(strata), "station"), (*lists, denominator))
    _check_plan(rows, (*names(strata), *filter(None, [inside.partition("=")[0]])), stations, response)
    counts = np.array([[float(read_count(row, name)) for name in lists] for row in rows])
    base = np.array([float(read_count(row, denominator)) for row in rows])
    labels = [stratum_of(row, names(strata)) for row in rows]
    made = plan(counts, base, labels, stations, response=response, costs=(0.0, cost))
    column, _, wanted = inside.partition("=")
    chosen = [row[column] == wanted for row in rows] if column else []
    table = [
        _plan_line(name, index, made, (counts, base, labels, chosen), (threshold, margin))
        for index, name in enumerate(lists)
    ]
    body = {"stations": stations, "response": response, "cost": made.cost, "lists": table}
    if as_json:
        print_json(body)
        return
    keys = ("stations_to_clear_threshold", "stations_for_margin", "stations_inside", "stations_for_inside")
    shown = [
        (
            line["list"],
            f"{100 * line['share']:.2f}",
            f"{100 * line['margin_95']:.2f}",
            f"{line['design_effect']:.1f}",
            *(line.get(key, "") for key in keys),
        )
        for line in table
    ]
    columns = ("list", "share %", "95 % margin, points", "design effect", "to clear", "for margin",
               "for margin inside", "drawn proportionally")  # fmt: skip
    priced = f", cost {made.cost:,.0f}" if cost else ""
    print_table(f"{stations:,} stations, {100 * response:g} % reporting{priced}", columns, shown)


def _frame_rows(frame: Path, key: str, size: str, strata: str = "") -> list[dict[str, str]]:
    """The stations of a frame; a row of totals is no station."""
    from scrutator.cli.tables import names, read_rows

    return read_rows(frame, (*names(strata), key), (size,) if size else ())


def _spreads(rows: list[dict[str, str]], path: Path) -> dict[str, float]:
    """The spread of every stratum for a Neyman allocation: numbers that are not negative."""
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    found = {}
    for row in rows:
        name, text = read_cell(row, "stratum"), read_cell(row, "spread")
        try:
            spread = float(text)
        except ValueError:
            spread = -1.0
        if not 0 <= spread < float("inf"):
            raise ScrutatorError("C06", f"{text!r} is not a spread", where=f"{path}, {name}")
        found[name] = spread
    if not any(found.values()):
        raise ScrutatorError("C06", "no stratum has a spread above 0", where=str(path))
    return found


def _check_plan(rows: list[dict[str, str]], columns: tuple[str, ...], stations: int, response: float) -> None:
    from scrutator.counting.counts import read_cell
    from scrutator.errors import ScrutatorError

    if len(rows) < 2:
        raise ScrutatorError("C06", f"{len(rows)} stations cannot show how stations differ")
    if stations < 1 or not 0 < response <= 1:
        what = f"{stations} stations of which {100 * response:g} % report"
        raise ScrutatorError("C06", what, where="--stations, --response")
    for column in columns:
        read_cell(rows[0], column)


def _plan_line(
    name: str, index: int, made: "Plan", data: tuple[Any, ...], asked: tuple[float | None, float | None]
) -> dict[str, Any]:
    """One list of the plan: what the design gives, and the stations each question needs."""
    import math

    from scrutator.counting.sampling.planner import (
        stations_for_domain,
        stations_for_threshold,
        stations_needed,
    )

    (counts, base, labels, chosen), (threshold, margin) = data, asked
    share = float(counts[:, index].sum() / base.sum())
    spread = float((counts[base > 0, index] / base[base > 0]).std(ddof=1))
    line: dict[str, Any] = {
        "list": name,
        "share": share,
        "margin_95": float(made.margins[index]),
        "design_effect": float(made.design_effects[index]),
        "intra_station_correlation": float(made.correlations[index]),
        "between_station_sd": spread,
    }
    if threshold is not None and share > threshold / 100:
        needed = stations_for_threshold(spread, share - threshold / 100)
        line["stations_to_clear_threshold"] = math.ceil(needed)
    if margin is not None:
        line["stations_for_margin"] = stations_needed(counts, base, labels, margin / 100, column=index)
    if margin is not None and any(chosen):
        part = stations_for_domain(counts, base, labels, chosen, margin / 100, column=index)
        if part is not None:
            line |= {"stations_inside": part.inside, "stations_for_inside": part.whole}
    return line


def _write(path: Path | None, value: Any) -> None:
    import json

    from scrutator.publishing.whole_files import write_bytes

    if path is None:
        return
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_bytes(path, text.encode())


app.command()(coverage)
app.command()(monitor)
app.command()(rate)
app.command()(unlike)
app.command()(voters)
