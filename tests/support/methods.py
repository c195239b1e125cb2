"""Running one method on a case, whatever its findings.toml asks for."""

from collections.abc import Mapping

from scrutator.findings.model import Outcome
from scrutator.findings.running import run_method
from scrutator.record.case import Case, MethodRun


def outcome_of(case: Case, method: str, parameters: Mapping[str, object], seed: int | None = None) -> Outcome:
    return run_method(case, MethodRun("asked", method, parameters, seed)).outcome
