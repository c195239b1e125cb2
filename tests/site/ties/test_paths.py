"""Ways between actors: the shortest, the least alleged, and the same whatever the order of the rows."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scrutator.record.nouns.actors import Link
from scrutator.site.ties.paths import ways_from

EVERYONE = set("abcdefg")


def tie(name: str, origin: str, target: str, status: str = "stated") -> Link:
    return Link(
        id=name,
        origin=origin,
        relation="payment",
        target=target,
        text="x",
        status=status,
        disclosed="unknown",
        source=(),
        start=None,
        end=None,
        amount=None,
        currency=None,
        duty=None,
    )


def shown(start: str, ties: list[Link]) -> dict[str, tuple[str, ...]]:
    return {way.to: tuple(step.tie.id for step in way.steps) for way in ways_from(start, ties, EVERYONE)[0]}


CHAIN = [tie(f"t{i}", chr(97 + i), chr(98 + i)) for i in range(6)]  # a-b-c-d-e-f-g


def test_direct_ties_are_left_out_and_ways_have_two_to_four_ties() -> None:
    assert {to: len(ids) for to, ids in shown("a", CHAIN).items()} == {"c": 2, "d": 3, "e": 4}
    assert ways_from("a", CHAIN, EVERYONE)[1] == 2  # f and g


def test_a_tie_is_gone_against_its_direction_too() -> None:
    assert shown("c", CHAIN)["a"] == ("t1", "t0")


def test_of_ways_of_one_length_the_least_alleged_goes_first_and_all_are_counted() -> None:
    ties = [tie("k1", "a", "b", "alleged"), tie("k2", "b", "d"), tie("k3", "a", "c"), tie("k4", "c", "d")]
    (way,) = ways_from("a", ties, EVERYONE)[0]
    assert ([step.tie.id for step in way.steps], way.as_short, way.alleged) == (["k3", "k4"], 2, 0)
    only = ways_from("a", ties[:2], EVERYONE)[0][0]
    assert (only.as_short, only.alleged) == (1, 1)


def test_two_ties_between_the_same_are_one_way_and_the_stated_one_is_shown() -> None:
    ties = [tie("k1", "a", "b", "alleged"), tie("k2", "b", "a"), tie("k3", "b", "c")]
    (way,) = ways_from("a", ties, EVERYONE)[0]
    assert ([step.tie.id for step in way.steps], way.as_short) == (["k2", "k3"], 1)


def test_who_is_tied_to_no_one_or_only_to_themselves_has_no_way() -> None:
    assert ways_from("z", CHAIN, EVERYONE) == ((), 0)
    assert ways_from("a", [tie("k1", "a", "a")], EVERYONE) == ((), 0)


ACTORS = st.sampled_from("abcdefg")


@given(st.lists(st.tuples(ACTORS, ACTORS, st.booleans()), max_size=14), st.randoms(use_true_random=False))
def test_order_of_ties_decides_nothing_and_every_way_is_a_way(rows, draw) -> None:
    ties = [
        tie(f"k{i:02d}", one, two, "alleged" if bad else "stated") for i, (one, two, bad) in enumerate(rows)
    ]
    mixed = [replace(one) for one in ties]
    draw.shuffle(mixed)
    ways, farther = ways_from("a", ties, EVERYONE)
    assert (ways, farther) == ways_from("a", mixed, EVERYONE)
    for way in ways:
        at = "a"
        for step in way.steps:
            assert {at, step.to} == {step.tie.origin, step.tie.target}
            at = step.to
        assert at == way.to
        assert way.as_short >= 1
    back = {way.to: len(way.steps) for way in ways}
    for to, length in back.items():
        assert {way.to: len(way.steps) for way in ways_from(to, ties, EVERYONE)[0]}["a"] == length


def test_only_the_wanted_are_listed_and_counted() -> None:
    ways, farther = ways_from("a", CHAIN, {"d", "g"})
    assert ([way.to for way in ways], farther) == (["d"], 1)
