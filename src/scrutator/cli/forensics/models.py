"""The experimental stuffing models of `scrutator forensics`: the fast fits and the full posterior."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.executors import open_executor
from scrutator.cli.output import progress_bar

if TYPE_CHECKING:
    from scrutator.forensics.inputs.results import StationResults


def stuffing_models(results: "StationResults") -> dict[str, Any]:
    """Both experimental models; each may refuse, and then says why."""
    from scrutator.forensics.models.mixture import fit_mixture

    mixture = _or_refusal(lambda: fit_mixture(results).to_plain())
    return {"status": "experimental", **mixture, "klimek": _klimek(results)}


def _klimek(results: "StationResults") -> dict[str, Any]:
    """Klimek's model where its fingerprint fits; its published values wherever there is turnout."""
    from dataclasses import asdict

    from scrutator.forensics.models.klimek import LARGEST_MISFIT, fit_klimek, published_values

    values = _or_refusal(lambda: asdict(published_values(results)))
    if "refused" in values:
        return values
    fit = _or_refusal(lambda: asdict(fit_klimek(results)))
    misfit = fit.get("misfit", 0.0)
    if misfit > LARGEST_MISFIT:
        what = f"the fitted fingerprint differs from the real one at {100 * misfit:.0f} % of the stations"
        fit = {"refused": what}
    return fit | {"published_values": values}


def _or_refusal(model: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a model says, or why it refuses: that must not cost the reader all the rest."""
    from scrutator.errors import ScrutatorError

    try:
        return model()
    except ScrutatorError as error:
        if error.code not in ("F03", "F05"):
            raise
        return {"refused": error.what}


def check_posterior_possible(results: "StationResults") -> None:
    """Refuse at once, before any other work: X02 without the extra, F03 when there are too many stations."""
    from importlib.util import find_spec

    from scrutator.errors import missing_extra
    from scrutator.forensics.models.mixture import mixture_columns
    from scrutator.forensics.models.posterior import refuse_if_too_large

    if find_spec("jax") is None or find_spec("numpyro") is None:
        raise missing_extra("--posterior", "bayes")
    refuse_if_too_large(len(mixture_columns(results)[0]))


def full_posterior(results: "StationResults", seed: int, draws: int, processes: int) -> dict[str, Any]:
    """Votes added and moved by NUTS, or why the posterior is not shown; never the end of the report."""
    from scrutator.forensics.models.mixture import mixture_columns
    from scrutator.forensics.models.posterior import CHAINS, sample_posterior

    workers = min(processes or os.cpu_count() or 1, CHAINS)
    columns = mixture_columns(results)
    with progress_bar("Sampling") as report, open_executor(workers) as executor:

        def draw() -> dict[str, Any]:
            return sample_posterior(*columns, seed, draws=draws, executor=executor, on_leg=report).to_plain()

        return {"status": "experimental", **_or_refusal(draw)}


def show_models(model: dict[str, Any]) -> None:
    """Say what the two fast fits hold, or why they are not shown."""
    if "refused" in model:
        typer.echo(f"stuffing mixture (experimental): refused: {model['refused']}")
    else:
        for kind in ("stuffed", "stolen"):
            one = model[kind]
            band = f"{one['low']:,.0f} to {one['high']:,.0f}, 90 %"
            said = f"{one['votes']:,.0f} votes {kind} ({band})"
            if one["none"]:
                said = f"none {kind}: honest made-up elections give up to {one['honest']:,.0f} votes ({band})"
            typer.echo(f"stuffing mixture (experimental): {said}")
    if "refused" in model["klimek"]:
        typer.echo(f"Klimek's model (experimental): refused: {model['klimek']['refused']}")
    else:
        middle, low, high = model["klimek"]["parameters"]["incremental"]
        band = f"{100 * low:.0f} to {100 * high:.0f} %, 90 %"
        typer.echo(f"Klimek's model (experimental): ballots added at {100 * middle:.0f} % ({band})")


def show_posterior(found: dict[str, Any]) -> None:
    """Say what the posterior holds, with its checks, or why it is not shown."""
    if "refused" in found:
        typer.echo(f"full posterior (experimental): refused: {found['refused']}")
        return
    for kind in ("stuffed", "stolen"):
        middle, low, high = found[kind]
        band = f"{low:,.0f} to {high:,.0f}, 90 %"
        typer.echo(f"full posterior (experimental): {middle:,.0f} votes {kind} ({band})")
    drawn = f"{found['chains']} chains of {found['draws']:,} draws, {found['parameters']} parameters"
    checks = f"largest R-hat {found['largest_r_hat']:.3f}, smallest effective sample"
    misfit = f"fingerprint misfit {100 * found['misfit']:.1f} %"
    sample = f"{found['smallest_sample']:,.0f}"
    typer.echo(f"  {drawn}: {checks} {sample}, {found['divergences']} divergences, {misfit}")
