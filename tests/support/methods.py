"""Running one method on a case, whatever its findings.toml asks for."""

from collections.abc import Mapping
from dataclasses import replace

from scrutator.findings.model import Finding, Outcome
from scrutator.findings.running import context_of
from scrutator.record.case import Case, MethodRun


def run_method(case: Case, run: MethodRun) -> Finding:
    """The finding of one entry, whether findings.toml has it or not."""
    alone = replace(case, runs=(*(one for one in case.runs if one.id != run.id), run))
    return context_of(alone).finding(run.id)


def outcome_of(case: Case, method: str, parameters: Mapping[str, object], seed: int | None = None) -> Outcome:
    return run_method(case, MethodRun("asked", method, parameters, seed)).outcome
