"""What publishing would refuse in a case without faults: parts not written, corrections not signed; and, when
everything is tried, figures that do not exist, a PDF that cannot be set, values still shown."""

from collections.abc import Callable, Iterator, Mapping

from scrutator.errors import CATALOGUE, ScrutatorError
from scrutator.publishing.checks.placeholders import placeholders
from scrutator.record.case import Case
from scrutator.record.faults import Fault


def not_ready(case: Case) -> Iterator[Fault]:
    """What is still to be done before a case can be published, as far as it is known without computing."""
    for one in placeholders(case):
        file, _, reason = one.partition(": ")
        yield Fault(file, 0, "", "T06", reason, CATALOGUE["T06"].remedy)
    for row in case.errata:
        if row.signature is None:
            reason = f"the correction {row.id} is not signed"
            yield Fault("errata.csv", 0, "signature", "G26", reason, CATALOGUE["G26"].remedy)


Draft = Callable[[Mapping[str, bytes], str], object]
"""Builds all that would be published of the files of a case; raises what stops it."""


def refused_when_tried(files: Mapping[str, bytes], name: str, draft: Draft) -> Iterator[Fault]:
    """What stops a publication from being built from these files, which `case check` must have passed;
    nothing is written. Raises X02 when what builds pages is not installed."""
    try:
        draft(files, name)
    except ScrutatorError as error:
        if error.code == "X02":
            raise
        file, line = _place(error.where, files)
        reason = error.what if file or not error.where else f"{error.what} ({error.where})"
        yield Fault(file or "case.toml", line, "", error.code, " ".join(reason.split()), error.remedy)


def _place(where: str, files: Mapping[str, bytes]) -> tuple[str, int]:
    """The file and line that an error names; none when it names something else."""
    file, _, line = where.partition(":")
    return (file, int(line) if line.isdigit() else 0) if file in files else ("", 0)
