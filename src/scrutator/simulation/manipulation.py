"""Manipulation of known kind, place and size: what the forensic tests are tried on.

Every function returns new votes and a `Truth` that says exactly what was changed. The
beneficiary is a column of `Votes.votes`; `where` marks the stations.
"""

from dataclasses import dataclass, replace

import numpy as np

from scrutator.simulation.country import BoolArray, IntArray
from scrutator.simulation.votes import Votes


@dataclass(frozen=True)
class Truth:
    """What was done: kind, stations changed, ballots added and votes moved to the beneficiary."""

    kind: str
    changed: BoolArray
    added: int
    moved: int


def stuff(
    votes: Votes, where: BoolArray, mean: float, rng: np.random.Generator, beneficiary: int = 0
) -> tuple[Votes, Truth]:
    """Add ballots for one list in the name of people who did not vote.

    At each station a fraction of the non-voters, exponential with the given mean and cut at 1, is used.
    """
    fraction = np.minimum(rng.exponential(mean, len(where)), 1.0) * where
    added = rng.binomial(votes.registered - votes.ballots_cast, fraction)
    return _with_added(votes, added, beneficiary), Truth("stuffing", added > 0, int(added.sum()), 0)


def _with_added(votes: Votes, added: IntArray, beneficiary: int) -> Votes:
    table = votes.votes.copy()
    table[:, beneficiary] += added
    return replace(votes, ballots_cast=votes.ballots_cast + added, votes=table)


def steal(
    votes: Votes, where: BoolArray, mean: float, rng: np.random.Generator, beneficiary: int = 0
) -> tuple[Votes, Truth]:
    """Count a fraction of the other lists' votes (exponential with this mean, cut at 1) for one list."""
    fraction = np.minimum(rng.exponential(mean, len(where)), 1.0) * where
    taken = rng.binomial(votes.votes, fraction[:, None])
    taken[:, beneficiary] = 0
    table = votes.votes - taken
    table[:, beneficiary] += taken.sum(axis=1)
    moved = taken.sum(axis=1)
    return replace(votes, votes=table), Truth("stealing", moved > 0, 0, int(moved.sum()))


def round_turnout(votes: Votes, where: BoolArray, step: int = 1, beneficiary: int = 0) -> tuple[Votes, Truth]:
    """Raise turnout to the next multiple of `step` percent, the added ballots going to one list."""
    percent = -(-100 * votes.ballots_cast // (step * votes.registered)) * step
    target = (2 * percent * votes.registered + 100) // 200  # the count nearest to the percentage
    target = np.clip(target, votes.ballots_cast, votes.registered)
    added = np.where(where, target - votes.ballots_cast, 0)
    return _with_added(votes, added, beneficiary), Truth("rounded turnout", where.copy(), int(added.sum()), 0)


def round_share(votes: Votes, where: BoolArray, step: int = 1, beneficiary: int = 0) -> tuple[Votes, Truth]:
    """Raise a list's share of the ballots to the next multiple of `step` percent, taking from the others."""
    own, cast = votes.votes[:, beneficiary], np.maximum(votes.ballots_cast, 1)
    percent = np.minimum(-(-100 * own // (step * cast)) * step, 100)
    target = np.clip((2 * percent * cast + 100) // 200, own, votes.valid)
    wanted = np.where(where, target - own, 0)
    table = votes.votes.copy()
    for other in np.argsort(-votes.votes.sum(axis=0)):  # take from the largest list first
        if other != beneficiary:
            taken = np.minimum(wanted, table[:, other])
            table[:, other] -= taken
            table[:, beneficiary] += taken
            wanted = wanted - taken
    moved = int((table[:, beneficiary] - own).sum())
    return replace(votes, votes=table), Truth("rounded share", where.copy(), 0, moved)


def invent(
    votes: Votes,
    where: BoolArray,
    turnout: float,
    share: float,
    rng: np.random.Generator,
    beneficiary: int = 0,
) -> tuple[Votes, Truth]:
    """Write protocols from nothing: whole percentages near a target turnout and share.

    The people who invent numbers choose the percentages first and multiply out.
    """
    stations = len(where)
    turnout_percent = np.clip(np.rint(100 * turnout + rng.normal(0, 4, stations)), 1, 99)
    share_percent = np.clip(np.rint(100 * share + rng.normal(0, 3, stations)), 1, 99)
    cast = np.where(where, np.rint(votes.registered * turnout_percent / 100), votes.ballots_cast)
    cast = cast.astype(np.int64)
    own = np.rint(cast * share_percent / 100).astype(np.int64)
    others = np.delete(votes.votes.sum(axis=0), beneficiary)
    split = rng.multinomial(cast - own, others / others.sum())
    made_up = np.insert(split, beneficiary, own, axis=1)
    table = np.where(where[:, None], made_up, votes.votes)
    result = replace(votes, ballots_cast=cast, invalid=np.where(where, 0, votes.invalid), votes=table)
    gained = int((table[:, beneficiary] - votes.votes[:, beneficiary]).sum())
    added = int((cast - votes.ballots_cast).sum())
    return result, Truth("invented protocols", where.copy(), added, gained - added)


def carousel(
    votes: Votes, where: BoolArray, busload: int, rng: np.random.Generator, beneficiary: int = 0
) -> tuple[Votes, Truth]:
    """The same busload of people votes at every marked station, entered on the day's extra list.

    Registers grow with the ballots, as when voters are added on election day.
    """
    added = np.where(where, rng.poisson(busload, len(where)), 0)
    grown = replace(votes, registered=votes.registered + added)
    return _with_added(grown, added, beneficiary), Truth("carousel", added > 0, int(added.sum()), 0)


def copy_protocols(votes: Votes, where: BoolArray, district: IntArray) -> tuple[Votes, Truth]:
    """Fill in a marked station's protocol by copying the station before it in the same district.

    Only where the copied ballots fit the register; the register itself stays.
    """
    before = np.maximum(np.arange(len(where)) - 1, 0)
    fits = (district == district[before]) & (votes.ballots_cast[before] <= votes.registered)
    copied = where & fits & (np.arange(len(where)) > 0)
    # A station copied from must keep its own numbers, so that every copy has its original.
    copied &= ~copied[before]
    cast = np.where(copied, votes.ballots_cast[before], votes.ballots_cast)
    invalid = np.where(copied, votes.invalid[before], votes.invalid)
    table = np.where(copied[:, None], votes.votes[before], votes.votes)
    return _instead(votes, "copied protocols", copied, cast, invalid, table)


def shift_protocols(votes: Votes, where: BoolArray, district: IntArray, by: int = 100) -> tuple[Votes, Truth]:
    """Copy the station before with `by` more votes for the first list, as when one digit is changed.

    Only where the ballots fit the register.
    """
    before = np.maximum(np.arange(len(where)) - 1, 0)
    cast = votes.ballots_cast[before] + by
    shifted = (
        where & (district == district[before]) & (cast <= votes.registered) & (np.arange(len(where)) > 0)
    )
    shifted &= ~shifted[before]
    table = votes.votes[before].copy()
    table[:, 0] += by
    table = np.where(shifted[:, None], table, votes.votes)
    cast = np.where(shifted, cast, votes.ballots_cast)
    invalid = np.where(shifted, votes.invalid[before], votes.invalid)
    return _instead(votes, "shifted protocols", shifted, cast, invalid, table)


def arithmetic_protocols(votes: Votes, where: BoolArray, district: IntArray) -> tuple[Votes, Truth]:
    """Continue two neighbours' votes for the first list as an arithmetic sequence at the next two.

    A marked station starts a run where the next three lie in its district and the votes fit; the second
    list pays for it or gains. Runs do not overlap.
    """
    valid, table = votes.votes.sum(axis=1), votes.votes.copy()
    changed = np.zeros(len(where), dtype=bool)
    free = 0
    for start in np.flatnonzero(where).tolist():
        run = slice(start, start + 4)
        if start < free or start + 4 > len(where) or np.ptp(district[run]) > 0:
            continue
        first, second = int(votes.votes[start, 0]), int(votes.votes[start + 1, 0])
        for place in (2, 3):
            row, wanted = start + place, first + place * (second - first)
            most = int(votes.votes[row, 0] + votes.votes[row, 1])
            if 0 <= wanted <= min(most, int(valid[row])):
                table[row, 1] = most - wanted
                table[row, 0] = wanted
                changed[row] = True
        free = start + 4
    return _instead(votes, "arithmetic runs", changed, votes.ballots_cast, votes.invalid, table)


def _instead(
    votes: Votes, kind: str, changed: BoolArray, cast: IntArray, invalid: IntArray, table: IntArray
) -> tuple[Votes, Truth]:
    """The votes with new protocols, and what that added and moved for the first list."""
    added = int((cast - votes.ballots_cast).sum())
    gained = int((table[:, 0] - votes.votes[:, 0]).sum())
    result = replace(votes, ballots_cast=cast, invalid=invalid, votes=table)
    return result, Truth(kind, changed, added, gained - added)


def dictate_share(
    votes: Votes, districts: BoolArray, district: IntArray, beneficiary: int = 0
) -> tuple[Votes, Truth]:
    """Report one list's district-wide share at every station of the marked districts, to the nearest vote.

    Votes move between that list and the others in proportion; turnout and the district's total stay as they
    were, but for rounding. `districts` has one mark per district code, `district` a code per station.
    """
    where = districts[district]
    valid, own = votes.votes.sum(axis=1), votes.votes[:, beneficiary]
    total = np.bincount(district, weights=valid, minlength=len(districts))
    share = np.bincount(district, weights=own, minlength=len(districts)) / np.maximum(total, 1)
    wanted = np.where(where, np.rint(share[district] * valid), own).astype(np.int64)
    table = votes.votes.copy()
    table[:, beneficiary] = wanted
    left, before = valid - wanted, valid - own
    others = [index for index in range(table.shape[1]) if index != beneficiary]
    for index in others:  # each of the others keeps its part of what is left; the last takes the remainder
        part = left * votes.votes[:, index] // np.maximum(before, 1)
        table[:, index] = np.where(where, part, votes.votes[:, index])
    table[:, others[-1]] += valid - table.sum(axis=1)
    moved = int((wanted - own).sum())
    return replace(votes, votes=table), Truth("dictated shares", where & (wanted != own), 0, moved)
