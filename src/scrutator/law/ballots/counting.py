"""Counting ranked ballots stage by stage: quota, surpluses, exclusions, the last vacancies.

Nothing is decided by order or chance. Equal candidates are distinguished as the law says (an earlier stage at
which they were unequal), then by a lot on record; without one the count stops as undecided.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.fractional import FractionalPapers
from scrutator.law.ballots.marks import Readable, read_marks
from scrutator.law.ballots.papers import Ballots
from scrutator.law.ballots.result import Count, Outcome
from scrutator.law.ballots.rules import CountRules, Quota, System, Transfer
from scrutator.law.ballots.running import Papers, Table, run_count
from scrutator.law.ballots.whole import WholePapers
from scrutator.law.lots import Decider, Lot, Purpose, check_used

LARGEST_COUNCIL = 1_000


def count_ballots(
    ballots: Ballots, seats: int, rules: CountRules, lots: Sequence[Lot] = (), whole_sheet: bool = False
) -> Count:
    """Who is elected to `seats` by these ballots, stage by stage?

    `whole_sheet` also transfers the papers of the last candidate excluded, as published sheets do; it changes
    no outcome. Raises L71 for papers that the rules do not value, L72 for seats that do not fit the rules,
    L73 for a lot that settles nothing, L74 when no paper is valid.
    """
    _check_seats(seats, rules)
    readable = read_marks(ballots, rules)
    if not readable.valid:
        raise ScrutatorError("L74", "no paper is valid")
    decider = Decider(lots)
    quota = quota_of(readable.valid, seats, rules.keys.quota)
    standing = {at for at in range(len(ballots.candidates)) if at not in ballots.withdrawn}
    table = Table(
        rules=rules,
        names=ballots.candidates,
        seats=seats,
        valid=readable.valid,
        quota=quota,
        papers=_papers(ballots, readable, rules, decider),
        decider=decider,
        whole_sheet=whole_sheet,
        totals=dict.fromkeys(standing, Fraction(0)),
        continuing=set(standing),
    )
    outcome, tie, why = run_count(table)
    if outcome is Outcome.SETTLED:
        check_used(lots, decider.used)
    if outcome is Outcome.NOT_DETERMINED:
        why = [*why, _by_gregory(ballots, seats, rules)]
    if outcome is not Outcome.SETTLED and len(decider.used) < len(lots):
        why = [*why, f"{len(lots) - len(decider.used)} recorded lots were not reached."]
    return Count(
        rules=rules.name,
        seats=seats,
        candidates=ballots.standing,
        valid=readable.valid,
        not_valid=readable.not_valid,
        quota=quota,
        stages=tuple(table.stages),
        elected=tuple(table.names[at] for at in table.elected),
        outcome=outcome,
        tie=tie,
        unfilled=max(0, seats - len(standing)),
        decimals=rules.keys.decimals,
        notes=(*_notes(ballots, seats), *readable.remarks, *why, *rules.notes),
    )


def _by_gregory(ballots: Ballots, seats: int, rules: CountRules) -> str:
    """What the same papers give when every paper of a pile moves at a fraction: an illustration, no count."""
    keys = msgspec.structs.replace(rules.keys, transfer=Transfer.LAST_PARCEL)
    other = count_ballots(ballots, seats, replace(rules, keys=keys))
    names = ", ".join(other.elected) or "no one"
    said = f"elected: {names}" if other.outcome is Outcome.SETTLED else f"elected until a tie: {names}"
    return f"If all papers of a pile moved at a fraction (Gregory), which is not this law: {said}."


def _papers(ballots: Ballots, readable: Readable, rules: CountRules, decider: Decider) -> Papers:
    """The papers as the rules move them: at fractions of a vote, or whole."""
    size = len(ballots.candidates)
    if rules.keys.transfer is not Transfer.WHOLE_PAPERS:
        return FractionalPapers(readable, size, rules.keys)

    def settle(between: tuple[int, ...], places: int) -> list[int]:
        drawn = decider.drawn(Purpose.FRACTION, [ballots.candidates[one] for one in between], places)
        return [one for one in between if ballots.candidates[one] in drawn]

    return WholePapers(readable, size, settle)


def quota_of(valid: int, seats: int, kind: Quota) -> int:
    """The votes that elect: one more than valid / (seats + 1), or more than half, fractions ignored."""
    return valid // (seats + 1) + 1 if kind is Quota.DROOP else valid // 2 + 1


def _check_seats(seats: int, rules: CountRules) -> None:
    if not 1 <= seats <= LARGEST_COUNCIL:
        raise ScrutatorError("L72", f"{seats:,} seats; from 1 to {LARGEST_COUNCIL:,} can be filled")
    if rules.keys.system is System.AV and seats != 1:
        raise ScrutatorError("L72", f"{rules.name} fills one seat, not {seats}")


def _notes(ballots: Ballots, seats: int) -> list[str]:
    said = []
    if ballots.vacancies not in (None, seats):
        said.append(
            f"The file says {ballots.vacancies} vacancies; {seats} seats were asked for and are counted."
        )
    if ballots.withdrawn:
        gone = ", ".join(sorted(ballots.candidates[at] for at in ballots.withdrawn))
        said.append(f"Withdrawn before the count, their preferences are passed over: {gone}.")
    if not ballots.listed:
        said.append("No list of candidates is given: they are those whom the papers name.")
    return said
