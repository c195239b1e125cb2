"""A national mission in a server's folder, as if its phones had sent everything: stations in districts and
regions, two observers a station, reports of six forms with answers drawn from the forms' choices.

`python tests/support/large_mission.py FOLDER SLUG STATIONS REPORTS` runs in a process of its own, for Django is set
up on one folder only. Every report went through the server's own acceptance, with leaf and checkpoint.
"""

import hashlib
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

DAY = date(2026, 11, 29)
SHARES = {"opening": 10, "voting": 30, "counting": 10, "quickcount": 5, "incident": 3, "tabulation": 2}
GROUP = 500
REGIONS, DISTRICTS = 17, 200


def build(folder: Path, slug: str, stations: int, reports: int, seed: int = 1) -> None:
    """Make the mission and store its reports: `stations` stations, twice as many observers."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    mission = set_up_mission(slug, stations)
    store(incoming(mission, reports, Random(seed)))


def set_up_mission(slug: str, stations: int) -> Any:
    from scrutator.field.forms import bundled_form
    from scrutator.web.evidence import new_secret, public_text
    from scrutator.web.missions.forms import publish_form
    from scrutator.web.missions.making import new_mission
    from scrutator.web.missions.models import Deployment, Device, Duty, Observer, Place
    from support.field_server import take_stock

    mission = new_mission(slug, f"Mission {slug}", DAY, "Asia/Almaty", public_text(new_secret()))
    for form in SHARES:
        publish_form(mission, bundled_form(form), "1")
    regions = [_place(mission, f"R{n:02d}", "region", None) for n in range(REGIONS)]
    Place.objects.bulk_create(regions)
    districts = [_place(mission, f"D{n:03d}", "district", regions[n % REGIONS]) for n in range(DISTRICTS)]
    Place.objects.bulk_create(districts)
    places = [_place(mission, f"S{n:05d}", "station", districts[n % DISTRICTS]) for n in range(stations)]
    Place.objects.bulk_create(places)
    observers = Observer.objects.bulk_create(
        Observer(mission=mission, code=f"A-{n:05d}", opaque=_opaque(slug, n), team=f"T{n // 2:05d}")
        for n in range(2 * stations)
    )
    Device.objects.bulk_create(
        Device(mission=mission, observer=one, username=f"{slug}{n:06d}", ha1="", expires=_at(30 * 86_400))
        for n, one in enumerate(observers)
    )
    first = mission.rounds.get()
    Deployment.objects.bulk_create(
        Deployment(round=first, observer=one, place=places[n // 2], selection="probability sample")
        for n, one in enumerate(observers)
    )
    Duty.objects.bulk_create(
        Duty(round=first, observer=one, place=places[n // 2], form_id="voting", due="2026-11-29T20:00")
        for n, one in enumerate(observers)
    )
    take_stock(mission)
    return mission


def _opaque(slug: str, number: int) -> str:
    """What no observer of another mission of the server goes by."""
    return hashlib.sha256(f"{slug} {number}".encode()).hexdigest()[:32]


def _place(mission: Any, code: str, kind: str, parent: Any) -> Any:
    from scrutator.web.missions.models import Place

    registered = 400 + int(code[1:]) % 2_000 if kind == "station" else None
    return Place(
        mission=mission, code=code, name=f"Place {code}", kind=kind, parent=parent, registered=registered
    )


def _at(seconds: int) -> datetime:
    return datetime(2026, 11, 29, tzinfo=UTC) + timedelta(seconds=seconds)


def store(coming: Iterator[Any]) -> None:
    """Take reports in by the server's own acceptance, some hundred in a transaction."""
    from django.db import transaction

    from scrutator.web.intake.accept import accept
    from scrutator.web.intake.log import GrowingLog
    from scrutator.web.intake.running import signer

    while group := list(islice(coming, GROUP)):
        log = GrowingLog(signer)
        with transaction.atomic():
            log.look_for(one.name for one in group)
            for one in group:
                accept(one, log)
            log.sign()


Answers = Callable[[Any, Any, Random], dict[str, str]]
"""The answers to a form at a place."""


def incoming(mission: Any, reports: int, rng: Random, answers: "Answers | None" = None) -> Iterator[Any]:
    """So many reports as they come in, from one phone after the other; their answers are drawn."""
    from scrutator.web.desk.records import published_form

    devices = list(mission.devices.select_related("observer").order_by("pk"))
    places = list(mission.places.filter(kind="station").order_by("code"))
    numbers = {one.form_id: one.pk for one in mission.forms.all()}
    drawn = [form for form, share in SHARES.items() for _ in range(share)]
    for n in range(reports):
        device = devices[n % len(devices)]
        place = places[n % len(devices) // 2]
        number = numbers[drawn[n * 7 % len(drawn)]]
        said = (answers or drawn_answers)(published_form(number), place, rng)
        yield came(mission, device, number, said, place, rng, _at(3_600 * 7 + n % 40_000))


def came(
    mission: Any, device: Any, number: int, said: dict[str, str], place: Any, rng: Random, at: datetime
) -> Any:
    """A report of the form of this number as it comes in."""
    from scrutator.field.report_xml import report_xml
    from scrutator.field.submission import parse
    from scrutator.web.desk.records import published_form
    from scrutator.web.intake.accept import Incoming

    instance = f"uuid:{uuid.UUID(int=rng.getrandbits(128), version=4)}"
    xml = report_xml(published_form(number), said, instance)
    return Incoming(
        mission=mission.pk, device=device, fingerprint="", revoked=False, xml=xml,
        sha256=hashlib.sha256(xml).hexdigest(), parsed=parse(xml), form=number, files=(),
        unasked=False, place=place.pk, unknown_place=False, unsafe=False, at=at,
    )  # fmt: skip


def drawn_answers(form: Any, place: Any, rng: Random) -> dict[str, str]:
    """Answers drawn from what the form offers; counts that need not add up."""
    from scrutator.field.questions import AnswerKind

    fixed = {"q_how": "posted", "i_safe": "yes", "i_publish": "yes", "admitted": "at_once"}
    answers: dict[str, str] = {}
    for question in form.questions:
        if question.name in fixed:
            answers[question.name] = fixed[question.name]
        elif question.kind is AnswerKind.PLACE:
            answers[question.name] = place.code
        elif question.choices:
            answers[question.name] = rng.choice(question.choices).value
        elif question.kind is AnswerKind.COUNT:
            answers[question.name] = str(rng.randrange(400))
        elif question.kind is AnswerKind.MOMENT:
            answers[question.name] = (
                f"2026-11-29T{rng.randrange(7, 20):02d}:{rng.randrange(60):02d}:00.000+05:00"
            )
        elif question.kind is AnswerKind.TEXT:
            answers[question.name] = "seen by the observer"
    return answers


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    build(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
