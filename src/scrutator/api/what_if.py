"""The same votes under a law as it is and as changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.laws import LawLike, named_law, named_rules
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.seats import Seats
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.systems import SystemSeats
from scrutator.api.votes import votes_from, whole
from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate, computable
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.table import CONTEST_COLUMNS, Row, read_votes, rows_of
from scrutator.law.questions.changed_law import METHODS, Turned, changed_law
from scrutator.law.questions.counterfactual import CAVEAT
from scrutator.law.questions.margins import Margin, least_seat_change
from scrutator.law.systems.ballots import read_ballots, summed
from scrutator.law.systems.distribute import distribute
from scrutator.law.systems.system import System
from scrutator.tables.model import Table

__all__ = ["CONTEST_COLUMNS", "METHODS", "Turned", "WhatIf", "what_if", "what_if_table"]


@dataclass(frozen=True, repr=False)
class WhatIf(Shown):
    """Seats under the law as it is and as changed, and what was changed; both hold every reading."""

    law: Seats | SystemSeats
    changed: Seats | SystemSeats
    changes: tuple[str, ...]
    rules: Rules | System

    def closest(self) -> tuple[tuple[str, Margin], ...]:
        """The fewest votes, moved between two lists, that change any seat under the changed law.

        One for each reading that can be computed, readings that agree once. Of a whole system there are none:
        its margin is searched, which takes longer (`SystemSeats.margin`).
        """
        if isinstance(self.rules, System) or isinstance(self.changed, SystemSeats):
            return ()
        found: dict[tuple[Any, ...], tuple[str, Margin]] = {}
        for label, steps in computable(self.rules, self.changed.votes):
            margin = least_seat_change(steps, self.changed.votes)
            if margin is not None:
                found.setdefault((margin.votes, margin.source, margin.target), (label, margin))
        return tuple(found.values())

    @property
    def votes(self) -> dict[str, int]:
        """List to its votes; of a whole system those of the country."""
        given = self.law.votes if isinstance(self.law, Seats) else self.law.ballots.national
        return dict(given.by_name)

    @property
    def gains(self) -> dict[str, int]:
        """List to the seats it gains (or loses, below 0) by the change, under the first readings."""
        before = self.law.by_list
        return {name: seats - before[name] for name, seats in self.changed.by_list.items()}

    def view(self) -> View:
        before, gains = self.law.by_list, self.gains
        rows = tuple((name, before[name], now, gains[name]) for name, now in self.changed.by_list.items())
        grid = Grid("", ("list", "under the law", "changed", "difference"), rows)
        return View("The same votes under a law as it is and as changed", (grid,), (*self.changes, CAVEAT))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: both results with all readings, the differences, what was changed."""
        both = {"law": self.law.to_dict(), "changed": self.changed.to_dict()}
        return both | {"gains": self.gains, "changes": list(self.changes), "caveat": CAVEAT}


@checked
def what_if(
    votes: Any,
    law: LawLike,
    *,
    seats: Any = None,
    threshold: str = "",
    method: str = "",
    no_next_list: bool = False,
    ballots: Mapping[str, Any] | None = None,
) -> WhatIf:
    """How would the same votes be turned into seats if the law were changed in one point, or several?

    Votes and law as in `seats`. `seats` is another number of seats, `threshold` another share ("5%") in
    every threshold, `method` another formula ("dhondt", "sainte-lague", "hare", …) in the place of the
    law's; `no_next_list` drops the rule that admits the next list when too few clear the threshold. What is
    not given stays as in the law. It is arithmetic on the votes cast, not a forecast: under another law
    voters and parties might have acted otherwise. Raises A01 and L errors as `seats` does, L10 for a
    method that is not known and for a rule that the law does not have.

    Examples:
        >>> import scrutator
        >>> law = {"seats": 10, "method": "dhondt", "threshold": "5%"}
        >>> found = scrutator.what_if({"A": 600, "B": 340, "C": 60}, law, method="hare")
        >>> found.changed.by_list
        {'A': 6, 'B': 3, 'C': 1}
        >>> found.gains
        {'A': -1, 'B': 0, 'C': 1}
    """
    given = votes_from(votes, ballots)
    turned = Turned(0 if seats is None else whole(seats, "seats"), threshold, method, no_next_list)
    if seats == 0:
        raise ScrutatorError("A01", "seats=0", remedy="Give a number of seats above 0.")
    with said_to_a_caller():
        rules = named_rules(law)
        changed = changed_law(rules, turned)
        assert isinstance(changed.law, Rules)
        return WhatIf(
            Seats(allocate(rules, given), given),
            Seats(allocate(changed.law, given), given),
            changed.changes,
            changed.law,
        )


def what_if_table(table: Table, law: LawLike, turned: Turned) -> WhatIf:
    """The same for a table of votes, under the law of one contest or of a whole system.

    Rows with districts under the law of one contest are added up over the districts, by party.
    """
    rows = rows_of(table)
    chosen = named_law(law)
    changed = changed_law(chosen, turned)
    both = [_seats(one, rows) for one in (chosen, changed.law)]
    said = changed.changes
    if isinstance(chosen, Rules) and "district" in rows[0]:
        said += ("The law is of one contest: the votes of the districts are added up.",)
    return WhatIf(both[0], both[1], said, changed.law)


def _seats(law: Rules | System, rows: Sequence[Row]) -> Seats | SystemSeats:
    if isinstance(law, System):
        ballots = read_ballots(rows, law.has_direct)
        return SystemSeats(distribute(law, ballots), law, ballots)
    votes = summed(read_ballots(rows, False).districts) if "district" in rows[0] else read_votes(rows)
    return Seats(allocate(law, votes), votes)
