"""The methods of the counting room: draw, night, copies, levels, visits, papers, audit, missions' sight."""

from scrutator.findings.method import Method
from scrutator.findings.methods.counting_audit import AUDIT, SIGHT
from scrutator.findings.methods.counting_night import DRAW, QUICKCOUNT
from scrutator.findings.methods.counting_papers import KEYING, MONITORING, VERSIONS
from scrutator.findings.methods.counting_protocols import COPIES, LEVELS, VISITS

METHODS: tuple[Method, ...] = (
    AUDIT,
    COPIES,
    DRAW,
    KEYING,
    LEVELS,
    MONITORING,
    QUICKCOUNT,
    SIGHT,
    VERSIONS,
    VISITS,
)
