"""Run the methods a case asks for. Same folder in, same findings out."""

import fnmatch
import hashlib
from collections.abc import Callable, Iterable, Sequence

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context, circle_in
from scrutator.findings.method import parameter_faults
from scrutator.findings.model import Finding
from scrutator.findings.register import METHODS, find_method
from scrutator.record.case import Case, MethodRun

Watch = Callable[[Sequence[MethodRun], str], Iterable[MethodRun]]
"""Shows how far a sequence of runs is, while it hands them on; the command line has a progress bar."""


def unwatched(runs: Sequence[MethodRun], what: str) -> Iterable[MethodRun]:
    """The runs as they are, with no progress shown."""
    return runs


def context_of(case: Case) -> Context:
    """The context of a case of which nothing has been computed yet. Raises N06 for a circle."""
    needs = needs_of(case)
    circle = circle_in(needs)
    if circle:
        what = f"findings depend on one another in a circle: {' → '.join(circle)}"
        raise ScrutatorError("N06", what, where="findings.toml")
    return Context(case, answer, needs)


def needs_of(case: Case) -> dict[str, frozenset[str]]:
    """Which of its own findings each finding of the case may ask for."""
    known = {run.id for run in case.runs}
    methods = {run.id: METHODS.get(run.method) for run in case.runs}
    return {
        name: frozenset(method.asks(case)) & known if method else frozenset()
        for name, method in methods.items()
    }


def run_case(case: Case, watch: Watch = unwatched) -> tuple[Finding, ...]:
    """Every finding of the case, in the order of findings.toml."""
    return run_all(context_of(case), watch)


def run_all(context: Context, watch: Watch = unwatched) -> tuple[Finding, ...]:
    """Every finding of the context's case, in the order of findings.toml; each is computed once."""
    return tuple(context.finding(run.id) for run in watch(context.case.runs, "findings"))


def answer(context: Context) -> Finding:
    """The finding of the context's entry of findings.toml. Raises N01 to N05, each naming the entry."""
    run = context.run
    assert run is not None
    where = f"findings.toml:{run.line} [{run.id}]"
    method = find_method(run.method)
    for _, reason, remedy in parameter_faults(method, run.parameters):
        raise ScrutatorError("N02", reason, where=where, remedy=remedy)
    try:
        outcome = method.run(context)
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
        inputs=input_hashes(context, method.reads),
        outcome=outcome,
    )


def input_hashes(context: Context, patterns: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 by path of every file that a finding rests on: what its method reads, by these patterns,
    and the inputs of the findings it may ask for."""
    files, hashes = context.case.files, context.memory.hashes
    paths = {
        path
        for path in files
        if any(fnmatch.fnmatch(path.removesuffix(".gz"), pattern) for pattern in patterns)
    }
    for path in paths - set(hashes):
        hashes[path] = hashlib.sha256(files[path]).hexdigest()
    for name in context.asks:
        paths |= set(context.finding(name).inputs)
    return {path: hashes[path] for path in sorted(paths)}
