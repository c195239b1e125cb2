"""The stages of a count: first preferences, surpluses, exclusions, last vacancies, and ties between them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from scrutator.law.ballots.fractional import Movement
from scrutator.law.ballots.result import Action, Outcome, Stage
from scrutator.law.ballots.rules import CountRules, Look, Transfer
from scrutator.law.ballots.whole import NotDeterminedError, OpenFractionError
from scrutator.law.lots import Decider, Purpose, Tie


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
class Table:
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
        """Seats that are not filled yet."""
        return self.seats - len(self.elected)


class _OpenError(Exception):
    """The count cannot go on: a tie without a lot, or (None) papers of which the ballots do not tell."""

    def __init__(self, tie: Tie | None, why: str = "") -> None:
        super().__init__(why)
        self.tie, self.why = tie, why


def run_count(table: Table) -> tuple[Outcome, Tie | None, list[str]]:
    """Run the count to its end: how it ends, the tie that stays open, and why it cannot go on."""
    try:
        _record(table, Action.FIRST, None, table.papers.first(table.continuing), "first")
        while table.vacancies > 0 and table.continuing:
            if not _fill_last(table):
                _next_stage(table)
    except _OpenError as stop:
        outcome = Outcome.UNDECIDED if stop.tie else Outcome.NOT_DETERMINED
        return outcome, stop.tie, [stop.why] if stop.why else []
    return Outcome.SETTLED, None, []


def _record(table: Table, action: Action, who: int | None, moved: Movement | None, key: str) -> None:
    """Credit what moved, see who reaches the quota, and write the stage down."""
    for name, gain in moved.gains.items() if moved else ():
        table.totals[name] += gain
    reached = [at for at in table.continuing if table.totals[at] >= table.quota]
    reached.sort(key=lambda at: (-table.totals[at], table.names[at]))
    _elect(table, reached)
    lost = table.valid - sum(table.totals.values(), Fraction(0))
    table.stages.append(
        Stage(
            len(table.stages) + 1,
            action,
            "" if who is None else table.names[who],
            table.rules.article(key),
            {table.names[at]: votes for at, votes in table.totals.items()},
            lost,
            tuple(table.names[at] for at in reached),
            moved is not None,
            moved.value if moved else None,
        )
    )


def _elect(table: Table, who: Sequence[int]) -> None:
    table.elected += who
    table.continuing -= set(who)
    table.waiting |= {at for at in who if table.totals[at] > table.quota}


def _fill_last(table: Table) -> bool:
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


def _untransferred(table: Table) -> Fraction:
    return sum((table.totals[at] - table.quota for at in table.waiting), Fraction(0))


def _stands_alone(table: Table, remaining: Sequence[int]) -> bool:
    """One vacancy, and one candidate with more than all others together with surpluses not transferred."""
    if not table.rules.keys.last_alone or table.vacancies != 1:
        return False
    others = sum(table.totals[at] for at in remaining[1:])
    return table.totals[remaining[0]] > others + _untransferred(table)


def _lowest_out_of_reach(table: Table, remaining: Sequence[int]) -> bool:
    """One candidate too many, who with all surpluses not transferred has less than the next one."""
    if not table.rules.keys.lowest_out_of_reach or len(remaining) != table.vacancies + 1:
        return False
    lowest, above = remaining[-1], remaining[-2]
    return table.totals[lowest] + _untransferred(table) < table.totals[above]


def _next_stage(table: Table) -> None:
    if table.waiting and table.rules.keys.transfer is not Transfer.NONE:
        _transfer_surplus(table)
    else:
        _exclude(table)


def _transfer_surplus(table: Table) -> None:
    largest = max(table.totals[at] for at in table.waiting)
    tied = [at for at in table.waiting if table.totals[at] == largest]
    who = _one_of(table, tied, Purpose.SURPLUS)
    surplus, total = largest - table.quota, largest
    moved = _moved(table, lambda: table.papers.surplus(who, surplus, total, table.continuing), who)
    table.totals[who] = Fraction(table.quota)
    table.waiting.discard(who)
    _record(table, Action.SURPLUS, who, moved, "transfer")


def _exclude(table: Table) -> None:
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


def _moved(table: Table, move: Callable[[], Movement], who: int) -> Movement:
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


def _one_of(table: Table, tied: Sequence[int], purpose: Purpose) -> int:
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
