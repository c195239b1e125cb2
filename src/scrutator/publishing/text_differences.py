"""Do the figures a bundle prints follow from its own case, its own text and the findings just computed?"""

import json
from collections.abc import Mapping, Sequence

from scrutator.findings.model import Finding
from scrutator.publishing.differences import differences
from scrutator.record.case import Case
from scrutator.statement.document import build_document, figure_texts

FIGURES = "figures.json"


def text_differences(members: Mapping[str, bytes], case: Case, findings: Sequence[Finding]) -> list[str]:
    """Where the bundle's printed figures depart from the ones its text gives with these findings."""
    if FIGURES not in members:
        return [f"{FIGURES} is missing"]
    documents = {language: build_document(case, findings, language) for language in case.statements}
    published = json.loads(bytes(members[FIGURES]))
    return list(differences(published, figure_texts(documents), "figures"))
