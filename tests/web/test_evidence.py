"""Originals sealed to a key that the server does not have; bytes at rest under one that it has."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.web import at_rest, evidence
from scrutator.web.folder import folder
from support.field_server import Mission, Phone, evidence_secret
from support.phone import JPEG, incident_xml


@given(st.binary(max_size=300))
def test_the_holder_of_the_key_reads_what_was_sealed_byte_for_byte(content: bytes) -> None:
    secret = evidence.new_secret()
    sealed = evidence.seal(content, evidence.parse_public(evidence.public_text(secret)))
    assert evidence.open_sealed(sealed, secret) == content


def test_any_changed_byte_or_another_key_is_refused() -> None:
    secret = evidence.new_secret()
    sealed = evidence.seal(b"original", evidence.parse_public(evidence.public_text(secret)))
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(ScrutatorError, match="D64"):
            evidence.open_sealed(changed, secret)
    with pytest.raises(ScrutatorError, match="D64"):
        evidence.open_sealed(sealed, evidence.new_secret())
    with pytest.raises(ScrutatorError, match="D64"):
        evidence.open_sealed(sealed[:40], secret)


def test_a_public_key_with_a_wrong_character_is_refused() -> None:
    text = evidence.public_text(bytes(range(32)))
    for wrong in (text[:-3] + ("A" if text[-3] != "A" else "B") + text[-2:], text[1:], "", text + "x"):
        with pytest.raises(ScrutatorError, match="D64"):
            evidence.parse_public(wrong)


def test_the_key_file_opens_with_its_passphrase_alone() -> None:
    secret = evidence.new_secret()
    file = evidence.key_file(secret, "four words of mine")
    assert evidence.read_key_file(file, "four words of mine") == secret
    assert secret not in file
    with pytest.raises(ScrutatorError, match="D64"):
        evidence.read_key_file(file, "four words of yours")
    with pytest.raises(ScrutatorError, match="D64"):
        evidence.key_file(secret, "too short")


def test_the_original_on_the_disk_is_the_bytes_that_arrived_and_opens_only_with_the_evidence_key(
    mission: Mission, phone: Phone
) -> None:
    content = JPEG + mission.slug.encode()
    phone.send(incident_xml(1, photo="p.jpg"), (("p.jpg", content),))
    kept = mission.row.submissions.get().attachments.get()
    sealed = (folder() / "media" / "originals" / kept.sha256[:2] / kept.sha256).read_bytes()
    assert evidence.open_sealed(sealed, evidence_secret()) == content
    copy = (folder() / "media" / "copies" / kept.sha256[:2] / kept.sha256).read_bytes()
    assert b"Pixel-7" in content
    assert b"Pixel-7" not in sealed + copy
    assert b"JFIF" not in copy


def test_bytes_at_rest_do_not_open_under_another_key_or_name() -> None:
    sealed = at_rest.seal(b"k" * 32, b"text", "row 1")
    assert at_rest.opened(b"k" * 32, sealed, "row 1") == b"text"
    for key, about in ((b"l" * 32, "row 1"), (b"k" * 32, "row 2")):
        with pytest.raises(ScrutatorError, match="D58"):
            at_rest.opened(key, sealed, about)
    with pytest.raises(ScrutatorError, match="D58"):
        at_rest.opened(b"k" * 32, b"short", "row 1")


def test_a_key_of_two_persons_opens_with_both_passphrases_in_their_order_alone(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from scrutator.cli.web.mission import app
    from scrutator.web.evidence import parse_public, persons_of, read_key_file, seal

    first, second = "four words of one", "four words of another"

    def run(typed: list[str], *arguments: str) -> Any:
        return CliRunner().invoke(app, list(arguments), input="".join(f"{one}\n" for one in typed))

    key, sealed, out = tmp_path / "e.key", tmp_path / "sealed", tmp_path / "out.jpg"
    make = ("evidence-key", "--persons", "2", "-o", str(key))
    assert "X03" in str(run([first, first, first, first], *make).exception), "one passphrase for both"
    assert "X03" in str(run([first, first, "elevenchars", "elevenchars"], *make).exception)
    made = run([first, first, second, second], *make)
    assert (made.exit_code, persons_of(key.read_bytes())) == (0, 2)
    public = re.search(r"evidence\+\S+", made.output)
    assert public is not None
    sealed.write_bytes(seal(b"what arrived", parse_public(public[0])))
    opening = ("evidence-open", str(sealed), "--key", str(key), "-o", str(out))
    for typed in ([first, first], [second, first], [first, ""], [first + second, ""]):
        assert run(typed, *opening).exit_code != 0
    with pytest.raises(ScrutatorError, match="D64"):
        read_key_file(key.read_bytes().replace(b"persons: 2\n", b""), first)
    assert run([first, second], *opening).exit_code == 0
    assert out.read_bytes() == b"what arrived"
