"""The drawing of a neighbourhood: everybody once, legible, and not drawn when it would not be."""

import pytest

from scrutator.site.ties.graph import HEIGHT, WIDTH, neighbourhood


@pytest.mark.parametrize(("others", "drawn"), [(2, False), (3, True), (24, True), (25, False)])
def test_a_drawing_has_three_to_twenty_four_neighbours(others: int, drawn: bool) -> None:
    made = neighbourhood("self", [(f"other {n}", "stated") for n in range(others)])
    assert (made is not None) is drawn


def test_each_neighbour_stands_once_inside_the_drawing_whatever_the_order() -> None:
    ties = [(f"other {n % 5}", "stated" if n < 5 else "alleged") for n in range(10)]
    made = neighbourhood("self", ties)
    assert made is not None
    assert made == neighbourhood("self", ties[::-1])
    assert len(made.nodes) == 5
    assert all(0 < node.x < WIDTH and 0 < node.y < HEIGHT for node in made.nodes)


def test_a_line_is_dashed_only_when_every_tie_is_alleged() -> None:
    ties = [("a", "alleged"), ("b", "alleged"), ("b", "stated"), ("c", "stated")]
    made = neighbourhood("self", ties)
    assert made is not None
    assert {node.lines[0]: node.alleged for node in made.nodes} == {"a": True, "b": False, "c": False}


def test_a_long_name_keeps_two_lines_and_says_that_it_was_cut() -> None:
    name = "The very long name of an organisation for many things in many places"
    made = neighbourhood("self", [(name, "stated"), ("b", "stated"), ("c", "stated")])
    assert made is not None
    (lines,) = [node.lines for node in made.nodes if node.lines[0].startswith("The very")]
    assert len(lines) == 2
    assert lines[1].endswith("…")
