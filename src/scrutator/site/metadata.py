"""What machines may read of a page, as JSON-LD of schema.org: reviews of claims, and data sets."""

from collections.abc import Mapping
from typing import Any

from scrutator.record.nouns.claims import Claim
from scrutator.site.subject import Subject

CONTEXT = "https://schema.org"


def claim_review(subject: Subject, claim: Claim) -> Mapping[str, Any] | None:
    """A claim and how its parts stand. No rating of numbers: the verdicts are words. None for a claim that
    the case did not judge: it is no review."""
    header = subject.case.header
    rows = [subject.verdicts.get(one.id, {}) for one in subject.propositions.get(claim.id, ())]
    spoken = claim.quotation_language if claim.quotation else None
    verdicts = list(dict.fromkeys(str(row["verdict"]) for row in rows if row.get("verdict") is not None))
    if not verdicts:
        return None
    reviewed: dict[str, Any] = {
        "@type": "Claim",
        "name": claim.text,
        "author": [{"@type": "Thing", "name": subject.actors[one].name} for one in claim.speaker],
    }
    if claim.date:
        reviewed["datePublished"] = str(claim.date)
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "claimReviewed": claim.quotation or claim.text,
        "datePublished": str(header.date),
        "author": {"@type": "Organization", "name": header.publisher},
        "inLanguage": spoken or header.language,
        "itemReviewed": reviewed,
        "reviewRating": {"@type": "Rating", "alternateName": "; ".join(verdicts)},
    }


def data_set(subject: Subject) -> Mapping[str, Any]:
    """The case as a data set: what it is, who publishes it, and its tables as files beside the page."""
    header = subject.case.header
    tables = [
        name for name in sorted(subject.published) if name.startswith("data/") and name.endswith(".csv")
    ]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": header.title,
        "description": header.summary or header.subtitle or header.title,
        "identifier": header.id,
        "datePublished": str(header.date),
        "creator": {"@type": "Organization", "name": header.publisher},
        "license": header.licence
        if " " in header.licence
        else f"https://spdx.org/licenses/{header.licence}.html",
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"../{name}"}
            for name in tables
        ],
    }
