"""A published share follows from the counts when the exact one lies within half a unit of its last digit."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.official.shares import agrees
from scrutator.publishing.sources import case_files
from scrutator.record.folder.opening import sound_case
from scrutator.record.unknown import Missing, Unknown
from support.methods import outcome_of


@pytest.mark.parametrize(
    ("published", "exact", "follows"),
    [
        ("7.5", "7.55", True),
        ("7.5", "7.45", True),
        ("7.5", "7.5501", False),
        ("7.5", "7.4499", False),
        ("7.50", "7.505", True),
        ("7.50", "7.5051", False),
        ("8", "7.5", True),
        ("8", "7.4", False),
    ],
)
def test_half_a_unit_of_the_last_published_digit_decides(published: str, exact: str, follows: bool) -> None:
    assert agrees(Decimal(published), Fraction(exact)) is follows


@pytest.mark.parametrize("method", ["official.shares", "official.margins"])
def test_a_contest_without_a_vote_is_an_error_that_says_so(method: str) -> None:
    case = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    none = replace(case, results=tuple(replace(row, votes=0) for row in case.results))
    with pytest.raises(ScrutatorError, match="no list has a vote in the final results"):
        outcome_of(none, method, {})


def test_margins_without_any_count_are_an_error_that_says_so() -> None:
    case = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    missing = Unknown(Missing.NOT_OBTAINED)
    none = replace(case, results=tuple(replace(row, votes=missing) for row in case.results))
    with pytest.raises(ScrutatorError, match="no list has a vote in the final results"):
        outcome_of(none, "official.margins", {})
