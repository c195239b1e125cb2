"""Overall assessments: "free and fair", "un-free", "met the standards", judged on one declared list.

Every overall assessment of a contest, no matter who makes it and which way it goes, is judged on the same
list of observable conditions with their norms. Each condition is met, not met or cannot be determined; the
profile is shown, and the word follows from it by the rule below. A sentence that says the conditions were
met and its mirror image that says they were not always get mirrored verdicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class State(StrEnum):
    """What the evidence says about one condition."""

    MET = "met"
    NOT_MET = "not met"
    UNDETERMINED = "cannot be determined"


class Standard(StrEnum):
    """What a profile says about the contest as a whole."""

    MET = "met"
    LARGELY_MET = "met in part"
    NOT_MET_IN_PART = "not met in part"
    NOT_MET = "not met"
    UNDETERMINED = "cannot be determined"


LEAST_DETERMINED = Fraction(1, 2)
"""The share of the conditions that must be determined before the contest as a whole is called not met."""
MAJORITY = Fraction(1, 2)
"""More than this share of conditions decides the word for the whole."""


@dataclass(frozen=True)
class Profile:
    """The conditions of one contest, by id in the order of the record, with what the evidence says."""

    contest: str
    states: tuple[tuple[str, State], ...]

    def count(self, state: State) -> int:
        """How many conditions are in this state."""
        return sum(found is state for _, found in self.states)

    @property
    def standard(self) -> Standard:
        """The word for the whole. The rule, tried from the top:

        - no condition on record: cannot be determined;
        - every condition met: met;
        - at least half of them determined, and more than half of the determined ones not met: not met;
        - any condition not met: not met in part;
        - more than half met and none not met: met in part;
        - otherwise: cannot be determined.
        """
        total, met, failed = len(self.states), self.count(State.MET), self.count(State.NOT_MET)
        if total == 0:
            return Standard.UNDETERMINED
        if met == total:
            return Standard.MET
        determined = met + failed
        if determined >= LEAST_DETERMINED * total and failed > MAJORITY * determined:
            return Standard.NOT_MET
        if failed:
            return Standard.NOT_MET_IN_PART
        return Standard.LARGELY_MET if met > MAJORITY * total else Standard.UNDETERMINED


# What an assessment "the conditions were met" gets; the mirrored sentence gets the mirrored verdict.
IF_IT_SAYS_MET: Mapping[Standard, tuple[str, str | None]] = {
    Standard.MET: ("supported", "whole"),
    Standard.LARGELY_MET: ("supported", "part"),
    Standard.NOT_MET_IN_PART: ("contradicted", "part"),
    Standard.NOT_MET: ("contradicted", "whole"),
    Standard.UNDETERMINED: ("cannot_be_determined", None),
}
MIRROR = {
    "supported": "contradicted",
    "contradicted": "supported",
    "cannot_be_determined": "cannot_be_determined",
}


def verdict_on(assessment: str, profile: Profile) -> tuple[str, str | None]:
    """The verdict and extent of an assessment that says `met` or `not met`, on this profile."""
    verdict, extent = IF_IT_SAYS_MET[profile.standard]
    return (verdict, extent) if assessment == "met" else (MIRROR[verdict], extent)


def in_words(profile: Profile) -> str:
    """The profile in one sentence."""
    if not profile.states:
        return "no condition of this contest is on record"
    counts = (f"{profile.count(state)} {state}" for state in State)
    return f"of {len(profile.states)} declared conditions {', '.join(counts)}"
