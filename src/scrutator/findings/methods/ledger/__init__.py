"""The methods of the ledger, for the register."""

from scrutator.findings.method import Method
from scrutator.findings.methods.ledger.claims import VERDICTS
from scrutator.findings.methods.ledger.commitments import COMMITMENTS
from scrutator.findings.methods.ledger.complaints import COMPLAINTS, RECOMMENDATIONS
from scrutator.findings.methods.ledger.conditions import CONDITIONS, HYPOTHESES
from scrutator.findings.methods.ledger.evidence import EVIDENCE
from scrutator.findings.methods.ledger.media import MEDIA
from scrutator.findings.methods.ledger.missions import MISSIONS
from scrutator.findings.methods.ledger.norms import NORMS
from scrutator.findings.methods.ledger.ties import INDEPENDENCE
from scrutator.findings.methods.ledger.words import CONTRADICTIONS, QUOTATIONS

METHODS: tuple[Method, ...] = (
    VERDICTS,
    EVIDENCE,
    CONDITIONS,
    HYPOTHESES,
    INDEPENDENCE,
    QUOTATIONS,
    CONTRADICTIONS,
    COMMITMENTS,
    NORMS,
    RECOMMENDATIONS,
    COMPLAINTS,
    MISSIONS,
    MEDIA,
)
