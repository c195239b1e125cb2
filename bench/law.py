"""The law engine beside apportionment, interregnum and biprop, on the same votes in the same run.

Votes are heavy-tailed and fixed by a seed. A peer that is not installed, or stops with an error, is reported
as such; what takes a peer more than some seconds is run once, and left out of a quick run.
"""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from bench import measure
from bench.measure import Peer, Row, beside, peer, seconds

SEED = 20120115


def votes_of(lists: int, scale: int = 50_000) -> list[int]:
    """Heavy-tailed votes, the same in every run."""
    chance = random.Random(SEED + lists)
    return [int(chance.paretovariate(1.1) * scale) for _ in range(lists)]


def rows() -> list[Row]:
    """Allocation, a whole statute, margins, and tables in two dimensions."""
    return [
        *allocation_rows(),
        *statute_rows(),
        *margin_rows(),
        *system_rows(),
        *biproportional_rows(),
        *ballot_rows(),
    ]


def allocation_rows() -> list[Row]:
    """D'Hondt and largest remainders, plain allocation without the recorded steps."""
    from scrutator.law.arithmetic.divisors import DIVISORS, highest_averages
    from scrutator.law.arithmetic.quotas import largest_remainders

    table: list[Row] = []
    for house, lists, target in ((98, 10, "< 0.2 ms"), (10_000, 1_000, "< 0.3 s")):
        votes = votes_of(lists)
        ours = seconds(lambda v=votes, h=house: highest_averages(v, h, DIVISORS["dhondt"]))  # type: ignore[misc]
        what = f"D'Hondt exact, {house:,} seats, {lists:,} lists"
        table += beside(what, ours, _peers_dhondt(votes, house), target)
    votes = votes_of(10)
    ours = seconds(lambda: largest_remainders(votes, 98))
    other = peer("apportionment, float", _largest_remainders(votes, 98))
    return [*table, *beside("largest remainders exact, 98 seats, 10 lists", ours, [other], "< 0.2 ms")]


def _largest_remainders(votes: list[int], house: int) -> Callable[[], object]:
    def run() -> object:
        from apportionment.methods import compute

        return compute("hamilton", votes, house, parties=[str(number) for number in range(len(votes))])

    return run


def _peers_dhondt(votes: list[int], house: int) -> list[Peer]:
    names = [str(number) for number in range(len(votes))]
    named = list(zip(names, votes, strict=True))

    def floats(fractions: bool = False) -> object:
        from apportionment.methods import compute

        return compute("dhondt", votes, house, fractions=fractions, parties=names)

    def step_by_step() -> object:
        from interregnum.methods import allocators

        method: Any = allocators["highest_averages"]("dhondt")
        return method.calc(named, house)

    large = house > 1000
    slow = [("apportionment, fractions", lambda: floats(True)), ("interregnum, fractions", step_by_step)]
    if large and measure.QUICK:
        return [peer("apportionment, float", floats)]
    return [peer("apportionment, float", floats), *(peer(name, run, 1 if large else 5) for name, run in slow)]


def statute_rows() -> list[Row]:
    """A whole statute: one result with its recorded steps, and ten thousand draws."""
    import numpy as np

    from scrutator.law.chain.allocate import allocate, chains
    from scrutator.law.chain.votes import ListVotes, Votes
    from scrutator.law.questions.draws import Draws, seats_of_draws
    from scrutator.law.statutes.files import load

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
    one = seconds(lambda: allocate(rules, votes))
    many = seconds(lambda: seats_of_draws(steps, draws))
    return [
        Row("law of 2012, one result, four readings, with steps", one, remark="no peer knows statutes"),
        Row("law of 2009: 10,000 draws", many, target="< 0.5 s", remark="no peer knows statutes"),
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
        ours = seconds(lambda s=steps: least_seat_change(s, votes))  # type: ignore[misc]
        what = f"least change of a seat, 10 lists, 150 seats, {method}"
        table.append(Row(what, ours, target="< 50 ms", remark="no peer gives margins"))
    return table


SYSTEM = {
    "stage": [
        {"do": "admission"}, {"do": "districts"}, {"do": "national", "link": "kept"},
        {"do": "place", "by": "comparison"},
    ],
    "step": [
        {"tier": "admission", "do": "threshold", "share": "3%"},
        {"tier": "district", "do": "highest_averages", "divisor": "sainte-lague", "first": "1.2"},
        {"tier": "national", "do": "house", "seats": 349},
        {"tier": "national", "do": "highest_averages", "divisor": "sainte-lague", "first": "1.2"},
    ],
}  # fmt: skip


def system_rows() -> list[Row]:
    """A national system: threshold, 45 districts of 7 seats with 30 lists, levelling seats with places."""
    import numpy as np

    from scrutator.law.chain.table import District
    from scrutator.law.chain.votes import ListVotes, Votes
    from scrutator.law.questions.system_draws import SystemDraws, seats_of_system_draws
    from scrutator.law.systems.ballots import ballots_of
    from scrutator.law.systems.build import system_from
    from scrutator.law.systems.distribute import distribute

    chance = np.random.default_rng(SEED)
    votes = np.maximum(chance.pareto(1.0, 30)[None] * 30_000 * chance.uniform(0.6, 1.4, (45, 30)), 1).astype(
        int
    )
    lists = tuple(f"list {n}" for n in range(30))
    contests = [
        District(
            f"district {at}", Votes(tuple(ListVotes(n, int(c)) for n, c in zip(lists, row, strict=True))), 7
        )
        for at, row in enumerate(votes)
    ]
    system = system_from(SYSTEM)
    once = seconds(lambda: distribute(system, ballots_of(contests)))
    drawn = (votes[None] * chance.uniform(0.9, 1.1, (10_000, 45, 30))).astype(np.int64)
    draws = SystemDraws(lists, tuple(c.name for c in contests), (7,) * 45, drawn)
    many = seconds(lambda: seats_of_system_draws(system, draws))
    what = "a national system, 45 districts, 30 lists, 349 seats"
    return [
        Row(what, once, target="≤ 5 ms", remark="levelling seats and their places; no peer has this system"),
        Row(f"{what}: 10,000 draws", many, target="≤ 2 s", remark="no peer draws"),
    ]


def biproportional_rows() -> list[Row]:
    """Double proportional tables, exact here, floating point in biprop."""
    from scrutator.law.arithmetic.biproportional import biproportional
    from scrutator.law.arithmetic.divisors import DIVISORS, highest_averages

    rule, table = DIVISORS["sainte-lague"], list[Row]()
    for lists, regions, house in ((7, 16, 98), (10, 100, 500)):
        chance = random.Random(SEED)
        votes = [[int(chance.paretovariate(1.2) * 1000) for _ in range(lists)] for _ in range(regions)]
        due = highest_averages([sum(row) for row in votes], house, rule).seats
        upper = highest_averages([sum(column) for column in zip(*votes, strict=True)], house, rule).seats
        what = f"biproportional exact, {lists} lists, {regions} regions, {house} seats"
        ours = seconds(lambda v=votes, d=due, u=upper: biproportional(v, d, u, rule))  # type: ignore[misc]
        table += beside(what, ours, [peer("biprop, float", _biprop(votes, list(due), list(upper)))])
    return table


def _biprop(votes: list[list[int]], due: list[int], upper: list[int]) -> Callable[[], object]:
    import numpy as np

    array = np.array(votes, dtype=float).T

    def run() -> object:
        import biprop

        election = biprop.Election(array, party_seats=upper, region_seats=due)
        return election.lower_apportionment()

    return run


def ranked_papers(papers: int, candidates: int) -> list[tuple[int, ...]]:
    """Full rankings, nearly all different, in which the first candidates are liked more; fixed by a seed."""
    chance = random.Random(SEED)
    weights = [1 / (at + 1) for at in range(candidates)]
    keys = [[chance.random() ** (1 / one) for one in weights] for _ in range(papers)]
    return [tuple(sorted(range(candidates), key=lambda at: -row[at])) for row in keys]


def ballot_rows() -> list[Row]:
    """Ranked ballots: reading a BLT file, and its Scottish count beside VoteKit's of the same papers."""
    from scrutator.law.ballots.blt import parse_blt
    from scrutator.law.ballots.counting import count_ballots
    from scrutator.law.ballots.papers import Ballots
    from scrutator.law.count_rules import CountRules, rules_named

    papers, size, seats = ranked_papers(100_000, 20), 20, 5
    rows_of_file = [f"1 {' '.join(str(at + 1) for at in one)} 0" for one in papers]
    names = [f'"c{at}"' for at in range(size)]
    text = "\n".join([f"{size} {seats}", *rows_of_file, "0", *names])
    ballots, rules = parse_blt(text), rules_named("scotland-2011")
    assert isinstance(rules, CountRules)
    reading, counting = (
        seconds(lambda: parse_blt(text)),
        seconds(lambda: count_ballots(ballots, seats, rules)),
    )
    what = "single transferable vote, {} papers, 20 candidates, 5 seats"
    few = papers[:500]
    small = Ballots(ballots.candidates, ballots.papers[:500])
    counting_few = seconds(lambda: count_ballots(small, seats, rules))
    return [
        Row("BLT file of 100,000 papers, 20 preferences each", reading),
        Row(what.format("100,000"), counting, target="< 1 s", remark="VoteKit 3.5 was stopped after minutes"),
        *beside(what.format("500"), counting_few, [peer("VoteKit, floats", _votekit(few, size, seats), 1)]),
        Row("the French first round of 577 constituencies, 7 candidates each", seconds(_constituencies)),
    ]


def _constituencies() -> object:
    from scrutator.law.count_rules import MajorityRules, rules_named
    from scrutator.law.majority.deciding import decide
    from scrutator.law.majority.poll import Candidacy, Poll

    rules = rules_named("france-assembly")
    assert isinstance(rules, MajorityRules)
    votes = [
        tuple(Candidacy(f"c{at}", count) for at, count in enumerate(votes_of(7, 1000))) for _ in range(577)
    ]
    return [decide(Poll(one, registered=10**6), rules) for one in votes]


def _votekit(papers: list[tuple[int, ...]], size: int, seats: int) -> Callable[[], object]:
    def run() -> object:
        from votekit import RankBallot, RankProfile
        from votekit.elections import STV

        ballots = tuple(RankBallot(ranking=[{f"c{at}"} for at in one], weight=1) for one in papers)
        profile = RankProfile(ballots=ballots, candidates=tuple(f"c{at}" for at in range(size)))
        return STV(profile, n_seats=seats, simultaneous=False)

    return run
