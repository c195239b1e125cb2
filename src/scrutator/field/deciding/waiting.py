"""Whether a report or a station waits for a person: until someone has decided about what is known of it."""

SET_ASIDE = ("duplicate", "quarantined", "withheld")
NOTHING = "nothing"
"""What a decision says it has seen where checks found nothing."""


def waits(findings: str, seen: str, *, flagged: bool, state: str, replaced: bool) -> bool:
    """Answer: must a person look at this report?

    They must when someone asked for it, or when checks found what no decision has seen yet. What a person
    set aside, and what its observer replaced, does not come back by itself.
    """
    if flagged:
        return True
    if replaced or (seen and state in SET_ASIDE):
        return False
    return bool(findings) and findings != seen
