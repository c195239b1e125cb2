"""`scrutator mission sms` as a person types it: numbers, a message that is only read, one that is taken."""

import re
from pathlib import Path

import pytest

from support.live_server import run

PASSWORD = "correct horse battery\n" * 2


@pytest.mark.slow
def test_an_observer_gets_a_number_and_a_simulated_message_becomes_a_report(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    (tmp_path / "places.csv").write_text("code,name,kind,parent,registered\nS1,School,station,,1200\n")
    (tmp_path / "observers.csv").write_text("code,team\nA-01,T1\n")
    made = ("--name", "Demo", "--day", "2026-11-29", "--coordinator", "mira")
    run(folder, "mission", "new", "demo", *made, given=PASSWORD)
    for what in ("places", "observers"):
        run(folder, "mission", "import", "demo", what, str(tmp_path / f"{what}.csv"), "--write")
    run(folder, "mission", "form", "demo", "voters", "--version", "1")
    card = run(folder, "mission", "sms", "numbers", "demo", "--language", "en")
    found = re.search(r"A-01\W+([0-9]{6})\W+([0-9]{6})", card)
    assert found, card
    text = f"NV {found[1]} {found[2]} ST=S1 HR4 NV88 WH1"
    read = run(folder, "mission", "sms", "simulate", "demo", text)
    assert "n_voters: 88" in read
    assert "nothing was written" in read
    taken = run(folder, "mission", "sms", "simulate", "demo", text, "--write")
    assert re.fullmatch(r"stored\nStored\. Receipt 6-\S+\.\n", taken)
    assert re.fullmatch(r"[0-9a-f]{64}\n", run(folder, "mission", "sms", "key", "demo"))
