"""Voters counted by observers hour by hour, against the ballots of the protocol.

Two people who count the same door in the same hour seldom agree: their differences measure the error of one
counter, φ, so that the variance of a count of n voters is φ n. A station's protocol then has more ballots
than voters seen only when it is further above the count than that error explains, over all stations at once.
φ is itself measured, on few hours sometimes, and few large differences make most of it: the margins are those
of Student's law with as many degrees of freedom as the spread of the squared differences leaves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import stdtrit

from scrutator.errors import ScrutatorError

LEAST_PAIRS = 10
"""Hours counted by two people below which the error of a counter is not measured."""


class Seen(StrEnum):
    """What may be said of one station."""

    MORE_BALLOTS = "more ballots than voters seen"
    WITHIN = "within what counters miss"
    FEWER_BALLOTS = "fewer ballots than voters seen"
    NOT_ALL_DAY = "not counted in every hour"
    NOT_MEASURED = "cannot be determined: too few hours were counted twice"


@dataclass(frozen=True)
class Hour:
    """One person's count at one station in one hour."""

    station: str
    hour: str
    counter: str
    voters: int


@dataclass(frozen=True)
class Doors:
    """One station: voters seen, ballots cast there, and how far apart counters alone could put them."""

    station: str
    hours: int
    seen: float
    ballots: int
    margin: float | None
    says: Seen

    @property
    def above(self) -> float:
        """Ballots beyond the voters seen; negative when fewer."""
        return self.ballots - self.seen


@dataclass(frozen=True)
class Compared:
    """All stations that were counted, and the error of one counter: φ from `pairs` hours counted twice."""

    stations: tuple[Doors, ...]
    dispersion: float | None
    pairs: int


@dataclass(frozen=True)
class CounterError:
    """φ from `pairs` hours counted twice (None with too few), and the degrees of freedom behind it."""

    dispersion: float | None
    pairs: int
    freedom: float = 0.0


def counter_error(hours: Sequence[Hour]) -> CounterError:
    """φ: Σ (a − b)² / Σ (a + b) over hours that two people counted, and how many there were."""
    by_hour: dict[tuple[str, str], list[Hour]] = {}
    for one in hours:
        by_hour.setdefault((one.station, one.hour), []).append(one)
    pairs = [sorted(both, key=lambda one: one.counter)[:2] for both in by_hour.values() if len(both) > 1]
    total = sum(a.voters + b.voters for a, b in pairs)
    if len(pairs) < LEAST_PAIRS or not total:
        return CounterError(None, len(pairs))
    # Two who agree everywhere have still not been shown to miss nobody: at least one vote in all.
    error = max(sum((a.voters - b.voters) ** 2 for a, b in pairs), 1) / total
    return CounterError(error, len(pairs), _freedom(pairs, error, total))


def _freedom(pairs: Sequence[Sequence[Hour]], error: float, total: int) -> float:
    """Degrees of freedom of φ: 2 φ²/var φ, as far as the pairs go; never more than there are pairs."""
    squares = sum(((a.voters - b.voters) ** 2 - error * (a.voters + b.voters)) ** 2 for a, b in pairs)
    return min(2 * (error * total) ** 2 / squares if squares else float(len(pairs)), float(len(pairs)))


def compare_voters(
    hours: Sequence[Hour], ballots: Mapping[str, int], opened: Sequence[str], level: float = 0.95
) -> Compared:
    """Answer: at which stations has the protocol more ballots than voters seen at the door?

    `ballots` are those cast at the station itself, `opened` the hours of voting; a station counts when each
    of them was counted. The margins hold for all stations at once (Bonferroni, two sides). What all counters
    miss alike, a second door or voters before opening, is in no margin: ask for it before using the word.
    Raises C14 for an hour that is not among them.
    """
    strange = sorted({one.hour for one in hours} - set(opened))
    if strange:
        what = f"voters were counted in the hour {strange[0]!r}, which is none of the hours of voting"
        remedy = f"Write the hours alike in both: {', '.join(opened)}."
        raise ScrutatorError("C14", what, where="--hours", remedy=remedy)
    error = counter_error(hours)
    stations = sorted({one.station for one in hours} & set(ballots))
    sums = {name: _seen(hours, name) for name in stations}
    whole = [name for name in stations if set(opened) <= set(sums[name])]
    tail = (1 - level) / (2 * max(len(whole), 1))
    reach = float(stdtrit(max(error.freedom, 1.0), 1 - tail))
    found = []
    for name in stations:
        counted = sums[name]
        seen = sum(mean for mean, _ in counted.values())
        margin = None
        says = Seen.NOT_ALL_DAY if name not in whole else Seen.NOT_MEASURED
        if name in whole and error.dispersion is not None:
            margin = reach * math.sqrt(
                error.dispersion * sum(max(mean, 1.0) / k for mean, k in counted.values())
            )
            says = _says(ballots[name] - seen, margin)
        found.append(Doors(name, len(counted), seen, ballots[name], margin, says))
    return Compared(tuple(found), error.dispersion, error.pairs)


def _says(above: float, margin: float) -> Seen:
    if abs(above) <= margin:
        return Seen.WITHIN
    return Seen.MORE_BALLOTS if above > 0 else Seen.FEWER_BALLOTS


def _seen(hours: Sequence[Hour], station: str) -> dict[str, tuple[float, int]]:
    """The mean count of each hour at one station, and by how many people."""
    found: dict[str, list[int]] = {}
    for one in hours:
        if one.station == station:
            found.setdefault(one.hour, []).append(one.voters)
    return {hour: (sum(counts) / len(counts), len(counts)) for hour, counts in found.items()}
