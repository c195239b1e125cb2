"""`scrutator forensics`: examine station results; measure error rates; renew the panel."""

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from scrutator.cli.forensics_models import (
    check_posterior_possible,
    full_posterior,
    show_models,
    show_posterior,
    stuffing_models,
)
from scrutator.cli.output import print_json, print_table, progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

    from scrutator.forensics.examination import Examination
    from scrutator.forensics.results import StationResults

SEED = 20_261_121
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
    results: Path = typer.Argument(help="CSV, gzip, zip or Parquet with one row per polling station."),
    mapping: list[str] = typer.Option([], "--map", help="Scrutator's column = the file's column."),
    votes: list[str] = typer.Option(
        [], "--list", help="The list to examine; of several (* matches any text) the largest is the leader."
    ),
    region: str = typer.Option("", "--region", help="The column of the region."),
    only_region: list[str] = typer.Option([], "--only-region", help="Examine only this region's stations."),
    flag: list[str] = typer.Option([], "--flag", help="A column marking stations (observers, scanners)."),
    earlier: Path | None = typer.Option(None, help="Results of an earlier election, as a placebo."),
    html: Path | None = typer.Option(None, help="Write the one-page report to this file."),
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
    from scrutator.errors import ScrutatorError

    if boundaries is not None and html is None:
        raise ScrutatorError("X03", "--boundaries draws the map of the report: give --html too")
    columns = _mapping(mapping, region)
    read = _read(results, columns, votes, flag)
    before = None if earlier is None else _read(earlier, columns, votes)
    if only_region:
        read = read.in_regions(only_region)
        before = None if before is None else before.in_regions(only_region)
    if posterior:
        check_posterior_possible(read)
    body, examination = _examine(read, before, flag, seed, model)
    if posterior:
        body["posterior"] = full_posterior(read, seed, draws, processes)
    if html is not None:
        _write(html, _page(body, read, boundaries))
    if as_json == "-":
        print_json(body)
    elif as_json:
        _write(Path(as_json), json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
    if as_json != "-":
        _show(examination)
        _show_contrasts(body["contrasts"])
        if model:
            show_models(body["stuffing_model"])
        if posterior:
            show_posterior(body["posterior"])


def _read(
    path: Path, columns: dict[str, str], votes: list[str], flags: list[str] | None = None
) -> "StationResults":
    """Read a file; of several lists the largest is the leader and the second the runner-up."""
    from scrutator.forensics.reading import lists_by_votes, read_results, read_table

    table = read_table(path)
    lists = lists_by_votes(table, _matching(votes, list(table)))
    ranked = dict(zip(("leader", "runner_up"), lists, strict=False))
    others = [] if len(lists) < 2 else [name for name in lists if name not in columns.values()]
    name = path.name.split(".")[0]
    return read_results(table, columns=ranked | columns, lists=others, labels=flags or [], name=name)


def _matching(patterns: list[str], heading: list[str]) -> list[str]:
    """The columns a pattern with * stands for; a name without * stands for itself."""
    from fnmatch import fnmatchcase

    from scrutator.errors import ScrutatorError

    names: list[str] = []
    for pattern in patterns:
        found = [pattern]
        if pattern not in heading and "*" in pattern:
            found = [column for column in heading if fnmatchcase(column, pattern)]
            if not found:
                where = f"the table has: {', '.join(heading)}"
                raise ScrutatorError("F02", f"no column matches “{pattern}”", where=where)
        names += [name for name in found if name not in names]
    return names


def _mapping(pairs: list[str], region: str) -> dict[str, str]:
    from scrutator.errors import ScrutatorError
    from scrutator.forensics.reading import PLACE_COLUMNS
    from scrutator.forensics.results import ADDRESS, COUNT_COLUMNS

    known = (*PLACE_COLUMNS, ADDRESS, *COUNT_COLUMNS)
    columns = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not theirs:
            raise ScrutatorError("X03", f"--map needs column=name, not “{pair}”")
        if ours.strip() not in known:
            raise ScrutatorError("X03", f"“{ours}” is none of the columns {', '.join(known)}", where="--map")
        columns[ours.strip()] = theirs.strip()
    return columns | ({"region": region} if region else {})


def _examine(
    results: "StationResults", before: "StationResults | None", flags: list[str], seed: int, model: bool
) -> tuple[dict[str, Any], "Examination"]:
    from scrutator.forensics.calibration import stored_calibration
    from scrutator.forensics.examination import examine as run
    from scrutator.forensics.examination import to_plain
    from scrutator.forensics.panel import stored_panel

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


def _contrast(results: "StationResults", flag: str, seed: int) -> dict[str, Any]:
    """One flag's contrast, or why there is none: that must not cost the reader all the rest."""
    from dataclasses import asdict

    from scrutator.errors import ScrutatorError
    from scrutator.forensics.contrasts import flag_contrast, read_flag

    try:
        return asdict(flag_contrast(results, read_flag(results, flag), seed, name=flag))
    except ScrutatorError as error:
        if error.code not in ("F03", "F04"):
            raise
        return {"flag": flag, "refused": error.what}


def _page(body: dict[str, Any], results: "StationResults", boundaries: Path | None) -> str:
    """The one-page report, with the stored panel and power table beside this election's results."""
    from scrutator.forensics.calibration import stored_calibration
    from scrutator.forensics.panel import stored_panel
    from scrutator.forensics.pictures import pictures
    from scrutator.statement.forensics_page import forensics_page

    test = "integer_peaks_symmetric_either"
    panel = [
        (entry.election, entry.status, round(entry.statistics[test], 2))
        for entry in stored_panel()
        if test in entry.statistics
    ]
    table = stored_calibration()
    kinds = ("rounded turnout", "rounded share", "stuffing")
    power = {kind: table.power(test, kind) for kind in kinds}
    drawn = None if boundaries is None else _geojson(boundaries)
    return forensics_page(body, pictures(results), panel, drawn, power)


def _geojson(path: Path) -> dict[str, Any]:
    from scrutator.errors import ScrutatorError

    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        names = [feature["properties"]["name"] for feature in body["features"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"{path} is not GeoJSON with a property “name” for every region"
        raise ScrutatorError("X01", what) from error
    if not names:
        raise ScrutatorError("X01", f"{path} has no regions")
    return body


def _write(path: Path, text: str) -> None:
    from scrutator.errors import ScrutatorError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ScrutatorError("X04", f"cannot write {path}: {error.strerror}") from error


def _show(examination: "Examination") -> None:
    usable = f"{examination.usable:,} of {examination.stations:,} stations usable"
    typer.echo(f"{examination.election}: {usable}, {examination.tried} tests tried")
    for kind, faulty in examination.faults.items():
        typer.echo(f"  {faulty:,} rows: {kind}")
    for family, reason in examination.not_run.items():
        typer.echo(f"  not run: {family}: {reason}")
    from scrutator.forensics.examination import made_for

    rows = []
    for line in examination.lines:
        alarms = f"{100 * max(line.false_alarms.values()):.1f} %" if line.false_alarms else "not measured"
        compared = line.comparison
        beside = f"{compared[1]:.1f} to {compared[2]:.1f} ({compared[0]})" if compared else "–"
        said = str(line.verdict)
        standing = str(line.standing)
        adjusted = "–" if line.p_adjusted is None else f"{line.p_adjusted:.2g}"
        seen = made_for(line)
        power = f"{100 * seen['power']:.0f} % at {seen['percent']:g} %" if seen else "–"
        rows.append((line.test, f"{line.statistic:.2f}", adjusted, alarms, power, beside, standing, said))
    columns = (
        "test",
        "statistic",
        "adjusted p",
        "worst false alarms",
        "power",
        "comparison elections",
        "standing",
        "verdict",
    )
    print_table("", columns, rows)
    _show_beyond(examination)
    if examination.window is not None:
        low, high = (value / 1e6 for value in examination.window.interval)
        typer.echo(f"turnout window: {low:.2f} to {high:.2f} million votes over the defensible windows")


def _show_beyond(examination: "Examination") -> None:
    """Regions, lists and districts that chance does not explain, each corrected for how many were tried."""
    criterion = "either" if "either" in examination.peaks else "leader_share"
    regions = [one for one in examination.regions if one.criterion == criterion]
    beyond = [one.region for one in regions if one.p_adjusted <= 0.05]
    if len(regions) > 1:
        typer.echo(f"whole percentages beyond chance in {len(beyond)} of {len(regions)} regions")
    for peak in examination.lists:
        said = f"z = {peak.peak.z:.1f}, adjusted p = {peak.p_adjusted:.2g}"
        typer.echo(f"whole percentages of the share of {peak.votes_of}: {said}")
    if examination.missing_zeros:
        found = sum(one.p_adjusted <= 0.05 for one in examination.missing_zeros)
        tried = len(examination.missing_zeros)
        typer.echo(f"missing zeros: {found} of {tried:,} lists in districts beyond chance")


def _show_contrasts(contrasts: list[dict[str, Any]]) -> None:
    for one in contrasts:
        if "refused" in one:
            typer.echo(f"flag “{one['flag']}”: refused: {one['refused']}")
            continue
        band = f"{one['low']:.2f} to {one['high']:.2f}, 95 %"
        points = f"without it the list has {one['points']:.2f} points more ({band})"
        typer.echo(f"flag “{one['flag']}”: {points}, p = {one['p']:.2g}, {one['strata']} districts")


@app.command()
def calibrate(
    output: Path = typer.Argument(help="Write the table of error rates to this file."),
    elections: int = typer.Option(400, min=1, help="Honest elections per world."),
    powered: int = typer.Option(100, min=0, help="Manipulated elections per world, kind and size."),
    stations: int = typer.Option(6000, min=1, help="Stations per simulated election."),
    seed: int = typer.Option(SEED, min=0, help="Seed of the whole table."),
    processes: int = typer.Option(1, min=1, help="Processes on this machine."),
    cluster: str = typer.Option("", help="Address of a Dask scheduler; needs the extra [cluster]."),
) -> None:
    """Measure size and power of every test on simulated elections and write the table.

    Example: `scrutator forensics calibrate calibration.json --processes 2`
    """
    from scrutator.forensics.calibration import Calibration, count_rates, experiments, replicate, to_json
    from scrutator.replicates import map_replicates

    plan = experiments(elections=elections, powered=powered, stations=stations, seed=seed)
    answers: list[dict[str, float]] = []
    chunks = [plan[start : start + 50] for start in range(0, len(plan), 50)]
    with open_executor(processes, cluster) as executor:
        for chunk in progress(chunks, "Simulating"):
            answers += map_replicates(replicate, chunk, executor)
    table = Calibration(seed, stations, tuple(count_rates(plan, answers)))
    _write(output, to_json(table))
    typer.echo(f"{len(plan):,} elections, {len(table.tests())} tests: {output}")


def open_executor(processes: int, cluster: str) -> Any:
    """A context with the executor asked for: none (serial), a process pool, or Dask's."""
    from contextlib import nullcontext

    if cluster:
        return _dask(cluster)
    if processes > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    return nullcontext(None)


@contextmanager
def _dask(address: str) -> "Iterator[Executor]":
    """The executor of a running Dask scheduler; the connection is closed at the end."""
    from scrutator.errors import ScrutatorError

    try:
        from distributed import Client
    except ImportError as error:
        raise ScrutatorError("X02", "--cluster needs the extra scrutator[cluster]") from error
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ScrutatorError("X03", f"no Dask scheduler answers at {address}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise ScrutatorError("X03", f"the Dask scheduler at {address} has no workers")
        yield client.get_executor()


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
    from scrutator.forensics.battery import run_battery
    from scrutator.forensics.panel import STATUS, panel_entry, panel_to_json
    from scrutator.forensics.reading import read_results

    entries = []
    for name in progress(sorted(STATUS), "Elections"):
        path = folder / f"{name}.csv.gz"
        if not path.is_file():
            raise ScrutatorError("X01", f"{path.name} is missing", where=str(folder))
        results = read_results(path)
        digest = sha256(path.read_bytes()).hexdigest()
        entries.append(panel_entry(results, run_battery(results), STATUS[name], digest))
    _write(output, panel_to_json(entries))
    typer.echo(f"{len(entries)} elections: {output}")
