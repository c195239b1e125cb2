"""`scrutator forms observers-rates`: how often the verdict on observers is wrong, measured and stored."""

from pathlib import Path

import typer

from scrutator.cli.output import print_table


def observers_rates(
    missions: int = typer.Option(
        0, "--missions", min=0, help="Rehearsed missions of each world; 0: as stored."
    ),
    seed: int = typer.Option(1, "--seed", min=0, help="The seed of the first mission."),
    output: Path | None = typer.Option(
        None, "--output", "-o", metavar="FILE", help="The file to write (JSON)."
    ),
) -> None:
    """How often observers are named by the examination of a mission's own reports: honest ones, and those who
    invent reports, in rehearsed missions. Shows the rates that are stored, or measures them anew.

    Example: `scrutator forms observers-rates`
    """
    from scrutator.field.examining.measuring import measure_rates
    from scrutator.field.examining.rates import rates_text, stored_rates
    from scrutator.field.forms import bundled_form
    from scrutator.field.xlsform import publish
    from scrutator.publishing.whole_files import write_new

    if missions:
        forms = {name: publish(bundled_form(name), version="1") for name in ("voting", "quickcount")}
        rates = measure_rates(forms, missions, seed)
    else:
        rates = stored_rates()
    if output is not None:
        write_new(output, rates_text(rates))
    honest = [
        (
            one.world,
            one.observers,
            one.named,
            f"{100 * one.named / one.observers:.2f} %",
            _limits(one.low, one.high),
        )
        for one in rates.honest
    ]
    print_table("Honest observers", ("mission", "observers", "named", "share", "limits"), honest)
    power = [
        (one.kind, f"{one.share:.0%}", f"{one.part:.0%}", f"{one.named} of {one.dishonest}",
         f"{one.honest_named} of {one.honest}")
        for one in rates.power
    ]  # fmt: skip
    heading = ("resembles", "observers not honest", "of their reports", "named", "honest ones named")
    print_table("Observers who are not honest", heading, power)


def _limits(low: float, high: float) -> str:
    return f"{100 * low:.2f} to {100 * high:.2f} %"
