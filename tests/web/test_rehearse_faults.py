"""Faults of eleven kinds over true HTTP against a true server: found, decided at its desk, and then the truth."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scrutator.field.faults.decided import decisions_for, told_after, untrue_at
from scrutator.field.faults.seeding import Fault, SeededDay, seeded_day
from support.field_forms import bundled_published
from support.live_server import LiveServer

EACH = 4
DECIDED = "select act, count(*) from intake_decision group by act"


def rehearse(server: LiveServer, *arguments: str) -> subprocess.CompletedProcess[str]:
    where = ("--folder", str(server.folder), "--url", f"http://127.0.0.1:{server.port}/")
    command = [sys.executable, "-m", "scrutator", "rehearse-faults", *arguments, *where]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.system
def test_faults_sent_to_a_server_are_found_and_its_desk_s_decisions_give_the_truth(tmp_path: Path) -> None:
    server = LiveServer(tmp_path / "server", tmp_path / "log")
    server.start()
    try:
        done = rehearse(server, "faults", "--each", str(EACH), "--json")
        few = rehearse(server, "few", "--each", "1")
    finally:
        server.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    print(*(f"{one['fault']}: {one['found']} of {one['seeded']}" for one in said["faults"]), sep="\n")
    assert {one["fault"]: one["found"] for one in said["faults"]} == dict.fromkeys(map(str, Fault), EACH)
    assert 100 * said["clean_serious"] <= said["clean"]
    assert said["clean"] > 2 * EACH * len(Fault)
    assert all(one["found"] == one["truth"] for one in said["compared"])
    assert len(said["compared"]) == 6
    # Where a region has fewer than twenty protocols nothing is far from the others: the command says so.
    assert few.returncode == 1, few.stdout + few.stderr
    assert "stuffed                    1      0" in few.stdout
    with closing(sqlite3.connect(server.folder / "mission.sqlite3")) as database:
        acts = dict(database.execute(DECIDED))
    assert set(acts) == {"state", "correct", "move", "merge", "seen"}
    assert sum(acts.values()) >= said["decisions"]


@pytest.fixture(scope="module")
def day() -> SeededDay:
    forms = {name: bundled_published(name) for name in ("opening", "voting", "quickcount")}
    return seeded_day(forms, stations=44, each=1, seed=1)


@pytest.mark.parametrize("kind", list(Fault))
def test_a_decision_that_is_not_made_leaves_its_station_untrue_where_something_is_wrong(
    day: SeededDay, kind: Fault
) -> None:
    (code,) = (code for code, (fault, _) in day.faults.items() if fault is kind)
    decided = decisions_for(day, day.faults.keys() - {code})
    found = untrue_at(day, told_after(day, decided))
    as_they_are = {Fault.REGISTER, Fault.TEAMS, Fault.NEIGHBOURS, Fault.PHOTOS}
    assert bool(found) == (kind not in as_they_are)
    assert untrue_at(day, told_after(day, decisions_for(day, day.faults))) == ()


def test_a_protocol_that_differs_by_a_vote_and_a_visit_that_is_not_there_are_untrue(day: SeededDay) -> None:
    told = list(told_after(day, decisions_for(day, day.faults)))
    place = next(n for n, one in enumerate(told) if one.form == "quickcount")
    more = {**told[place].answers, "list_1": str(int(told[place].answers["list_1"]) + 1)}
    changed = [*told[:place], replace(told[place], answers=more), *told[place + 1 :]]
    assert untrue_at(day, changed) == (told[place].station,)
    visit = next(one for one in told if one.form == "voting")
    assert untrue_at(day, [one for one in told if one is not visit]) == (visit.station,)


def test_a_rehearsal_of_faults_needs_a_server_s_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrutator", "rehearse-faults", "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "is no server's folder" in done.stderr) == (2, True)
