"""Several sources for one published number: one rule, whatever the order, and a sentence that says so."""

import itertools

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.official.published import disputed, published_total, results_of
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from support.small_case import SMALL_CASE


def case_of(results: list[str], totals: list[str]) -> Case:
    files = dict(SMALL_CASE)
    files["results.csv"] = "contest,place,list,stage,votes,percent,seats,source\n" + "\n".join(results) + "\n"
    files["totals.csv"] = "contest,place,stage,quantity,value,source\n" + "\n".join(totals) + "\n"
    return sound_case({path: text.encode() for path, text in files.items()}, "small")


RESULTS = [
    "vote,land,red,final,921,92.00,9,B",
    "vote,land,red,final,920,92.00,9,A",
    "vote,land,blue,final,80,8.00,1,A",
]
TOTALS = ["vote,land,final,valid,1001,B", "vote,land,final,valid,1000,A"]


@pytest.mark.parametrize("results", list(itertools.permutations(RESULTS)))
@pytest.mark.parametrize("totals", list(itertools.permutations(TOTALS)))
def test_the_source_that_is_first_in_the_alphabet_is_used_in_any_order(
    results: tuple[str, ...], totals: tuple[str, ...]
) -> None:
    case = case_of(list(results), list(totals))
    assert {name: row.votes for name, row in results_of(case, "vote", "final").items()} == {
        "red": 920,
        "blue": 80,
    }
    assert published_total(case, "vote", "valid") == (1000, ("A",))
    assert disputed(case, "vote") == (
        "Sources differ on the valid votes: 1,000 (A), 1,001 (B). The first is used.",
        "Sources differ on the votes of Red: 920 (A), 921 (B). The first is used.",
    )


def test_sources_that_agree_are_no_dispute() -> None:
    case = case_of([row.replace("921", "920") for row in RESULTS], TOTALS[1:])
    assert disputed(case, "vote") == ()


def test_a_contest_without_results_for_a_country_is_an_error() -> None:
    with pytest.raises(ScrutatorError, match="there are no final results"):
        results_of(case_of(RESULTS, TOTALS), "none", "final")
