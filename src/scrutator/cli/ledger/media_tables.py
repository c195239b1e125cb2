"""What `scrutator ledger media` prints: agreement of coders and shares of coverage, as tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.ledger.media.agreement import Agreement
    from scrutator.ledger.media.coverage import By, Share


def agreement_body(sheet: Path, seed: int) -> dict[str, Any]:
    """Alpha of each variable that has values by two coders, and what alpha cannot see. Raises G10 when no
    variable has any."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.media.agreement import agreement, found_by_one, units_of
    from scrutator.ledger.media.coding import METRIC_OF, read_sheet

    rows = read_sheet(asked_table(sheet))
    found: list[dict[str, Any]] = []
    reasons: dict[str, str] = {}
    for variable, metric in METRIC_OF.items():
        units = units_of(rows, variable, str if metric == "nominal" else float)
        try:
            found.append({"variable": variable, **_agreement_row(agreement(units, metric, seed))})
        except ScrutatorError as error:
            reasons[variable] = error.what
    if not found:
        what = "; ".join(f"{variable}: {reason}" for variable, reason in reasons.items())
        raise ScrutatorError("G10", what, where=str(sheet))
    alone, shared = found_by_one(rows)
    return {
        "variables": found,
        "not_computed": reasons,
        "units_found_by_one_coder": alone,
        "units_of_several_coders": shared,
    }


def _agreement_row(one: "Agreement") -> dict[str, Any]:
    return {
        "metric": one.metric,
        "alpha": f"{one.alpha:.3f}",
        "interval": f"{one.low:.3f} to {one.high:.3f}",
        "units": one.units,
        "values": one.values,
        "gate": one.gate.value,
    }


def measure_asked(text: str) -> str:
    """The measure of --measure. Raises X03 for another word."""
    from scrutator.ledger.media.coding import MEASURES

    if text not in MEASURES:
        raise ScrutatorError("X03", f"'{text}' is not a measure", remedy=f"Use {' or '.join(MEASURES)}.")
    return text


def by_asked(text: str) -> "By":
    """What --by divides coverage by. Raises X03 for another word."""
    from scrutator.ledger.media.coverage import By

    if text not in [one.value for one in By]:
        allowed = ", ".join(one.value for one in By)
        raise ScrutatorError("X03", f"--by {text}", remedy=f"Use one of {allowed}.")
    return By(text)


def coverage_body(sheet: Path, measure: str, by: "By", seed: int) -> dict[str, Any]:
    """Shares of coverage and how often funding is named, as plain values."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.media.coding import disclosure_symmetry, read_sheet
    from scrutator.ledger.media.coverage import shares

    rows = read_sheet(asked_table(sheet))
    found = shares(rows, measure, seed, by)
    return {
        "measure": measure,
        "by": by.value,
        "shares": [_share_row(one, by) for one in found.shares],
        "rows": found.counted,
        "rows_left_out": found.left_out,
        "coders": found.coders,
        "funding": [
            {"actor": d.actor, "items": d.items, "named": d.disclosed, "low": d.low, "high": d.high}
            for d in disclosure_symmetry(rows)
        ],
    }


def _share_row(one: "Share", by: "By") -> dict[str, Any]:
    from scrutator.ledger.media.coding import TONE_WORDS
    from scrutator.ledger.media.coverage import By

    of = TONE_WORDS.get(one.of, one.of) if by is By.TONE else one.of
    return {
        "within": one.within,
        "of": of,
        "amount": float(one.amount),
        "share": one.share,
        "low": one.low,
        "high": one.high,
        "items": one.items,
    }


def interval(row: dict[str, Any]) -> str:
    """An interval of shares in per cent; empty when there is none."""
    return "" if row["low"] is None else f"{100 * row['low']:.1f} to {100 * row['high']:.1f}"
