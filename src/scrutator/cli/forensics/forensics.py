"""`scrutator forensics`: examine station results; measure error rates; renew the panel."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from scrutator.cli.executors import open_executor
from scrutator.cli.forensics.further import (
    OTHER_ROUND,
    PLACES,
    place_columns,
    run_further,
    show_further,
)
from scrutator.cli.forensics.input import read_columns, station_mapping
from scrutator.cli.forensics.models import (
    check_posterior_possible,
    full_posterior,
    show_models,
    show_posterior,
    stuffing_models,
)
from scrutator.cli.forensics.report import write_report
from scrutator.cli.forensics.text import show_bounds, show_contrasts, show_examination
from scrutator.cli.output import print_json, progress, progress_bar
from scrutator.cli.tables import ACCEPT_LOSSES, MAP, SHEET

if TYPE_CHECKING:
    from scrutator.forensics.examination.examination import Examination
    from scrutator.forensics.inputs.results import StationResults

SEED = 20_261_121
SEEDS = [20_261_121, 20_261_126]
DRAWS = 400
EXAMPLE = "Example: `scrutator forensics results.csv.gz --map leader=votes_A --html report.html`"


class ExamineByDefault(TyperGroup):
    """Takes a file of results where a command's name could stand; `--json` may stand without a file."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Insert the command `examine` before anything that is no command, and "-" after a bare --json."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = ["examine", *args]
        spread = []
        for place, word in enumerate(args):
            spread.append(word)
            following = args[place + 1] if place + 1 < len(args) else "--"
            if word == "--json" and following.startswith("--"):
                spread.append("-")
        return super().parse_args(ctx, spread)


app = typer.Typer(
    cls=ExamineByDefault,
    no_args_is_help=True,
    help=f"Examine polling-station results. {EXAMPLE}",
)

JSON_FILE = typer.Option("", "--json", help="Write JSON to this file; alone, print it.", metavar="[FILE]")


@app.command(epilog=EXAMPLE)
def examine(
    results: Path = typer.Argument(help="Any table (CSV, gzip, zip, xlsx, xls, ods, Parquet) of stations."),
    mapping: list[str] = MAP,
    sheet: str = SHEET,
    accept_losses: bool = ACCEPT_LOSSES,
    votes: list[str] = typer.Option(
        [], "--list", help="The list to examine; of several (* matches any text) the largest is the leader."
    ),
    region: str = typer.Option("", "--region", help="The column of the region."),
    only_region: list[str] = typer.Option([], "--only-region", help="Examine only this region's stations."),
    flag: list[str] = typer.Option([], "--flag", help="A column marking stations (observers, scanners)."),
    earlier: Path | None = typer.Option(None, help="Results of an earlier election, as a placebo."),
    places: str = PLACES,
    other_round: Path | None = OTHER_ROUND,
    html: Path | None = typer.Option(None, help="Write the one-page report to this file."),
    pdf: Path | None = typer.Option(None, help="Write the report as a PDF to this file."),
    title: str = typer.Option("", help="The report's title, in place of the file's name."),
    source: str = typer.Option("", help="Who published the figures, when and where, for the report's head."),
    boundaries: Path | None = typer.Option(None, help="GeoJSON of the regions, for the report's map."),
    seed: int = typer.Option(SEED, min=0, help="Seed of the bootstrap and the permutations."),
    model: bool = typer.Option(False, "--model", help="Also fit the experimental stuffing models."),
    posterior: bool = typer.Option(
        False,
        "--posterior",
        help="Also draw the mixture's full posterior (experimental; needs the extra bayes): some minutes "
        "for 1,000 stations, at most 6,000. It says why when its own checks refuse it.",
    ),
    draws: int = typer.Option(DRAWS, min=100, help="Draws of each of the posterior's four chains."),
    processes: int = typer.Option(0, min=0, help="Processes for the chains; 0: as many as processors."),
    as_json: str = JSON_FILE,
) -> None:
    """Examine one election: every test with its error rates, placebos and comparison elections."""
    from scrutator.errors import no_effect
    from scrutator.publishing.whole_files import write_bytes

    for option, given in (("--boundaries", boundaries), ("--title", title), ("--source", source)):
        if given and html is None and pdf is None:
            raise no_effect(option, "--html or --pdf")
    if not posterior and (draws != DRAWS or processes):
        raise no_effect("--draws" if draws != DRAWS else "--processes", "--posterior")
    how = station_mapping(mapping, region, sheet, accept_losses)
    degrees = place_columns(places)
    read = read_columns(results, how, votes, [*flag, *degrees])
    before = None if earlier is None else read_columns(earlier, how, votes)
    if only_region:
        read = read.in_regions(only_region)
        before = None if before is None else before.in_regions(only_region)
    if posterior:
        check_posterior_possible(read)
    body, examination = _examine(read, before, flag, seed, model)
    body["source"] = _source(results)
    body["further"] = run_further(read, degrees, other_round, how, votes)
    if posterior:
        body["posterior"] = full_posterior(read, seed, draws, processes)
    if html is not None or pdf is not None:
        write_report(body, read, boundaries, (title, source), html, pdf)
    if as_json == "-":
        print_json(body)
    elif as_json:
        write_bytes(
            Path(as_json), (json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
        )
    if as_json != "-":
        show_examination(examination)
        show_further(body["further"])
        show_bounds(body["bounds"])
        show_contrasts(body["contrasts"])
        if model:
            show_models(body["stuffing_model"])
        if posterior:
            show_posterior(body["posterior"])


def _examine(
    results: "StationResults", before: "StationResults | None", flags: list[str], seed: int, model: bool
) -> tuple[dict[str, Any], "Examination"]:
    from scrutator.forensics.examination.examination import examine as run
    from scrutator.forensics.examination.examination import to_plain
    from scrutator.forensics.examination.panel import stored_panel
    from scrutator.forensics.examination.rates import stored_calibration

    steps = ["battery", *flags, *(["model"] if model else [])]
    body: dict[str, Any] = {}
    for step in progress(steps, "Examining"):
        if step == "battery":
            examination = run(results, stored_calibration(), stored_panel(), seed, before)
            body = to_plain(examination) | {"contrasts": []}
        elif step == "model" and model:
            body["stuffing_model"] = stuffing_models(results)
        else:
            body["contrasts"].append(_contrast(results, step, seed))
    return body, examination


def _source(path: Path) -> dict[str, str]:
    """The input by its name and the hash of its bytes, so that a page says what it was made from."""
    from hashlib import sha256

    return {"file": path.name, "sha256": sha256(path.read_bytes()).hexdigest()}


def _contrast(results: "StationResults", flag: str, seed: int) -> dict[str, Any]:
    """One flag's contrast, or why there is none: that must not cost the reader all the rest."""
    from dataclasses import asdict

    from scrutator.errors import ScrutatorError
    from scrutator.forensics.contrasts import flag_contrast
    from scrutator.forensics.inputs.flags import read_flag

    try:
        marked, known = read_flag(results, flag)
        return asdict(flag_contrast(results, marked, seed, known=known, name=flag))
    except ScrutatorError as error:
        if error.code not in ("F03", "F04"):
            raise
        return {"flag": flag, "refused": error.what}


@app.command()
def calibrate(
    output: Path = typer.Argument(help="Write the table of error rates to this file."),
    elections: int = typer.Option(600, min=1, help="Honest elections per world and seed."),
    powered: int = typer.Option(40, min=0, help="Manipulated elections per world, kind and size."),
    stations: int = typer.Option(2000, min=1, help="Stations per honest election."),
    powered_stations: int = typer.Option(6000, min=1, help="Stations per manipulated election."),
    seed: list[int] = typer.Option(SEEDS, min=0, help="Seeds; each alone gives every test its standing."),
    processes: int = typer.Option(1, min=1, help="Processes on this machine."),
    cluster: str = typer.Option("", help="Address of a Dask scheduler; needs the extra [cluster]."),
) -> None:
    """Measure error rates and power of every test and verdict on simulated elections and write the table.

    What is done is kept in OUTPUT.progress until the table is written: the same command, repeated after
    it was stopped or its workers were lost, goes on from there.

    Example: `scrutator forensics calibrate calibration.json --processes 2`
    """
    from scrutator.forensics.examination.calibration import experiments, measure, replicate
    from scrutator.forensics.examination.rates import to_json
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.replicates import Progress, map_replicates
    from scrutator.version import VERSION

    plan = experiments(
        elections=elections,
        powered=powered,
        stations=stations,
        powered_stations=powered_stations,
        seeds=list(dict.fromkeys(seed)),
    )
    numbers = f"{elections} {powered} {stations} {powered_stations} {seed}"
    identity = f"forensics calibrate, {len(plan)} experiments: {numbers}, {VERSION}"
    kept = Progress(output.with_name(f"{output.name}.progress"), identity)
    with open_executor(processes, cluster) as executor, progress_bar("Simulating") as heard:
        answers = map_replicates(replicate, plan, executor, progress=kept, heard=heard)
    table = measure(plan, answers)
    write_bytes(output, to_json(table).encode())
    kept.path.unlink()
    typer.echo(f"{len(plan):,} elections, {len(table.tests())} tests: {output}")


@app.command()
def panel(
    folder: Path = typer.Argument(help="Folder with the reference elections (*.csv.gz)."),
    output: Path = typer.Argument(help="Write the panel to this file."),
) -> None:
    """Run every test on every election of the reference set and write the panel with its hashes.

    Example: `scrutator forensics panel data/results panel.json`
    """
    from hashlib import sha256

    from scrutator.errors import ScrutatorError
    from scrutator.forensics.battery.battery import run_battery
    from scrutator.forensics.examination.panel import STATUS, panel_entry, panel_to_json
    from scrutator.forensics.inputs.reading import read_results
    from scrutator.publishing.whole_files import write_bytes

    entries = []
    for name in progress(sorted(STATUS), "Elections"):
        path = folder / f"{name}.csv.gz"
        if not path.is_file():
            raise ScrutatorError("X01", f"{path.name} is missing", where=str(folder))
        results = read_results(path)
        digest = sha256(path.read_bytes()).hexdigest()
        entries.append(panel_entry(results, run_battery(results), STATUS[name], digest))
    write_bytes(output, panel_to_json(entries).encode())
    typer.echo(f"{len(entries)} elections: {output}")
