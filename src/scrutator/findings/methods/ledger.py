"""The methods of the ledger, for the register."""

from scrutator.findings.method import Method
from scrutator.findings.methods.ledger_ties import INDEPENDENCE
from scrutator.findings.methods.ledger_verdicts import EVIDENCE, VERDICTS

METHODS: tuple[Method, ...] = (VERDICTS, EVIDENCE, INDEPENDENCE)
