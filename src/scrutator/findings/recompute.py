"""Recomputing a published bundle: are its figures what its own case gives when computed again?"""

from collections.abc import Mapping


def recompute_figures(members: Mapping[str, bytes]) -> list[str] | None:
    """The differences between the bundle's figures and the same figures computed again.

    `members` maps the name of each file in the bundle to its bytes. An empty list: all figures
    recompute. None: nothing was recomputed, because this version cannot rebuild a case from a
    bundle yet; a verifier must report that as not checked, never as a pass.
    """
    return None
