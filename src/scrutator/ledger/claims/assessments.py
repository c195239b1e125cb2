"""Overall assessments: "free and fair", "un-free", "met the standards", judged on one declared list.

Every overall assessment of a contest, no matter who makes it and which way it goes, is judged on the same
list of observable conditions with their norms. Each is met or not met, as a whole or in part, or cannot be
determined; the
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
    MET_IN_PART = "met in part"
    NOT_MET_IN_PART = "not met in part"
    NOT_MET = "not met"
    UNDETERMINED = "cannot be determined"


class Standard(StrEnum):
    """What a profile says about the contest as a whole."""

    MET = "met"
    LARGELY_MET = "met in part"
    NOT_MET_IN_PART = "not met in part"
    NOT_MET = "not met"
    UNDETERMINED = "cannot be determined"


MAJORITY = Fraction(1, 2)
"""More than this share of all declared conditions decides the word for the whole."""
LEAST_AS_A_WHOLE = Fraction(1, 4)
"""Before a contest is called not met, more than this share of the conditions is not met as a whole."""


@dataclass(frozen=True)
class Profile:
    """The conditions of one contest, by id in the order of the record, with what the evidence says."""

    contest: str
    states: tuple[tuple[str, State], ...]

    def count(self, state: State) -> int:
        """How many conditions are in this state."""
        return sum(found is state for _, found in self.states)

    @property
    def failing(self) -> int:
        """How many conditions are not met, as a whole or in part."""
        return self.count(State.NOT_MET) + self.count(State.NOT_MET_IN_PART)

    @property
    def holding(self) -> int:
        """How many conditions are met, as a whole or in part."""
        return self.count(State.MET) + self.count(State.MET_IN_PART)

    @property
    def standard(self) -> Standard:
        """The word for the whole. The rule, tried from the top:

        - no condition on record: cannot be determined;
        - every condition met: met;
        - more than half of all not met at least in part, more than a quarter of all as a whole: not met;
        - any condition not met at least in part: not met in part;
        - more than half of all met at least in part: met in part;
        - otherwise: cannot be determined.

        What cannot be determined counts for neither side, and no condition that turns out better ever
        makes the word worse.
        """
        total = len(self.states)
        if total == 0:
            return Standard.UNDETERMINED
        if self.count(State.MET) == total:
            return Standard.MET
        if self.failing > MAJORITY * total and self.count(State.NOT_MET) > LEAST_AS_A_WHOLE * total:
            return Standard.NOT_MET
        if self.failing:
            return Standard.NOT_MET_IN_PART
        return Standard.LARGELY_MET if self.holding > MAJORITY * total else Standard.UNDETERMINED


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
