"""The published results of a case as figures by level, for `check_levels`."""

from collections.abc import Mapping, Sequence

from scrutator.counting.protocols.levels import Path
from scrutator.record.case import Case
from scrutator.record.nouns.contests import ListResult, Place
from scrutator.record.unknown import Missing, Unknown


def published_results(case: Case) -> tuple[dict[Path, dict[str, int]], list[Path]]:
    """Answer: what was published at each place, and of which places does each contest consist?

    One tree per contest and stage; its top unit names all three. A contest consists of the places
    that existed on its date (`start` and `end` of places.csv): a region founded later is no part of it,
    and one without dates always is. A place is published when the votes of every list of the contest
    are known there, or a list was not on the ballot ("not applicable"); an unknown is not 0.
    Returns the published votes by path, and the path of every place that must have a result.
    """
    published: dict[Path, dict[str, int]] = {}
    expected: list[Path] = []
    for contest in case.contests:
        then = {place.id: place for place in case.places if place.existed_on(contest.date)}
        results = [row for row in case.results if row.contest == contest.id]
        for stage in dict.fromkeys(row.stage for row in results):
            paths = {place: _path(f"{contest.id}, {stage}", place, then) for place in then}
            expected += paths.values()
            for place, votes in _known([row for row in results if row.stage == stage]).items():
                if place in paths:
                    published[paths[place]] = votes
    return published, expected


def _known(results: Sequence[ListResult]) -> dict[str, dict[str, int]]:
    """The votes of each place that is published whole; of several sources with votes that counts whose
    id comes first in the alphabet."""
    known: dict[str, dict[str, int]] = {}
    answered: dict[str, set[str]] = {}
    for row in sorted(results, key=lambda one: [str(citation) for citation in one.source]):
        absent = isinstance(row.votes, Unknown) and row.votes.kind is Missing.NOT_APPLICABLE
        if absent or isinstance(row.votes, int):
            answered.setdefault(row.place, set()).add(row.list)
        if isinstance(row.votes, int):
            known.setdefault(row.place, {}).setdefault(row.list, row.votes)
    lists = {row.list for row in results}
    return {place: votes for place, votes in known.items() if answered[place] == lists}


def _path(tree: str, place: str, places: Mapping[str, Place]) -> Path:
    """The units from the top down to a place; a circle of parents ends where it closes."""
    path = [place]
    while (parent := places[path[0]].parent) is not None and parent in places and parent not in path:
        path.insert(0, parent)
    return (f"{tree}: {path[0]}", *path[1:])
