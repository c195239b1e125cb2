"""The law engine beside apportionment, interregnum and biprop, on the same votes in the same run.

Peers run on the sizes they finish in seconds. Votes are heavy-tailed and fixed by a seed. A peer that is
not installed, or stops with an error, is reported as such.
"""

import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

SEED = 20120115
NOT_RUN = "not run: minutes"
Row = tuple[str, str, str]


def votes_of(lists: int, scale: int = 50_000) -> list[int]:
    """Heavy-tailed votes, the same in every run."""
    chance = random.Random(SEED + lists)
    return [int(chance.paretovariate(1.1) * scale) for _ in range(lists)]


def best(run: Callable[[], object], times: int = 5, inside: int = 1) -> float:
    """Seconds of one call: the best of some rounds, each the mean of `inside` calls."""
    run()
    rounds = []
    for _ in range(times):
        start = time.perf_counter()
        for _ in range(inside):
            run()
        rounds.append((time.perf_counter() - start) / inside)
    return min(rounds)


def spoken(seconds: float) -> str:
    """A time with the unit that suits it."""
    return f"{seconds * 1000:.3f} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def peer(run: Callable[[], object], times: int = 2) -> str:
    """A peer's time, or what became of it."""
    try:
        return spoken(best(run, times))
    except Exception as error:  # a peer's own failure is a result of the comparison
        return f"stops: {type(error).__name__}: {str(error)[:60]}"


def rows() -> list[Row]:
    """What, measured, target."""
    return [*allocation_rows(), *statute_rows(), *margin_rows(), *biproportional_rows()]


def allocation_rows() -> list[Row]:
    """D'Hondt and largest remainders, plain allocation without the recorded steps."""
    from scrutator.law.arithmetic.divisors import DIVISORS, highest_averages
    from scrutator.law.arithmetic.quotas import largest_remainders

    table: list[Row] = []
    for house, lists, target in ((98, 10, "< 0.2 ms"), (10_000, 1_000, "< 0.3 s")):
        votes = votes_of(lists)
        what = f"D'Hondt exact, {house:,} seats, {lists:,} lists"
        inside = 200 if house == 98 else 1
        ours = best(lambda v=votes, h=house: highest_averages(v, h, DIVISORS["dhondt"]), inside=inside)  # type: ignore[misc]
        table.append((what, spoken(ours), target))
        for name, run in _peers_dhondt(votes, house):
            table.append((f"  {name}", peer(run) if run else NOT_RUN, ""))
    votes = votes_of(10)
    ours = best(lambda: largest_remainders(votes, 98), inside=200)
    table.append(("largest remainders exact, 98 seats, 10 lists", spoken(ours), "< 0.2 ms"))
    return table


def _peers_dhondt(votes: list[int], house: int) -> list[tuple[str, Callable[[], object] | None]]:
    from apportionment.methods import compute
    from interregnum.methods import allocators

    names = [str(number) for number in range(len(votes))]
    named = list(zip(names, votes, strict=True))
    step_by_step: Any = allocators["highest_averages"]("dhondt")
    large = house > 1000

    def floats() -> object:
        return compute("dhondt", votes, house, parties=names)

    def fractions() -> object:
        return compute("dhondt", votes, house, fractions=True, parties=names)

    return [
        ("apportionment, float", floats),
        ("apportionment, fractions", None if large else fractions),
        ("interregnum, fractions", None if large else lambda: step_by_step.calc(named, house)),
    ]


def statute_rows() -> list[Row]:
    """A whole statute: one result with its recorded steps, and ten thousand draws."""
    import numpy as np

    from scrutator.law.chain.allocate import allocate, chains
    from scrutator.law.chain.votes import ListVotes, Votes
    from scrutator.law.questions.draws import Draws, seats_of_draws
    from scrutator.law.statutes.statute import load

    rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
    counts = np.array([5621436, 518405, 498788, 116534, 82623, 57732, 45702])
    names = tuple("ABCDEFG")
    votes = Votes(tuple(ListVotes(n, int(c)) for n, c in zip(names, counts, strict=True)), void=80_000)
    draws = Draws(
        names,
        np.random.default_rng(SEED).multinomial(6_941_220, counts / counts.sum(), size=10_000),
        other_ballots=np.full(10_000, 80_000),
    )
    steps = chains(rules)[0][1]
    one = best(lambda: allocate(rules, votes), 5, 20)
    return [
        ("law of 2012, one result, four readings, with steps", spoken(one), ""),
        ("law of 2009: 10,000 draws", spoken(best(lambda: seats_of_draws(steps, draws))), "< 0.5 s"),
    ]


def margin_rows() -> list[Row]:
    """The least change of a seat, certified."""
    from scrutator.law.chain.allocate import chains
    from scrutator.law.chain.rules import rules_from
    from scrutator.law.chain.votes import ListVotes, Votes
    from scrutator.law.questions.margins import least_seat_change

    votes = Votes(tuple(ListVotes(f"list {number}", count) for number, count in enumerate(votes_of(10))))
    table = []
    for method in ("dhondt", "sainte-lague", "hare"):
        steps = chains(rules_from({"seats": 150, "method": method, "threshold": "3%"}))[0][1]
        seconds = best(lambda s=steps: least_seat_change(s, votes))  # type: ignore[misc]
        table.append((f"least change of a seat, 10 lists, 150 seats, {method}", spoken(seconds), "< 50 ms"))
    return table


def biproportional_rows() -> list[Row]:
    """Double proportional tables, exact here, floating point in biprop."""
    from scrutator.law.arithmetic.biproportional import biproportional
    from scrutator.law.arithmetic.divisors import DIVISORS, highest_averages

    rule, table = DIVISORS["sainte-lague"], []
    for lists, regions, house in ((7, 16, 98), (10, 100, 500)):
        chance = random.Random(SEED)
        votes = [[int(chance.paretovariate(1.2) * 1000) for _ in range(lists)] for _ in range(regions)]
        due = highest_averages([sum(row) for row in votes], house, rule).seats
        upper = highest_averages([sum(column) for column in zip(*votes, strict=True)], house, rule).seats
        what = f"biproportional exact, {lists} lists, {regions} regions, {house} seats"
        ours = best(lambda v=votes, d=due, u=upper: biproportional(v, d, u, rule), 1)  # type: ignore[misc]
        table.append((what, spoken(ours), ""))
        table.append(("  biprop, float", peer(_biprop(votes, list(due), list(upper)), 1), ""))
    return table


def _biprop(votes: list[list[int]], due: list[int], upper: list[int]) -> Callable[[], object]:
    import biprop
    import numpy as np

    array = np.array(votes, dtype=float).T

    def run() -> object:
        election = biprop.Election(array, party_seats=upper, region_seats=due)
        return election.lower_apportionment()

    return run
