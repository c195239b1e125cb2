"""The section on the experimental stuffing models of the page on station results."""

from collections.abc import Mapping
from html import escape
from typing import Any

from scrutator.statement.station_report.report_words import count, number


def models_text(body: Mapping[str, Any]) -> str:
    """The section on the experimental models; empty when none was asked for."""
    said = _mixture(body) + _posterior(body)
    return f"<h3>Stuffing models (experimental)</h3>{said}" if said else ""


def _mixture(body: Mapping[str, Any]) -> str:
    model = body.get("stuffing_model")
    if not model:
        return ""
    if "refused" in model:
        said = f'<span class="missing">refused</span> {escape(model["refused"])}'
    else:
        said = "; ".join(
            _estimate(kind, model[key]) for kind, key in (("added", "stuffed"), ("moved", "stolen"))
        )
    return f"<p>Mixture: {said}.</p>{_klimek(model['klimek'])}"


def _estimate(kind: str, one: Mapping[str, Any]) -> str:
    band = f"({count(one['low'])} to {count(one['high'])}, 90 %)"
    if one["none"]:
        return f"none {kind}: honest made-up elections give up to {count(one['honest'])} votes {band}"
    return f"{kind} {count(one['votes'])} votes {band}"


def _posterior(body: Mapping[str, Any]) -> str:
    found = body.get("posterior")
    if not found:
        return ""
    if "refused" in found:
        refused = escape(found["refused"])
        return f'<p>Full posterior of the mixture: <span class="missing">refused</span> {refused}.</p>'
    said = "; ".join(
        f"{kind} {count(found[key][0])} votes ({count(found[key][1])} to {count(found[key][2])}, 90 %)"
        for kind, key in (("added", "stuffed"), ("moved", "stolen"))
    )
    checks = (
        f"{found['chains']} chains of {count(found['draws'])} draws; of {found['parameters']} parameters the "
        f"largest R-hat is {number(found['largest_r_hat'], 3)} and the smallest effective sample "
        f"{count(found['smallest_sample'])}; {found['divergences']} steps diverged; drawn fingerprints "
        f"differ from the real one at {number(100 * found['misfit'])} % of the stations"
    )
    return f"<p>Full posterior of the mixture: {said}.</p><p class='note'>Its checks: {checks}.</p>"


def _klimek(klimek: Mapping[str, Any]) -> str:
    values = klimek.get("published_values")
    if values is None:
        refused = escape(klimek["refused"])
        return f'<p>Klimek\'s model: <span class="missing">refused</span> {refused}.</p>'
    start = (
        f"Its starting values, which need no fit: turnout {number(100 * values['turnout'])} % and share "
        f"{number(100 * values['share'])} % at their first modes above 30 %."
    )
    if "refused" in klimek:
        refused = escape(klimek["refused"])
        return f'<p>Klimek\'s model: <span class="missing">refused</span> {refused}. {start}</p>'
    fractions = klimek["parameters"]
    shown = "; ".join(
        f"{name} {number(100 * middle)} % of the stations ({number(100 * low)} to {number(100 * high)})"
        for name, (middle, low, high) in (
            ("ballots added at", fractions["incremental"]),
            ("nearly all votes for the leader at", fractions["extreme"]),
        )
    )
    return (
        f"<p>Klimek's model: {shown}. It reads any skew as added ballots, in elections no one disputes as "
        f"well. {start}</p>"
    )
