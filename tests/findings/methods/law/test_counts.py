"""Ranked ballots and majorities in a case: figures, tables, and what a case may lack."""

from decimal import Decimal

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.methods.law.counts import COUNT
from scrutator.findings.model import Figure, Outcome
from scrutator.findings.running import context_of
from scrutator.record.case import Case
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case
from support.methods import outcome_of
from support.small_case import SMALL_CASE

LISTS = "id,name\nada,Ada\nben,Ben\ncora,Cora\ndan,Dan\n"
CONTEST = "id,title,date,seats,statute,source\nvote,Ward 4,2022-05-05,{seats},{law},A\n"
BALLOTS = "contest,papers,preferences\nvote,7,ada|ben\nvote,2,ada|cora\nvote,4,ben\nvote,4,cora\nvote,1,dan\nother,9,ben\n"


def case(law: str, seats: int = 2, **files: str) -> Case:
    both = "vote,A vote,2012-01-15,1,,A\n".replace("vote,A", "other,A")
    texts = {
        **SMALL_CASE, "lists.csv": LISTS, "contests.csv": CONTEST.format(seats=seats, law=law) + both,
        "results.csv": "contest,place,list,stage,votes,percent,seats,source\n", "totals.csv": "contest,place,stage,quantity,value,source\n",
        "turnout.csv": "contest,place,time,stage,percent,voters,source\n", **{name.replace("_csv", ".csv"): text for name, text in files.items()},
    }  # fmt: skip
    reading = read_case({name: text.encode() for name, text in texts.items()})
    assert reading.case is not None
    assert reading.faults == ()
    return reading.case


def figures(outcome: Outcome, name: str) -> dict[str, object]:
    return {"/".join(one.at.values()): one.value for one in outcome.figures if one.name == name}


def one(outcome: Outcome, name: str) -> Figure:
    return next(figure for figure in outcome.figures if figure.name == name)


SCOTLAND = "scotland/councils@2022-05-05"


def test_a_count_by_stages_with_the_law_own_decimals() -> None:
    made = outcome_of(case(SCOTLAND, ballots_csv=BALLOTS), "law.count", {})
    assert (one(made, "quota").value, one(made, "valid").value) == (7, 18)
    assert figures(made, "votes")["Ben/2"] == Decimal("5.55554")
    assert figures(made, "elected")["Ada"] == "elected"
    stages, votes = made.tables
    assert stages.rows[1][:3] == ("2", "surplus", "Ada")
    assert votes.rows[-1][0] == "not transferable"
    assert "settled by the rules encoded" in made.title


def test_the_elected_are_held_against_those_published() -> None:
    published = "contest,place,list,stage,votes,percent,seats,source\n" + "".join(
        f"vote,land,{name},final,{votes},10.00,{seats},A\n"
        for name, votes, seats in (("ada", 9, 1), ("ben", 4, 0), ("cora", 4, 1), ("dan", 1, 0))
    )
    made = outcome_of(case(SCOTLAND, ballots_csv=BALLOTS, results_csv=published), "law.count", {})
    assert figures(made, "elected") == {
        "Ada": "elected", "Ben": "elected", "Cora": "not elected", "Dan": "not elected",
    }  # fmt: skip
    assert one(made, "elected_that_differ").value == 2


TIE = "contest,papers,preferences\nvote,3,ada\nvote,2,ben|cora\nvote,2,cora|ben\n"


def test_a_tie_is_undecided_until_a_lot_with_a_source_is_on_record() -> None:
    lots = "contest,purpose,between,drawn,source\nvote,exclusion,ben|cora,ben,A#3\n"
    open_ = outcome_of(case(SCOTLAND, 1, ballots_csv=TIE), "law.count", {})
    assert one(open_, "outcome").value == "undecided"
    assert figures(open_, "elected") == {
        "Ada": "open",
        "Ben": "open",
        "Cora": "open",
        "Dan": "not elected",
    }
    made = outcome_of(case(SCOTLAND, 1, ballots_csv=TIE, lots_csv=lots), "law.count", {})
    assert figures(made, "elected")["Cora"] == "elected"
    unused = case(SCOTLAND, 1, ballots_csv=TIE.replace("2,ben", "1,ben"), lots_csv=lots)
    with pytest.raises(ScrutatorError, match="L73"):
        outcome_of(unused, "law.count", {})


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: case(SCOTLAND), "N03"),
        (lambda: case("scotland/councils", ballots_csv=BALLOTS), "N03"),
        (lambda: case("france/assembly@2024-06-30", ballots_csv=BALLOTS), "N03"),
        (lambda: case(SCOTLAND, ballots_csv=BALLOTS.replace("dan", "eve")), "L71"),
    ],
)
def test_what_a_count_lacks_is_named_before_anything_is_computed(made, code: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ScrutatorError) as caught:
        COUNT.prepare(context_of(made()))
    assert caught.value.code == code


SPREAD = '[statute]\ntitle = "T"\n[[provision]]\nid = "a"\narticle = "art. 1"\nparaphrase = "p"\nfrom = 2000-01-01\nact = "a"\nsource = "s"\ncertainty = "high"\ncount = { system = "majority", conditions = [{ share = "1/2", strictly = true }], spread = { share = "1/4", regions = 2, in_regions = 2 }, otherwise = "new_election" }\n'
RESULTS = "contest,place,list,stage,votes,percent,seats,source\n"


def national(votes: dict[str, int], regions: dict[str, dict[str, int]] | None = None) -> str:
    rows = [f"vote,land,{name},final,{count},10.00,0,A" for name, count in votes.items()]
    for place, parts in (regions or {}).items():
        rows += [f"vote,{place},{name},final,{count},10.00,0,A" for name, count in parts.items()]
    return RESULTS + "\n".join(rows) + "\n"


def totals(**counts: int) -> str:
    rows = [f"vote,land,final,{name},{count},A" for name, count in counts.items()]
    return "contest,place,stage,quantity,value,source\n" + "\n".join(rows) + "\n"


def test_a_presidential_run_off_with_conditions_entrants_and_the_least_margin() -> None:
    law = "kazakhstan/president@2022-11-20"
    given = case(
        law,
        1,
        results_csv=national({"ada": 480, "ben": 300, "cora": 150}),
        totals_csv=totals(ballots_cast=1000),
    )
    made = outcome_of(given, "law.majority", {})
    assert one(made, "outcome").value == "second_round"
    assert figures(made, "result") == {"Ada": "second round", "Ben": "second round", "Cora": "not elected"}
    assert one(made, "margin").value == 21  # 501 of 1,000 cast elect
    assert made.tables[1].rows[0][2:5] == ("more than 1/2 of 1,000 cast", 501, "no")
    second = outcome_of(given, "law.majority", {"round": 2})
    assert figures(second, "result")["Ada"] == "elected"


def test_a_spread_over_regions_comes_from_the_places_of_the_case() -> None:
    for south, outcome in ((25, "elected"), (24, "new_election")):
        regions = {"north": {"ada": 300, "ben": 0}, "south": {"ada": south, "ben": 100 - south}}
        votes = {name: sum(part[name] for part in regions.values()) for name in ("ada", "ben")}
        files = {"statutes/own.toml": SPREAD}
        given = case("own@2022-05-05", 1, results_csv=national(votes, regions), **files)
        made = outcome_of(given, "law.majority", {})
        assert one(made, "outcome").value == outcome


def test_a_region_that_lacks_a_list_is_unknown_and_not_zero() -> None:
    regions = {"north": {"ada": 300, "ben": 0}, "south": {"ada": 25}}
    given = case(
        "own@2022-05-05",
        1,
        results_csv=national({"ada": 325, "ben": 75}, regions),
        **{"statutes/own.toml": SPREAD},
    )
    with pytest.raises(ScrutatorError, match="1 of 1 regions known, 2 of 2 needed"):
        outcome_of(given, "law.majority", {})


def test_a_faulty_lot_or_ballot_is_a_fault_of_the_case() -> None:
    files = {
        **SMALL_CASE,
        "lots.csv": "contest,purpose,between,drawn,source\nvote,luck,red|blue,red,A\n",
        "ballots.csv": "contest,papers,preferences\nvote,-1,red\nnowhere,1,red\n",
    }
    reading = read_case({name: text.encode() for name, text in files.items()})
    faults = {(fault.file, fault.line) for fault in check_case(reading)}
    assert {("lots.csv", 2), ("ballots.csv", 2)} <= faults
    files["ballots.csv"] = "contest,papers,preferences\nvote,1,red\nnowhere,1,red\n"
    reading = read_case({name: text.encode() for name, text in files.items()})
    assert ("ballots.csv", 3) in {(fault.file, fault.line) for fault in check_case(reading)}


def test_a_faulty_paper_is_named_by_its_row_in_the_file_and_not_by_its_place_in_the_contest() -> None:
    papers = "contest,papers,preferences\nother,9,ben\nother,1,ada\nvote,7,ada|ben\nvote,2,zoe\n"
    with pytest.raises(ScrutatorError, match=r"zoe.*row 5"):
        outcome_of(case(SCOTLAND, ballots_csv=papers), "law.count", {})


def test_a_contest_without_papers_is_named() -> None:
    with pytest.raises(ScrutatorError, match=r"ballots\.csv has no papers of 'vote'"):
        outcome_of(case(SCOTLAND, ballots_csv="contest,papers,preferences\nother,9,ben\n"), "law.count", {})
