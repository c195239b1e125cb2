"""Claims for other systems: ClaimReview as JSON-LD, and the making of findings as W3C PROV.

ClaimReview holds one word a review, so it has the mark with the certainty and the reason in
`ratingExplanation`, and no number: three verdicts are not a scale.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.verdicts import Verdict, mark_of
from scrutator.record.nouns.actors import Actor
from scrutator.record.nouns.claims import Claim, Proposition
from scrutator.record.nouns.sources import Source

SCHEMA_ORG = "https://schema.org"


def claim_reviews(
    propositions: Sequence[Proposition],
    verdicts: Sequence[Verdict],
    claims: Sequence[Claim],
    actors: Sequence[Actor],
    sources: Sequence[Source],
    publisher: str,
    date: str,
    remark: str = "",
) -> list[dict[str, Any]]:
    """One ClaimReview per proposition that is not an opinion. `date` is that of the statement, `publisher`
    who makes it, `remark` what every explanation ends with. The author of a claim is the one that holds the
    proposition, never the one that reports it."""
    claim_of = {claim.id: claim for claim in claims}
    actor_of = {actor.id: actor for actor in actors}
    source_of = {source.id: source for source in sources}
    return [
        _review(p, verdict, claim_of[p.claim], actor_of, source_of, publisher, date, remark)
        for p, verdict in zip(propositions, verdicts, strict=True)
        if p.kind != "opinion"
    ]


def _review(
    p: Proposition,
    verdict: Verdict,
    claim: Claim,
    actor_of: Mapping[str, Actor],
    source_of: Mapping[str, Source],
    publisher: str,
    date: str,
    remark: str,
) -> dict[str, Any]:
    certainty = f"; certainty {verdict.certainty.level.replace('_', ' ')}" if verdict.certainty else ""
    reviewed: dict[str, Any] = {
        "@type": "Claim",
        "text": claim.text,
        "author": [_agent(actor_of[name]) for name in p.speaker or claim.speaker if name in actor_of],
        "appearance": [_work(source_of[c.source], c.locator) for c in claim.source if c.source in source_of],
    }
    if claim.date:
        reviewed["datePublished"] = str(claim.date)
    return {
        "@context": SCHEMA_ORG,
        "@type": "ClaimReview",
        "identifier": p.id,
        "claimReviewed": p.text,
        "itemReviewed": reviewed,
        "reviewRating": {
            "@type": "Rating",
            "alternateName": mark_of(verdict.verdict, verdict.extent),
            "ratingExplanation": why(verdict) + certainty + (f"; {remark}" if remark else ""),
        },
        "author": {"@type": "Organization", "name": publisher},
        "datePublished": date,
    }


def _agent(actor: Actor) -> dict[str, str]:
    return {"@type": "Person" if actor.kind == "person" else "Organization", "name": actor.name}


def _work(source: Source, locator: str) -> dict[str, str]:
    work = {"@type": "CreativeWork", "name": source.title, "identifier": f"{source.id}#{locator}".rstrip("#")}
    if source.date:
        work["datePublished"] = str(source.date)
    return work


def prov_document(case: str, findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """PROV-JSON (W3C submission of 2013): which finding was made by which run from which files.

    `findings` are plain findings (id, method, version, seed, inputs: path -> SHA-256).
    """
    document: dict[str, dict[str, Any]] = {
        "prefix": {"case": f"urn:scrutator:case:{case}:", "prov": "http://www.w3.org/ns/prov#"},
        "entity": {},
        "activity": {},
        "agent": {},
        "used": {},
        "wasGeneratedBy": {},
        "wasAssociatedWith": {},
    }
    for finding in findings:
        run, made = f"case:run-{finding['id']}", f"case:finding-{finding['id']}"
        method = f"case:method-{finding['method']}-{finding['version']}"
        document["agent"][method] = {"prov:type": "prov:SoftwareAgent", "prov:label": finding["method"]}
        label = {"prov:label": f"{finding['method']}@{finding['version']}"}
        document["activity"][run] = label | (
            {"case:seed": finding["seed"]} if finding["seed"] is not None else {}
        )
        document["entity"][made] = {"prov:label": f"finding {finding['id']}"} | (
            {"case:attested": True} if finding.get("attested") else {}
        )
        document["wasGeneratedBy"][f"_:g-{finding['id']}"] = {"prov:entity": made, "prov:activity": run}
        document["wasAssociatedWith"][f"_:a-{finding['id']}"] = {"prov:activity": run, "prov:agent": method}
        for path, digest in sorted(finding["inputs"].items()):
            document["entity"][f"case:file-{path}"] = {"prov:label": path, "case:sha256": digest}
            use = {"prov:activity": run, "prov:entity": f"case:file-{path}"}
            document["used"][f"_:u-{finding['id']}-{path}"] = use
    return document


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
