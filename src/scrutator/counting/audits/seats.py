"""What an audit of seats has to show: every seat won comes before every seat lost, in votes.

Highest averages (D'Hondt, Sainte-Laguë): list A's last seat, with divisor p, is ahead of B's first lost,
with divisor q: v_A/p − v_B/q > 0 for every pair with A holding a seat. Largest remainders by the Hare quota:
share_A − share_B > (a_A − a_B − 1)/S for every such pair (exchange argument). Sources: Stark, Teague and
Essex, "Verifiable European elections" (2014); Blom et al., "Assertion-based approaches to auditing complex
elections" (arXiv 2107.11903).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from scrutator.errors import ScrutatorError


class SeatRule(StrEnum):
    """By which rule the seats are given out."""

    DHONDT = "dhondt"
    SAINTE_LAGUE = "sainte-lague"
    HARE = "hare"


@dataclass(frozen=True)
class HigherAverage:
    """The assertion "the winner's last seat comes before the loser's next": v_w/p − v_l/q > 0."""

    winner: str
    loser: str
    seats: tuple[int, int]
    divisors: tuple[int, int]

    @property
    def text(self) -> str:
        won, lost = self.seats
        return f"seat {won} of {self.winner} comes before seat {lost + 1} of {self.loser}"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        """The batch's part of the distance between the two averages."""
        first, second = self.divisors
        return Fraction(votes.get(self.winner, 0), first) - Fraction(votes.get(self.loser, 0), second)

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for the loser."""
        return Fraction(-1, self.divisors[1])

    @property
    def highest_per_ballot(self) -> Fraction:
        """A vote for the winner."""
        return Fraction(1, self.divisors[0])


@dataclass(frozen=True)
class LargerRemainder:
    """The assertion "the share of the winner exceeds the loser's by more than d": v_w − v_l − d x > 0."""

    winner: str
    loser: str
    d: Fraction

    @property
    def text(self) -> str:
        points = float(100 * self.d)
        return f"the share of {self.winner} is above that of {self.loser} by more than {points:g} points"

    def score(self, votes: Mapping[str, int], valid: int) -> Fraction:
        """The batch's part of that distance, in votes."""
        return votes.get(self.winner, 0) - votes.get(self.loser, 0) - self.d * valid

    @property
    def lowest_per_ballot(self) -> Fraction:
        """A vote for the loser."""
        return -1 - self.d

    @property
    def highest_per_ballot(self) -> Fraction:
        """A vote for the winner."""
        return 1 - self.d


SeatAssertion = HigherAverage | LargerRemainder


def seat_assertions(seats: Mapping[str, int], rule: SeatRule) -> tuple[SeatAssertion, ...]:
    """Answer: which statements about votes make these announced seats right, all of them together?

    `seats` names every admitted list, those without a seat too. Raises C14 when there is no seat.
    """
    whole = sum(seats.values())
    if not whole or min(seats.values()) < 0 or len(seats) < 2:
        what = f"{whole} seats of {len(seats)} lists are nothing to audit"
        raise ScrutatorError("C14", what, remedy="Name every admitted list with its seats: a=5,b=3,c=0.")
    pairs = [(one, other) for one in sorted(seats) if seats[one] for other in sorted(seats) if one != other]
    if rule is SeatRule.HARE:
        made = [LargerRemainder(a, b, Fraction(seats[a] - seats[b] - 1, whole)) for a, b in pairs]
        return tuple(one for one in made if one.d > -1)  # at −1 it holds whatever the votes
    step = 1 if rule is SeatRule.DHONDT else 2
    return tuple(
        HigherAverage(a, b, (seats[a], seats[b]), (1 + step * (seats[a] - 1), 1 + step * seats[b]))
        for a, b in pairs
    )
