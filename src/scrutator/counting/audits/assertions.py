"""What an audit has to show: linear statements about the votes of stations, with their worst cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scrutator.counting.audits.seats import SeatAssertion


@dataclass(frozen=True)
class Batch:
    """One station as published: votes per list, valid votes of all lists, an upper bound on its ballots."""

    station: str
    votes: Mapping[str, int]
    valid: int
    bound: int


@dataclass(frozen=True)
class Ahead:
    """The assertion "winner has more votes than loser"."""

    winner: str
    loser: str

    @property
    def text(self) -> str:
        return f"{self.winner} has more votes than {self.loser}"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        """The batch's part of the margin, in votes."""
        return Fraction(votes.get(self.winner, 0) - votes.get(self.loser, 0))

    @property
    def lowest_per_ballot(self) -> Fraction:
        """The least a ballot can score: a vote for the loser."""
        return Fraction(-1)

    @property
    def highest_per_ballot(self) -> Fraction:
        """The most a ballot can score: a vote for the winner."""
        return Fraction(1)


@dataclass(frozen=True)
class AboveThreshold:
    """The assertion "the share of `name` in the valid votes is above `threshold`": y − f x > 0."""

    name: str
    threshold: Fraction

    @property
    def text(self) -> str:
        return f"{self.name} is above {float(100 * self.threshold):g} %"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        return votes.get(self.name, 0) - self.threshold * valid

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for another list costs the threshold."""
        return -self.threshold

    @property
    def highest_per_ballot(self) -> Fraction:
        """A vote for the list."""
        return 1 - self.threshold


@dataclass(frozen=True)
class BelowThreshold:
    """The assertion "the share of `name` in the valid votes is below `threshold`": f x − y > 0."""

    name: str
    threshold: Fraction

    @property
    def text(self) -> str:
        return f"{self.name} is below {float(100 * self.threshold):g} %"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        return self.threshold * valid - votes.get(self.name, 0)

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for the list costs one minus the threshold."""
        return self.threshold - 1

    @property
    def highest_per_ballot(self) -> Fraction:
        """A vote for another list."""
        return self.threshold


Assertion = Ahead | AboveThreshold | BelowThreshold | SeatAssertion
