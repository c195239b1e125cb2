"""The elected candidates of lists as rows for a reader and as plain values."""

from collections.abc import Sequence
from typing import Any

from scrutator.law.ballots.presentation import tie_dict, tie_said
from scrutator.law.candidates.electing import ListResult

COLUMNS = ("district", "list", "seats", "elected", "votes", "by", "article")


def rows(results: Sequence[ListResult]) -> list[tuple[str, ...]]:
    """One row a candidate who is elected, in the order of election within each list."""
    return [
        (*_place(one), who.name, f"{who.votes:,}", str(who.reason), who.article or "–")
        for one in results
        for who in one.elected
    ]


def _place(one: ListResult) -> tuple[str, str, str]:
    return one.district or "–", one.list, str(one.seats)


def remarks(results: Sequence[ListResult]) -> tuple[str, ...]:
    """Seats that stay empty, lists with more personal mandates than seats, ties that stay open."""
    said = []
    for one in results:
        where = f"{one.list} in {one.district}" if one.district else one.list
        if one.empty:
            said.append(f"{where}: {one.empty} of {one.seats} seats have no candidate who may take them.")
        if len(one.elected) > one.seats:
            said.append(f"{where}: {len(one.elected)} personal mandates for {one.seats} seats of the list.")
        if one.tie:
            said.append(f"{where}: {tie_said(one.tie)}")
    return tuple(said)


def results_dict(results: Sequence[ListResult]) -> list[dict[str, Any]]:
    """The results as plain values."""
    return [
        {
            "district": one.district,
            "list": one.list,
            "seats": one.seats,
            "empty": one.empty,
            "elected": [
                {"name": who.name, "votes": who.votes, "by": str(who.reason), "article": who.article}
                for who in one.elected
            ],
            "tie": tie_dict(one.tie),
        }
        for one in results
    ]
