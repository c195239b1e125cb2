"""A second, slow count of single transferable votes, paper by paper, by the text of the Scottish rules.

Written without a look at the engine: no arrays, no shared code. It knows weighted inclusive Gregory, and Gregory
on the last parcel; it stops at a tie that no earlier stage settles.
"""

from collections import defaultdict
from fractions import Fraction


def cut(value: Fraction, decimals: int | None) -> Fraction:
    return value if decimals is None else Fraction(int(value * 10**decimals), 10**decimals)


class SlowCount:
    """`papers` are rankings, one a paper; candidates are numbers."""

    def __init__(self, papers, candidates, seats, decimals, last_parcel=False):  # type: ignore[no-untyped-def]
        self.quota = len(papers) // (seats + 1) + 1
        self.left, self.elected, self.seats = set(candidates), [], seats
        self.pile = defaultdict(list)  # candidate -> [ranking, value, number of the transfer]
        self.done, self.history, self.tie = set(), [], None
        self.decimals, self.last_parcel, self.transfers = decimals, last_parcel, 0
        self.votes = {one: Fraction(0) for one in candidates}
        self.hand_out([(paper, Fraction(1)) for paper in papers])
        self.note()
        self.run()

    def hand_out(self, papers):  # type: ignore[no-untyped-def]
        self.transfers += 1
        for ranking, value in papers:
            to = next((one for one in ranking if one in self.left), None)
            if to is not None:
                self.pile[to].append((ranking, value, self.transfers))
                self.votes[to] += value

    def note(self) -> None:
        self.history.append(dict(self.votes))
        for one in sorted(self.left):
            if self.votes[one] >= self.quota:
                self.elected.append(one)
        self.left -= set(self.elected)

    def run(self) -> None:
        while len(self.elected) < self.seats and self.left and self.tie is None:
            if len(self.left) <= self.seats - len(self.elected):
                self.elected += sorted(self.left)
                self.left = set()
                return
            over = [one for one in self.elected if one not in self.done and self.votes[one] > self.quota]
            if over:
                self.surplus(self.choose(over, highest=True))
            else:
                self.exclude(self.choose(sorted(self.left), highest=False))

    def choose(self, among, highest):  # type: ignore[no-untyped-def]
        for votes in [self.votes, *self.history[::-1]]:
            best = (max if highest else min)(votes[one] for one in among)
            among = [one for one in among if votes[one] == best]
        if len(among) > 1:
            self.tie = set(among)
        return among[0]

    def surplus(self, who) -> None:  # type: ignore[no-untyped-def]
        if self.tie is not None:
            return
        surplus, total = self.votes[who] - self.quota, self.votes[who]
        moving = self.pile.pop(who)
        if self.last_parcel:
            last = max(number for _, _, number in moving)
            moving = [one for one in moving if one[2] == last]
            able = sum(any(one in self.left for one in ranking) for ranking, _, _ in moving)
            share = min(Fraction(1), cut(surplus / able, self.decimals)) if able else Fraction(1)
            moving = [(ranking, min(value, share)) for ranking, value, _ in moving]
        else:
            moving = [(ranking, cut(surplus * value / total, self.decimals)) for ranking, value, _ in moving]
        self.votes[who] = Fraction(self.quota)
        self.done.add(who)
        self.hand_out(moving)
        self.note()

    def exclude(self, who) -> None:  # type: ignore[no-untyped-def]
        if self.tie is not None:
            return
        self.left.discard(who)
        if len(self.left) <= self.seats - len(self.elected):
            self.note()
            return
        moving = self.pile.pop(who, [])
        self.votes[who] = Fraction(0)
        for value in sorted({one[1] for one in moving}, reverse=True):
            self.hand_out([(ranking, its) for ranking, its, _ in moving if its == value])
        self.note()
