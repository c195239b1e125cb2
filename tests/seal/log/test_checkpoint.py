"""Checkpoints and proof files: the specification's example, every malformed line, and proofs by hand."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.keys.sign import key_from_seed, sign_checkpoint
from scrutator.seal.log.checkpoint import (
    check_proof,
    checkpoint_text,
    parse_checkpoint,
    parse_proof,
    proof_bytes,
)
from scrutator.seal.log.merkle import build_levels, inclusion_path, leaf_hash
from scrutator.seal.refusals import Refusal

# c2sp.org/tlog-checkpoint and tlog-cosignature
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""


def test_the_example_of_the_specification_is_read() -> None:
    checkpoint = parse_checkpoint(EXAMPLE.encode())
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex().startswith("0ac5186a9186")
    names = [signature.name for signature in checkpoint.note.signatures]
    assert names == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert int.from_bytes(checkpoint.note.signatures[1].signature[:8], "big") == 1679315147


def test_extension_lines_are_read_as_such() -> None:
    extended = EXAMPLE.replace("q2I=\n", "q2I=\nan extension\nanother\n", 1)
    assert parse_checkpoint(extended.encode()).extensions == ("an extension", "another")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("example.com/behind-the-sofa\n2085", "\n2085"),
        ("20852163", "020852163"),
        ("20852163", "+20852163"),
        ("20852163", "-1"),
        ("20852163", "0"),
        ("20852163", "9223372036854775808"),
        ("20852163", "２０"),
        ("20852163\n", ""),
        ("CsUYap", "Ap"),
        ("q2I=", "q2J="),
        ("q2I=", "q2I"),
        ("q2I=\n", "q2I=\n\nextension\n"),
    ],
)
def test_every_malformed_checkpoint_is_refused(old: str, new: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_checkpoint(EXAMPLE.replace(old, new, 1).encode())
    assert caught.value.name == "malformed_checkpoint"


def test_the_text_that_is_signed_has_three_lines() -> None:
    assert checkpoint_text("o", 3, bytes(32)) == "o\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


def proof_of(index: int, size: int) -> bytes:
    levels = build_levels([leaf_hash(bytes([i])) for i in range(size)])
    checkpoint = sign_checkpoint(key_from_seed("k", bytes(32)), "k", size, levels[-1][0])
    return proof_bytes(index, inclusion_path(levels, index), checkpoint)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (4, 5), (6, 7), (12, 100)])
def test_a_proof_file_is_read_back_and_leads_to_the_root(index: int, size: int) -> None:
    proof = parse_proof(proof_of(index, size))
    checkpoint = parse_checkpoint(proof.checkpoint)
    assert proof.index == index
    check_proof(proof, leaf_hash(bytes([index])), checkpoint)
    with pytest.raises(Refusal, match="wrong_proof"):
        check_proof(proof, leaf_hash(b"other"), checkpoint)


def test_the_extra_line_is_skipped_because_nothing_authenticates_it() -> None:
    data = proof_of(2, 5)
    extra = data.replace(b"\nindex", b"\nextra aGVsbG8=\nindex", 1)
    assert parse_proof(extra) == parse_proof(data)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"c2sp.org/tlog-proof@v1", b"c2sp.org/tlog-proof@v2"),
        (b"index 2", b"index 02"),
        (b"index 2", b"index -2"),
        (b"index 2", b"index"),
        (b"index 2\n", b""),
        (b"\nindex", b"\nextra a\nindex"),
        (b"=\n", b"\n"),
        (b"index 2\n", b"index 2\nAAAA\n"),
        (b"index 2\n", b"index 2\n" + (b"A" * 43 + b"=\n") * 61),
        (b"\n\n", b"\n"),
        (b"index", "ïndex".encode()),
    ],
)
def test_every_malformed_proof_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        parse_proof(proof_of(2, 5).replace(old, new, 1))
    assert caught.value.name == "malformed_proof"


@given(st.binary(max_size=300))
def test_reading_never_raises_anything_but_a_refusal(data: bytes) -> None:
    for read in (parse_checkpoint, parse_proof):
        with contextlib.suppress(Refusal):
            read(data)
