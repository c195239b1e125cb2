"""Left-over seats in rounds: remainders of the lists that come near a quota, then averages, one a list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from scrutator.law.arithmetic.divisors import DIVISORS
from scrutator.law.arithmetic.shares import number
from scrutator.law.chain.state import State, Step
from scrutator.law.chain.steps.allocation import has_room
from scrutator.law.chain.steps.averages import average
from scrutator.law.chain.ties import award


@dataclass(frozen=True)
class RemaindersThenAverages:
    """Chain step: left seats by largest remainders among lists near a quota, then by averages.

    A list takes part in the remainders with `quota_share` of a quota, one seat a list; what is left goes to
    the largest averages, in the first round at most one seat a list, then without that limit (Netherlands,
    councils below 19 seats: three quarters, art. P 8).
    """

    quota_share: str = "3/4"
    article: str = ""
    phase: ClassVar[int] = 45

    def __post_init__(self) -> None:
        number(self.quota_share, "quota_share")

    def apply(self, state: State) -> State:
        """Hand out what is left, round by round."""
        state = replace(state, allocation=(*state.allocation, self))
        near = {n for n, quotient in state.quotients.items() if quotient >= number(self.quota_share)}
        rests = {name: state.quotients[name] % 1 for name in state.quotients if name in near}
        state = self._round(state, rests, f"largest remainders of lists with {self.quota_share} of a quota")
        votes = {name: count for name, count in state.strength.items() if count}
        averages = {name: Fraction(count, state.seats[name] + 1) for name, count in votes.items()}
        state = self._round(state, averages, "largest averages, one seat a list")
        if state.house == sum(state.seats.values()) or state.ties:
            return state
        return average(state, state.strength, DIVISORS["dhondt"], dict(state.seats), self.article)

    def _round(self, state: State, claims: Mapping[str, Fraction], says: str) -> State:
        """One seat each to the largest claims, as far as seats are left."""
        open_seats = sum(tie.seats for tie in state.ties)
        left = state.house - sum(state.seats.values()) - open_seats
        able = {name: claim for name, claim in claims.items() if has_room(state, name)}
        if left <= 0 or not able:
            return state
        won, state = award(state, able, min(left, len(able)), "leftovers", self.article)
        seats = {name: count + (name in won) for name, count in state.seats.items()}
        least = min((able[name] for name in won), default=None)
        last = tuple(name for name in won if able[name] == least)
        return state.add(
            Step("leftovers", self.article, says, dict.fromkeys(won, 1)), seats=seats, last_award=last
        )
