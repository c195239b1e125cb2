"""The release record: what was published, from which reports, by which code, signed by two."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from scrutator.counting.estimation.intervals import Limits
from scrutator.counting.night.gates import Gate
from scrutator.counting.night.publication import Honest, Moment
from scrutator.counting.night.quickcount import QuickCount, above_register, recompute
from scrutator.counting.night.sentences import Sentence
from scrutator.errors import ScrutatorError
from scrutator.version import VERSION


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed and signed: JSON with sorted keys and no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


SIGNERS = 2
"""How many different people sign a release."""


def release_text(record: bytes) -> str:
    """What is signed: the kind of paper and the SHA-256 of the record's bytes."""
    return f"scrutator quick count release\nsha256 {hashlib.sha256(record).hexdigest()}\n"


def inputs_hash(count: QuickCount) -> str:
    """SHA-256 over the accepted set: one line "station,counts…" per arrived station, sorted.

    It depends on nothing but which counts are accepted, so the same night re-typed in another
    order has the same hash.
    """
    digest = hashlib.sha256()
    rows = sorted(
        (name, count.counts[index].tolist())
        for index, name in enumerate(count.sample.stations)
        if count.arrived[index]
    )
    for name, counts in rows:
        digest.update(f"{name},{','.join(str(value) for value in counts)}\n".encode())
    return digest.hexdigest()


def release_record(
    count: QuickCount,
    moment: Moment,
    said: tuple[Sentence, ...],
    opened: tuple[Gate, ...],
    at: str,
    rules: str,
    replaced: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The record of one release, ready for two signatures.

    `rules` is the hash of the night file as registered; weights are given per stratum × cell with
    arrivals; excluded are refused reports and stations above their register (kept, but named).
    `replaced` names the drawn stations whose planned replacement stepped in with their weight.
    Raises C15 when the figures do not follow from the accepted reports alone.
    """
    _check_live_state(count, moment)
    sample, weights = count.sample, moment.weights.per_atom
    used = [
        [sample.stratum_names[s], sample.cell_names[c], float(f"{weights[atom]:.12g}")]
        for atom, (s, c) in enumerate(zip(sample.atom_strata, sample.atom_cells, strict=True))
        if moment.statistics.numbers[atom]
    ]
    return {
        "format": "scrutator-quickcount-release-1",
        "code": f"scrutator {VERSION}",
        "at": at,
        "rules_sha256": rules,
        "inputs_sha256": inputs_hash(count),
        "stations": {"drawn": moment.drawn, "arrived": moment.arrived},
        "shares": [share_json(one) for one in moment.shares],
        "sentences": [{"text": s.text, "probability": s.probability, "assumes": s.assumes} for s in said],
        "gates": [{"name": gate.name, "open": gate.open, "why": gate.why} for gate in opened],
        "released": all(gate.open for gate in opened),
        "adjustment": moment.weights.kind,
        "weights": used,
        "excluded": [{"station": one.station, "why": one.why} for one in count.refused],
        "above_register": list(above_register(count)),
        "replaced": [
            {"station": one, "replaced_by": other} for one, other in sorted((replaced or {}).items())
        ],
    }


def _check_live_state(count: QuickCount, moment: Moment) -> None:
    """What was kept up to date report by report must equal the same summed up anew, to the last vote."""
    anew, live = recompute(count), moment.statistics
    pairs = ((anew.numbers, live.numbers), (anew.sums, live.sums), (anew.products, live.products))
    if not all(np.array_equal(one, other) for one, other in pairs):
        what = "the running sums differ from those of the accepted reports"
        raise ScrutatorError("C15", what, remedy="Do not release; replay the night from its files.")


def share_json(one: Honest) -> dict[str, Any]:
    """One published share as plain values; a missing interval says why."""
    body: dict[str, Any] = {"list": one.name, "share": _plain(one.value)}
    body |= {"sampling_margin": one.margin, "late_bound": one.late}
    if isinstance(one.interval, Limits):
        limits = one.interval
        return body | {"interval": {"low": limits.low, "high": limits.high, "kind": limits.kind}}
    return body | {"interval": None, "no_interval_because": one.interval.because}


def _plain(value: float) -> float | None:
    return None if value != value else value
