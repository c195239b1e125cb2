"""A case folder from Python: read it, check it, run what it asks for, weigh its claims."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.shown import Grid, Shown, View
from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding
from scrutator.findings.plain import figure_id, plain_finding
from scrutator.findings.running import context_of
from scrutator.publishing.checks.check import check
from scrutator.publishing.sources import case_files
from scrutator.record.case import Case as Record
from scrutator.record.catalogue import TABLES
from scrutator.record.faults import Fault
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.reading import Reading
from scrutator.record.folder.reading import read_case as read_files
from scrutator.statement.numbers import show_interval, show_named

CaseLike = Any  # Case | str | os.PathLike; checked in `as_case`


@dataclass(frozen=True, repr=False)
class Case(Shown):
    """A case folder as it was read: its tables, and the files everything else is computed from."""

    name: str
    files: Mapping[str, bytes]
    reading: Reading

    @property
    def record(self) -> Record:
        """The sound case. Raises R30 when `check_case` would find a fault in its tables."""
        return sound_case(dict(self.files), self.name)

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows of one table as mappings, e.g. "results". Raises A01 for a name that is no table."""
        names = [spec.name for spec in TABLES]
        if name not in names:
            raise ScrutatorError("A01", f"there is no table {name!r}", remedy=f"Tables: {', '.join(names)}.")
        if self.reading.case is None:
            return []
        return [
            {f.name: getattr(row, f.name) for f in fields(row)} for row in getattr(self.reading.case, name)
        ]

    def view(self) -> View:
        title = self.reading.case.header.title if self.reading.case else "cannot be read, see check_case"
        rows = tuple((name, len(found)) for name, found in self.reading.tables.items() if len(found))
        return View(f"{self.name}: {title}", (Grid("", ("table", "rows"), rows),))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: the case's name, its files, how many rows each table has."""
        rows = {name: len(found) for name, found in self.reading.tables.items()}
        return {"name": self.name, "files": sorted(self.files), "rows": rows}


@checked
def read_case(case: str | os.PathLike[str]) -> Case:
    """What does a case folder hold?

    `case` is a folder, or the id of a bundled case. Faults do not stop the reading: `check_case` lists
    them. Raises R31 when there is no such case.

    Examples:
        >>> import scrutator
        >>> case = scrutator.read_case("kazakhstan-2012")
        >>> case.table("lists")[0]["id"]
        '...'
    """
    name = os.fspath(case)
    files = case_files(name)
    return Case(name, files, read_files(files))


def as_case(case: CaseLike) -> Case:
    """A case that was read, or one to be read by its folder or id."""
    if isinstance(case, Case):
        return case
    if isinstance(case, str | os.PathLike):
        return read_case(case)
    remedy = "Give a folder, the id of a bundled case, or what read_case returned."
    raise ScrutatorError("A01", f"a case of type {type(case).__name__}", remedy=remedy)


@dataclass(frozen=True, repr=False)
class CaseCheck(Shown):
    """The faults of a case, each with file, line, field, reason and remedy; true when there are none."""

    name: str
    faults: tuple[Fault, ...]
    checked: int

    def __bool__(self) -> bool:
        return not self.faults

    def view(self) -> View:
        what = (
            f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}" if self.faults else "no faults"
        )
        rows = tuple((f.file, f.line or None, f.field, f.reason, f.remedy) for f in self.faults)
        grid = Grid("", ("file", "line", "field", "reason", "remedy"), rows)
        return View(f"{self.name}: {what} in {self.checked} files", (grid,))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: every fault, and how many files were checked."""
        return {"faults": [vars(fault) for fault in self.faults], "files": self.checked}


@checked
def check_case(case: CaseLike) -> CaseCheck:
    """What is wrong with a case folder? All faults at once, the same as `scrutator case check`.

    Examples:
        >>> import scrutator
        >>> scrutator.check_case("kazakhstan-2012")
        <CaseCheck: kazakhstan-2012: no faults in ... files>
    """
    given = as_case(case)
    return CaseCheck(given.name, check(given.reading), len(given.files))


@dataclass(frozen=True, repr=False)
class Findings(Shown):
    """What a case's methods found: `findings["turnout"]` is one finding, `figure(…)` one number."""

    name: str
    all: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, identity: str) -> Finding:
        """One finding by its id. Raises A01."""
        for finding in self.all:
            if finding.id == identity:
                return finding
        known = ", ".join(finding.id for finding in self.all)
        raise ScrutatorError("A01", f"there is no finding {identity!r}", remedy=f"Findings: {known}.")

    def figure(self, name: str) -> Figure:
        """One figure by the name a statement's cell has: "turnout/turnout(region=Astana)". Raises N04."""
        for finding in self.all:
            for figure in finding.outcome.figures:
                if figure_id(finding.id, figure) == name:
                    return figure
        raise ScrutatorError("N04", f"there is no figure {name!r}")

    def view(self) -> View:
        grids = tuple(
            Grid(f"{finding.id}: {finding.outcome.title}", ("figure", "value", "interval"), _figures(finding))
            for finding in self.all
        )
        caveats = tuple(f"{f.id}: {caveat}" for f in self.all for caveat in f.outcome.caveats)
        return View(f"{self.name}: {len(self)} findings", grids, caveats)

    def to_dict(self) -> dict[str, Any]:
        """Plain values: every finding with method, parameters, inputs, figures and tables."""
        return {finding.id: plain_finding(finding) for finding in self.all}


def _figures(finding: Finding) -> tuple[tuple[object, ...], ...]:
    rows = []
    for one in finding.outcome.figures:
        unit = "" if one.unit in ("%", "") else f" {one.unit}"
        limits = (
            f"{show_interval(one.interval, one.unit, 'en')} {one.interval.kind}" if one.interval else None
        )
        rows.append(
            (figure_id(finding.id, one), show_named(one.name, one.value, one.unit, "en") + unit, limits)
        )
    return tuple(rows)


@checked
def run_findings(case: CaseLike, *, only: str = "") -> Findings:
    """What do a case's methods find? Every entry of its findings.toml, or `only` one by its id.

    Raises R30 for a case with faults, N03 when there is nothing to run.

    Examples:
        >>> import scrutator
        >>> found = scrutator.run_findings("kazakhstan-2012", only="turnout")
        >>> found["turnout"].method
        'official.turnout'
    """
    given = as_case(case)
    record = given.record
    runs = [run for run in record.runs if only in ("", run.id)]
    if not runs:
        known = ", ".join(run.id for run in record.runs) or "none"
        raise ScrutatorError("N03", f"no finding to run in {given.name}", remedy=f"Its findings: {known}.")
    context = context_of(record)
    return Findings(given.name, tuple(context.finding(run.id) for run in runs))
