"""An estimate of votes, and when it says "none": where honest elections may give as much."""

from dataclasses import dataclass, replace

# Up to these parts of the leader's votes an interval says "none". Fixed before they were measured: honest
# ties of turnout and support look like stuffing to it, and intervals began above them in 2.0 and 2.9 % of
# the fits on honest made-up elections (`tools/mixture_honest.py`, tables/mixture_honest.json).
HONEST = {"stuffed": 0.15, "stolen": 0.05}


@dataclass(frozen=True)
class VoteEstimate:
    """Votes added or moved, with an interval of the stated level (Laplace, log scale).

    `honest` is what the model may find in honest elections, in votes (see `HONEST`); an interval that does
    not begin above it begins at 0 and says "none" (`none`). 0 before that is asked.
    """

    votes: float
    low: float
    high: float
    level: float
    honest: float = 0.0
    none: bool = False


def beyond_honest(estimate: VoteEstimate, leader: float, kind: str) -> VoteEstimate:
    """The estimate as it may be said: "none" where honest elections give as much (see `HONEST`)."""
    honest = HONEST[kind] * leader
    none = estimate.low <= honest
    return replace(estimate, low=0.0 if none else estimate.low, honest=honest, none=none)
