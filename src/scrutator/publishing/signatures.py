"""Corrections are signed: which of them are, and by a key that is known."""

from collections.abc import Sequence

from scrutator.errors import ScrutatorError
from scrutator.ledger.texts.replies import erratum_text
from scrutator.record.nouns.replies import Erratum
from scrutator.seal.notes.ed25519 import is_valid
from scrutator.seal.notes.note import VerifierKey, strict_base64


def demand_signed(errata: Sequence[Erratum], keys: Sequence[VerifierKey]) -> None:
    """Raise G26, naming every correction that none of these keys has signed."""
    states = {row.id: signature_state(row, keys) for row in errata}
    open_ones = [f"{name}: {state}" for name, state in states.items() if state != "signed"]
    if open_ones:
        raise ScrutatorError("G26", "; ".join(open_ones), where="errata.csv")


def signature_state(erratum: Erratum, keys: Sequence[VerifierKey]) -> str:
    """signed (by one of these keys), not signed, or wrong signature."""
    if erratum.signature is None:
        return "not signed"
    signature = strict_base64(erratum.signature) or b""
    good = any(is_valid(key.public, erratum_text(erratum).encode(), signature) for key in keys)
    return "signed" if good else "wrong signature"
