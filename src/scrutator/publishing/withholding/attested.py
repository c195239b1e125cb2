"""Findings that rest on what is withheld: attested by the mission, not rebuilt by the reader.

Which findings may be attested follows from the public case alone: those that read a file which is not shown
as it is, and those that ask one that is attested. Of these, a finding whose answer is the same without what
is withheld is rebuilt like any other.
"""

from fnmatch import fnmatch

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.model import Finding
from scrutator.findings.plain import plain_outcome, read_outcome
from scrutator.findings.register import METHODS
from scrutator.findings.running import context_of, input_hashes
from scrutator.publishing.withholding.public import Public, touched
from scrutator.record.case import Case


def may_be_attested(context: Context, files: frozenset[str]) -> frozenset[str]:
    """The findings that read one of these files, or ask one that does."""
    reading = {
        run.id
        for run in context.case.runs
        if run.method in METHODS
        and any(fnmatch(file, pattern) for file in files for pattern in METHODS[run.method].reads)
    }
    return _asking(context, reading)


def _asking(context: Context, first: set[str]) -> frozenset[str]:
    """These findings and all that ask one of them, directly or through others."""
    found = set(first)
    while more := {name for name, asked in context.needs.items() if asked & found} - found:
        found |= more
    return frozenset(found)


def attest(full: Case, shown: Case, public: Public) -> dict[str, object]:
    """The outcomes, as plain values, of the findings that the shown case does not give.

    Raises N03 when a finding that reads nothing withheld differs all the same."""
    true, left = context_of(full), context_of(shown)
    files = touched(public)
    allowed = may_be_attested(left, files.withheld | files.outside)
    attested: dict[str, object] = {}
    for name in _in_order(left):
        outcome = plain_outcome(true.finding(name).outcome)
        if left.needs[name] & set(attested) or _outcome_of(left, name) != outcome:
            if name not in allowed:
                what = f"the finding {name} changes with what is withheld, though its method does not read it"
                raise ScrutatorError("N03", what, where="withheld.toml")
            attested[name] = outcome
    return attested


def _outcome_of(context: Context, name: str) -> object:
    """The outcome of a finding; None when it cannot be computed on this case."""
    try:
        return plain_outcome(context.finding(name).outcome)
    except ScrutatorError:
        return None


def _in_order(context: Context) -> list[str]:
    """The findings of a case, each after those it may ask for."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for other in sorted(context.needs[name]):
                visit(other)
            order.append(name)

    for run in context.case.runs:
        visit(run.id)
    return order


def preset(context: Context, public: Public) -> None:
    """Put the attested findings into the memory of a context, so that nothing computes them."""
    runs = {run.id: run for run in context.case.runs}
    for name in _in_order(context):
        if name in public.attested:
            run, method = runs[name], METHODS[runs[name].method]
            outcome = read_outcome(public.attested[name])
            context.memory.findings[name] = Finding(
                id=name,
                method=method.id,
                version=method.version,
                question=method.question,
                parameters=dict(run.parameters),
                seed=run.seed,
                inputs=input_hashes(context.seen_from(run), method.reads),
                outcome=outcome,
                attested=True,
            )


def faults_of_attested(case: Case, public: Public) -> list[str]:
    """Where a bundle attests what it may not: a finding that rests on nothing withheld, an outcome that is
    not written as we write it, or one that asks an attested finding and is not attested."""
    context, files = context_of(case), touched(public)
    allowed = may_be_attested(context, files.withheld | files.outside)
    found = []
    for name, plain in public.attested.items():
        if name not in allowed:
            found.append(f"finding {name}: attested, though it rests on nothing that is withheld")
        elif not _well_written(plain):
            found.append(f"finding {name}: its attested outcome cannot be read")
    missing = _asking(context, set(public.attested) & set(context.needs)) - set(public.attested)
    reason = "it asks an attested finding and is not attested"
    return found + [f"finding {name}: {reason}" for name in sorted(missing)]


def _well_written(plain: object) -> bool:
    try:
        return plain_outcome(read_outcome(plain)) == plain
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return False


def compare_with_files(case: Case, public: Public, given: frozenset[str]) -> tuple[frozenset[str], list[str]]:
    """With outside files at hand, which are in this case: the attested findings that rest on nothing else
    that is not shown and were rebuilt, and where they differ from what is attested."""
    context, files = context_of(case), touched(public)
    missing = files.withheld | files.outside - {name.removesuffix(".gz") for name in given}
    names = frozenset(public.attested) - may_be_attested(context, missing)
    wrong = [
        f"finding {name}: not what the files outside the bundle give"
        for name in sorted(names)
        if _outcome_of(context, name) != public.attested[name]
    ]
    return names, wrong
