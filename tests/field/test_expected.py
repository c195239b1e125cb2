"""What should have arrived by now, in the local time of each station."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.expected import ALL_PLACES, Arrival, Coverage, expected_by
from scrutator.field.mission import Duty, Station

# On the same clock the west of this country is five hours behind its east.
EAST, WEST = Station("E", ("East",), time_zone="Asia/Almaty"), Station("W", ("West",), time_zone="UTC")
NINE = datetime(2026, 6, 14, 9)  # noqa: DTZ001


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, 14, hour, minute, tzinfo=UTC)


def duty(team: str = "a", station: str = "E", form: str = "opening", due: datetime = NINE) -> Duty:
    return Duty(team, station, form, due)


def test_nine_oclock_comes_earlier_in_the_east() -> None:
    duties = [duty("a", "E"), duty("b", "W")]
    assert expected_by(duties, [], [EAST, WEST], at(3, 59)).missing == ()
    assert expected_by(duties, [], [EAST, WEST], at(4)).missing == (duties[0],)
    assert expected_by(duties, [], [EAST, WEST], at(8, 59)).missing == (duties[0],)
    assert expected_by(duties, [], [EAST, WEST], at(9)).missing == tuple(duties)


def test_a_report_is_on_time_until_its_minute_late_after_it_and_early_before_it_is_due() -> None:
    def state(arrived: datetime, now: datetime) -> Coverage:
        return expected_by([duty()], [Arrival("a", "E", "opening", arrived)], [EAST], now).coverage[0]

    assert state(at(4), at(5)).on_time == 1
    assert state(at(4, 1), at(5)).late == 1
    assert state(at(3), at(3, 30)).early == 1
    assert expected_by([duty()], [], [EAST], at(3)).coverage[0].later == 1


def test_a_report_of_another_station_form_or_team_meets_no_duty_and_is_named() -> None:
    others = [
        Arrival("b", "E", "opening", at(4)),
        Arrival("a", "W", "opening", at(4)),
        Arrival("a", "E", "voting", at(4)),
    ]
    found = expected_by([duty()], others, [EAST, WEST], at(5))
    assert len(found.unexpected) == 3
    assert found.missing == (duty(),)


def test_a_second_report_for_one_duty_is_unexpected_and_two_duties_take_two() -> None:
    twice = [Arrival("a", "E", "voting", at(4)), Arrival("a", "E", "voting", at(5))]
    assert len(expected_by([duty(form="voting")], twice, [EAST], at(6)).unexpected) == 1
    two = [duty(form="voting"), duty(form="voting", due=NINE + timedelta(hours=1))]
    assert expected_by(two, twice, [EAST], at(6)).unexpected == ()
    same = duty(form="voting")
    assert len(expected_by([same, same], twice[:1], [EAST], at(6)).missing) == 1


def test_who_never_sent_anything_is_apart_from_who_was_heard_of() -> None:
    found = expected_by(
        [duty("a"), duty("b"), duty("c", due=NINE + timedelta(hours=9))],
        [Arrival("a", "E", "voting", at(3))],
        [EAST],
        at(5),
    )
    assert found.silent == ("b",)
    assert found.last_heard == {"a": at(3)}
    assert [one.team for one in found.missing] == ["a", "b"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from("EW"), st.sampled_from(["x", "y"]), st.integers(0, 20)
        ),
        max_size=12,
    ),
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from("EW"), st.sampled_from(["x", "y"]), st.integers(0, 11)
        ),
        max_size=12,
    ),
    st.randoms(),
)
def test_parts_add_up_to_the_whole_and_order_decides_nothing(
    duties: list[tuple[str, str, str, int]], arrivals: list[tuple[str, str, str, int]], random: object
) -> None:
    asked = [Duty(team, station, form, NINE.replace(hour=hour)) for team, station, form, hour in duties]
    came = [Arrival(team, station, form, at(hour)) for team, station, form, hour in arrivals]
    found = expected_by(asked, came, [EAST, WEST], at(12))
    for form in ("x", "y"):
        rows = [one for one in found.coverage if one.form == form]
        whole = [one for one in rows if one.place == ALL_PLACES]
        for name in ("duties", "due", "on_time", "late", "missing", "early", "later"):
            parts = sum(getattr(one, name) for one in rows if one.place != ALL_PLACES)
            assert parts == sum(getattr(one, name) for one in whole)
        assert all(one.duties == one.due + one.early + one.later for one in rows)
    met = sum(one.on_time + one.late + one.early for one in found.coverage if one.place == ALL_PLACES)
    assert met + len(found.unexpected) == len(came)
    for listed in (asked, came):
        random.shuffle(listed)  # type: ignore[attr-defined]
    assert expected_by(asked, came, [WEST, EAST], at(12)) == found


@pytest.mark.parametrize(
    ("duties", "arrivals", "stations", "now", "said"),
    [
        ([duty(station="X")], [], [EAST], at(5), "at no station of the list"),
        ([duty(due=at(9))], [], [EAST], at(5), "local and has no zone"),
        ([duty()], [], [Station("E", (), time_zone="Asia/Nowhere")], at(5), "no time zone “Asia/Nowhere”"),
        ([duty()], [], [Station("E", (), time_zone="../etc")], at(5), "no time zone"),
        ([duty()], [], [EAST], NINE, "no time zone"),
        ([duty()], [Arrival("a", "E", "x", at(6))], [EAST], at(5), "in the future"),
    ],
)
def test_what_cannot_be_placed_in_time_is_refused(
    duties: list[Duty], arrivals: list[Arrival], stations: list[Station], now: datetime, said: str
) -> None:
    with pytest.raises(ScrutatorError, match=said) as refused:
        expected_by(duties, arrivals, stations, now)
    assert refused.value.code == "D08"
