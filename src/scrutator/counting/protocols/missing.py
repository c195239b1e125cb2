"""What missing protocols could change, and what published ones exclude: bounds without statistics.

Station results enter as tallies, number of votes -> how many sheets have it, so that no station is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb

Tally = Mapping[int, int]


def most(tally: Tally, sheets: int) -> int:
    """The votes on the `sheets` fullest sheets. Raises ValueError when there are fewer."""
    return _ends(tally, sheets, largest=True)


def fewest(tally: Tally, sheets: int) -> int:
    """The votes on the `sheets` sheets with the fewest. Raises ValueError when there are fewer."""
    return _ends(tally, sheets, largest=False)


def _ends(tally: Tally, sheets: int, largest: bool) -> int:
    left, votes = sheets, 0
    for number in sorted(tally, reverse=largest):
        taken = min(left, tally[number])
        votes, left = votes + taken * number, left - taken
    if left or sheets < 0:
        raise ValueError(f"there are {sum(tally.values())} sheets, not {sheets}")
    return votes


@dataclass(frozen=True)
class MissingBound:
    """One way to bound the votes on missing sheets, and what is left of the lead if all go to the other.

    `missing` is the most votes that they can hold; `still_ahead` the lead less these, below 0 when a reversal
    is possible.
    """

    name: str
    missing: int
    still_ahead: int


def bounds_of_missing(lead: int, limits: Mapping[str, Fraction]) -> tuple[MissingBound, ...]:
    """Answer: can the missing sheets reverse the lead, under each limit on the votes that they hold?

    A limit that is no whole number is rounded down: votes are whole.
    """
    return tuple(
        MissingBound(name, int(limit // 1), lead - int(limit // 1)) for name, limit in limits.items()
    )


def least_within(tally: Tally, stations: int, counted: int) -> int:
    """The least votes that a total over `counted` of all stations can hold, were the published sheets right.

    The stations without a published sheet are taken to be counted with no vote; of the others those with the
    fewest votes. 0 when the stations without a sheet could be all that was counted. Raises ValueError for
    more counted stations than there are, or more sheets than stations.
    """
    sheets = sum(tally.values())
    if not 0 <= counted <= stations or sheets > stations:
        raise ValueError("sheets and counted stations are among all stations")
    return fewest(tally, max(0, counted - (stations - sheets)))


def counted_at_least(stations: int, percent: Fraction) -> int:
    """The least whole number of stations that makes up this share of all."""
    return ceil(stations * percent / 100)


@dataclass(frozen=True)
class Exclusion:
    """Published sheets against an announced total that covers so many stations.

    `least` is what the total must hold at least if the sheets are right, `excess` by how much the announced
    one is below it. `void` is the least number of sheets that must be false in every vote for both to stand,
    0 when they can. `breaks_at` is the largest number of counted stations at which both could be right.
    """

    counted: int
    left_out: int
    least: int
    excess: int
    void: int
    breaks_at: int


def exclusion(tally: Tally, stations: int, counted: int, announced: int) -> Exclusion:
    """Answer: can the published sheets and the announced total both be right?

    Raises ValueError as `least_within`, and for an announced total below 0.
    """
    if announced < 0:
        raise ValueError("votes are zero or more")
    least = least_within(tally, stations, counted)
    return Exclusion(
        counted,
        stations - counted,
        least,
        least - announced,
        _void(tally, max(0, counted - (stations - sum(tally.values()))), least - announced),
        _breaks_at(tally, stations, announced),
    )


def _void(tally: Tally, kept: int, excess: int) -> int:
    """The least number of sheets whose votes make up the excess, of the `kept` ones with the fewest votes."""
    within: dict[int, int] = {}
    for number in sorted(tally):
        within[number] = min(kept, tally[number])
        kept -= within[number]
    void, left = 0, excess
    for number in sorted(within, reverse=True):
        if left <= 0 or number == 0:
            break
        taken = min(within[number], -(-left // number))
        void, left = void + taken, left - taken * number
    return void


def _breaks_at(tally: Tally, stations: int, announced: int) -> int:
    """The largest number of counted stations whose least votes are not above the announced ones."""
    left, counted = announced, stations - sum(tally.values())
    for number in sorted(tally):
        taken = tally[number] if number == 0 else min(tally[number], left // number)
        counted, left = counted + taken, left - taken * number
        if taken < tally[number]:
            break
    return counted


def chance_to_miss(sheets: int, false: int, drawn: int) -> Fraction:
    """The chance that none of `false` sheets is among so many drawn at random, none of them twice."""
    return Fraction(comb(sheets - false, drawn), comb(sheets, drawn))


def sample_that_finds(sheets: int, false: int, risk: Fraction) -> int | None:
    """The least random sample that misses all false sheets with a chance of at most `risk`; None: no sheet is
    false, so no sample can find one."""
    if false <= 0:
        return None
    drawn, chance = 0, Fraction(1)
    while chance > risk:
        chance *= Fraction(max(0, sheets - false - drawn), sheets - drawn)
        drawn += 1
    return drawn
