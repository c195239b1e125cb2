"""Facts of lists that a votes file gives and no step of the law asks for: said, never silently dropped."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scrutator.law.chain.steps.admission import Threshold
from scrutator.law.chain.steps.alliances import Alliances
from scrutator.law.chain.steps.averages import HighestAverages
from scrutator.law.chain.steps.ceilings import PreferentialSeat, ShareCap
from scrutator.law.chain.steps.corrections import MinoritySeats
from scrutator.law.chain.steps.weights import Exhaustion, Multiplier
from scrutator.law.chain.votes import ListVotes

ASKED_BY: Mapping[str, Callable[[Any], bool]] = {
    "alliance": lambda s: isinstance(s, Alliances) or (isinstance(s, Threshold) and s.alliance_sum),
    "parties": lambda s: isinstance(s, Threshold) and bool(s.coalition),
    "minority": lambda s: (
        isinstance(s, Multiplier | PreferentialSeat) or (isinstance(s, Threshold) and s.minority_exempt)
    ),
    "contender": lambda s: isinstance(s, Threshold) and bool(s.by_contender),
    "candidates": lambda s: isinstance(s, Exhaustion),
    "minority_seats": lambda s: isinstance(s, MinoritySeats),
    "district_seats": lambda s: (
        isinstance(s, ShareCap)
        or (isinstance(s, Threshold) and s.or_district_seats > 0)
        or (isinstance(s, HighestAverages) and s.held_first)
    ),
}
"""Which step asks for each fact. Lots, orders of registration and ages settle ties of any law."""
_NOTHING = ListVotes("nothing", 0)


def unused_facts(
    steps: Iterable[object], lists: Iterable[ListVotes], used: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """A remark for each column that has a value and that no step asks for; `used` others ask for."""
    chain, remarks = list(steps), []
    entries = list(lists)
    for fact, asks in ASKED_BY.items():
        default = getattr(_NOTHING, fact)
        given = [entry.name for entry in entries if getattr(entry, fact) != default]
        if given and fact not in used and not any(asks(step) for step in chain):
            count = f"{len(given)} lists" if len(given) > 1 else "one list"
            remarks.append(f"No step of this law asks for the column {fact}, which {count} have a value in.")
    return tuple(remarks)
