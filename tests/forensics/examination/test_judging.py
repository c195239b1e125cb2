"""The rule from p-values to verdicts, the words for the whole election, and what leads a report."""

import pytest

from scrutator.forensics.battery.battery import Battery, Score
from scrutator.forensics.examination.judging import Judged, called, judge
from scrutator.forensics.examination.placebos import Placebo, silenced
from scrutator.forensics.examination.rates import Calibration, FamilyRate, Rate
from scrutator.forensics.examination.summary import corner, corner_words, rate_words, summarise
from scrutator.forensics.examination.verdicts import Standing, Verdict
from scrutator.forensics.fingerprint.extremes import Extremes

HELD = {"a": Standing.DIAGNOSTIC, "b": Standing.CONSERVATIVE, "c": Standing.NOT_DIAGNOSTIC}


def verdicts(p_values: dict[str, float], muted: tuple[str, ...] = ()) -> dict[str, Verdict]:
    return {test: one.verdict for test, one in judge(p_values, HELD, muted).items()}


def test_only_tests_with_a_standing_are_corrected_for_and_speak() -> None:
    judged = judge({"a": 0.02, "b": 0.5, "c": 1e-9}, HELD, ())
    assert judged["a"].p_adjusted == pytest.approx(0.04)
    assert judged["c"] == Judged(None, Verdict.CANNOT_TELL)
    assert called(judged) == ("a",)


def test_a_silent_conservative_test_says_nothing_and_a_silent_diagnostic_one_is_consistent() -> None:
    assert verdicts({"a": 0.5, "b": 0.5}) == {"a": Verdict.CONSISTENT, "b": Verdict.CANNOT_TELL}


def test_a_placebo_silences_a_finding_and_nothing_else() -> None:
    assert verdicts({"a": 1e-5}, ("a",)) == {"a": Verdict.CANNOT_TELL}
    assert verdicts({"a": 0.5}, ("a",)) == {"a": Verdict.CONSISTENT}


@pytest.mark.parametrize(("effect", "silent"), [(0.049, False), (0.05, True), (0.2, True)])
def test_a_placebo_that_shows_half_as_much_silences_and_one_that_shows_less_does_not(
    effect: float, silent: bool
) -> None:
    battery = Battery("made", {"a": Score("a", 9.0, 1e-9, 0.1)})
    placebo = Placebo("districts", ("a",), ("a",), effects={"a": effect})
    assert (silenced((placebo,), battery) == {"a": ["districts"]}) is silent
    assert silenced((Placebo("districts", ("a",), (), effects={"a": effect}),), battery) == {}


def table(*tests: str) -> Calibration:
    """Every test fires in 5 % of 2,000 elections and passes a half of that level in 2.5 %."""
    rates = tuple(Rate(test, "regional", "clean", 0.0, 100, 2000, 40, (100, 50, 34)) for test in tests)
    return Calibration((1,), 10, 10, rates, (FamilyRate("all tests", "regional", 90, 2000),))


def judged(**p_values: float) -> dict[str, Judged]:
    return judge(p_values, dict.fromkeys(p_values, Standing.DIAGNOSTIC), ())


def test_a_finding_on_the_only_test_that_could_run_has_words_and_a_rate_of_its_own() -> None:
    """The fault: "not explained by chance" for an election on one test of twelve, with the rate of all."""
    found = summarise(judged(x=0.006), table("x", "y", "z"))
    assert found.verdict is Verdict.NOT_BY_CHANCE
    assert found.words == (
        "not explained by chance on the only test that could run, of 3; the others say nothing"
    )
    assert "at most 5.0 % (worst world: regional)" in rate_words(found)
    assert found.not_run == ("y", "z")


def test_a_finding_among_all_tests_has_the_measured_rate_of_all() -> None:
    found = summarise(judged(x=0.006, y=0.5, z=0.9), table("x", "y", "z"))
    assert found.words == "not explained by chance in 1 of 3 tests"
    assert "with these tests in 4.5 % (worst world: regional)" in rate_words(found)


def test_some_tests_have_the_bound_for_as_many() -> None:
    found = summarise(judged(x=0.006, y=0.5), table("x", "y", "z"))
    assert found.words == "not explained by chance in 1 of 2 tests, of 3; the others say nothing"
    assert "in at most 5.0 %" in rate_words(found)  # twice 2.5 %


def test_silence_is_said_with_the_number_of_tests_that_could_run() -> None:
    assert summarise(judged(x=0.6), table("x", "y")).words == (
        "consistent with chance on the only test that could run, of 2; the others say nothing"
    )
    nothing = summarise({}, table("x", "y"))
    assert nothing.verdict is Verdict.CANNOT_TELL
    assert nothing.words == "cannot be determined: none of the 2 tests that can speak could run"


def extremes(stations: int) -> list[Extremes]:
    return [Extremes(95, stations, 10_000, 50_000, 48_000)]


@pytest.mark.parametrize(("stations", "leads"), [(5, False), (6, True), (78, True)])
def test_a_corner_that_no_comparison_election_has_leads(stations: int, leads: bool) -> None:
    """Five stations of 10,000 are the 0.05 % of the comparison election with the most."""
    found = corner(extremes(stations), (6, 0.0, 0.05))
    assert (found is not None) is leads


def test_the_corner_is_said_in_words_with_its_number_its_comparison_and_that_no_test_asks() -> None:
    found = corner(extremes(78), (6, 0.0, 0.05))
    assert found is not None
    words = corner_words(found)
    assert words.startswith("78 stations (0.78 %) report at least 95 % turnout")
    assert "in none of the 6 comparison elections are there more than 0.05 %" in words
    assert "No test below asks about that corner" in words


def test_without_comparison_elections_no_corner_leads() -> None:
    assert corner(extremes(78), None) is None


def conservative(**p_values: float) -> dict[str, Judged]:
    standing = {test: Standing.CONSERVATIVE for test in p_values if test.startswith("q")}
    return judge(p_values, dict.fromkeys(p_values, Standing.DIAGNOSTIC) | standing, ())


def test_only_tests_whose_silence_counts_are_consistent() -> None:
    found = summarise(conservative(x=0.5, q1=0.5, q2=0.9), table("x", "q1", "q2"))
    assert found.verdict is Verdict.CONSISTENT
    assert found.words == (
        "consistent with chance in 1 of 3 tests; 2 of them count only when they find something, "
        "and found nothing"
    )


def test_a_finding_that_a_placebo_shows_as_well_leaves_the_election_undetermined() -> None:
    p_values = {"x": 0.5, "y": 1e-9}
    found = summarise(judge(p_values, dict.fromkeys(p_values, Standing.DIAGNOSTIC), ("y",)), table("x", "y"))
    assert found.verdict is Verdict.CANNOT_TELL
    assert "1 of 2 tests; found something that no verdict may rest on (y)" in found.words


@pytest.mark.parametrize(("stations", "says"), [(399, Verdict.CANNOT_TELL), (400, Verdict.CONSISTENT)])
def test_silence_counts_from_four_hundred_stations(stations: int, says: Verdict) -> None:
    p_values = {"x": 0.5, "y": 0.9}
    judged = judge(p_values, dict.fromkeys(p_values, Standing.DIAGNOSTIC), (), stations)
    assert {one.verdict for one in judged.values()} == {says}
    found = summarise(judged, table("x", "y"), stations)
    assert found.verdict is says
    assert ("at 399 stations silence says nothing" in found.words) == (stations == 399)
    few = judge({"x": 1e-9}, {"x": Standing.DIAGNOSTIC}, (), 3)
    assert few["x"].verdict is Verdict.NOT_BY_CHANCE
