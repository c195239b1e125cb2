"""Was my report logged: a proof to take away, that a command checks and nothing else passes."""

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.seal.refusals import Refusal
from scrutator.web.intake import proofs
from scrutator.web.receipts import check_logged, receipt
from support.field_server import SET_UP, Mission, Phone
from support.phone import report_xml


@pytest.fixture
def seven(mission: Mission, phone: Phone) -> list[str]:
    """A log of seven reports; their receipts."""
    for number in range(7):
        phone.send(report_xml(number))
    return [receipt(leaf.index, bytes(leaf.hash)) for leaf in mission.report_leaves]


def proof(mission: Mission, phone: Phone, code: str) -> bytes:
    answer = phone.client.get(f"/log/{mission.slug}/leaf/{code}/proof")
    assert answer.status_code == 200
    return answer.content


def test_every_entry_has_a_proof_that_holds(mission: Mission, phone: Phone, seven: list[str]) -> None:
    for place, code in enumerate(seven):
        found = check_logged(proof(mission, phone, code), code.lower(), mission.row.log_key)
        assert (found.index, found.size, found.origin) == (
            SET_UP + place,
            SET_UP + 7,
            f"{mission.slug}/field",
        )


def test_a_proof_of_one_entry_is_none_of_another(mission: Mission, phone: Phone, seven: list[str]) -> None:
    with pytest.raises(ScrutatorError, match="another entry"):
        check_logged(proof(mission, phone, seven[2]), seven[3], mission.row.log_key)


def test_a_leaf_of_the_asker_s_own_choice_does_not_hold(
    mission: Mission, phone: Phone, seven: list[str]
) -> None:
    real = proof(mission, phone, seven[2])
    lines = real.split(b"\n")
    forged = b"\n".join([lines[0], b"extra " + b64encode(bytes(32)), *lines[2:]])
    with pytest.raises(Refusal, match="wrong_proof"):
        check_logged(forged, receipt(SET_UP + 2, bytes(32)), mission.row.log_key)
    with pytest.raises(Refusal, match="wrong_proof"):
        check_logged(b"\n".join([lines[0], *lines[2:]]), seven[2], mission.row.log_key)


def test_a_proof_signed_by_another_key_does_not_hold(
    mission: Mission, phone: Phone, seven: list[str]
) -> None:
    from support.field_server import new_mission

    other = new_mission(forms=()).row.log_key
    with pytest.raises(Refusal):
        check_logged(proof(mission, phone, seven[0]), seven[0], other)


@pytest.mark.parametrize("place", range(3, 8))
def test_a_changed_line_of_a_proof_does_not_hold(
    mission: Mission, phone: Phone, seven: list[str], place: int
) -> None:
    lines = proof(mission, phone, seven[4]).split(b"\n")
    changed = bytes([lines[place][0] ^ 1]) + lines[place][1:] if lines[place] else b"x"
    with pytest.raises((Refusal, ScrutatorError)):
        check_logged(
            b"\n".join([*lines[:place], changed, *lines[place + 1 :]]), seven[4], mission.row.log_key
        )


def test_a_receipt_of_no_entry_has_no_proof(mission: Mission, phone: Phone, seven: list[str]) -> None:
    for code in (receipt(SET_UP + 2, bytes(32)), receipt(7, bytes(32))):
        assert phone.client.get(f"/log/{mission.slug}/leaf/{code}/proof").status_code == 404


def test_an_entry_that_came_after_the_kept_tree_is_proven_and_an_old_tree_is_not_kept(
    mission: Mission, phone: Phone, seven: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"\n10\n" in proof(mission, phone, seven[0])
    phone.send(report_xml(8))
    leaf = mission.row.leaves.get(index=SET_UP + 7)
    code = receipt(leaf.index, bytes(leaf.hash))
    assert b"\n10\n" in proof(mission, phone, seven[0]), "the kept tree"
    assert check_logged(proof(mission, phone, code), code, mission.row.log_key).size == SET_UP + 8
    phone.send(report_xml(9))
    assert b"\n11\n" in proof(mission, phone, seven[0])
    moment = proofs.time.monotonic()
    monkeypatch.setattr(proofs.time, "monotonic", lambda: moment + 61)
    assert b"\n12\n" in proof(mission, phone, seven[0])


def test_the_command_says_logged_or_fails(
    mission: Mission, phone: Phone, seven: list[str], tmp_path: Path
) -> None:
    (tmp_path / "p").write_bytes(proof(mission, phone, seven[1]))

    def run(code: str, key: str = mission.row.log_key) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrutator", "log", "receipt", "p", "--receipt", code, "--key", key]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    done = run(seven[1])
    assert (
        done.returncode,
        done.stdout.startswith(f"logged: entry {SET_UP + 1} of {SET_UP + 7} of {mission.slug}/field"),
    ) == (
        0,
        True,
    )
    for failed in (run(seven[2]), run(seven[1], "x")):
        assert (failed.returncode != 0, failed.stdout, "Traceback" in failed.stderr) == (True, "", False)


def test_the_page_offers_the_proof_and_says_nothing_of_the_report(
    mission: Mission, phone: Phone, seven: list[str]
) -> None:
    page = phone.client.get(f"/log/{mission.slug}/leaf/{seven[0]}").content.decode()
    assert f"/log/{mission.slug}/leaf/{seven[0]}/proof" in page
    assert "voting" not in page
