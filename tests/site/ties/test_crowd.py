"""The drawing of many neighbours: everybody once in each relation, inside the drawing, none over another."""

import random
from itertools import pairwise

from scrutator.site.ties.crowd import COLUMNS, LETTERS, LINE, WIDTH, crowd


def many(count: int) -> list[tuple[str, str, str]]:
    relations = ("payment", "membership", "hosting")
    return [(f"Actor {n:03d}", relations[n % 3], "alleged" if n % 7 == 0 else "stated") for n in range(count)]


def test_three_hundred_neighbours_stand_once_inside_the_drawing_and_apart() -> None:
    made = crowd(many(300))
    named = [one for block in made.blocks for one in block.names]
    assert sorted(one.text for one in named) == sorted(name for name, _, _ in many(300))
    assert all(0 < one.x < WIDTH and 0 < one.y < made.height for one in named)
    places = sorted((one.x, one.y) for one in named)
    assert all(a[0] != b[0] or b[1] - a[1] >= LINE for a, b in pairwise(places))
    assert len({one.x for one in named}) == COLUMNS
    assert all(len(one.text) <= LETTERS for one in named)


def test_the_order_of_ties_decides_nothing() -> None:
    ties = many(60)
    random.Random(1).shuffle(ties)
    assert crowd(ties) == crowd(many(60))


def test_a_ring_says_that_every_tie_of_that_relation_is_alleged() -> None:
    made = crowd(
        [
            ("A", "payment", "alleged"),
            ("A", "payment", "stated"),
            ("B", "payment", "alleged"),
            ("A", "hosting", "alleged"),
        ]
    )
    found = {(block.relation, one.text): one.alleged for block in made.blocks for one in block.names}
    assert found == {("payment", "A"): False, ("payment", "B"): True, ("hosting", "A"): True}


def test_a_long_name_says_that_it_was_cut() -> None:
    made = crowd(
        [
            ("A very long name of an organisation for many things", "payment", "stated"),
            ("x" * 60, "payment", "stated"),
        ]
    )
    assert all(one.text.endswith("…") for one in made.blocks[0].names)
