"""Votes within ballots, ballots within the register: whichever source is right, in whatever order."""

import itertools

import pytest

from scrutator.record.folder.reading import read_case
from scrutator.record.folder.vote_checks import check_votes
from support.small_case import SMALL_CASE


def faults(results: list[str], totals: list[str]) -> list[str]:
    files = dict(SMALL_CASE)
    files["results.csv"] = "contest,place,list,stage,votes,percent,seats,source\n" + "\n".join(results) + "\n"
    files["totals.csv"] = "contest,place,stage,quantity,value,source,mark\n" + "\n".join(totals) + "\n"
    reading = read_case({path: text.encode() for path, text in files.items()})
    return sorted(fault.reason for fault in check_votes(reading))


def result(name: str, votes: int, source: str) -> str:
    return f"vote,land,{name},final,{votes},1.00,1,{source}"


def total(quantity: str, value: int, source: str, mark: str = "") -> str:
    return f"vote,land,final,{quantity},{value},{source},{mark}"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_sources_that_differ_are_no_fault_while_one_choice_fits(order: tuple[int, ...]) -> None:
    results = [result("red", 921, "B"), result("red", 920, "A"), result("blue", 80, "A")]
    totals = [total("valid", 1000, "A"), total("valid", 999, "B"), total("ballots_cast", 1000, "A")]
    assert faults([results[i] for i in order], [totals[i] for i in order]) == []


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_no_choice_of_sources_fits_is_a_fault_in_any_order(order: tuple[int, ...]) -> None:
    results = [result("red", 921, "B"), result("red", 922, "A"), result("blue", 80, "A")]
    totals = [total("valid", 1000, "A"), total("valid", 999, "B"), total("registered", 5000, "A")]
    assert faults([results[i] for i in order], [totals[i] for i in order]) == [
        "the lists' votes sum to 1001, more than the 1000 valid ballots"
    ]


def test_no_valid_ballots_at_all_are_a_limit_and_ballots_cast_are_called_so() -> None:
    assert faults([result("red", 1, "A")], [total("valid", 0, "A"), total("ballots_cast", 9, "A")]) == [
        "the lists' votes sum to 1, more than the 0 valid ballots"
    ]
    assert faults([result("red", 10, "A")], [total("ballots_cast", 9, "A")]) == [
        "the lists' votes sum to 10, more than the 9 ballots cast"
    ]


@pytest.mark.parametrize(("mark", "found"), [("", 1), ("misprint suspected", 0)])
def test_a_suspect_total_is_excused_by_its_mark(mark: str, found: int) -> None:
    totals = [total("ballots_cast", 10, "A", mark), total("registered", 9, "A")]
    assert len(faults([result("red", 5, "A")], totals)) == found
