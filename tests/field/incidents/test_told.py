"""Which reports tell of one event, and how many sources stand for it, in any order of the reports."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.incidents.status import COVERS, Status, status_of
from scrutator.field.incidents.told import Told, about_of, events, held, independent

ONE = Told(
    1, "o1", "t1", "violence", "S1", "2026-11-29", "saw", words="Guards pushed an observer out of the room"
)
TWO = replace(
    ONE, number=2, observer="o2", team="t2", words="An observer was thrown out, I stood in the door"
)
OF = "violence | S1 | 2026-11-29"


def test_two_teams_that_saw_it_are_two_sources() -> None:
    assert independent([ONE, TWO]) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"observer": "o1", "team": "t1"},
        {"team": "t1"},
        {"known": "heard_witness"},
        {"known": "document"},
        {"known": "hearsay"},
        {"known": ""},
        {"relayed": True},
        {"by_observer": False},
        {"counts": False},
        {"kind": "pressure"},
        {"place": "S2"},
        {"day": "2026-11-28"},
        {"words": "GUARDS pushed an observer — out of the room!"},
    ],
)
def test_each_way_in_which_a_second_report_is_no_second_source(changes: dict[str, object]) -> None:
    second = replace(TWO, **changes)  # type: ignore[arg-type]
    assert independent([ONE, second]) == 1
    confirmed = replace(ONE, status="confirmed", decided_of=OF)
    assert status_of([confirmed, second]).status is Status.CHECKING


@pytest.mark.parametrize(("words", "sources"), [("fourteen chars", 2), ("fifteen letters", 1)])
def test_few_equal_words_are_chance_and_more_are_not(words: str, sources: int) -> None:
    """13 letters and 14; 15 letters without the space would be "fifteenletters" with 14: see below."""
    pair = [replace(ONE, words=words + "x"), replace(TWO, words=words + "x")]
    assert len("".join(one for one in words + "x" if one.isalnum())) == {2: 14, 1: 15}[sources]
    assert independent(pair) == sources


def test_observers_without_a_team_are_sources_by_themselves() -> None:
    assert independent([replace(ONE, team=""), replace(TWO, team="")]) == 2
    assert independent([replace(ONE, team=""), replace(TWO, team="", observer="o1")]) == 1


def test_a_third_with_the_words_of_one_and_the_team_of_another_joins_the_two() -> None:
    third = replace(TWO, number=3, observer="o3", words=ONE.words)
    assert independent([ONE, TWO, third]) == 1


LINKS = st.lists(st.tuples(st.integers(1, 7), st.integers(0, 8)), max_size=10)


@given(LINKS, st.randoms(use_true_random=False))
def test_events_are_the_same_in_any_order_and_every_report_is_in_one(
    links: list[tuple[int, int]], random
) -> None:
    joined = {number: into for number, into in links if into}
    told = [replace(ONE, number=number, joined=joined.get(number)) for number in range(1, 8)]
    found = events(told)
    random.shuffle(told)
    assert events(told) == found
    assert sorted(one.number for reports in found.values() for one in reports) == list(range(1, 8))
    for number, reports in found.items():
        assert number == min(one.number for one in reports) == reports[0].number
    for number, into in joined.items():
        if into <= 7:
            assert any({number, into} <= {one.number for one in reports} for reports in found.values())


@given(st.permutations(range(5)))
def test_sources_and_status_do_not_depend_on_the_order(order: list[int]) -> None:
    told = [
        ONE,
        TWO,
        replace(TWO, number=3),
        replace(ONE, number=4, known="hearsay"),
        replace(TWO, number=5, team="t5"),
    ]
    assert independent([told[place] for place in order]) == 2
    first = replace(ONE, status="confirmed", decided_of=OF)
    listed = [first, *told[1:]]
    assert status_of([listed[place] for place in order]).status is Status.CONFIRMED


def test_an_event_that_no_report_counts_for_claims_nothing() -> None:
    gone = replace(ONE, counts=False, status="confirmed", decided_of=OF)
    assert status_of([gone]).status is Status.UNVERIFIED
    assert status_of([replace(gone, status="refuted")]).status is Status.REFUTED
    assert about_of([gone]) is None


@pytest.mark.parametrize("status", ["confirmed", "refuted", "cannot be determined"])
@pytest.mark.parametrize("change", [{"kind": "other"}, {"place": "S2"}, {"day": "2026-11-30"}])
def test_what_was_decided_of_another_event_is_not_said_of_this_one(
    status: str, change: dict[str, str]
) -> None:
    decided = replace(ONE, status=status, decided_of=OF)
    assert status_of([decided, TWO]).status.value == status
    changed = [replace(one, **change) for one in (decided, TWO)]  # type: ignore[arg-type]
    assert status_of(changed).status is Status.CHECKING


def test_an_event_is_hidden_as_soon_as_one_of_its_reports_is() -> None:
    assert held([ONE, replace(TWO, held=True)])
    assert not held([ONE, TWO])


def test_every_status_says_what_it_covers() -> None:
    assert set(COVERS) == set(Status)
