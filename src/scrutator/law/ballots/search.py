"""A search for few papers whose change would have changed who is elected by ranked ballots.

It is a search, never a proof: papers with one candidate first are replaced by papers for one other
candidate alone, for every pair of candidates. Fewer papers, changed in other ways, may do. The size of the
search is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scrutator.law.ballots.counting import count_ballots
from scrutator.law.ballots.papers import Ballots, Paper
from scrutator.law.ballots.result import Count, Outcome
from scrutator.law.ballots.rules import CountRules

MOST_COUNTS = 2_000
MOST_PREFERENCES_READ = 40_000_000


@dataclass(frozen=True)
class Searched:
    """What was found: so many papers from `source` to `target`, who is elected then, how much was tried.

    `papers` is None when nothing was found. `pairs` of `of_pairs` were tried with `counts` counts.
    """

    papers: int | None
    source: str
    target: str
    elected: tuple[str, ...]
    outcome: Outcome
    counts: int
    pairs: int
    of_pairs: int


class _Search:
    """Counts changed papers and keeps the best change found."""

    def __init__(self, ballots: Ballots, seats: int, rules: CountRules, made: Count) -> None:
        self.ballots, self.seats, self.rules, self.made = ballots, seats, rules, made
        size = sum(len(paper.marks) + 1 for paper in ballots.papers)
        self.left = min(MOST_COUNTS, max(50, MOST_PREFERENCES_READ // size))
        self.counts = 0
        self.best: tuple[int, str, str, Count] | None = None

    def changes(self, source: int, target: int, papers: int) -> bool:
        """Does moving so many papers change the result? If so, it is remembered."""
        self.counts += 1
        self.left -= 1
        changed = with_moved(self.ballots, source, target, papers, self.rules.keys.every_preference)
        then = count_ballots(changed, self.seats, self.rules)
        if (then.outcome, set(then.elected)) == (self.made.outcome, set(self.made.elected)):
            return False
        names = self.ballots.candidates
        self.best = (papers, names[source], names[target], then)
        return True

    def narrow(self, source: int, target: int, available: int) -> None:
        """The fewest papers of this pair that change the result, as far as halving finds them."""
        most = min(available, self.best[0] - 1 if self.best else available)
        if most < 1 or not self.changes(source, target, most):
            return
        low, high = 0, most
        while high - low > 1 and self.left > 0:
            middle = (low + high) // 2
            if self.changes(source, target, middle):
                high = middle
            else:
                low = middle


def searched_margin(ballots: Ballots, seats: int, rules: CountRules, made: Count) -> Searched | str:
    """Few papers that would have changed who is elected; or in words why there is no search.

    `made` is the count of these ballots without lots.
    """
    if made.outcome is not Outcome.SETTLED:
        return "the count is not settled without a lot or further facts"
    search, tried, pairs = _Search(ballots, seats, rules, made), 0, list(_pairs(ballots))
    firsts = _first_preferences(ballots)
    for source, target in pairs:
        if search.left <= 0:
            break
        tried += 1
        search.narrow(source, target, firsts[source])
    if search.best is None:
        return Searched(None, "", "", made.elected, made.outcome, search.counts, tried, len(pairs))
    papers, source_name, target_name, then = search.best
    return Searched(
        papers, source_name, target_name, then.elected, then.outcome, search.counts, tried, len(pairs)
    )


def _pairs(ballots: Ballots) -> Iterator[tuple[int, int]]:
    """Every ordered pair of candidates who stand, in the order of their names."""
    standing = [at for at in range(len(ballots.candidates)) if at not in ballots.withdrawn]
    order = sorted(standing, key=lambda at: ballots.candidates[at])
    return ((one, other) for one in order for other in order if one != other)


def _first_preferences(ballots: Ballots) -> list[int]:
    found = [0] * len(ballots.candidates)
    for paper in ballots.papers:
        if paper.marks and isinstance(paper.marks[0], int):
            found[paper.marks[0]] += paper.papers
    return found


def with_moved(ballots: Ballots, source: int, target: int, papers: int, in_full: bool = False) -> Ballots:
    """The same ballots with so many papers for `source` replaced by papers for `target`, in a fixed order.

    `in_full` gives all other candidates a preference as well, in the order of their names.
    """
    left, kept = papers, list[Paper]()
    rest = _in_order(ballots.papers)
    for paper in rest:
        taken = min(left, paper.papers) if paper.marks[:1] == (source,) else 0
        left -= taken
        if paper.papers > taken:
            kept.append(paper._replace(papers=paper.papers - taken))
    others = sorted(set(range(len(ballots.candidates))) - {target}, key=lambda at: ballots.candidates[at])
    return replace(ballots, papers=(*kept, Paper(papers - left, (target, *(others if in_full else ())))))


def _in_order(papers: Sequence[Paper]) -> list[Paper]:
    """The papers in the order of their marks, so that the order of the file decides nothing."""
    return sorted(papers, key=lambda paper: str(paper.marks))
