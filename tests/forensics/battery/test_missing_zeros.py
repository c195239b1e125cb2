from functools import lru_cache
from itertools import product
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.battery.integer_peaks import SYMMETRIC, peak_data, peaks
from scrutator.forensics.battery.list_peaks import list_peaks
from scrutator.forensics.battery.missing_zeros import MissingZeros, missing_zeros, other_lists, zeros_law
from scrutator.forensics.inputs.reading import lists_by_votes, read_results, read_table
from scrutator.forensics.inputs.results import StationResults

# The printed output of dkobak/elections, analysis/duma2021/duma2021.ipynb, "Kireev anomaly".
PUBLISHED = {
    ("Кабардино-Балкарская Республика / Нальчикская городская", 2),
    ("Республика Башкортостан / Дюртюлинская", 6),
    ("Республика Башкортостан / Стерлитамакская городская", 7),
    ("Республика Башкортостан / Уфа, Калининская", 12),
    ("Республика Башкортостан / Уфа, Октябрьская", 8),
    ("Республика Башкортостан / Уфа, Октябрьская", 9),
    ("Республика Башкортостан / Уфа, Октябрьская", 12),
    ("Республика Башкортостан / Уфа, Октябрьская", 13),
    ("Республика Башкортостан / Хайбуллинская", 6),
    ("Республика Татарстан (Татарстан) / Лаишевская", 13),
    ("Республика Татарстан (Татарстан) / Набережные Челны, Центральная", 9),
}


@lru_cache(maxsize=1)
def duma_2021(reference_data: Path) -> StationResults:
    table = read_table(reference_data / "protocols" / "russia-2021-protocols.csv.zip")
    heading = list(table.columns)
    issued, (invalid, valid), lists = heading[7:10], heading[13:15], heading[17:31]
    columns = {
        "region": "region",
        "district": "tik",
        "station": "uik",
        "registered": heading[5],
        "ballots_cast": " + ".join(issued),
        "valid": valid,
        "in_box": f"{invalid} + {valid}",
        "leader": lists_by_votes(table, lists)[0],
    }
    return read_results(table, columns=columns, lists=lists)


def test_the_eleven_published_cases_of_2021_are_found(reference_data: Path) -> None:
    found = missing_zeros(duma_2021(reference_data))
    named = {(one.district, int(one.votes_of.split(".")[0])) for one in found if one.published_rule}
    assert named == PUBLISHED


def test_sums_of_columns_give_the_registered_totals(reference_data: Path) -> None:
    results = duma_2021(reference_data)
    uniform = read_results(reference_data / "results" / "russia-2021.csv.gz")
    for column in ("registered", "ballots_cast", "valid", "in_box", "leader"):
        assert int(results[column].sum()) == int(uniform[column].sum()), column


@given(st.integers(0, 5), st.integers(0, 6), st.integers(0, 5))
def test_the_law_of_zeros_is_that_of_all_poisson_counts_with_the_same_sums(
    zeros: int, ones: int, twos: int
) -> None:
    stations, votes = zeros + ones + twos, ones + 2 * twos
    weight: dict[int, float] = {}
    if stations > 8:
        return
    for counts in product((0, 1, 2), repeat=stations):
        if sum(counts) == votes:
            empty = counts.count(0)
            weight[empty] = weight.get(empty, 0.0) + 1 / np.prod([factorial(one) for one in counts])
    total = sum(weight.values())
    expected, p = zeros_law(zeros, ones, twos)
    assert expected == pytest.approx(sum(empty * one for empty, one in weight.items()) / total)
    assert p == pytest.approx(sum(one for empty, one in weight.items() if empty <= zeros) / total)


def with_small_list(means: np.ndarray, seed: int) -> StationResults:
    results = plain_election(stations=len(means), districts=20, size=1000)
    votes = np.random.default_rng(seed).poisson(means)
    return results.with_counts({"small list": votes})


@pytest.mark.parametrize("spread", ["equal", "unequal"])
def test_honest_small_lists_fire_no_more_often_than_promised(spread: str) -> None:
    rng = np.random.default_rng(3)
    fired = tried = 0
    for seed in range(60):
        means = np.full(2000, 1.3) if spread == "equal" else rng.gamma(2, 0.65, 2000)
        for one in missing_zeros(with_small_list(means, seed)):
            tried += 1
            fired += one.p <= 0.05
    assert tried == 1200
    assert fired / tried <= 0.05 + 2.5 * np.sqrt(0.05 * 0.95 / tried)
    if spread == "equal":  # exact, so not far below either
        assert fired / tried > 0.015


def test_a_district_where_every_station_gave_at_least_one_vote_is_found() -> None:
    results = with_small_list(np.full(2000, 1.3), seed=1)
    votes = results["small list"].copy()
    here = results.district == 7
    votes[here] = np.maximum(votes[here], 1)
    first = missing_zeros(results.with_counts({"small list": votes}))[0]
    assert first.district.endswith(results.district_names[7])
    assert first.zeros == 0
    assert first.p_adjusted < 0.001


def test_without_small_lists_the_test_says_what_it_needs() -> None:
    with pytest.raises(ScrutatorError, match="--list"):
        missing_zeros(plain_election(stations=100))


def test_every_list_is_tested_and_the_p_values_are_corrected_for_their_number(reference_data: Path) -> None:
    results = duma_2021(reference_data)
    found = list_peaks(results)
    assert len(other_lists(results)) == 14
    assert 2 <= len(found) <= 14
    assert all(one.p_adjusted >= one.peak.p for one in found)
    assert all(one.stations >= 200 for one in found)
    leader = next(one for one in found if "ЕДИНАЯ РОССИЯ" in one.votes_of)
    assert leader.peak == peaks(peak_data(results, SYMMETRIC))["leader_share"]["stations"]


@pytest.mark.parametrize(
    ("zeros", "ones", "twos", "found"),
    [(9, 21, 21, True), (10, 21, 21, False), (9, 20, 21, False), (9, 21, 20, False)],
)
def test_the_published_rule_is_more_than_twenty_ones_and_twos_and_fewer_than_ten_zeros(
    zeros: int, ones: int, twos: int, found: bool
) -> None:
    assert MissingZeros("d", "list", zeros, ones, twos, 12.0, 0.01, 0.02).published_rule is found
