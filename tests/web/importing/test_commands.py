"""`scrutator mission import-reports` and `observers` as a person types them."""

from pathlib import Path

import pytest

from support.live_server import run

PASSWORD = "correct horse battery\n" * 2
HEAD = "ResponseID,Form,Submitter,DateSubmitted,ResponseShortcode,GroupNum1,ItemNum1,GroupName,GroupLevel,"
EXPORT = f"{HEAD}station,v_secrecy,colour\nr1,Voting,A-01,2026-11-29 10:00:00+00,a,,,,,S1,yes,red\n"


@pytest.mark.slow
def test_an_export_is_shown_taken_over_once_counted_apart_and_not_examined(tmp_path: Path) -> None:
    folder, export = tmp_path / "server", tmp_path / "export.csv"
    export.write_text(EXPORT)
    (tmp_path / "places.csv").write_text("code,name,kind,parent,registered\nS1,School,station,,1200\n")
    (tmp_path / "observers.csv").write_text("code,team\nA-01,T1\n")
    made = ("--name", "Demo", "--day", "2026-11-29", "--coordinator", "mira")
    run(folder, "mission", "new", "demo", *made, given=PASSWORD)
    for what in ("places", "observers"):
        run(folder, "mission", "import", "demo", what, str(tmp_path / f"{what}.csv"), "--write")
    run(folder, "mission", "form", "demo", "voting", "--version", "1")
    asked = ("mission", "import-reports", "demo", "nemo", str(export), "--form", "voting")
    shown = run(folder, *asked)
    assert "not taken over: the column colour of export.csv (1): the form has no such question" in shown
    assert "reports: 1 new, 0 changed, 0 same; nothing was written, --write does it" in shown
    assert run(folder, *asked, "--write").endswith("reports: 1 new, 0 changed, 0 same\n")
    assert run(folder, *asked, "--write").endswith("reports: 0 new, 0 changed, 1 same\n")
    case = tmp_path / "case"
    run(folder, "mission", "snapshot", "demo", "-o", str(case), "--date", "2026-11-30")
    assert "another system's export, without a receipt\",1" in (case / "reception.csv").read_text()
    examined = run(folder, "mission", "observers", "demo")
    assert "reports: 0; observers named: 0, of whom nothing stands out: 0, too little to say: 0." in examined
    assert "Taken over from another system, not looked at: 1" in examined
