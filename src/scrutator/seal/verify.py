"""Verifying a bundle: does every byte belong to what was signed, and does every figure hold?"""

from collections.abc import Callable, Sequence
from os import PathLike, fspath
from pathlib import Path

from scrutator.seal import archive, checks
from scrutator.seal.checkpoint import parse_checkpoint
from scrutator.seal.checks import NotDone, Opened, Question, Recompute
from scrutator.seal.note import COSIGNATURE, VerifierKey, parse_key
from scrutator.seal.records import CHECKPOINT
from scrutator.seal.refusals import Refusal
from scrutator.seal.report import Check, Outcome, Report

ARCHIVE_TITLE = "the archive is safe and written in the one canonical way"
CHECKS: tuple[tuple[str, str, Callable[[Opened, Question], str]], ...] = (
    ("C2", "the manifest lists exactly the files present", checks.check_manifest_covers),
    ("C3", "every JSON file is canonical", checks.check_canonical_json),
    ("C4", "the checkpoint is signed", checks.check_signature),
    ("C5", "the manifest and all records are what was signed", checks.check_manifest_is_logged),
    ("C6", "earlier publications were not rewritten", checks.check_history),
    ("C7", "nothing you saw before was taken back", checks.check_remembered),
    ("C8", "every record has its proof", checks.check_proofs),
    ("C9", "witnesses cosigned", checks.check_witnesses),
    ("C10", "opened fields match their commitments", checks.check_openings),
    ("C11", "no record is a duplicate", checks.check_versions),
    ("C12", "every printed figure reads as its cell", checks.check_printed_figures),
    ("C13", "every figure recomputes", checks.check_recomputed),
    ("C14", "the signer is the one you expect", checks.check_signer),
)
ALWAYS = {"C2", "C3", "C4", "C5", "C8", "C11"}
_BEFORE_RECOMPUTING = {"C2", "C3", "C4", "C5"}


def verify_bundle(
    data: bytes | str | PathLike[str],
    *,
    key: str | None = None,
    recompute: Recompute | None = None,
    remembered: bytes | None = None,
    witnesses: Sequence[str] = (),
    threshold: int | None = None,
    cosigned: bytes | None = None,
) -> Report:
    """Run the numbered checks on a bundle, given as bytes or as the path of a file.

    `key` is the signer's verifier key as obtained elsewhere; `remembered` a checkpoint seen
    before; `witnesses` the keys of which `threshold` (default: all) must have cosigned the
    checkpoint, in the bundle or in `cosigned`; `recompute` computes the figures again.

    Never raises for anything a bundle may contain. Raises `Refusal` when the reader's own
    arguments (a key, a remembered checkpoint) cannot be read.
    """
    keys = _witness_keys(witnesses, threshold)
    question = Question(
        key=parse_key(key) if key is not None else None,
        remembered=parse_checkpoint(remembered) if remembered is not None else None,
        witnesses=keys,
        threshold=len(keys) if threshold is None else threshold,
        cosigned=cosigned,
        recompute=recompute,
    )
    asked = ALWAYS | _asked(question)
    try:
        bundle = Opened(archive.read(_load(data)))
    except Exception as error:
        first = _failure("C1", ARCHIVE_TITLE, error)
        rest = [_undone(id_, title, "the archive was refused", id_ in asked) for id_, title, _ in CHECKS]
        return Report((first, *rest))
    first = Check("C1", ARCHIVE_TITLE, Outcome.PASS, f"{len(bundle.members)} members")
    return _report(bundle, [first, *_run(bundle, question, asked)])


def _witness_keys(witnesses: Sequence[str], threshold: int | None) -> tuple[VerifierKey, ...]:
    keys = tuple(parse_key(text) for text in witnesses)
    if any(key.kind != COSIGNATURE for key in keys):
        raise Refusal("unknown_algorithm", "a witness's key is of kind 0x04; a log cannot be its own witness")
    if threshold is not None and not 1 <= threshold <= len(keys):
        raise Refusal("too_few_witnesses", f"a threshold of {threshold} with {len(keys)} witnesses named")
    return keys


def _load(data: bytes | str | PathLike[str]) -> bytes:
    if isinstance(data, bytes):
        return data
    path = Path(fspath(data))
    if path.stat().st_size > archive.LARGEST_BUNDLE:
        raise Refusal("bundle_too_large", f"{path.stat().st_size} bytes")
    return path.read_bytes()


def _asked(question: Question) -> set[str]:
    supplied = {
        "C7": question.remembered,
        "C9": question.witnesses,
        "C13": question.recompute,
        "C14": question.key,
    }
    return {id_ for id_, value in supplied.items() if value}


def _run(bundle: Opened, question: Question, asked: set[str]) -> list[Check]:
    done: list[Check] = []
    for id_, title, check in CHECKS:
        failed = {each.id for each in done if each.outcome is Outcome.FAIL}
        if id_ == "C13" and failed & _BEFORE_RECOMPUTING:
            done.append(_undone(id_, title, "not run on data that failed a check above", id_ in asked))
            continue
        try:
            detail = _one_line(check(bundle, question))
            done.append(Check(id_, title, Outcome.PASS, detail, asked=id_ in asked))
        except NotDone as reason:
            done.append(_undone(id_, title, str(reason), id_ in asked))
        except Exception as error:
            done.append(_failure(id_, title, error))
    return done


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


def _report(bundle: Opened, done: list[Check]) -> Report:
    report = Report(tuple(done))
    if report.failed:
        return report
    return Report(tuple(done), _one_line(bundle.key.name), bundle.member(CHECKPOINT))
