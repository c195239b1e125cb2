"""A mission with one of everything that an address of the desk names, its words known by one word."""

import tempfile
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from support.desk import protocol_xml
from support.field_server import Mission, Phone, new_mission
from support.night import RULES, SAMPLE, STATIONS, approver, arrive, lines, registered
from support.phone import JPEG, incident_xml, report_xml
from support.two_persons import Two

RESULTS = "station,Union,Accord,bound\n" + "".join(
    f"N{n:02d},{lines(n)['list_1']},{lines(n)['list_2']},1200\n" for n in range(STATIONS)
)


def full_mission(word: str, observer: str, station: str, releases: int = 1) -> Mission:
    """A mission whose observer and extra station have these codes; `word` stands in all that is its own."""
    made = new_mission(forms=("voting", "incident", "quickcount"))
    row = made.row
    row.observers.update(code=observer, team=f"T-{word.upper()}")
    row.places.create(code=station, name=f"{word} School", parent=row.places.get(code="R1"))
    _known(made, word)
    phone = Phone(made)
    assert phone.send(report_xml(1, station=station)).status_code == 201
    photo = ("p.jpg", JPEG + word.encode())
    assert phone.send(incident_xml(2, photo=photo[0]), (photo,)).status_code == 201
    _asked(made, word, observer)
    _night(made, phone, word, releases)
    _written_to(made, word)
    return made


def _known(made: Mission, word: str) -> None:
    """Who the observer is, and their number for SMS."""
    from scrutator.web.identities.store import record_consent, write_person
    from scrutator.web.sms.numbers import give_number

    observer = made.row.observers.get()
    write_person(observer.opaque, f"Aigerim {word}", "+77015559876")
    record_consent(observer.opaque, "1", date(2026, 11, 20))
    give_number(made.row, observer, "en", datetime.now(UTC))


def _asked(made: Mission, word: str, observer: str) -> None:
    """A message about the first report, a decision about it, a name that is asked for."""
    client, number = made.client("coordinator"), made.row.submissions.order_by("pk").first().pk
    base = f"/m/{made.slug}/reports/{number}"
    assert client.post(f"{base}/message", {"words": f"{word} words"}).status_code == 302
    given = {"state": "verified", "reason": f"{word} reason"}
    assert client.post(f"{base}/decide", given).status_code == 302
    assert Two(made).ask(reason=f"{word} reason", observer=observer) == 302


def _night(made: Mission, phone: Phone, word: str, releases: int) -> None:
    """Rules, protocols, a photographed sheet, an approver's key, records to sign, a sealed plan."""
    row = made.row
    row.places.bulk_create(
        type(row.places.first())(mission=row, code=f"N{n:02d}", name=f"{word} School {n}")
        for n in range(STATIONS)
    )
    row.places_version += 1
    row.save(update_fields=["places_version"])
    registered(made, RULES.replace("The night", f"The {word} night"), SAMPLE)
    arrive(made, phone)
    sheet = protocol_xml(50, "S2", q_photo="sheet.jpg")
    assert phone.send(sheet, (("sheet.jpg", JPEG + word.encode()),)).status_code == 201
    approver(made, f"{word.lower()}.example")
    for _ in range(releases):
        assert made.client("desk").post(f"/m/{made.slug}/night/releases").status_code == 302
    from scrutator.web.night.audit import add_plan

    add_plan(row, made.user("coordinator"), sealed_plan(), (f"{word}.csv", RESULTS.encode()))


@cache
def sealed_plan() -> bytes:
    """A plan of an audit as the command seals it."""
    from typer.testing import CliRunner

    from scrutator.cli.main import app

    with tempfile.TemporaryDirectory() as name:
        results, out = Path(name, "results.csv"), Path(name, "plan.json")
        results.write_text(RESULTS)
        asked = ["--station", "station", "--lists", "Union,Accord", "--bound", "bound", "--out", str(out)]
        more = ["--ahead", "Union>Accord", "--risk", "40", "--largest-share", "1"]
        said = CliRunner().invoke(app, ["audit", "plan", str(results), *asked, *more])
        assert out.exists(), said.output
        return out.read_bytes()


def _written_to(made: Mission, word: str) -> None:
    """One message to many, to its one observer."""
    from scrutator.web.outbox.models import Bulk, Outgoing, Wording

    name, at = f"{word} reminder", datetime.now(UTC)
    known: dict[str, Any] = {"language": "en", "words": f"{word} words"}
    Wording.objects.create(mission=made.row, name=name, **known)
    bulk = Bulk.objects.create(
        mission=made.row, user=made.user("desk"), name=name, channel="sms", digest=word.rjust(64, "0"), at=at
    )
    Outgoing.objects.create(
        bulk=bulk, observer=made.row.observers.get(), state=Outgoing.State.WAITING, at=at, **known
    )
