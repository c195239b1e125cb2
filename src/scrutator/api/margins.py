"""The fewest votes that change an outcome, list by list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from scrutator.api.arguments import checked
from scrutator.api.laws import LawLike, rules_of
from scrutator.api.refusals import said_to_a_caller
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import votes_from
from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.inequalities import Change
from scrutator.law.chain.allocate import allocate, computable
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.state import ChainStep
from scrutator.law.chain.votes import Votes
from scrutator.law.questions import margins as law_margins
from scrutator.law.questions.margins import Margin
from scrutator.law.questions.presentation import plain, remarks_on

Named = tuple[tuple[str, Margin], ...]


@dataclass(frozen=True, repr=False)
class Margins(Shown):
    """Every margin of one kind of change. Readings of the law that agree are held once.

    `readings` holds pairs of a reading's label ("" when the law is clear) and its margins by what they
    change: "any seat", "a majority", "admission of A", "A gains a seat", "A loses a seat".
    """

    rules: str
    change: str
    readings: tuple[tuple[str, Named], ...]
    remarks: tuple[str, ...] = ()

    def __getitem__(self, what: str) -> Margin:
        """The margin of "any seat", "A loses a seat" …, under the first reading. Raises L50."""
        found = dict(self.readings[0][1])
        if what not in found:
            raise ScrutatorError(
                "L50", f"there is no margin for {what!r}", remedy=f"There are: {', '.join(found)}."
            )
        return found[what]

    def view(self) -> View:
        columns = ("what", "votes", "from", "to", "seats then", "proof")
        grids = tuple(
            Grid(label, columns, tuple(_row(what, margin) for what, margin in named))
            for label, named in self.readings
        )
        return View(f"{self.rules}: votes {self.change} that change the outcome", grids, self.remarks)

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each reading the margins with their certificates."""
        readings = [
            {"reading": label, "margins": [margin_dict(what, margin) for what, margin in named]}
            for label, named in self.readings
        ]
        head = {"rules": self.rules, "change": self.change}
        return head | {"readings": readings, "remarks": list(self.remarks)}


def _row(what: str, margin: Margin) -> tuple[object, ...]:
    proof = "least" if margin.exact else "searched"
    return (what, margin.votes, margin.source, margin.target, seats_then(margin), proof)


def seats_then(margin: Margin) -> str:
    """The seats with the changed votes, each with its list."""
    return " ".join(f"{name} {count}" for name, count in margin.after.items() if count)


def margin_dict(what: str, margin: Margin, stations: int | None = None) -> dict[str, Any]:
    """One margin as plain values, with votes per polling station when their number is known."""
    return {
        "what": what,
        "votes": margin.votes,
        "from": margin.source,
        "to": margin.target,
        "certificate": dict(margin.certificate),
        "seats_then": dict(margin.after),
        "proved_least": margin.exact,
        "votes_per_station": plain(margin.per_station(stations)) if stations else None,
    }


@checked
def margins(
    votes: Any, seats: Any = None, *, method: str = "", threshold: str = "", law: LawLike = None,
    change: Change = "moved", ballots: Mapping[str, Any] | None = None,
) -> Margins:  # fmt: skip
    """By how few votes would the outcome have been another one?

    Votes and law as in `seats`. `change`: votes "moved" from one list to another, "added" to one list,
    or "removed" from one. Each margin has a certificate, the changed votes, under which the law gives
    another outcome. `exact` is True where it is proved that no fewer votes between one source and one
    target do it, else the number comes from a search.

    Examples:
        >>> import scrutator
        >>> found = scrutator.margins({"A": 600, "B": 400}, seats=10, method="dhondt")
        >>> found["any seat"].votes, found["any seat"].exact
        (37, True)
        >>> dict(found["any seat"].certificate)
        {'B': 363, 'A': 637}
    """
    if change not in get_args(Change):
        raise ScrutatorError(
            "A01", f"change={change!r}", remedy=f"Choose one of {', '.join(get_args(Change))}."
        )
    rules, given = rules_of(law, method, seats, threshold), votes_from(votes, ballots)
    with said_to_a_caller():
        return margins_under(rules, given, change)


def margins_under(rules: Rules, votes: Votes, change: Change) -> Margins:
    """The margins under every reading of a law that can be computed; readings that agree are kept once."""
    found: list[tuple[str, Named]] = []
    for label, steps in computable(rules, votes):
        named = _named(steps, votes, change)
        if not found or named != found[-1][1]:
            found.append((label, named))
    return Margins(rules.name, change, tuple(found), remarks_on(allocate(rules, votes)))


def _named(steps: Sequence[ChainStep], votes: Votes, change: Change) -> Named:
    """Every margin that exists, with what it changes."""
    found: list[tuple[str, Margin | None]] = [
        ("any seat", law_margins.least_seat_change(steps, votes, change))
    ]
    if change == "moved":
        found.append(("a majority", law_margins.majority_margin(steps, votes)))
    for name, admission in law_margins.admission_margins(steps, votes, change).items():
        found.append((f"admission of {name}", admission))
    for name, by_list in law_margins.list_margins(steps, votes, change).items():
        found += [(f"{name} {what}", margin) for what, margin in by_list.items()]
    return tuple((what, margin) for what, margin in found if margin is not None)
