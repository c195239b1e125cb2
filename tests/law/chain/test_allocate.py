"""The chain: worked arithmetic of the Kazakh law, readings, ties, guarantees, and defined outcomes."""

from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.votes import ListVotes, Votes


def votes(*counts: int, **totals: int) -> Votes:
    return Votes(
        tuple(ListVotes(name, count) for name, count in zip("ABCDEFGH", counts, strict=False)), **totals
    )


def seats(table: dict[str, object], given: Votes) -> list[int]:
    return list(allocate(rules_from(table), given).seats.values())


def test_the_shortest_rules_that_work() -> None:
    table = {"seats": 150, "method": "dhondt", "threshold": "4%", "denominator": "valid"}
    assert (
        seats(table, votes(500, 300, 39, 161)) == [79, 47, 0, 24]
        or sum(seats(table, votes(500, 300, 39, 161))) == 150
    )


def test_the_denominator_decides_who_clears() -> None:
    given = votes(930, 70, against_all=10, void=20, registered=2000)
    for base, cleared in (("lists", 2), ("valid", 1), ("cast", 1), ("registered", 1)):
        table = {"seats": 10, "method": "hare", "threshold": "7%", "denominator": base}
        assert len(allocate(rules_from(table), given).first.admitted) == cleared, base


def test_exactly_at_the_threshold_is_in_and_strictly_is_out() -> None:
    table = {"seats": 10, "method": "hare", "threshold": "7%"}
    assert allocate(rules_from(table), votes(93, 7)).first.admitted == ("A", "B")
    assert allocate(rules_from(table | {"strictly": True}), votes(93, 7)).first.admitted == ("A",)


def test_a_missing_base_is_an_error_and_never_zero() -> None:
    table = {"seats": 10, "method": "hare", "threshold": "7%", "denominator": "cast"}
    with pytest.raises(ScrutatorError, match="L06"):
        allocate(rules_from(table), votes(93, 7))


def test_a_threshold_nobody_clears_leaves_every_seat_empty() -> None:
    result = allocate(rules_from({"seats": 10, "method": "dhondt", "threshold": "60%"}), votes(50, 50))
    assert (result.outcome, result.first.unfilled, list(result.seats.values())) == (
        "nobody_admitted",
        10,
        [0, 0],
    )


def test_more_seats_than_votes_is_still_exact() -> None:
    assert seats({"seats": 10, "method": "dhondt"}, votes(3, 2)) == [6, 4]


def test_a_tie_is_not_decided_by_the_order_of_the_rows() -> None:
    result = allocate(rules_from({"seats": 3, "method": "dhondt"}), votes(100, 100))
    assert (result.outcome, result.first.unfilled) == ("tie_to_resolve", 1)
    assert result.first.ties[0].lists == ("A", "B")
    assert result.first.ties[0].seats == 1


@pytest.mark.parametrize("method", ["dhondt", "hare"])
def test_a_recorded_fact_decides_a_tie_whichever_row_comes_first(method: str) -> None:
    rules = rules_from({"seats": 3, "method": method, "ties": ["registered_order"]})
    for orders, winner in (((1, 2), "A"), ((2, 1), "B")):
        given = Votes(tuple(ListVotes(n, 100, registered_order=o) for n, o in zip("AB", orders, strict=True)))
        result = allocate(rules, given)
        assert (result.outcome, result.seats[winner]) == ("settled", 2)
        assert any(step.rule == "tie" for step in result.first.steps)


def test_a_fact_the_law_does_not_name_decides_nothing() -> None:
    given = Votes((ListVotes("A", 100, lot=1), ListVotes("B", 100, lot=2)))
    assert (
        allocate(rules_from({"seats": 3, "method": "dhondt", "ties": ["age"]}), given).outcome
        == "tie_to_resolve"
    )


def test_two_lists_registered_on_the_same_day_stay_tied() -> None:
    given = Votes((ListVotes("A", 100, registered_order=1), ListVotes("B", 100, registered_order=1)))
    assert allocate(rules_from({"seats": 3, "method": "dhondt"}), given).outcome == "tie_to_resolve"


def test_the_older_candidate_wins_where_the_law_says_so() -> None:
    given = Votes((ListVotes("A", 100, age=50), ListVotes("B", 100, age=60)))
    assert allocate(rules_from({"seats": 3, "method": "dhondt", "ties": ["age"]}), given).seats["B"] == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_fact_that_decides_in_part_leaves_only_the_level_ones_to_the_next(order: tuple[int, ...]) -> None:
    """The eldest has a seat whatever the lot says; the lot is drawn between the two of the same age."""
    lists = (
        ListVotes("A", 100, age=70, lot=3),
        ListVotes("B", 100, age=60, lot=1),
        ListVotes("C", 100, age=60, lot=2),
    )
    given = Votes(tuple(lists[at] for at in order))
    rules = {"seats": 2, "method": "dhondt", "ties": ["age", "lot"]}
    assert allocate(rules_from(rules), given).seats == {"A": 1, "B": 1, "C": 0}
    only_age = allocate(rules_from({**rules, "ties": ["age"]}), given).first
    assert only_age.seats == {"A": 1, "B": 0, "C": 0}
    assert [(set(tie.lists), tie.seats) for tie in only_age.ties] == [({"B", "C"}, 1)]


def test_a_fact_puts_the_last_out_before_the_next_fact_decides() -> None:
    lists = (
        ListVotes("A", 100, age=70, lot=3),
        ListVotes("B", 100, age=70, lot=2),
        ListVotes("C", 100, age=60, lot=1),
    )
    rules = {"seats": 1, "method": "dhondt", "ties": ["age", "lot"]}
    assert allocate(rules_from(rules), Votes(lists)).seats["B"] == 1


def test_leftovers_go_to_the_largest_lists_in_order() -> None:
    """Georgia 2024; by largest remainders the third list would have 17 and the fifth 13."""
    given = votes(1120140, 229161, 211120, 182949, 161336)
    chain = [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "by": "largest_lists"}]
    assert seats({"seats": 150, "step": chain}, given) == [89, 19, 16, 14, 12]
    assert seats({"seats": 150, "method": "hare"}, given) == [88, 18, 17, 14, 13]


def test_more_leftovers_than_lists_is_an_error_unless_the_law_repeats_the_round() -> None:
    chain = [{"do": "quota", "quota": "droop"}, {"do": "whole_seats"}, {"do": "leftovers"}]
    with pytest.raises(ScrutatorError, match="L13"):
        seats({"seats": 10000, "step": chain}, votes(12003, 10002, 8101))
    chain[2] = {"do": "leftovers", "repeat": True}
    assert sum(seats({"seats": 10000, "step": chain}, votes(12003, 10002, 8101))) == 10000


def test_quota_seats_and_then_highest_averages() -> None:
    chain = [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers", "by": "highest_averages"}]
    assert seats({"seats": 4, "step": chain}, votes(60, 25, 15)) == [3, 1, 0]


def test_coalitions_need_more() -> None:
    given = Votes(
        (ListVotes("A", 900), ListVotes("B", 60, parties=2), ListVotes("C", 55), ListVotes("D", 985 - 900))
    )
    step = {"do": "threshold", "share": "5%", "coalition": {"2": "8%", "3": "9%"}}
    result = allocate(rules_from({"seats": 10, "method": "dhondt", "step": [step]}), given)
    assert result.first.admitted == ("A", "C", "D")
    for parties, share in ((1, 50), (2, 80), (3, 90), (4, 90), (7, 90)):  # of a thousand votes
        for votes_, admitted in ((share, True), (share - 1, False)):
            given = Votes((ListVotes("A", 1000 - votes_), ListVotes("B", votes_, parties=parties)))
            result = allocate(rules_from({"seats": 10, "method": "dhondt", "step": [step]}), given)
            assert ("B" in result.first.admitted) == admitted, (parties, votes_)


def test_minorities_and_direct_mandates_are_exempt_where_the_law_says_so() -> None:
    given = Votes(
        (ListVotes("A", 960), ListVotes("M", 20, minority=True), ListVotes("D", 20, district_seats=3))
    )
    for extra, admitted in (
        ({}, ("A",)),
        ({"minority_exempt": True}, ("A", "M")),
        ({"or_district_seats": 3}, ("A", "D")),
        ({"or_district_seats": 4}, ("A",)),
    ):
        step = {"do": "threshold", "share": "5%", **extra}
        result = allocate(rules_from({"seats": 100, "method": "dhondt", "step": [step]}), given)
        assert result.first.admitted == admitted


def test_a_quorum_in_every_region_or_in_some() -> None:
    given = Votes(
        (ListVotes("A", 900, regions={"N": 600, "S": 300}), ListVotes("B", 100, regions={"N": 99, "S": 1})),
        region_bases={"N": 699, "S": 301},
    )
    step: dict[str, object] = {"do": "threshold", "share": "7%", "region_share": "0.7%"}
    run = lambda part: allocate(rules_from({"seats": 10, "method": "hare", "step": [part]}), given)  # noqa: E731
    assert run(step).first.admitted == ("A",)
    assert run(step | {"regions_at_least": 1}).first.admitted == ("A", "B")
    with pytest.raises(ScrutatorError, match="L06"):
        allocate(rules_from({"seats": 10, "method": "hare", "step": [step]}), votes(10, 10))


def test_lists_together_must_have_over_sixty_per_cent_and_number_two() -> None:
    step = {"do": "admit_next", "at_least_lists": 2, "until_share": "60%"}
    table = {"seats": 100, "method": "hare", "threshold": "7%", "step": [step]}
    result = allocate(rules_from(table), votes(30, 28, 6, 5, 4, 27 - 0))
    assert result.first.admitted == ("A", "B", "F")
    result = allocate(rules_from(table), votes(300, 280, 69, 68, 67, 66, 65, 64))
    assert result.first.admitted == ("A", "B", "C")
    assert allocate(rules_from(table), votes(650, 60, 59, 58, 57)).first.admitted == ("A", "B")
    exactly_sixty = votes(300, 300, 66, 67, 68, 69, 65, 65)
    assert allocate(rules_from(table), exactly_sixty).first.admitted == ("A", "B", "F")


def test_a_tie_for_the_next_place_is_a_tie_too() -> None:
    table = {
        "seats": 10,
        "method": "hare",
        "threshold": "7%",
        "step": [{"do": "admit_next", "at_least_lists": 2}],
    }
    result = allocate(rules_from(table), votes(90, 5, 5))
    assert (result.outcome, result.first.ties[0].lists) == ("tie_to_resolve", ("B", "C"))


def test_a_floor_that_binds_leaves_the_rest_to_the_others() -> None:
    floor = [{"do": "admit_next", "at_least_lists": 2}, {"do": "floor", "seats": 2}]
    table = {"seats": 98, "method": "hare", "threshold": "7%", "step": floor}
    assert seats(table, votes(9900, 60, 40)) == [96, 2, 0]


def test_a_cap_returns_seats_to_the_others_until_nobody_is_above() -> None:
    table = {"seats": 10, "method": "dhondt", "step": [{"do": "cap", "seats": 4}]}
    assert seats(table, votes(800, 150, 50)) == [4, 4, 2]


def test_a_majority_bonus_raises_the_first_and_can_have_a_condition() -> None:
    bonus = {"do": "majority_bonus", "to_share": "54%", "if_share": "40%"}
    table = {"seats": 100, "method": "dhondt", "step": [bonus]}
    assert seats(table, votes(45, 35, 20))[0] == 54
    assert sum(seats(table, votes(45, 35, 20))) == 100
    assert seats(table, votes(39, 35, 26))[0] < 54
    assert seats(table | {"seats": 101}, votes(45, 35, 20))[0] == 55
    extra = {"seats": 250, "method": "hare", "step": [{"do": "majority_bonus", "extra": 50}]}
    assert seats(extra, votes(50, 30, 20)) == [175, 75, 50]


def test_lists_just_below_the_threshold_have_fixed_seats_taken_first() -> None:
    bands = [{"share": "5%", "seats": 1}, {"share": "6%", "seats": 2}]
    table = {
        "seats": 100,
        "method": "hare",
        "threshold": "7%",
        "step": [{"do": "fixed_seats", "bands": bands}],
    }
    assert seats(table, votes(500, 380, 65, 55)) == [55, 42, 2, 1]


def test_a_majority_of_votes_gets_a_majority_of_seats() -> None:
    """Netherlands, art. P 9: the municipal case of 15 seats from the electoral council's tests."""
    table = {"seats": 15, "method": "hare", "step": [{"do": "absolute_majority"}]}
    assert seats(table, votes(2571, 977, 567, 536, 453)) == [8, 3, 2, 1, 1]
    small = {"seats": 3, "method": "hare", "step": [{"do": "absolute_majority"}]}
    assert seats(small, votes(500, 300, 200)) == [1, 1, 1]  # exactly half the votes is no majority
    assert seats(small, votes(501, 300, 199)) == [2, 1, 0]
    assert seats(small | {"seats": 4}, votes(501, 260, 239)) == [3, 1, 0]  # half the seats is none either


def test_the_opposition_is_raised_to_a_third_of_the_house() -> None:
    """Armenia 2021: 68/26/7, minority seats 3 and 1, then two more for the opposition."""
    given = Votes(
        (
            ListVotes("Civil Contract", 688761, minority_seats=3),
            ListVotes("Armenia Alliance", 269481, minority_seats=1),
            ListVotes("I Have Honor", 66650),
        )
    )
    chain = [{"do": "minority_seats"}, {"do": "opposition_share", "share": "1/3"}]
    assert seats({"seats": 101, "method": "hare", "step": chain}, given) == [71, 29, 7]
    chain[1] = {"do": "opposition_share", "share": "1/3", "of": "winner"}
    assert seats({"seats": 101, "method": "hare", "step": chain}, given) == [71, 27, 7]
    exactly = {"seats": 3, "method": "hare", "step": [{"do": "opposition_share", "share": "1/3"}]}
    assert seats(exactly, votes(600, 300)) == [2, 1]
    assert seats(exactly | {"seats": 4}, votes(600, 200)) == [3, 2]


def test_allies_pool_their_votes_and_share_inside() -> None:
    given = Votes((ListVotes("A", 50), ListVotes("B", 29, alliance="x"), ListVotes("C", 21, alliance="x")))
    chain = [{"do": "alliances"}, {"do": "share_inside", "method": "dhondt"}]
    assert seats({"seats": 5, "method": "dhondt"}, given) == [3, 1, 1]
    assert seats({"seats": 4, "method": "dhondt", "step": chain}, given) == [2, 1, 1]
    assert seats({"seats": 3, "method": "dhondt", "step": chain}, given)[1:] != [0, 0]


def test_an_alliance_is_named_alike_whichever_row_comes_first() -> None:
    lists = (ListVotes("B", 50, alliance="x"), ListVotes("A", 50, alliance="x"), ListVotes("C", 100))
    steps = [{"do": "alliances"}, {"do": "share_inside"}]
    rules = rules_from({"seats": 1, "method": "dhondt", "step": steps})
    for rows in (lists, lists[::-1]):
        (tie,) = allocate(rules, Votes(rows)).first.ties
        assert set(tie.lists) == {"A + B", "C"}


def test_an_alliance_ties_with_the_best_fact_of_its_members() -> None:
    given = Votes(
        (
            ListVotes("A", 100, registered_order=2),
            ListVotes("B", 60, registered_order=3, alliance="x"),
            ListVotes("C", 40, registered_order=1, alliance="x"),
        )
    )
    chain = [{"do": "alliances"}, {"do": "share_inside"}]
    result = allocate(rules_from({"seats": 1, "method": "dhondt", "step": chain}), given)
    assert (result.outcome, list(result.seats.values())) == ("settled", [0, 1, 0])


def test_an_ally_below_the_threshold_brings_nothing_in() -> None:
    given = Votes((ListVotes("A", 60), ListVotes("B", 36, alliance="x"), ListVotes("C", 4, alliance="x")))
    table = {
        "seats": 10,
        "method": "dhondt",
        "threshold": "5%",
        "step": [{"do": "alliances"}, {"do": "share_inside"}],
    }
    result = allocate(rules_from(table), given)
    assert result.first.admitted == ("A", "B")
    assert list(result.seats.values()) == [6, 4, 0]


def test_every_step_keeps_its_article_and_its_exact_outcome() -> None:
    step = {"do": "threshold", "share": "7%", "article": "art. 97-1"}
    result = allocate(
        rules_from({"seats": 98, "method": "hare", "step": [step]}), votes(5621436, 518405, 498788, 302591)
    )
    recorded = {step.rule: step for step in result.first.steps}
    assert recorded["threshold"].article == "art. 97-1"
    assert recorded["quota"].result["A"] == Fraction(5621436 * 98, 6638629)
    assert recorded["whole seats"].result == {"A": 82, "B": 7, "C": 7}


def test_readings_that_agree_are_one_result_and_readings_that_part_are_an_outcome() -> None:
    reading = {
        "id": "leftovers",
        "reading": [
            {"id": "A", "label": "by remainder", "do": "leftovers"},
            {"id": "B", "label": "to the largest", "do": "leftovers", "by": "largest_lists"},
        ],
    }
    table = {"seats": 3, "step": [{"do": "quota"}, {"do": "whole_seats"}, reading]}
    result = allocate(rules_from(table), votes(52, 48))
    assert (result.outcome, result.agreed, len(result.readings)) == ("settled", ("leftovers",), 1)
    result = allocate(rules_from(table), votes(70, 40))
    assert (result.outcome, result.pivotal) == ("settled", ())
    result = allocate(rules_from(table), votes(60, 10, 20))
    assert (result.outcome, result.pivotal) == ("statute_ambiguous", ("leftovers",))
    assert [list(r.allocation.seats.values()) for r in result.readings] == [[2, 0, 1], [3, 0, 0]]


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({"seats": 0, "method": "hare"}, "L10"),
        ({"seats": "many", "method": "hare"}, "L10"),
        ({"method": "hare"}, "L10"),
        ({"seats": 10, "method": "dhont"}, "L11"),
        ({"seats": 10, "method": "hare", "threshold": "7"}, "L10"),
        ({"seats": 10, "method": "hare", "threshold": 1}, "L10"),
        ({"seats": 10, "method": "hare", "threshold": "-7%"}, "L10"),
        ({"seats": 10, "method": "hare", "threshold": "7%", "denominator": "vaild"}, "L10"),
        ({"seats": 10, "method": "hare", "treshold": "7%"}, "L10"),
        ({"seats": 10, "step": [{"do": "quotas"}]}, "L10"),
        ({"seats": 10, "step": [{"do": "threshold"}]}, "L10"),
        ({"seats": 10, "step": [{"do": "threshold", "share": "7%", "off": "valid"}]}, "L10"),
        ({"seats": 10, "method": "hare", "ties": ["coin"]}, "L20"),
        ({"seats": 10, "method": "hare", "step": [{"do": "leftovers", "by": "chance"}]}, "L10"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_by_name(table: dict[str, object], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        allocate(rules_from(table), votes(60, 40))
    assert caught.value.code == code


def test_whole_quotas_that_fill_the_house_leave_no_seat_and_one_more_is_refused() -> None:
    table = {"seats": 2, "method": "hare", "threshold": "0%"}
    assert seats(table, votes(50, 50)) == [1, 1]
    with pytest.raises(ScrutatorError, match="L13"):
        seats({"seats": 2, "method": "imperiali", "threshold": "0%"}, votes(500, 500, 500))


DHONDT = {"seats": 10, "method": "dhondt"}


def readings(**more: object) -> dict[str, object]:
    step = {"do": "threshold", "share": "5%", **more}
    both = [
        {"id": "valid", "label": "of valid votes", **step},
        {"id": "registered", "label": "of registered voters", **step, "of": "registered"},
    ]
    return {**DHONDT, "step": [{"id": "threshold", "reading": both}]}


@pytest.mark.parametrize(
    ("more", "most"),
    [({}, 1_800), ({"strictly": True}, 1_799), ({"coalition": {"2": "8%"}}, 1_125)],
    ids=["plain", "strictly", "coalition"],
)
def test_up_to_which_number_a_missing_base_changes_nothing(more: dict[str, object], most: int) -> None:
    """Five per cent of 1,800 are 90 votes; a coalition of two needs eight, which are 90 of 1,125."""
    lists = (ListVotes("A", 910), ListVotes("C", 90, parties=2))
    (said,) = allocate(rules_from(readings(**more)), Votes(lists)).unavailable.values()
    assert f"up to {most:,} of them the same lists clear" in said
    for base, same in ((most, True), (most + 1, False)):
        alone = {**DHONDT, "step": [{"do": "threshold", "share": "5%", **more, "of": "registered"}]}
        admitted = allocate(rules_from(alone), Votes(lists, registered=base)).first.admitted
        assert (admitted == ("A", "C")) is same


def test_nothing_is_said_of_a_missing_base_where_others_are_exempt() -> None:
    lists = (ListVotes("A", 910), ListVotes("C", 90, minority=True))
    (said,) = allocate(rules_from(readings(minority_exempt=True)), Votes(lists)).unavailable.values()
    assert "the same lists" not in said
