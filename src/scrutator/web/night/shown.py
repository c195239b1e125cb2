"""What the night's pages show: figures in the reader's way of writing, and nothing of an estimate while a
gate is closed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scrutator.counting.night.gates import Gate
from scrutator.counting.night.release import share_json
from scrutator.statement import numbers
from scrutator.web.desk.records import UNSAFE
from scrutator.web.night.arrivals import without
from scrutator.web.night.live import Live, strata_of
from scrutator.web.night.models import Release

SAYS_MORE = ("statement", "adjustment")
"""Gates whose reasons name lists: while any gate is closed only what they ask is shown."""


def gates_shown(found: Live) -> list[dict[str, Any]]:
    """Each gate with its reason; what a reason says of lists waits until all are open."""
    return [
        {"name": one.name, "open": one.open, "why": one.why if found.is_open else _asked(one)}
        for one in found.gates
    ]


def _asked(gate: Gate) -> str:
    return gate.why.partition(":")[0] if gate.name in SAYS_MORE else gate.why


def shares_shown(shares: Sequence[Mapping[str, Any]], language: str) -> Iterator[dict[str, str]]:
    """Shares as they are printed, in per cent; what is not known is a word and never 0."""
    for one in shares:
        limits = one["interval"]
        yield {
            "list": one["list"],
            "share": _per_cent(one["share"], language),
            "low": _per_cent(limits["low"], language) if limits else "",
            "high": _per_cent(limits["high"], language) if limits else "",
            "kind": limits["kind"] if limits else "",
            "margin": _per_cent(one["sampling_margin"], language),
            "late": _per_cent(one["late_bound"], language),
        }


def _per_cent(share: float | None, language: str) -> str:
    return "" if share is None else numbers.number(100 * share, 2, language)


def estimate_shown(found: Live, language: str) -> dict[str, Any]:
    """Shares and sentences; nothing while a gate is closed."""
    if not found.is_open or found.look is None:
        return {}
    shares = [share_json(one) for one in found.look.moment.shares]
    return {
        "shares": list(shares_shown(shares, language)),
        "sentences": [one.text for one in found.look.said],
        "level": f"{100 * found.night.rules.level:g}" if found.night else "",
        "adjustment": found.look.moment.weights.kind,
    }


def release_shown(release: Release, language: str) -> dict[str, Any]:
    """What a record says, from its own bytes."""
    body = json.loads(bytes(release.record))
    return {
        "shares": list(shares_shown(body["shares"], language)),
        "sentences": [one["text"] for one in body["sentences"]],
        "stations": body["stations"],
        "size": body["log"]["size"],
        "rules_at": body["rules_registered_at"],
        "rules": body["rules_sha256"],
        "code": body["code"],
    }


def tally_shown(found: Live, *, with_unsafe: bool) -> dict[str, Any]:
    """What became of stations and of reports, with their sums: without reports of observers who are not safe,
    and without stations that sent no others, for everyone but the coordinator."""
    seen = found.tally if with_unsafe else without(found.tally, UNSAFE)
    fates, reports = seen.by_station_fate, list(seen.by_report_fate.items())
    return {
        "strata": list(strata_of(seen, found.strata)),
        "fates": [(fate.value, n) for fate, n in fates.items()],
        "drawn": sum(fates.values()),
        "reports": reports,
        "sum_of_reports": sum(n for _, n in reports),
    }
