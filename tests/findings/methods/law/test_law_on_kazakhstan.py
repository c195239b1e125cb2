"""The law chapter's figures: seats as published, both readings of 2007, margins, other rules, the laws."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Outcome
from scrutator.record.case import Case
from scrutator.record.unknown import Missing, Unknown
from support.methods import outcome_of

Figures = dict[str, Figure]
CPPK = "Communist People's Party of Kazakhstan"


def test_the_seats_of_2012_follow_from_the_votes(kazakhstan_figures: Figures) -> None:
    for name, seats in (("Nur Otan", 83), ("Ak Zhol", 8), (CPPK, 7), ("OSDP", 0)):
        assert kazakhstan_figures[f"seats-2012/seats(list={name})"].value == seats
    assert kazakhstan_figures["seats-2012/quotient(list=Ak Zhol)"].value == Fraction(518405 * 98, 6638629)
    assert kazakhstan_figures["seats-2012/seats_that_differ"].value == 0
    assert kazakhstan_figures["seats-2012/second_party_rule"].value == "not triggered"


@pytest.mark.parametrize("year", ["2007", "2016", "2021"])
def test_the_seats_of_the_other_elections_follow_too(kazakhstan_figures: Figures, year: str) -> None:
    assert kazakhstan_figures[f"seats-{year}/seats_that_differ"].value == 0


def test_2007_under_the_rule_of_2009_has_two_answers(kazakhstan_figures: Figures) -> None:
    found = {
        reading: kazakhstan_figures[f"seats-2007-under-2009/seats(list=OSDP,reading={reading})"].value
        for reading in "AB"
    }
    assert found == {"A": 4, "B": 3}
    assert kazakhstan_figures["seats-2007-under-2009/outcome"].value == "statute_ambiguous"


def test_few_votes_decided(kazakhstan_figures: Figures) -> None:
    assert kazakhstan_figures["seat-margins/seat_margin"].value == 9809
    assert kazakhstan_figures[f"seat-margins/admission_margin(list={CPPK})"].value == 12903
    each = kazakhstan_figures[f"seat-margins/admission_margin_per_station(list={CPPK})"]
    assert each.value == Fraction(12903, 9764)
    assert each.sources


def test_three_and_five_per_cent_change_nothing_in_2012(kazakhstan_figures: Figures) -> None:
    assert kazakhstan_figures["other-rules-2012/unchanged"].value == 2
    assert kazakhstan_figures["other-rules-2007/seats(law=threshold 3%,list=OSDP)"].value == 5
    gallagher = kazakhstan_figures["other-rules-2007/gallagher(law=law of 2007-08-18)"].value
    assert round(float(gallagher), 2) == 9.20  # type: ignore[arg-type]


def test_every_comparison_says_that_voters_might_have_acted_otherwise(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    for finding in kazakhstan_findings:
        if finding.method in ("law.counterfactual", "law.sweep"):
            assert any("otherwise" in caveat for caveat in finding.outcome.caveats)


def test_the_party_law_by_date(kazakhstan_figures: Figures) -> None:
    members = {
        "1996-07-02": 3000,
        "2002-07-15": 50000,
        "2009-02-06": 40000,
        "2020-05-25": 20000,
        "2022-11-05": 5000,
    }
    for since, number in members.items():
        assert kazakhstan_figures[f"party-law/required(provision=members,since={since})"].value == number
    assert kazakhstan_figures["election-law/changes"].value == 4


def test_seats_that_no_one_published_are_neither_as_published_nor_apart(kazakhstan: Case) -> None:
    silent = [replace(row, seats=Unknown(Missing.NOT_PUBLISHED)) for row in kazakhstan.results]
    found = outcome_of(replace(kazakhstan, results=silent), "law.seats", {"contest": "mazhilis-2012"})
    assert "no seats are published" in found.title
    assert "seats_that_differ" not in {figure.name for figure in found.figures}


def test_unpublished_seats_of_one_list_are_not_none_unless_the_others_fill_the_house(
    kazakhstan: Case,
) -> None:
    def with_unknown(*names: str) -> Outcome:
        rows = [
            replace(row, seats=Unknown(Missing.NOT_PUBLISHED)) if row.list in names else row
            for row in kazakhstan.results
        ]
        return outcome_of(replace(kazakhstan, results=rows), "law.seats", {"contest": "mazhilis-2012"})

    lists = {
        row.list: row.seats
        for row in kazakhstan.results
        if (row.contest, row.stage) == ("mazhilis-2012", "final")
    }
    with_seats = [name for name, seats in lists.items() if isinstance(seats, int) and seats]
    without = [name for name, seats in lists.items() if seats == 0]
    assert with_seats
    assert without
    one = with_unknown(with_seats[-1])
    assert f"the seats of 1 of {len(lists)} lists are not published" in one.title
    assert {figure.name: figure.value for figure in one.figures}["seats_that_differ"] == 0
    cells = [row[-1] for row in one.tables[0].rows]
    assert Unknown(Missing.NOT_PUBLISHED) in cells
    losers = with_unknown(*without)
    assert "are not published" not in losers.title


def test_against_all_is_typed_by_a_parameter_and_never_by_its_name(kazakhstan: Case) -> None:
    typed = outcome_of(kazakhstan, "law.seats", {"contest": "mazhilis-2023", "against_all": "against-all"})
    assert {figure.name: figure.value for figure in typed.figures}["seats_that_differ"] == 0
    plain = outcome_of(kazakhstan, "law.seats", {"contest": "mazhilis-2023"})
    assert any(figure.at.get("list") == "against all" for figure in plain.figures)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("law.seats", {"contest": "mazhilis-2004"}),
        ("law.seats", {"contest": "mazhilis-1999"}),
        ("law.seats", {"contest": "nowhere"}),
        ("law.seats", {"law": "kazakhstan/elections"}),
        ("law.counterfactual", {"thresholds": "5%"}),
        ("law.sweep", {"thresholds": "5%"}),
        ("law.changes", {"statute": "kazakhstan/elections", "from": "2007", "to": "2012-01-15"}),
    ],
)
def test_what_a_method_cannot_do_is_an_error_with_a_name(
    kazakhstan: Case, method: str, parameters: dict[str, object]
) -> None:
    with pytest.raises(ScrutatorError) as caught:
        outcome_of(kazakhstan, method, parameters)
    assert caught.value.code in ("N02", "N03", "L10")


def test_a_register_smaller_than_the_ballots_stands_beside_the_seats(kazakhstan: Case) -> None:
    of_2012 = {"contest": "mazhilis-2012"}
    few = replace(
        kazakhstan,
        totals=tuple(
            replace(row, value=1000)
            if (row.contest, row.quantity) == ("mazhilis-2012", "registered")
            else row
            for row in kazakhstan.totals
        ),
    )
    said = "are more than the 1,000 registered voters."
    assert any(said in text for text in outcome_of(few, "law.seats", of_2012).caveats)
    assert not any(
        "registered voters" in text for text in outcome_of(kazakhstan, "law.seats", of_2012).caveats
    )


def test_the_title_names_the_law_of_the_day_and_any_other_by_its_id(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    titles = {finding.id: finding.outcome.title for finding in kazakhstan_findings}
    assert titles["seats-2012"].startswith("The law of the day")
    assert "law of the day" not in titles["seats-2007-under-2009"]
