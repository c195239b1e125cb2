"""From a cell of the text to the figure or table of a finding it names."""

import difflib
from collections.abc import Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Table
from scrutator.findings.plain import figure_id


def find_figure(
    findings: Sequence[Finding], name: str, at: Mapping[str, str], where: str
) -> tuple[Finding, Figure]:
    """The one figure called `finding/name` (or `finding`, for the figure named like it) at these keys.

    Raises N04 when there is none, or when the keys leave more than one.
    """
    finding_name, _, figure_name = name.partition("/")
    finding = find_finding(findings, finding_name, where)
    figures = [f for f in finding.outcome.figures if f.name == (figure_name or finding_name)]
    exact = [f for f in figures if dict(f.at) == dict(at)]
    partial = [f for f in figures if all(f.at.get(key) == value for key, value in at.items())]
    if len(exact or partial) == 1:
        return finding, (exact or partial)[0]
    wanted = f"{name}({', '.join(f'{k}={v}' for k, v in at.items())})"
    candidates = [figure_id(finding.id, figure) for figure in partial or finding.outcome.figures]
    near = difflib.get_close_matches(wanted, candidates, n=4, cutoff=0.3) or candidates[:4]
    what = f"{wanted} names {len(partial) or 'no'} figure{'s' if len(partial) > 1 else ''}"
    raise ScrutatorError("N04", what, where=where, remedy=f"Near it: {'; '.join(near) or 'none'}.")


def find_finding(findings: Sequence[Finding], name: str, where: str) -> Finding:
    for finding in findings:
        if finding.id == name:
            return finding
    known = ", ".join(finding.id for finding in findings) or "none"
    raise ScrutatorError(
        "N04", f"there is no finding '{name}'", where=where, remedy=f"Known findings: {known}."
    )


def find_table(findings: Sequence[Finding], name: str, where: str) -> tuple[Finding, Table]:
    """The table called `finding/table`. Raises N04."""
    finding_name, _, table_name = name.partition("/")
    finding = find_finding(findings, finding_name, where)
    for table in finding.outcome.tables:
        if table.name == table_name:
            return finding, table
    known = ", ".join(table.name for table in finding.outcome.tables) or "none"
    raise ScrutatorError("N04", f"there is no table '{name}'", where=where, remedy=f"Its tables: {known}.")
