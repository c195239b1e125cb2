"""Everything a report can hold, from phones over HTTP to findings of a signed bundle that verifies."""

import csv
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.live_server import LiveServer, RetryingPhone, run
from support.needs import package
from support.phone import INSTANCE
from support.text_workbook import text_workbook

PASSWORD = "correct horse battery\n" * 2
STATIONS, DRAWN = 24, 12
EN = "label::English (en)"
LINES = [*(f"list_{n}" for n in range(1, 8)), "against_all"]
NIGHT = f"""title = "A small night"
date = 2026-06-14
[frame]
file = "frame.csv"
[sample]
file = "draw.csv"
station = "station"
weight = "weight"
registered = "registered"
[cells]
columns = ["cell"]
[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"
means = "valid"
[arrivals.lists]
{"".join(f'{line} = "{line}"' + chr(10) for line in LINES)}
[replay]
times = ["2030-01-01T00:00"]
"""


def hours_form() -> bytes:
    """A form of one's own: a group that repeats, with a group that repeats within it."""
    survey = [
        ["type", "name", "required", "scrutator_problem", EN],
        ["select_one_from_file stations.csv", "station", "yes", "", "Polling station"],
        ["begin_repeat", "hour", "", "", "An hour"],
        ["select_one yn", "queue", "", "yes", "Was there a queue?"],
        ["integer", "voters", "", "", "How many voted?"],
        ["begin_repeat", "case", "", "", "A case"],
        ["select_one yn", "turned_away", "", "yes", "Was a voter turned away?"],
        ["end_repeat", "", "", "", ""],
        ["end_repeat", "", "", "", ""],
    ]
    choices = [["list_name", "name", EN], ["yn", "yes", "Yes"], ["yn", "no", "No"]]
    settings = [["form_title", "form_id"], ["Hours", "hours"]]
    return text_workbook({"survey": survey, "choices": choices, "settings": settings})


def xml(form: str, number: int, inside: str) -> bytes:
    meta = f"<meta><instanceID>{INSTANCE.format(number)}</instanceID></meta>"
    return f'<data id="{form}" version="1">{inside}{meta}</data>'.encode()


def hour(queue: str, *cases: str) -> str:
    inner = "".join(f"<case><turned_away>{case}</turned_away></case>" for case in cases)
    return f"<hour><queue>{queue}</queue><voters>7</voters>{inner}</hour>"


def reports() -> Iterator[tuple[int, bytes]]:
    """Who sends what: the number of the observer and the report."""
    for n in range(8):
        secret = "no" if n < 2 else "yes"
        inside = f"<station>S{n:02d}</station><admitted>at_once</admitted><seen><v_secrecy>{secret}</v_secrecy></seen>"
        yield n // 3, xml("voting", n, inside)
    repeated = [hour("yes", "yes", "no") + hour("no"), hour("no", "no"), "<hour><queue/><voters/></hour>"]
    for n, inside in enumerate(repeated, 100):
        yield 0, xml("hours", n, f"<station>S{n - 100:02d}</station>{inside}")
    for n, agreed in enumerate(("yes", "yes", "no"), 200):
        known = "saw" if n == 200 else "hearsay"
        said = (
            "<i_kind>pressure</i_kind><i_when>2026-06-14T11:59:00.000+05:00</i_when><i_stage>voting</i_stage>"
        )
        said += f"<i_station>S01</i_station><i_known>{known}</i_known><i_safe>yes</i_safe>"
        yield 1, xml("incident", n, f"{said}<i_text>Aigerim</i_text><i_publish>{agreed}</i_publish>")
    for n in range(DRAWN):
        votes = "".join(f"<{line}>{10 + n + place}</{line}>" for place, line in enumerate(LINES))
        yield n // 3, xml("quickcount", 300 + n, f"<station>S{n:02d}</station><q_how>posted</q_how>{votes}")


def command(folder: Path, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scrutator", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / f"{table}.csv").read_text().splitlines()))


def set_up(folder: Path, place: Path) -> dict[int, dict[str, str]]:
    """The mission, and the token of each observer's phone."""
    from scrutator.web.evidence import new_secret, public_text

    made = ("mission", "new", "demo", "--name", "Demo", "--day", "2026-06-14", "--coordinator", "mira")
    run(folder, *made, "--evidence-key", public_text(new_secret()), given=PASSWORD)
    stations = "".join(f"S{n:02d},School {n},station,R{n % 2},{900 + n}\n" for n in range(STATIONS))
    drawn = [(n // 3, f"S{n:02d}") for n in range(DRAWN)]
    tables = {
        "places": f"code,name,kind,parent,registered\nR0,North,region,,\nR1,South,region,,\n{stations}",
        "observers": "code,team,partner\n"
        + "".join(f"A-{n},squad-{n % 2},union-{n % 2}\n" for n in range(4)),
        "deployment": "round,observer,place,selection,weight\n"
        + "".join(f"1,A-{n},{code},probability sample,2\n" for n, code in drawn),
        "duties": "round,observer,place,form,due\n"
        + "".join(f"1,A-{n},{code},voting,2026-06-14T1{n}:30\n" for n, code in drawn),
    }
    (place / "hours.xlsx").write_bytes(hours_form())
    for form in ("voting", "incident", "quickcount", str(place / "hours.xlsx")):
        run(folder, "mission", "form", "demo", form, "--version", "1")
    for table, text in tables.items():
        (place / f"{table}.csv").write_text(text)
        run(folder, "mission", "import", "demo", table, str(place / f"{table}.csv"), "--write")
    tokens = {}
    for n in range(4):
        said = run(folder, "mission", "phone", "demo", f"A-{n}", "--url", "http://h")
        tokens[n] = dict(line.split(" ", 1) for line in said.splitlines())
    return tokens


def send(server: LiveServer, tokens: dict[int, dict[str, str]]) -> None:
    phones = {
        n: RetryingPhone(server.port, "demo", one["name"], one["password"]) for n, one in tokens.items()
    }
    for n, report in reports():
        phones[n].send(report)
    for phone in phones.values():
        phone.close()


def finish(case: Path) -> None:
    """What a person adds: the draw and the night they registered, and their conclusions."""
    drawn = "".join(f"S{n:02d},2,{900 + n},N\n" for n in range(DRAWN))
    (case / "draw.csv").write_text(f"station,weight,registered,cell\n{drawn}")
    (case / "night.toml").write_text(NIGHT)
    with (case / "findings.toml").open("a") as file:
        file.write('\n[[finding]]\nid = "night"\nmethod = "counting.quickcount"\n')
    statement = case / "statement.en.md"
    statement.write_text(re.sub(r".*Write here.*", "The mission found what follows.", statement.read_text()))


@pytest.mark.system
def test_entries_incidents_frame_copies_and_coverage_travel_from_phones_to_a_verified_bundle(
    tmp_path: Path,
) -> None:
    package("pyxform")
    folder, case = tmp_path / "server", tmp_path / "case"
    tokens = set_up(folder, tmp_path)
    server = LiveServer(folder, tmp_path / "log")
    server.start()
    try:
        send(server, tokens)
    finally:
        server.stop()
    shown = ("--publish-copies", "--publish-frame")
    run(folder, "mission", "snapshot", "demo", "-o", str(case), "--date", "2026-06-15", *shown)
    assert sum(int(row["reports"]) for row in rows(case, "received")) == 8 + 3 + 3 + DRAWN
    assert {(row["form"], row["outcome"], row["reports"]) for row in rows(case, "reception")} == {
        ("voting", "published", "8"),
        ("hours", "published", "3"),
        ("incident", "published", "2"),
        ("incident", "withheld", "1"),
        ("quickcount", "published", "12"),
    }
    _look_at(case)
    finish(case)
    assert "no faults" in command(tmp_path, "case", "check", "case")
    made = command(tmp_path, "key", "new", "--no-passphrase", "-o", "m.key", "--name", "m.example")
    public = next(word for word in made.split() if word.startswith("m.example+"))
    command(tmp_path, "publish", "case", "--key", "m.key", "-o", "bundle.zip")
    said = command(tmp_path, "verify", "bundle.zip", "--key", public, "--rebuild-untrusted")
    assert "VERDICT  VERIFIED" in said
    _findings_say(tmp_path / "bundle.zip")


def _look_at(case: Path) -> None:
    """The tables of the case, before a person adds anything."""
    entries = {(row["group"], row["entry"], row["question"], row["value"]) for row in rows(case, "entries")}
    assert entries == {
        ("hour", "1", "queue", "yes"),
        ("hour", "2", "queue", "no"),
        ("hour", "1", "queue", "no"),
        ("hour.case", "1.1", "turned_away", "yes"),
        ("hour.case", "1.2", "turned_away", "no"),
        ("hour.case", "1.1", "turned_away", "no"),
    }
    assert len(rows(case, "entries")) == 6, "an hour that was left empty is none"
    visits = {row["visit"]: row for row in rows(case, "visits")}
    incidents = rows(case, "incidents")
    assert sorted((row["date"], row["kind"], row["mark"]) for row in incidents) == [
        ("2026-06-14", "alleged offence", "second-hand"),
        ("2026-06-14", "alleged offence", "unverified"),
    ]
    assert {visits[row["id"]]["form"] for row in incidents} == {"incident"}
    assert len(rows(case, "frame")) == STATIONS
    assert len(rows(case, "arrivals")) == len(rows(case, "copies")) == DRAWN
    everything = b"".join(path.read_bytes() for path in case.iterdir())
    for secret in (b"Aigerim", b"A-0", b"squad", b"union", b"11:59"):
        assert secret not in everything


def _findings_say(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        found = json.loads(archive.read("findings.json"))
    values = {figure["id"]: figure["value"] for one in found for figure in one["figures"]}
    drawn = "selection=probability sample"
    assert values["reception/all_published"] == 25
    assert values["hours_entries/entries(group=hour)"] == 3
    assert values[f"hours_entries/problem(group=hour.case,question=turned_away,{drawn})"] == 1
    assert values["incidents/events"] == 2
    # The desk looked into neither: then how the observer knew says more.
    assert values["incidents/marked(mark=second-hand)"] == 1
    assert values["incidents/marked(mark=unverified)"] == 1
    assert [values[f"coverage/all_{name}"] for name in ("expected", "on_time", "late", "missing")] == [
        12,
        0,
        8,
        4,
    ]
    assert values["night/arrived(at=end)"] == DRAWN
    # 12 of 24 stations were drawn; 8 answered, 2 of them with the problem: 2 of 24 have it at the least.
    assert values[f"voting/of_stations_low(place=all,question=v_secrecy,{drawn})"] == {"fraction": "25/3"}
