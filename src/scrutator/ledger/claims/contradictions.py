"""Contradictions between propositions, and speakers who stand against themselves.

Two propositions contradict each other when the record says that they cannot be true together *and*
their scopes overlap. "Voting was positive" and "the count was opaque" speak of two stages and stand
together. Nothing is inferred from wording: a pair is stated in `contradicts`, or it is two figures
stated for one subject.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.ledger.claims.scopes import Territory, disjoint_in
from scrutator.ledger.claims.verdicts import Verdict
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.sources import Source


@dataclass(frozen=True)
class Pair:
    """A stated pair of propositions. `apart` lists the dimensions in which their scopes do not meet;
    when it is empty they contradict. `speakers` are those who stand on both sides."""

    first: str
    second: str
    apart: tuple[str, ...]
    speakers: tuple[str, ...]
    both_supported: bool

    @property
    def contradicts(self) -> bool:
        return not self.apart


@dataclass(frozen=True)
class AgainstOwnWords:
    """A speaker whose own words elsewhere point against their claim."""

    speaker: str
    proposition: str
    line: str


def pairs(
    propositions: Sequence[Proposition],
    claims: Sequence[Claim],
    ground: Territory,
    verdicts: Mapping[str, Verdict] | None = None,
) -> tuple[Pair, ...]:
    """Every stated pair, once, in the order of the table. An opinion is never one side of a pair."""
    known = {p.id: p for p in propositions if p.kind != "opinion"}
    of_claim = {claim.id: claim.speaker for claim in claims}
    speakers = {p.id: set(p.speaker or of_claim.get(p.claim, ())) for p in propositions}
    seen: set[frozenset[str]] = set()
    found = []
    for first in propositions:
        for name in first.contradicts or ():
            second = known.get(name)
            if (
                first.id not in known
                or second is None
                or second.id == first.id
                or frozenset((first.id, name)) in seen
            ):
                continue
            seen.add(frozenset((first.id, name)))
            both = speakers[first.id] & speakers[second.id]
            held = [(verdicts or {}).get(p.id) for p in (first, second)]
            supported = all(v is not None and (v.verdict, v.extent) == ("supported", "whole") for v in held)
            apart = disjoint_in(first, second, ground)
            found.append(Pair(first.id, name, apart, tuple(sorted(both)), supported and not apart))
    return tuple(found)


def stand_together(
    propositions: Sequence[Proposition], ground: Territory
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Propositions split from one claim whose scopes do not meet: (first, second, dimensions apart).

    They are two statements; quoting one half does not support the other.
    """
    by_claim: dict[str, list[Proposition]] = {}
    for p in propositions:
        by_claim.setdefault(p.claim, []).append(p)
    found = []
    for split in by_claim.values():
        for index, first in enumerate(split):
            for second in split[index + 1 :]:
                apart = disjoint_in(first, second, ground)
                if apart:
                    found.append((first.id, second.id, apart))
    return tuple(found)


def against_themselves(
    propositions: Sequence[Proposition],
    claims: Sequence[Claim],
    lines: Sequence[EvidenceLine],
    sources: Sequence[Source],
) -> tuple[AgainstOwnWords, ...]:
    """Speakers whose own words, in another source, contradict what they claim."""
    actors = {source.id: source.actor for source in sources}
    of_claim = {claim.id: claim.speaker for claim in claims}
    speakers = {p.id: p.speaker or of_claim.get(p.claim, ()) for p in propositions}
    found = []
    for line in lines:
        if line.direction != "contradicts" or line.proposition not in speakers:
            continue
        for speaker in speakers[line.proposition]:
            if any(actors.get(citation.source) == speaker for citation in line.source):
                found.append(AgainstOwnWords(speaker, line.proposition, line.id))
    return tuple(found)
