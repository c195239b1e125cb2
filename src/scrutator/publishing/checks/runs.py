"""What `case check` can say about findings.toml before anything is computed."""

from collections.abc import Iterator

from scrutator.errors import ScrutatorError
from scrutator.findings.register import find_method
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
        for name in sorted(set(run.parameters) - set(method.parameters)):
            known = ", ".join(method.parameters) or "none"
            reason = f"'{name}' is not a parameter of {method.id}"
            yield Fault("findings.toml", run.line, name, "N02", reason, f"Its parameters are: {known}.")
