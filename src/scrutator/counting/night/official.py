"""The official result against the quick count's range: one verdict for each part of the country.

The intervals of a part hold for all its figures at once (and for all parts at once where there are several),
so that an honest count leaves them with at most the stated risk: 5 % for a family at the level 0.95.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scrutator.counting.arrays import Floats
from scrutator.counting.estimation.domains import Domain
from scrutator.counting.estimation.intervals import Limits, NoInterval, Result
from scrutator.counting.night.late import share_limits
from scrutator.counting.night.publication import Moment, Registered
from scrutator.errors import ScrutatorError

WHOLE = "whole country"
MOST_OF_ALL = 1.01  # shares that were rounded to whole per cents may sum to a little above 100


class OfficialVerdict(StrEnum):
    """What a comparison may say. Inside is not proof: a small change of the result stays inside."""

    INSIDE = "the official result is inside our range"
    OUTSIDE = "the official result is outside our range"
    CANNOT_TELL = "cannot be determined"


@dataclass(frozen=True)
class Compared:
    """One figure: official share, the interval it is held against, and whether it lies inside."""

    name: str
    official: float
    interval: Result
    inside: bool | None


@dataclass(frozen=True)
class Part:
    """One part of the country with its verdict; `because` says why none can be given."""

    name: str
    verdict: OfficialVerdict
    figures: tuple[Compared, ...]
    because: str = ""


def national(moment: Moment, rules: Registered, official: Mapping[str, float]) -> Part:
    """Answer: does the official national result lie in the range of all lists at once, late bound included?

    `official` gives shares (0 to 1) of the night's lists; raises C08 for a list the night does not count.
    """
    names = moment.adjusted.names
    _known(official, names)
    family = 1 - (1 - rules.level) / max(len(official), 1)
    wide = dict(zip(names, moment.adjusted.intervals(family), strict=True))
    late = {one.name: one.late for one in moment.shares}
    return _part(WHOLE, official, {name: with_late(wide[name], late[name]) for name in official})


def by_domain(
    domains: Sequence[Domain],
    official: Mapping[str, Mapping[str, float]],
    late: Mapping[str, Floats | None],
) -> tuple[Part, ...]:
    """Answer: in which domains does the official result leave the range? One family over all domains.

    `late` is what missing stations could change of each list, see `late_by_domain`; without it nothing is
    said. Raises C08 for a domain without a station.
    """
    known = {one.name: one for one in domains}
    strange = sorted(set(official) - set(known))
    if strange:
        what = f"the official result of {strange[0]!r} is given, and no station there has reported"
        remedy = f"Domains: {', '.join(sorted(known)) or 'none'}; leave out what was not counted."
        raise ScrutatorError("C08", what, where="[official_domains]", remedy=remedy)
    parts = []
    for name in sorted(official):
        domain = known[name]
        _known(official[name], domain.estimate.names)
        bounds = late[name]
        ends = [None] * len(domain.simultaneous) if bounds is None else bounds.tolist()
        ranges = map(with_late, domain.simultaneous, ends)
        wide = dict(zip(domain.estimate.names, ranges, strict=True))
        parts.append(_part(name, official[name], {one: wide[one] for one in official[name]}))
    return tuple(parts)


def _known(official: Mapping[str, float], names: Sequence[str]) -> None:
    strange = sorted(set(official) - set(names))
    if strange:
        what = f"an official share is given for {strange[0]!r}, which this night does not count"
        raise ScrutatorError("C08", what, where="[official]", remedy=f"Lists: {', '.join(names)}.")
    if not all(0 <= share <= 1 for share in official.values()) or sum(official.values()) > MOST_OF_ALL:
        what = f"official shares of {', '.join(f'{100 * one:g}' for one in official.values())} %"
        remedy = "Give per cent of the denominator: each from 0 to 100, together at most 100."
        raise ScrutatorError("C08", what, where="[official]", remedy=remedy)


def with_late(sampling: Result, late: float | None) -> Result:
    """The interval widened by what missing stations could change; none where that is not known."""
    if isinstance(sampling, NoInterval) or late is None:
        because = sampling.because if isinstance(sampling, NoInterval) else "no late bound can be measured"
        return NoInterval(because)
    return share_limits(sampling.low - late, sampling.high + late, sampling.kind)


ROUNDING = 1e-9
"""Of a share: a result written in per cent is not outside a range that it is the end of."""


def _holds(range_: Limits, share: float) -> bool:
    return range_.low - ROUNDING <= share <= range_.high + ROUNDING


def gated(parts: Sequence[Part], closed: Sequence[str]) -> tuple[Part, ...]:
    """The verdicts as they may be said: while a gate is closed no result is held against the range."""
    if not closed:
        return tuple(parts)
    because = f"closed gates: {', '.join(closed)}"
    return tuple(
        part
        if part.verdict is OfficialVerdict.CANNOT_TELL
        else replace(part, verdict=OfficialVerdict.CANNOT_TELL, because=because)
        for part in parts
    )


def _part(name: str, official: Mapping[str, float], ranges: Mapping[str, Result]) -> Part:
    return judged(name, [Compared(one, share, ranges[one], None) for one, share in official.items()])


def judged(name: str, figures: Sequence[Compared]) -> Part:
    """The verdict on figures whose ranges hold for all at once: one outside is enough."""
    seen = []
    for one in figures:
        held = one.interval
        inside = _holds(held, one.official) if isinstance(held, Limits) else None
        seen.append(Compared(one.name, one.official, held, inside))
    if any(one.inside is False for one in seen):
        return Part(name, OfficialVerdict.OUTSIDE, tuple(seen))
    unknown = [one.interval.because for one in seen if isinstance(one.interval, NoInterval)]
    if unknown or not seen:
        because = unknown[0] if unknown else "no official share is given"
        return Part(name, OfficialVerdict.CANNOT_TELL, tuple(seen), because)
    return Part(name, OfficialVerdict.INSIDE, tuple(seen))
