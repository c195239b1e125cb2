"""Verifying a bundle: does every byte belong to what was signed, and does every figure hold?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from os import PathLike, fspath
from pathlib import Path

from scrutator.seal.bundle import archive
from scrutator.seal.keys.root import parse_fingerprint, read_chain
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.log.records import CHECKPOINT
from scrutator.seal.notes.note import COSIGNATURE, VerifierKey, parse_key
from scrutator.seal.notes.policy import Policy, parse_policy
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier import checks, standing
from scrutator.seal.verifier.attested import attested_sentence, withheld_sentence
from scrutator.seal.verifier.history import check_history, check_remembered
from scrutator.seal.verifier.opened import NotDone, NotRebuilt, Opened, Question, Rebuild
from scrutator.seal.verifier.report import Check, Outcome, Report
from scrutator.seal.withheld.disclosure import read_openings

ARCHIVE_TITLE = "the archive is safe and written in the one canonical way"
CHECKS: tuple[tuple[str, str, Callable[[Opened, Question], str]], ...] = (
    ("C2", "the manifest lists exactly the files present", checks.check_manifest_covers),
    ("C3", "every JSON file is canonical", checks.check_canonical_json),
    ("C4", "the checkpoint is signed", checks.check_signature),
    ("C5", "the manifest and all records are what was signed", checks.check_manifest_is_logged),
    ("C6", "earlier publications were not rewritten", check_history),
    ("C7", "nothing you saw before was taken back", check_remembered),
    ("C8", "every record has its proof", checks.check_proofs),
    ("C9", "witnesses cosigned", checks.check_witnesses),
    ("C10", "opened fields match their commitments", checks.check_openings),
    ("C11", "no record is a duplicate", checks.check_versions),
    ("C12", "every printed figure reads as its cell", checks.check_printed_figures),
    ("C13", "the publication rebuilds from its case", checks.check_rebuilt),
    ("C14", "the signer is the one you expect", checks.check_signer),
    ("C15", "the root document lets this key sign", standing.check_root),
    ("C16", "enough people approved", standing.check_approvals),
    ("C17", "it was neither replaced nor withdrawn", standing.check_current),
)
ALWAYS = {"C2", "C3", "C4", "C5", "C8", "C11"}
OF_A_LOG = {"C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C14", "C15", "C16", "C17"}
"""The checks that need a log and a signature; a bundle without a log is a draft that no one has signed."""


def verify_bundle(
    data: bytes | str | PathLike[str],
    *,
    key: str | None = None,
    root: str | None = None,
    known_roots: Sequence[bytes] = (),
    notices: Sequence[bytes] = (),
    history: Iterable[str] = (),
    today: date | None = None,
    rebuild: Rebuild | None = None,
    rebuild_untrusted: bool = False,
    remembered: bytes | None = None,
    witnesses: Sequence[str] = (),
    threshold: int | None = None,
    policy: bytes | None = None,
    cosigned: bytes | None = None,
    openings: bytes | None = None,
) -> Report:
    """Run the numbered checks on a bundle, given as bytes or as the path of a file.

    `key` is the signer's verifier key as obtained elsewhere, `root` the fingerprint of a version of its root
    document, `known_roots` those documents when the reader holds them; `notices` are signed notices of the
    mission; `history` the texts of checkpoints that the reader knows to be of the remembered log; `today` the
    day, to say that a root document has expired; `remembered` a checkpoint seen
    before; `witnesses` the keys of which `threshold` (default: all) must have cosigned the
    checkpoint, in the bundle or in `cosigned`; `rebuild` publishes the bundle's case again and compares. It
    is asked last, of nothing that failed a check, and only for a signer whose key was given unless
    `rebuild_untrusted`; `openings` opens committed fields to this reader alone.

    Never raises for anything a bundle may contain. Raises `Refusal` when the reader's own
    arguments (a key, a remembered checkpoint) cannot be read.
    """
    keys = _witness_keys(witnesses, threshold)
    question = Question(
        key=parse_key(key) if key is not None else None,
        root=parse_fingerprint(root) if root is not None else None,
        known=read_chain(known_roots) if known_roots else (),
        notices=tuple(notices),
        history=frozenset(history),
        today=today,
        remembered=parse_checkpoint(remembered) if remembered is not None else None,
        witnesses=keys,
        threshold=len(keys) if threshold is None else threshold,
        policy=_policy(policy, witnesses),
        cosigned=cosigned,
        rebuild=rebuild,
        rebuild_untrusted=rebuild_untrusted,
        openings=_openings(openings),
    )
    asked = ALWAYS | _asked(question)
    try:
        bundle = Opened(archive.read(_load(data)))
    except Exception as error:
        first = _failure("C1", ARCHIVE_TITLE, error)
        rest = [_undone(id_, title, "the archive was refused", id_ in asked) for id_, title, _ in CHECKS]
        return Report((first, *rest))
    first = Check("C1", ARCHIVE_TITLE, Outcome.PASS, f"{len(bundle.members)} members")
    return _report(bundle, question, [first, *_run(bundle, question, asked)])


def _witness_keys(witnesses: Sequence[str], threshold: int | None) -> tuple[VerifierKey, ...]:
    keys = tuple(parse_key(text) for text in witnesses)
    if any(key.kind != COSIGNATURE for key in keys):
        raise Refusal("unknown_algorithm", "a witness's key is of kind 0x04; a log cannot be its own witness")
    if threshold is not None and not 1 <= threshold <= len(keys):
        raise Refusal("too_few_witnesses", f"a threshold of {threshold} with {len(keys)} witnesses named")
    return keys


def _policy(policy: bytes | None, witnesses: Sequence[str]) -> Policy | None:
    if policy is not None and witnesses:
        raise Refusal("malformed_policy", "a policy names its witnesses itself; name no others beside it")
    return parse_policy(policy) if policy is not None else None


def _openings(data: bytes | None) -> bytes | None:
    """The reader's own openings, which must be readable before the bundle is looked at."""
    if data is not None and not read_openings(data)[1]:
        raise Refusal("wrong_opening", "the file opens nothing")
    return data


def _load(data: bytes | str | PathLike[str]) -> bytes:
    if isinstance(data, bytes):
        return data
    path = Path(fspath(data))
    if path.exists() and not path.is_file():
        raise Refusal("not_a_zip", "it is no plain file")
    if path.stat().st_size > archive.LARGEST_BUNDLE:
        raise Refusal("bundle_too_large", f"{path.stat().st_size} bytes")
    return path.read_bytes()


def _asked(question: Question) -> set[str]:
    supplied = {
        "C7": question.remembered,
        "C9": question.witnesses or question.policy,
        "C10": question.openings,
        "C13": question.rebuild,
        "C14": question.pinned,
        "C15": question.root or question.known,
        "C17": question.notices,
    }
    return {id_ for id_, value in supplied.items() if value}


def _run(bundle: Opened, question: Question, asked: set[str]) -> list[Check]:
    # Rebuilding comes last: signer and history first, and nothing that failed is computed with.
    order = sorted(CHECKS, key=lambda entry: entry[0] == "C13")
    done: dict[str, Check] = {}
    for id_, title, check in order:
        if bundle.unsigned and id_ in OF_A_LOG:
            done[id_] = _undone(id_, title, "the bundle is not signed", id_ in asked and id_ not in ALWAYS)
        elif id_ == "C13" and any(each.outcome is Outcome.FAIL for each in done.values()):
            done[id_] = _undone(id_, title, "not run on data that failed another check", id_ in asked)
        else:
            done[id_] = _done(id_, title, check, bundle, question, id_ in asked)
    return [done[id_] for id_, _, _ in CHECKS]


def _done(
    id_: str,
    title: str,
    check: Callable[[Opened, Question], str],
    bundle: Opened,
    question: Question,
    asked: bool,
) -> Check:
    try:
        return Check(id_, title, Outcome.PASS, _one_line(check(bundle, question)), asked=asked)
    except NotRebuilt as reason:
        return Check(id_, title, Outcome.NOT_CHECKED, _one_line(str(reason)), reason.word, asked)
    except NotDone as reason:
        return _undone(id_, title, str(reason), asked)
    except Exception as error:
        return _failure(id_, title, error)


def _undone(id_: str, title: str, reason: str, asked: bool) -> Check:
    return Check(id_, title, Outcome.NOT_CHECKED, reason, asked=asked)


def _failure(id_: str, title: str, error: Exception) -> Check:
    if isinstance(error, Refusal):
        return Check(id_, title, Outcome.FAIL, _one_line(error.what), error.name)
    if isinstance(error, OSError):
        return Check(id_, title, Outcome.FAIL, f"the file cannot be read: {error.strerror}", "not_a_zip")
    detail = _one_line(f"{type(error).__name__}: {error}")
    return Check(id_, title, Outcome.FAIL, detail, "verifier_fault")


def _one_line(text: str) -> str:
    """Text from a hostile bundle, made harmless for a terminal and cut to a sane length."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:600])
    return shown.encode("utf-8", "backslashreplace").decode()


def _report(bundle: Opened, question: Question, done: list[Check]) -> Report:
    report = Report(tuple(done))
    if report.failed:
        return report
    attested, withheld = attested_sentence(bundle), withheld_sentence(bundle)
    if bundle.unsigned:
        return Report(tuple(done), unsigned=True, attested=attested, remark=withheld)
    remark = " ".join(filter(None, [withheld, standing.stale(bundle, question)]))
    signer, checkpoint = _one_line(bundle.key.name), bundle.member(CHECKPOINT)
    return Report(tuple(done), signer, checkpoint, attested=attested, remark=remark)
