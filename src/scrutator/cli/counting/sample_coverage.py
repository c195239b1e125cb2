"""`scrutator sample coverage`: how often the intervals hold the truth, on made-up countries."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table


def coverage(
    runs: int = typer.Option(200, min=10, help="Samples drawn for each row."),
    stations: int = typer.Option(500, "--stations", min=20, help="Stations in each sample."),
    seed: int = typer.Option(7, min=0, help="Seed of the made-up country."),
    processes: int = typer.Option(1, min=1, help="Processes on this machine."),
    keep: Path = typer.Option(None, "--keep", help="Keep what is done in this file; go on from it."),
    as_json: bool = JSON_OPTION,
) -> None:
    """How often 95 % intervals hold the truth: complete samples of three designs, and late stations.

    One made-up country of 6,000 stations, by its seed. Example: scrutator sample coverage --runs 200
    """
    from scrutator.cli.executors import open_executor
    from scrutator.counting.calibration import make_population, measure
    from scrutator.replicates import Progress
    from scrutator.version import VERSION

    identity = f"sample coverage: {runs} {stations} {seed}, {VERSION}"
    kept = Progress(keep, identity) if keep is not None else None
    with open_executor(processes) as executor:
        table = measure(make_population(seed), runs=runs, number=stations, executor=executor, progress=kept)
    body = [
        {
            "samples": one.name,
            "runs": one.runs,
            "coverage": one.overall,
            "by_list": one.held.tolist(),
            "half_width": one.half_width,
        }
        for one in table
    ]
    if as_json:
        print_json({"stations": stations, "seed": seed, "coverage": body})
        return
    rows = [(one.name, one.runs, f"{100 * one.overall:.1f}", f"{100 * one.half_width:.2f}") for one in table]
    columns = (
        "samples",
        "runs with an interval",
        "held the truth, %",
        "half-width of the first list, points",
    )
    print_table(f"{stations:,} stations a sample", columns, rows)
