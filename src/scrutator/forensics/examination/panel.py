"""The reference panel: every test on every election of the reference set, with the inputs' hashes.

A new result is read beside the panel: "z = 8.9; the 7 comparison elections lie between −2.7 and
0.8". The stored panel is made by `scrutator forensics panel`; the hashes say from which files.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.battery import Battery
from scrutator.forensics.fingerprint.extremes import extreme_stations
from scrutator.forensics.fingerprint.turnout_window import histogram, window_curve
from scrutator.forensics.inputs.results import StationResults

PANEL = "panel.json"
PANEL_SEED = 20_261_121

# What is publicly known of each election, from the reference set's own notes.
STATUS: Mapping[str, str] = {
    "poland-2025-r1": "comparison",
    "argentina-2015-caba": "comparison",
    "georgia-2012": "comparison",
    "georgia-2013": "comparison",
    "bulgaria-2021-07": "comparison",
    "bulgaria-2022-10": "comparison",
    "turkey-2014-local": "comparison",
    **{f"russia-{year}": "disputed" for year in (2004, 2007, 2008, 2011, 2012, 2016, 2021, 2024)},
    **{f"uganda-{year}": "disputed" for year in (2006, 2011, 2021)},
    "belarus-2020-voice": "disputed",
    "venezuela-2024-actas": "party copies",
}


@dataclass(frozen=True)
class PanelEntry:
    """One election of the panel: its file's hash, its status, every statistic and p-value.

    `window` is the turnout-window interval in percent of the leader's votes (None without a register).
    """

    election: str
    status: str
    sha256: str
    stations: int
    statistics: Mapping[str, float]
    p_values: Mapping[str, float]
    not_run: Mapping[str, str]
    window: tuple[float, float] | None
    extremes: float | None


def panel_entry(results: StationResults, battery: Battery, status: str, sha256: str) -> PanelEntry:
    """The panel's line for one election."""
    window = extremes = None
    if results.has("registered") and results.has("ballots_cast"):
        low, high = window_curve(results, PANEL_SEED).interval
        leader = float(histogram(results).leader.sum())
        window = (round(100 * low / leader, 2), round(100 * high / leader, 2))
        extremes = round(extreme_stations(results).percent, 4)
    return PanelEntry(
        results.name,
        status,
        sha256,
        len(results),
        {name: _short(score.statistic) for name, score in battery.scores.items()},
        {name: _short(score.p) for name, score in battery.scores.items()},
        dict(battery.not_run),
        window,
        extremes,
    )


def _short(value: float) -> float:
    """Six significant digits: what a panel needs, and the same on every platform."""
    return float(f"{value:.6g}")


def panel_to_json(entries: list[PanelEntry]) -> str:
    """The panel as text, elections in order of name."""
    body = [
        {
            "election": one.election,
            "status": one.status,
            "sha256": one.sha256,
            "stations": one.stations,
            "statistics": dict(one.statistics),
            "p_values": dict(one.p_values),
            "not_run": dict(one.not_run),
            "window": one.window,
            "extremes": one.extremes,
        }
        for one in sorted(entries, key=lambda entry: entry.election)
    ]
    return json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def panel_from_json(text: str) -> list[PanelEntry]:
    """Read a stored panel. Raises F06 when it is not one."""
    try:
        return [
            PanelEntry(**{**one, "window": tuple(one["window"]) if one["window"] else None})
            for one in json.loads(text)
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise ScrutatorError("F06", f"not a panel: {error}") from error


def stored_panel() -> list[PanelEntry]:
    """The panel that ships with Scrutator."""
    path = resources.files("scrutator.forensics") / "tables" / PANEL
    if not path.is_file():
        raise ScrutatorError("F06", "the panel is missing", where=str(path))
    return panel_from_json(path.read_text(encoding="utf-8"))


def comparison_range(
    panel: list[PanelEntry], test: str, without: str = ""
) -> tuple[int, float, float] | None:
    """How many comparison elections have this statistic, and its smallest and largest value there."""
    values = [one.statistics[test] for one in _comparisons(panel, without) if test in one.statistics]
    return (len(values), min(values), max(values)) if values else None


def comparison_window(panel: list[PanelEntry], without: str = "") -> tuple[int, float, float] | None:
    """The lowest and highest end of the comparison elections' window intervals, % of the leader's votes."""
    found = [one.window for one in _comparisons(panel, without) if one.window is not None]
    return (len(found), min(low for low, _ in found), max(high for _, high in found)) if found else None


def comparison_extremes(panel: list[PanelEntry], without: str = "") -> tuple[int, float, float] | None:
    """The smallest and largest share of stations at or above 95/95 in the comparison elections, %."""
    found = [one.extremes for one in _comparisons(panel, without) if one.extremes is not None]
    return (len(found), min(found), max(found)) if found else None


def _comparisons(panel: list[PanelEntry], without: str) -> list[PanelEntry]:
    return [one for one in panel if one.status == "comparison" and one.election != without]
