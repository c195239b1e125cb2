"""The rows of the tables of a case made from a file of results."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.publishing.new_case.columns import COUNTS
from scrutator.publishing.new_case.sums import COUNTRY, PlaceSums, Sum

CONTEST, SOURCE = "contest", "S1"
MISSING = "not published"
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class About:
    """What a file of results cannot say about itself."""

    title: str
    publisher: str
    source: str
    date: str
    election_day: str
    language: str = "en"
    law: str = ""
    seats: int = 0
    threshold: str = ""


def case_rows(
    about: About, places: Sequence[PlaceSums], lists: Sequence[str], sha256: str
) -> dict[str, Rows]:
    """The rows of each table by its name; `sha256` is the file's."""
    ids = {name: f"L{number:02d}" for number, name in enumerate(lists, start=1)}
    return {
        "sources": [_source(about, sha256)],
        "places": [_place(place) for place in places],
        "contests": [_contest(about)],
        "lists": [{"id": ids[name], "name": shown} for name, shown in _shown(lists).items()],
        "results": [_result(place, name, ids[name]) for place in places for name in lists],
        "totals": [row for place in places for row in _totals(place)],
        "turnout": [_turnout(place) for place in places if places[0].turnout is not None],
    }


def _source(about: About, sha256: str) -> dict[str, object]:
    return {
        "id": SOURCE,
        "title": about.source,
        "kind": "official",
        "obtained": "whole",
        "locator": "row",
        "sha256": sha256,
    }


def _shown(lists: Sequence[str]) -> dict[str, str]:
    """The lists' names without the group before them in a heading of two rows, if they stay distinct."""
    short = {name: name.rpartition(" / ")[2] for name in lists}
    return short if len(set(short.values())) == len(lists) else {name: name for name in lists}


def _place(place: PlaceSums) -> dict[str, object]:
    of = {"level": "country"} if place.id == COUNTRY else {"level": "region", "parent": COUNTRY}
    return {"id": place.id, "name": place.name, "source": SOURCE, **of}


def _contest(about: About) -> dict[str, object]:
    threshold = {"threshold": about.threshold, "threshold_base": "valid"} if about.threshold else {}
    return {
        "id": CONTEST,
        "title": about.title,
        "date": about.election_day,
        "seats": about.seats or "",
        "statute": about.law,
        "source": SOURCE,
        **threshold,
    }


def _result(place: PlaceSums, name: str, identity: str) -> dict[str, object]:
    found = place.sums[name]
    return {
        "contest": CONTEST,
        "place": place.id,
        "list": identity,
        "stage": "final",
        "votes": _figure(found),
        "percent": MISSING,
        "seats": MISSING,
        "source": SOURCE,
        "mark": "computed",
        "note": found.note,
    }


def _figure(found: Sum) -> int | str:
    """A sum as a cell; the word for a figure that the file does not have."""
    return MISSING if found.value is None else found.value


def _totals(place: PlaceSums) -> Rows:
    base: dict[str, object] = {"contest": CONTEST, "place": place.id, "stage": "final", "source": SOURCE}
    rows = [
        {
            **base,
            "quantity": name,
            "value": _figure(place.sums[name]),
            "mark": "computed",
            "note": place.sums[name].note,
        }
        for name in COUNTS
        if name in place.sums
    ]
    return [*rows, {**base, "quantity": "stations", "value": place.stations, "mark": "computed"}]


def _turnout(place: PlaceSums) -> dict[str, object]:
    return {
        "contest": CONTEST,
        "place": place.id,
        "stage": "final",
        "percent": MISSING if place.turnout is None else place.turnout,
        "source": SOURCE,
        "mark": "computed",
        "note": "ballots cast over registered voters, where both are known",
    }
