"""What `case check` can say about findings.toml before anything is computed."""

from collections.abc import Iterator

from scrutator.errors import CATALOGUE, ScrutatorError
from scrutator.findings.context import circle_in
from scrutator.findings.method import parameter_faults
from scrutator.findings.register import METHODS, find_method
from scrutator.findings.running import context_of, needs_of
from scrutator.record.case import Case
from scrutator.record.faults import Fault


def check_runs(case: Case) -> Iterator[Fault]:
    """Methods that do not exist, and parameters their method does not have."""
    for run in case.runs:
        try:
            method = find_method(run.method)
        except ScrutatorError as error:
            yield Fault("findings.toml", run.line, "method", error.code, error.what, error.remedy)
            continue
        for name, reason, remedy in parameter_faults(method, run.parameters):
            yield Fault("findings.toml", run.line, name, "N02", reason, remedy)
    yield from check_circles(case)


def check_inputs(case: Case, attested: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """What the methods that are asked for lack: files, columns, values that they can use. The attested
    findings are not computed, and lack nothing."""
    if circle_in(needs_of(case)):
        return
    context = context_of(case)
    for run in case.runs:
        method = METHODS.get(run.method)
        if method is None or run.id in attested or any(parameter_faults(method, run.parameters)):
            continue
        try:
            method.prepare(context.seen_from(run))
        except ScrutatorError as error:
            file, _, line = error.where.partition(":")
            known = file in case.files and line.isdigit()
            place, at = (file, int(line)) if known else ("findings.toml", run.line)
            what = error.what if known else f"{run.method}: {error.what}"
            yield Fault(place, at, "" if known else run.id, error.code, what, error.remedy)


def check_circles(case: Case) -> Iterator[Fault]:
    """Findings that would need one another."""
    circle = circle_in(needs_of(case))
    if circle:
        line = next(run.line for run in case.runs if run.id == circle[0])
        reason = f"findings depend on one another in a circle: {' → '.join(circle)}"
        yield Fault("findings.toml", line, "id", "N06", reason, CATALOGUE["N06"].remedy)
