"""What `scrutator forensics` says on a terminal: tests, regions, lists, flags."""

from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import print_table

if TYPE_CHECKING:
    from scrutator.forensics.examination.examination import Examination, Line


def show_examination(examination: "Examination") -> None:
    """What no comparison election has, the verdict on the whole, faults, every test beside its rates."""
    from scrutator.forensics.examination.summary import corner_words, rate_words

    usable = f"{examination.usable:,} of {examination.stations:,} stations usable"
    typer.echo(f"{examination.election}: {usable}, {examination.tried} tests tried")
    if examination.corner is not None:
        typer.echo(corner_words(examination.corner))
    typer.echo(f"all tests together: {examination.summary.words}. {rate_words(examination.summary)}")
    for note in examination.notes:
        typer.echo(f"  read: {note}")
    for kind, faulty in examination.faults.items():
        typer.echo(f"  {faulty:,} rows: {kind}")
    for family, reason in examination.not_run.items():
        typer.echo(f"  not run: {family}: {reason}")
    from scrutator.forensics.examination.examination import made_for

    rows = []
    for line in examination.lines:
        alarms = f"{100 * max(line.false_alarms.values()):.1f} %" if line.false_alarms else "not measured"
        compared = line.comparison
        beside = f"{compared[1]:.1f} to {compared[2]:.1f} ({compared[0]})" if compared else "–"
        seen = made_for(line)
        power = f"{100 * seen['power']:.0f} % at {seen['percent']:g} %" if seen else "not measured"
        adjusted = "–" if line.p_adjusted is None else _p(line.p_adjusted)
        said = _says(line)
        rows.append((line.test, said, f"{line.statistic:.2f}", adjusted, alarms, power, beside))
    columns = (
        "test",
        "says",
        "statistic",
        "adjusted p",
        "worst false alarms",
        "sees, of 6,000 stations",
        "comparison elections",
    )
    print_table("", columns, rows)
    _show_beyond(examination)
    for placebo in examination.placebos:
        if placebo.name.startswith("earlier election") and placebo.tests:
            fired = ", ".join(placebo.fired) or "nothing"
            typer.echo(f"{placebo.name}: finds {fired}; it is shown and silences nothing")
    if examination.window is not None:
        low, high = (value / 1e6 for value in examination.window.interval)
        typer.echo(f"turnout window: {low:.2f} to {high:.2f} million votes over the defensible windows")


def show_bounds(bounds: dict[str, Any] | None) -> None:
    """The ladder: what each assumption leaves possible, and how often it held in made-up elections."""
    if bounds is None:
        return
    rows = [
        (
            one["assumes"],
            f"{one['least']:,} ({one['least_percent']:.2f} %)",
            f"{one['most']:,} ({one['most_percent']:.1f} %)",
            f"{100 * one['coverage']['least_held']:.0f} %, {100 * one['coverage']['most_held']:.0f} %",
            f"{100 * one['coverage']['honest_at_most_half_a_percent']:.0f} %",
        )
        for one in bounds["rungs"]
    ]
    columns = ("if …", "at least", "at most", "both held", "honest: at least ≤ 0.5 %")
    print_table(
        "How many votes were added, under assumptions one by one (parts of all ballots)", columns, rows
    )


SMALLEST_P = 1e-300


def _p(value: float) -> str:
    """A p-value with two digits; never 0, which no p-value is."""
    return f"{value:.2g}" if value > SMALLEST_P else "< 1e-300"


def _says(line: "Line") -> str:
    """The verdict's first words; "not diagnostic" for a test that can have none."""
    from scrutator.forensics.examination.verdicts import Standing, Verdict

    if line.standing is Standing.NOT_DIAGNOSTIC:
        return "not diagnostic"
    short = {
        Verdict.NOT_BY_CHANCE: "not explained by chance",
        Verdict.CONSISTENT: "consistent with chance",
        Verdict.CANNOT_TELL: "cannot be determined",
    }[line.verdict]
    if line.placebos_fired:
        return f"{short} (fires for {', '.join(line.placebos_fired)} too)"
    return short


def _show_beyond(examination: "Examination") -> None:
    """Regions, lists and districts that chance does not explain, each corrected for how many were tried."""
    criterion = "either" if "either" in examination.peaks else "leader_share"
    regions = [one for one in examination.regions if one.criterion == criterion]
    beyond = [one.region for one in regions if one.p_adjusted <= 0.05]
    if len(regions) > 1:
        typer.echo(f"whole percentages beyond chance in {len(beyond)} of {len(regions)} regions")
    for peak in examination.lists:
        said = f"z = {peak.peak.z:.1f}, adjusted p = {_p(peak.p_adjusted)}"
        typer.echo(f"whole percentages of the share of {peak.votes_of}: {said}")
    if examination.missing_zeros:
        found = sum(one.p_adjusted <= 0.05 for one in examination.missing_zeros)
        tried = len(examination.missing_zeros)
        typer.echo(f"missing zeros: {found} of {tried:,} lists in districts beyond chance")


def show_contrasts(contrasts: list[dict[str, Any]]) -> None:
    """Each flag's contrast, or why there is none."""
    from scrutator.forensics.contrasts import CAVEAT

    for one in contrasts:
        if "refused" in one:
            typer.echo(f"flag “{one['flag']}”: refused: {one['refused']}")
            continue
        band = f"{one['low']:.2f} to {one['high']:.2f}, 95 %"
        points = f"without it the list has {one['points']:.2f} points more ({band})"
        where = f"{one['strata']} districts, assigned to {one['dealt_to']}"
        typer.echo(f"flag “{one['flag']}”: {points}, p = {one['p']:.2g}, {where}")
        typer.echo(
            f"  {one['flagged']:,} with, {one['unflagged']:,} without, {one['left_out']:,} in districts of "
            f"one kind, {one['not_known']:,} not known. {CAVEAT}"
        )
