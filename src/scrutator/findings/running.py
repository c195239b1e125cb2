"""Run the methods a case asks for. Same folder in, same findings out."""

import fnmatch
import hashlib
from collections.abc import Mapping

from scrutator.errors import ScrutatorError
from scrutator.findings.method import Method
from scrutator.findings.model import Finding
from scrutator.findings.register import find_method
from scrutator.record.case import Case, MethodRun


def input_hashes(files: Mapping[str, bytes], patterns: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of every file of the case that matches one of the patterns, by path."""
    matching = [path for path in sorted(files) if any(fnmatch.fnmatch(path, p) for p in patterns)]
    return {path: hashlib.sha256(files[path]).hexdigest() for path in matching}


def run_method(case: Case, run: MethodRun) -> Finding:
    """The finding of one entry of findings.toml. Raises N01 to N03, each naming the entry."""
    where = f"findings.toml:{run.line} [{run.id}]"
    method: Method = find_method(run.method)
    unknown = sorted(set(run.parameters) - set(method.parameters))
    if unknown:
        known = ", ".join(method.parameters) or "none"
        what = f"'{unknown[0]}' is not a parameter of {method.id}"
        raise ScrutatorError("N02", what, where=where, remedy=f"Its parameters are: {known}.")
    try:
        outcome = method.run(case, run.parameters, run.seed)
    except ScrutatorError as error:
        raise ScrutatorError(
            error.code, error.what, where=error.where or where, remedy=error.remedy
        ) from error
    return Finding(
        id=run.id,
        method=method.id,
        version=method.version,
        question=method.question,
        parameters=dict(run.parameters),
        seed=run.seed,
        inputs=input_hashes(case.files, method.reads),
        outcome=outcome,
    )


def run_case(case: Case) -> tuple[Finding, ...]:
    """Every finding of the case, in the order of findings.toml."""
    return tuple(run_method(case, run) for run in case.runs)
