"""Measure how often audits of ballots are met: of wrong outcomes (the risk) and of right ones.

Usage: python tools/audit_risk.py [RUNS]. Writes tools/reference/audit_risk.json after every cell, and goes on
with the cells that are missing; run r of a cell always has the seed (SEED, cell, r), so that the first runs
can be repeated one by one. A wrong outcome is a tie, the hardest one. A look after every card, except where
rounds are named.
"""

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from scrutator.counting.audits.assertions import AboveThreshold, Ahead, Assertion
from scrutator.counting.audits.cards import Recorded, Statement
from scrutator.counting.audits.poll import CardTest, Errors, compare, poll, poll_by_rounds
from scrutator.counting.audits.strata import Compared, Polled, product, suite

OUT = Path(__file__).parent / "reference" / "audit_risk.json"
SEED, LIMIT, RUNS, REPEATED = 20_261_127, 0.05, 4_000, 20
PAIR: Assertion = Ahead("a", "b")
LOOKS = (CardTest.ALPHA, CardTest.AGRAPA, CardTest.KAPLAN_WALD, CardTest.KAPLAN_MARKOV)
LOOKS += (CardTest.MIXTURE, CardTest.PLUG_IN)
ROUNDS = (60, 120, 240)
Cell = Callable[[np.random.Generator, bool], bool]
"""One audit of a right or a wrong outcome: was the limit met?"""


def _poll(test: CardTest) -> Cell:
    """300 cards, published 165 to 135, in truth that or 150 to 150; all but the last ten may be read."""

    def run(rng: np.random.Generator, right: bool) -> bool:
        winner = 165 if right else 150
        cards = rng.permutation(np.repeat(["a", "b"], [winner, 300 - winner]))[:290].tolist()
        told = {"a": 165, "b": 135}
        return poll(cards, Statement(PAIR), told, test, replacement=False).risk <= LIMIT

    return run


TENTH = AboveThreshold("a", Fraction(1, 10))


def _threshold(rng: np.random.Generator, right: bool) -> bool:
    """A list at 20 per cent by publication against a threshold of 10, in truth that or exactly 10."""
    share = 0.2 if right else 0.1
    cards = rng.permutation(np.repeat(["a", "b"], [int(400 * share), 400 - int(400 * share)]))[:390]
    told = {"a": 80, "b": 320}
    return poll(cards.tolist(), Statement(TENTH), told, CardTest.ALPHA, replacement=False).risk <= LIMIT


def _bravo(rng: np.random.Generator, right: bool) -> bool:
    """Up to 300 cards with replacement, published 60 to 40 per cent."""
    cards = np.where(rng.random(300) < (0.6 if right else 0.5), "a", "b").tolist()
    told = {"a": 6_000, "b": 4_000}
    return poll(cards, Statement(PAIR), told, CardTest.BRAVO, replacement=True).risk <= LIMIT


def _rounds(test: CardTest) -> Cell:
    def run(rng: np.random.Generator, right: bool) -> bool:
        cards = np.where(rng.random(ROUNDS[-1]) < (0.6 if right else 0.5), "a", "b").tolist()
        told = {"a": 6_000, "b": 4_000}
        for end in ROUNDS:
            asked = (cards[:end], Statement(PAIR), told, test, ROUNDS, LIMIT)
            if poll_by_rounds(*asked)[0] <= LIMIT:
                return True
        return False

    return run


def _compare(test: CardTest, right_errors: int = 1) -> Cell:
    """1,000 cards, 520 to 480 by the records; in truth 20 records of the loser's cards say the winner."""

    def run(rng: np.random.Generator, right: bool) -> bool:
        recorded = np.repeat(["a", "b"], [520, 480])
        true = recorded.copy()
        true[: right_errors if right else 20] = "b"
        order = rng.permutation(1_000)[:400]
        records = [Recorded(str(one)) for one in recorded[order]]
        asked = (true[order].tolist(), records, Statement(PAIR), {"a": 520, "b": 480}, test)
        return compare(*asked, replacement=False, errors=Errors(0.0, 0.001)).risk <= LIMIT

    return run


def _pools(test: CardTest) -> Cell:
    """Half of 1,000 cards have records; of ten stations with 50 cards each only totals are known."""

    def run(rng: np.random.Generator, right: bool) -> bool:
        recorded = [Recorded(one) for one in ["a"] * 300 + ["b"] * 200]
        recorded += [Recorded(totals={"a": 30, "b": 20})] * 500
        winner = 600 if right else 500
        true = np.array(["a"] * 300 + ["b"] * 200 + ["a"] * (winner - 300) + ["b"] * (800 - winner))
        order = rng.permutation(1_000)[:400]
        asked = ([str(true[n]) for n in order], [recorded[n] for n in order], Statement(PAIR))
        found = compare(*asked, {"a": 600, "b": 400}, test, replacement=False)
        return found.risk <= LIMIT

    return run


def _suite(rng: np.random.Generator, right: bool) -> bool:
    """10,000 compared cards, 1,000 polled ones; the published lead of 600 is true, or all of it gone."""
    over = 0 if right else int(rng.hypergeometric(300, 9_700, 300))
    winner, loser = rng.multivariate_hypergeometric([750, 150, 100], 250)[:2]
    found = suite(
        Compared(10_000, 300, over_two=over), Polled(1_000, 750, 150, 250, int(winner), int(loser)), 600
    )
    return found <= LIMIT


def _two_polls(rng: np.random.Generator, right: bool) -> bool:
    shares = (0.6, 0.55) if right else (0.6, 0.4)
    told = [Polled(1_000, 600, 400, 400, 0, 0), Polled(1_000, 550, 450, 400, 0, 0)]
    seen = [int(rng.binomial(400, share)) for share in shares]
    first, second = (
        Polled(one.cards, one.winner, one.loser, 400, n, 400 - n) for one, n in zip(told, seen, strict=True)
    )
    return product(first, second) <= LIMIT


CELLS: dict[str, Cell] = (
    {f"poll, {one.value}": _poll(one) for one in LOOKS}
    | {"poll, alpha, a threshold": _threshold, "poll, bravo": _bravo}
    | {f"poll by rounds, {one.value}": _rounds(one) for one in (CardTest.MINERVA, CardTest.PROVIDENCE)}
    | {f"compared, {one.value}": _compare(one) for one in (CardTest.COBRA, *LOOKS)}
    | {f"station totals, {one.value}": _pools(one) for one in (CardTest.ALPHA, CardTest.AGRAPA)}
    | {"strata, compared and polled": _suite, "strata, two polled": _two_polls}
)


def met(cell: str, right: bool, runs: range) -> list[bool]:
    """Was the limit met in each of these runs?"""
    number = list(CELLS).index(cell)
    return [CELLS[cell](np.random.default_rng((SEED, number, int(right), r)), right) for r in runs]


def measured(cell: str, runs: int) -> dict[str, Any]:
    """How often wrong and right outcomes met the limit, with the first runs one by one."""
    wrong, right = met(cell, False, range(runs)), met(cell, True, range(runs))
    first = ["".join("01"[one] for one in some[:REPEATED]) for some in (wrong, right)]
    return {"runs": runs, "wrong_met": sum(wrong), "right_met": sum(right), "first_runs": first}


def main(runs: int) -> None:
    table = json.loads(OUT.read_text()) if OUT.exists() else {}
    for cell in CELLS:
        if table.get(cell, {}).get("runs", 0) >= runs:
            continue
        table[cell] = measured(cell, runs)
        OUT.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n")
        print(cell, table[cell], flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
