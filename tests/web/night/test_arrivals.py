"""One row a station from reports in any order: every station and every report has one fate."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.web.night.arrivals import Came, Fate, Line, is_count, refused, tally

START = datetime(2026, 11, 29, 20, tzinfo=UTC)
STATIONS = ("A", "B", "C", "D")
came = st.builds(
    lambda number, station, minutes, aside: Came(
        str(number), station, START + timedelta(minutes=minutes), number, aside
    ),
    st.integers(0, 10**6),
    st.sampled_from((*STATIONS, "elsewhere", "")),
    st.integers(0, 60),
    st.sampled_from(("", "", "the desk keeps its results apart")),
)
reports = st.lists(came, max_size=12, unique_by=lambda one: one.report)
lines = st.builds(Line, st.sampled_from((None, "", "0", "17", "1.5", "many")), st.integers(0, 3))
said = st.dictionaries(
    st.sampled_from(STATIONS), st.dictionaries(st.sampled_from(("one", "all")), lines), max_size=4
)


@settings(max_examples=150, deadline=None)
@given(reports, said, st.randoms(use_true_random=False))
def test_the_sums_add_up_and_the_order_of_reports_decides_nothing(came, said, chance) -> None:
    found = tally(STATIONS, came, said, ("one", "all"))
    assert sum(found.by_station_fate.values()) == len(STATIONS)
    assert sum(found.by_report_fate.values()) == len(came)
    assert {one.station for one in found.rows} == {
        name for name, fate in found.stations.items() if fate is Fate.COUNTED
    }
    shuffled = list(came)
    chance.shuffle(shuffled)
    again = tally(STATIONS[::-1], shuffled, said, ("all", "one"))
    assert (again.stations, again.reports) == (found.stations, found.reports)
    assert {one.station: (one.at, one.counts) for one in again.rows} == {
        one.station: (one.at, one.counts) for one in found.rows
    }
    turned = refused(found, {"A", "B"})
    assert len(turned.stations) == len(found.stations)
    assert len(turned.reports) == len(found.reports)
    assert {one.station for one in turned.rows} == {one.station for one in found.rows} - {"A", "B"}


def test_a_station_that_counts_was_heard_of_when_its_first_report_that_counts_came() -> None:
    late, early, aside = (
        Came("1", "A", START + timedelta(minutes=9), 2),
        Came("2", "A", START + timedelta(minutes=5), 1),
        Came("3", "A", START, 0, "withheld by the desk"),
    )
    found = tally(("A",), [late, early, aside], {"A": {"one": Line("17", 1)}}, ("one",))
    assert found.rows[0].at == early.at
    assert found.reports["3"] == "withheld by the desk"


def test_a_count_has_at_most_nine_digits_and_no_other_signs() -> None:
    assert [text for text in ("0", "999999999") if not is_count(text)] == []
    assert [text for text in ("1000000000", "", "-1", "1.0", "٣", "1 2", "²") if is_count(text)] == []
