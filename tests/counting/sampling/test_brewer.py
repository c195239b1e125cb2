"""Brewer's draw: its inclusion probabilities exactly, by enumerating every draw of a tiny frame."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from scrutator.counting.sampling.pps import brewer, brewer_odds, inclusion_chances
from scrutator.counting.sampling.public_seed import Randomness

SEED = "31415926535897932384"


def samples(chances: list[Fraction], number: int) -> dict[frozenset[int], Fraction]:
    """The probability of every sample: all orders of drawing, step by step, in fractions."""
    found: dict[frozenset[int], Fraction] = {}

    def draw(taken: tuple[int, ...], chance: Fraction) -> None:
        if len(taken) == number:
            found[frozenset(taken)] = found.get(frozenset(taken), Fraction(0)) + chance
            return
        left = np.array([Fraction(0) if i in taken else one for i, one in enumerate(chances)], dtype=object)
        odds = brewer_odds(left, sum(left), number - len(taken))
        for place, one in enumerate(odds):
            if one:
                draw((*taken, place), chance * one / sum(odds))

    draw((), Fraction(1))
    return found


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("sizes", [[16, 18, 21, 22, 23], [6, 7, 7, 7, 8, 8], [7, 8, 8, 9, 9]])
def test_every_station_has_exactly_its_inclusion_probability(sizes: list[int], number: int) -> None:
    chances = [Fraction(number * size, sum(sizes)) for size in sizes]
    assert max(chances) < 1
    found = samples(chances, number)
    assert sum(found.values()) == 1
    for place, chance in enumerate(chances):
        assert sum(p for sample, p in found.items() if place in sample) == chance


def test_pairs_have_the_probabilities_of_brewer_1963() -> None:
    shares = [Fraction(size, 21) for size in (2, 3, 4, 5, 7)]
    found = samples([2 * share for share in shares], 2)
    scale = 1 + sum(share / (1 - 2 * share) for share in shares)
    for i, j in combinations(range(5), 2):
        both = 1 / (1 - 2 * shares[i]) + 1 / (1 - 2 * shares[j])
        assert found[frozenset((i, j))] == 2 * shares[i] * shares[j] * both / scale


def test_the_draw_follows_the_probabilities_of_the_samples() -> None:
    sizes = {"a": 2.0, "b": 3.0, "c": 4.0, "d": 5.0, "e": 7.0}
    counts: dict[frozenset[str], int] = {}
    for index in range(4000):
        chosen = frozenset(brewer(list(sizes), sizes, 2, Randomness(SEED, (str(index),))))
        counts[chosen] = counts.get(chosen, 0) + 1
    exact = samples([Fraction(2 * int(size), 21) for size in sizes.values()], 2)
    names = list(sizes)
    for sample, chance in exact.items():
        seen = counts.get(frozenset(names[place] for place in sample), 0) / 4000
        assert seen == pytest.approx(
            float(chance), abs=4 * (float(chance) * (1 - float(chance)) / 4000) ** 0.5
        )


def test_large_samples_are_drawn_without_rejection_and_no_station_twice() -> None:
    sizes = {f"s{index:04d}": 100.0 + index % 900 for index in range(3000)}
    chosen = brewer(list(sizes), sizes, 400, Randomness(SEED, ("large",)))
    chances = inclusion_chances(sizes, 400)
    assert len(chosen) == 400
    assert chosen == {name: chances[name] for name in chosen}
