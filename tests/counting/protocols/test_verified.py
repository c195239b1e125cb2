"""Ballots that citizens can show bound what a protocol lacks, exactly."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.counting.protocols.verified import lower_bounds
from scrutator.errors import ScrutatorError


def row(station: str, votes: str, shown: str) -> dict[str, str]:
    return {"station": station, "b": votes, "photos": shown}


def test_only_ballots_beyond_the_votes_of_a_protocol_count() -> None:
    rows = [
        row("1", "10", "10"),
        row("2", "10", "11"),
        row("3", "10", ""),
        row("4", "", "5"),
        row("5", "0", "7"),
    ]
    (found,) = lower_bounds(rows, {"b": "photos"})
    assert (found.shown, found.at_least, found.unknown) == (28, 8, 1)
    assert [(one.station, one.short) for one in found.lacking] == [("5", 7), ("2", 1)]


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)
)
def test_no_protocol_that_holds_all_ballots_lacks_less_than_the_bound(
    stations: list[tuple[int, int, int]],
) -> None:
    """True votes are those shown and more; the protocol may say anything: what it lacks is never less."""
    rows = [row(str(i), str(told), str(shown)) for i, (told, shown, _) in enumerate(stations)]
    if not any(shown for _, shown, _ in stations):
        with pytest.raises(ScrutatorError, match="no ballot was shown"):
            lower_bounds(rows, {"b": "photos"})
        return
    (found,) = lower_bounds(rows, {"b": "photos"})
    lacks = sum(max(shown + more - told, 0) for told, shown, more in stations)
    assert found.at_least <= lacks


def test_the_photographed_ballots_of_belarus_2020(reference_data: Path) -> None:
    """1,335 protocols with the ballots that voters sent to a platform for the second candidate."""
    with gzip.open(reference_data / "results" / "belarus-2020-voice.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    (found,) = lower_bounds(rows, {"runner_up": "photo_votes_runner_up"})
    again = [
        int(one["photo_votes_runner_up"]) - int(one["runner_up"])
        for one in rows
        if one["photo_votes_runner_up"] and one["runner_up"]
    ]
    assert len(found.lacking) == sum(one > 0 for one in again)
    assert found.at_least == sum(one for one in again if one > 0)
    assert (len(found.lacking), found.at_least) == (425, 47_576)
