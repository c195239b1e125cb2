"""`case check` as one function: every fault of a case, whichever room finds it."""

from collections.abc import Iterator, Mapping

from scrutator.errors import ScrutatorError
from scrutator.publishing.checks.field_log import check_field_log
from scrutator.publishing.checks.ledger import check_ledger
from scrutator.publishing.checks.runs import check_inputs, check_runs
from scrutator.publishing.checks.statements import check_statements
from scrutator.publishing.withholding.declared import FILE, Wrong, read_declaration
from scrutator.publishing.withholding.projection import shown_case
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import Reading, read_case

MOST_SHOWN = 20


def faultless_case(files: Mapping[str, bytes], where: str, attested: frozenset[str] = frozenset()) -> Case:
    """The case in these files. Raises R30 with the first faults when `case check` finds any. `attested` are
    findings that are not computed from these files, whose methods may lack what they read."""
    reading = read_case(files)
    faults = check(reading, attested)
    if faults or reading.case is None:
        shown = "\n         ".join(map(str, faults[:MOST_SHOWN]))
        what = f"{where} has {len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise ScrutatorError("R30", what, where=shown)
    return reading.case


def check(reading: Reading, attested: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """Faults of the tables, the findings asked for, the ledger and the statements, in that order, then those
    of the case as it is shown when withheld.toml is followed.

    A case without a header is checked no further, and what the methods lack is asked only when the tables
    have no faults: those come first.
    """
    faults = [*check_case(reading), *check_field_log(reading)]
    faultless = not faults
    if reading.case is not None:
        faults += check_runs(reading.case)
        faults += check_ledger(reading)
        faults += check_statements(reading.case)
    if reading.case is not None and faultless:
        faults += check_inputs(reading.case, attested)
    if reading.case is not None and not faults:
        faults += check_shown(reading.case)
    return tuple(faults)


def check_shown(case: Case) -> Iterator[Fault]:
    """What withheld.toml cannot withhold, and the faults of the case without what it withholds."""
    if FILE not in case.files:
        return
    remedy = "Withhold what leads to it too, or show it."
    try:
        shown = shown_case(case.files, read_declaration(case.files))
    except Wrong as wrong:
        yield Fault(FILE, wrong.line, "", "R25", wrong.reason, wrong.remedy)
        return
    for fault in check(read_case(shown.files), frozenset(run.id for run in case.runs)):
        reason = f"the case as it is shown has a fault: {fault}"
        yield Fault(FILE, 0, "", "R25", reason, remedy)
