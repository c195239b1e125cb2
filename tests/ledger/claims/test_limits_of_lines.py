"""A comparison needs both sides; a claim about several years needs evidence for each."""

import pytest

from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import Verdict, derive, replay
from support.ledger_rows import SOURCES, line, proposition

EVIDENCE = Evidence(cards_of(SOURCES))


def verdict(*lines: object, **changes: object) -> Verdict:
    found = derive(proposition(**changes), list(lines), (), EVIDENCE)  # type: ignore[arg-type]
    assert replay(found) == found.derived
    return found


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        (["one"], "cannot_be_determined"),
        (["other"], "cannot_be_determined"),
        (["one", "one"], "cannot_be_determined"),
        (["one", "other"], "supported"),
        (["both"], "supported"),
        ([None], "cannot_be_determined"),
    ],
)
def test_a_comparison_stands_only_with_evidence_on_both_sides(sides: list[str | None], expected: str) -> None:
    lines = [line(str(n), "AB"[n], side=side) for n, side in enumerate(sides)]
    found = verdict(*lines, kind="comparison")
    assert found.verdict == expected
    if expected == "cannot_be_determined":
        assert "side of the comparison has evidence that stands" in why(found)


def test_a_weak_line_on_the_other_side_does_not_make_a_comparison() -> None:
    firm, weak = line("1", "A", side="one"), line("2", "B", side="other", strength="weak")
    assert verdict(firm, weak, kind="comparison").verdict == "cannot_be_determined"
    second = line("3", "C", side="other", strength="weak")
    assert verdict(firm, weak, second, kind="comparison").verdict == "supported"


@pytest.mark.parametrize(
    ("years", "extent", "missing"),
    [
        ([("1999", "2004")], "whole", ""),
        ([("1999",), ("2004",)], "whole", ""),
        ([("2004",)], "part", "no evidence for 1999"),
        ([()], "part", "no evidence for 1999, 2004"),
    ],
)
def test_a_claim_about_several_years_needs_a_line_for_each(
    years: list[tuple[str, ...]], extent: str, missing: str
) -> None:
    lines = [line(str(n), "AB"[n], years=found) for n, found in enumerate(years)]
    found = verdict(*lines, each=("1999", "2004"))
    assert (found.verdict, found.extent, found.lacking) == ("supported", extent, missing)


def test_one_year_is_enough_to_contradict_a_claim_about_every_year() -> None:
    found = verdict(line("1", direction="contradicts", years=("1999",)), each=("1999", "2004"))
    assert (found.verdict, found.extent) == ("contradicted", "whole")


def test_a_verdict_on_a_single_line_says_so_and_is_never_of_high_certainty() -> None:
    alone = verdict(line("1", method="law text"))
    assert "rests on a single line" in why(alone)
    assert alone.certainty is not None
    assert alone.certainty.level == "moderate"
    two = verdict(line("1", method="law text"), line("2", "B"))
    assert "single line" not in why(two)
    assert two.certainty is not None
    assert two.certainty.level == "high"
