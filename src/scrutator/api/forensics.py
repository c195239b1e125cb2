"""Polling-station results from a file, columns or a frame, and one election examined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View, as_html
from scrutator.api.tables import columns_of
from scrutator.api.votes import whole
from scrutator.errors import ScrutatorError
from scrutator.forensics.bounds.ladder import Ladder
from scrutator.forensics.examination.examination import Examination, to_plain
from scrutator.forensics.examination.examination import examine as examine_results
from scrutator.forensics.examination.panel import stored_panel
from scrutator.forensics.examination.rates import stored_calibration
from scrutator.forensics.examination.verdicts import Standing, Verdict
from scrutator.forensics.inputs.reading import PLACE_COLUMNS, as_table, lists_by_votes
from scrutator.forensics.inputs.reading import read_results as read_station_results
from scrutator.forensics.inputs.results import ADDRESS, COUNT_COLUMNS, StationResults
from scrutator.tables.mapping import TableMapping

# The verdicts as a column of a table has room for them; `Report.verdicts` has them in full.
SHORT = {
    Verdict.NOT_BY_CHANCE: "not explained by chance",
    Verdict.CONSISTENT: "consistent with chance",
    Verdict.CANNOT_TELL: "cannot be determined",
}
SEED = 20_261_121  # the command line's own: the same figures from a terminal and from a notebook


@dataclass(frozen=True, repr=False)
class Results(Shown):
    """One election's results by polling station: columns of counts, faults named with their rows.

    `stations` holds the columns (`stations["leader"]` is an array; -1 is unknown, never zero).
    """

    stations: StationResults

    def __len__(self) -> int:
        return len(self.stations)

    @property
    def faults(self) -> dict[str, tuple[int, ...]]:
        """What is wrong, with the rows it is found in, counted from 1 after the heading."""
        return {f"{one.kind}: {one.column}": one.rows for one in self.stations.faults}

    def view(self) -> View:
        rows = [(name, *_sums(cells)) for name, cells in self.stations.counts.items()]
        usable = self.stations.usable() if self.stations.has_turnout else self.stations.countable()
        remarks = tuple(f"{len(found):,} rows: {kind}" for kind, found in self.faults.items())
        remarks = (*remarks, *self.stations.notes)
        headline = f"{self.stations.name}: {int(usable.sum()):,} of {len(self):,} stations usable"
        return View(headline, (Grid("", ("column", "sum", "unknown in"), tuple(rows)),), remarks)

    def to_dict(self) -> dict[str, Any]:
        """Plain values: sums and unknown cells of each column, faults with their rows."""
        columns = {
            name: dict(zip(("sum", "unknown"), _sums(c), strict=True))
            for name, c in self.stations.counts.items()
        }
        faults = {kind: list(rows) for kind, rows in self.faults.items()}
        return {"name": self.stations.name, "stations": len(self), "columns": columns, "faults": faults}


def _sums(cells: Any) -> tuple[int, int]:
    known = cells >= 0
    return int(cells[known].sum()), int((~known).sum())


@checked
def read_results(
    source: Any, *, lists: Sequence[str] = (), columns: Mapping[str, str] | None = None,
    flags: Sequence[str] = (), name: str = "", accept_losses: bool = False,
) -> Results:  # fmt: skip
    """What do the polling stations report?

    `source` is a file (CSV, gzip, zip, a workbook, Parquet), a mapping of columns, or a pandas or polars
    frame; one row for each station. `lists` names the columns of votes: the largest is examined as the
    leader, the second as the runner-up. `columns` maps Scrutator's names (region, district, station,
    registered, ballots_cast, valid, in_box, leader, runner_up) to yours; sums such as "a + b" are allowed.
    `flags` are columns of text to keep. A cell that is no count is unknown and named in `faults`; when
    more than one row in twenty cannot be used, or rows may be totals, reading ends with an error unless
    `accept_losses`. Raises F01, F02 and B01 to B11 for a table that cannot be used, A01 for an argument,
    X01 for a file.

    Examples:
        >>> import numpy, scrutator
        >>> results = scrutator.read_results(
        ...     {
        ...         "region": ["North", "North", "South"],
        ...         "registered": numpy.array([900, 700, 800]),
        ...         "ballots_cast": [500, 400, 300],
        ...         "valid": [490, 395, 300],
        ...         "party_a": [290, 200, 100],
        ...         "party_b": [200, 195, 200],
        ...     },
        ...     lists=["party_a", "party_b"],
        ...     name="three stations",
        ... )
        >>> results
        <Results: three stations: 3 of 3 stations usable>
        >>> int(results.stations["leader"].sum())
        595
    """
    title = name or (Path(source).name.split(".")[0] if isinstance(source, str | Path) else "results")
    options = TableMapping(accept_losses=accept_losses)
    is_file = isinstance(source, str | Path)
    unknown = sorted(set(map(str, columns or ())) - {*COUNT_COLUMNS, *PLACE_COLUMNS, ADDRESS})
    if unknown:
        remedy = f"Our names are {', '.join((*PLACE_COLUMNS, *COUNT_COLUMNS))}."
        raise ScrutatorError("A01", f"columns: there is no column of ours {unknown[0]!r}", remedy=remedy)
    if lists and "leader" in (columns or {}):
        what = "lists has no effect: columns names the leader"
        raise ScrutatorError("A01", what, remedy="Leave out one of them.")
    with said_to_a_caller(arguments=True):
        table = as_table(source if is_file else columns_of(source, "the results"), options, title)
        ranked = dict(zip(("leader", "runner_up"), lists_by_votes(table, lists), strict=False))
        chosen = {**ranked, **(columns or {})}
        others = [one for one in lists if one not in chosen.values()] if len(lists) > 1 else []
        read = read_station_results(
            table, columns=chosen, lists=others, labels=list(flags), name=title, mapping=options
        )
    return Results(read)


@dataclass(frozen=True, repr=False)
class Report(Shown):
    """One election examined: every test beside its measured error rates, placebos and comparisons.

    An anomaly is not a finding of fraud, and no anomaly is not a finding that there was none.
    """

    examination: Examination
    results: Results

    @property
    def verdicts(self) -> dict[str, str]:
        """What each test says, in the only words a forensic result may end in."""
        return {line.test: str(line.verdict) for line in self.examination.lines}

    @property
    def bounds(self) -> Ladder | None:
        """At least and at most how many votes were added, under assumptions that are stated one by one.

        None where registers or ballots cast are not known.
        """
        return self.examination.bounds

    def view(self) -> View:
        columns = ("test", "says", "statistic", "adjusted p", "worst false alarms", "power")
        rows = tuple(_row(line) for line in self.examination.lines)
        not_run = [f"Not run: {family}: {reason}." for family, reason in self.examination.not_run.items()]
        faults = [f"{count:,} rows: {kind}" for kind, count in self.examination.faults.items()]
        usable, every = self.examination.usable, self.examination.stations
        headline = f"{self.examination.election}: {usable:,} of {every:,} stations usable, "
        headline += f"{self.examination.tried} tests tried"
        return View(headline, (Grid("", columns, rows),), (*faults, *not_run))

    def _repr_html_(self) -> str:
        return as_html(replace(self.view(), chart=_drawn(self.results.stations)))

    def page(self) -> str:
        """The one-page report as HTML that stands alone. Needs the extra `report`."""
        from scrutator.forensics.examination.main_test import main_test_elsewhere, main_test_power
        from scrutator.forensics.pictures import pictures
        from scrutator.statement.station_report.report import StationReport, forensics_page

        shown = pictures(self.results.stations)
        return forensics_page(StationReport(self.to_dict(), shown, main_test_elsewhere(), main_test_power()))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `scrutator forensics --json` prints when no flag and no model is asked for."""
        return to_plain(self.examination) | {"contrasts": []}


def _drawn(stations: StationResults) -> str:
    """Registered voters by turnout and share as SVG; "" without turnout or without the extra `report`."""
    from importlib.util import find_spec

    from scrutator.forensics.pictures import pictures
    from scrutator.statement.charts.forensics import fingerprint_chart
    from scrutator.statement.drawing import draw_svg

    drawn = pictures(stations)
    if not drawn or find_spec("vl_convert") is None:
        return ""
    chart = fingerprint_chart(drawn["fingerprint"])
    return (
        f"<figure><figcaption>{escape(chart.title)}</figcaption>{draw_svg(chart.spec, chart.name)}</figure>"
    )


def _row(line: Any) -> tuple[object, ...]:
    from scrutator.forensics.examination.examination import made_for

    worst = f"{100 * max(line.false_alarms.values()):.1f} %" if line.false_alarms else "not measured"
    seen = made_for(line)
    power = f"{100 * seen['power']:.0f} % at {seen['percent']:g} %" if seen else "not measured"
    says = "not diagnostic" if line.standing is Standing.NOT_DIAGNOSTIC else SHORT[line.verdict]
    adjusted = None if line.p_adjusted is None else f"{line.p_adjusted:.2g}"
    return (line.test, says, round(line.statistic, 2), adjusted, worst, power)


@checked
def examine(results: Any, *, earlier: Results | None = None, seed: int = SEED) -> Report:
    """What in these results does chance not explain, and how often would such a test be wrong?

    `results` is what `read_results` returned. `earlier` are results of an earlier election in the same
    places, as a placebo. `seed` fixes the bootstrap and the permutations. Raises F03 when no test can
    be run, A01 for something that is not results.

    Examples:
        >>> import numpy, scrutator
        >>> draw = numpy.random.default_rng(1)
        >>> register = draw.integers(500, 2_000, 600)
        >>> cast = draw.binomial(register, draw.beta(12, 8, 600))
        >>> results = scrutator.read_results(
        ...     {
        ...         "registered": register,
        ...         "ballots_cast": cast,
        ...         "valid": cast,
        ...         "leader": draw.binomial(cast, draw.beta(11, 9, 600)),
        ...     }
        ... )
        >>> report = scrutator.examine(results)
        >>> report.verdicts["integer_peaks_symmetric_either"] != "not explained by chance under this model"
        True
    """
    for given in (results, *([earlier] if earlier is not None else [])):
        if not isinstance(given, Results):
            remedy = "Read it first: scrutator.read_results(…)."
            raise ScrutatorError("A01", f"results of type {type(given).__name__}", remedy=remedy)
    before = None if earlier is None else earlier.stations
    found = examine_results(
        results.stations, stored_calibration(), stored_panel(), whole(seed, "seed"), before
    )
    return Report(found, results)
