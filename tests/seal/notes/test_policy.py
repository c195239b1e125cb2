"""Policies: the published ones, what the specification refuses, and when a quorum is reached."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.keys.sign import cosignature_line, key_from_seed, sign_text
from scrutator.seal.notes.note import COSIGNATURE, parse_note
from scrutator.seal.notes.policy import agrees, parse_policy, quorum_time
from scrutator.seal.refusals import Refusal

KEYS = {name: key_from_seed(name, bytes([n]) * 32, COSIGNATURE) for n, name in enumerate("abcde", 1)}
TWO_OF_THREE = "".join(f"witness {name} {KEYS[name].key}\n" for name in "abc") + "group g 2 a b c\nquorum g\n"


@pytest.fixture
def published(vectors: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((vectors / "seal" / "tlog_policy.json").read_text(encoding="utf-8"))
    return found


def refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_policy(text.encode())


def test_the_quorums_of_the_published_policy_come_out_as_published(published: dict[str, Any]) -> None:
    # Its raw keys are of an older dialect: each is replaced by a key of our own, as the file says to do.
    made: dict[str, str] = {}

    def key(found: re.Match[str]) -> str:
        kind = COSIGNATURE if found[1].strip().startswith("witness") else 1
        seed = (len(made) + 1).to_bytes(32, "big")
        name = made.setdefault(found[0], str(key_from_seed(f"k{len(made)}", seed, kind).key))
        return f"{found[1]} {name}"

    text = re.sub(r"^( *(?:log|witness \w+)) [0-9a-f]{64}", key, published["sigsum"]["policy"], flags=re.M)
    policy = parse_policy(text.encode())
    assert (len(policy.logs), len(policy.witnesses)) == (3, 6)
    assert len(published["sigsum"]["quorum"]) == 9
    for case in published["sigsum"]["quorum"]:
        assert agrees(policy, [f"W{n}" for n in case["cosigned"]]) is bool(case["sufficient"]), case


def test_the_published_policies_are_accepted_and_refused_as_the_specification_says(
    published: dict[str, Any],
) -> None:
    for case in published["formats_accept"]:
        assert len(parse_policy(case["policy"].encode()).witnesses) == case["n"]
    for case in [*published["formats_refuse"], *published["c2sp_stricter"]]:
        refused(case["policy"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none\nquorum none\n",
        TWO_OF_THREE.replace("group g 2", "group g 0"),
        TWO_OF_THREE.replace("group g 2", "group g 4"),
        TWO_OF_THREE.replace("group g 2", "group g 02"),
        TWO_OF_THREE.replace("a b c\n", "a b a\n"),
        TWO_OF_THREE.replace("quorum g", "quorum h"),
        TWO_OF_THREE.replace("group g", "group none"),
        TWO_OF_THREE.replace("quorum g", "quorum g now"),
        TWO_OF_THREE + "colour blue\n",
        "group g any a\n" + TWO_OF_THREE.replace("group g", "group h"),
        f"log {KEYS['a'].key}\nlog {KEYS['a'].key}\nquorum none\n",
        "quorum none\r\n",
    ],
)
def test_a_policy_that_breaks_a_rule_is_refused(text: str) -> None:
    refused(text)


def test_thresholds_hold_on_both_sides() -> None:
    policy = parse_policy(TWO_OF_THREE.encode())
    assert [agrees(policy, names) for names in ("", "a", "ab", "abc", "ade")] == [
        False,
        False,
        True,
        True,
        False,
    ]
    for k in (1, 3):
        assert (
            parse_policy(TWO_OF_THREE.replace("group g 2", f"group g {k}").encode()).groups["g"].threshold
            == k
        )
    assert agrees(parse_policy(b"quorum none\n"), [])


def test_tabs_and_comment_lines_are_read() -> None:
    assert parse_policy(b"# why\n\t# and how\n\nquorum\tnone\n").quorum is None


def test_the_time_is_that_of_the_witness_who_completes_the_quorum() -> None:
    policy = parse_policy(TWO_OF_THREE.encode())
    note = sign_text("origin\n1\nx\n", [KEYS["e"]])
    times = {"a": 300, "b": 100, "c": 200}
    lines = {
        name: cosignature_line(KEYS[name], "origin\n1\nx\n", time).encode() for name, time in times.items()
    }
    assert quorum_time(policy, parse_note(note + lines["a"])) is None
    assert quorum_time(policy, parse_note(note + lines["a"] + lines["b"])) == 300
    assert quorum_time(policy, parse_note(note + b"".join(lines.values()))) == 200
    assert quorum_time(parse_policy(b"quorum none\n"), parse_note(note)) is None


@given(st.permutations(TWO_OF_THREE.splitlines()[:3]), st.permutations(["a", "b"]))
def test_the_order_of_witnesses_decides_nothing(lines: list[str], cosigned: list[str]) -> None:
    policy = parse_policy("\n".join([*lines, "group g 2 c b a", "quorum g", ""]).encode())
    assert agrees(policy, cosigned)
    assert not agrees(policy, cosigned[:1])
