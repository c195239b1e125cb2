"""`scrutator forms checks` and `rehearse-faults`: the table of checks, and what it finds of seeded faults."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table
from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.field.checks.declared import CheckSet

TABLE = typer.Option(None, "--table", metavar="FILE", help="A table of checks (CSV); else the bundled one.")
LEAST_FOUND, MOST_SERIOUS = 95, 1  # in hundred


def list_checks(table: Path | None = TABLE, as_json: bool = JSON_OPTION) -> None:
    """The checks of a table: what each is about, of which forms it is asked, and what must hold. With --json
    also its messages; a table that cannot be used is named with its row.

    Example: `scrutator forms checks`
    """
    found = _table(table)
    if as_json:
        rows = [
            {
                "id": one.id,
                "scope": one.scope.value,
                "about": one.about.value,
                "severity": one.severity.value,
                "forms": list(one.forms),
                "norm": one.norm,
                "holds": one.holds,
                "where": one.where,
                "message": one.message("en"),
            }
            for one in found.checks
        ]
        print_json({"version": found.version, "checks": rows})
        return
    shown = [(one.id, one.scope.value, one.severity.value, one.holds) for one in found.checks]
    print_table("", ("check", "asked of", "severity", "what must hold"), shown)
    typer.echo(f"{len(found.checks)} checks, version {found.version}")


def rehearse_faults(
    each: int = typer.Option(10, "--each", min=1, max=500, help="How many faults of each kind."),
    seed: int = typer.Option(1, "--seed", min=0, help="The seed of the day."),
    table: Path | None = TABLE,
    as_json: bool = JSON_OPTION,
) -> None:
    """Put faults of eleven kinds into a rehearsed day and say which the checks find, how many clean stations
    they call serious, and whether a desk that follows them ends at the truth. Exit status 1 when fewer than
    95 of 100 of a kind are found, more than 1 of 100 clean stations is serious, or a station stays untrue.

    Example: `scrutator forms rehearse-faults --each 10`
    """
    from scrutator.field.faults.measuring import measure_faults
    from scrutator.field.faults.seeding import Fault, seeded_day
    from scrutator.field.forms import bundled_form
    from scrutator.field.xlsform import publish

    forms = {name: publish(bundled_form(name), version="1") for name in ("opening", "voting", "quickcount")}
    day = seeded_day(forms, stations=4 * each * len(Fault), each=each, seed=seed)
    found = measure_faults(day, _table(table))
    rows = [(kind.value, found.seeded[kind], found.found.get(kind, 0)) for kind in Fault]
    if as_json:
        faults = [{"fault": name, "seeded": seeded, "found": seen} for name, seeded, seen in rows]
        print_json(
            {
                "faults": faults,
                "clean": found.clean,
                "clean_serious": found.clean_serious,
                "clean_flagged": found.clean_flagged,
                "untrue": list(found.untrue),
            }
        )
    else:
        print_table("", ("fault", "seeded", "found"), rows)
        true = found.stations - len(found.untrue)
        typer.echo(
            f"Of {found.clean} clean stations {found.clean_serious} are called serious, "
            f"{found.clean_flagged} have any flag. After the desk's decisions {true} of "
            f"{found.stations} stations are as they truly are."
        )
    few = any(100 * seen < LEAST_FOUND * seeded for _, seeded, seen in rows)
    if few or found.untrue or 100 * found.clean_serious > MOST_SERIOUS * found.clean:
        raise typer.Exit(1)


class Country(StrEnum):
    """An invented country in which faults are seeded."""

    EVEN = "even"
    UNEVEN = "uneven"


def rehearse_varied_faults(
    each: int = typer.Option(10, "--each", min=1, max=500, help="How many faults of each kind."),
    seed: int = typer.Option(1, "--seed", min=0, help="The seed of the day."),
    country: Country = typer.Option(
        Country.EVEN, "--country", help="Stations around one mean, or towns, villages and old lists."
    ),
    table: Path | None = TABLE,
) -> None:
    """Put faults of all sizes into a rehearsed day, written without looking at the checks, and say which are
    found by a check made for their kind, which by any, and how many clean stations are called serious. Exit
    status 1 when more than 1 of 100 clean stations is.

    Example: `scrutator forms rehearse-varied --each 10`
    """
    from collections import Counter

    from scrutator.field.faults.country import draw_stations
    from scrutator.field.faults.measuring import found_at, measure_faults, named_at
    from scrutator.field.faults.uneven import draw_uneven
    from scrutator.field.faults.varied import varied_day
    from scrutator.field.forms import bundled_form
    from scrutator.field.xlsform import publish

    forms = {name: publish(bundled_form(name), version="1") for name in ("opening", "voting", "quickcount")}
    draw = draw_uneven if country is Country.UNEVEN else draw_stations
    made, checks = varied_day(forms, each=each, seed=seed, draw=draw), _table(table)
    found, named = found_at(made.day, checks), named_at(made.day, checks)
    how = {code: (kind.value, made.how[code]) for code, (kind, _) in made.day.faults.items()}
    seeded = Counter(how.values())
    by_check, by_any = (Counter(how[code] for code in codes) for codes in (found, named))
    rows = [(*one, number, by_check[one], by_any[one]) for one, number in sorted(seeded.items())]
    print_table("", ("fault", "how", "seeded", "found", "by any check"), rows)
    clean = measure_faults(made.day, checks)
    typer.echo(
        f"Of {clean.clean} clean stations {clean.clean_serious} are called serious, "
        f"{clean.clean_flagged} have any flag."
    )
    if 100 * clean.clean_serious > MOST_SERIOUS * clean.clean:
        raise typer.Exit(1)


def _table(path: Path | None) -> "CheckSet":
    from scrutator.field.checks.declared import LONGEST_TABLE, bundled_checks, read_checks

    if path is None:
        return bundled_checks()
    try:
        if path.stat().st_size > 4 * LONGEST_TABLE:
            raise ScrutatorError("X01", f"'{path}' has more than {4 * LONGEST_TABLE:,} bytes")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ScrutatorError("X01", f"'{path}' cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ScrutatorError("D10", "the table is not UTF-8", where=f"byte {error.start}") from error
    return read_checks(text)
