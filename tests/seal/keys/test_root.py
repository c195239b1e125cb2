"""Root documents: one spelling, thresholds old and new, and what each broken rule is called."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.roots import ANNA, BORIS, CHEN, DINA, LOG, NEXT_LOG, first_root, second_root, signed

from scrutator.seal.keys.root import (
    DatedKey,
    Part,
    Revocation,
    Role,
    Root,
    Why,
    longer_chain,
    parse_fingerprint,
    parse_root,
    printed_fingerprint,
    read_chain,
    root_text,
)
from scrutator.seal.keys.sign import SecretKey, sign_text
from scrutator.seal.refusals import Refusal


def refused(documents: list[bytes]) -> str:
    with pytest.raises(Refusal) as caught:
        read_chain(documents)
    return caught.value.name


def test_a_root_is_read_as_it_was_written_and_its_fingerprint_is_the_hash_of_its_text() -> None:
    for root in (first_root(), second_root()):
        read, note = parse_root(signed(root, ANNA, BORIS))
        assert read == root
        assert root.fingerprint == sha256(note.text.encode()).hexdigest()


def test_a_fingerprint_is_printed_in_sixteen_groups_and_read_in_any_of_its_spellings() -> None:
    printed = printed_fingerprint(first_root().fingerprint)
    assert [len(group) for group in printed.split(" ")] == [4] * 16
    for spelling in (printed, printed.upper(), printed.replace(" ", "-"), printed.replace(" ", "")):
        assert parse_fingerprint(spelling) == first_root().fingerprint
    for wrong in (printed[:-1], printed + "0", "x" * 64, ""):
        with pytest.raises(Refusal, match="malformed_root"):
            parse_fingerprint(wrong)


def test_a_chain_is_followed_from_version_to_version() -> None:
    chain = read_chain([signed(first_root(), ANNA, BORIS), signed(second_root(), BORIS, ANNA)])
    assert [root.version for root in chain] == [1, 2]


@pytest.mark.parametrize(
    "signers",
    [(ANNA,), (ANNA, DINA), (ANNA, LOG), (ANNA, ANNA), ()],
    ids=["one", "approver", "log", "twice", "none"],
)
def test_a_first_root_needs_its_own_threshold_of_different_root_keys(signers: tuple[SecretKey, ...]) -> None:
    data = signed(first_root(), *signers) if signers else signed(first_root(), NEXT_LOG)
    assert refused([data]) == "broken_root"


def test_a_rotation_needs_the_threshold_of_the_version_before_and_its_own() -> None:
    first = signed(first_root(), ANNA, BORIS)
    alone = replace(
        second_root(),
        keys=tuple(DatedKey(one.key) for one in (ANNA, NEXT_LOG)),
        roles={Part.ROOT: Role(1, (ANNA.key,)), Part.LOG: Role(1, (NEXT_LOG.key,))},
    )
    assert refused([first, signed(alone, ANNA)]) == "broken_root"  # enough for itself, not for version 1
    assert len(read_chain([first, signed(alone, ANNA, CHEN)])) == 2
    assert refused([first, signed(second_root(), ANNA, CHEN)]) == "broken_root"  # enough for version 1 only


def test_the_versions_run_without_gaps_and_each_names_the_one_before() -> None:
    first, second = signed(first_root(), ANNA, BORIS), signed(second_root(), ANNA, BORIS)
    assert refused([]) == refused([second]) == refused([first, first]) == "broken_root"
    third = signed(second_root(version=3), ANNA, BORIS)
    assert refused([first, third]) == "broken_root"
    assert refused([first, signed(second_root(previous="0" * 64), ANNA, BORIS)]) == "broken_root"
    assert refused([signed(first_root(expires=date(2029, 1, 1)), ANNA, BORIS), second]) == "broken_root"


def test_a_wrong_signature_of_a_root_key_refuses_the_document_even_beyond_the_threshold() -> None:
    data = signed(first_root(), ANNA, BORIS)
    foreign = signed(first_root(issued=date(2026, 11, 2)), CHEN).rpartition(b"\n\n")[2]
    assert refused([data + foreign]) == "invalid_signature"


UNSOUND: Mapping[str, Root] = {
    "no log": first_root(keys=tuple(DatedKey(k.key) for k in (ANNA, BORIS)), roles={Part.ROOT: Role(1, (ANNA.key, BORIS.key))}),
    "a key without a role": first_root(keys=(*first_root().keys, DatedKey(NEXT_LOG.key))),
    "a key in two roles": first_root(roles={**first_root().roles, Part.ROOT: Role(2, (ANNA.key, BORIS.key, CHEN.key, LOG.key))}),
    "an approver's kind": first_root(roles={**first_root().roles, Part.ROOT: Role(2, (ANNA.key, BORIS.key, DINA.key))}),
    "no threshold": first_root(roles={**first_root().roles, Part.ROOT: Role(0, (ANNA.key, BORIS.key, CHEN.key))}),
    "a threshold beyond": first_root(roles={**first_root().roles, Part.ROOT: Role(4, (ANNA.key, BORIS.key, CHEN.key))}),
    "another mission's log": first_root(mission="other.example"),
    "a mission like a format": first_root(mission="scrutator-root"),
    "a first version with a previous one": first_root(previous="0" * 64),
    "a second version without": second_root(previous=""),
    "a revoked key with a role": second_root(revoked=(Revocation(ANNA.key.key_id.hex(), date(2027, 1, 1), Why.LOST),)),
    "expired before issued": first_root(expires=date(2026, 10, 31)),
    "twice the same key": first_root(keys=(*first_root().keys, DatedKey(ANNA.key))),
}  # fmt: skip


@pytest.mark.parametrize("root", UNSOUND.values(), ids=UNSOUND.keys())
def test_a_root_that_contradicts_itself_is_refused(root: Root) -> None:
    with pytest.raises(Refusal, match="malformed_root"):
        parse_root(signed(root, ANNA, BORIS, CHEN))


def test_a_root_may_expire_on_the_day_it_is_issued() -> None:
    assert parse_root(signed(first_root(expires=date(2026, 11, 1)), ANNA, BORIS))


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("version 1", "version 01"),
        lambda text: text.replace("role root 2", "role root 02"),
        lambda text: text.replace("issued 2026-11-01", "issued 20261101"),
        lambda text: text.replace("previous none", "previous None"),
        lambda text: text + "colour blue\n",
        lambda text: text.replace("role log", "role dog"),
        lambda text: text.replace("\nissued", "\n\nissued"),
        lambda text: text.replace("version 1\nprevious none", "previous none\nversion 1"),
        lambda text: text.replace("key anna", "key  anna"),
        lambda text: text + "role root 2 " + ANNA.key.key_id.hex() + "\n",
        lambda text: text.replace("scrutator-root/v1", "scrutator-root/v2"),
    ],
)
def test_another_spelling_of_a_root_is_refused(change: Callable[[str], str]) -> None:
    changed = change(root_text(first_root()))
    assert changed != root_text(first_root())
    with pytest.raises(Refusal, match="malformed_root"):
        parse_root(sign_text(changed, [ANNA, BORIS]))


@given(st.binary(max_size=300), st.integers(0, 900))
def test_any_bytes_are_a_root_or_a_named_refusal(noise: bytes, place: int) -> None:
    data = signed(first_root(), ANNA, BORIS)
    for hostile in (noise, data[:place] + noise + data[place:]):
        try:
            root, note = parse_root(hostile)
        except Refusal:
            continue
        assert root_text(root) == note.text


def test_of_two_chains_the_longer_counts_when_it_continues_the_shorter() -> None:
    first, second = read_chain([signed(first_root(), ANNA, BORIS), signed(second_root(), ANNA, BORIS)])
    assert longer_chain([first], [first, second]) == longer_chain([first, second], [first]) == (first, second)
    other = first_root(expires=date(2029, 1, 1))
    with pytest.raises(Refusal, match="root_fork"):
        longer_chain([other], [first, second])
