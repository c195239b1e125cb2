"""What `case check` can say about complaints and about recommendations across cycles."""

from collections.abc import Iterator

from scrutator.errors import CATALOGUE
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.nouns.complaints import NO_DECISION
from scrutator.record.unknown import Unknown


def check_docket(reading: Reading, case: Case) -> Iterator[Fault]:
    """Complaints whose outcome and decision disagree; recommendations placed in the wrong cycle."""
    yield from _complaints(reading, case)
    yield from _recommendations(reading, case)


def _complaints(reading: Reading, case: Case) -> Iterator[Fault]:
    remedy = CATALOGUE["G31"].remedy
    for one in case.complaints:
        line = reading.tables["complaints"].line_of("id", one.id)
        open_still = one.outcome in NO_DECISION
        if open_still and one.decided is not None:
            reason = f"{one.id} is '{one.outcome}' and has a date of decision"
            yield Fault("complaints.csv", line, "decided", "G31", reason, remedy)
        if open_still != isinstance(one.decision, Unknown):
            reason = f"{one.id} is '{one.outcome}' and its decision says otherwise"
            yield Fault("complaints.csv", line, "decision", "G31", reason, remedy)


def _recommendations(reading: Reading, case: Case) -> Iterator[Fault]:
    kinds = {commitment.id: commitment.kind for commitment in case.commitments}
    cycles = {one.commitment: one.cycle for one in case.recommendations}
    remedy = CATALOGUE["G32"].remedy
    for one in case.recommendations:
        line = reading.tables["recommendations"].line_of("commitment", one.commitment)
        if kinds.get(one.commitment, "recommendation") != "recommendation":
            reason = f"{one.commitment} is a {kinds[one.commitment]}, not a recommendation"
            yield Fault("recommendations.csv", line, "commitment", "G32", reason, remedy)
        for earlier in one.repeats or ():
            if earlier not in cycles:
                reason = f"{earlier} has no row here, so that its cycle is not known"
                yield Fault("recommendations.csv", line, "repeats", "G32", reason, remedy)
            elif not one.cycle.surely_after(cycles[earlier]):
                reason = f"{earlier} is not of an earlier cycle than {one.commitment}"
                yield Fault("recommendations.csv", line, "repeats", "G32", reason, remedy)
