"""Votes given as a plain mapping: whole numbers of any kind, facts beside them, clear refusals."""

import operator
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from scrutator.api.refusals import said_to_a_caller
from scrutator.errors import ScrutatorError
from scrutator.law.chain.votes import ListVotes, Votes

BALLOTS = ("blank", "void", "against_all", "cast", "registered")
FACTS = tuple(f.name for f in fields(ListVotes) if f.name not in ("name", "nationwide", "regions"))
COUNTED = ("votes", "registered_order", "lot", "age", "parties", "district_seats", "minority_seats")


def votes_from(votes: Any, ballots: Mapping[str, Any] | None = None) -> Votes:
    """The votes of one contest from `{"A": 600, "B": 400}`; a pandas Series will do.

    A value may be a mapping of facts instead: `{"votes": 600, "lot": 1}`. `ballots` holds the other
    counts: blank, void, against_all, cast, registered. Raises A01 for anything that is no whole
    number, L01 to L05 where the votes contradict each other.
    """
    if isinstance(votes, Votes):
        if ballots:
            raise ScrutatorError("A01", "ballots are already part of these votes", remedy="Leave them out.")
        return votes
    if not hasattr(votes, "items"):
        what = f"votes of type {type(votes).__name__}"
        raise ScrutatorError("A01", what, remedy='Give a mapping of lists to votes: {"A": 600, "B": 400}.')
    others: dict[str, Any] = _ballots(ballots or {})
    lists = tuple(_list(name, value) for name, value in votes.items())
    with said_to_a_caller():
        return Votes(lists, **others)


def _list(name: object, value: Any) -> ListVotes:
    if not isinstance(name, str):
        raise ScrutatorError("A01", f"the list {name!r} is not named by a text", remedy="Use str(name).")
    if not isinstance(value, Mapping):
        return ListVotes(name, whole(value, f"votes of {name!r}"))
    unknown = sorted(set(map(str, value)) - set(FACTS))
    if unknown or "votes" not in value:
        what = f"{name!r}: no fact {unknown[0]!r}" if unknown else f"{name!r}: no votes among its facts"
        raise ScrutatorError("A01", what, remedy=f"Facts of a list are {', '.join(FACTS)}.")
    facts: dict[str, Any] = {
        key: whole(fact, f"{key} of {name!r}") if key in COUNTED else fact for key, fact in value.items()
    }
    return ListVotes(name, **facts)


def _ballots(given: Mapping[str, Any]) -> dict[str, int]:
    unknown = sorted(set(map(str, given)) - set(BALLOTS))
    if unknown:
        raise ScrutatorError(
            "A01", f"no ballots of kind {unknown[0]!r}", remedy=f"Kinds: {', '.join(BALLOTS)}."
        )
    return {kind: whole(count, f"{kind} ballots") for kind, count in given.items()}


def whole(value: Any, what: str) -> int:
    """A whole number of zero or more from an int or a numpy integer. Raises A01 for anything else.

    A number of more than 18 digits is L02.
    """
    remedy = "Give a whole number, 0 or more; int(x) or .astype(int) turns 600.0 into 600."
    try:
        number = operator.index(value)
    except TypeError as error:
        raise ScrutatorError("A01", f"{what}: {value!r} is not a whole number", remedy=remedy) from error
    if abs(number) >= 10**18:  # Python itself refuses to print a number of more than 4,300 digits
        raise ScrutatorError("L02", f"{what}: a number of more than 18 digits is not a count")
    if isinstance(value, bool) or number < 0:
        raise ScrutatorError("A01", f"{what}: {value!r} is not a count", remedy=remedy)
    return number
