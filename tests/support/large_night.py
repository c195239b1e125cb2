"""The large mission on its night: a third of its stations drawn, protocols that add up and are photographed,
read by two people, held against published results; a plan of an audit with its seed; checks' findings.

`python tests/support/large_night.py FOLDER SLUG STATIONS REPORTS`, in a process of its own as `large_mission`.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
from support import large_mission

RULES = """title = "The night"
date = 2026-11-29

[sample]
file = "sample.csv"
station = "station"
stratum = ["stratum"]
population = "population"

[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"

[arrivals.lists]
Union = "list_1"
Accord = "list_2"
Reform = "list_3"

[registered]
shift = 0.5
"""
PROTOCOL = "quickcount"
SEED = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"


def build(folder: Path, slug: str, stations: int, reports: int, seed: int = 1) -> Any:
    """Make the mission with its night; `stations` stations, of which every third is drawn."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    return fill(large_mission.set_up_mission(slug, stations), reports, seed)


def fill(mission: Any, reports: int, seed: int = 1) -> Any:
    """Register the night of a large mission, then take its reports in and all that hangs on them."""
    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.roles import Role

    users = [new_user(f"{mission.slug}-{n}", "correct horse battery") for n in range(3)]
    for user in users:
        give_role(user, mission, Role.COORDINATOR)
    _register(mission, users[0])
    coming = large_mission.incoming(mission, reports, Random(seed), night_answers)
    large_mission.store(map(photographed, coming))
    _read_twice(mission, users)
    _publish(mission, users[0])
    _plan_an_audit(mission, users[0])
    _find(mission)
    return mission


def arrivals(mission: Any, seed: int = 2) -> Iterator[list[Any]]:
    """What comes between two looks at a page: one report of every form, each time from a further station; its
    observer's phone is the other one of the station."""
    rng, numbers = Random(seed), {one.form_id: one.pk for one in mission.forms.all()}
    devices = list(mission.devices.select_related("observer").order_by("pk"))
    places = list(mission.places.filter(kind="station").order_by("code"))
    from scrutator.web.missions.forms import published_form

    for n, place in enumerate(places):
        yield [
            photographed(
                large_mission.came(
                    mission,
                    devices[2 * n + 1],
                    number,
                    night_answers(published_form(number), place, rng),
                    place,
                    rng,
                    datetime.now(UTC),
                )
            )
            for number in numbers.values()
        ]


def figures(place: Any) -> dict[str, int]:
    """The lines of a station's protocol, the same whoever reports them: they add up."""
    n = int(place.code[1:])
    first, second, third = 170 + 7 * (n % 5), 110 + 3 * (n % 4), 40 + n % 9
    lines = {"list_1": first, "list_2": second, "list_3": third, "against_all": 10}
    return lines | {"valid": sum(lines.values()), "invalid": n % 7}


def night_answers(form: Any, place: Any, rng: Random) -> dict[str, str]:
    """Answers as `large_mission` draws them, with a protocol's lines as they stand on it."""
    answers = large_mission.drawn_answers(form, place, rng)
    if form.form_id != PROTOCOL:
        return answers
    zero = {name: "0" for name in answers if name.startswith("list_")}
    return answers | zero | {name: str(n) for name, n in figures(place).items()}


def photographed(report: Any) -> Any:
    """A protocol with its photograph; another report as it is."""
    from scrutator.web.intake.accept import StoredFile

    if report.parsed.form_id != PROTOCOL:
        return report
    return replace(report, files=(StoredFile("protocol.jpg", report.sha256, 300_000, True),))


def _register(mission: Any, user: Any) -> None:
    from scrutator.web.night.registered import register

    listed = mission.places.filter(kind="station").order_by("code")
    stations = list(listed.values_list("code", "parent__parent__code"))
    rows = [f"{code},{region},{len(stations) // large_mission.REGIONS}" for code, region in stations[::3]]
    sample = "\n".join(["station,stratum,population", *rows]).encode()
    register(mission, user, PROTOCOL, RULES.encode(), ("sample.csv", sample))


def _read_twice(mission: Any, users: list[Any]) -> None:
    """Of three photographed protocols one is read by two alike, one by one, one by no one."""
    from scrutator.web.missions.forms import questions_of
    from scrutator.web.night.models import Keying

    found = mission.submissions.filter(form_id=PROTOCOL).select_related("place").order_by("pk")
    asked = {q.name for number in mission.forms.values_list("pk", flat=True) for q in questions_of(number)}
    rows = [
        Keying(submission=one, user=user, counts=_lines(one, asked), at=one.received.at)
        for n, one in enumerate(found.select_related("place", "received"))
        for user in users[: n % 3]
    ]
    Keying.objects.bulk_create(rows, batch_size=500)


def _lines(one: Any, asked: set[str]) -> dict[str, int]:
    return {name: n for name, n in figures(one.place).items() if name in asked}


def _publish(mission: Any, user: Any) -> None:
    """Results of all stations, of which one in fifty differs from what observers sent."""
    from scrutator.web.night.published import add_table

    lines = ["station,Union,Accord,Reform"]
    for n, place in enumerate(mission.places.filter(kind="station").order_by("code")):
        said = figures(place)
        lines.append(f"{place.code},{said['list_1'] + (n % 50 == 0)},{said['list_2']},{said['list_3']}")
    add_table(mission, user, "published.csv", "\n".join(lines).encode())


def _plan_an_audit(mission: Any, user: Any) -> None:
    """A sealed plan over the results, and its seed."""
    import tempfile

    from typer.testing import CliRunner

    from scrutator.cli.main import app
    from scrutator.web.night.audit import add_plan, throw

    lines = ["station,Union,Accord,bound"]
    for place in mission.places.filter(kind="station").order_by("code"):
        said = figures(place)
        lines.append(f"{place.code},{said['list_1']},{said['list_2']},{place.registered}")
    with tempfile.TemporaryDirectory() as name:
        results, plan = Path(name) / "results.csv", Path(name) / "plan.json"
        results.write_text("\n".join(lines))
        words = f"audit plan {results} --station station --lists Union,Accord --bound bound"
        words += f" --ahead Union>Accord --risk 10 --largest-share 1 --out {plan}"
        said = CliRunner().invoke(app, words.split())
        if not plan.exists():
            raise RuntimeError(said.output) from said.exception
        row = add_plan(mission, user, plan.read_bytes(), ("results.csv", results.read_bytes()))
    throw(row, user, SEED)


def _find(mission: Any) -> None:
    """As if the worker had looked at all reports: one in ten waits at the desk with a flag, stations in fifty
    contradict each other."""
    from scrutator.field.checks.flags import FlagKind
    from scrutator.web.desk.checking.tables import checks_of
    from scrutator.web.desk.models import Attention, StationFlag
    from scrutator.web.intake.models import Check, Job

    version, at = checks_of(mission.pk).version, datetime.now(UTC)
    numbers = list(mission.submissions.order_by("pk").values_list("pk", flat=True))
    attention = [
        Attention(
            mission=mission, submission_id=number, rank=2 if n % 10 == 0 else 3, at_stake=n % 900,
            order=-(n % 900), version=version, at=at, waits=n % 10 == 0,
            findings=hashlib.sha256(str(number).encode()).hexdigest() if n % 10 == 0 else "",
        )
        for n, number in enumerate(numbers)
    ]  # fmt: skip
    Attention.objects.bulk_create(attention, batch_size=500)
    flags = [
        Check(submission_id=number, kind=FlagKind.SOFT.value, name="after-the-day", words="to be looked at")
        for number in numbers[::10]
    ]
    Check.objects.bulk_create(flags, batch_size=500)
    places = mission.places.filter(kind="station").order_by("pk")[::50]
    StationFlag.objects.bulk_create(
        StationFlag(place=one, kind=FlagKind.CONFLICT.value, name="teams-differ", words="they differ")
        for one in places
    )
    Job.objects.update(state=Job.State.DONE)


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
