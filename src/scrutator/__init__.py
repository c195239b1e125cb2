"""Scrutator: an open workbench for election observation and integrity.

It takes what was seen, said, counted and promised around an election and turns it into a
statement of findings that any third party can re-verify.

`import scrutator` offers the functions and result types of `__all__`; each has a page under
docs/reference/api. They are loaded when first used, so that the import itself costs next to nothing.
"""

from typing import TYPE_CHECKING

from scrutator.version import VERSION

if TYPE_CHECKING:
    from scrutator.api.audits import AuditPlan, AuditRisk, measure_audit, plan_audit
    from scrutator.api.bundles import Bundle, Verification, new_key, publish, verify
    from scrutator.api.cases import Case, CaseCheck, Findings, check_case, read_case, run_findings
    from scrutator.api.chances import SeatChances, seat_chances
    from scrutator.api.claims import Claims, weigh_claims
    from scrutator.api.counts.ballots import Ballots, Count, count_ballots, read_ballots
    from scrutator.api.counts.majorities import Majority, majority
    from scrutator.api.estimates import Estimate
    from scrutator.api.estimating import estimate
    from scrutator.api.forensics import Report, Results, examine, read_results
    from scrutator.api.laws import Law, statute
    from scrutator.api.margins import Margins, margins
    from scrutator.api.samples import Sample, draw_sample
    from scrutator.api.seats import Comparison, Seats, counterfactual, seats
    from scrutator.api.systems import SystemSeats, system_seats
    from scrutator.api.what_if import WhatIf, what_if
    from scrutator.errors import ScrutatorError

__version__ = VERSION

__all__ = [
    "AuditPlan",
    "AuditRisk",
    "Ballots",
    "Bundle",
    "Case",
    "CaseCheck",
    "Claims",
    "Comparison",
    "Count",
    "Estimate",
    "Findings",
    "Law",
    "Majority",
    "Margins",
    "Report",
    "Results",
    "Sample",
    "ScrutatorError",
    "SeatChances",
    "Seats",
    "SystemSeats",
    "Verification",
    "WhatIf",
    "__version__",
    "check_case",
    "count_ballots",
    "counterfactual",
    "draw_sample",
    "estimate",
    "examine",
    "majority",
    "margins",
    "measure_audit",
    "new_key",
    "plan_audit",
    "publish",
    "read_ballots",
    "read_case",
    "read_results",
    "run_findings",
    "seat_chances",
    "seats",
    "statute",
    "system_seats",
    "verify",
    "weigh_claims",
    "what_if",
]

_HOME = {
    "scrutator.api.audits": (
        "AuditPlan",
        "AuditRisk",
        "measure_audit",
        "plan_audit",
    ),
    "scrutator.api.counts.ballots": (
        "Ballots",
        "Count",
        "count_ballots",
        "read_ballots",
    ),
    "scrutator.api.bundles": (
        "Bundle",
        "Verification",
        "new_key",
        "publish",
        "verify",
    ),
    "scrutator.api.cases": (
        "Case",
        "CaseCheck",
        "Findings",
        "check_case",
        "read_case",
        "run_findings",
    ),
    "scrutator.api.chances": (
        "SeatChances",
        "seat_chances",
    ),
    "scrutator.api.claims": (
        "Claims",
        "weigh_claims",
    ),
    "scrutator.api.estimates": ("Estimate",),
    "scrutator.api.estimating": ("estimate",),
    "scrutator.api.forensics": (
        "Report",
        "Results",
        "examine",
        "read_results",
    ),
    "scrutator.api.laws": (
        "Law",
        "statute",
    ),
    "scrutator.api.counts.majorities": (
        "Majority",
        "majority",
    ),
    "scrutator.api.margins": (
        "Margins",
        "margins",
    ),
    "scrutator.api.samples": (
        "Sample",
        "draw_sample",
    ),
    "scrutator.api.seats": (
        "Comparison",
        "Seats",
        "counterfactual",
        "seats",
    ),
    "scrutator.api.what_if": ("WhatIf", "what_if"),
    "scrutator.api.systems": (
        "SystemSeats",
        "system_seats",
    ),
    "scrutator.errors": ("ScrutatorError",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'scrutator' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MODULE_OF])
