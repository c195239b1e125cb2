"""`case check` as one function: every fault of a case, whichever room finds it."""

from collections.abc import Mapping

from scrutator.errors import ScrutatorError
from scrutator.publishing.checks.ledger import check_ledger
from scrutator.publishing.checks.runs import check_inputs, check_runs
from scrutator.publishing.checks.statements import check_statements
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import Reading, read_case

MOST_SHOWN = 20


def faultless_case(files: Mapping[str, bytes], where: str) -> Case:
    """The case in these files. Raises R30 with the first faults when `case check` finds any."""
    reading = read_case(files)
    faults = check(reading)
    if faults or reading.case is None:
        shown = "\n         ".join(map(str, faults[:MOST_SHOWN]))
        what = f"{where} has {len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise ScrutatorError("R30", what, where=shown)
    return reading.case


def check(reading: Reading) -> tuple[Fault, ...]:
    """Faults of the tables, the findings asked for, the ledger and the statements, in that order.

    A case without a header is checked no further, and what the methods lack is asked only when the tables
    have no faults: those come first.
    """
    faults = list(check_case(reading))
    faultless = not faults
    if reading.case is not None:
        faults += check_runs(reading.case)
        faults += check_ledger(reading)
        faults += check_statements(reading.case)
    if reading.case is not None and faultless:
        faults += check_inputs(reading.case)
    return tuple(faults)
