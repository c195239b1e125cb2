from decimal import Decimal

from scrutator.findings.model import Outcome
from scrutator.record.folder.opening import sound_case
from scrutator.record.unknown import Unknown
from support.methods import outcome_of


def outcome(files: dict[str, bytes]) -> Outcome:
    return outcome_of(sound_case(files, "small"), "official.turnout", {})


def value(result: Outcome, name: str, region: str) -> object:
    return next(f.value for f in result.figures if f.name == name and f.at.get("region") == region)


def test_the_lowest_region_is_named_and_ranked(small_files: dict[str, bytes]) -> None:
    result = outcome(small_files)
    assert result.title == "Turnout in South was the lowest of the 2 regions"
    assert value(result, "rank_from_lowest", "South") == 1
    assert value(result, "rise", "North") == Decimal("40.5")


def test_a_value_that_was_not_obtained_stays_unknown_and_is_never_zero(small_files: dict[str, bytes]) -> None:
    result = outcome(small_files)
    assert isinstance(value(result, "turnout", "Land"), Unknown)
    assert any("ask the commission" in caveat for caveat in result.caveats)


def test_a_fall_during_the_day_is_listed(small_files: dict[str, bytes]) -> None:
    small_files["turnout.csv"] = small_files["turnout.csv"].replace(b"40.5", b"29.9")
    falls = next(table for table in outcome(small_files).tables if table.name == "falls")
    assert falls.rows == (("South", "12:00", Decimal("30.0"), "20:00", Decimal("29.9")),)


def test_equal_turnouts_share_the_better_rank(small_files: dict[str, bytes]) -> None:
    small_files["turnout.csv"] = small_files["turnout.csv"].replace(b"40.5", b"60.5")
    result = outcome(small_files)
    assert [value(result, "rank_from_lowest", region) for region in ("North", "South")] == [1, 1]


def test_a_region_without_a_figure_is_said_and_is_not_among_those_compared(
    small_files: dict[str, bytes],
) -> None:
    rows = small_files["turnout.csv"].replace(b"20.0", b"not published").replace(b"60.5", b"not published")
    small_files["turnout.csv"] = rows
    said = "Turnout in South was the lowest of the 1 regions whose turnout is known, of 2 in all"
    assert outcome(small_files).title == said
