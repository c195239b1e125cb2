"""A law with one thing turned: everything else stays, and what it does not have is refused."""

from itertools import permutations

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.questions.changed_law import METHODS, Turned, changed_law
from scrutator.law.statutes.files import load

VOTES = Votes(tuple(ListVotes(name, votes) for name, votes in (("A", 600), ("B", 340), ("C", 60))))
LAW = rules_from({"seats": 10, "method": "dhondt", "threshold": "5%"}, "law")


def seats(turned: Turned, law: Rules = LAW, votes: Votes = VOTES) -> dict[str, int]:
    changed = changed_law(law, turned).law
    assert isinstance(changed, Rules)
    return dict(allocate(changed, votes).seats)


def kazakhstan() -> Rules:
    from datetime import date

    return load("kazakhstan/elections").rules_at(date(2012, 1, 15))


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        (Turned(), {"A": 7, "B": 3, "C": 0}),
        (Turned(method="hare"), {"A": 6, "B": 3, "C": 1}),
        (Turned(method="hare", threshold="7%"), {"A": 6, "B": 4, "C": 0}),
        (Turned(seats=1), {"A": 1, "B": 0, "C": 0}),
    ],
)
def test_only_what_is_turned_changes(turned: Turned, expected: dict[str, int]) -> None:
    assert seats(turned) == expected


@pytest.mark.parametrize("method", [name for name in METHODS if name != "imperiali"])
def test_every_method_gives_what_a_law_written_with_it_gives(method: str) -> None:
    written = rules_from({"seats": 10, "method": method, "threshold": "5%"}, "written")
    assert seats(Turned(method=method)) == dict(allocate(written, VOTES).seats)


def test_a_method_takes_the_place_of_a_quota_with_two_readings_and_the_threshold_keeps_its_own() -> None:
    changed = changed_law(kazakhstan(), Turned(method="dhondt")).law
    assert isinstance(changed, Rules)
    kept = [link.id for link in changed.links if len(link.readings) > 1]
    assert kept == ["threshold"]


def test_without_the_rule_for_the_next_list_one_list_can_stand_alone() -> None:
    lonely = Votes((ListVotes("A", 900), ListVotes("B", 60), ListVotes("C", 40)))
    assert seats(Turned(), kazakhstan(), lonely)["B"] == 5
    assert seats(Turned(no_next_list=True), kazakhstan(), lonely) == {"A": 98, "B": 0, "C": 0}


@pytest.mark.parametrize(
    "turned",
    [Turned(method="magic"), Turned(no_next_list=True), Turned(threshold="five"), Turned(threshold="101%")],
)
def test_what_the_law_does_not_have_is_refused(turned: Turned) -> None:
    with pytest.raises(ScrutatorError):
        changed_law(LAW, turned)


def test_what_was_changed_is_said_and_the_name_tells() -> None:
    assert changed_law(LAW, Turned()).changes == ()
    assert changed_law(LAW, Turned()).law.name == "law"
    changed = changed_law(LAW, Turned(seats=5, threshold="1%", method="hare"))
    assert changed.law.name == "law, changed"
    assert [text.split(":")[0] for text in changed.changes] == ["Seats", "Threshold", "Method"]


def test_the_order_of_the_lists_decides_nothing() -> None:
    found = {
        tuple(sorted(seats(Turned(method="droop"), votes=Votes(order)).items()))
        for order in permutations(VOTES.lists)
    }
    assert len(found) == 1
