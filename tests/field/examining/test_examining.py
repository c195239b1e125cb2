"""Whose reports resemble ones not made on the spot: each test on cases made by hand, at its limits on both sides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

import pytest

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.copied import copied
from scrutator.field.examining.evidence import Evidence, Kind, as_many, usual_rate
from scrutator.field.examining.examined import Verdict, examine
from scrutator.field.examining.fast import fast
from scrutator.field.examining.rehearsed import Plan, RehearsedMission, World, rehearsed_mission
from scrutator.field.examining.round_numbers import round_numbers
from scrutator.field.examining.speaking_for import speaks_for
from scrutator.field.examining.straight import straight, straight_lined
from support.field_forms import bundled_published

AT = datetime(2026, 6, 14, 8, tzinfo=UTC)
YES = dict.fromkeys(
    (
        *("v_identity", "v_signature", "v_secrecy", "v_together", "v_for_other", "v_same_hand", "v_seals"),
        *("v_pressure", "v_unauthorised", "v_campaign", "restricted"),
    ),
    "yes",
)
FINE = {
    **YES,
    **dict.fromkeys(("v_together", "v_for_other", "v_same_hand", "v_pressure", "v_campaign"), "no"),
    **dict.fromkeys(("v_unauthorised", "restricted"), "no"),
}


def visit(
    report: str,
    answers: Mapping[str, str],
    *,
    who: str = "A",
    station: str = "",
    begins: int = 0,
    minutes: int = 30,
) -> Filed:
    """A visit that begins so many minutes after eight."""
    come = AT + timedelta(minutes=begins)
    gone = come + timedelta(minutes=minutes)
    times = {"arrived": come.isoformat(), "left": gone.isoformat()}
    form = bundled_published("voting")
    return Filed(report, who, who, form, station or f"S{report}", gone, {**times, **answers})


def protocol(report: str, votes: list[int], who: str = "A", station: str = "", hour: int = 0) -> Filed:
    lines = {f"list_{n}": str(value) for n, value in enumerate(votes, 1)}
    form = bundled_published("quickcount")
    return Filed(report, who, who, form, station or f"S{report}", AT + timedelta(hours=hour), lines)


def of(found: tuple[Evidence, ...], who: str = "A") -> Evidence:
    return next(one for one in found if one.observer == who)


def test_one_answer_throughout_is_straight_only_where_it_is_a_problem_twice_and_none_twice() -> None:
    assert straight_lined(visit("1", YES)) is True
    assert straight_lined(visit("1", {**YES, "v_seals": "no"})) is False
    assert straight_lined(visit("1", FINE)) is False
    assert straight_lined(visit("1", dict.fromkeys(YES, "not_observed"))) is False
    eight = dict(list(YES.items())[:8])  # of which three are problems
    assert straight_lined(visit("1", eight)) is True
    assert straight_lined(visit("1", dict(list(YES.items())[:7]))) is None
    one_problem = dict.fromkeys(("v_identity", "v_signature", "v_secrecy", "v_seals", "v_together"), "yes")
    assert straight_lined(visit("1", one_problem)) is None


def test_two_reports_are_too_few_and_three_straight_ones_of_three_are_many() -> None:
    two = [visit(str(n), YES) for n in range(2)]
    assert of(straight(two)).chance is None
    others = [visit(f"{n}-{who}", FINE, who=f"B{who}") for n in range(3) for who in range(4)]
    three = of(straight([*(visit(str(n), YES) for n in range(3)), *others]))
    assert (three.found, three.of, three.reports) == (3, 3, ("0", "1", "2"))
    assert three.chance == pytest.approx(0.01**3)


def test_a_visit_of_less_than_five_minutes_is_too_fast_unless_nobody_was_let_in() -> None:
    def found(minutes: int, **answers: str) -> int:
        return of(fast([visit("1", answers, minutes=minutes)])).found

    assert (found(4), found(5)) == (1, 0)
    assert (found(4, admitted="refused"), found(4, admitted="delayed")) == (0, 1)
    assert (found(-1), found(0)) == (0, 1), "one that ends before it begins has a wrong clock"


def test_of_visits_that_overlap_the_fewest_are_counted_that_must_be_wrong() -> None:
    day = [visit(str(n), {}, begins=40 * n) for n in range(6)]
    assert of(fast(day)).found == 0
    wrong = replace(day[3], answers={**day[3].answers, "arrived": day[0].answers["arrived"]})
    assert of(fast([*day[:3], wrong, *day[4:]])).reports == ("3",)
    at_one = [visit(str(n), {}, begins=10 * n, station="S1") for n in range(3)]
    assert of(fast(at_one)).found == 0
    touching = [visit("1", {}, begins=0, minutes=30), visit("2", {}, begins=30, minutes=30)]
    assert of(fast(touching)).found == 0
    assert of(fast([touching[0], visit("2", {}, begins=29, minutes=31)])).found == 1


VOTES = [231, 187, 92, 64, 58, 33, 21]


def others(count: int = 30) -> list[Filed]:
    chance = Random(4)
    return [
        protocol(f"o{n}", [chance.randrange(20, 400) for _ in range(7)], who=f"B{n}") for n in range(count)
    ]


def test_the_numbers_of_an_earlier_report_of_another_station_name_the_later_one() -> None:
    first, second = protocol("1", VOTES, who="A"), protocol("2", VOTES, who="C", hour=1)
    found = copied([second, *others(), first])
    assert (of(found).found, of(found, "C").found) == (0, 1)
    assert of(found, "C").reports == ("2",)
    assert (of(found, "C").chance or 1) < 1e-6
    same_place = [protocol("1", VOTES, station="S1"), protocol("2", VOTES, who="C", station="S1", hour=1)]
    assert of(copied([*same_place, *others()]), "C").found == 0
    almost = protocol("2", [*VOTES[:6], 22], who="C", hour=1)
    assert of(copied([first, almost, *others()]), "C").found == 0


def test_of_two_that_came_in_at_one_moment_or_at_one_that_is_not_known_neither_is_named() -> None:
    first = protocol("1", VOTES, who="A")
    for received in (first.received, None):
        second = replace(protocol("2", VOTES, who="C"), received=received)
        for reports in ([first, second], [second, first]):
            found = copied([*others(), *reports])
            assert (of(found, "A").found, of(found, "C").found) == (0, 0)


def test_few_or_small_numbers_are_no_copy() -> None:
    for votes in ([231, 187], [9] * 7, [231, 187, *[9] * 5]):
        found = of(copied([protocol("1", votes, who="B"), protocol("2", votes, hour=1), *others()]))
        assert (found.found, found.chance) == (0, None)
    three = of(
        copied([protocol("1", [231, 187, 92], who="B"), protocol("2", [231, 187, 92], hour=1), *others()])
    )
    assert (three.found, three.chance) == (1, pytest.approx(1 / 31**3 * 32 * 31 / 2))


def test_votes_that_end_in_0_or_5_are_counted_once_a_protocol_and_from_twenty_on() -> None:
    found = of(round_numbers([protocol("1", [100, 105, 110, 105, 19, 20, 33])]))
    assert (found.found, found.of) == (4, 5)
    assert found.chance is None
    six = of(round_numbers([protocol("1", [100, 105, 110, 115, 25, 20])]))
    assert six.chance == pytest.approx(0.2**6)


def test_rates_are_taken_from_the_middle_observer_and_chances_from_the_binomial_law() -> None:
    assert usual_rate({"a": (0, 6), "b": (0, 6), "c": (6, 6)}, 0.01) == 0.01
    assert usual_rate({"a": (1, 2), "b": (1, 2), "c": (0, 2), "d": (0, 0)}, 0.01) == 0.5
    assert as_many(0, 6, 0.5) == 1
    assert as_many(2, 2, 0.5) == pytest.approx(0.25)


@cache
def mission(world: World, seed: int, dishonest: float = 0.0, kind: Kind = Kind.COPIED) -> RehearsedMission:
    forms = {name: bundled_published(name) for name in ("voting", "quickcount")}
    return rehearsed_mission(forms, Plan(world, observers=40, dishonest=dishonest, kind=kind), seed)


@pytest.mark.parametrize("world", World)
def test_in_an_honest_mission_nobody_is_named(world: World) -> None:
    assert {one.verdict for one in examine(mission(world, 5).reports)} <= {
        Verdict.NOTHING,
        Verdict.TOO_LITTLE,
    }


@pytest.mark.parametrize(
    ("kind", "least"), [(Kind.COPIED, 2), (Kind.STRAIGHT, 3), (Kind.FAST, 4), (Kind.ROUND, 1)]
)
def test_of_four_who_invent_all_their_reports_some_are_named_and_nobody_else(kind: Kind, least: int) -> None:
    made = mission(World.PLAIN, 7, 0.1, kind)
    named = {one.observer for one in examine(made.reports) if kind in one.kinds}
    assert len(made.dishonest) == 4
    assert named <= made.dishonest
    assert len(named) >= least


def test_the_order_of_reports_and_the_names_of_observers_decide_nothing() -> None:
    made = list(mission(World.PLAIN, 7, 0.1, Kind.STRAIGHT).reports)
    expected = examine(made)
    Random(1).shuffle(made)
    assert examine(made) == expected
    renamed = [replace(one, observer=f"z{one.observer[::-1]}") for one in made]
    again = {one.observer: (one.verdict, one.kinds) for one in examine(renamed)}
    assert again == {f"z{one.observer[::-1]}": (one.verdict, one.kinds) for one in expected}


def test_without_reports_or_with_one_there_is_nothing_or_too_little_to_say() -> None:
    assert examine([]) == ()
    (one,) = examine([visit("1", FINE)])
    assert one.verdict is Verdict.TOO_LITTLE


def test_the_same_seed_gives_the_same_mission() -> None:
    forms = {name: bundled_published(name) for name in ("voting", "quickcount")}
    plan = Plan(World.MESSY, observers=6)
    assert rehearsed_mission(forms, plan, 3) == rehearsed_mission(forms, plan, 3)
    assert rehearsed_mission(forms, plan, 3) != rehearsed_mission(forms, plan, 4)


def test_what_speaks_for_an_observer_is_counted_from_their_reports_and_those_of_others_there() -> None:
    own = replace(visit("1", {**FINE, "v_pressure": "yes"}, station="S1"), photos=3, missing_photos=1)
    late = replace(visit("2", {}), received=AT + timedelta(hours=9))
    other = visit("3", FINE, who="B", station="S1")
    found = speaks_for([own, late, other])["A"]
    assert (found.agreeing, found.compared) == (len(FINE) - 1, len(FINE))
    assert (found.photos, found.soon, found.timed, found.problems) == (2, 1, 2, 1)
