"""The steps that follow a list's own share, run out of candidates, or count some votes more than others."""

from fractions import Fraction
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import Allocation, allocate
from scrutator.law.chain.chain_files import bundled_chains, chain_table
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.steps.ceilings import BonusByShare
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.systems.build import system_from


def seats(table: dict[str, Any], *lists: ListVotes, **ballots: int) -> Allocation:
    return allocate(rules_from(table), Votes(lists, **ballots)).first


A, B, C = ListVotes("A", 600), ListVotes("B", 300), ListVotes("C", 100)


# --- bases and roundings


@pytest.mark.parametrize(
    ("rounded", "price"), [("", Fraction(205, 2)), ("nearest", 103), ("down", 102), ("up", 103)]
)
def test_a_quota_is_rounded_as_the_law_says_and_a_half_goes_up(rounded: str, price: Fraction | int) -> None:
    table = {
        "seats": 4,
        "step": [{"do": "quota", "rounded": rounded}, {"do": "whole_seats"}, {"do": "leftovers"}],
    }
    found = seats(table, ListVotes("A", 310), ListVotes("B", 100))
    assert [step.base for step in found.steps if step.rule == "quota"] == [price]


def test_a_rounding_that_is_not_known_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="rounded 'sideways'"):
        rules_from({"seats": 4, "step": [{"do": "quota", "rounded": "sideways"}]})


@pytest.mark.parametrize(("rest", "extra"), [(74, 0), (75, 1)])
def test_a_part_of_a_quota_is_a_seat_at_its_limit(rest: int, extra: int) -> None:
    table = {
        "seats": 4, "step": [{"do": "quota", "of": "valid"}, {"do": "whole_seats", "extra_from": "75%"}],
    }  # fmt: skip
    found = seats(table, ListVotes("A", 300 + rest), ListVotes("B", 400 - 300 - rest))
    assert found.seats["A"] == 3 + extra
    assert found.seats["B"] == 0


@pytest.mark.parametrize(("votes", "takes_part"), [(49, False), (50, True)])
def test_a_threshold_by_kind_of_contender_at_its_limit(votes: int, takes_part: bool) -> None:
    step = {"do": "threshold", "share": "2%", "by_contender": {"bloc": "5%"}}
    table = {"seats": 100, "method": "dhondt", "step": [step]}
    bloc = ListVotes("bloc", votes, contender="bloc")
    found = seats(table, bloc, ListVotes("party", 20), ListVotes("X", 1000 - votes - 20))
    assert ("bloc" in found.admitted, "party" in found.admitted) == (takes_part, True)


@pytest.mark.parametrize(("second", "admitted"), [(39, ["X"]), (40, ["P", "Q", "X"])])
def test_the_sum_of_an_alliance_reaches_the_threshold_for_all(second: int, admitted: list[str]) -> None:
    table = {
        "seats": 50,
        "method": "dhondt",
        "step": [{"do": "threshold", "share": "7%", "alliance_sum": True}],
    }
    lists = (
        ListVotes("P", 30, alliance="U"),
        ListVotes("Q", second, alliance="U"),
        ListVotes("X", 930 - second + 40 - 0),
    )
    total = sum(entry.votes for entry in lists)
    assert total == 1000
    assert sorted(seats(table, *lists).admitted) == admitted


def test_when_no_list_reaches_the_threshold_all_take_part_if_the_law_says_so() -> None:
    lists = [ListVotes(str(n), 10) for n in range(20)]
    step = {"do": "threshold", "share": "10%"}
    assert seats({"seats": 20, "method": "dhondt", "step": [step]}, *lists).outcome == "nobody_admitted"
    found = seats({"seats": 20, "method": "dhondt", "step": [{**step, "or_all": True}]}, *lists)
    assert set(found.seats.values()) == {1}


# --- multipliers


def test_minority_votes_count_more_and_the_others_as_before() -> None:
    """135 against 134 for the last seat: 100 times 1.35 wins it, 99 times does not."""
    for votes, last in ((100, 1), (99, 0)):
        table = {"seats": 2, "method": "dhondt", "step": [{"do": "multiplier", "factor": "1.35"}]}
        found = seats(table, ListVotes("A", 268), ListVotes("M", votes, minority=True))
        assert found.seats["M"] == last, votes


def test_a_multiplier_may_end_at_a_share() -> None:
    step = {"do": "multiplier", "factor": "2", "below": "10%"}
    table = {"seats": 10, "method": "hare", "step": [step]}
    small = seats(table, ListVotes("A", 901), ListVotes("M", 99, minority=True))
    assert small.seats == {"A": 8, "M": 2}
    large = seats(table, ListVotes("A", 900), ListVotes("M", 100, minority=True))
    assert large.seats == {"A": 9, "M": 1}


# --- lists without candidates


def test_a_seat_that_a_list_cannot_fill_goes_to_the_next_claim_or_stays_empty() -> None:
    table = {"seats": 4, "method": "dhondt", "step": [{"do": "exhaustion"}]}
    found = seats(table, ListVotes("A", 400, candidates=2), ListVotes("B", 90), ListVotes("C", 10))
    assert found.seats == {"A": 2, "B": 2, "C": 0}
    empty = seats(table, ListVotes("A", 400, candidates=2), ListVotes("B", 90, candidates=1))
    assert (empty.seats, empty.outcome, empty.unfilled) == ({"A": 2, "B": 1}, "seats_unfilled", 1)
    by_quota = {"seats": 4, "method": "hare", "step": [{"do": "exhaustion"}]}
    found = seats(by_quota, ListVotes("A", 400, candidates=2), ListVotes("B", 90), ListVotes("C", 10))
    assert found.seats == {"A": 2, "B": 1, "C": 1}


# --- caps by share


def cap(**keys: Any) -> dict[str, Any]:
    return {"seats": 10, "method": "hare", "step": [{"do": "share_cap", **keys}]}


def test_a_cap_counts_direct_mandates_and_the_others_share_what_is_cut() -> None:
    """A has 60 % of the votes and 8 direct mandates: 1.1 times 60 % of 20 are 13, so 5 list seats, not 6."""
    direct = ListVotes("A", 600, district_seats=8)
    found = seats(cap(house=20, factor="1.1"), direct, B, C)
    assert found.seats == {"A": 5, "B": 4, "C": 1}
    loose = seats(cap(house=20, factor="1.2"), direct, B, C)
    assert loose.seats == {"A": 6, "B": 3, "C": 1}
    assert [step.says for step in loose.steps if step.rule == "share cap"] == ["not binding"]


def test_a_list_above_its_cap_by_direct_mandates_alone_keeps_them_and_has_no_list_seat() -> None:
    lists = ListVotes("A", 600, district_seats=16), ListVotes("B", 320), ListVotes("C", 80)
    found = seats(cap(house=20, points="20%"), *lists)
    assert found.seats == {"A": 0, "B": 8, "C": 2}


def test_points_and_a_number_of_seats_cap_too() -> None:
    assert seats(cap(house=10, points="8%"), A, B, C).seats == {"A": 6, "B": 3, "C": 1}
    assert seats(cap(house=10, points="20%", seats=5), A, B, C).seats == {"A": 5, "B": 4, "C": 1}
    bound = seats(cap(house=10, points="8%", seats=5), A, B, C)
    assert (bound.seats, bound.unfilled) == ({"A": 5, "B": 3, "C": 1}, 1)
    full = seats(cap(house=10, factor="0.5"), A, B, C)
    assert (full.outcome, full.unfilled) == ("seats_unfilled", 6)


# --- a bonus that grows


@pytest.mark.parametrize(
    ("share", "bonus"),
    [("24.99%", 0), ("25%", 20), ("25.49%", 20), ("25.5%", 21), ("39.99%", 49), ("40%", 50), ("60%", 50)],
)
def test_the_greek_bonus_at_its_limits(share: str, bonus: int) -> None:
    step = BonusByShare(20, "25%", "0.5%", 50)
    assert step.size(Fraction(share.rstrip("%")) / 100) == bonus


def test_a_bonus_comes_off_the_seats_that_are_shared() -> None:
    table = {"seats": 100, "method": "hare", "step": [{"do": "bonus_by_share", "seats": 50}]}
    found = seats(table, A, B, C)
    assert (found.seats, found.house) == ({"A": 80, "B": 15, "C": 5}, 100)
    tied = seats(table, ListVotes("A", 5), ListVotes("B", 5))
    assert tied.outcome == "tie_to_resolve"


@pytest.mark.parametrize(
    "step",
    [
        {"do": "bonus_by_share", "seats": 20, "every": "0.5%"},
        {"do": "share_cap", "house": 0},
        {"do": "multiplier", "factor": "0"},
        {"do": "whole_seats", "over_award": "the last"},
    ],
)
def test_a_step_that_says_half_of_a_rule_is_refused(step: dict[str, Any]) -> None:
    with pytest.raises(ScrutatorError, match="L10"):
        rules_from(
            {"seats": 10, "method": "hare", "step": [step]}
            if step["do"] != "whole_seats"
            else {"step": [step]}
        )


def test_two_rules_for_what_is_left_over_are_refused() -> None:
    steps = [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers"}, {"do": "remainders_then_averages"}]
    with pytest.raises(ScrutatorError, match="two steps for the leftovers"):
        rules_from({"seats": 4, "step": steps})


# --- what every result says


def test_a_part_that_is_not_encoded_is_said_with_every_result() -> None:
    found = seats({"seats": 3, "method": "dhondt", "not_encoded": ["the order of candidates"]}, A, B)
    assert found.notes == ("Not encoded: the order of candidates",)
    with pytest.raises(ScrutatorError, match="not_encoded is a list"):
        rules_from({"seats": 3, "not_encoded": "everything"})


def test_an_open_tie_over_who_takes_part_survives_a_correction() -> None:
    """Two lists tie for the second place; a cap that binds afterwards does not make the outcome settled."""
    table = {
        "seats": 10, "method": "dhondt",
        "step": [
            {"do": "threshold", "share": "30%"}, {"do": "admit_next", "at_least_lists": 2},
            {"do": "cap", "seats": 9},
        ],
    }  # fmt: skip
    found = seats(table, ListVotes("A", 80), ListVotes("B", 10), ListVotes("C", 10))
    assert found.outcome == "tie_to_resolve"


FACTS = {
    "alliance": "U", "parties": 2, "minority": True, "contender": "bloc", "candidates": 3, "minority_seats": 1,
    "district_seats": 1,
}  # fmt: skip
ASKING: dict[str, dict[str, Any]] = {
    "alliance": {"do": "threshold", "share": "1%", "alliance_sum": True},
    "parties": {"do": "threshold", "share": "1%", "coalition": {"2": "2%"}},
    "minority": {"do": "multiplier", "factor": "1.1"},
    "contender": {"do": "threshold", "share": "1%", "by_contender": {"bloc": "2%"}},
    "candidates": {"do": "exhaustion"},
    "minority_seats": {"do": "minority_seats"},
    "district_seats": {"do": "share_cap", "house": 20, "factor": "3"},
}


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_column_that_no_step_asks_for_is_said_and_one_that_is_asked_for_is_not(fact: str) -> None:
    lists = (ListVotes("A", 600, **{fact: FACTS[fact]}), B)
    plain = {"seats": 10, "method": "dhondt"}
    assert any(f"the column {fact}" in note for note in seats(plain, *lists).notes)
    assert seats({**plain, "step": [ASKING[fact]]}, *lists).notes == ()
    assert seats(plain, A, B).notes == ()


def articles_in(name: str) -> list[str]:
    """The article of every step and stage of a bundled file."""
    table = chain_table(name)
    if "system" not in table:
        rules = rules_from(table, name)
        return [step.article for link in rules.links for one in link.readings for step in one.steps]
    system = system_from(table, name)
    links = [link for tier in system.tiers.values() for link in tier]
    stages = [stage.article for stage in system.stages]
    return stages + [step.article for link in links for one in link.readings for step in one.steps]


@pytest.mark.parametrize("name", bundled_chains())
def test_every_step_of_a_bundled_file_has_an_article_or_says_that_it_is_not_on_file(name: str) -> None:
    articles = articles_in(name)
    assert all(articles), articles
    if set(articles) != {"not on file"}:
        assert chain_table(name)["sources"], "an article is cited, and no one says where it was read"


def test_a_result_under_a_bundled_file_prints_articles_and_where_they_were_read() -> None:
    found = allocate(rules_from(chain_table("austria-nationalrat")), Votes((A, B)))
    shown = {step.rule: step.article for step in found.first.steps}
    assert shown["threshold"] == "NRWO 1992 § 107(2)"
    assert shown["house"] == "not on file"
    assert any(note.startswith("Source: NRWO") for note in found.first.notes)


def test_short_keys_take_their_articles_and_an_article_of_nothing_is_refused() -> None:
    cited = {"seats": "art. 1", "threshold": "art. 2", "method": "art. 3", "ties": "art. 4"}
    table = {"seats": 3, "method": "hare", "threshold": "5%", "ties": ["lot"], "articles": cited}
    steps = [step for link in rules_from(table).links for step in link.readings[0].steps]
    assert {step.article for step in steps} == set(cited.values())
    for wrong in ({"name": "art. 1"}, {"threshold": "art. 2"}, {"seats": 1}, "art. 1", ["art. 1"]):
        with pytest.raises(ScrutatorError, match="articles"):
            rules_from({"seats": 3, "method": "hare", "articles": wrong})


def test_the_kind_of_a_system_takes_an_article_for_its_stages() -> None:
    table = {"seats": 3, "method": "sainte-lague", "system": {"kind": "linked", "article": "s. 191"}}
    assert {stage.article for stage in system_from(table).stages} == {"s. 191"}
    with pytest.raises(ScrutatorError, match="not a text"):
        system_from({**table, "system": {"kind": "linked", "article": 191}})


def test_a_threshold_says_its_other_shares() -> None:
    step = {"do": "threshold", "share": "5%", "coalition": {"2": "8%"}, "by_contender": {"bloc": "7%"}}
    found = seats({"seats": 3, "method": "dhondt", "step": [step]}, A, B)
    (said,) = [one.says for one in found.steps if one.rule == "threshold"]
    assert said.endswith("; 8 % from 2 parties on, 7 % for bloc")


def test_more_whole_seats_than_the_lists_with_one_can_give_back_are_no_outcome() -> None:
    """One list with three whole seats in a house of one: each list gives back one, and it has but one list."""
    table = {
        "seats": 1,
        "step": [
            {"do": "quota", "quota": "imperiali"},
            {"do": "whole_seats", "over_award": "smallest_remainder"},
        ],
    }
    with pytest.raises(ScrutatorError, match="L13"):
        allocate(rules_from(table), Votes((ListVotes("A", 9),)))


def test_a_floor_after_leftovers_that_none_may_win_counts_from_nought() -> None:
    table = {
        "seats": 4,
        "step": [
            {"do": "quota"},
            {"do": "leftovers", "to": "by_rule", "repeat": True},
            {"do": "floor", "seats": 1, "to": "admitted"},
        ],
    }
    found = allocate(rules_from(table), Votes((ListVotes("A", 9), ListVotes("B", 3))))
    assert found.seats == {"A": 1, "B": 1}
