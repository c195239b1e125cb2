"""What a bundle holds for other people's tools: entities, claim reviews, provenance."""

from collections.abc import Sequence

from scrutator.findings.context import Context
from scrutator.findings.methods.ledger.verdicts import verdicts_of
from scrutator.findings.model import Finding
from scrutator.findings.plain import plain_finding
from scrutator.ledger.exchange.claim_reviews import claim_reviews, prov_document
from scrutator.ledger.exchange.follow_the_money import entities, statements_csv
from scrutator.seal import canonical

ATTESTED = "made from what is shown and from figures that the publisher attests; no one else can rebuild it"


def exchange_members(context: Context, findings: Sequence[Finding]) -> dict[str, bytes]:
    """FollowTheMoney entities and statements, ClaimReview and W3C PROV, as far as the case has them."""
    case = context.case
    name, date = case.header.id, str(case.header.date)
    provenance = prov_document(name, [plain_finding(finding) for finding in findings])
    members = {"exchange/provenance.json": canonical.encode(provenance)}
    if case.actors:
        found = entities(name, case.actors, case.links, case.sources)
        lines = b"".join(canonical.encode(entity) + b"\n" for entity in found)
        members["exchange/entities.ftm.jsonl"] = lines
        members["exchange/statements.csv"] = statements_csv(found, name, date).encode()
    if case.claims:
        verdicts = verdicts_of(context)
        publisher = case.header.publisher
        remark = ATTESTED if _reviews_rest_on_attested(context, findings) else ""
        reviews = claim_reviews(
            case.propositions, verdicts, case.claims, case.actors, case.sources, publisher, date, remark
        )
        members["exchange/claim-reviews.json"] = canonical.encode(reviews)
    return members


def _reviews_rest_on_attested(context: Context, findings: Sequence[Finding]) -> bool:
    """Whether a finding of the ledger is attested, or one whose figure is evidence."""
    asked = [line.figure for line in context.case.evidence if line.figure]
    return any(
        one.method.startswith("ledger.") or any(f"{one.id}/" in text for text in asked)
        for one in findings
        if one.attested
    )
