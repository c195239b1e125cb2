"""Party registration: the same file under the laws of several years, and what the file does not say."""

from datetime import date

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.questions.registration import Verdict, check_registration, months_later, read_party
from scrutator.law.statutes.files import load, parse

PARTIES = load("kazakhstan/parties")
REGIONS = [f"region {number}" for number in range(1, 17)]


def party(members: int, founders: str = "1000", **more: str):  # type: ignore[no-untyped-def]
    rows = [{"fact": "members", "region": region, "value": str(members)} for region in REGIONS]
    rows += [{"fact": "founders", "region": "", "value": founders}] if founders else []
    return read_party(
        rows + [{"fact": k.replace("_", " "), "region": "", "value": v} for k, v in more.items()]
    )


def verdicts(day: str, file) -> dict[str, str]:  # type: ignore[no-untyped-def]
    result = check_registration(PARTIES, date.fromisoformat(day), file)
    return {check.provision.id: str(check.verdict) for check in result.checks}


@pytest.mark.parametrize(
    ("day", "total", "region"),
    [
        ("1999-10-10", 3000, None),
        ("2004-09-19", 50000, 700),
        ("2012-01-15", 40000, 600),
        ("2021-01-10", 20000, 600),
    ],
)
def test_the_numbers_of_each_time_and_one_member_fewer(day: str, total: int, region: int | None) -> None:
    enough = party(total // 16 + 1)
    assert verdicts(day, enough)["members"] == "met"
    result = check_registration(PARTIES, date.fromisoformat(day), party(total // 16 - 1))
    members = next(check for check in result.checks if check.provision.id == "members")
    assert (members.verdict, members.short) == (Verdict.FAILED, total - 16 * (total // 16 - 1))
    if region:
        assert verdicts(day, party(region))["members in each region"] == "met"
        assert verdicts(day, party(region - 1))["members in each region"] == "failed"
    else:
        assert "members in each region" not in verdicts(day, enough)


def test_one_region_short_is_named_with_the_members_it_lacks() -> None:
    file = read_party(
        [{"fact": "members", "region": region, "value": "3000"} for region in REGIONS[1:]]
        + [{"fact": "members", "region": "region 1", "value": "588"}]
    )
    check = check_registration(PARTIES, date(2012, 1, 15), file).checks[1]
    assert (check.verdict, check.short, dict(check.regions)) == (Verdict.FAILED, 12, {"region 1": 12})
    assert "art. 10" in check.provision.article


def test_a_region_the_file_does_not_name_is_not_determined_and_not_zero() -> None:
    file = read_party([{"fact": "members", "region": region, "value": "3000"} for region in REGIONS[:15]])
    checks = {c.provision.id: c for c in check_registration(PARTIES, date(2012, 1, 15), file).checks}
    assert checks["members in each region"].verdict is Verdict.NOT_DETERMINED
    assert "1 regions are not in the file" in checks["members in each region"].found
    assert checks["founders"].verdict is Verdict.NOT_DETERMINED


def test_alga_filed_within_three_months_of_its_congress() -> None:
    """Founded 23 July 2005, filed 22 September 2005 with 62,178 members (cable 06ASTANA34)."""
    rows = [("members", "62178"), ("founding congress", "2005-07-23"), ("application", "2005-09-22")]
    file = read_party([{"fact": fact, "value": value} for fact, value in rows])
    found = verdicts("2005-09-22", file)
    assert found["members"] == "met"
    assert found["application in time"] == "met"
    assert found["members in each region"] == "not determined"
    last_day = [*rows[:2], ("application", "2005-10-23")]
    in_time = read_party([{"fact": fact, "value": value} for fact, value in last_day])
    assert verdicts("2005-10-24", in_time)["application in time"] == "met"
    late = read_party(
        [{"fact": fact, "value": value} for fact, value in [*rows[:2], ("application", "2005-10-24")]]
    )
    assert verdicts("2005-10-24", late)["application in time"] == "failed"


def test_the_whole_verdict_is_failed_then_not_determined_then_met() -> None:
    day = date(2012, 1, 15)
    dates = {"founding_congress": "2011-01-01", "application": "2011-03-01"}
    assert check_registration(PARTIES, day, party(3000, **dates)).verdict is Verdict.MET
    assert check_registration(PARTIES, day, party(3000)).verdict is Verdict.NOT_DETERMINED
    assert check_registration(PARTIES, day, party(100)).verdict is Verdict.FAILED


def test_a_word_that_the_law_demands() -> None:
    text = """
[statute]
title = "An act"
[[provision]]
id = "secular"
article = "art. 5"
paraphrase = "No party of a religion."
from = 2000-01-01
act = "A"
source = "S"
certainty = "high"
requires = { fact = "religious basis", must_be = "no" }
"""
    statute = parse(text, "x")
    for word, verdict in (("no", Verdict.MET), ("yes", Verdict.FAILED)):
        file = read_party([{"fact": "religious basis", "value": word}])
        assert check_registration(statute, date(2001, 1, 1), file).verdict is verdict
    other = read_party([{"fact": "members", "value": "7"}])
    assert check_registration(statute, date(2001, 1, 1), other).verdict is Verdict.NOT_DETERMINED


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"name": "members", "value": "7"}],
        [{"fact": "members", "value": "7"}, {"fact": "members", "value": "8"}],
        [{"fact": "", "value": "7"}],
    ],
)
def test_a_faulty_file_is_refused_by_name(rows: list[dict[str, str]]) -> None:
    with pytest.raises(ScrutatorError) as caught:
        read_party(rows)
    assert caught.value.code == "L60"


def test_faulty_numbers_and_dates_are_refused() -> None:
    with pytest.raises(ScrutatorError, match="L02"):
        verdicts("2012-01-15", read_party([{"fact": "members", "value": "62,178"}]))
    rows = [
        {"fact": "application", "value": "22.9.2005"},
        {"fact": "founding congress", "value": "2005-07-23"},
    ]
    with pytest.raises(ScrutatorError, match="L60"):
        verdicts("2012-01-15", read_party(rows))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2005-07-23", 3, "2005-10-23"),
        ("2005-11-30", 3, "2006-02-28"),
        ("2003-11-30", 3, "2004-02-29"),
        ("2005-12-31", 12, "2006-12-31"),
        ("2005-10-31", 2, "2005-12-31"),
    ],
)
def test_months_are_calendar_months(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("members", "founders", "expected"),
    [
        (250, "700", {"members": "met", "members in each region": "met", "founders": "met"}),
        (249, "699", {"members": "failed", "members in each region": "met", "founders": "failed"}),
        (199, "700", {"members": "failed", "members in each region": "failed", "founders": "met"}),
        (200, "700", {"members": "failed", "members in each region": "met", "founders": "met"}),
    ],
)
def test_the_numbers_since_november_2022(members: int, founders: str, expected: dict[str, str]) -> None:
    rows = [{"fact": "members", "region": f"region {n}", "value": str(members)} for n in range(20)]
    found = verdicts("2023-03-19", read_party([*rows, {"fact": "founders", "value": founders}]))
    assert {name: found[name] for name in expected} == expected


def test_the_later_deadlines_count_from_notice_and_registration() -> None:
    facts = {
        "notice": "2023-01-10",
        "founding congress": "2023-04-10",
        "registration": "2023-06-01",
        "branches": "2024-06-01",
    }
    in_time = read_party([{"fact": fact, "value": value} for fact, value in facts.items()])
    found = verdicts("2024-06-02", in_time)
    assert (found["founding congress"], found["branches"]) == ("met", "met")
    late = facts | {"founding congress": "2023-04-11", "branches": "2024-06-02"}
    found = verdicts(
        "2024-06-02", read_party([{"fact": fact, "value": value} for fact, value in late.items()])
    )
    assert (found["founding congress"], found["branches"]) == ("failed", "failed")


def members_of(counts: dict[str, int], total: str = "") -> list[dict[str, str]]:
    rows = [{"fact": "members", "region": region, "value": str(count)} for region, count in counts.items()]
    return rows + ([{"fact": "members", "region": "", "value": total}] if total else [])


def checked(rows: list[dict[str, str]]) -> dict[str, tuple[str, str]]:
    result = check_registration(PARTIES, date(2012, 1, 15), read_party(rows))
    return {check.provision.id: (str(check.verdict), check.found) for check in result.checks}


def test_a_sum_over_ten_of_sixteen_regions_does_not_show_that_members_are_missing() -> None:
    ten = dict.fromkeys(REGIONS[:10], 3900)
    verdict, found = checked(members_of(ten))["members"]
    assert verdict == "not determined"
    assert "39,000 in 10 of 16 regions" in found
    enough = dict.fromkeys(REGIONS[:10], 4000)
    assert checked(members_of(enough))["members"][0] == "met"  # the other regions can only add to it


@pytest.mark.parametrize(
    ("count", "stated"), [(600, "45000"), (3000, "45000"), (700, "11201"), (700, "11199")]
)
def test_a_total_that_contradicts_its_parts_is_named_and_decides_nothing(count: int, stated: str) -> None:
    verdict, found = checked(members_of(dict.fromkeys(REGIONS, count), stated))["members"]
    assert verdict == "not determined"
    assert "contradicts itself" in found


def test_a_total_that_its_parts_do_not_exceed_stands_while_regions_are_missing() -> None:
    some = dict.fromkeys(REGIONS[:3], 700)
    assert checked(members_of(some, "45000"))["members"][0] == "met"
    assert checked(members_of(some, "2099"))["members"][0] == "not determined"


def test_two_spellings_of_one_region_are_a_duplicate_and_no_seventeenth_region() -> None:
    with pytest.raises(ScrutatorError, match="'almaty' is a duplicate"):
        read_party(members_of({"Almaty": 700, "almaty ": 700}))


def test_more_regions_than_the_law_knows_are_named_and_nothing_is_determined() -> None:
    many = dict.fromkeys([*REGIONS, "region 17"], 3000)
    verdict, found = checked(members_of(many))["members in each region"]
    assert verdict == "not determined"
    assert found == "17 regions in the file, the law of that day knows 16"


def test_a_time_limit_beyond_the_calendar_is_no_traceback() -> None:
    assert months_later(date(9999, 11, 30), 3) == date.max
    assert months_later(date(2024, 1, 31), 10**9) == date.max
