"""Each stage of a system by hand: what the law's own sentence says, with small numbers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import District, read_votes, rows_of
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.statutes.files import load
from scrutator.law.systems.ballots import Ballots, ballots_of, read_ballots
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import SystemResult, distribute
from scrutator.law.systems.stages.direct import Direct, Fragments
from scrutator.law.systems.state import SystemState
from scrutator.law.systems.system import System
from support.systems import district, seats_of
from support.text_tables import table_of

DHONDT = {"tier": "district", "do": "highest_averages"}


def under(name: str, day: str, ballots: Ballots) -> SystemResult:
    """The seats under a bundled system."""
    law = load(name).law_at(date.fromisoformat(day))
    assert isinstance(law, System)
    return distribute(law, ballots).first


def step(result: SystemResult, rule: str) -> dict[str, Any]:
    return next(dict(one.result) for one in result.steps if one.rule == rule)


# --- seats of districts


@pytest.mark.parametrize(
    ("keys", "seats"),
    [
        ({"by": "valid"}, {"N": 7, "S": 3}),  # 700 and 300 votes
        ({"by": "registered"}, {"N": 5, "S": 5}),  # 1,000 each
        ({"by": "population", "method": "sainte-lague"}, {"N": 2, "S": 8}),  # 500 and 2,000
        ({"by": "cast", "at_least": 3}, {"N": 6, "S": 4}),  # four left: 800 and 350, Hare 2.78 and 1.22
    ],
)
def test_the_seats_of_districts_follow_from_what_the_law_counts(
    keys: dict[str, Any], seats: dict[str, int]
) -> None:
    table = {"stage": [{"do": "district_seats", "total": 10, **keys}, {"do": "districts"}], "step": [DHONDT]}
    north = Votes((ListVotes("A", 401), ListVotes("B", 299)), cast=800, registered=1000, population=500)
    south = Votes((ListVotes("A", 101), ListVotes("B", 199)), cast=350, registered=1000, population=2000)
    found = seats_of(table, [District("N", north), District("S", south)])
    assert step(found, "district seats") == seats
    assert {place: sum(cells.values()) for place, cells in found.by_district.items()} == seats


def test_a_number_that_the_seats_of_a_district_need_and_one_that_contradicts_them() -> None:
    table = {
        "stage": [{"do": "district_seats", "total": 4, "by": "registered"}, {"do": "districts"}], "step": [DHONDT],
    }  # fmt: skip
    with pytest.raises(ScrutatorError, match="its registered, which is not given"):
        seats_of(table, [district("N", {"A": 1}), district("S", {"A": 1})])
    given = {**table, "stage": [{"do": "district_seats", "total": 4, "by": "valid"}, {"do": "districts"}]}
    with pytest.raises(ScrutatorError, match="N elects 2 seats by the law, the table says 3"):
        seats_of(given, [district("N", {"A": 1}, 3), district("S", {"A": 1})])


def test_equal_claims_to_the_last_seat_of_a_district_are_a_tie_of_districts() -> None:
    table = {
        "stage": [{"do": "district_seats", "total": 3, "by": "valid"}, {"do": "districts"}],
        "step": [DHONDT],
    }
    found = seats_of(table, [district("N", {"A": 50}), district("S", {"A": 50})])
    assert [(tie.rule, set(tie.lists), tie.seats) for tie in found.ties] == [
        ("seats of districts", {"N", "S"}, 1)
    ]
    assert (found.house, sum(found.seats.values())) == (3, 2)


# --- admission


def test_a_list_strong_in_one_district_takes_part_in_its_seats_only() -> None:
    """Sweden: below four per cent in the country, twelve in a constituency; at the limit on both sides."""
    for local, seats in ((119, 0), (120, 1)):
        north = district("N", {"S": 1000 - local - 380, "M": 380, "Local": local}, 7)
        south = district("S", {"S": 1500, "M": 1499, "Local": 1}, 3)
        found = under("sweden/riksdag", "2018-09-09", ballots_of([north, south]))
        assert found.seats["Local"] == seats, local
        assert found.seats["S"] + found.seats["M"] + seats == 349
        assert found.tiers["national"].get("Local", 0) == 0


def test_the_threshold_of_latvia_counts_envelopes() -> None:
    """Attīstībai/Par! 2022: 45,452 votes are over 5 % of the valid papers and under 5 % of the envelopes."""
    entries = (ListVotes("JV", 173425), ListVotes("AP", 45452), ListVotes("others", 903639 - 173425 - 45452))
    law = load("latvia/saeima").law_at(date(2022, 10, 1))
    assert isinstance(law, System)
    contest = District("all", Votes(entries, envelopes=914022), 100)
    assert distribute(law, ballots_of([contest])).first.seats["AP"] == 0
    by_papers = distribute(law, ballots_of([replace(contest, votes=Votes(entries, envelopes=903639))]))
    assert by_papers.first.seats["AP"] > 0
    with pytest.raises(ScrutatorError, match="envelopes"):
        distribute(law, ballots_of([replace(contest, votes=Votes(entries))]))


def test_an_alliance_over_the_threshold_carries_its_members() -> None:
    """Türkiye 2023: YRP and TİP enter by their alliances; without them they have no seat."""
    counts = {
        "AKP": ("People", 19387412), "MHP": ("People", 5484515), "YRP": ("People", 1529119),
        "CHP": ("Nation", 13791299), "IYI": ("Nation", 5272482),
        "YSGP": ("Labour", 4803774), "TIP": ("Labour", 940230), "small": ("", 2000000),
    }  # fmt: skip
    for allied in (True, False):
        entries = tuple(ListVotes(n, v, alliance=a if allied else "") for n, (a, v) in counts.items())
        found = under("turkiye/assembly", "2023-05-14", ballots_of([District("all", Votes(entries), 600)]))
        assert (found.seats["YRP"] > 0, found.seats["TIP"] > 0) == (allied, allied)
        assert found.seats["small"] == 0


# --- single-member districts and lists


def test_fragment_votes_as_the_hungarian_law_counts_them() -> None:
    """Section 15: 20,000, 15,000 and 5,000 leave 4,999 for the winner and all for the losers."""
    votes = district("1", {"A": 20000, "B": 15000, "C": 5000})
    country = district("", {"A": 100, "B": 50})
    ballots = ballots_of([country, votes], {"1": ""})
    state = Direct().apply(SystemState(ballots, ballots.national, {}))
    after = Fragments().apply(state)
    assert after.national.by_name == {"A": 100 + 4999, "B": 50 + 15000}
    only_lost = Fragments(surplus=False).apply(state)
    assert only_lost.national.by_name == {"A": 100, "B": 15050}
    close = ballots_of([country, district("1", {"A": 101, "B": 100})], {"1": ""})
    won = Fragments().apply(Direct().apply(SystemState(close, close.national, {})))
    assert won.national.by_name == {"A": 100, "B": 150}


def test_a_minority_list_has_its_first_seat_with_a_quarter_of_a_quota() -> None:
    """93 seats and 9,300 votes: a quota is 100, a quarter 25."""
    for votes, seats in ((24, 0), (25, 1)):
        rest = 9300 - votes
        lists = (ListVotes("A", rest - 3000), ListVotes("B", 3000), ListVotes("German", votes, minority=True))
        country = District("", Votes(lists))
        single = district("1", {"A": 2, "none": 1})
        found = under("hungary/assembly", "2018-04-08", ballots_of([country, single], {"1": ""}))
        assert found.seats["German"] == seats, votes
        assert sum(found.seats.values()) == 94


def test_where_against_all_leads_no_one_is_elected() -> None:
    lists = (ListVotes("A", 40), ListVotes("B", 30))
    law = {
        "stage": [{"do": "direct", "against_all": True}, {"do": "national"}],
        "step": [
            {"tier": "national", "do": "house", "seats": 5},
            {"tier": "national", "do": "highest_averages"},
        ],
    }
    for against, empty in ((40, 0), (41, 1)):
        contests = [District("1", Votes(lists, against_all=against)), district("", {"A": 30, "B": 20})]
        found = seats_of(law, contests)
        assert found.unfilled == empty
        assert found.by_district.get("1", {}) == ({} if empty else {"A": 1})
        assert found.house == 6


def test_surplus_winners_are_not_elected_in_the_order_of_their_shares() -> None:
    """Germany 2025 in small: the list has one seat in its state and leads in two districts."""
    system = system_from(
        {
            "stage": [
                {"do": "direct"},
                {"do": "national"},
                {"do": "place", "by": "bounds"},
                {"do": "coverage"},
            ],
            "step": [
                {"tier": "national", "do": "house", "seats": 3},
                {"tier": "national", "do": "highest_averages"},
            ],
        }
    )
    contests = [
        district("", {"A": 34, "B": 66}), district("Land", {"A": 34, "B": 66}),
        district("1", {"A": 50, "B": 49}), district("2", {"A": 60, "B": 40}),
    ]  # fmt: skip
    found = distribute(system, ballots_of(contests, {"1": "Land", "2": "Land"})).first
    assert dict(found.seats) == {"A": 1, "B": 2}
    assert found.uncovered == ("1",)
    assert found.by_district["2"] == {"A": 1}
    assert (found.outcome, found.house) == ("settled", 3)
    level = [*contests[:2], district("1", {"A": 60, "B": 40}), contests[3]]
    tied = distribute(system, ballots_of(level, {"1": "Land", "2": "Land"})).first
    assert [tie.rule for tie in tied.ties] == ["coverage of A in Land"]


# --- compensation


def test_a_surplus_seat_is_returned_where_its_comparison_number_is_lowest() -> None:
    """A has 3 of 4 district seats and a share of 2: it returns the dearer one, and B is next there."""
    law = {
        "stage": [{"do": "districts"}, {"do": "national", "link": "returned"}],
        "step": [
            {"tier": "district", "do": "highest_averages", "divisor": "sainte-lague"},
            {"tier": "national", "do": "house", "seats": 4},
            {"tier": "national", "do": "highest_averages", "divisor": "sainte-lague"},
        ],
    }
    contests = [
        district("N", {"A": 100, "B": 30}, 2),
        district("S", {"A": 52, "B": 50}, 1),
        district("W", {"B": 60}, 1),
    ]
    found = seats_of(law, contests)
    assert dict(found.seats) == {"A": 2, "B": 2}
    (moved,) = [one for one in found.steps if one.rule == "seat returned"]
    assert moved.says.startswith("in N")  # 100 over 3 is 33.3, 52 over 1 is 52
    assert dict(moved.result) == {"A": -1, "B": 1}


def test_estonia_gives_a_mandate_from_three_quarters_of_a_quota_and_keeps_it() -> None:
    """A quota is 100. B's 75 are a mandate, C's 74 none; lists below five per cent of the country are out."""
    north = district("N", {"A": 251, "B": 75, "C": 74}, 4)
    found = under("estonia/riigikogu", "2019-03-03", ballots_of([north]))
    won = found.allocations["N"].seats
    assert dict(won) == {"A": 2, "B": 1, "C": 0}
    assert sum(found.seats.values()) == 101


def test_the_places_of_levelling_seats_need_their_number_by_district() -> None:
    contests = [district("N", {"A": 60, "B": 40}, 30), district("S", {"A": 40, "B": 60}, 24)]
    with pytest.raises(ScrutatorError, match="levelling seats of each district, which are not given"):
        under("iceland/althingi", "2017-10-28", ballots_of(contests))
    with pytest.raises(ScrutatorError, match="'S' has no number of levelling seats"):
        under("iceland/althingi", "2017-10-28", replace(ballots_of(contests), levelling={"N": 9}))


def test_the_nine_seats_of_iceland_2017_come_in_the_legal_order(reference_data: Any) -> None:
    text = (reference_data / "law" / "systems" / "is_althingi_2017.csv").read_text(encoding="utf-8")
    lines = [line.split(",") for line in text.strip().splitlines()]
    rows = "district,seats,levelling_seats,list,votes\n" + "\n".join(
        ",".join((place, seats, more, name, votes)) for place, seats, more, name, votes, *_ in lines[1:]
    )
    ballots = read_ballots(rows_of(table_of(rows)), direct=False)
    found = under("iceland/althingi", "2017-10-28", ballots)
    (order,) = [one.says for one in found.steps if one.rule == "order of places"]
    short = {"Suður": "SU", "Reykjavík norður": "RN", "Reykjavík suður": "RS", "Norðaustur": "NA",
             "Suðvestur": "SV", "Norðvestur": "NV"}  # fmt: skip
    sequence = [f"{seat.split(' ', 1)[0]} {short[seat.split(' ', 1)[1]]}" for seat in order.split("; ")]
    assert ", ".join(sequence) == "P SU, F RN, P RN, M RS, S NA, F SV, C SV, M NV, P RS"


# --- pooled remainders


CZECH = [
    district("N", {"A": 500, "B": 400, "C": 100}, 3),  # number 1000 ÷ 5 = 200: A 2, B 2, one too many
    district("S", {"A": 300, "B": 200, "C": 100}, 2),  # number 600 ÷ 4 = 150: A 2, B 1, one too many
]


def test_seats_won_too_many_are_taken_from_the_smallest_remainders() -> None:
    """N: remainders 100 and 0, so B loses; S: 0 and 50, so A loses."""
    law = {
        "stage": [{"do": "districts"}],
        "step": [
            {"tier": "district", "do": "quota", "quota": "imperiali", "rounded": "nearest"},
            {"tier": "district", "do": "whole_seats", "over_award": "smallest_remainder"},
        ],
    }
    found = seats_of(law, CZECH)
    assert found.by_district == {"N": {"A": 2, "B": 1, "C": 0}, "S": {"A": 1, "B": 1, "C": 0}}
    plain = {**law, "step": [law["step"][0], {"tier": "district", "do": "whole_seats"}]}
    with pytest.raises(ScrutatorError, match="L13"):
        seats_of(plain, CZECH)


def test_what_the_districts_leave_over_is_shared_on_the_sums_of_remainders() -> None:
    """N gives 4 of 5 seats at 200, S 1 of 2 at 210: remainders A 100 + 90, B 0 + 120, C 190 + 0; two are left."""
    law = {
        "stage": [{"do": "districts"}, {"do": "pool"}, {"do": "place", "by": "remainders"}],
        "step": [
            {"tier": "district", "do": "quota"}, {"tier": "district", "do": "whole_seats"},
            {"tier": "pool", "do": "quota", "quota": "hagenbach-bischoff", "rounded": "nearest"},
            {"tier": "pool", "do": "whole_seats"}, {"tier": "pool", "do": "leftovers"},
        ],
    }  # fmt: skip
    contests = [district("N", {"A": 500, "B": 400, "C": 100}, 5), district("S", {"A": 300, "B": 120}, 2)]
    found = seats_of(law, contests)
    assert step(found, "pool") == {"A": 190, "B": 120, "C": 100}
    # 410 over three is 137: A one whole seat with 53 left, B and C none with 120 and 100 left.
    assert found.tiers["national"] == {"A": 1, "B": 1, "C": 0}
    assert found.by_district == {"N": {"A": 3, "B": 2, "C": 0}, "S": {"A": 1, "B": 1}}
    assert found.outcome == "settled"
    nothing = [district("N", {"A": 500, "B": 500}, 2)]
    assert "national" not in seats_of(law, nothing).tiers


# --- the ballots of a system


def test_rows_say_which_contest_they_belong_to() -> None:
    text = (
        "contest,district,within,seats,list,votes\nlist,North,,5,A,60\nlist,North,,5,B,40\n"
        "direct,1,North,,A,3\ndirect,1,North,,B,2\nlist,,,,A,60\nlist,,,,B,40\n"
    )
    found = read_ballots(rows_of(table_of(text)), direct=True)
    assert [d.name for d in found.districts] == ["North"]
    assert [(d.name, d.within) for d in found.direct] == [("1", "North")]
    assert found.national.by_name == {"A": 60, "B": 40}
    with pytest.raises(ScrutatorError, match="single-member districts, and the law has none"):
        read_ballots(rows_of(table_of(text)), direct=False)
    for wrong, words in (
        (text.replace("direct,1,North,,B", "direct,1,South,,B"), "lies within two"),
        (text.replace("list,,,,B", "lists,,,,B"), "contest 'lists'"),
        (
            text.replace(
                "direct,1,North,,A,3\ndirect,1,North,,B,2", "direct,1,North,2,A,3\ndirect,1,North,2,B,2"
            ),
            "several seats",
        ),
        (text.replace("direct,1,North", "direct,North,"), "is both a list district"),
    ):
        with pytest.raises(ScrutatorError, match=words):
            read_ballots(rows_of(table_of(wrong)), direct=True)


def test_a_mark_of_a_list_is_the_same_in_every_district() -> None:
    rows = "district,seats,list,votes,minority\nN,2,A,60,yes\nN,2,B,40,\nS,2,A,60,\nS,2,B,40,\n"
    ballots = read_ballots(rows_of(table_of(rows)), direct=False)
    with pytest.raises(ScrutatorError, match="minority of 'A' is not the same"):
        ballots.national  # noqa: B018


def test_a_count_that_one_district_lacks_is_unknown_for_the_country() -> None:
    known = District("N", Votes((ListVotes("A", 1),), cast=5, void=1))
    lacking = District("S", Votes((ListVotes("A", 1),)))
    assert ballots_of([known, lacking]).national.cast is None
    assert ballots_of([known, lacking]).national.void == 1
    assert ballots_of([known, replace(known, name="S")]).national.cast == 10


def test_the_new_kinds_of_rows_are_counts_and_no_lists() -> None:
    votes = read_votes(rows_of(table_of("list,votes,kind\nA,5,\n,9,envelopes\n,77,population\n")))
    assert (votes.envelopes, votes.population, votes.by_name) == (9, 77, {"A": 5})


def test_shares_of_winners_are_of_the_valid_votes() -> None:
    ballots = ballots_of([district("", {"A": 1}), district("1", {"A": 50, "B": 49})], {"1": ""})
    state = Direct().apply(SystemState(ballots, ballots.national, {}))
    assert state.direct[0].share == Fraction(50, 99)


def test_a_tie_that_holds_back_no_seat_adds_none_to_the_house() -> None:
    """Kieswet art. P 9 in a district: which of three gives its seat is open, and all fifteen are given."""
    law = {
        "stage": [{"do": "districts"}],
        "step": [
            {"tier": "district", "do": "quota", "of": "lists"}, {"tier": "district", "do": "whole_seats"},
            {"tier": "district", "do": "remainders_then_averages"}, {"tier": "district", "do": "absolute_majority"},
        ],
    }  # fmt: skip
    lists = {"A": 2552, "B": 511, "C": 511, "D": 511, "E": 509, "F": 509}
    found = seats_of(law, [district("N", lists, 15)])
    assert found.outcome == "tie_to_resolve"
    assert (found.house, sum(found.seats.values()), found.unfilled) == (15, 15, 0)


def federal(seats: int, *lists: ListVotes) -> SystemResult:
    """A federation of one state with a first distribution, minimum seats and a growing house."""
    rule = {"do": "highest_averages", "divisor": "sainte-lague"}
    law = {
        "stage": [{"do": "districts"}, {"do": "minimum"}, {"do": "growing_house"}, {"do": "place", "by": "bounds"}],
        "step": [
            {"tier": "district", **rule}, {"tier": "national", "do": "house", "seats": seats},
            {"tier": "national", **rule},
        ],
    }  # fmt: skip
    return distribute(system_from(law), ballots_of([District("Land", Votes(lists), seats)])).first


def test_the_house_grows_until_every_list_has_its_minimum() -> None:
    """A has 60 of 100 votes and 8 direct seats in a house of 10: 60 % of 13 are the first 8."""
    found = federal(10, ListVotes("A", 60, district_seats=8), ListVotes("B", 40))
    assert (dict(found.seats), found.house) == ({"A": 8, "B": 5}, 13)
    assert federal(10, ListVotes("A", 60, district_seats=6), ListVotes("B", 40)).house == 10


def test_an_open_tie_is_no_reason_for_a_house_to_grow() -> None:
    """Three seats, equal votes, two direct seats for A: the third seat is a tie that a lot may give to A."""
    lists = (ListVotes("A", 50, district_seats=2), ListVotes("B", 50))
    found = federal(3, *lists)
    assert (found.outcome, found.house) == ("tie_to_resolve", 3)
    drawn = federal(3, *(replace(entry, lot=at) for at, entry in enumerate(lists, 1)))
    assert (dict(drawn.seats), drawn.outcome) == ({"A": 2, "B": 1}, "settled")
    lost = federal(3, *(replace(entry, lot=2 - at) for at, entry in enumerate(lists, 1)))
    assert dict(lost.seats) == {"A": 2, "B": 2}


def test_a_house_of_absurd_size_is_refused_in_bounded_time() -> None:
    with pytest.raises(ScrutatorError, match="would grow beyond"):
        federal(10**6, ListVotes("A", 1, district_seats=10**6), ListVotes("B", 10**9))
    levelled = {
        "stage": [{"do": "districts"}, {"do": "national", "link": "kept"}],
        "step": [DHONDT, {"tier": "national", "do": "house", "seats": 10**9}, {**DHONDT, "tier": "national"}],
    }
    with pytest.raises(ScrutatorError, match="national seats, more than"):
        seats_of(levelled, [district("N", {"A": 2, "B": 1}, 3)])


def test_the_mean_of_direct_and_list_seats_is_rounded_up() -> None:
    """N: A has 4 of 8 seats and 3 direct ones, the mean 3.5 is 4; S: 1 of 2 and none, the mean is 1."""
    rule = {"do": "highest_averages", "divisor": "sainte-lague"}
    law = {
        "stage": [
            {"do": "districts"}, {"do": "minimum", "by": "mean"}, {"do": "growing_house"},
            {"do": "place", "by": "bounds"},
        ],
        "step": [
            {"tier": "district", **rule}, {"tier": "national", "do": "house", "seats": 10},
            {"tier": "national", **rule},
        ],
    }  # fmt: skip
    north = District("N", Votes((ListVotes("A", 40, district_seats=3), ListVotes("B", 40))), 8)
    south = District("S", Votes((ListVotes("A", 60), ListVotes("B", 60))), 2)
    found = seats_of(law, [north, south])
    assert (found.house, dict(found.seats)) == (10, {"A": 5, "B": 5})
    assert (found.by_district["N"]["A"], found.by_district["S"]["A"]) == (4, 1)  # by votes alone 2 and 3
