"""Ed25519: Wycheproof's cases, RFC 8032's examples, agreement with OpenSSL, and the strict rule."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.notes.ed25519 import ORDER, P, is_strong_key, is_valid

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]
# The points of order 1, 2, 4 and 8, and the other encodings of the first ones.
LOW_ORDER = [
    (1).to_bytes(32, "little"),
    (0).to_bytes(32, "little"),
    (1 << 255).to_bytes(32, "little"),
    (P - 1).to_bytes(32, "little"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
]
NOT_CANONICAL = [
    P.to_bytes(32, "little"),
    (P + 1).to_bytes(32, "little"),
    (P | 1 << 255).to_bytes(32, "little"),
    (P + 1 | 1 << 255).to_bytes(32, "little"),
    (1 | 1 << 255).to_bytes(32, "little"),
    (P - 1 | 1 << 255).to_bytes(32, "little"),
]


def test_the_151_wycheproof_cases_give_the_required_answers(vectors: Path) -> None:
    suite = json.loads((vectors / "ed25519_wycheproof.json").read_text(encoding="utf-8"))
    cases = [(group["publicKey"]["pk"], test) for group in suite["testGroups"] for test in group["tests"]]
    answers = {"valid": 0, "invalid": 0}
    for key, test in cases:
        answer = is_valid(bytes.fromhex(key), bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
        assert answer is (test["result"] == "valid"), test["tcId"]
        answers[test["result"]] += 1
    assert answers == {"valid": 88, "invalid": 63}


def test_of_the_914_cctv_cases_exactly_the_86_that_the_strict_rule_allows_are_valid(vectors: Path) -> None:
    # C2SP/CCTV ed25519vectors: keys, points and equations that other verifiers treat in different ways.
    cases = json.loads((vectors / "seal" / "cctv_ed25519.json").read_text(encoding="utf-8"))
    assert len(cases) == 914
    valid = [
        case
        for case in cases
        if is_valid(bytes.fromhex(case["key"]), case["msg"].encode(), bytes.fromhex(case["sig"]))
    ]
    assert len(valid) == 86
    forbidden = {"low_order_A", "non_canonical_A", "non_canonical_R", "low_order_residue"}
    assert not forbidden & {flag for case in valid for flag in case["flags"] or ()}
    for case in cases:
        if set(case["flags"] or ()) <= {"low_order_R", "low_order_component_A", "low_order_component_R"}:
            assert case in valid, case["number"]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_examples_of_rfc_8032_are_valid(key: str, message: str, signature: str) -> None:
    public, text, signed = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert is_valid(public, text, signed)
    assert not is_valid(public, text + b"x", signed)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 511))
def test_what_openssl_signs_is_valid_and_one_flipped_bit_is_not(seed: bytes, text: bytes, bit: int) -> None:
    secret = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = secret.public_key().public_bytes_raw(), bytearray(secret.sign(text))
    assert is_valid(public, text, bytes(signature))
    signature[bit // 8] ^= 1 << bit % 8
    assert not is_valid(public, text, bytes(signature))


@pytest.mark.parametrize("key", [*LOW_ORDER, *NOT_CANONICAL], ids=bytes.hex)
def test_keys_of_low_order_and_other_encodings_are_weak_and_sign_nothing(key: bytes) -> None:
    assert not is_strong_key(key)
    identity, zero = (1).to_bytes(32, "little"), bytes(32)
    assert not is_valid(key, b"any message", identity + zero)


def test_no_key_is_accepted_under_a_second_encoding() -> None:
    strong = [y for y in range(19) if is_strong_key(y.to_bytes(32, "little"))]
    assert len(strong) > 3
    assert not any(is_strong_key((P + y).to_bytes(32, "little")) for y in range(19))


def test_a_signature_with_s_beyond_the_group_order_is_refused() -> None:
    public, text, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    s = int.from_bytes(signature[32:], "little") + ORDER
    assert not is_valid(public, text, signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65])
def test_wrong_lengths_are_refused(length: int) -> None:
    public, text, signature = (bytes.fromhex(part) for part in RFC_8032[0])
    assert not is_valid(public, text, (signature + b"x")[:length])
    assert not is_strong_key((public * 3)[:length])
