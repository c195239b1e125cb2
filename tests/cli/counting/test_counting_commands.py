"""sample, quickcount and protocols on small files: output, JSON, exit status, errors without a traceback."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError

SEED = "14159265358979323846"


@dataclass(frozen=True)
class Result:
    """What a command left behind: exit status, output, and the error it raised, in words."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object) -> Result:
    """Run a command in this process; a fault a person can mend becomes its exit status and message."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, ScrutatorError):
        error = result.exception
        return Result(error.exit_status, result.stdout, f"{error} {error.remedy}")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Result(result.exit_code, result.stdout, result.stderr)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    rows = [
        {"station": f"s{i:03d}", "region": "north" if i % 3 else "south", "registered": 300 + i}
        for i in range(120)
    ]
    return write(tmp_path / "frame.csv", list(rows))


def test_a_draw_is_made_verified_and_a_forged_one_refused(frame: Path, tmp_path: Path) -> None:
    out = tmp_path / "draw.json"
    made = run("sample", "draw", frame, "--stations", 30, "--strata", "region", "--seed", SEED, "--out", out)
    assert made.returncode == 0, made.stderr
    assert run("sample", "verify", frame, out).returncode == 0
    body = json.loads(out.read_text())
    body["drawn"][0]["station"] = "s119" if body["drawn"][0]["station"] != "s119" else "s118"
    out.write_text(json.dumps(body))
    forged = run("sample", "verify", frame, out, "--json")
    assert forged.returncode == 1
    assert not json.loads(forged.stdout)["confirmed"]


def test_a_short_seed_is_an_error_with_a_remedy(frame: Path) -> None:
    failed = run("sample", "draw", frame, "--stations", 30, "--seed", "42")
    assert failed.returncode == 2
    assert "C04" in failed.stderr


def test_the_frame_check_prints_the_hash(frame: Path) -> None:
    body = json.loads(run("sample", "check", frame, "--size", "registered", "--json").stdout)
    assert len(body["frame_sha256"]) == 64
    assert body["stations"] == 120


NIGHT = """
title = "A small night"
date = 2026-11-21

[frame]
file = "frame.csv"

[sample]
file = "draw.json"
station = "station"
stratum = ["region"]

[registered]
least_response = 0.2

[thresholds]
b = 7

[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"

[arrivals.lists]
a = "a"
b = "b"
c = "c"

[official]
a = 60.0
"""


@pytest.fixture
def night(frame: Path, tmp_path: Path) -> Path:
    out = tmp_path / "draw.json"
    run("sample", "draw", frame, "--stations", 40, "--strata", "region", "--seed", SEED, "--out", out)
    generator = np.random.Generator(np.random.PCG64(1))
    rows = []
    for minute, one in enumerate(json.loads(out.read_text())["drawn"]):
        a, b, c = generator.multinomial(250, (0.6, 0.1, 0.3)).tolist()
        at = f"2026-11-21 {20 + minute // 20}:{minute % 20:02d}:00"
        rows.append({"station": one["station"], "at": at, "a": a, "b": b, "c": c, "valid": 250})
    write(tmp_path / "arrivals.csv", rows)
    path = tmp_path / "NIGHT.toml"
    path.write_text(NIGHT)
    return path


def test_the_night_says_what_it_can_and_what_is_withheld(night: Path) -> None:
    end = json.loads(run("quickcount", night, "--json").stdout)
    assert end["released"]
    assert end["sentences"][0]["text"] == "a has the most votes."
    assert end["sentences"][1]["text"] == "b is above the threshold of 7 %."
    assert "≥ 100.0 %" not in " ".join(gate["why"] for gate in end["gates"])
    early = json.loads(run("quickcount", night, "--at", "20:02", "--json").stdout)
    assert not early["released"]
    assert early["stations"]["arrived"] == 2


def test_registered_domains_have_intervals_that_hold_at_once(night: Path) -> None:
    night.write_text(
        night.read_text().replace("[thresholds]", '[domains]\ncolumns = ["region"]\n\n[thresholds]')
    )
    domains = json.loads(run("quickcount", night, "--json").stdout)["domains"]
    assert [one["domain"] for one in domains] == ["north", "south"]
    for one in domains[0]["lists"]:
        assert one["low"] < one["share"] < one["high"]
    assert "Domains" in run("quickcount", night).stdout


def test_the_replay_has_a_table_and_a_self_contained_page(night: Path, tmp_path: Path) -> None:
    page = tmp_path / "night.html"
    made = run("quickcount", "replay", night, "--chart", page)
    assert made.returncode == 0, made.stderr
    assert "A small night" in made.stdout
    html = page.read_text(encoding="utf-8")
    assert "<svg" in html
    assert "<script" not in html
    assert "src=" not in html


def test_a_release_needs_two_people_and_an_unchanged_record(night: Path, tmp_path: Path) -> None:
    record = tmp_path / "release.json"
    run("quickcount", night, "--record", record)
    keys = []
    for name in ("first", "second"):
        made = run("key", "new", "--no-passphrase", "-o", tmp_path / f"{name}.key", "--name", name)
        keys.append(made.stdout.strip().splitlines()[-1].strip())
        assert run("quickcount", "sign", record, "--key", tmp_path / f"{name}.key").returncode == 0
    both = run("quickcount", "check-release", record, "--key", keys[0], "--key", keys[1], "--json")
    assert both.returncode == 0, both.stdout + both.stderr
    assert run("quickcount", "check-release", record, "--key", keys[0]).returncode == 1
    record.write_bytes(record.read_bytes().replace(b"a has", b"b has"))
    assert run("quickcount", "check-release", record, "--key", keys[0], "--key", keys[1]).returncode == 1


def test_a_withheld_release_cannot_be_signed(night: Path, tmp_path: Path) -> None:
    record = tmp_path / "early.json"
    run("quickcount", night, "--at", "20:02", "--record", record)
    run("key", "new", "--no-passphrase", "-o", tmp_path / "one.key", "--name", "one")
    failed = run("quickcount", "sign", record, "--key", tmp_path / "one.key")
    assert failed.returncode == 2
    assert "a gate is closed" in failed.stderr


def test_protocols_are_checked_compared_and_levelled(tmp_path: Path) -> None:
    good = {
        "station": "1",
        "registered": 100,
        "signatures": 80,
        "ballots": 80,
        "invalid": 1,
        "a": 50,
        "b": 29,
    }
    table = write(tmp_path / "p.csv", [good, good | {"station": "2", "a": 51}])
    checked = run("protocols", "check", table, "--type", "georgia-precinct", "--json")
    assert checked.returncode == 1
    by_name = {one["relation"]: one for one in json.loads(checked.stdout)["relations"]}
    assert by_name["balance"]["stations"] == ["2"]
    copies = write(
        tmp_path / "c.csv", [{"station": "1", "a": 50, "b": 29}, {"station": "2", "a": 15, "b": 29}]
    )
    compared = json.loads(run("protocols", "reconcile", table, copies, "--lists", "a,b", "--json").stdout)
    assert compared["classes"]["exact"] == 1
    assert compared["stations"][0]["kinds"] == {"a": "two neighbouring digits exchanged"}
    assert compared["limits"] == {"clerical_votes": 2, "material_percent": 5.0}
    assert compared["classes"]["material"] == 1
    stated = ["--lists", "a,b", "--clerical", 1, "--material", 60]
    lenient = run("protocols", "reconcile", table, copies, *stated)
    assert "less than 60 % of the station's votes" in " ".join(lenient.stdout.split())
    assert (
        json.loads(run("protocols", "reconcile", table, copies, *stated, "--json").stdout)["classes"][
            "notable"
        ]
        == 1
    )
    assert "C16" in run("protocols", "reconcile", table, copies, "--lists", "a,b", "--material", 0).stderr
    levels = write(
        tmp_path / "levels.csv",
        [
            {"path": "land", "a": 101, "b": 60},
            {"path": "land/s1", "a": 50, "b": 30},
            {"path": "land/s2", "a": 50, "b": 30},
        ],
    )
    parted = run("protocols", "levels", levels, "--json")
    assert parted.returncode == 1
    assert json.loads(parted.stdout)["partings"][0]["difference"] == 1


def test_an_unknown_protocol_type_names_the_known_ones(tmp_path: Path) -> None:
    failed = run("protocols", "check", write(tmp_path / "p.csv", [{"a": 1}]), "--type", "atlantis")
    assert failed.returncode == 2
    assert "russia-2024" in failed.stderr


def test_a_plan_answers_each_question_in_stations(tmp_path: Path) -> None:
    generator = np.random.Generator(np.random.PCG64(3))
    rows = []
    for i in range(300):
        a, b, c = generator.multinomial(400, generator.dirichlet((55, 35, 10))).tolist()
        rows.append(
            {"station": i, "region": "north" if i % 3 else "south", "a": a, "b": b, "c": c, "valid": 400}
        )
    results = write(tmp_path / "earlier.csv", list(rows))
    common = ["sample", "plan", results, "--votes", "a,b,c", "--denominator", "valid", "--strata", "region"]
    asked = ["--threshold", 7, "--margin", 1, "--inside", "region=south", "--cost", 25]
    made = run(*common, "--stations", 60, *asked, "--json")
    body = json.loads(made.stdout)
    a, _, c = body["lists"]
    assert body["cost"] == 1500
    assert a["stations_for_margin"] > 40
    assert a["stations_for_inside"] == pytest.approx(3 * a["stations_inside"], abs=2)
    assert 3 < c["stations_to_clear_threshold"] < 60
    assert run(*common, "--stations", 60, *asked).returncode == 0


RULES = 'name = "fifty seats"\nseats = 50\nmethod = "dhondt"\nthreshold = "7%"\n'


def test_the_chance_of_seats_is_said_under_the_rules_given(night: Path) -> None:
    rules = night.with_name("rules.toml")
    rules.write_text(RULES)
    asked = ("quickcount", "seats", night, "--rules", rules, "--total", 30_000)
    body = json.loads(run(*asked, "--json").stdout)
    (lists,) = body["readings"].values()
    assert [one["list"] for one in lists] == ["a", "b", "c"]
    assert sum(one["mean_seats"] for one in lists) == pytest.approx(50, abs=0.01)
    assert lists[0]["majority"][0] > 0.9
    early = json.loads(run(*asked, "--at", "20:30", "--json").stdout)
    (fewer,) = early["readings"].values()
    assert (
        fewer[0]["middle_90"][1] - fewer[0]["middle_90"][0]
        > lists[0]["middle_90"][1] - lists[0]["middle_90"][0]
    )
    shown = run(*asked).stdout
    assert "takes part" in shown
    assert "stations still to come" in shown


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rest", "void"], "has no effect"),
        (["--rest", "all"], "rest = 'all'"),
        (["--at", "20:00"], "no chance of seats"),
    ],
)
def test_chances_that_cannot_be_told_are_refused(night: Path, options: list[str], words: str) -> None:
    rules = night.with_name("rules.toml")
    rules.write_text(RULES)
    failed = run("quickcount", "seats", night, "--rules", rules, "--total", 30_000, *options)
    assert failed.returncode == 2
    assert words in failed.stderr


def test_lists_that_leave_something_over_ask_what_it_is(night: Path) -> None:
    rules = night.with_name("rules.toml")
    rules.write_text(RULES)
    night.write_text(night.read_text().replace('c = "c"\n', ""))
    asked = ("quickcount", "seats", night, "--rules", rules, "--total", 30_000)
    failed = run(*asked)
    assert failed.returncode == 2
    assert "the lists leave" in failed.stderr
    assert run(*asked, "--rest", "list").returncode == 0
