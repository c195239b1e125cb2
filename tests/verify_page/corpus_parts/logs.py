"""Logs and keys that break a rule, signed by the true key."""

import json
from base64 import b64encode
from hashlib import sha256

from verify_page.cases import (
    LOG,
    OTHER,
    Case,
    content,
    edited,
    good,
    lines_of,
    record,
    resigned,
    signed,
)
from verify_page.forge import MANIFEST, Key, canonical, manifest_of


def logs() -> dict[str, Case]:
    """Logs that the true key signed, though they break a rule."""
    made = good()
    lines = lines_of(made)
    last = json.loads(lines[-1])
    spaced = lines[0].replace(b'"data":', b'"data": ')
    return {
        "a record twice": resigned([lines[0], lines[0], *lines[1:]], made),
        "a version left out": resigned([canonical(record("places/0", 2)), *lines[1:]], made),
        "a version zero": resigned([canonical(record("places/0", 0)), *lines[1:]], made),
        "a second version": resigned([lines[0], canonical(record("places/0", 2)), *lines[1:]], made),
        "a record withdrawn": resigned(
            [lines[0], canonical({**record("places/0", 2), "data": None}), *lines[1:]], made
        ),
        "a version of a publication that never was": resigned(
            [
                canonical({**last, "data": {"sha256": "0" * 64}}),
                *lines[:-1],
                canonical({**last, "version": 2}),
            ],
            made,
        ),
        "withdrawn and never there": resigned([canonical({**record("x"), "data": None}), *lines], made),
        "a type changed": resigned(
            [lines[0], canonical(record("places/0", 2, kind="lists")), *lines[1:]], made
        ),
        "a field too many": resigned([canonical({**record("x"), "more": 1}), *lines[1:]], made),
        "an empty id": resigned([canonical(record("")), *lines[1:]], made),
        "a version that is a text": resigned([canonical({**record("x"), "version": "1"}), *lines[1:]], made),
        "a version that is true": resigned([canonical({**record("x"), "version": True}), *lines[1:]], made),
        "a record with spaces": resigned([spaced, *lines[1:]], made),
        "the manifest not last": resigned([lines[-1], *lines[:-1]], made),
        "the manifest not logged": resigned(lines[:-1], made),
        "another manifest logged": resigned(
            [*lines[:-1], canonical({**last, "data": {"sha256": "0" * 64}})], made
        ),
        "the manifest in upper case": resigned(
            [*lines[:-1], canonical({**last, "data": {"sha256": last["data"]["sha256"].upper()}})], made
        ),
        "the manifest with a field more": resigned(
            [*lines[:-1], canonical({**last, "data": {**last["data"], "x": 1}})], made
        ),
        "the manifest under another type": resigned([*lines[:-1], canonical({**last, "type": "file"})], made),
        "another id of type manifest": resigned([canonical(record("x", kind="manifest")), *lines], made),
        "only the manifest": resigned(lines[-1:], made),
        "a foreign origin": signed(content(), origin="other.example/case"),
        "an origin without a case": signed(content(), origin="mission.example"),
        "an origin that only begins alike": signed(content(), origin="mission.example.org/case"),
        "a second signature": signed(content(), also=(OTHER,)),
        "a wrong second signature of the log": edited(
            lambda one: one.update(
                {
                    "log/checkpoint": one["log/checkpoint"]
                    + one["log/checkpoint"].splitlines(True)[-1].replace(b"A", b"B")
                }
            )
        ),
        "no newline after the key": resigned_key(LOG.text.encode()),
        "two newlines after the key": resigned_key(f"{LOG.text}\n\n".encode()),
        "a low-order key": resigned_key(low_order().encode() + b"\n"),
        "a cosigner's key": resigned_key(Key(LOG.name, LOG.seed, 4).text.encode() + b"\n"),
        "a key with the wrong id": resigned_key(LOG.text.replace(LOG.id.hex(), "00000000").encode() + b"\n"),
    }


def resigned_key(text: bytes) -> Case:
    made = good()
    made["log/key"] = text
    made[MANIFEST] = manifest_of(made)
    lines = lines_of(made)
    last = {**json.loads(lines[-1]), "data": {"sha256": sha256(made[MANIFEST]).hexdigest()}}
    return resigned([*lines[:-1], canonical(last)], made)


def low_order() -> str:
    raw = b"\1" + (1).to_bytes(32, "little")
    name_id = sha256(LOG.name.encode() + b"\n" + raw).digest()[:4].hex()
    return f"{LOG.name}+{name_id}+{b64encode(raw).decode()}"
