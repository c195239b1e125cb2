"""`scrutator quickcount`: the live estimate with its gates, and the replay of a night."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.counting.night_input import load_figures, load_night
from scrutator.cli.counting.official_result import (
    figure_json,
    figure_row,
    official_parts,
    part_json,
    part_text,
)
from scrutator.cli.counting.quickcount_release import check_release, sign
from scrutator.cli.counting.quickcount_seats import seats
from scrutator.cli.output import JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.counting.estimation.domains import Domain
    from scrutator.counting.night.replay import Look


class _NightFirst(typer.core.TyperGroup):
    """`quickcount NIGHT.toml` means `quickcount show NIGHT.toml`: the first word is no command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_NightFirst,
    no_args_is_help=True,
    help="The quick count of a night, its release and its replay.\n\n"
    "Example: `scrutator quickcount NIGHT.toml [--at 21:30]`",
)

NIGHT = typer.Argument(..., help="The night file: what was registered, and which columns hold what.")


@app.command("show")
def quickcount(
    night: Path = NIGHT,
    at: str = typer.Option(None, "--at", help="Only reports before this time, e.g. 21:30."),
    record: Path = typer.Option(None, "--record", help="Write the release record (to be signed by two)."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What the quick count says now, with its interval and whether it may be released.

    Example: scrutator quickcount NIGHT.toml --at 21:30
    """
    from scrutator.counting.night.clock import clock, on_clock
    from scrutator.counting.night.figures import family, official_family
    from scrutator.counting.night.official import gated
    from scrutator.counting.night.parts import night_domains
    from scrutator.counting.night.release import canonical, release_record, share_json
    from scrutator.counting.night.replay import look_at
    from scrutator.publishing.whole_files import write_bytes

    made, digest = load_night(night)
    figures = load_figures(night)
    moment_at = clock(at, made.day, made.zone) if at else None
    count, look = look_at(made, moment_at)
    when = on_clock(moment_at, made.zone).isoformat() if moment_at else "end"
    body = release_record(count, look.moment, look.said, look.opened, when, digest, made.replaced)
    if record:
        write_bytes(record, canonical(body) + b"\n")
    domains = night_domains(made, count, look.moment)
    together = family(made, look.moment, figures, moment_at)
    closed = [gate.name for gate in look.opened if not gate.open and gate.name != "statement"]
    parts = gated(
        (*official_parts(made, count, look.moment, domains), *official_family(made, figures, together)),
        closed,
    )
    if as_json:
        plain = {key: value for key, value in body.items() if key != "weights"}
        more = {"domains": [domain_json(one) for one in domains], "official": [part_json(p) for p in parts]}
        more["together"] = [figure_json(one) for one in together]
        print_json(plain | more)
        return
    typer.echo(f"{made.title}: {look.moment.arrived:,} of {look.moment.drawn:,} drawn stations, {when}")
    typer.echo(f"adjusted for who has not arrived by {look.moment.weights.kind}")
    rows = [_share_row(share_json(one)) for one in look.moment.shares]
    columns = ("list", "share %", "sampling ±", "late ±", "interval %")
    print_table("", columns, rows)
    if domains:
        heading = ("domain", "stations", *(f"{name} %" for name in made.lists))
        print_table("Domains, intervals that hold for all at once", heading, map(_domain_row, domains))
    if together:
        rows = [figure_row(one) for one in together]
        heading = ("list or figure", "share %", "interval %", "stations")
        print_table("Lists and figures, intervals that hold for all at once", heading, rows)
    for part in parts:
        typer.echo(part_text(part))
    _show_ending(look, body)


def _show_ending(look: "Look", body: dict[str, Any]) -> None:
    """What is said, the gates, what was replaced or refused, and whether the whole may be released."""
    for said in look.said:
        sure = "" if said.probability is None else f" ({sureness(said.probability)})"
        typer.echo(f"{said.text}{sure}")
    for gate in look.opened:
        typer.echo(f"  {'open  ' if gate.open else 'closed'} {gate.name}: {gate.why}")
    for one in body["replaced"]:
        typer.echo(f"{one['station']} was replaced by {one['replaced_by']}, with the weight of the former")
    if body["excluded"] or body["above_register"]:
        refused, over = len(body["excluded"]), len(body["above_register"])
        typer.echo(f"{refused} reports refused, {over} stations above their register (kept, to be looked at)")
    typer.echo("may be released" if look.released else "withheld: see the closed gates")


@app.command()
def replay(
    night: Path = NIGHT,
    chart: Path = typer.Option(None, "--chart", help="Write the night as a self-contained HTML page."),
    as_json: bool = JSON_OPTION,
) -> None:
    """The night as it would have looked, moment by moment, with its error when the truth is given.

    Example: scrutator quickcount replay NIGHT.toml --chart night.html
    """
    from scrutator.cli.output import progress
    from scrutator.counting.night.guards import constant_ratio
    from scrutator.counting.night.replay import hours, look_at, replay_moments
    from scrutator.publishing.whole_files import write_bytes

    made, _ = load_night(night)
    looked_at = replay_moments(made)
    looks = [look_at(made, at)[1] for at in progress(looked_at, "replaying")]
    body = [look_json(look) for look in looks]
    if chart:
        from scrutator.cli.counting.night_page import night_page

        write_bytes(chart, night_page(made.title, body).encode())
    last = {one.name: one.value for one in looks[-1].moment.shares}
    ratio = constant_ratio(last, {name: share / 100 for name, share in made.official.items()})
    if as_json:
        print_json({"title": made.title, "moments": body, "constant_ratio": vars(ratio)})
        return
    columns = ("time", "in", "list", "unadjusted", "adjusted", "± honest", "error", "holds", "gates")
    rows = []
    for at, look, plain in zip(hours(looked_at), looks, body, strict=True):
        closed = ", ".join(gate.name for gate in look.opened if not gate.open) or "open"
        for place, share in enumerate(plain["shares"]):
            first = place == 0
            head = (at, f"{look.moment.arrived:,}") if first else ("", "")
            rows.append((*head, *_replay_row(share), closed if first else ""))
    print_table(made.title, columns, rows)
    if ratio.suspicious:
        typer.echo(ratio.text)


def domain_json(domain: "Domain") -> dict[str, Any]:
    """One domain as plain values; a missing interval says why."""
    lists = []
    for name, value, wide in zip(
        domain.estimate.names, domain.estimate.values.tolist(), domain.simultaneous, strict=True
    ):
        low, high = getattr(wide, "low", None), getattr(wide, "high", None)
        why = getattr(wide, "because", "")
        lists.append({"list": name, "share": value, "low": low, "high": high, "no_interval_because": why})
    return {"domain": domain.name, "stations": domain.stations, "lists": lists}


def _domain_row(domain: "Domain") -> tuple[str, ...]:
    cells = []
    for one in domain_json(domain)["lists"]:
        known = one["low"] is not None
        limits = f"{_points(one['low'], 1)}–{_points(one['high'], 1)}" if known else "no interval"
        cells.append(f"{_points(one['share'], 1)} ({limits})")
    return (domain.name, str(domain.stations), *cells)


def look_json(look: "Look") -> dict[str, Any]:
    """One moment of the replay as plain values."""
    from scrutator.counting.night.release import share_json

    shares = []
    for place, one in enumerate(look.moment.shares):
        before = float(look.moment.unadjusted.values[place])
        body = share_json(one) | {"unadjusted": None if before != before else before}
        shares.append(body | {"error": look.errors[place], "covered": look.covered[place]})
    return {
        "at": look.at.isoformat() if look.at else "end",
        "arrived": look.moment.arrived,
        "adjustment": look.moment.weights.kind,
        "drawn": look.moment.drawn,
        "uncovered_weight": look.moment.weights.uncovered,
        "shares": shares,
        "sentences": [{"text": said.text, "probability": said.probability} for said in look.said],
        "gates": [{"name": gate.name, "open": gate.open, "why": gate.why} for gate in look.opened],
        "released": look.released,
    }


def sureness(probability: float) -> str:
    """A probability in words that never rounds up to certainty."""
    return (
        "more than 99.9 %" if probability > 0.999 else f"at least {math.floor(1000 * probability) / 10:.1f} %"
    )


def _points(value: float | None, digits: int = 2, sign: str = "") -> str:
    return "–" if value is None else f"{100 * value:{sign}.{digits}f}".replace("-", "−")


def _share_row(share: dict[str, Any]) -> tuple[str, ...]:
    interval = share["interval"]
    shown = (
        f"{_points(interval['low'])}–{_points(interval['high'])}"
        if interval
        else share["no_interval_because"]
    )
    margins = (_points(share["sampling_margin"]), _points(share["late_bound"]))
    return (share["list"], _points(share["share"]), *margins, shown)


def _replay_row(share: dict[str, Any]) -> tuple[str, ...]:
    interval = share["interval"]
    half = _points((interval["high"] - interval["low"]) / 2) if interval else "none"
    holds = "" if share["covered"] is None else ("yes" if share["covered"] else "NO")
    values = (_points(share["unadjusted"]), _points(share["share"]), half)
    return (share["list"], *values, _points(share["error"], 2, "+"), holds)


app.command()(seats)
app.command()(sign)
app.command("check-release")(check_release)
