"""What the commands of `scrutator ledger media` compute from a coding sheet."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.ledger.media.agreement import Agreement
    from scrutator.ledger.media.coding import Share


def agreement_rows(sheet: Path, seed: int) -> list[dict[str, Any]]:
    """Alpha of each variable that has values by two coders. Raises G10 when there is none."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.media.agreement import agreement, units_of
    from scrutator.ledger.media.coding import METRIC_OF, read_sheet

    rows, found, reasons = read_sheet(asked_table(sheet)), [], []
    for variable, metric in METRIC_OF.items():
        units = units_of(rows, variable, str if metric == "nominal" else float)
        try:
            found.append(
                {"variable": variable, "metric": metric, **alpha_row(agreement(units, metric, seed))}
            )
        except ScrutatorError as error:
            reasons.append(f"{variable}: {error.what}")
    if not found:
        raise ScrutatorError("G10", "; ".join(reasons), where=str(sheet))
    return found


def alpha_row(found: "Agreement") -> dict[str, Any]:
    """Alpha with its interval, as shown."""
    return {
        "alpha": f"{found.alpha:.3f}",
        "interval": f"{found.low:.3f}-{found.high:.3f}",
        "units": found.units,
        "values": found.values,
        "gate": found.gate,
    }


def share_body(sheet: Path, measure: str, seed: int) -> dict[str, Any]:
    """Shares of coverage, and how often each actor's funding is named. Raises X03 for an unknown measure."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.media.coding import MEASURES, disclosure_symmetry, read_sheet, shares

    if measure not in MEASURES:
        raise ScrutatorError("X03", f"'{measure}' is not a measure", remedy=f"Use {' or '.join(MEASURES)}.")
    rows = read_sheet(asked_table(sheet))
    named = [
        [d.actor, d.items, d.disclosed, f"{100 * d.low:.1f}-{100 * d.high:.1f}"]
        for d in disclosure_symmetry(rows)
    ]
    return {
        "measure": measure,
        "shares": [share_row(s) for s in shares(rows, measure, seed)],
        "funding": named,
    }


def share_row(found: "Share") -> list[Any]:
    """One actor's share of coverage, as shown."""
    interval = (
        "" if found.low is None or found.high is None else f"{100 * found.low:.1f}-{100 * found.high:.1f}"
    )
    return [found.actor, f"{found.amount:g}", f"{100 * found.share:.1f} %", interval, found.items]
