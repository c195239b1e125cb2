"""Recomputing a bundle: its findings, and the figures its statements print, from its own case."""

from collections.abc import Mapping


def recompute(members: Mapping[str, bytes]) -> list[str] | None:
    """The differences between what the bundle publishes and the same computed again.

    An empty list: everything recomputes. None: the bundle holds no case or no findings, so nothing
    was recomputed, and a verifier must say "not checked".
    """
    from scrutator.errors import ScrutatorError
    from scrutator.findings.running import run_case
    from scrutator.publishing.differences import FINDINGS, case_of_bundle, finding_differences
    from scrutator.publishing.text_differences import text_differences

    if FINDINGS not in members:
        return None
    try:
        case = case_of_bundle(members)
        if case is None:
            return None
        findings = run_case(case)
        return finding_differences(members, findings) + text_differences(members, case, findings)
    except ScrutatorError as error:
        return [f"the bundle's case cannot be computed: {error}"]
