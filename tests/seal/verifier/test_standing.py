"""C15 to C17: whether the key may sign, whether people approved, whether the publication is current."""

from datetime import date

import pytest
from tests.seal.conftest import ORIGIN, members_of, rebuilt, small_bundle, small_records
from tests.support.roots import (
    ANNA,
    BORIS,
    CHEN,
    DINA,
    EMIL,
    LOG,
    NEXT_LOG,
    first_root,
    second_root,
    signed,
)

from scrutator.seal.keys.notice import Notice, notice_text
from scrutator.seal.keys.root import DatedKey, Part, Role, Root
from scrutator.seal.keys.sign import SecretKey, cosignature_line, key_from_seed, sign_text
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import Record
from scrutator.seal.notes.note import COSIGNATURE
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.report import Outcome, Report
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.witness.cosigning import attach

FIRST = signed(first_root(), ANNA, BORIS)
SECOND = signed(second_root(), ANNA, BORIS)
PIN = first_root().fingerprint
WITNESS = key_from_seed("university.example", bytes([7]) * 32, COSIGNATURE)
NOON_BEFORE, MIDNIGHT = 1_801_569_600, 1_801_612_800  # 2027-02-02 12:00 and 2027-02-03 00:00, UTC


def cosigned(bundle: bytes, *keys: SecretKey, time: int = 1_790_000_000) -> bytes:
    """The bundle with cosignatures by these keys."""
    checkpoint = members_of(bundle)[records.CHECKPOINT]
    text = parse_checkpoint(checkpoint).note.text
    return attach(bundle, [checkpoint + cosignature_line(key, text, time).encode() for key in keys])


def published(
    *roots: bytes, log: SecretKey = LOG, approvers: tuple[SecretKey, ...] = (DINA,), **more: object
) -> bytes:
    return cosigned(small_bundle(signer=log, roots=roots, **more), *approvers)


def failures(report: Report) -> dict[str, str]:
    return {check.id: check.refusal for check in report.failed}


def notice(bundle: bytes, *keys: SecretKey, **changes: object) -> bytes:
    from hashlib import sha256

    digest = sha256(members_of(bundle)[records.MANIFEST]).hexdigest()
    given = {
        "mission": "mission.example",
        "withdraws": digest,
        "day": date(2027, 1, 2),
        "reason": "a wrong total",
    }
    return sign_text(notice_text(Notice(**(given | changes))), keys)  # type: ignore[arg-type]


def test_a_reader_who_knows_any_version_of_the_root_knows_the_signer() -> None:
    bundle = published(FIRST, SECOND, log=NEXT_LOG)
    for pin in (PIN, second_root().fingerprint):
        report = verify_bundle(bundle, root=pin)
        assert report.word == "SIGNED, NOT REBUILT"
        assert "the root document of which you named version" in report.verdict
        assert all(report[id_].outcome is Outcome.PASS for id_ in ("C14", "C15", "C16"))


def test_without_a_pin_a_root_document_makes_no_one_known() -> None:
    assert verify_bundle(published(FIRST)).word == "SIGNER UNKNOWN"


def test_another_root_than_the_pinned_one_is_refused() -> None:
    other = first_root(expires=date(2029, 1, 1))
    forged = published(signed(other, ANNA, BORIS))
    assert failures(verify_bundle(forged, root=PIN)) == {"C14": "unexpected_root"}
    assert failures(verify_bundle(small_bundle(), root=PIN)) == {
        "C14": "unexpected_root",
        "C15": "unexpected_root",
    }


def test_a_key_that_the_root_does_not_name_cannot_sign() -> None:
    with pytest.raises(Refusal, match="unexpected_root"):
        small_bundle(signer=NEXT_LOG, roots=[FIRST])
    members = members_of(small_bundle(signer=NEXT_LOG))
    assert "C15" in failures(verify_bundle(rebuilt(members | {"keys/1.root": FIRST}), root=PIN))


@pytest.mark.parametrize("name", ["keys/2.root", "keys/01.root", "keys/readme", "keys/1.root.old"])
def test_nothing_else_stands_beside_the_root_documents(name: str) -> None:
    members = members_of(published(FIRST))
    assert failures(verify_bundle(rebuilt(members | {name: FIRST}), root=PIN))["C15"] == "broken_root"


def test_a_publication_needs_as_many_approvals_as_the_root_asks_for() -> None:
    two = first_root(
        keys=tuple(DatedKey(one.key) for one in (ANNA, BORIS, CHEN, LOG, DINA, EMIL)),
        roles={**first_root().roles, Part.APPROVE: Role(2, (DINA.key, EMIL.key))},
    )
    root = signed(two, ANNA, BORIS)
    for approvers, found in (((), "too_few_approvals"), ((DINA,), "too_few_approvals"), ((DINA, EMIL), None)):
        bundle = small_bundle(signer=LOG, roots=[root])
        report = verify_bundle(cosigned(bundle, *approvers), root=two.fingerprint)
        assert failures(report).get("C16") == found
    twice = cosigned(cosigned(bundle, DINA), DINA, time=1_790_000_001)
    assert failures(verify_bundle(twice, root=two.fingerprint)) == {"C16": "too_few_approvals"}


def test_a_witness_is_no_approver() -> None:
    bundle = published(FIRST, approvers=(WITNESS,))
    assert failures(verify_bundle(bundle, root=PIN)) == {"C16": "too_few_approvals"}


@pytest.mark.parametrize(
    ("time", "found"),
    [(NOON_BEFORE, None), (MIDNIGHT - 1, None), (MIDNIGHT, "revoked_key"), (None, "revoked_key")],
)
def test_a_revoked_key_counts_only_when_it_was_witnessed_before(time: int | None, found: str | None) -> None:
    bundle = published(FIRST)
    witnesses = []
    if time is not None:
        bundle, witnesses = cosigned(bundle, WITNESS, time=time), [str(WITNESS.key)]
    report = verify_bundle(bundle, root=PIN, known_roots=[FIRST, SECOND], witnesses=witnesses)
    assert failures(report).get("C15") == found


def dated(first: date | None, last: date | None) -> Root:
    keys = tuple(
        DatedKey(k.key, first, last) if k is LOG else DatedKey(k.key) for k in (ANNA, BORIS, CHEN, LOG, DINA)
    )
    return first_root(keys=keys)


@pytest.mark.parametrize(
    ("time", "found"),
    [
        (MIDNIGHT - 1, "key_out_of_time"),
        (MIDNIGHT, None),
        (MIDNIGHT + 86_399, None),
        (MIDNIGHT + 86_400, "key_out_of_time"),
    ],
)
def test_a_key_is_used_on_its_days_as_far_as_a_witness_tells(time: int, found: str | None) -> None:
    root = dated(date(2027, 2, 3), date(2027, 2, 3))
    bundle = cosigned(published(signed(root, ANNA, BORIS)), WITNESS, time=time)
    report = verify_bundle(bundle, root=root.fingerprint, witnesses=[str(WITNESS.key)])
    assert failures(report).get("C15") == found
    unwitnessed = verify_bundle(bundle, root=root.fingerprint)
    assert "only the signer states" in unwitnessed["C15"].detail


def test_a_chain_that_contradicts_the_one_the_reader_holds_is_refused() -> None:
    other = signed(first_root(expires=date(2029, 1, 1)), ANNA, BORIS)
    assert failures(verify_bundle(published(FIRST), root=PIN, known_roots=[other]))["C15"] == "root_fork"


@pytest.mark.parametrize(("today", "said"), [(date(2028, 1, 31), False), (date(2028, 2, 1), True)])
def test_an_expired_root_is_stale_and_never_forged(today: date, said: bool) -> None:
    report = verify_bundle(published(FIRST), root=PIN, today=today)
    assert report.word == "SIGNED, NOT REBUILT"
    assert ("expired on 2028-01-31" in report.verdict) is said


def test_a_withdrawn_publication_says_so_and_why() -> None:
    bundle = published(FIRST)
    report = verify_bundle(bundle, root=PIN, notices=[notice(bundle, ANNA, CHEN)])
    assert (report.word, report.status) == ("WITHDRAWN", 6)
    assert "a wrong total" in report.verdict


def test_a_notice_of_another_publication_is_counted_and_changes_nothing() -> None:
    bundle = published(FIRST)
    report = verify_bundle(bundle, root=PIN, notices=[notice(bundle, ANNA, CHEN, withdraws="0" * 64)])
    assert report.word == "SIGNED, NOT REBUILT"
    assert "1 notices name other publications" in report["C17"].detail


def test_a_notice_without_enough_signatures_or_of_another_mission_is_refused() -> None:
    bundle = published(FIRST)
    for forged in (
        notice(bundle, ANNA),
        notice(bundle, LOG),
        notice(bundle, ANNA, BORIS, mission="other.example"),
    ):
        assert failures(verify_bundle(bundle, root=PIN, notices=[forged])) == {"C17": "malformed_notice"}
    bare = small_bundle()
    assert failures(verify_bundle(bare, key=str(LOG.key), notices=[notice(bare, ANNA, BORIS)])) == {
        "C17": "malformed_notice"
    }


def test_strangers_cannot_withdraw_what_the_reader_does_not_know() -> None:
    bundle = published(FIRST)
    assert verify_bundle(bundle, notices=[notice(bundle, ANNA, BORIS)]).word == "SIGNER UNKNOWN"


def test_a_replaced_publication_is_superseded_and_not_a_rollback() -> None:
    first = published(FIRST)
    second = published(FIRST, previous=first, records_now=[*small_records(), Record("new", "claim", 1)])
    remembered = members_of(second)[records.CHECKPOINT]
    history = [parse_checkpoint(members_of(one)[records.CHECKPOINT]).note.text for one in (first, second)]
    old = verify_bundle(first, root=PIN, remembered=remembered, history=history)
    assert (old.word, old.status) == ("SUPERSEDED", 6)
    new = verify_bundle(second, root=PIN, remembered=remembered, history=history)
    assert new.word == "SIGNED, NOT REBUILT"
    assert failures(verify_bundle(first, root=PIN, remembered=remembered))["C7"] == "rollback"


def test_a_fork_of_a_remembered_log_is_no_superseded_publication() -> None:
    first = published(FIRST)
    second = published(FIRST, previous=first, records_now=[*small_records(), Record("new", "claim", 1)])
    fork = published(FIRST, records_now=[Record("other", "claim", 1)])
    remembered = members_of(second)[records.CHECKPOINT]
    history = [parse_checkpoint(members_of(one)[records.CHECKPOINT]).note.text for one in (first, second)]
    assert verify_bundle(fork, root=PIN, remembered=remembered, history=history).word == "NOT VERIFIED"


def test_names_from_a_bundle_are_quoted_and_letters_that_look_like_others_are_named() -> None:
    fake = key_from_seed("missiоn.example", bytes([9]) * 32)
    verdict = verify_bundle(small_bundle(signer=fake, origin="missiоn.example/1")).verdict
    assert "“missiоn.example” (о is U+043E)" in verdict
    assert ORIGIN.startswith("mission.example")


def policy(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()


def test_a_policy_asks_for_its_quorum_and_for_one_of_its_logs() -> None:
    witness, other = f"witness w {WITNESS.key}", f"witness e {EMIL.key}"
    bundle = cosigned(small_bundle(), WITNESS)
    key = str(LOG.key)
    met = policy(f"log {LOG.key}", witness, other, "group g any w e", "quorum g")
    assert verify_bundle(bundle, key=key, policy=met)["C9"].outcome is Outcome.PASS
    unmet = policy(witness, other, "group g all w e", "quorum g")
    assert failures(verify_bundle(bundle, key=key, policy=unmet)) == {"C9": "too_few_witnesses"}
    elsewhere = policy(f"log {NEXT_LOG.key}", witness, "quorum w")
    assert failures(verify_bundle(bundle, key=key, policy=elsewhere)) == {"C9": "unexpected_key"}
    with pytest.raises(Refusal, match="malformed_policy"):
        verify_bundle(bundle, policy=met, witnesses=[str(WITNESS.key)])


@pytest.mark.parametrize(("time", "found"), [(MIDNIGHT - 1, None), (MIDNIGHT, "revoked_key")])
def test_the_time_of_a_policy_s_quorum_decides_about_a_revoked_key(time: int, found: str | None) -> None:
    bundle = cosigned(published(FIRST), WITNESS, time=time)
    report = verify_bundle(
        bundle, root=PIN, known_roots=[FIRST, SECOND], policy=policy(f"witness w {WITNESS.key}", "quorum w")
    )
    assert failures(report).get("C15") == found
