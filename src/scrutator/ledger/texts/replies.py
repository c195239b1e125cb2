"""Right of reply: what someone named in the record answers, and what may keep it unpublished.

A reply is published beside the entry it answers. The one rule that may keep it out: no insults to
persons and no false statements about employment. Criticism, however harsh, is published. A reply
that is kept out stays in the record with the reason and who decided.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from scrutator.record.nouns.claims import Claim, Proposition
from scrutator.record.nouns.replies import Erratum, Reply

RULE = "no insults to persons, no false statements about employment; criticism however harsh is welcome"


def replies_to(replies: Iterable[Reply], proposition: Proposition, claim: Claim) -> tuple[Reply, ...]:
    """The published replies to a proposition or to the claim it belongs to, oldest first."""
    entries = {("proposition", proposition.id), ("claim", claim.id)}
    found = [r for r in replies if r.state == "published" and (r.subject, r.entry) in entries]
    return tuple(sorted(found, key=lambda reply: (reply.date.earliest, reply.id)))


def faults_of_replies(replies: Sequence[Reply], known: dict[str, set[str]]) -> tuple[str, ...]:
    """What is wrong with the replies: a reply kept out without a reason, or to an entry not there.

    `known` maps a subject ("claim", "proposition", …) to the ids the record holds.
    """
    faults = []
    for reply in replies:
        if reply.state == "not published" and not reply.reason:
            faults.append(f"{reply.id}: kept out without a reason; the rule is: {RULE}")
        if reply.subject in known and reply.entry not in known[reply.subject]:
            faults.append(f"{reply.id}: there is no {reply.subject} '{reply.entry}' to answer")
    return tuple(faults)


def erratum_text(erratum: Erratum) -> str:
    """The text of a correction that is signed: a first line that says what it is, then one line a field,
    in a fixed order, ending in a newline."""
    fields = ("id", "table", "entry", "field", "was", "now", "reason", "date", "signed_by")
    lines = [f"{name}: {' '.join(str(getattr(erratum, name)).split())}\n" for name in fields]
    return "scrutator erratum v1\n" + "".join(lines)


def superseded(errata: Sequence[Erratum]) -> dict[tuple[str, str, str], tuple[Erratum, ...]]:
    """The chain of corrections of each cell, oldest first: nothing is erased, the last one holds."""
    chains: dict[tuple[str, str, str], list[Erratum]] = {}
    for erratum in sorted(errata, key=lambda e: (e.date.earliest, e.id)):
        chains.setdefault((erratum.table, erratum.entry, erratum.field), []).append(erratum)
    return {cell: tuple(chain) for cell, chain in chains.items()}


def broken_chains(errata: Sequence[Erratum]) -> tuple[str, ...]:
    """Corrections that do not start from what the one before them left."""
    faults = []
    for (table, entry, field), chain in superseded(errata).items():
        for before, after in pairwise(chain):
            if before.now != after.was:
                where = f"{table}/{entry}/{field}"
                faults.append(f"{after.id}: {where} said '{before.now}' before it, not '{after.was}'")
    return tuple(faults)
