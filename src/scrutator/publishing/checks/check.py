"""`case check` as one function: every fault of a case, whichever room finds it."""

from scrutator.publishing.checks.ledger import check_ledger
from scrutator.publishing.checks.runs import check_runs
from scrutator.publishing.checks.statements import check_statements
from scrutator.record.faults import Fault
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import Reading


def check(reading: Reading) -> tuple[Fault, ...]:
    """Faults of the tables, the findings asked for, the ledger and the statements, in that order.

    A case whose tables cannot be read is checked no further: its faults come first.
    """
    faults = list(check_case(reading))
    if reading.case is not None:
        faults += check_runs(reading.case)
        faults += check_ledger(reading)
        faults += check_statements(reading.case)
    return tuple(faults)
