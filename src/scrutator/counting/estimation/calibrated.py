"""Weights calibrated to known totals: poststratification, regression (GREG), raking.

The variance uses the residuals of the linearised values on the calibration variables, weighted
with the calibrated weights (Deville and Särndal 1992).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from scrutator.counting.arrays import Floats, columns
from scrutator.counting.estimation.design import Design
from scrutator.counting.estimation.estimators import Estimate
from scrutator.counting.estimation.linearisation import Single, covariance_of_total
from scrutator.errors import ScrutatorError

Distance = Literal["linear", "raking"]


@dataclass(frozen=True)
class Calibrated:
    """A design with calibrated weights and what its variance needs: variables and first weights."""

    design: Design
    variables: Floats
    first_weights: Floats

    def ratio(
        self, numerators: object, denominator: object, names: Sequence[str], single: Single = "refuse"
    ) -> Estimate:
        """Answer: what share of the denominator do the numerators have?"""
        tops = columns(numerators)
        bottoms = np.broadcast_to(np.asarray(denominator, dtype=np.float64), (len(tops),))[:, None]
        bottom = float((self.design.weights @ bottoms)[0])
        if not bottom > 0:
            return Estimate(tuple(names), np.full(len(names), np.nan), None, 0, "the denominator is zero")
        values = self.design.weights @ tops / bottom
        return self._estimate(tuple(names), values, (tops - bottoms * values) / bottom, single)

    def mean(self, values: object, names: Sequence[str], single: Single = "refuse") -> Estimate:
        """Answer: what is the mean per station under the calibrated weights?"""
        return self.ratio(values, 1.0, names, single)

    def _estimate(self, names: tuple[str, ...], values: Floats, linear: Floats, single: Single) -> Estimate:
        root = np.sqrt(self.first_weights)[:, None]
        slope = np.linalg.lstsq(self.variables * root, linear * root, rcond=None)[0]
        spread = covariance_of_total(self.design, linear - self.variables @ slope, single)
        freedom = self.design.degrees_of_freedom
        return Estimate(
            names, values, spread.matrix, freedom, spread.no_interval_because, spread.single_strata
        )


def calibrate(
    design: Design, variables: object, totals: object, *, distance: Distance = "linear", rounds: int = 100
) -> Calibrated:
    """Answer: which weights near the design's reproduce known totals of `variables` (n × Q)?

    "linear" is the regression estimator (GREG), one step; "raking" keeps weights positive by an
    exponential factor, found by Newton's method. Raises C03 when the totals cannot be met.
    """
    auxiliary = columns(variables)
    wanted = np.asarray(totals, dtype=np.float64)
    multipliers = np.zeros(auxiliary.shape[1])
    weights = design.weights.copy()
    for _ in range(rounds):
        gap = wanted - weights @ auxiliary
        if np.abs(gap).max() <= 1e-12 * np.abs(wanted).max():
            break
        base = design.weights if distance == "linear" else weights
        hessian = (auxiliary * base[:, None]).T @ auxiliary
        multipliers = multipliers + np.linalg.lstsq(hessian, gap, rcond=None)[0]
        lean = auxiliary @ multipliers
        factor = 1 + lean if distance == "linear" else np.exp(np.clip(lean, -50, 50))
        weights = design.weights * factor
    if not np.allclose(weights @ auxiliary, wanted, rtol=1e-8, atol=1e-8 * np.abs(wanted).max()):
        raise ScrutatorError("C03", "no weights reproduce the known totals from the arrived stations")
    return Calibrated(replace(design, weights=weights), auxiliary, design.weights)


def poststratify(design: Design, groups: Sequence[object], sizes: Mapping[str, float]) -> Calibrated:
    """Answer: which weights make the sample's groups as large as they are in the frame?

    `sizes` gives the number of stations of each group in the frame. Raises C03 when a group has
    no station in the sample.
    """
    labels = np.asarray(groups).astype(str)
    names = sorted(sizes)
    empty = [name for name in names if sizes[name] > 0 and not (labels == name).any()]
    strange = sorted(set(labels.tolist()) - set(names))
    if empty or strange:
        what = f"group {(empty or strange)[0]!r} is " + ("not in the sample" if empty else "not in the frame")
        raise ScrutatorError("C03", what)
    indicators = np.column_stack([(labels == name).astype(np.float64) for name in names])
    return calibrate(design, indicators, [sizes[name] for name in names])
