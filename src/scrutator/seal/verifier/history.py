"""C6 and C7: a log only grows, from one publication to the next and from what the reader saw before."""

from __future__ import annotations

from collections.abc import Mapping

from scrutator.seal.log import merkle, records
from scrutator.seal.log.checkpoint import Checkpoint, parse_checkpoint
from scrutator.seal.notes.note import verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import NotDone, Opened, Question
from scrutator.seal.verifier.standing import log_keys


def check_history(bundle: Opened, question: Question) -> str:
    """C6: every earlier checkpoint in the bundle is signed for the log, and the log only grew since."""
    names = sorted(name for name in bundle.members if name.startswith(records.HISTORY))
    ends = _ends_of_publications(bundle)
    if not names and not ends:
        raise NotDone("this is the log's first publication; there is no earlier checkpoint")
    earlier = [(name, parse_checkpoint(bundle.member(name))) for name in names]
    keys = log_keys(bundle, question)
    roots = merkle.roots_at(bundle.leaf_hashes, [min(one.size, len(bundle.entries)) for _, one in earlier])
    for name, one in earlier:
        verify_note(one.note, keys)
        if name != records.history_name(one.size):
            raise Refusal("malformed_checkpoint", f"{name} states {one.size} records")
        _demand_grown(bundle, one, roots)
        if name not in ends:
            raise Refusal("malformed_checkpoint", f"{name}: no publication ended at that size")
    if missing := sorted(ends - set(names)):
        raise Refusal("missing_member", f"{missing[0]}: the log says that a publication ended there")
    return f"the log only grew since each of {len(names)} earlier checkpoints"


def _ends_of_publications(bundle: Opened) -> set[str]:
    """The members that a log with earlier publications must have; none when it cannot be read (C3, C5)."""
    try:
        return {records.history_name(size) for size in records.earlier_sizes(bundle.entries)}
    except Refusal:
        return set()


def check_grown(bundle: Opened, earlier: Checkpoint) -> None:
    """Refuse unless the bundle's log begins with exactly the records of the earlier checkpoint."""
    size = min(earlier.size, len(bundle.entries))
    _demand_grown(bundle, earlier, merkle.roots_at(bundle.leaf_hashes, [size]))


def _demand_grown(bundle: Opened, earlier: Checkpoint, roots: Mapping[int, bytes]) -> None:
    if earlier.origin != bundle.checkpoint.origin:
        raise Refusal("foreign_origin", f"{earlier.origin} is another log")
    if earlier.size > len(bundle.entries):
        raise Refusal("rollback", f"{len(bundle.entries)} records now, {earlier.size} before")
    if roots[earlier.size] != earlier.root:
        raise Refusal("fork", f"the first {earlier.size} records are not those signed before")


def check_remembered(bundle: Opened, question: Question) -> str:
    """C7: the log continues the checkpoint the reader remembers."""
    if question.remembered is None:
        raise NotDone("no earlier checkpoint was given (--state)")
    try:
        verify_note(question.remembered.note, log_keys(bundle, question))
    except Refusal:
        raise Refusal("unexpected_key", "what you saw before was signed with another key") from None
    if bundle.checkpoint.note.text in question.history:
        return f"is one of the publications of the {question.remembered.size} records seen before"
    check_grown(bundle, question.remembered)
    return f"continues the {question.remembered.size} records seen before"
