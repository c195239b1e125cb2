"""The chain of a bundle: every byte is bound, and every forgery an attacker would try is named."""

import functools
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from tests.seal.conftest import (
    ORIGIN,
    members_of,
    rebuilt,
    signer,
    small_bundle,
    small_members,
    small_records,
)

from scrutator.seal.bundle.manifest import manifest_bytes
from scrutator.seal.keys.sign import SecretKey, cosignature_line, new_key, sign_checkpoint
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import proof_bytes
from scrutator.seal.log.merkle import build_levels, inclusion_path, leaf_hash
from scrutator.seal.log.records import Record
from scrutator.seal.notes import ed25519
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import NotRebuilt, Rebuilt
from scrutator.seal.verifier.report import Outcome, Report
from scrutator.seal.verifier.verify import verify_bundle
from scrutator.seal.writing import bundle as bundle_module

Members = dict[str, bytes]

KEY = str(signer().key)


def failures(data: bytes, **question: object) -> dict[str, str]:
    """The checks that fail, with the name of the rule that was broken."""
    report = verify_bundle(data, **question)  # type: ignore[arg-type]
    assert "verifier_fault" not in {check.refusal for check in report.checks}
    return {check.id: check.refusal for check in report.failed}


def relogged(members: Members, lines: list[bytes], key: SecretKey, origin: str = ORIGIN) -> bytes:
    """The bundle an attacker makes who rewrites the log's lines and signs them anew."""
    levels = build_levels([leaf_hash(line) for line in lines])
    checkpoint = sign_checkpoint(key, origin, len(lines), levels[-1][0])
    kept = {name: body for name, body in members.items() if not name.startswith(records.PROOFS)}
    kept[records.ENTRIES] = b"".join(line + b"\n" for line in lines)
    kept[records.CHECKPOINT] = checkpoint
    latest = {json.loads(line)["id"]: index for index, line in enumerate(lines)}
    for index in latest.values():
        kept[records.proof_name(index)] = proof_bytes(index, inclusion_path(levels, index), checkpoint)
    return rebuilt(kept)


def test_a_bundle_passes_and_says_what_was_not_checked(bundle: bytes) -> None:
    report = verify_bundle(bundle)
    assert (report.word, report.status) == ("SIGNER UNKNOWN", 5)
    assert "calls itself “mission.example”" in report.verdict
    assert "Nothing was rebuilt" in report.verdict
    done = {check.id for check in report.checks if check.outcome is Outcome.PASS}
    assert done == {"C1", "C2", "C3", "C4", "C5", "C8", "C11", "C12"}
    assert "not rebuilt" in report["C13"].detail
    assert [check.id for check in report.checks] == [f"C{number}" for number in range(1, 18)]


def test_with_key_and_everything_rebuilt_it_is_verified(bundle: bytes) -> None:
    report = verify_bundle(bundle, key=KEY, rebuild=lambda members: Rebuilt())
    assert (report.word, report.status) == ("VERIFIED", 0)
    assert "were rebuilt from the case and are equal" in report.verdict


def test_a_known_signer_without_rebuilding_is_another_word(bundle: bytes) -> None:
    report = verify_bundle(bundle, key=KEY)
    assert (report.word, report.status) == ("SIGNED, NOT REBUILT", 4)


def test_the_same_arguments_give_the_same_bytes_and_every_argument_counts(bundle: bytes) -> None:
    assert small_bundle() == bundle
    shuffled = dict(reversed(small_members().items()))
    assert small_bundle(members=shuffled) == bundle
    assert small_bundle(records_now=small_records()[:2]) != bundle
    assert small_bundle(signer=signer(2)) != bundle
    assert small_bundle(origin="mission.example") != bundle


def test_every_single_flipped_byte_of_the_file_is_detected(bundle: bytes) -> None:
    for place in range(len(bundle)):
        for flip in (0x01, 0xFF):
            changed = bundle[:place] + bytes([bundle[place] ^ flip]) + bundle[place + 1 :]
            assert failures(changed), place


def test_every_flipped_byte_of_every_member_is_detected_behind_the_archives_checksums(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Most changes leave the checkpoint alone; its signature need not be verified thousands of times.
    monkeypatch.setattr(ed25519, "is_valid", functools.cache(ed25519.is_valid))
    monkeypatch.setattr(bundle_module, "guide_bytes", lambda key, origin: b"a short guide")
    members = members_of(small_bundle(records_now=small_records()[:2]))
    for name, body in members.items():
        for place in range(len(body)):
            changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
            failed = failures(rebuilt(members | {name: changed}))
            assert failed, (name, place)
            assert "C1" not in failed


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("data/turnout.csv", "C2"),
        ("VERIFY.md", "C2"),
        ("verify.pyz", "C2"),
        ("log/key", "C2"),
        ("manifest-sha256.txt", "C5"),
        ("log/entries.jsonl", "C5"),
        ("log/checkpoint", "C4"),
        ("log/proofs/0.tlog-proof", "C8"),
        ("figures.json", "C12"),
    ],
)
def test_a_change_is_named_by_the_check_that_guards_the_member(bundle: bytes, name: str, check: str) -> None:
    members = members_of(bundle)
    last = len(members[name]) - 2
    body = members[name][:last] + bytes([members[name][last] ^ 1]) + members[name][last + 1 :]
    assert check in failures(rebuilt(members | {name: body}))


def test_missing_members_are_named(bundle: bytes) -> None:
    members = members_of(bundle)
    for name in members:
        failed = failures(rebuilt({other: body for other, body in members.items() if other != name}))
        assert failed, name
    assert failures(rebuilt({})).keys() >= {"C2"}


def test_stripping_the_log_off_a_signed_bundle_makes_no_draft_of_it(bundle: bytes) -> None:
    stripped = {name: body for name, body in members_of(bundle).items() if not name.startswith("log/")}
    report = verify_bundle(rebuilt(stripped))
    assert report.word == "NOT VERIFIED"
    assert report["C2"].outcome is Outcome.FAIL


def test_a_swapped_member_is_detected(bundle: bytes) -> None:
    members = members_of(bundle)
    swapped = {"VERIFY.md": members["verify.pyz"], "verify.pyz": members["VERIFY.md"]}
    assert failures(rebuilt(members | swapped)) == {"C2": "manifest_mismatch"}


def test_an_added_member_is_detected(bundle: bytes) -> None:
    assert failures(rebuilt(members_of(bundle) | {"extra.txt": b""})) == {"C2": "manifest_mismatch"}


def test_a_swapped_member_with_the_manifest_mended_is_detected(bundle: bytes) -> None:
    members = members_of(bundle) | {"data/turnout.csv": b"region,turnout\nAlmaty city,91.0\n"}
    members["manifest-sha256.txt"] = manifest_bytes(members)
    assert failures(rebuilt(members)) == {"C5": "manifest_not_logged"}


def edited(lines: list[bytes], how: str) -> list[bytes]:
    first, second, *rest = lines
    return {
        "removed": [second, *rest],
        "appended": [*lines, lines[-1]],
        "reordered": [second, first, *rest],
        "duplicated": [first, first, second, *rest],
        "changed": [first.replace(b"supported", b"contradicted"), second, *rest],
        "emptied": [],
    }[how]


@pytest.mark.parametrize("how", ["removed", "appended", "reordered", "duplicated", "emptied"])
def test_a_record_removed_added_or_moved_is_detected(bundle: bytes, how: str) -> None:
    members = members_of(bundle)
    lines = edited(members[records.ENTRIES].splitlines(), how)
    failed = failures(rebuilt(members | {records.ENTRIES: b"".join(line + b"\n" for line in lines)}))
    assert failed.get("C5") in ("root_mismatch", "malformed_entry")


@pytest.mark.parametrize("how", ["removed", "reordered"])
def test_a_log_signed_anew_with_another_key_is_detected_by_the_key_in_the_manifest(
    bundle: bytes, how: str
) -> None:
    members = members_of(bundle)
    forged = relogged(members, edited(members[records.ENTRIES].splitlines(), how), signer(2))
    assert failures(forged) == {"C4": "no_known_signature"}


def test_a_signed_number_of_records_that_is_not_theirs_is_detected(bundle: bytes) -> None:
    members = members_of(bundle)
    lines = members[records.ENTRIES].splitlines()
    root = build_levels([leaf_hash(line) for line in lines])[-1][0]
    for size in (len(lines) - 1, len(lines) + 1):
        false = sign_checkpoint(signer(), ORIGIN, size, root)
        assert failures(rebuilt(members | {records.CHECKPOINT: false}))["C5"] == "root_mismatch"


def test_a_double_record_is_detected_even_if_the_log_signs_it(bundle: bytes) -> None:
    members = members_of(bundle)
    lines = members[records.ENTRIES].splitlines()
    forged = relogged(members, [lines[0], *lines], signer())
    assert failures(forged)["C11"] == "versions_not_consecutive"


def test_a_checkpoint_signed_with_another_key_is_detected(bundle: bytes) -> None:
    members = members_of(bundle)
    lines = members[records.ENTRIES].splitlines()
    assert "C4" in failures(relogged(members, lines, signer(2)))


def test_a_bundle_made_wholly_anew_with_another_key_is_detected_by_the_readers_key() -> None:
    forged = small_bundle(signer=signer(2))
    assert verify_bundle(forged).passed
    assert failures(forged, key=str(signer().key)) == {"C14": "unexpected_key"}


def test_a_figure_changed_in_the_prose_alone_is_detected_even_if_all_is_signed_anew() -> None:
    page = small_members()["statement.en.html"].replace(b"75.45", b"85.45")
    forged = small_bundle(members=small_members() | {"statement.en.html": page}, signer=signer(2))
    assert failures(forged) == {"C12": "figure_mismatch"}


def test_the_checkpoint_of_another_log_is_detected(bundle: bytes) -> None:
    members = members_of(bundle)
    lines = members[records.ENTRIES].splitlines()
    for origin in ("rival.example", "mission.example.rival", "mission.example"[:-1]):
        assert failures(relogged(members, lines, signer(), origin))["C4"] == "foreign_origin"
    with pytest.raises(Refusal, match="foreign_origin"):
        small_bundle(origin="mission.example.rival")


def test_an_extension_line_is_refused_even_if_it_is_signed(bundle: bytes) -> None:
    members = members_of(bundle)
    text = members[records.CHECKPOINT].decode().partition("\n\n")[0] + "\nextension\n"
    from scrutator.seal.notes.note import signature_line

    key = signer()
    line = signature_line(key.name, key.key.key_id, key.sign(text.encode()))
    members[records.CHECKPOINT] = f"{text}\n{line}".encode()
    assert failures(rebuilt(members))["C4"] == "malformed_checkpoint"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda body: body.replace(b"index 0", b"index 1"), "wrong_proof"),
        (lambda body: body.replace(b"\nindex", b"\nextra aGVsbG8=\nindex"), "wrong_proof"),
        (lambda body: b"\n".join([*body.split(b"\n")[:2], *body.split(b"\n")[3:]]), "wrong_proof"),
        (lambda body: b"", "malformed_proof"),
    ],
)
def test_a_damaged_proof_is_detected(bundle: bytes, change: Callable[[bytes], bytes], refusal: str) -> None:
    members = members_of(bundle)
    name = "log/proofs/0.tlog-proof"
    assert failures(rebuilt(members | {name: change(members[name])})) == {"C8": refusal}


def test_a_lost_or_a_foreign_proof_is_detected(bundle: bytes) -> None:
    members = members_of(bundle)
    body = members.pop("log/proofs/0.tlog-proof")
    assert failures(rebuilt(members)) == {"C8": "proofs_mismatch"}
    renamed = members | {"log/proofs/9.tlog-proof": body}
    assert failures(rebuilt(renamed)) == {"C8": "proofs_mismatch"}


def test_json_that_is_not_canonical_is_refused_when_writing_and_when_reading(bundle: bytes) -> None:
    with pytest.raises(Refusal, match="not_canonical_json"):
        small_bundle(members={"a.json": b'{"a": 1}'})
    with pytest.raises(Refusal, match=r"b\.jsonl line 2"):
        small_bundle(members={"b.jsonl": b"1\n1.0\n"})
    for body, refusal in [(b"[1e2]", "not_canonical_json"), (b"[NaN]", "not_a_number")]:
        forged = rebuilt(members_of(bundle) | {"x.json": body})
        assert failures(forged)["C3"] == refusal


@pytest.mark.parametrize("name", ["log/anything", "LOG/x", "manifest-sha256.txt", "verify.pyz", "VERIFY.md"])
def test_the_seals_own_names_are_reserved(name: str) -> None:
    with pytest.raises(Refusal, match="reserved_name"):
        small_bundle(members={name: b""})


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ([Record("a", "claim", 1), Record("a", "claim", 2)], "duplicate_record"),
        ([Record("a", "manifest", 1)], "reserved_name"),
        ([Record("manifest-sha256.txt", "claim", 1)], "reserved_name"),
        ([Record("a", "claim", {"votes": 2**53})], "number_too_large"),
        ([Record("a", "claim", 1e30)], "number_too_large"),
        ([Record("", "claim", 1)], "malformed_entry"),
    ],
)
def test_records_that_no_reader_would_accept_are_refused_when_writing(wrong: list[Record], name: str) -> None:
    with pytest.raises(Refusal) as caught:
        small_bundle(records_now=wrong)
    assert caught.value.name == name


@pytest.mark.parametrize("letter", ["Ж", "ქ", "ع", "አ", "𝔸"])
def test_ids_of_any_length_and_script_are_published_and_proofs_are_named_by_number(letter: str) -> None:
    ids = ["claim/12", "a:b", "..", "%41", "a", "A", letter * 1000]
    data = small_bundle(records_now=[Record(id_, "claim", 1) for id_ in ids])
    assert verify_bundle(data).passed
    proofs = {name for name in members_of(data) if name.startswith("log/proofs/")}
    assert proofs == {f"log/proofs/{index}.tlog-proof" for index in range(len(ids) + 1)}


def test_a_bundle_without_records_holds_the_manifest_alone() -> None:
    data = small_bundle(records_now=[])
    assert verify_bundle(data).passed
    assert len(members_of(data)[records.ENTRIES].splitlines()) == 1


def test_the_manifest_covers_every_member_it_can(bundle: bytes) -> None:
    members = members_of(bundle)
    listed = dict(line.split("  ")[::-1] for line in members[records.MANIFEST].decode().splitlines())
    assert all(sha256(members[name]).hexdigest() == digest for name, digest in listed.items())
    unlisted = {name for name in members if name not in listed and not name.startswith("log/proofs/")}
    assert unlisted == {"manifest-sha256.txt", "log/checkpoint", "log/entries.jsonl"}


# ---- a log over several publications


def second_bundle(first: bytes) -> bytes:
    changed = Record("c-002", "claim", {"text": "turnout was 75.45 %", "verdict": "contradicted"})
    now = [small_records()[0], changed, Record("c-003", "claim", {"text": "new"})]
    return small_bundle(records_now=now, previous=first)


def test_a_second_publication_appends_supersedes_and_withdraws(bundle: bytes) -> None:
    second = second_bundle(bundle)
    report = verify_bundle(second, remembered=members_of(bundle)[records.CHECKPOINT])
    assert report.passed
    assert report["C6"].outcome is report["C7"].outcome is Outcome.PASS
    old, new = (members_of(each)[records.ENTRIES] for each in (bundle, second))
    assert new.startswith(old)
    added = [json.loads(line) for line in new[len(old) :].splitlines()]
    assert [(each["id"], each["version"]) for each in added] == [
        ("c-002", 2),
        ("c-003", 1),
        ("a-001", 2),
        ("manifest-sha256.txt", 2),
    ]
    assert added[2]["data"] is None


def test_publishing_the_same_again_adds_only_the_manifest_and_a_third_time_keeps_all_history(
    bundle: bytes,
) -> None:
    second = small_bundle(previous=bundle)
    third = small_bundle(previous=second)
    assert len(members_of(third)[records.ENTRIES].splitlines()) == 6
    history = [name for name in members_of(third) if name.startswith(records.HISTORY)]
    assert history == ["log/history/4.checkpoint", "log/history/5.checkpoint"]
    assert verify_bundle(third).passed


def test_a_withdrawn_record_may_come_back_as_a_later_version(bundle: bytes) -> None:
    second = small_bundle(records_now=small_records()[1:], previous=bundle)
    third = small_bundle(previous=second)
    last = [json.loads(line) for line in members_of(third)[records.ENTRIES].splitlines()]
    assert [each["version"] for each in last if each["id"] == "c-001"] == [1, 2, 3]
    assert verify_bundle(third).passed


def test_a_shorter_log_than_one_seen_before_is_a_rollback(bundle: bytes) -> None:
    later = members_of(second_bundle(bundle))[records.CHECKPOINT]
    assert failures(bundle, remembered=later) == {"C7": "rollback"}


def test_a_log_begun_anew_is_a_fork_to_whoever_remembers_it(bundle: bytes) -> None:
    seen = members_of(bundle)[records.CHECKPOINT]
    other = small_bundle(records_now=[Record(f"r{i}", "claim", i) for i in range(9)])
    assert failures(other, remembered=seen) == {"C7": "fork"}
    other_log = small_bundle(origin="mission.example/2016")
    assert failures(other_log, remembered=seen) == {"C7": "foreign_origin"}


def test_an_earlier_checkpoint_the_log_contradicts_is_detected(bundle: bytes) -> None:
    members = members_of(second_bundle(bundle))
    false = sign_checkpoint(signer(), ORIGIN, 4, leaf_hash(b"another history"))
    members["log/history/4.checkpoint"] = false
    assert failures(rebuilt(members))["C6"] == "fork"
    true = members_of(bundle)[records.CHECKPOINT]
    misnamed = {name: body for name, body in members.items() if name != "log/history/4.checkpoint"}
    assert failures(rebuilt(misnamed | {"log/history/3.checkpoint": true}))["C6"] == "malformed_checkpoint"
    members["log/history/4.checkpoint"] = sign_checkpoint(signer(2), ORIGIN, 4, leaf_hash(b""))
    assert failures(rebuilt(members))["C6"] == "no_known_signature"


def test_the_log_is_continued_only_from_a_bundle_of_its_own_that_verifies(bundle: bytes) -> None:
    damaged = bundle[:100] + b"x" + bundle[101:]
    for previous, name in [
        (damaged, "fork"),
        (small_bundle(signer=signer(2)), "fork"),
        (small_bundle(origin="mission.example/2016"), "foreign_origin"),
    ]:
        with pytest.raises(Refusal) as caught:
            small_bundle(previous=previous)
        assert caught.value.name == name


# ---- recomputation and reports


def test_a_member_that_is_not_what_the_case_gives_fails(bundle: bytes) -> None:
    report = verify_bundle(
        bundle, key=KEY, rebuild=lambda members: Rebuilt(("index.html: not what the case gives",))
    )
    assert report["C13"].refusal == "rebuilt_differs"
    assert (report.word, report.status) == ("NOT VERIFIED", 1)


@pytest.mark.parametrize(
    ("reason", "word", "status"),
    [
        ("other_release", "CANNOT REBUILD", 7),
        ("limit", "STOPPED AT A LIMIT", 8),
        ("not_installed", "NOT CHECKED", 3),
        ("stopped", "NOT CHECKED", 3),
        ("no_case", "SIGNED, NOT REBUILT", 4),
    ],
)
def test_what_could_not_be_rebuilt_is_never_verified(
    bundle: bytes, reason: str, word: str, status: int
) -> None:
    def rebuild(members: object) -> Rebuilt:
        raise NotRebuilt(reason, "told why")

    report = verify_bundle(bundle, key=KEY, rebuild=rebuild)
    assert (report.word, report.status) == (word, status)
    assert "told why" in report["C13"].detail


def test_a_rebuilding_that_breaks_is_a_failure_and_not_a_crash(bundle: bytes) -> None:
    def broken(members: object) -> Rebuilt:
        raise ZeroDivisionError("division\x1b[31m by zero")

    report = verify_bundle(bundle, key=KEY, rebuild=broken)
    assert report["C13"].refusal == "rebuilding_stopped"
    assert "\x1b" not in report["C13"].detail


def never(members: object) -> Rebuilt:
    raise AssertionError("must not run")


@pytest.mark.parametrize("key", ["failed", "none", "other"])
def test_nothing_is_rebuilt_of_a_bundle_that_failed_a_check_or_whose_signer_is_not_known(
    bundle: bytes, key: str
) -> None:
    spoiled = rebuilt(members_of(bundle) | {"extra.txt": b""}) if key == "failed" else bundle
    given = {"failed": KEY, "none": None, "other": str(signer(2).key)}[key]
    report = verify_bundle(spoiled, key=given, rebuild=never)
    assert report["C13"].outcome is Outcome.NOT_CHECKED
    assert report.status in (1, 5)


def test_what_a_signer_who_is_not_known_wrote_is_rebuilt_only_when_asked(bundle: bytes) -> None:
    report = verify_bundle(bundle, rebuild=lambda members: Rebuilt(), rebuild_untrusted=True)
    assert report["C13"].outcome is Outcome.PASS
    assert report.word == "SIGNER UNKNOWN"


def test_a_remembered_checkpoint_pins_the_key_that_signed_it(bundle: bytes) -> None:
    remembered = members_of(bundle)[records.CHECKPOINT]
    other = small_bundle(signer=signer(2, name="mission.example"))
    report = verify_bundle(other, remembered=remembered)
    assert report["C7"].refusal == "unexpected_key"
    assert report.status == 1


def test_the_report_is_plain_json_and_one_line_for_each_check(bundle: bytes) -> None:
    report: Report = verify_bundle(bundle)
    assert json.loads(json.dumps(report.as_json()))["passed"] is True
    assert all("\n" not in check.line() for check in report.checks)


# ---- witnesses


def cosigned(bundle: bytes, *witnesses: SecretKey) -> bytes:
    note = members_of(bundle)[records.CHECKPOINT]
    text = note.decode().rpartition("\n\n")[0] + "\n"
    return note + "".join(cosignature_line(witness, text, 1_330_000_000) for witness in witnesses).encode()


def test_witnesses_count_up_to_the_threshold(bundle: bytes) -> None:
    first, second = new_key("w1.example", 4), new_key("w2.example", 4)
    keys = [str(first.key), str(second.key)]
    one = cosigned(bundle, first)
    assert verify_bundle(bundle, witnesses=keys, threshold=1, cosigned=one).passed
    assert verify_bundle(bundle, witnesses=keys, cosigned=cosigned(bundle, first, second)).passed
    for question in ({"cosigned": one}, {}, {"cosigned": cosigned(bundle, new_key("w1.example", 4))}):
        assert failures(bundle, witnesses=keys, **question) == {"C9": "too_few_witnesses"}


def test_a_cosigned_checkpoint_of_another_log_or_a_false_cosignature_is_refused(bundle: bytes) -> None:
    witness = new_key("w1.example", 4)
    keys = [str(witness.key)]
    other = cosigned(small_bundle(records_now=[]), witness)
    assert failures(bundle, witnesses=keys, cosigned=other) == {"C9": "fork"}
    good = cosigned(bundle, witness)
    false = cosigned(small_bundle(records_now=[]), witness).rpartition(b"\xe2\x80\x94 ")[2]
    forged = good.rpartition(b"\xe2\x80\x94 ")[0] + b"\xe2\x80\x94 " + false
    assert failures(bundle, witnesses=keys, cosigned=forged) == {"C9": "invalid_signature"}
