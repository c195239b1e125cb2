"""Golden figures of the Kazakhstan case, as the published sources and exact arithmetic give them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scrutator.findings.model import Figure, Finding
from scrutator.record.unknown import Unknown

Figures = dict[str, Figure]
CPPK = "Communist People's Party of Kazakhstan"


def test_almaty_city_had_the_lowest_turnout_of_sixteen_regions(kazakhstan_figures: Figures) -> None:
    assert kazakhstan_figures["turnout/turnout(region=Almaty city)"].value == Decimal("41.4")
    assert kazakhstan_figures["turnout/rank_from_lowest(region=Almaty city)"].value == 1
    assert kazakhstan_figures["turnout/rank_from_lowest(region=Mangystau)"].value == 5
    assert kazakhstan_figures["turnout/regions"].value == 16


@pytest.mark.parametrize(
    ("region", "rise"),
    [("South Kazakhstan", "59.4"), ("Kyzylorda", "25.4"), ("Almaty city", "35.0"), ("Kazakhstan", "39.8")],
)
def test_the_rise_from_noon_to_evening(kazakhstan_figures: Figures, region: str, rise: str) -> None:
    assert kazakhstan_figures[f"turnout/rise(region={region})"].value == Decimal(rise)


def test_two_outlets_of_one_snapshot_are_not_chained(kazakhstan_figures: Figures) -> None:
    assert kazakhstan_figures["turnout/falls"].value == 0


def test_every_published_share_of_2012_and_2007_reproduces(kazakhstan_figures: Figures) -> None:
    for year in ("2012", "2007"):
        assert kazakhstan_figures[f"results-{year}/shares_that_differ"].value == 0
    assert kazakhstan_figures["results-2012/sum_of_votes"].value == 6_941_220


def test_the_revision_from_preliminary_to_final(kazakhstan_figures: Figures) -> None:
    assert kazakhstan_figures["results-2012/revision(list=Auyl)"].value == Decimal("-0.27")
    assert kazakhstan_figures["results-2012/revision(list=OSDP)"].value == Decimal("0.09")


def test_the_third_list_cleared_by_12902_votes_and_falls_with_12903(kazakhstan_figures: Figures) -> None:
    at = f"(base=valid votes,list={CPPK})"
    assert kazakhstan_figures[f"margins-2012/margin{at}"].value == Fraction(129026, 10)
    assert kazakhstan_figures[f"margins-2012/loss_that_still_clears{at}"].value == 12_902
    assert kazakhstan_figures[f"margins-2012/loss_that_falls_below{at}"].value == 12_903
    per_station = kazakhstan_figures[f"margins-2012/votes_per_station{at}"]
    assert per_station.value == Fraction(12_903, 9_764)
    assert round(float(per_station.value), 1) == 1.3
    ak_zhol = kazakhstan_figures["margins-2012/loss_that_falls_below(base=valid votes,list=Ak Zhol)"]
    assert ak_zhol.value == 32_520


def test_on_ballots_cast_the_margin_is_only_estimated_and_much_smaller(kazakhstan_figures: Figures) -> None:
    assert isinstance(
        kazakhstan_figures[f"margins-2012/margin(base=ballots cast,list={CPPK})"].value, Unknown
    )
    estimated = kazakhstan_figures[
        f"margins-2012/loss_that_still_clears(base=ballots cast, estimated,list={CPPK})"
    ]
    assert estimated.value == 7_413
    assert "unverified" in estimated.note


BROKEN = {
    "requests-sum",
    "turnout-base", "zhanaozen-adults", "turnout-2016", "lists-2012", "seats-ak-zhol", "seats-cppk",
    "amanat-votes", "osipova-levels",
}  # fmt: skip


def test_the_rules_find_the_known_faults_and_no_others(kazakhstan_figures: Figures) -> None:
    verdicts = {
        f.at["relation"]: f.value
        for i, f in kazakhstan_figures.items()
        if i.startswith("consistency/verdict")
    }
    assert {name for name, word in verdicts.items() if word == "does not hold"} == BROKEN
    assert verdicts["accredited-sum"] == "holds"


def test_the_registers_implied_at_noon_and_evening(kazakhstan_figures: Figures) -> None:
    left = kazakhstan_figures["consistency/left(relation=turnout-base)"].value
    right = kazakhstan_figures["consistency/right(relation=turnout-base)"].value
    assert [round(float(value) / 1e6, 2) for value in (left, right)] == [9.02, 9.29]


def test_impossible_falls_are_the_two_copy_errors_of_2023(kazakhstan_findings: tuple[Finding, ...]) -> None:
    tables = {t.name: t for f in kazakhstan_findings if f.id == "consistency" for t in f.outcome.tables}
    assert {(row[0], row[1]) for row in tables["falls"].rows} == {
        ("mazhilis-2023", "Turkestan"),
        ("mazhilis-2023", "Ulytau"),
    }


@pytest.mark.parametrize(
    ("figure", "bound"),
    [("effort/bound(mission=iiom-2011)", 4.5), ("effort/bound_had_it_found_none(mission=sco-2022)", 12.7)],
)
def test_what_found_nothing_can_mean(kazakhstan_figures: Figures, figure: str, bound: float) -> None:
    assert round(float(kazakhstan_figures[figure].value), 1) == bound
    assert "not a random sample" in kazakhstan_figures[figure].note


def test_a_mission_that_listed_violations_gets_no_bound(kazakhstan_figures: Figures) -> None:
    assert not [i for i in kazakhstan_figures if "bound" in i and "rnim" in i]


def test_every_relation_says_where_and_when_and_carries_its_marks(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    finding = next(one for one in kazakhstan_findings if one.id == "consistency")
    (table,) = [one for one in finding.outcome.tables if one.name == "relations"]
    rows = {str(row[0]): dict(zip(table.columns, row, strict=True)) for row in table.rows}
    local = rows[
        "the station protocols of one district of East Kazakhstan, March 2023, add up to the official difference"
    ]
    assert local["where and when"] == "East Kazakhstan, maslikhat district 3, 2023-03-19"
    assert rows["two outlets print one number of votes"]["marks"] == (
        "votes of Amanat in 2023, in one outlet: misprint suspected"
    )
    assert all(row["where and when"] for row in rows.values())


@pytest.mark.parametrize(
    ("stated", "note"),
    [
        ("assembly_seats", "as stated; in no relation"),
        ("requests_all", "as stated; in a relation that does not hold"),
        ("osce_accredited", "as stated; in relations that hold"),
        ("rukhaniyat_days", "computed; as stated; in no relation"),
    ],
)
def test_a_stated_figure_says_what_the_relations_say_of_it_and_not_of_others(
    kazakhstan_figures: Figures, stated: str, note: str
) -> None:
    assert kazakhstan_figures[f"consistency/stated(id={stated})"].note == note
