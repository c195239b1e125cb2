"""Counting ranked ballots stage by stage: quota, surpluses, exclusions, the last vacancies.

Nothing is decided by order or chance. Equal candidates are distinguished as the law says (an earlier stage at
which they were unequal), then by a lot on record; without one the count stops as undecided.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.fractional import FractionalPapers, Movement
from scrutator.law.ballots.marks import read_marks
from scrutator.law.ballots.papers import Ballots
from scrutator.law.ballots.result import Action, Count, Outcome, Stage
from scrutator.law.ballots.rules import CountRules, Look, Quota, System, Transfer
from scrutator.law.ballots.whole import NotDeterminedError, OpenFractionError, WholePapers
from scrutator.law.lots import Decider, Lot, Purpose, Tie, check_used

LARGEST_COUNCIL = 1_000


class Papers(Protocol):
    """Where the papers lie, and how they move."""

    def first(self, continuing: Collection[int]) -> Movement:
        """Sort all papers by first preference."""
        ...

    def surplus(
        self, candidate: int, surplus: Fraction, total: Fraction, continuing: Collection[int]
    ) -> Movement:
        """Move a surplus."""
        ...

    def everything(self, candidate: int, continuing: Collection[int]) -> Movement:
        """Move all papers of an excluded candidate."""
        ...


@dataclass
class _Table:
    """The count as it runs: who has what, who is still in, and the stages so far."""

    rules: CountRules
    names: tuple[str, ...]
    seats: int
    valid: int
    quota: int
    papers: Papers
    decider: Decider
    whole_sheet: bool
    totals: dict[int, Fraction]
    continuing: set[int]
    elected: list[int] = field(default_factory=list)
    waiting: set[int] = field(default_factory=set)
    stages: list[Stage] = field(default_factory=list)

    @property
    def vacancies(self) -> int:
        return self.seats - len(self.elected)


class _OpenError(Exception):
    """The count cannot go on: a tie without a lot, or (None) papers of which the ballots do not tell."""

    def __init__(self, tie: Tie | None, why: str = "") -> None:
        super().__init__(why)
        self.tie, self.why = tie, why


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
    decider, size = Decider(lots), len(ballots.candidates)

    def settle(between: tuple[int, ...], places: int) -> list[int]:
        drawn = decider.drawn(Purpose.FRACTION, [ballots.candidates[one] for one in between], places)
        return [one for one in between if ballots.candidates[one] in drawn]

    whole = rules.keys.transfer is Transfer.WHOLE_PAPERS
    papers: Papers = FractionalPapers(readable, size, rules.keys)
    if whole:
        papers = WholePapers(readable, size, settle)
    standing = {at for at in range(size) if at not in ballots.withdrawn}
    table = _Table(
        rules, ballots.candidates, seats, readable.valid, quota_of(readable.valid, seats, rules.keys.quota),
        papers, decider, whole_sheet, dict.fromkeys(standing, Fraction(0)), set(standing),
    )  # fmt: skip
    outcome, tie, why = _run(table)
    if outcome is Outcome.SETTLED:
        check_used(lots, decider.used)
    notes = (*_notes(ballots), *readable.remarks, *why, *rules.notes)
    return Count(
        rules.name, seats, ballots.standing, readable.valid, readable.not_valid, table.quota,
        tuple(table.stages), tuple(table.names[at] for at in table.elected), outcome, tie,
        max(0, seats - len(standing)), rules.keys.decimals, notes,
    )  # fmt: skip


def quota_of(valid: int, seats: int, kind: Quota) -> int:
    """The votes that elect: one more than valid / (seats + 1), or more than half, fractions ignored."""
    return valid // (seats + 1) + 1 if kind is Quota.DROOP else valid // 2 + 1


def _check_seats(seats: int, rules: CountRules) -> None:
    if not 1 <= seats <= LARGEST_COUNCIL:
        raise ScrutatorError("L72", f"{seats:,} seats; from 1 to {LARGEST_COUNCIL:,} can be filled")
    if rules.keys.system is System.AV and seats != 1:
        raise ScrutatorError("L72", f"{rules.name} fills one seat, not {seats}")


def _notes(ballots: Ballots) -> list[str]:
    said = []
    if ballots.withdrawn:
        gone = ", ".join(sorted(ballots.candidates[at] for at in ballots.withdrawn))
        said.append(f"Withdrawn before the count, their preferences are passed over: {gone}.")
    if not ballots.listed:
        said.append("No list of candidates is given: they are those whom the papers name.")
    return said


def _run(table: _Table) -> tuple[Outcome, Tie | None, list[str]]:
    try:
        _record(table, Action.FIRST, None, table.papers.first(table.continuing), "first")
        while table.vacancies > 0 and table.continuing:
            if not _fill_last(table):
                _next_stage(table)
    except _OpenError as stop:
        outcome = Outcome.UNDECIDED if stop.tie else Outcome.NOT_DETERMINED
        return outcome, stop.tie, [stop.why] if stop.why else []
    return Outcome.SETTLED, None, []


def _record(table: _Table, action: Action, who: int | None, moved: Movement | None, key: str) -> None:
    """Credit what moved, see who reaches the quota, and write the stage down."""
    for name, gain in moved.gains.items() if moved else ():
        table.totals[name] += gain
    reached = [at for at in table.continuing if table.totals[at] >= table.quota]
    reached.sort(key=lambda at: (-table.totals[at], table.names[at]))
    _elect(table, reached)
    lost = table.valid - sum(table.totals.values(), Fraction(0))
    table.stages.append(
        Stage(
            len(table.stages) + 1, action, "" if who is None else table.names[who],
            table.rules.article(key), {table.names[at]: votes for at, votes in table.totals.items()}, lost,
            tuple(table.names[at] for at in reached), moved is not None, moved.value if moved else None,
        )
    )  # fmt: skip


def _elect(table: _Table, who: Sequence[int]) -> None:
    table.elected += who
    table.continuing -= set(who)
    table.waiting |= {at for at in who if table.totals[at] > table.quota}


def _fill_last(table: _Table) -> bool:
    """Are the remaining candidates elected because no one else is left, or can no longer be caught?"""
    remaining = sorted(table.continuing, key=lambda at: (-table.totals[at], table.names[at]))
    winners: list[int] = []
    if len(remaining) <= table.vacancies:
        winners = remaining
    elif _stands_alone(table, remaining):
        winners = remaining[:1]
    elif _lowest_out_of_reach(table, remaining):
        winners = remaining[:-1]
    if winners:
        _elect(table, winners)
        last = table.stages[-1]
        names = tuple(table.names[at] for at in winners)
        table.stages[-1] = _with_elected(last, names, table.rules.article("last_vacancies"))
    return bool(winners)


def _with_elected(stage: Stage, names: tuple[str, ...], article: str) -> Stage:
    said = f"last vacancies, {article}" if article else "last vacancies"
    return replace(stage, elected=(*stage.elected, *names), says=said)


def _untransferred(table: _Table) -> Fraction:
    return sum((table.totals[at] - table.quota for at in table.waiting), Fraction(0))


def _stands_alone(table: _Table, remaining: Sequence[int]) -> bool:
    """One vacancy, and one candidate with more than all others together with surpluses not transferred."""
    if not table.rules.keys.last_alone or table.vacancies != 1:
        return False
    others = sum(table.totals[at] for at in remaining[1:])
    return table.totals[remaining[0]] > others + _untransferred(table)


def _lowest_out_of_reach(table: _Table, remaining: Sequence[int]) -> bool:
    """One candidate too many, who with all surpluses not transferred has less than the next one."""
    if not table.rules.keys.lowest_out_of_reach or len(remaining) != table.vacancies + 1:
        return False
    lowest, above = remaining[-1], remaining[-2]
    return table.totals[lowest] + _untransferred(table) < table.totals[above]


def _next_stage(table: _Table) -> None:
    if table.waiting and table.rules.keys.transfer is not Transfer.NONE:
        _transfer_surplus(table)
    else:
        _exclude(table)


def _transfer_surplus(table: _Table) -> None:
    largest = max(table.totals[at] for at in table.waiting)
    tied = [at for at in table.waiting if table.totals[at] == largest]
    who = _one_of(table, tied, Purpose.SURPLUS)
    surplus, total = largest - table.quota, largest
    moved = _moved(table, lambda: table.papers.surplus(who, surplus, total, table.continuing), who)
    table.totals[who] = Fraction(table.quota)
    table.waiting.discard(who)
    _record(table, Action.SURPLUS, who, moved, "transfer")


def _exclude(table: _Table) -> None:
    lowest = min(table.totals[at] for at in table.continuing)
    tied = [at for at in table.continuing if table.totals[at] == lowest]
    who = _one_of(table, tied, Purpose.EXCLUSION)
    table.continuing.discard(who)
    over = len(table.continuing) <= table.vacancies
    if over and not table.whole_sheet:
        _record(table, Action.EXCLUSION, who, None, "exclusion")
        return
    moved = _moved(table, lambda: table.papers.everything(who, table.continuing), who)
    table.totals[who] = Fraction(0)
    _record(table, Action.EXCLUSION, who, moved, "exclusion")


def _moved(table: _Table, move: Callable[[], Movement], who: int) -> Movement:
    try:
        return move()
    except NotDeterminedError as why:
        at, name = len(table.stages) + 1, table.names[who]
        text = f"Stage {at} sorts papers of {name}, and {why}; ballots alone do not tell."
        raise _OpenError(None, text) from why
    except OpenFractionError as tie:
        names = tuple(sorted(table.names[at] for at in tie.between))
        article = table.rules.article("transfer")
        raise _OpenError(Tie(Purpose.FRACTION, names, tie.places, article, len(table.stages) + 1)) from tie


def _one_of(table: _Table, tied: Sequence[int], purpose: Purpose) -> int:
    """Whose surplus goes first, or who is excluded: by an earlier stage, then by a lot on record."""
    left = list(tied)
    stages = table.stages if table.rules.keys.ties is Look.EARLIEST else table.stages[::-1]
    for stage in stages if table.rules.keys.ties is not Look.LOT else ():
        if len(left) == 1:
            break
        votes = [stage.totals[table.names[at]] for at in left]
        wanted = max(votes) if purpose is Purpose.SURPLUS else min(votes)
        left = [at for at, count in zip(left, votes, strict=True) if count == wanted]
    if len(left) == 1:
        return left[0]
    names = tuple(sorted(table.names[at] for at in left))
    drawn = table.decider.drawn(purpose, names)
    for at in left:
        if table.names[at] in drawn:
            return at
    raise _OpenError(Tie(purpose, names, 1, table.rules.article("ties"), len(table.stages) + 1))
