"""Methods on station results in a case's `stations.csv`: peaks, window, battery, contrast, model, truth."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
from scrutator.record.case import Case
from scrutator.record.typed_table import TypedTable
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.forensics.examination.examination import Examination
    from scrutator.forensics.inputs.results import StationResults

STATIONS = "stations.csv"
SEED = 20_261_121
LIST = {"list": "column of the list to examine (default leader)"}
NOT_FRAUD = "An anomaly is a fact about numbers. It does not say who did what, or that anybody did."


def station_results(
    case: Case,
    parameters: Mapping[str, object],
    labels: tuple[str, ...] = (),
    lists: tuple[str, ...] = (),
) -> "StationResults":
    """The case's station results. Raises N03 when the case has none."""
    if "stations" not in case.columns:
        raise ScrutatorError("N03", f"the case has no {STATIONS}: station results were not published")
    leader = str(parameters.get("list", "leader"))
    return _read(case.columns["stations"], case.header.id, leader, labels, lists)


@lru_cache(maxsize=4)
def _read(
    stations: TypedTable, name: str, leader: str, labels: tuple[str, ...], lists: tuple[str, ...]
) -> "StationResults":
    from scrutator.forensics.inputs.reading import read_results
    from scrutator.forensics.inputs.results import FaultKind

    unreadable = (FaultKind.NOT_A_NUMBER, FaultKind.NEGATIVE, FaultKind.TOO_LARGE)
    table = {column: stations[column].row_texts() for column in stations.names}
    results = read_results(table, columns={"leader": leader}, labels=labels, lists=lists, name=name)
    for fault in results.faults:
        if fault.kind in unreadable:
            where = f"{STATIONS}:{int(stations.lines[fault.rows[0] - 1])}"
            raise ScrutatorError(
                "N03", f"{fault.column}: {fault.kind}", where=where, remedy="Correct the cell."
            )
    return results


def _picture(results: "StationResults", name: str) -> tuple[tuple[Value | None, ...], ...]:
    """The rows of one picture. Raises F03 where turnout is not published, for then there is none."""
    from scrutator.forensics.pictures import pictures

    drawn = pictures(results)
    if name not in drawn:
        what = "no station has both registered voters and ballots cast, so turnout cannot be computed"
        raise ScrutatorError("F03", what, where=STATIONS)
    return tuple(drawn[name])


def run_peaks(context: Context) -> Outcome:
    """Whole percentages under symmetric exclusions, nationally and by region."""
    case, parameters = context.case, context.parameters
    from scrutator.forensics.battery.integer_peaks import (
        SYMMETRIC,
        detection_limit,
        peak_data,
        peaks,
        regional_peaks,
    )

    results = station_results(case, parameters)
    data = peak_data(results, SYMMETRIC)
    table = peaks(data)
    figures = [Figure("stations", int(data.kept.sum()), "stations")]
    for criterion in data.criteria:
        peak, at = table[criterion]["stations"], {"criterion": criterion}
        figures += [
            Figure("observed", int(peak.observed), "stations", at),
            Figure("expected", peak.expected, "stations", at),
            Figure("anomaly", peak.anomaly, "stations", at),
            Figure("z", peak.z, "", at),
            Figure("p", peak.p, "", at),
            Figure("detection_limit", detection_limit(data, criterion), "stations", at),
        ]
    regions = [row for row in regional_peaks(data) if row.criterion == "either"]
    beyond = [row for row in regions if row.p_adjusted <= 0.05]
    figures.append(Figure("regions", len(regions), "regions"))
    figures.append(Figure("regions_beyond_chance", len(beyond), "regions"))
    rows = tuple(
        (row.region, row.stations, int(row.peak.observed), row.peak.expected, row.peak.z, row.p_adjusted)
        for row in sorted(regions, key=lambda row: (row.p_adjusted, -row.peak.z))
    )
    columns = ("region", "stations", "on whole percentages", "expected", "z", "adjusted p")
    drawn = ("quantity", "whole percentage", "stations observed", "stations expected")
    tables = (
        Table("regions", "Whole percentages by region", columns, rows),
        Table("peaks", "Stations on whole percentages", drawn, _picture(results, "peaks")),
    )
    peak = table["either"]["stations"]
    title = f"{peak.observed:.0f} stations lie on whole percentages where {peak.expected:.0f} are expected"
    return Outcome(title, tuple(figures), tables, (NOT_FRAUD,))


def run_window(context: Context) -> Outcome:
    """The range of votes above the low-turnout pattern over all defensible windows."""
    case, parameters, seed = context.case, context.parameters, context.seed
    from scrutator.forensics.fingerprint.turnout_window import window_curve

    curve = window_curve(station_results(case, parameters), SEED if seed is None else seed)
    low, high = curve.interval
    kind = "95 % band over districts and all defensible windows"
    middle = curve.at(curve.mode).anomalous
    figures = (
        Figure("anomalous", middle, "votes", interval=Interval(low, high, kind)),
        Figure("low", low, "votes"),
        Figure("high", high, "votes"),
        Figure("mode", curve.mode, "%"),
    )
    rows = tuple(
        (one.end, one.anomalous, low, high, "yes" if one.end in curve.defensible else "no")
        for one, low, high in zip(curve.estimates, curve.low, curve.high, strict=True)
    )
    columns = ("window ends at, %", "votes", "low", "high", "defensible")
    table = Table("curve", "Votes above the low-turnout pattern by window", columns, rows)
    title = f"Between {low:,.0f} and {high:,.0f} votes lie above the low-turnout pattern".replace(
        ",", "\u202f"
    )
    caveat = "Not diagnostic: it assumes that support does not depend on turnout for honest reasons."
    return Outcome(title, figures, (table,), (caveat, NOT_FRAUD))


def examined(results: "StationResults", seed: int | None) -> "Examination":
    """The examination of station results, made once for all methods that need it with one seed."""
    from scrutator.forensics.examination.examination import examine
    from scrutator.forensics.examination.panel import stored_panel
    from scrutator.forensics.examination.rates import stored_calibration

    chosen = SEED if seed is None else seed
    if (examined, chosen) not in results.memory:
        found = examine(results, stored_calibration(), stored_panel(), chosen)
        results.memory[examined, chosen] = found
    examination: Examination = results.memory[examined, chosen]
    return examination


def run_battery(context: Context) -> Outcome:
    """Every test beside its measured false-alarm rates, comparison elections and verdict."""
    from scrutator.forensics.examination.summary import corner_words, rate_words

    found = examined(station_results(context.case, context.parameters), context.seed)
    rows, figures = [], [Figure("tried", found.tried, "tests")]
    for line in found.lines:
        at = {"test": line.test}
        figures.append(Figure("statistic", line.statistic, "", at))
        figures.append(Figure("p", line.p, "", at))
        verdict = str(line.verdict) if line.p_adjusted is not None else "not diagnostic"
        figures.append(Figure("verdict", verdict, "", at))
        worst = 100 * max(line.false_alarms.values()) if line.false_alarms else None
        compared = line.comparison or (0, None, None)
        rows.append(
            (line.test.replace("_", " "), line.statistic, line.p_adjusted, worst, *compared[1:], verdict)
        )
    columns = ("test", "statistic", "adjusted p", "worst false alarms, %", "lowest in comparison elections",
               "highest in comparison elections", "verdict")  # fmt: skip
    beyond = sum(row[-1] == "not explained by chance under this model" for row in rows)
    figures.append(Figure("beyond_chance", beyond, "tests"))
    summary = found.summary
    figures += [
        Figure("election_verdict", str(summary.verdict)),
        Figure("tests_that_could_run", len(summary.ran), "tests"),
        Figure("tests_that_can_speak", len(summary.ran) + len(summary.not_run), "tests"),
    ]
    if summary.false_alarms is not None:
        figures.append(Figure("false_alarms", 100 * summary.false_alarms.rate, "%"))
    caveats = [corner_words(found.corner)] if found.corner else []
    table = Table("tests", "Every test beside its error rates", columns, tuple(rows))
    title = f"All tests together: {summary.words}"
    return Outcome(title, tuple(figures), (table,), (*caveats, rate_words(summary), NOT_FRAUD))


def run_fingerprint(context: Context) -> Outcome:
    """Voters by turnout and share, and the core of the cloud."""
    case, parameters = context.case, context.parameters
    from scrutator.forensics.fingerprint.core import comet_core

    results = station_results(case, parameters)
    core = comet_core(results)
    figures = (Figure("core_turnout", core.turnout, "%"), Figure("core_share", core.share, "%"))
    columns = ("turnout from, %", "share from, %", "registered voters")
    table = Table("cells", "The fingerprint", columns, _picture(results, "fingerprint"))
    title = f"Half of the voters lie around turnout {core.turnout:.0f} % and share {core.share:.0f} %"
    return Outcome(title, figures, (table,))


def run_contrast(context: Context) -> Outcome:
    """Stations without and with a flag, inside districts."""
    case, parameters, seed = context.case, context.parameters, context.seed
    from scrutator.forensics.contrasts import CAVEAT, flag_contrast
    from scrutator.forensics.inputs.flags import read_flag

    flag = str(parameters.get("flag", "observed"))
    results = station_results(case, parameters, (flag,))
    quantity = str(parameters.get("quantity", "leader_share"))
    marked, known = read_flag(results, flag)
    one = flag_contrast(
        results, marked, SEED if seed is None else seed, known=known, name=flag, quantity=quantity
    )
    kind = f"95 % interval over all ways to give the flag to {one.dealt_to} within districts"
    figures = (
        Figure("points", one.points, "points", interval=Interval(one.low, one.high, kind)),
        Figure("votes", one.votes, "votes", interval=Interval(one.votes_low, one.votes_high, kind)),
        Figure("p", one.p),
        Figure("flagged", one.flagged, "stations"),
        Figure("unflagged", one.unflagged, "stations"),
        Figure("not_known", one.not_known, "stations"),
    )
    title = f"Without “{flag}” the list had {one.points:.1f} points more".replace("-", "−")
    return Outcome(title, figures, (), (CAVEAT,))


def run_model(context: Context) -> Outcome:
    """Added and moved votes by the experimental mixture, or its refusal."""
    case, parameters, seed = context.case, context.parameters, context.seed
    from scrutator.forensics.models.mixture import IMPORTANCE_UP_TO, fit_mixture

    caveat = "Experimental. The model cannot tell an honest tie of turnout and support from stuffing."
    try:
        fit = fit_mixture(station_results(case, parameters), seed=SEED if seed is None else seed)
    except ScrutatorError as error:
        if error.code != "F05":
            raise
        refused = Unknown(Missing.NOT_OBTAINED, error.what)
        return Outcome(
            "The stuffing model refuses to answer",
            (Figure("stuffed", refused, "votes"), Figure("stolen", refused, "votes")),
            (),
            (caveat, error.what),
        )
    kind = "90 % Laplace interval, log scale"
    if fit.stations <= IMPORTANCE_UP_TO:
        kind = "90 % interval of weighted draws, widened; coverage measured at 600 stations"
    figures = tuple(
        Figure(name, one.votes, "votes", interval=Interval(one.low, one.high, kind))
        for name, one in (("stuffed", fit.stuffed), ("stolen", fit.stolen))
    )
    title = f"The model finds {fit.stuffed.votes:,.0f} added votes".replace(",", "\u202f")
    if fit.stuffed.none:
        title = "The model finds no more added votes than in honest elections"
    return Outcome(title, (*figures, Figure("misfit", 100 * fit.misfit, "%")), (), (caveat,))


def run_truth(context: Context) -> Outcome:
    """What was done to a simulated election: only a case that is simulated can say."""
    rows, lists, threshold = read_truth(context)
    figures: list[Figure] = []
    table: list[tuple[Value | None, ...]] = []
    for row in rows:
        at = {"kind": row["kind"]}
        numbers = {name: int(row[name]) for name in ("stations", "ballots_added", "votes_moved")}
        for name, unit in (("stations", "stations"), ("ballots_added", "votes"), ("votes_moved", "votes")):
            figures.append(Figure(name, numbers[name], unit, at))
        table.append((row["kind"], row["regions"], *numbers.values()))
    for name, unit in (("stations", "stations"), ("ballots_added", "votes"), ("votes_moved", "votes")):
        figures.append(Figure(f"all_{name}", sum(int(row[name]) for row in rows), unit))
    beyond = sum(int(row["ballots_added"]) + int(row["votes_moved"]) for row in rows)
    figures.append(Figure("gained", beyond, "votes"))
    for stage in ("honest", "reported"):
        total = sum(int(row[stage]) for row in lists)
        above = sum(100 * int(row[stage]) >= Fraction(str(threshold)) * total for row in lists)
        figures.append(Figure("above_threshold", above, "lists", {"votes": stage}))
    columns = ("what was done", "regions", "stations", "ballots added", "votes moved")
    return Outcome(
        "What was done to this election",
        tuple(figures),
        (Table("kinds", "The truth", columns, tuple(table)),),
    )


def read_stations(context: Context) -> None:
    """Raises N03, F01 or F02 for station results that these methods cannot use."""
    station_results(context.case, context.parameters)


def read_flags(context: Context) -> None:
    """As `read_stations`, with the flag that is contrasted."""
    from scrutator.forensics.inputs.flags import read_flag

    flag = str(context.parameters.get("flag", "observed"))
    read_flag(station_results(context.case, context.parameters, (flag,)), flag)


def read_truth(context: Context) -> tuple[list[dict[str, str]], list[dict[str, str]], Decimal]:
    """Deeds, honest votes and the threshold. Raises N03."""
    case = context.case
    if "truth" not in case.columns:
        raise ScrutatorError("N03", "the case has no truth.csv: only a simulated election knows its truth")
    threshold = next((one.threshold for one in case.contests if one.id == case.header.contest), None)
    lists = case.columns["honest"].records() if "honest" in case.columns else []
    if not lists or not isinstance(threshold, Decimal):
        raise ScrutatorError("N03", "the truth needs honest.csv and the main contest's threshold")
    return case.columns["truth"].records(), lists, threshold


READS = (STATIONS,)
METHODS: tuple[Method, ...] = (
    Method("forensics.battery", "1", "Which tests are not explained by chance, and how often is each wrong?",
           run_battery, READS, LIST, prepare=read_stations),
    Method("forensics.contrast", "1", "Does the list do better where the flag is absent?",
           run_contrast, READS, {**LIST, "flag": "column of the flag (default observed)",
            "quantity": "leader_share (default), turnout or votes_per_voter"}, prepare=read_flags),
    Method("forensics.fingerprint", "1", "Where are voters concentrated in turnout and share?",
           run_fingerprint, READS, LIST, prepare=read_stations),
    Method("forensics.integer_peaks", "1", "Do more stations lie on whole percentages than chance allows?",
           run_peaks, READS, LIST, prepare=read_stations),
    Method("forensics.stuffing_model", "1", "How many votes does the experimental stuffing model find?",
           run_model, READS, LIST, prepare=read_stations),
    Method("forensics.truth", "1", "What was done to this simulated election?", run_truth,
           ("truth.csv", "honest.csv", "contests.csv"), prepare=read_truth),
    Method("forensics.turnout_window", "1", "How many votes lie above the pattern of low-turnout stations?",
           run_window, READS, LIST, prepare=read_stations),
)  # fmt: skip
