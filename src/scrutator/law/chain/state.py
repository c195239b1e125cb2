"""What travels along the chain: who is in, what they claim, what they have, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from scrutator.law.chain.votes import Votes


@dataclass(frozen=True)
class Step:
    """One step as a reader sees it: which rule and article, in words, on what, with what result."""

    rule: str
    article: str
    says: str
    result: Mapping[str, int | Fraction | str]
    base: int | Fraction | None = None


@dataclass(frozen=True)
class TieToResolve:
    """Lists with an equal claim to fewer seats, and no recorded fact that decides between them."""

    lists: tuple[str, ...]
    seats: int
    rule: str
    article: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class TieRule:
    """The facts that decide a tie, in order of precedence, and the article that says so.

    `of` names the rules whose ties it decides ("leftovers"); empty means every tie.
    """

    facts: tuple[str, ...] = ("lot", "registered_order")
    article: str = "the rules name no article; a fact recorded in the input decides"
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """The allocation so far. Contenders are lists, or alliances that stand for their lists.

    `strength` holds the votes of the admitted contenders; `cleared` those that met the threshold by
    themselves; `by_rule` those that another rule admitted. `quotients` are votes divided by the quota,
    `seats` what each has. `last_award` are the contenders that may have won the seat handed out last:
    several when their claims to it were equal. `limits` are the seats a contender has candidates for;
    `scale` says by how much every strength was multiplied to keep a multiplier exact. `allocation` are the
    steps since admission, so that a later rule can repeat them.
    """

    votes: Votes
    house: int = 0
    blank_is_valid: bool = False
    strength: Mapping[str, int] = field(default_factory=dict)
    cleared: frozenset[str] = frozenset()
    by_rule: frozenset[str] = frozenset()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotients: Mapping[str, Fraction] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    last_award: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    scale: int = 1
    ties: tuple[TieToResolve, ...] = ()
    tie_rule: TieRule = TieRule()
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    allocation: tuple["ChainStep", ...] = ()

    def add(self, step: Step, **changes: object) -> "State":
        """The next state: changed as given, with one more recorded step."""
        return replace(self, steps=(*self.steps, step), **changes)  # type: ignore[arg-type]

    def note(self, text: str) -> "State":
        """The same state with a remark for the reader."""
        return replace(self, notes=(*self.notes, text))


class ChainStep(Protocol):
    """A step of the chain: a pure function of the state that knows its article."""

    @property
    def article(self) -> str:
        """The article that orders this step."""
        ...

    def apply(self, state: State) -> State:
        """The state after the step."""
        ...


def start(votes: Votes) -> State:
    """The state before any rule: every list a contender, no one with seats."""
    return State(votes=votes, strength=votes.by_name)
