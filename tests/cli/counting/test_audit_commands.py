"""`scrutator audit plan`, `draw` and `risk` on files: sealed before the seed, and never confirmed too soon."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from tests.cli.counting.test_counting_commands import run, write

SEED = "31415926535897932384"
ASKED = ["--lists", "a,b,c", "--bound", "received", "--ahead", "a>b"]
LINE = {"a": 200, "b": 150, "c": 20}
ANSWERS = [
    word
    for number, evidence in {
        1: "frozen, hash published",
        2: "dice at noon",
        4: "signed at the count",
        5: "register of 1 November",
        6: "reasons.csv",
        7: "routes kept secret",
    }.items()
    for word in ("--answer", f"{number}=yes: {evidence}")
]


def results(folder: Path, stations: int = 200, **changed: int) -> Path:
    rows = [{"station": f"s{i:03d}", **LINE, "received": 400, **changed} for i in range(stations)]
    return write(folder / "res.csv", list(rows))


def copies(folder: Path, without: tuple[str, ...] = (), **changed: dict[str, Any]) -> Path:
    names = [f"s{i:03d}" for i in range(200)]
    rows = [{"station": n, **LINE, **changed.get(n, {})} for n in names if n not in without]
    return write(folder / "copies.csv", list(rows))


def possible(folder: Path, a: int = 40_000) -> list[object]:
    totals = write(folder / "tot.csv", [{"a": a, "b": 30_000, "c": 4_000}])
    return ["--announced", totals, "--copies-from", "signed_copy", *ANSWERS]


def sealed(folder: Path, *more: object) -> tuple[Path, Path, dict[str, Any], list[str]]:
    """The published results, the plan's file, what the plan said, and the stations drawn."""
    table, plan = results(folder), folder / "plan.json"
    made = run("audit", "plan", table, *ASKED, *possible(folder), *more, "--out", plan, "--json")
    assert made.returncode == 0, made
    drawn = run("audit", "draw", table, "--plan", plan, "--seed", SEED, "--json")
    return table, plan, json.loads(made.stdout), json.loads(drawn.stdout)["stations"]


def risk(table: Path, seen: Path, *words: object) -> tuple[int, dict[str, Any]]:
    done = run("audit", "risk", table, seen, "--seed", SEED, *words, "--json")
    return done.returncode, json.loads(done.stdout)


def test_a_plan_is_sealed_drawn_and_confirmed_by_comparison_of_copies(tmp_path: Path) -> None:
    table, plan, made, drawn = sealed(tmp_path)
    assert made["verdict"] == "audit possible"
    assert (made["draws"], made["test"], made["bet"]) == (29, "fixed_bet", 0.9)
    assert len(drawn) == 29
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", 29)
    assert (status, body["state"], body["plan"]) == (0, "confirmed", "sealed")
    assert "Confirmed by comparison of copies" in body["verdict"]
    assert "fixed bet, 0.9 of the largest, limit 5 %" in body["verdict"]
    assert "risk-limiting" not in body["verdict"]
    assert len(body["copies_not_drawn"]) == 200 - len(set(drawn))
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", 28)
    assert (status, body["state"], body["further_draws"]) == (1, "not_yet", 1)


def test_the_plan_file_says_all_that_was_chosen_and_is_never_replaced(tmp_path: Path) -> None:
    table, plan, made, _ = sealed(tmp_path)
    body = json.loads(plan.read_text())
    assert body["seal"] == made["seal"]
    assert (body["test"], body["bet"]) == ("fixed_bet", "9/10")
    assert body["bound"] == {"column": "received", "source": "register of 1 November"}
    again = run("audit", "plan", table, *ASKED, *possible(tmp_path), "--out", plan)
    assert (again.returncode, "X04" in again.stderr) == (2, True)
    text = run("audit", "plan", table, *ASKED, *possible(tmp_path), "--out", tmp_path / "p.json").stdout
    assert "publish it with its hash" in text


def test_two_copies_above_their_bound_and_a_missing_one_confirm_nothing(tmp_path: Path) -> None:
    table, plan, _, drawn = sealed(tmp_path)
    reversed_station = LINE | {"b": 15_000}
    seen = copies(tmp_path, (drawn[5],), **{drawn[0]: reversed_station, drawn[1]: reversed_station})
    for words in (["--plan", plan], ASKED):
        done = run("audit", "risk", table, seen, *words, "--seed", SEED, "--draws", 26)
        assert done.returncode == 1
        first = min(drawn[:2])
        assert f"A bound was broken at station {first} (and 1 more): the audit cannot confirm" in done.stdout
        assert "count all" in done.stdout
        assert "measured risk" not in done.stdout
        status, body = risk(table, seen, *words, "--draws", 26)
        assert (status, body["state"], body["measured_risk"]) == (1, "bound_broken", None)


def test_copies_are_held_against_their_bound_before_the_draw(tmp_path: Path) -> None:
    seen = copies(tmp_path, s007=LINE | {"b": 15_000})
    out = tmp_path / "plan.json"
    done = run(
        "audit", "plan", results(tmp_path), *ASKED, *possible(tmp_path), "--copies", seen, "--out", out
    )
    assert done.returncode == 1
    assert "A bound was broken at station s007: the audit cannot confirm" in done.stdout
    assert "no plan was written" in done.stdout
    assert not out.exists()
    published = results(tmp_path, b=15_000)
    failed = run("audit", "plan", published, *ASKED[:4], "--ahead", "b>a")
    assert (failed.returncode, "a bound was broken" in failed.stderr) == (2, True)


def test_a_station_wholly_for_the_loser_ends_no_command(tmp_path: Path) -> None:
    more = ["--test", "kaplan_markov"]
    table, plan, made, drawn = sealed(tmp_path, *more)
    assert (made["draws"], made["bet"]) == (26, 1.0)
    seen = copies(tmp_path, **{drawn[0]: {"a": 0, "b": 400, "c": 0}})
    status, body = risk(table, seen, "--plan", plan, "--draws", 26)
    assert (status, body["state"], body["measured_risk"]) == (1, "count_all", 1.0)
    assert body["largest_taint"] == 1.0
    status, body = risk(table, seen, *ASKED, "--draws", 26)
    assert (status, body["further_draws"] is None) == (1, False)


def test_a_missing_copy_does_not_switch_the_test(tmp_path: Path) -> None:
    table, plan, _, drawn = sealed(tmp_path)
    seen = copies(tmp_path, (drawn[0],))
    status, body = risk(table, seen, "--plan", plan, "--draws", 29)
    assert (status, body["test"], body["copies_missing"]) == (1, "fixed_bet", [drawn[0]])
    assert 0 < body["measured_risk"] <= 1
    empty = copies(tmp_path, **{drawn[0]: {"c": ""}})
    status, body = risk(table, empty, "--plan", plan, "--draws", 29)
    assert (body["copies_missing"], body["copies_unreadable"]) == ([drawn[0]], [drawn[0]])


@pytest.mark.parametrize(
    "other",
    [
        ["--test", "kaplan_markov"],
        ["--bet", "0.5"],
        ["--risk", 10],
        ["--lists", "a,b"],
        ["--ahead", "a>c"],
        ["--valid", "received"],
        ["--pending", 3],
    ],
)
def test_another_test_or_question_than_the_plan_s_is_refused(tmp_path: Path, other: list[object]) -> None:
    table, plan, _, _ = sealed(tmp_path)
    words = ["audit", "risk", table, copies(tmp_path), "--plan", plan, "--seed", SEED, "--draws", 29]
    assert run(*words, "--test", "fixed_bet", "--bet", "0.9", *ASKED).returncode == 0
    failed = run(*words, *other)
    assert failed.returncode == 2
    assert "is not what the sealed plan says" in failed.stderr


def test_other_results_or_a_changed_plan_are_refused(tmp_path: Path) -> None:
    table, plan, _, _ = sealed(tmp_path)
    words = ["--plan", plan, "--seed", SEED, "--draws", 29]
    (tmp_path / "other").mkdir()
    changed = results(tmp_path / "other", a=201)
    failed = run("audit", "risk", changed, copies(tmp_path), *words)
    assert "not those the plan was sealed for" in failed.stderr
    plan.write_text(plan.read_text().replace('"9/10"', '"1/2"'))
    for failed in (
        run("audit", "risk", table, copies(tmp_path), *words),
        run("audit", "draw", table, *words),
    ):
        assert "changed after it was sealed" in failed.stderr


def test_without_a_plan_only_the_default_test_and_nothing_confirmed(tmp_path: Path) -> None:
    table, seen = results(tmp_path), copies(tmp_path)
    done = run("audit", "risk", table, seen, *ASKED, "--seed", SEED, "--draws", 40)
    assert done.returncode == 1
    assert "no plan file: the default test (fixed_bet, 0.9) was used" in done.stdout
    assert "preconditions 1, 2, 3, 4, 5, 6, 7 unknown: not confirmed" in done.stdout
    for other in (["--test", "kaplan_markov"], ["--bet", "0.5"]):
        failed = run("audit", "risk", table, seen, *ASKED, *other, "--seed", SEED, "--draws", 40)
        assert (failed.returncode, "only the default test" in failed.stderr) == (2, True)


def test_a_precondition_that_is_unknown_stays_unknown_in_the_verdict(tmp_path: Path) -> None:
    table, plan = results(tmp_path), tmp_path / "plan.json"
    words = [*possible(tmp_path)[:-2], "--answer", "7=unknown", "--out", plan]
    made = run("audit", "plan", table, *ASKED, *words)
    assert made.returncode == 1
    assert "audit not possible: precondition 7" in made.stdout
    drawn = run("audit", "draw", table, "--plan", plan, "--seed", SEED)
    assert "precondition 7 unknown: with this plan nothing can be confirmed" in drawn.stdout
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", 30)
    assert (status, body["confirmed"]) == (1, False)
    assert body["verdict"].endswith("precondition 7 unknown: not confirmed.")


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({"a": 40_001}, False),
        ({"drop": "--announced"}, None),
        ({"drop": "--copies-from"}, None),
        ({"swap": "official_publication"}, False),
    ],
)
def test_files_lower_what_the_answers_say(
    tmp_path: Path, changed: dict[str, Any], holds: bool | None
) -> None:
    words = possible(tmp_path, changed.get("a", 40_000))
    if "drop" in changed:
        place = words.index(changed["drop"])
        words = words[:place] + words[place + 2 :]
    if "swap" in changed:
        words[words.index("signed_copy")] = changed["swap"]
    done = run("audit", "plan", results(tmp_path), *ASKED, *words, "--out", tmp_path / "p.json", "--json")
    assert done.returncode == 1
    body = json.loads(done.stdout)
    assert [one["holds"] for one in body["preconditions"]].count(True) == 6
    assert holds in [one["holds"] for one in body["preconditions"]]
    assert body["proves"] == ""


def test_a_plan_that_is_not_written_is_not_sealed(tmp_path: Path) -> None:
    body = json.loads(run("audit", "plan", results(tmp_path), *ASKED, *possible(tmp_path), "--json").stdout)
    assert [one["number"] for one in body["preconditions"] if one["holds"] is None] == [2]
    for bad in (["--answer", "7=no", "--answer", "7=yes: x"], ["--answer", "8=yes: x"]):
        assert run("audit", "plan", results(tmp_path), *ASKED, *bad).returncode == 2


def test_a_threshold_demands_the_valid_votes_of_all_lists(tmp_path: Path) -> None:
    # c has 5.4 per cent of all valid votes, and 9 per cent of those of the lists named.
    rows = [{"station": f"s{i:02d}", "a": 240, "c": 24, "valid": 444, "received": 500} for i in range(100)]
    table = write(tmp_path / "res.csv", list(rows))
    asked = ["--lists", "a,c", "--bound", "received", "--above", "c:7"]
    for words in (["plan", table], ["risk", table, table, "--seed", SEED, "--draws", 26]):
        failed = run("audit", *words, *asked)
        assert (failed.returncode, "Give --valid COLUMN" in failed.stderr) == (2, True)
        failed = run("audit", *words, *asked, "--valid", "valid")
        said = failed.stdout + failed.stderr
        assert (failed.returncode, "do not show that c is above 7 %" in said) == (
            1 + (words[0] == "risk"),
            True,
        )
    few = [row | {"valid": 263} for row in rows]
    failed = run("audit", "plan", write(tmp_path / "few.csv", list(few)), *asked, "--valid", "valid")
    assert "the lists have 264 votes, the column valid 263" in failed.stderr


def test_a_copy_without_its_valid_votes_is_the_worst_within_the_bound(tmp_path: Path) -> None:
    rows = [{"station": f"s{i:03d}", "c": 40, "valid": 300, "received": 400} for i in range(200)]
    table = write(tmp_path / "res.csv", list(rows))
    asked = ["--lists", "c", "--bound", "received", "--above", "c:7", "--valid", "valid"]
    _, with_total = risk(table, table, *asked, "--draws", 30)
    bare = write(tmp_path / "bare.csv", [{"station": row["station"], "c": 40} for row in rows])
    _, without = risk(table, bare, *asked, "--draws", 30)
    assert (with_total["overstatements"], without["overstatements"]) == (0, 30)
    # 7 votes of 100 more valid ones, of a bound of 40 − 21 + 28.
    assert without["largest_taint"] == pytest.approx(7 / 47)
    assert without["measured_risk"] > with_total["measured_risk"]


def test_a_margin_of_one_vote_in_a_thousand_million_is_a_count_of_all_at_once(tmp_path: Path) -> None:
    rows = [{"station": f"s{i:03d}", "a": 5 * 10**6, "b": 5 * 10**6, "n": 10**7} for i in range(100)]
    rows[0] |= {"b": 5 * 10**6 - 1}
    table = write(tmp_path / "res.csv", list(rows))
    words = ["audit", "plan", table, "--lists", "a,b", "--bound", "n", "--ahead", "a>b"]
    run(*words)
    start = time.process_time()
    done = run(*words, "--json")
    assert time.process_time() - start < 0.1
    body = json.loads(done.stdout)
    assert (done.returncode, body["verdict"], body["draws"], body["proves"]) == (1, "count all", None, "")
    tie = write(tmp_path / "tie.csv", [row | {"b": row["a"]} for row in rows])
    failed = run(*words[:2], tie, *words[3:])
    assert failed.returncode == 1  # a verdict, and no error
    assert (
        "count all: the published figures do not show that a has more votes than b (a tie)" in failed.stdout
    )


def test_the_share_of_stations_beyond_which_all_are_counted_is_a_parameter(tmp_path: Path) -> None:
    table = results(tmp_path, stations=40)
    # 29 draws take 20.8 of 40 stations.
    for share, verdict in (("0.5", "count all"), ("0.53", "audit not possible")):
        body = run("audit", "plan", table, *ASKED, "--largest-share", share, "--json").stdout
        assert json.loads(body)["verdict"].startswith(verdict)
    assert run("audit", "plan", table, *ASKED, "--largest-share", "1.5").returncode == 2


def test_a_copy_of_a_station_that_was_not_published_is_refused(tmp_path: Path) -> None:
    seen = write(tmp_path / "c.csv", [{"station": "s999", **LINE}])
    failed = run("audit", "risk", results(tmp_path), seen, *ASKED, "--seed", SEED, "--draws", 5)
    assert (failed.returncode, "'s999'" in failed.stderr) == (2, True)


def test_pending_ballots_lower_the_margin(tmp_path: Path) -> None:
    done = run("audit", "plan", results(tmp_path), *ASKED, "--pending", 1_000, "--json")
    assert json.loads(done.stdout)["assertions"][0]["margin_votes"] == 9_000


def test_an_outcome_the_figures_do_not_show_cannot_be_audited(tmp_path: Path) -> None:
    failed = run("audit", "plan", results(tmp_path), *ASKED[:4], "--ahead", "b>a")
    assert (failed.returncode, "do not show that b has more votes than a" in failed.stdout) == (1, True)


def test_the_next_step_names_the_stations_to_draw_and_the_copies_to_fetch(tmp_path: Path) -> None:
    table, plan, _, drawn = sealed(tmp_path)
    seen = copies(tmp_path, without=(drawn[0],))
    asked = ["audit", "next", table, seen, "--plan", plan, "--seed", SEED, "--draws", 20]
    body = json.loads(run(*asked, "--json").stdout)
    assert body["action"] == "draw"
    assert body["fetch"] == [drawn[0]]
    longer = run("audit", "draw", table, "--plan", plan, "--seed", SEED, "--draws", body["until"], "--json")
    assert set(body["stations"]) == set(json.loads(longer.stdout)["stations"][20:]) - set(drawn[:20])
    said = run(*asked).stdout
    assert "draw on" in said
    assert f"copies still missing, each counted as the worst case: {drawn[0]}" in said


def test_the_next_step_of_a_confirmed_audit_is_to_stop(tmp_path: Path) -> None:
    table, plan, made, _ = sealed(tmp_path)
    asked = ["--plan", plan, "--seed", SEED, "--draws", made["draws"]]
    done = run("audit", "next", table, copies(tmp_path), *asked)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "stop: the comparison is complete"


def test_the_margin_lost_stands_beside_the_verdict(tmp_path: Path) -> None:
    table, plan, made, _ = sealed(tmp_path)
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", made["draws"])
    (lost,) = body["margin_lost"]
    assert status == 0
    assert 0 == lost["at_least"] < lost["at_most"] < 10_000  # the margin
    said = run(
        "audit", "risk", table, copies(tmp_path), "--plan", plan, "--seed", SEED, "--draws", made["draws"]
    )
    assert "votes of margin (95 % each) were lost between copies and publication" in said.stdout


def test_stations_known_to_lack_a_copy_are_counted_before_the_draw(tmp_path: Path) -> None:
    """Each of 200 stations bounds 4.5 % of the margin: 22 of them hide it whole."""
    table = results(tmp_path)
    some, many = (write(tmp_path / f"{n}.csv", [{"station": f"s{i:03d}"} for i in range(n)]) for n in (1, 23))
    asked = ["audit", "plan", table, *ASKED, *possible(tmp_path)]
    plain = json.loads(run(*asked, "--json").stdout)
    dearer = json.loads(run(*asked, "--lacking", some, "--json").stdout)
    assert dearer["draws"] > plain["draws"]
    assert dearer["copies_lacking"] == 1
    vain = run(*asked, "--lacking", many, "--out", tmp_path / "no.json")
    assert vain.returncode == 1
    assert "could hide the whole margin" in vain.stdout
    assert not (tmp_path / "no.json").exists()
    strange = write(tmp_path / "strange.csv", [{"station": "nowhere"}])
    assert "the results have none" in run(*asked, "--lacking", strange).stderr


def test_announced_seats_are_audited_through_statements_about_votes(tmp_path: Path) -> None:
    """40,000, 30,000 and 4,000 votes: seven seats by D'Hondt are 4, 3 and 0."""
    table = results(tmp_path)
    asked = ["audit", "plan", table, "--lists", "a,b,c", "--bound", "received", *possible(tmp_path)]
    made = json.loads(run(*asked, "--seats", "dhondt:a=4,b=3,c=0", "--json").stdout)
    assert "seat 4 of a comes before seat 4 of b" in [one["assertion"] for one in made["assertions"]]
    wrong = run(*asked, "--seats", "dhondt:a=5,b=2,c=0")
    assert wrong.returncode == 1
    assert (
        "count all: the published figures do not show that seat 5 of a comes before seat 3 of b"
        in wrong.stdout
    )
    for text, words in (
        ("dhondt:a=4,b=3", "'c' has no seats stated"),
        ("imperiali:a=4,b=3,c=0", "is not a rule with seats"),
        ("hare:a=4,b=3,c=0", "remainders are of the valid votes of all lists"),
        ("dhondt:a=4,b=3,c=0,a=4", "a list is named twice"),
    ):
        assert words in run(*asked, "--seats", text).stderr


def test_without_replacement_every_draw_is_a_new_station_and_the_plan_says_so(tmp_path: Path) -> None:
    table, plan, made, drawn = sealed(tmp_path, "--without-replacement")
    _, _, other, _ = sealed(tmp_path / "with" if (tmp_path / "with").mkdir() is None else tmp_path)
    assert made["draws"] < other["draws"]
    assert len(set(drawn)) == len(drawn) == made["draws"]
    assert "without replacement" in json.loads(plan.read_text())["draw"]
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", made["draws"])
    assert (status, body["confirmed"]) == (0, True)
    assert body["margin_lost"][0]["at_most"] < 10_000
    status, body = risk(table, copies(tmp_path), "--plan", plan, "--draws", made["draws"] - 1)
    assert (status, body["further_draws"]) == (1, 1)
    missing = copies(tmp_path, without=(drawn[3],))
    status, body = risk(table, missing, "--plan", plan, "--draws", made["draws"])
    assert (status, body["state"]) == (1, "not_yet")
    following = run(
        "audit", "next", table, missing, "--plan", plan, "--seed", SEED, "--draws", made["draws"], "--json"
    )
    step = json.loads(following.stdout)
    assert len(step["stations"]) == step["draws"]
    assert not set(step["stations"]) & set(drawn)
