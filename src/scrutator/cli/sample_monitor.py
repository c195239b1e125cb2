"""`scrutator sample monitor`: a rate that may be looked at after every visit of the day."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.counting.observation import Selection

ANSWERS = {"yes": True, "no": False, "": None}


def monitor(
    visits: Path = typer.Argument(..., help="The visits so far, CSV, in any order."),
    answer: str = typer.Option("answer", help="The column with yes, no or nothing."),
    selection: str = typer.Option("selection", help="The column that says who chose the station."),
    station: str = typer.Option("station", help="The column with the station's code."),
    level: float = typer.Option(95.0, min=50.1, max=99.99, help="Level in per cent."),
    as_json: bool = JSON_OPTION,
) -> None:
    """A rate with an interval that stays valid however often it is looked at during the day.

    Only for stations of a probability sample with equal chances; for others the visits are counted and
    the reason why there is no interval is given. Several visits of a station count once.
    Example: scrutator sample monitor visits.csv --answer box_sealed
    """
    from scrutator.counting.martingales import confidence_sequence
    from scrutator.counting.observation import Selection

    seen = _stations(visits, answer, selection, station)
    body: list[dict[str, Any]] = []
    for kind in (kind for kind in Selection if kind in seen):
        cases, answered = sum(seen[kind].values()), len(seen[kind])
        drawn = kind is Selection.PROBABILITY
        low, high = confidence_sequence(cases, answered, level / 100) if drawn else (None, None)
        why = "" if drawn else f"{kind.value}: nothing certain about other stations"
        line = {"selection": kind.value, "stations": answered, "cases": cases, "low": low, "high": high}
        body.append(line | {"no_interval_because": why})
    if as_json:
        print_json({"level": level / 100, "kind": "time-uniform (beta-binomial mixture)", "rates": body})
        return
    rows = [
        (
            one["selection"],
            one["stations"],
            one["cases"],
            one["no_interval_because"] or f"{100 * one['low']:.1f}–{100 * one['high']:.1f}",
        )
        for one in body
    ]
    columns = ("who chose the stations", "stations", "cases", f"{level:g} % interval at any moment, %")
    print_table("", columns, rows)


def _stations(file: Path, answer: str, selection: str, station: str) -> "dict[Selection, dict[str, bool]]":
    """Per selection, each answered station: was it seen at any of its visits?"""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import read_cell
    from scrutator.counting.observation import Selection
    from scrutator.errors import ScrutatorError

    seen: dict[Selection, dict[str, bool]] = {}
    rows = read_rows(file)
    if not rows:
        raise ScrutatorError("C11", "the table has no rows", where=str(file))
    for row in rows:
        code, text, chosen = (read_cell(row, column) for column in (station, answer, selection))
        if text not in ANSWERS or chosen not in list(Selection) or not code:
            remedy = f"Answers: yes, no or nothing. Selections: {', '.join(Selection)}."
            what = f"{text!r} with {chosen!r} is not an answer at a visit"
            raise ScrutatorError("C11", what, where=f"{file}, station {code!r}", remedy=remedy)
        group = seen.setdefault(Selection(chosen), {})
        value = ANSWERS[text]
        if value is not None:
            group[code] = group.get(code, False) or value
    return seen
