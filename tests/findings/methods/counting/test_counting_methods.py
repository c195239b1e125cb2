"""The counting methods on the two bundled cases: what Kazakhstan allows, and the republic beside its truth."""

import math

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.findings.plain import figure_id
from scrutator.publishing.sources import case_files
from scrutator.record.case import Case, MethodRun
from scrutator.record.folder.opening import sound_case
from support.methods import run_method


def run(case: Case, method: str, **parameters: object) -> Finding:
    return run_method(case, MethodRun(method, method, parameters, 1))


def figures(finding: Finding) -> dict[str, Figure]:
    return {figure_id(finding.id, one).removeprefix(f"{finding.id}/"): one for one in finding.outcome.figures}


def value(finding: Finding, name: str, **at: str) -> object:
    (found,) = [f for f in finding.outcome.figures if f.name == name and dict(f.at) == at]
    return found.value


@pytest.fixture(scope="module")
def republic() -> Case:
    return sound_case(case_files("simulated-republic"), "simulated-republic")


CPPK = "Communist People's Party of Kazakhstan"


def test_the_audit_of_kazakhstan_2012_is_not_possible_for_want_of_station_results(kazakhstan: Case) -> None:
    finding = run(kazakhstan, "counting.audit")
    assert str(value(finding, "verdict")).startswith("audit not possible: precondition 1 (station results")
    assert value(finding, "precondition", number="1") == "no"
    assert {value(finding, "precondition", number=str(n)) for n in (2, 3, 4, 5)} == {"unknown"}


def test_the_levels_of_kazakhstan_count_the_regions_of_each_election_day(kazakhstan: Case) -> None:
    finding = run(kazakhstan, "counting.levels")
    cannot = {str(unit): str(why) for unit, why in finding.outcome.tables[1].rows}
    assert cannot["mazhilis-2012, final: kazakhstan"].endswith("16 parts are not published")
    assert cannot["mazhilis-2023, final: kazakhstan"].endswith("20 parts are not published")
    assert value(finding, "cannot_be_recomputed") == len(cannot) == 6


def test_the_copies_that_would_have_sufficed_follow_from_the_votes(kazakhstan: Case) -> None:
    finding = run(kazakhstan, "counting.audit")
    bound = 1 + 0.07 * 6_941_220 / (498_788 - 0.07 * 6_941_220)
    for risk, copies in (("10 %", 88), ("5 %", 115), ("1 %", 176)):
        assert value(finding, "copies", list=CPPK, risk=risk) == copies
        exact = math.log(float(risk[:-2]) / 100) / math.log(1 - 1 / bound)
        assert copies == math.ceil(exact)
    assert value(finding, "copies", list="Ak Zhol", risk="5 %") == 47
    assert value(finding, "copies", list="OSDP", risk="5 %") == 54


def test_what_each_mission_could_have_seen(kazakhstan: Case) -> None:
    finding = run(kazakhstan, "counting.sight")
    assert value(finding, "chance_to_see", mission="iiom-2011", rate="5 %") == pytest.approx(96.435, abs=1e-3)
    half = run(kazakhstan, "counting.sight", sensitivity=0.5)
    assert value(half, "chance_to_see", mission="iiom-2011", rate="2 %") == pytest.approx(47.966, abs=1e-3)
    assert value(finding, "missions_with_stations") == 5
    known = run(kazakhstan, "counting.sight", of_stations=10_000)
    # C(9552, 65)/C(10000, 65) = 0.0503, C(9551, 65)/C(10000, 65) = 0.04999.
    assert value(known, "most_unseen", mission="iiom-2011") == 448
    assert not [one for one in finding.outcome.figures if one.name == "most_unseen"]
    assert "No mission's stations are known to be a random sample" in finding.outcome.caveats[0]


def test_the_republic_s_draw_is_confirmed_and_a_swapped_station_is_not(republic: Case) -> None:
    assert value(run(republic, "counting.draw"), "verdict") == "confirmed"
    lines = republic.files["draw.csv"].decode().splitlines()
    drawn = {line.split(",")[0] for line in lines}
    other = next(n for n in (f"{i:05d}" for i in range(1, 6001)) if n not in drawn)
    lines[1] = ",".join([other, *lines[1].split(",")[1:]])
    forged = sound_case({**republic.files, "draw.csv": ("\n".join(lines) + "\n").encode()}, "forged")
    assert value(run(forged, "counting.draw"), "verdict") == "not confirmed"


def test_the_altered_districts_are_named_and_no_other(republic: Case) -> None:
    finding = run(republic, "counting.levels")
    assert value(finding, "truly_altered") == value(finding, "found_of_altered") == 2
    assert value(finding, "wrongly_named") == 0
    assert value(finding, "votes_moved") == value(finding, "truly_moved")


def test_the_republic_s_night_is_withheld_early_and_its_intervals_hold(republic: Case) -> None:
    finding = run(republic, "counting.quickcount")
    assert value(finding, "release", at="21:30") == "withheld"
    assert value(finding, "release", at="end") == "may be released"
    held, made = value(finding, "intervals_that_hold"), value(finding, "intervals")
    assert isinstance(held, int)
    assert isinstance(made, int)
    assert held >= 0.95 * made


def test_the_copies_show_slips_of_the_pen_and_nothing_else(republic: Case) -> None:
    finding = run(republic, "counting.copies")
    rate = value(finding, "exact_rate")
    assert isinstance(rate, float)
    assert 95 < rate < 99


def test_the_modelled_rate_holds_the_truth_where_the_visits_were_not_random(republic: Case) -> None:
    finding = run(republic, "counting.visits")
    (modelled,) = [one for one in finding.outcome.figures if one.name == "modelled"]
    truth = value(finding, "true_rate")
    assert isinstance(truth, float)
    assert modelled.interval is not None
    assert float(modelled.interval.low) < truth < float(modelled.interval.high)
    assert "model-based" in modelled.interval.kind
    shares = [one for one in finding.outcome.figures if one.name == "of_visits"]
    assert shares
    for one in shares:
        assert isinstance(one.value, float)
        assert one.denominator
        assert one.value == pytest.approx(100 * (one.numerator or 0) / one.denominator)


def test_a_case_without_the_files_says_which_is_missing(kazakhstan: Case) -> None:
    for method, name in (("counting.copies", "levels.csv"), ("counting.quickcount", "night.toml")):
        with pytest.raises(ScrutatorError, match=f"no {name}"):
            run(kazakhstan, method)


def test_seats_of_the_republics_night_are_told_before_the_end_and_hold_the_end(republic: Case) -> None:
    law = {"law": "kazakhstan/elections@2012-01-15", "total": "3000000"}
    finding = run(republic, "counting.seat_chances", **law)
    found = [one for one in finding.outcome.figures if one.name == "seats"]
    ends = {str(one.at["list"]): one for one in found if one.at["at"] == "end"}
    assert sum(float(one.value) for one in ends.values()) == pytest.approx(98, abs=0.01)
    for one in found:
        assert one.interval is not None
        assert one.interval.low <= ends[str(one.at["list"])].value <= one.interval.high + 1, one
    assert value(finding, "moments_without_chances") is not None


@pytest.mark.parametrize(
    "parameters", [{}, {"law": "kazakhstan/elections@2012-01-15"}, {"law": "x", "total": "5"}]
)
def test_a_chance_of_seats_needs_a_law_and_a_total(republic: Case, parameters: dict[str, object]) -> None:
    with pytest.raises(ScrutatorError) as caught:
        run(republic, "counting.seat_chances", **parameters)
    assert caught.value.code == "N03"
