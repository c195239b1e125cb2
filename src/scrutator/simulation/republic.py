"""The simulated republic: a whole case folder made from a recipe, with its truth beside it.

Nothing in it happened. The generated files are a function of the recipe alone; the case's prose, its
findings to run and the recipe itself are plain files of the package.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scrutator.errors import ScrutatorError
from scrutator.simulation.country import BoolArray, Country, make_country
from scrutator.simulation.manipulation import (
    Truth,
    carousel,
    copy_protocols,
    invent,
    round_turnout,
    steal,
    stuff,
)
from scrutator.simulation.votes import HOMOGENEOUS, Votes, World, honest_votes
from scrutator.tables.writing import csv_text
from scrutator.typed_toml import read_toml

CONTEST = "assembly"
COUNTRY = "republic"


@dataclass(frozen=True)
class Republic:
    """Everything that was drawn: the country, honest and reported votes, observers and truths."""

    recipe: Mapping[str, Any]
    country: Country
    honest: Votes
    reported: Votes
    observed: BoolArray
    truths: tuple[tuple[str, Truth, tuple[str, ...]], ...]


def read_recipe(text: str) -> dict[str, Any]:
    """The recipe's table. Raises S01 when it is not a recipe of this builder."""
    recipe = read_toml(text.encode(), dict[str, Any], "S01", "recipe.toml")
    needed = {
        "builder", "case", "seed", "stations", "regions", "districts_per_region", "observed_share",
        "world", "threshold", "list", "manipulation",
    }  # fmt: skip
    missing = sorted(needed - set(recipe))
    if missing or recipe["builder"] != "republic":
        raise ScrutatorError("S01", f"the recipe lacks {', '.join(missing) or 'the builder “republic”'}")
    return recipe


def make_republic(recipe: Mapping[str, Any]) -> Republic:
    """Draw the country, an honest election and the manipulation the recipe asks for."""
    rng = np.random.default_rng(recipe["seed"])
    country = make_country(
        rng,
        stations=recipe["stations"],
        regions=recipe["regions"],
        districts_per_region=recipe["districts_per_region"],
    )
    support = np.array([one["support"] for one in recipe["list"]])
    world: World = replace(
        HOMOGENEOUS, name="republic", support=tuple((support / support.sum()).tolist()), **recipe["world"]
    )
    honest = honest_votes(country, world, rng, tuple(one["id"] for one in recipe["list"]))
    observed = rng.random(len(country)) < recipe["observed_share"]
    reported, truths = honest, []
    for step in recipe["manipulation"]:
        codes = np.array(step["regions"]) - 1
        where = np.isin(country.region, codes) & ~observed & (rng.random(len(country)) < step["share"])
        reported, truth = _manipulate(reported, country, where, step, rng)
        names = tuple(country.region_names[code] for code in codes)
        truths.append((step["kind"], truth, names))
    reported.check()
    return Republic(recipe, country, honest, reported, observed, tuple(truths))


def _manipulate(
    votes: Votes, country: Country, where: BoolArray, step: Mapping[str, Any], rng: np.random.Generator
) -> tuple[Votes, Truth]:
    kind = step["kind"]
    if kind == "stuffing":
        return stuff(votes, where, step["mean"], rng)
    if kind == "stealing":
        return steal(votes, where, step["mean"], rng)
    if kind == "rounded turnout":
        return round_turnout(votes, where, step["step"])
    if kind == "invented protocols":
        return invent(votes, where, step["turnout"], step["support"], rng)
    if kind == "copied protocols":
        return copy_protocols(votes, where, country.district)
    if kind == "carousel":
        return carousel(votes, where, step["busload"], rng)
    raise ScrutatorError("S01", f"“{kind}” is not a kind of manipulation")


def republic_files(recipe_text: str) -> dict[str, bytes]:
    """The generated files of the case by path: tables, station results, boundaries and the truth."""
    republic = make_republic(read_recipe(recipe_text))
    return {
        "case.toml": _header(republic),
        "places.csv": _places(republic),
        "contests.csv": _contests(republic),
        "lists.csv": _lists(republic),
        "results.csv": _results(republic),
        "totals.csv": _totals(republic),
        "stations.csv": _stations(republic),
        "truth.csv": _truth(republic),
        "honest.csv": _honest(republic),
        "boundaries.geojson": _boundaries(republic),
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    return csv_text(columns, rows).encode()


def _header(republic: Republic) -> bytes:
    # A JSON string is a TOML basic string, which is all a header holds.
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in republic.recipe["case"].items()
    ]
    return ("\n".join(["format = 1", *lines]) + "\n").encode()


def region_id(name: str) -> str:
    """The id of a region in places.csv."""
    return name.lower()


def _places(republic: Republic) -> bytes:
    rows: list[Sequence[object]] = [(COUNTRY, "The simulated republic", "country", "", "", "recipe")]
    for number, name in enumerate(republic.country.region_names, start=1):
        rows.append((region_id(name), name, "region", COUNTRY, f"SR.{number:02d}", "recipe"))
    return _table(("id", "name", "level", "parent", "code", "source"), rows)


def _contests(republic: Republic) -> bytes:
    row = (CONTEST, "Assembly of the simulated republic", "2026-06-14", 100, republic.recipe["threshold"],
           "valid", "recipe")  # fmt: skip
    return _table(("id", "title", "date", "seats", "threshold", "threshold_base", "source"), [row])


def _lists(republic: Republic) -> bytes:
    rows = [(one["id"], one["name"], one["colour"]) for one in republic.recipe["list"]]
    return _table(("id", "name", "colour"), rows)


def _results(republic: Republic) -> bytes:
    votes = republic.reported.votes.sum(axis=0).tolist()
    valid = sum(votes)
    rows = [
        (CONTEST, COUNTRY, name, "final", count, f"{100 * count / valid:.2f}", "", "recipe")
        for name, count in zip(republic.reported.lists, votes, strict=True)
    ]
    columns = ("contest", "place", "list", "stage", "votes", "percent", "seats", "source")
    return _table(columns, [(*row[:6], "not applicable", row[7]) for row in rows])


def _totals(republic: Republic) -> bytes:
    reported = republic.reported
    quantities = {
        "registered": int(reported.registered.sum()),
        "ballots_cast": int(reported.ballots_cast.sum()),
        "valid": int(reported.valid.sum()),
        "invalid": int(reported.invalid.sum()),
        "stations": len(republic.country),
    }
    rows = [(CONTEST, COUNTRY, "final", name, value, "recipe") for name, value in quantities.items()]
    return _table(("contest", "place", "stage", "quantity", "value", "source"), rows)


def _stations(republic: Republic) -> bytes:
    """Station results in the uniform columns: leader and runner-up first, then the other lists."""
    country, reported = republic.country, republic.reported
    lists = reported.votes.tolist()
    rows = (
        (
            country.region_names[country.region[i]],
            country.district_names[country.district[i]],
            country.station[i],
            int(reported.registered[i]),
            int(reported.ballots_cast[i]),
            int(reported.valid[i]),
            *lists[i],
            int(reported.ballots_cast[i]),
            "yes" if republic.observed[i] else "no",
        )
        for i in range(len(country))
    )
    others = reported.lists[2:]
    columns = ("region", "district", "station", "registered", "ballots_cast", "valid", "leader", "runner_up",
               *others, "in_box", "observed")  # fmt: skip
    return _table(columns, rows)


def _truth(republic: Republic) -> bytes:
    rows = [
        (kind, " and ".join(names), int(truth.changed.sum()), truth.added, truth.moved)
        for kind, truth, names in republic.truths
    ]
    return _table(("kind", "regions", "stations", "ballots_added", "votes_moved"), rows)


def _honest(republic: Republic) -> bytes:
    """What every list had before the manipulation, beside what was reported."""
    before, after = (votes.votes.sum(axis=0).tolist() for votes in (republic.honest, republic.reported))
    return _table(("list", "honest", "reported"), zip(republic.honest.lists, before, after, strict=True))


def _boundaries(republic: Republic) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"SR.{number:02d}", "name": name},
            "geometry": {"type": "Polygon", "coordinates": [[*map(list, polygon), list(polygon[0])]]},
        }
        for number, (name, polygon) in enumerate(
            zip(republic.country.region_names, republic.country.boundaries, strict=True), start=1
        )
    ]
    body = {"type": "FeatureCollection", "coordinates": "plane", "features": features}
    return (json.dumps(body, separators=(",", ":"), sort_keys=True) + "\n").encode()
