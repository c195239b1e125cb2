"""Turnout, rejected ballots and the lists under one family of intervals, which hold for all at once.

Each figure has a denominator of its own (turnout: voters on the register; rejected ballots: ballots cast), so
it is a night of its own over the same sample and the same reports; one error rate is shared by all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrutator.counting.estimation.intervals import Result
from scrutator.counting.night.night_file import Night, Row, read_night
from scrutator.counting.night.official import Compared, Part, judged, with_late
from scrutator.counting.night.publication import Moment
from scrutator.counting.night.replay import look_at

TOGETHER = "whole country, lists and figures at once"
OWN = ("official", "official_domains", "thresholds", "domains", "figures", "replay")
KEPT = ("file", "station", "at", "withdrawn", "id")


@dataclass(frozen=True)
class Figure:
    """One share of the family, late bound included; stations that have reported it."""

    name: str
    value: float
    interval: Result
    stations: int


def read_figures(
    content: Mapping[str, Any],
    drawn: Sequence[Row],
    arrivals: Sequence[Row],
    frame: Sequence[Row] = (),
    replaced: Sequence[Row] = (),
) -> dict[str, Night]:
    """A night for each of `[figures.NAME]`: `of` a column (or sum) `among` another. Raises C08."""
    found = {}
    for name, asked in content.get("figures", {}).items():
        section = {key: value for key, value in content["arrivals"].items() if key in KEPT}
        section |= {"denominator": asked["among"], "lists": {name: asked["of"]}}
        rules = {key: value for key, value in content.get("registered", {}).items() if key != "majority"}
        own = {key: value for key, value in content.items() if key not in OWN}
        own |= {"arrivals": section, "registered": rules}
        own |= {"official": {name: asked["official"]}} if "official" in asked else {}
        found[name] = read_night(own, drawn, arrivals, frame, replaced)
    return found


def family(
    night: Night, moment: Moment, figures: Mapping[str, Night], at: datetime | None = None
) -> tuple[Figure, ...]:
    """Answer: where do all lists and figures lie, so that all intervals hold at once at the night's level?

    Bonferroni over lists and figures, each with its late bound. Nothing without figures.
    """
    if not figures:
        return ()
    level = 1 - (1 - night.rules.level) / (len(night.lists) + len(figures))
    moments = [moment, *(look_at(one, at)[1].moment for one in figures.values())]
    return tuple(
        Figure(share.name, share.value, with_late(wide, share.late), each.arrived)
        for each in moments
        for share, wide in zip(each.shares, each.adjusted.intervals(level), strict=True)
    )


def official_family(night: Night, figures: Mapping[str, Night], found: Sequence[Figure]) -> tuple[Part, ...]:
    """One verdict over all official figures of the family; none where no figure has an official value."""
    official = {name: one.official[name] / 100 for name, one in figures.items() if one.official}
    if not official:
        return ()
    official |= {name: share / 100 for name, share in night.official.items()}
    ranges = {one.name: one.interval for one in found}
    compared = [Compared(name, share, ranges[name], None) for name, share in sorted(official.items())]
    return (judged(TOGETHER, compared),)
