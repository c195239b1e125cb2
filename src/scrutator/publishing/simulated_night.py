"""The counting files of the simulated republic: they join two rooms, the simulation and the draw.

The sample is drawn by the very code a mission uses, from the published frame and a public seed, so
that the case can be verified like a real one.
"""

import json
from collections.abc import Sequence

from scrutator.counting.sampling.draws import Draw, DrawDesign, draw_sample
from scrutator.counting.sampling.frames import make_frame
from scrutator.simulation.republic import Republic, make_republic, read_recipe
from scrutator.simulation.republic_night import (
    altered_rows,
    arrival_rows,
    copy_rows,
    frame_rows,
    level_rows,
    visit_rows,
)
from scrutator.tables.writing import csv_text

PARTS = ("night", "protocols", "visits")


def night_files(recipe_text: str) -> dict[str, bytes]:
    """The files by path; none when the recipe has no night."""
    recipe = read_recipe(recipe_text)
    if not all(part in recipe for part in PARTS):
        return {}
    republic = make_republic(recipe)
    columns, rows = frame_rows(republic.country)
    texts = [dict(zip(columns, map(str, row), strict=True)) for row in rows]
    frame = make_frame(texts, "station", "registered")
    night = recipe["night"]
    design = DrawDesign(stations=night["stations"], strata=("region", "type"))
    draw = draw_sample(frame, design, night["seed"])
    visits, truth = visit_rows(republic)
    drawn = tuple(one.station for one in draw.sample)
    return {
        "frame.csv": _table(columns, rows),
        "draw.csv": _draw_table(draw),
        "draw.toml": _draw_particulars(draw),
        "night.toml": _night(republic),
        "arrivals.csv": _table(*arrival_rows(republic, drawn)),
        "copies.csv": _table(*copy_rows(republic)),
        "levels.csv": _table(*level_rows(republic)),
        "levels_truth.csv": _table(*altered_rows(republic)),
        "visits.csv": _table(*visits),
        "visits_truth.toml": "".join(f"{key} = {value}\n" for key, value in truth.items()).encode(),
    }


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    return csv_text(columns, rows).encode()


def _draw_table(draw: Draw) -> bytes:
    columns = ("station", "stratum", "cluster", "weight", "population", "cluster_size", "replacement")
    return _table(columns, [tuple(getattr(one, name) for name in columns) for one in draw.drawn])


def _draw_particulars(draw: Draw) -> bytes:
    design = draw.design
    lines = [
        f'frame_sha256 = "{draw.frame_sha256}"',
        f'seed = "{draw.seed}"',
        "",
        "[design]",
        f"stations = {design.stations}",
        f'method = "{design.method}"',
        f"strata = {json.dumps(list(design.strata))}",
    ]
    return ("\n".join(lines) + "\n").encode()


# What was registered before the vote, as a mission would write it.
NIGHT = """\
title = {title}
date = {date}

[sample]
file = "draw.csv"
station = "station"
stratum = ["stratum"]
weight = "weight"
population = "population"

[frame]
file = "frame.csv"

[cells]
columns = ["region", "type"]

[registered]
majority = 50

[thresholds]
{thresholds}

[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"

[arrivals.lists]
{lists}

[official]  # the sums of the station protocols, known because this is a simulation
{official}

[replay]
times = {times}
"""


def _night(republic: Republic) -> bytes:
    """The particulars of the night: what was registered before it, and the result known from the recipe."""
    recipe, lists = republic.recipe, republic.reported.lists
    night = recipe["night"]
    text = NIGHT.format(
        title=json.dumps(recipe["case"]["title"], ensure_ascii=False),
        date=night["close"][:10],
        thresholds="\n".join(f"{name} = {recipe['threshold']}" for name in night["near_threshold"]),
        lists="\n".join(f'{name} = "{name}"' for name in lists),
        official="\n".join(f"{name} = {share:.6f}" for name, share in _known_shares(republic).items()),
        times=json.dumps(night["times"]),
    )
    return text.encode()


def _known_shares(republic: Republic) -> dict[str, float]:
    """Each list's share of the valid votes of all station protocols, in per cent."""
    reported = republic.reported
    valid, votes = int(reported.valid.sum()), reported.votes.sum(axis=0).tolist()
    return {name: 100 * int(cast) / valid for name, cast in zip(reported.lists, votes, strict=True)}
