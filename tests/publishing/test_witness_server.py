"""The witness protocol: the published requests in their order, and server and client against each other."""

import json
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from tests.seal.conftest import ORIGIN, members_of, signer, small_bundle, small_records
from tests.support.roots import DINA, EMIL

from scrutator.errors import ScrutatorError
from scrutator.publishing.witness_server import Witness, ask_witness, serve
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import PLAIN, VerifierKey, parse_key, parse_note, verify_note
from scrutator.seal.witness.protocol import request_bytes


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return Witness(tmp_path / "seen", DINA, {ORIGIN: [signer().key]}, lambda: 1_790_000_000)


@pytest.fixture
def address(witness: Witness) -> Iterator[str]:
    server = serve(witness, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def grown(previous: bytes, number: int = 1) -> bytes:
    return small_bundle(previous=previous, records_now=[*small_records(), Record("new", "claim", number)])


def test_the_published_requests_get_the_published_answers(vectors: Path, tmp_path: Path) -> None:
    found = json.loads((vectors / "seal" / "witness_add_checkpoint.json").read_text(encoding="utf-8"))
    origin = found["log"]["origin"]
    key = VerifierKey(origin, PLAIN, bytes.fromhex(found["log"]["public_key_hex"]))
    sumdb = parse_key(found["sumdb"]["vkey"])
    logs = {origin: [key], found["sumdb"]["origin"]: [sumdb]}
    witness = Witness(tmp_path / "seen", DINA, logs)
    assert len(found["requests"]) == 9
    for case in found["requests"]:
        answer = witness.add_checkpoint(case["body"].encode())
        assert answer.status == case["status_per_specification"], case["body"][:40]
        if answer.status == HTTPStatus.CONFLICT:
            assert case["asserts"] == [f'body == "{answer.text.strip()}\\n"']
            assert answer.type == "text/x.tlog.size"
    assert witness.add_checkpoint(found["sumdb"]["body"].encode()).status == found["sumdb"]["status"]


def test_a_client_gets_the_cosignature_at_first_and_after_the_log_has_grown(address: str) -> None:
    first = small_bundle()
    second = grown(first)
    for bundle in (first, second, second):
        note = ask_witness(address, bundle, DINA.key)
        verified = verify_note(parse_note(note), [DINA.key])
        assert [one.time for one in verified] == [1_790_000_000]
        assert parse_checkpoint(note).size == parse_checkpoint(members_of(bundle)[records.CHECKPOINT]).size


def test_a_fork_gets_no_cosignature_and_the_memory_stays(address: str, witness: Witness) -> None:
    first = small_bundle()
    ask_witness(address, grown(first, 1), DINA.key)
    kept = witness.path(ORIGIN).read_bytes()
    with pytest.raises(ScrutatorError, match=r"Z08.*422"):
        ask_witness(address, grown(first, 2), DINA.key)
    with pytest.raises(ScrutatorError, match=r"Z08.*409"):
        ask_witness(address, first, DINA.key)  # a rollback
    assert witness.path(ORIGIN).read_bytes() == kept


def test_of_two_contradicting_trees_asked_at_once_one_is_cosigned(witness: Witness) -> None:
    trees = [
        members_of(small_bundle(records_now=[Record("r", "claim", n)]))[records.CHECKPOINT] for n in (1, 2)
    ]
    answers: list[int] = []
    threads = [
        threading.Thread(
            target=lambda t=tree: answers.append(witness.add_checkpoint(request_bytes(0, [], t)).status)
        )
        for tree in trees
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [HTTPStatus.OK, HTTPStatus.CONFLICT]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"old\n\nx", 400),
        (b"old -1\n\nx", 400),
        (b"old 01\n\nx", 400),
        (b"old 0\nnot base64\n\nx", 400),
        (b"old 0\n" + b"A" * 43 + b"=\n" * 1 + b"\n", 403),
        (b"old 0\n\nno note", 403),
        (b"x" * 65_537, 400),
    ],
)
def test_what_is_no_request_is_refused(witness: Witness, body: bytes, status: int) -> None:
    assert witness.add_checkpoint(body).status == status


def test_an_old_size_beyond_the_new_one_and_a_proof_from_nothing_are_refused(witness: Witness) -> None:
    note = members_of(small_bundle())[records.CHECKPOINT]
    size = parse_checkpoint(note).size
    assert witness.add_checkpoint(request_bytes(size + 1, [], note)).status == 400
    assert witness.add_checkpoint(request_bytes(size, [], note)).status == 409
    assert witness.add_checkpoint(request_bytes(0, [bytes(32)], note)).status == 422
    assert witness.add_checkpoint(request_bytes(0, [], note)).status == 200


def test_another_witness_s_signature_is_not_taken_for_the_one_asked_for(address: str) -> None:
    with pytest.raises(ScrutatorError, match="Z08"):
        ask_witness(address, small_bundle(), EMIL.key)


def test_an_address_that_is_none_or_that_no_one_answers_is_an_error(address: str) -> None:
    for wrong in ("file:///etc/passwd", "http://127.0.0.1:9", address + "/elsewhere"):
        with pytest.raises(ScrutatorError, match="Z08"):
            ask_witness(wrong, small_bundle(), DINA.key)
