"""Signed notes: the examples of C2SP and of Go's note package, and every malformed form of them."""

import contextlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.keys.sign import cosignature_line, key_from_seed
from scrutator.seal.notes.note import (
    COSIGNATURE,
    VerifierKey,
    parse_key,
    parse_note,
    signature_line,
    verify_note,
)
from scrutator.seal.refusals import Refusal

# c2sp.org/signed-note at 5ba5ee8
FOO_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72"
    "IneyaQM=\n"
)
# golang/mod sumdb/note/note_test.go at fe2ec04 (BSD-3-Clause)
PETER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJ"
    "nAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ"
    "=\n"
)
BOTH = TEXT + "\n" + PETER_LINE + ENOCH_LINE


def verified_names(note: str, *keys: str) -> list[str]:
    verified = verify_note(parse_note(note.encode()), [parse_key(key) for key in keys])
    return [each.key.name for each in verified]


def refusal_of(note: str | bytes, *keys: str | VerifierKey) -> str:
    data = note if isinstance(note, bytes) else note.encode()
    with pytest.raises(Refusal) as caught:
        verify_note(parse_note(data), [parse_key(key) if isinstance(key, str) else key for key in keys])
    return caught.value.name


def test_the_example_of_the_specification_verifies_and_a_changed_letter_does_not() -> None:
    assert verified_names(FOO_NOTE, FOO_KEY) == ["example.com/foo"]
    assert refusal_of(FOO_NOTE.replace("message", "massage"), FOO_KEY) == "invalid_signature"


def test_gos_note_with_two_signatures_gives_as_many_as_the_keys_known() -> None:
    assert verified_names(BOTH, PETER_KEY) == ["PeterNeumann"]
    assert verified_names(BOTH, ENOCH_KEY) == ["EnochRoot"]
    assert verified_names(BOTH, ENOCH_KEY, PETER_KEY) == ["PeterNeumann", "EnochRoot"]
    assert refusal_of(BOTH) == "no_known_signature"
    assert refusal_of(BOTH, FOO_KEY) == "no_known_signature"


def test_one_wrong_signature_of_a_known_key_refuses_the_whole_note() -> None:
    broken = BOTH.replace("x08go/ZJkuBS9UG", "x08go/ZJkuBS9UH")
    assert refusal_of(broken, PETER_KEY, ENOCH_KEY) == "invalid_signature"
    assert verified_names(broken, ENOCH_KEY) == ["EnochRoot"]


def test_two_keys_for_one_signature_are_ambiguous_only_if_that_signature_is_there() -> None:
    twice = [parse_key(PETER_KEY)] * 2
    assert refusal_of(BOTH, *twice) == "ambiguous_key"
    assert refusal_of(TEXT + "\n" + PETER_LINE, *twice, ENOCH_KEY) == "ambiguous_key"
    alone = parse_note((TEXT + "\n" + ENOCH_LINE).encode())
    assert len(verify_note(alone, [*twice, parse_key(ENOCH_KEY)])) == 1


def test_a_name_or_an_id_that_is_not_the_keys_is_an_unknown_signature() -> None:
    renamed = BOTH.replace("— EnochRoot", "— EnochRoots")
    assert refusal_of(renamed, ENOCH_KEY) == "no_known_signature"
    other_id = BOTH.replace("EnochRoot rwz+", "EnochRoot rwy+")
    assert refusal_of(other_id, ENOCH_KEY) == "no_known_signature"


@pytest.mark.parametrize(
    "malformed",
    [
        "",
        TEXT,
        TEXT + "\n",
        TEXT + PETER_LINE,
        BOTH[:-1],
        BOTH + "\n",
        BOTH.replace("— Peter", "- Peter"),
        BOTH.replace("— PeterNeumann", "— Peter Neumann"),
        BOTH.replace("— PeterNeumann", "— Peter+Neumann"),
        BOTH.replace("— PeterNeumann", "—  "),
        BOTH.replace("nAM=\n", "nAM\n"),
        BOTH.replace("nAM=\n", "nAN=\n"),
        BOTH.replace("nAM=\n", "nAM= \n"),
        BOTH + "an unexpected line\n",
        BOTH.replace("\n", "\r\n"),
        "\x01" + BOTH,
        TEXT + "\n— PeterNeumann xw==\n",
        TEXT + "\n" + PETER_LINE * 101,
    ],
)
def test_every_malformed_note_is_refused(malformed: str) -> None:
    assert refusal_of(malformed, PETER_KEY, ENOCH_KEY) == "malformed_note"


def test_bytes_that_are_not_utf8_are_refused() -> None:
    assert refusal_of(b"\xff" + BOTH.encode(), PETER_KEY) == "not_utf8"


def test_a_hundred_signatures_are_read_and_an_unknown_kind_of_signature_is_ignored() -> None:
    post_quantum = signature_line("EnochRoot", b"pq44", bytes(2428))
    note = TEXT + "\n" + post_quantum * 99 + PETER_LINE
    assert verified_names(note, PETER_KEY, ENOCH_KEY) == ["PeterNeumann"]


def test_the_text_may_hold_empty_lines_since_the_last_one_separates() -> None:
    key = key_from_seed("k", bytes(32))
    text = "first\n\n— not a signature\n\nlast\n"
    line = signature_line("k", key.key.key_id, key.sign(text.encode()))
    assert verified_names(f"{text}\n{line}", str(key.key)) == ["k"]


@pytest.mark.parametrize("key", [FOO_KEY, PETER_KEY, ENOCH_KEY])
def test_a_key_is_read_and_written_the_same(key: str) -> None:
    assert str(parse_key(key)) == key


@pytest.mark.parametrize("key", [PETER_KEY, ENOCH_KEY])
def test_every_part_of_a_key_and_every_changed_byte_of_it_is_refused(key: str) -> None:
    parts = [key[:end] for end in range(len(key))] + [key[start:] for start in range(1, len(key))]
    increments = [key[:i] + chr(ord(key[i]) + 1) + key[i + 1 :] for i in range(len(key))]
    for malformed in [*parts, *increments]:
        with pytest.raises(Refusal):
            parse_key(malformed)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "malformed_key",
        ),
        ("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "unknown_algorithm"),
        ("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "malformed_key"),
        (str(VerifierKey("k", 1, bytes(31))), "malformed_key"),
        (str(VerifierKey("k", 1, bytes(33))), "malformed_key"),
        (str(VerifierKey("k", 1, bytes(32))), "weak_key"),
        (str(VerifierKey("k", 1, (1).to_bytes(32, "little"))), "weak_key"),
        ("", "malformed_key"),
        ("\ud800+00000000+AQ==", "malformed_key"),
    ],
)
def test_keys_of_wrong_length_unknown_kind_or_low_order_are_refused_when_configured(
    key: str, name: str
) -> None:
    with pytest.raises(Refusal) as caught:
        parse_key(key)
    assert caught.value.name == name


def test_a_cosignature_binds_the_time_and_the_text() -> None:
    witness = key_from_seed("witness.example/w1", bytes([7]) * 32, COSIGNATURE)
    line = cosignature_line(witness, TEXT, 1_679_315_147)
    note = parse_note(f"{TEXT}\n{line}".encode())
    assert verify_note(note, [witness.key])[0].time == 1_679_315_147
    blob = bytearray(note.signatures[0].signature)
    blob[7] ^= 1
    later = signature_line(witness.name, witness.key.key_id, bytes(blob))
    assert refusal_of(f"{TEXT}\n{later}", witness.key) == "invalid_signature"
    assert refusal_of(f"Other.\n\n{line}", witness.key) == "invalid_signature"


def test_a_cosignature_too_short_or_beyond_the_year_2_to_the_63_is_refused() -> None:
    witness = key_from_seed("w", bytes([7]) * 32, COSIGNATURE)
    for blob in (b"", bytes(8), b"\xff" * 8 + bytes(64)):
        if blob:
            line = signature_line("w", witness.key.key_id, blob)
            assert refusal_of(f"{TEXT}\n{line}", witness.key) == "invalid_signature"
    last = cosignature_line(witness, TEXT, 2**63 - 1)
    assert verified_names(f"{TEXT}\n{last}", str(witness.key)) == ["w"]
    beyond = cosignature_line(witness, TEXT, 2**63)
    assert refusal_of(f"{TEXT}\n{beyond}", witness.key) == "invalid_signature"


@given(st.binary(max_size=300))
def test_reading_a_note_or_a_key_never_raises_anything_but_a_refusal(data: bytes) -> None:
    for attempt in (lambda: parse_note(data), lambda: parse_key(data.decode("latin-1"))):
        with contextlib.suppress(Refusal):
            attempt()


@given(st.binary(min_size=33, max_size=40), st.text(max_size=6))
def test_a_key_with_the_right_id_is_refused_or_read_and_written_the_same(blob: bytes, name: str) -> None:
    from hashlib import sha256

    id_ = sha256(name.encode("utf-8", "replace") + b"\n" + blob).digest()[:4].hex()
    text = f"{name}+{id_}+{b64encode(blob).decode()}"
    with contextlib.suppress(Refusal):
        assert str(parse_key(text)) == text


def mangled(text: str) -> set[str]:
    """Every text with one character taken out, put in or exchanged, as golang.org/x/mod's tests make them."""
    put_in = "aA0+/= \n—\x00"
    out = {text[:i] + text[i + 1 :] for i in range(len(text))}
    out |= {text[:i] + c + text[i:] for i in range(len(text) + 1) for c in put_in}
    out |= {text[:i] + c + text[i + 1 :] for i in range(len(text)) for c in put_in}
    return out - {text}


@pytest.mark.parametrize("key", [PETER_KEY, ENOCH_KEY, FOO_KEY])
def test_no_mangled_key_is_a_key(key: str) -> None:
    tried = mangled(key)
    assert len(tried) > 1000
    for text in tried:
        with pytest.raises(Refusal):
            parse_key(text)


def test_no_mangled_note_verifies() -> None:
    for text in mangled(TEXT + "\n" + PETER_LINE):
        with pytest.raises(Refusal):
            verify_note(parse_note(text.encode()), [parse_key(PETER_KEY)])
