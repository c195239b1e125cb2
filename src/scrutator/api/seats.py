"""From votes to seats, what could change them, and the same votes under other laws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from scrutator.api.arguments import checked
from scrutator.api.laws import LawLike, named_rules, renamed, rules_of
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import votes_from
from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.indices import AgainstAll
from scrutator.law.chain.allocate import Result, allocate
from scrutator.law.chain.table import warnings
from scrutator.law.chain.votes import Votes
from scrutator.law.questions import counterfactual as comparing
from scrutator.law.questions.presentation import outcome_said, plain, result_dict, step_rows


@dataclass(frozen=True, repr=False)
class Seats(Shown):
    """The seats of every list under a law, with the steps that lead to them.

    `by_list` and `steps` are those of the first reading of the law; when `outcome` is
    "statute_ambiguous" the readings give different seats, and `to_dict()["readings"]` holds them all.
    """

    result: Result
    votes: Votes

    @property
    def by_list(self) -> dict[str, int]:
        """List to seats, in the order of the votes."""
        return dict(self.result.seats)

    @property
    def outcome(self) -> str:
        """ "settled", "tie_to_resolve", "seats_unfilled", "nobody_admitted" or "statute_ambiguous".

        "settled_where_computed" when some readings of the law could not be computed from these votes.
        """
        return self.result.outcome

    @property
    def house(self) -> int:
        """How many seats the law distributes."""
        return self.result.first.house

    @property
    def unfilled(self) -> int:
        """Seats that no list holds: they wait for a tie to be resolved, or the law leaves them over."""
        return self.result.first.unfilled

    @property
    def admitted(self) -> tuple[str, ...]:
        """The lists that took part in the distribution."""
        return self.result.first.admitted

    def __getitem__(self, name: str) -> int:
        """The seats of one list. Raises L01 for a list that is not there."""
        return self.result.seats[self.votes.of(name).name]

    def view(self) -> View:
        heading = [", ".join(f"{k}: {v}" for k, v in one.choice.items()) for one in self.result.readings]
        rows = [
            (e.name, e.votes, *(one.allocation.seats[e.name] for one in self.result.readings))
            for e in self.votes.lists
        ]
        columns = ("list", "votes", *(name or "seats" for name in heading))
        steps = Grid("", ("step", "rule", "article", "what it says", "outcome"), self._steps())
        return View(
            f"{self.result.rules}: {self._said()}", (Grid("", columns, tuple(rows)), steps), self._remarks()
        )

    def _said(self) -> str:
        left = f"; {self.unfilled} of {self.house} seats are not filled" if self.unfilled else ""
        return outcome_said(self.result) + left

    def _steps(self) -> tuple[tuple[object, ...], ...]:
        return tuple(tuple(row) for row in step_rows(self.result.first))

    def _remarks(self) -> tuple[str, ...]:
        ties = [
            f"Tie: {' and '.join(tie.lists)} for {tie.seats} seats; "
            f"decided by {' or '.join(tie.facts) or 'a rule that is not on file'}, which is not given."
            for tie in self.result.first.ties
        ]
        missing = [f"Not computable ({where}): {why}." for where, why in self.result.unavailable.items()]
        return (*ties, *missing, *self.result.first.notes, *warnings(self.votes))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: seats, outcome, steps with articles, ties, every reading, warnings."""
        return result_dict(self.result) | {"warnings": list(warnings(self.votes))}


@checked
def seats(
    votes: Any, seats: Any = None, *, method: str = "", threshold: str = "", law: LawLike = None,
    ballots: Mapping[str, Any] | None = None,
) -> Seats:  # fmt: skip
    """How many seats does each list get?

    `votes` maps lists to votes (whole numbers of any kind, numpy's included; a pandas Series will do).
    To settle ties by recorded facts, give a list's facts: `{"votes": 600, "lot": 1}`. Say the law by
    `method` ("dhondt", "sainte-lague", "hare", …) with `seats` and perhaps `threshold="5%"`; or by
    `law`: what `statute` returned, "kazakhstan/elections@2012-01-15", a bundled name such as
    "israel-knesset", the path of a .toml file, or a table of rules. `ballots` holds other counts that a
    law may ask for: blank, void, against_all, cast, registered.

    Seats are exact. A tie that no recorded fact settles stays open, and is said in `outcome`. Raises A01
    for an argument that cannot be used, L errors from the law.

    Examples:
        >>> import scrutator
        >>> result = scrutator.seats({"A": 600, "B": 400}, seats=10, method="dhondt")
        >>> result.by_list
        {'A': 6, 'B': 4}
        >>> result.outcome
        'settled'
        >>> scrutator.seats({"A": 50, "B": 50}, seats=1, method="dhondt").outcome
        'tie_to_resolve'
    """
    given = votes_from(votes, ballots)
    with said_to_a_caller():
        return Seats(allocate(rules_of(law, method, seats, threshold), given), given)


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """The same votes under several laws; the first column is what the others are compared with."""

    columns: tuple[comparing.Column, ...]
    caveat: str
    votes: Votes
    remarks: tuple[str, ...] = ()

    def view(self) -> View:
        heading = tuple(" ".join(filter(None, (c.law, c.reading))) for c in self.columns)
        rows = [(e.name, e.votes, *(c.seats[e.name] for c in self.columns)) for e in self.votes.lists]
        rows.append(("Gallagher index", None, *(round(c.indices.gallagher, 2) for c in self.columns)))
        words = [("outcome", *(c.outcome.replace("_", " ") for c in self.columns))]
        words.append(("majority", *(c.majority or "none" for c in self.columns)))
        grids = (Grid("", ("list", "votes", *heading), tuple(rows)), Grid("", ("", *heading), tuple(words)))
        return View(
            f"{len(self.votes.lists)} lists under {len(self.columns)} laws or readings",
            grids,
            (*self.remarks, self.caveat),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each law seats, gains against the first, indices, majorities."""
        columns = [column_dict(column) for column in self.columns]
        return {"columns": columns, "remarks": list(self.remarks), "caveat": self.caveat}


@checked
def counterfactual(
    votes: Any, laws: Mapping[str, LawLike] | Sequence[LawLike], *, against_all: AgainstAll = "in_base",
    ballots: Mapping[str, Any] | None = None,
) -> Comparison:  # fmt: skip
    """What would the same votes give under other laws?

    `laws` are two or more, each as in `seats(law=…)`; a mapping gives them names. `against_all` says how
    votes against all enter the indices: "in_base", "own_term" or "not_in_base". It is arithmetic on
    the votes cast, not a forecast: under another law voters and parties might have acted otherwise.

    Examples:
        >>> import scrutator
        >>> votes = {"A": 600, "B": 340, "C": 60}
        >>> laws = {
        ...     "D'Hondt": {"seats": 10, "method": "dhondt"},
        ...     "Hare": {"seats": 10, "method": "hare"},
        ... }
        >>> compared = scrutator.counterfactual(votes, laws)
        >>> [dict(column.seats) for column in compared.columns]
        [{'A': 7, 'B': 3, 'C': 0}, {'A': 6, 'B': 3, 'C': 1}]
    """
    if against_all not in get_args(AgainstAll):
        known = ", ".join(get_args(AgainstAll))
        raise ScrutatorError("A01", f"against_all={against_all!r}", remedy=f"Choose one of {known}.")
    if isinstance(laws, str) or len(laws) < 2:
        raise ScrutatorError(
            "A01", "fewer than two laws to compare", remedy="Give a list or a mapping of laws."
        )
    if isinstance(laws, Mapping):
        rules = [renamed(named_rules(law), str(name)) for name, law in laws.items()]
    else:
        rules = [named_rules(law) for law in laws]
    given = votes_from(votes, ballots)
    with said_to_a_caller():
        found = comparing.compare(rules, given, against_all)
    return Comparison(found.columns, found.caveat, given, found.remarks)


def column_dict(column: comparing.Column) -> dict[str, Any]:
    """One law's column as plain values."""
    found = column.indices
    return {
        "law": column.law,
        "reading": column.reading,
        "outcome": column.outcome,
        "seats": dict(column.seats),
        "gains": dict(column.gains),
        "majority": column.majority,
        "two_thirds": column.two_thirds,
        "indices": {
            "gallagher": found.gallagher,
            "loosemore_hanby": plain(found.loosemore_hanby),
            "effective_by_votes": plain(found.effective_by_votes),
            "effective_by_seats": plain(found.effective_by_seats),
            "wasted_percent": plain(found.wasted_percent),
            "against_all": found.against_all,
        },
    }
