"""The methods of the law room, for the register."""

from scrutator.findings.method import Method
from scrutator.findings.methods.law.changes import CHANGES, COUNTERFACTUAL, REGISTRATION, SWEEP
from scrutator.findings.methods.law.counts import COUNT
from scrutator.findings.methods.law.deadlines import DEADLINES
from scrutator.findings.methods.law.majorities import MAJORITY
from scrutator.findings.methods.law.seats import MARGINS, SEATS
from scrutator.findings.methods.law.system import SYSTEM

METHODS: tuple[Method, ...] = (
    CHANGES,
    COUNT,
    COUNTERFACTUAL,
    DEADLINES,
    MAJORITY,
    MARGINS,
    REGISTRATION,
    SEATS,
    SWEEP,
    SYSTEM,
)
