"""The fewest votes that change a majority result, exactly.

Votes move from candidates to other candidates; papers, valid votes, votes against all and the register stay
as they are. A change is another outcome, other elected, other entrants of the second round, or a tie that no
fact on record settles. Every way to move so many votes is meant, between any number of candidates: the result
depends on which candidates reach a number of votes and on who is above whom, and for each of those the least
is a formula.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scrutator.law.majority.deciding import Decision, Outcome, decide
from scrutator.law.majority.poll import Poll, base_of
from scrutator.law.majority.rules import Condition, MajorityRules


@dataclass(frozen=True)
class Margin:
    """The least number of votes that change the result, an example of such votes, and what they then give."""

    votes: int
    example: Mapping[str, int]
    then: Decision


@dataclass(frozen=True)
class _Field:
    """The candidates with their votes, and by how much one must be above another to be surely above."""

    votes: Mapping[str, int]
    ages: Mapping[str, int | None]
    by_age: bool

    def lead(self, over: str, under: str) -> int:
        """1 when a tie of the two is settled for `under` by age, so that `over` needs one vote more."""
        older, younger = self.ages[under], self.ages[over]
        return int(self.by_age and (older or 0) > (younger or 0))

    def others(self, name: str) -> list[str]:
        return [one for one in self.votes if one != name]


Change = dict[str, int]


def margin_of(poll: Poll, rules: MajorityRules, seats: int | None = None) -> Margin | str:
    """How many votes would have changed the result; or in words why that is not computed."""
    now = decide(poll, rules, (), seats)
    if now.outcome is Outcome.UNDECIDED:
        return "the result is undecided as it is"
    why = _not_computed(poll, rules, now)
    if why:
        return why
    field = _Field(
        {one.name: one.votes for one in poll.candidates},
        {one.name: one.age for one in poll.candidates},
        "age" in rules.keys.ties and all(one.age is not None for one in poll.candidates),
    )
    found = list(_changes(field, poll, rules, now))
    if not found:
        return "no move of votes between the candidates changes the result"
    best = min(found, key=lambda change: (moved(field.votes, change), sorted(change.items())))
    return Margin(moved(field.votes, best), best, decide(with_votes(poll, best), rules, (), seats))


def moved(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    """How many votes moved."""
    return sum(max(0, after[name] - count) for name, count in before.items())


def with_votes(poll: Poll, votes: Mapping[str, int]) -> Poll:
    """The same poll with other votes for the candidates."""
    changed = tuple(replace(one, votes=votes[one.name]) for one in poll.candidates)
    return replace(poll, candidates=changed)


def _not_computed(poll: Poll, rules: MajorityRules, now: Decision) -> str:
    ages = [one.age for one in poll.candidates]
    if rules.keys.spread:
        return "where a spread over regions is asked for it is not computed"
    if now.seats > 1 and rules.keys.otherwise:
        return "for several seats with conditions it is not computed"
    if "age" in rules.keys.ties and any(ages) and (None in ages or len(set(ages)) < len(ages)):
        return "the ages do not distinguish every two candidates"
    if poll.valid is not None and poll.total + (poll.against_all or 0) > poll.valid:
        return "the votes add up to more than the valid papers"
    return ""


def _changes(field: _Field, poll: Poll, rules: MajorityRules, now: Decision) -> Iterator[Change]:
    """For every way in which the result may change, votes that do it with the fewest moved."""
    keys = rules.keys
    if keys.otherwise is None:
        yield from _set_changes(field, now.elected, now.seats, None)
        return
    needed = _needed(poll, rules)
    if now.outcome is Outcome.ELECTED:
        yield from _winner_changes(field, now.elected[0], needed)
        return
    yield from _someone_reaches(field, needed)
    if keys.entry:
        share = None
        if keys.entry.share:
            condition = Condition(share=keys.entry.share, of=keys.entry.of)
            share = condition.least(base_of(poll, keys.entry.of, keys))
        yield from _set_changes(field, now.entrants, keys.entry.first, share, keys.entry.with_ties)


def _needed(poll: Poll, rules: MajorityRules) -> int:
    """The fewest votes that meet every condition; the bases do not move."""
    keys = rules.keys
    needed = [one.least(base_of(poll, one.of, keys)) for one in keys.conditions]
    if keys.against_all == "must_be_outpolled":
        needed.append((poll.against_all or 0) + 1)
    return max(needed)


def _winner_changes(field: _Field, winner: str, needed: int) -> Iterator[Change]:
    """The winner falls short, or another reaches what is needed and is no longer below."""
    own = field.votes[winner]
    for name in field.others(winner):
        yield _shifted(field, winner, name, own - needed + 1)
        lead = own - field.votes[name] + field.lead(name, winner)
        yield _shifted(field, winner, name, max(needed - field.votes[name], -(-lead // 2)))


def _shifted(field: _Field, source: str, target: str, votes: int) -> Change:
    change = dict(field.votes)
    change[source] -= votes
    change[target] += votes
    return change


def _someone_reaches(field: _Field, needed: int) -> Iterator[Change]:
    for name, votes in field.votes.items():
        change = dict(field.votes)
        change[name] = needed
        if _balanced(change, votes - needed, [(one, 0) for one in field.others(name)]):
            yield change


def _set_changes(
    field: _Field, inside: Sequence[str], first: int, share: int | None, with_ties: bool = False
) -> Iterator[Change]:
    """One of those inside leaves, or one outside enters: those with the share, and the first so many."""
    for name in field.votes:
        if name in inside:
            yield from _leaves(field, name, first, share, with_ties)
            continue
        if share is not None:
            yield from _reaches_share(field, name, share)
        if with_ties:  # else one who enters by rank puts another out, and that change is above
            yield from _levels(field, name, first)


def _leaves(field: _Field, name: str, first: int, share: int | None, with_ties: bool) -> Iterator[Change]:
    """Below the share, and so many others no longer below: raised at once, the best of them first."""
    own, others = field.votes[name], field.others(name)
    if len(others) < first:
        return
    leads = {one: 1 if with_ties else field.lead(one, name) for one in others}
    above = sorted(others, key=lambda one: (leads[one] - field.votes[one], one))[:first]

    def change_at(level: int) -> tuple[int, Change]:
        change = dict(field.votes)
        change[name] = level
        for one in above:
            change[one] = max(change[one], level + leads[one])
        raised = sum(change[one] - field.votes[one] for one in above)
        return raised - (own - level), change

    top = own if share is None else min(own, share - 1)
    level = _last(0, top, lambda at: change_at(at)[0] <= 0)
    for at in (level, level + 1):
        if 0 <= at <= top:
            more, change = change_at(at)
            floors = [(one, change[one] if one not in above else at + leads[one]) for one in above]
            free = [(one, 0) for one in others if one not in above]
            if _balanced(change, -more, [*free, *floors]):
                yield change


def _reaches_share(field: _Field, name: str, share: int) -> Iterator[Change]:
    change = dict(field.votes)
    change[name] = share
    if _balanced(change, field.votes[name] - share, [(one, 0) for one in field.others(name)]):
        yield change


def _levels(field: _Field, name: str, first: int) -> Iterator[Change]:
    """All but the best others are lowered until the candidate is level with the last who enters."""
    own, others = field.votes[name], field.others(name)
    kept = sorted(others, key=lambda one: (-field.votes[one], one))[: first - 1]
    lowered = [one for one in others if one not in kept]

    def change_at(level: int) -> tuple[int, Change]:
        change = dict(field.votes)
        change[name] = level
        for one in lowered:
            change[one] = min(change[one], level)
        freed = sum(field.votes[one] - change[one] for one in lowered)
        return freed - (level - own), change

    most = sum(field.votes.values())
    level = most - _last(0, most - own, lambda back: change_at(most - back)[0] <= 0)
    for at in (level, level - 1):
        if own <= at <= most:
            more, change = change_at(at)
            fits = _given(change, kept, more) if more > 0 else False
            if fits or (more <= 0 and _balanced(change, more, [(one, 0) for one in others])):
                yield change


def _given(change: Change, kept: Sequence[str], votes: int) -> bool:
    """Votes that were taken and are still without a candidate go to one whose place is safe."""
    if not kept:
        return False
    change[kept[0]] += votes
    return True


def _balanced(change: Change, votes: int, floors: Sequence[tuple[str, int]]) -> bool:
    """Make the sum right again: votes left over go to the last, lacking ones come from above floors."""
    if votes >= 0:
        target = floors[-1][0] if floors else ""
        if not target:
            return votes == 0
        change[target] += votes
        return True
    lacking = -votes
    for name, floor in sorted(floors, key=lambda one: (one[1] - change[one[0]], one[0])):
        taken = min(lacking, max(0, change[name] - floor))
        change[name] -= taken
        lacking -= taken
    return lacking == 0


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The largest number of the range for which it holds, which it does from the left; `low` - 1 for none."""
    below, above = low - 1, high + 1
    while above - below > 1:
        middle = (below + above) // 2
        if holds(middle):
            below = middle
        else:
            above = middle
    return below
