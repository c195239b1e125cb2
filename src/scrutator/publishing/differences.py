"""Recomputing a published bundle: are its figures what its own case gives when computed again?"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scrutator.findings.model import Finding
from scrutator.findings.plain import plain_finding
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case

CASE_FOLDER = "case/"
FINDINGS = "findings.json"
RELATIVE_TOLERANCE = 1e-7


def case_of_bundle(members: Mapping[str, bytes]) -> Case | None:
    """The case a bundle was made from, or None when the bundle holds none. Raises R30."""
    files = {n.removeprefix(CASE_FOLDER): bytes(d) for n, d in members.items() if n.startswith(CASE_FOLDER)}
    return sound_case(files, "the bundle's case") if "case.toml" in files else None


def finding_differences(members: Mapping[str, bytes], findings: Sequence[Finding]) -> list[str]:
    """Where the bundle's findings.json departs from the findings just computed.

    Counts, fractions and words must be equal; floats may differ by one part in ten million,
    because the last bits depend on the platform's linear algebra.
    """
    published = json.loads(bytes(members[FINDINGS]))
    return list(differences(published, [plain_finding(finding) for finding in findings], "findings"))


def differences(published: Any, computed: Any, where: str) -> Iterator[str]:
    """Every place where two plain JSON values part, in words."""
    if isinstance(published, dict) and isinstance(computed, dict):
        if set(published) == set(computed) == {"float"}:
            if not same_float(published["float"], computed["float"]):
                yield f"{where}: published {published['float']}, computed {computed['float']}"
            return
        for key in sorted(set(published) | set(computed)):
            yield from differences(published.get(key), computed.get(key), f"{where}.{key}")
    elif isinstance(published, list) and isinstance(computed, list):
        if len(published) != len(computed):
            yield f"{where}: published {len(published)} entries, computed {len(computed)}"
        for index, (ours, theirs) in enumerate(zip(published, computed, strict=False)):
            yield from differences(ours, theirs, f"{where}[{name_of(theirs, index)}]")
    elif published != computed or type(published) is not type(computed):
        yield f"{where}: published {str(published)[:80]}, computed {str(computed)[:80]}"


def name_of(entry: Any, index: int) -> str:
    return str(entry["id"]) if isinstance(entry, dict) and "id" in entry else str(index)


def same_float(published: str, computed: str) -> bool:
    try:
        return math.isclose(float(published), float(computed), rel_tol=RELATIVE_TOLERANCE, abs_tol=1e-12)
    except (TypeError, ValueError):
        return published == computed
