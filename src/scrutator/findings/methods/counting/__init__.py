"""The methods of the counting room: draw, night, copies, levels, visits, papers, audit, missions' sight."""

from scrutator.findings.method import Method
from scrutator.findings.methods.counting.answers import ANSWERS, RECEPTION
from scrutator.findings.methods.counting.audit import AUDIT, SIGHT
from scrutator.findings.methods.counting.digitisations import DIGITISATIONS
from scrutator.findings.methods.counting.field_entries import ENTRIES
from scrutator.findings.methods.counting.field_events import COVERAGE, INCIDENTS
from scrutator.findings.methods.counting.night import DRAW, QUICKCOUNT
from scrutator.findings.methods.counting.own_reports import STRAIGHT
from scrutator.findings.methods.counting.papers import KEYING, MONITORING, VERSIONS
from scrutator.findings.methods.counting.protocols import COPIES, LEVELS, VISITS
from scrutator.findings.methods.counting.published_sheets import AGAINST, MISSING
from scrutator.findings.methods.counting.seat_chances import SEAT_CHANCES
from scrutator.findings.methods.counting.voters import VOTERS

METHODS: tuple[Method, ...] = (
    AGAINST,
    ANSWERS,
    AUDIT,
    COPIES,
    COVERAGE,
    DIGITISATIONS,
    DRAW,
    ENTRIES,
    INCIDENTS,
    KEYING,
    LEVELS,
    MISSING,
    MONITORING,
    QUICKCOUNT,
    RECEPTION,
    SEAT_CHANCES,
    SIGHT,
    STRAIGHT,
    VERSIONS,
    VISITS,
    VOTERS,
)
