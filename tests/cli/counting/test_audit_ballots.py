"""`scrutator audit ballots`, its sealed plan, and strata: what is said, and what is refused."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_audit_commands import run, write


def cards_file(folder: Path, *shown: str) -> Path:
    return write(folder / "cards.csv", [{"vote": one} for one in shown])


def test_a_ballot_poll_says_when_its_limit_is_met_and_what_that_means(tmp_path: Path) -> None:
    asked = ["--ahead", "a>b", "--published", "a=6000,b=3000,other=1000"]
    few = run("audit", "ballots", cards_file(tmp_path, "a", "b", "a"), *asked)
    assert few.returncode == 1
    assert "not confirmed: draw on, or count all" in few.stdout
    enough = cards_file(tmp_path, *["a", "a", "b", "other", "a"] * 20)
    done = run("audit", "ballots", enough, *asked, "--json")
    body = json.loads(done.stdout)
    assert (done.returncode, body["limit_met"]) == (0, True)
    assert body["measured_risk"] <= 0.05
    assert "would lead to one with probability at least 95 %" in body["means"]
    assert body["not_checked"].startswith("Not checked here: that the cards were drawn at random")
    assert 10 < body["statements"][0]["met_at_card"] <= 100
    for test in ("agrapa", "kaplan-wald", "mixture", "plug-in", "kaplan-markov"):
        assert (
            json.loads(run("audit", "ballots", enough, *asked, "--test", test, "--json").stdout)["cards"]
            == 100
        )


def test_minerva_from_the_command_line_keeps_to_its_schedule(tmp_path: Path) -> None:
    cards = cards_file(tmp_path, *["a"] * 56, *["b"] * 40)
    asked = ["audit", "ballots", cards, "--ahead", "a>b", "--published", "a=600,b=400", "--test", "minerva"]
    assert "drawn with replacement" in run(*asked, "--rounds", "96").stderr
    asked = [*asked, "--with-replacement", "--risk", 10]
    assert "between rounds" in run(*asked, "--rounds", "100,200").stderr
    assert run(*asked, "--rounds", "96,200").returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--ahead", "a>b", "--rounds", "10"], "--rounds has no effect"),
        (["--ahead", "a>b", "--invalid", "other"], "--invalid has no effect"),
        (["--ahead", "a>c"], "'c' is not among the lists"),
        ([], "there is nothing to audit"),
        (["--ahead", "a>b", "--test", "wald"], "there is no test"),
        (["--ahead", "b>a"], "do not show the statement"),
        (["--ahead", "a>b", "--errors", "0.1,0"], "--errors has no effect"),
        (["--ahead", "a>b", "--test", "cobra"], "compares each card with its record"),
        (["--ahead", "a>b", "--station", "s"], "go together"),
        (["--above", "a:50", "--invalid", "void"], "'void' has no published cards"),
    ],
)
def test_a_poll_refuses_what_it_would_not_use(tmp_path: Path, words: list[str], said: str) -> None:
    cards = cards_file(tmp_path, "a", "b")
    assert said in run("audit", "ballots", cards, "--published", "a=6,b=3,other=1", *words).stderr


def test_a_card_with_a_vote_that_was_not_published_is_named(tmp_path: Path) -> None:
    cards = cards_file(tmp_path, "a", "d")
    assert (
        "'d', which was not published"
        in run("audit", "ballots", cards, "--published", "a=6,b=3", "--ahead", "a>b").stderr
    )


PUBLISHED = "a=6000,b=3000,other=1000"


def compared_file(folder: Path, number: int = 60) -> Path:
    """Cards of two kinds: with a record of their own, and of the station s1, of which only totals are known."""
    kinds = [("a", "a", ""), ("a", "", "s1"), ("b", "", "s1"), ("other", "other", ""), ("b", "b", "")]
    rows = [
        {"card": str(place), "vote": vote, "record": record, "station": station}
        for place, (vote, record, station) in enumerate(kinds * number, start=1)
    ]
    write(folder / "pools.csv", [{"station": "s1", "a": "600", "b": "400", "other": "0"}])
    return write(folder / "compared.csv", rows)


def test_cards_are_held_against_their_records_and_the_totals_of_their_stations(tmp_path: Path) -> None:
    cards = compared_file(tmp_path)
    asked = ["audit", "ballots", cards, "--ahead", "a>b", "--published", PUBLISHED]
    with_records = [*asked, "--recorded", "record", "--pools", tmp_path / "pools.csv", "--station", "station"]
    done = run(*with_records)
    assert done.returncode == 0
    assert "300 cards" in done.stdout
    assert "by alpha, with records: the limit is met" in done.stdout
    assert (
        "the records of all cards, with the totals of stations without any, add up to the published"
        in done.stdout
    )
    body = json.loads(run(*with_records, "--test", "cobra", "--json").stdout)
    assert body["compared_with_records"]
    assert "no totals of a station ''" in run(*asked, "--recorded", "record").stderr
    write(tmp_path / "pools.csv", [{"station": "s1", "a": "6001", "b": "0", "other": "0"}])
    assert "the stations hold more cards for a than were published" in run(*with_records).stderr


def test_a_card_that_looks_like_a_note_below_the_table_is_no_lost_card(tmp_path: Path) -> None:
    """The last row has one text alone; a reader of tables sets it aside, an audit may not."""
    rows = [{"vote": "a", "record": "a", "station": ""}] * 9 + [{"vote": "b", "record": "b", "station": ""}]
    cards = write(tmp_path / "cards.csv", rows)
    found = run("audit", "ballots", cards, "--ahead", "a>b", "--published", PUBLISHED, "--recorded", "record")
    assert found.returncode == 2
    assert "not every row was read as a card" in found.stderr


def test_the_seats_of_all_lists_are_shown_by_cards_or_not_at_all(tmp_path: Path) -> None:
    cards = cards_file(tmp_path, *["a", "a", "b", "a", "c", "a", "b"] * 60)
    asked = ["audit", "ballots", cards, "--seats", "dhondt:a=4,b=2,c=0", "--published"]
    body = json.loads(run(*asked, "a=5800,b=2900,c=1100", "--json").stdout)
    assert len(body["statements"]) == 4
    assert body["measured_risk"] == max(one["measured_risk"] for one in body["statements"])
    assert "do not show the statement themselves: count all" in run(*asked, "a=5000,b=3500,c=1300").stderr


def test_a_plan_is_sealed_before_the_first_card_and_nothing_else_may_be_asked(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    made = run("audit", "ballots-plan", "--ahead", "a>b", "--published", PUBLISHED, "--out", plan)
    assert "before the first card is drawn" in made.stdout
    cards = cards_file(tmp_path, *["a", "a", "b", "other", "a"] * 20)
    done = run("audit", "ballots", cards, "--plan", plan)
    assert done.returncode == 0
    assert "were fixed before the first" not in done.stdout
    assert json.loads(run("audit", "ballots", cards, "--plan", plan, "--json").stdout)["seal"] in made.stdout
    for other in (["--test", "agrapa"], ["--risk", "10"], ["--ahead", "a>b"], ["--with-replacement"]):
        assert (
            "another option would change it" in run("audit", "ballots", cards, "--plan", plan, *other).stderr
        )
    assert (
        "the plan uses no records"
        in run("audit", "ballots", cards, "--plan", plan, "--recorded", "vote").stderr
    )
    plan.write_text(plan.read_text(encoding="utf-8").replace("6000", "6001"), encoding="utf-8")
    assert "changed after it was sealed" in run("audit", "ballots", cards, "--plan", plan).stderr
    again = run("audit", "ballots-plan", "--ahead", "a>b", "--published", PUBLISHED, "--out", plan)
    assert "X04" in again.stderr  # a plan that is there is never replaced


STRATA = [
    {"stratum": "records", "kind": "compared", "cards": "10000", "winner": "4550", "loser": "4950", "drawn": "500",
     "drawn_winner": "", "drawn_loser": "", "over_one": "0", "over_two": "0", "under_one": "0", "under_two": "0"},
    {"stratum": "paper", "kind": "polled", "cards": "1000", "winner": "750", "loser": "150", "drawn": "250",
     "drawn_winner": "187", "drawn_loser": "37", "over_one": "", "over_two": "", "under_one": "", "under_two": ""},
]  # fmt: skip


def test_two_strata_are_judged_together(tmp_path: Path) -> None:
    table = write(tmp_path / "strata.csv", STRATA)
    found = run("audit", "strata", table)
    assert found.returncode == 1
    assert "a lead of 200 votes; measured risk 0.0706: not confirmed" in found.stdout
    assert "neither stratum may be judged alone" in found.stdout
    assert json.loads(run("audit", "strata", table, "--risk", "8", "--json").stdout)["limit_met"]
    swapped = write(tmp_path / "swapped.csv", STRATA[::-1])
    assert run("audit", "strata", swapped).stdout == found.stdout
    twice = write(tmp_path / "twice.csv", [STRATA[1], STRATA[1] | {"stratum": "other"}])
    assert "as drawn with replacement" in run("audit", "strata", twice).stderr
    assert run("audit", "strata", twice, "--with-replacement").returncode == 0


@pytest.mark.parametrize(
    ("row", "changed", "said"),
    [
        (
            0,
            {"kind": "polled", "drawn_winner": "1", "drawn_loser": "0"},
            "has no effect on the stratum of kind",
        ),
        (0, {"kind": "both"}, "two strata are needed"),
        (0, {"over_one": "501"}, "those read not those drawn"),
        (1, {"drawn": "1001"}, "more cards were drawn than there are"),
        (1, {"winner": "900"}, "the published cards are more than the stratum's"),
        (1, {"winner": "500", "loser": "490"}, "count all"),
    ],
)
def test_strata_that_cannot_be_are_refused(
    tmp_path: Path, row: int, changed: dict[str, str], said: str
) -> None:
    rows = [dict(one) for one in STRATA]
    rows[row] |= changed
    table = write(tmp_path / "strata.csv", rows)
    replaced = ["--with-replacement"] if changed.get("kind") == "polled" else []
    assert said in run("audit", "strata", table, *replaced).stderr


def test_how_many_cards_each_way_needs() -> None:
    found = json.loads(run("audit", "size", "--lead", "20", "--risk", "10", "--cards", "--json").stdout)
    assert sorted(found["cards"].values()) == [24, 31, 119, 173]
    assert "--cards is for a lead" in run("audit", "size", "--above", "9:7", "--cards").stderr
