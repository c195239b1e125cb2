"""What a bundle itself says is not shown, and what rests on it: counts for the verdict's line."""

from __future__ import annotations

from scrutator.seal import canonical
from scrutator.seal.canonical import Json
from scrutator.seal.log import records
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.withheld.disclosure import is_commitment

FINDINGS = "findings.json"


def attested_remark(bundle: Opened) -> str:
    """How many findings and printed figures are attested and not rebuilt, and how much is withheld; empty
    when everything is shown."""
    return " ".join(filter(None, [attested_sentence(bundle), withheld_sentence(bundle)]))


def attested_sentence(bundle: Opened) -> str:
    """How many findings and printed figures are attested and were not rebuilt; empty when none is."""
    findings = _findings(bundle)
    attested = [name for name, marked in findings.items() if marked and name not in bundle.backed]
    if not attested:
        return ""
    cells = [cell for cell in _objects(_json(bundle, records.FIGURES)) if isinstance(cell, dict)]
    figures = [cell for cell in cells if str(cell.get("figure")).partition("/")[0] in attested]
    return (
        f"{len(attested)} of {len(findings)} findings, and with them {len(figures)} of "
        f"{len(cells)} printed figures, are attested, not rebuilt."
    )


def withheld_sentence(bundle: Opened) -> str:
    """How much is withheld under commitments; empty when nothing is."""
    count = committed(bundle)
    return f"{count} values, rows or files are withheld, each under a commitment." if count else ""


def committed(bundle: Opened) -> int:
    """How many commitments the log's present records hold."""
    if bundle.unsigned:
        return 0
    latest = records.latest_versions(bundle.entries).values()
    return sum(is_commitment(value) for _, entry in latest for value in _objects(entry.data))


def _findings(bundle: Opened) -> dict[str, bool]:
    """The findings by id, and whether each is attested."""
    plain = _json(bundle, FINDINGS)
    rows = [one for one in plain if isinstance(one, dict)] if isinstance(plain, list) else []
    named = [(one.get("id"), one.get("attested") is True) for one in rows]
    return {name: attested for name, attested in named if isinstance(name, str)}


def _objects(plain: Json) -> list[Json]:
    return list(plain.values()) if isinstance(plain, dict) else []


def _json(bundle: Opened, name: str) -> Json:
    try:
        return canonical.parse(bytes(bundle.members[name])) if name in bundle.members else None
    except Refusal:
        return None
