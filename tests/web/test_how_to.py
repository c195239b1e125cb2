"""Every command of the pages on running a mission, and on a server for many, is run as it stands on a small mission."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support.live_server import LiveServer
from support.many_phones import Phones
from support.phone import report_xml

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
PASSWORD, WORDS = "correct horse battery", "four words of mine"
TABLES = {
    "places.csv": "code,name,kind,parent,registered,time_zone\nR1,North,region,,,\nS1,School,station,R1,900,\n",
    "observers.csv": "code,team,partner,name,phone\nA-01,T1,,,\n",
    "deployment.csv": "round,observer,place,selection,weight,stratum\n1,A-01,S1,unknown,,\n",
}
ELSEWHERE = {
    "scrutator serve --host 192.168.1.5": "support/live_server.py",  # the address of a computer of its own
    "scrutator serve --folder /var/lib/scrutator": "support/live_server.py",
    "scrutator serve --folder /var/lib/scrutator --port 8001 --role desk": "web/operating/test_processes.py",
    "scrutator serve --folder /var/lib/scrutator --port 8002 --role desk": "web/operating/test_processes.py",
    "scrutator upgrade --folder /var/lib/scrutator -o before.backup": "web/test_upgrade.py",
    "scrutator restore before.backup --folder /var/lib/scrutator-before": "web/test_upgrade.py",
}
"""Commands that other tests run, and where."""
SHORTER = {"--stations 60 --seconds 60": "--stations 12 --seconds 3"}
ASKED = {
    "evidence-key": f"{WORDS}\n" * 2,
    "mission new": f"{PASSWORD}\n" * 2,
    "backup": f"{WORDS}\n" * 2,
    "restore": f"{WORDS}\n",
}
"""What is typed when a command asks for it."""


def commands(page: str) -> list[str]:
    """The commands of a page, in their order."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:text|sh)\n(.*?)^```$", text, flags=re.S | re.M)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    named = (line.removeprefix("ExecStart=/opt/scrutator/bin/") for line in lines)
    return [" ".join(line.split()) for line in named if re.match(r"scrutator |curl ", line)]


class Runner:
    """Runs commands in a folder, with names of the page replaced by what is here."""

    def __init__(self, place: Path, names: dict[str, str]) -> None:
        self.place, self.names = place, names
        self.environment = {**os.environ, "NO_PROXY": "*"}

    def run(self, command: str) -> str:
        """What it prints. Fails when the command does."""
        text = command
        for name, here in {**SHORTER, **self.names}.items():
            text = text.replace(name, here)
        text = text.replace("scrutator ", f"{shlex.quote(sys.executable)} -m scrutator ", 1)
        given = next((typed for words, typed in ASKED.items() if words in command), "")
        done = subprocess.run(
            ["bash", "-uc", text],
            cwd=self.place,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, (text, done.stdout, done.stderr)
        return done.stdout


@pytest.mark.system
def test_every_command_of_the_pages_on_a_mission_and_its_server_does_what_it_says(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "sms").mkdir()
    folder = tmp_path / "scrutator-server"
    server = LiveServer(folder, tmp_path / "log")
    address = f"http://127.0.0.1:{server.port}"
    names = {
        "http://127.0.0.1:8000": address,
        "https://mission.example": address,
        "/var/lib/scrutator": str(folder),
        "/var/spool/sms": str(tmp_path / "sms"),
        "/srv/copies/$(date +%F).backup": "copy.backup",
        "/srv/copies/2026-11-29.backup": "copy.backup",
        "/tmp/tried": "tried",
        "demo-$(date +%F-%H).checkpoint": "demo-2026-11-29-14.checkpoint",
    }
    runner = Runner(tmp_path, names)
    mission = [one for one in commands("run-a-mission.md") if one not in ELSEWHERE]
    many = [one for one in commands("a-server-on-the-internet.md") if one not in ELSEWHERE]
    assert (len(mission), len(many)) == (15, 8), (mission, many)
    try:
        for command in mission:
            said = runner.run(command)
            if "evidence-key" in command:
                (public,) = re.findall(r"^(\S*evidence\S*)$", said, flags=re.M) or [said.split()[-1]]
                runner.environment["EVIDENCE"] = public
            if "sms numbers" in command:
                (card,) = re.findall(r"A-01\W+([0-9]{6})\W+([0-9]{6})", said)
                runner.names["111116 482913"] = " ".join(card)
            if "mission form demo voting" in command:
                server.start()
                receipt = _report(runner, server, address)
        assert (tmp_path / "answers.csv").read_text().splitlines()[-1]
        runner.names |= {"4-7QX1-0ZKM-C": receipt, "demo-case": "demo-case-2"}
        said = {}
        for command in many:
            said[command] = runner.run(command)
            if command.startswith("curl"):
                copy = (tmp_path / "demo-2026-11-29-14.checkpoint").read_bytes()
                (tmp_path / "demo-2026-11-29-23.checkpoint").write_bytes(copy)
    finally:
        server.stop()
    doctors = [text for command, text in said.items() if command.startswith("scrutator doctor")]
    assert len(doctors) == 3
    assert not any("NOT SOUND" in text for text in doctors), doctors
    assert "sound      demo as remembered: begins with the" in doctors[1]
    assert f"sound      demo's receipt {receipt}: entry" in doctors[2]
    (taken,) = [text for command, text in said.items() if "mission snapshot" in command]
    assert "of demo-2026-11-29-23.checkpoint" in taken


def _report(runner: Runner, server: LiveServer, address: str) -> str:
    """A phone of the mission sends a report; its receipt."""
    said = runner.run(f"scrutator mission phone demo A-01 --url {address}")
    token = dict(line.split(" ", 1) for line in said.splitlines())
    phones = Phones(server.port, "demo", [[token["name"], token["password"]]] * 32)
    sent = phones.send(range(1), lambda number, _: (report_xml(number), ()))
    phones.close()
    return sent.receipts[0]


@pytest.mark.parametrize(("command", "test"), ELSEWHERE.items())
def test_a_command_that_is_not_run_here_is_on_a_page_and_run_elsewhere(command: str, test: str) -> None:
    assert command in commands("run-a-mission.md") + commands("a-server-on-the-internet.md")
    text = (Path(__file__).parents[1] / test).read_text(encoding="utf-8")
    assert f'"{command.split()[1]}"' in text
