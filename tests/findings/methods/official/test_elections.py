"""Elections compared: what is known stands side by side, what is not is said, and no names are guessed to be one."""

from fractions import Fraction
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding, Table
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import sound_case
from scrutator.record.unknown import Missing, Unknown
from support.small_case import SMALL_CASE

ASKED = '[[finding]]\nid = "compared"\nmethod = "official.elections"\n'
EARLIER = {
    "contests.csv": "before,An earlier vote,2008-01-15,10,7,valid,A\n",
    "lists.csv": "green,Green\nredder,Red union\n",
    "results.csv": "before,land,red,final,600,60.00,6,A\nbefore,land,green,final,400,40.00,not published,A\n",
    "totals.csv": "before,land,final,registered,1600,A\nbefore,land,final,valid,1000,A\n",
    "turnout.csv": "before,land,,final,70.0,,A\nbefore,north,,final,71.0,,A\n",
    "findings.toml": ASKED,
}


def compared(**more: str) -> Finding:
    """The finding on the small case with an earlier election, and further rows of its tables."""
    added = {name: EARLIER.get(name, "") + more.get(name, "") for name in (*EARLIER, *more)}
    texts = {name: text + added.get(name, "") for name, text in SMALL_CASE.items()}
    case = sound_case({name: text.encode() for name, text in texts.items()}, "small")
    return next(one for one in run_case(case) if one.id == "compared")


def table(finding: Finding, name: str) -> Table:
    return next(one for one in finding.outcome.tables if one.name == name)


def row(finding: Finding, name: str, first: str) -> dict[str, Any]:
    found = table(finding, name)
    return next(dict(zip(found.columns, one, strict=True)) for one in found.rows if one[0] == first)


def test_turnout_is_computed_where_the_counts_are_known_and_else_as_published() -> None:
    finding = compared()
    assert row(finding, "elections", "turnout, %")["2012"] == Fraction(101, 2)
    assert row(finding, "elections", "turnout, %")["2008"] == 70
    assert (
        finding.outcome.title
        == "2 elections compared: turnout was reported from 50.5 % (2012) to 70.0 % (2008)"
    )


def test_what_the_record_lacks_is_unknown_and_never_nought() -> None:
    finding = compared()
    for name in ("ballots cast", "invalid", "invalid, % of ballots cast", "seats"):
        found = row(finding, "elections", name)["2008"]
        assert isinstance(found, Unknown), name
        assert found.kind is Missing.NOT_OBTAINED


def test_a_list_of_both_elections_has_its_change_and_one_of_a_single_election_has_none() -> None:
    finding = compared()
    assert row(finding, "shares", "Red") == {
        "list": "Red",
        "2008": 60,
        "2012": 92,
        "change since the election before, points": 32,
    }
    blue = row(finding, "shares", "Blue")
    assert blue["2008"] is None
    change = blue["change since the election before, points"]
    assert isinstance(change, Unknown)
    assert change.kind is Missing.NOT_APPLICABLE
    assert [line[0] for line in table(finding, "changes").rows] == ["Red"]


def test_lists_with_names_alike_are_not_taken_for_one() -> None:
    finding = compared(**{"results.csv": "before,land,redder,final,0,0.00,0,A\n"})
    assert ("list", "Red union", "2008", "2012") in table(finding, "unmatched").rows
    assert row(finding, "shares", "Red union")["2012"] is None


def test_shares_are_as_published_where_the_record_may_lack_lists() -> None:
    """Votes of the lists on record that sum to less than the valid votes would give shares too high."""
    fewer = EARLIER["results.csv"].replace("before,land,green,final,400,40.00,not published,A\n", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(EARLIER, "results.csv", fewer.replace("60.00", "58.50"))
        assert float(row(compared(), "shares", "Red")["2008"]) == 58.5


def test_regions_are_compared_where_both_elections_have_them_and_the_others_are_named() -> None:
    finding = compared(**{"turnout.csv": "vote,north,,final,61.0,,A\n"})
    north = row(finding, "regions", "North")
    assert (north["2008"], north["2012"]) == (71, 61)
    assert north["change since the election before, points"] == -10
    south = row(finding, "regions", "South")
    assert isinstance(south["2008"], Unknown)
    assert ("region", "South", "2012", "2008") in table(finding, "unmatched").rows


def test_the_latest_snapshot_stands_for_a_region_and_a_final_figure_before_any() -> None:
    assert float(row(compared(), "regions", "North")["2012"]) == 60.5
    later = compared(**{"turnout.csv": "vote,north,,preliminary,5.0,,A\n"})
    assert float(row(later, "regions", "North")["2012"]) == 60.5


def test_results_by_region_are_compared_list_by_list() -> None:
    by_region = "".join(
        f"{contest},north,{name},final,{votes},,,A\n"
        for contest, name, votes in (("before", "red", 30), ("before", "green", 70), ("vote", "red", 90))
    ).replace(",,,A", ",not published,not published,A")
    totals = "before,north,final,valid,100,A\nvote,north,final,valid,90,A\n"
    found = table(compared(**{"results.csv": by_region, "totals.csv": totals}), "region_shares").rows
    assert found == (("North", "Red", "2008", "2012", Fraction(30), Fraction(100), Fraction(70)),)


def test_one_election_alone_cannot_be_compared() -> None:
    with pytest.raises(ScrutatorError, match="N03"):
        compared(**{"findings.toml": '[finding.parameters]\ncontests = ["vote"]\n'})


def test_every_number_of_an_election_has_its_sources() -> None:
    figures = compared().outcome.figures
    assert all(figure.sources for figure in figures if not isinstance(figure.value, Unknown))
    assert {figure.name for figure in figures} == {"turnout", "share", "seats", "change"}
    listed = table(compared(), "sources")
    assert [line[0] for line in listed.rows] == ["An earlier vote, 2008", "A vote, 2012"]
    assert all(line[-1] for line in listed.rows)


def test_two_regions_of_one_name_are_two_rows() -> None:
    """The record gives them two ids: the turnout of one stood as that of the other, and as a change."""
    more = {
        "places.csv": "north2,North,region,land,A\n",
        "turnout.csv": "before,north2,,final,50.0,,A\n",
        "results.csv": "before,north,red,final,6,60.00,0,A\nvote,north2,red,final,5,50.00,0,A\n",
    }
    found = compared(**more)
    rows = [line[:3] for line in table(found, "regions").rows if line[0] == "North"]
    assert [line[1] for line in rows] == [71, 50]
    assert isinstance(rows[1][2], Unknown)
    assert ("region", "North", "2008", "2012") in table(found, "unmatched").rows
    assert "region_shares" not in [one.name for one in found.outcome.tables]


OLDEST = {
    "contests.csv": "first,The first vote,2004-01-15,10,7,valid,A\n",
    "results.csv": "first,land,red,final,not published,55.00,6,A\n",
}


def test_a_snapshot_of_the_day_is_no_turnout_of_an_election() -> None:
    finding = compared(**OLDEST, **{"turnout.csv": "first,land,10:00,preliminary,12.0,,A\n"})
    assert isinstance(row(finding, "elections", "turnout, %")["2004"], Unknown)
    assert "12.0" not in finding.outcome.title


def test_none_of_no_registered_voters_is_no_turnout() -> None:
    totals = "first,land,final,registered,0,A\nfirst,land,final,voters,0,A\n"
    finding = compared(**OLDEST, **{"totals.csv": totals})
    assert isinstance(row(finding, "elections", "turnout, %")["2004"], Unknown)


def test_changes_of_shares_say_what_the_shares_are_of() -> None:
    assert "Shares are of the valid votes" in table(compared(), "changes").note
