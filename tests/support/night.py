"""A night in tests: a mission whose stations are drawn in two strata, rules, protocols that arrive, keys."""

from typing import Any

from support.desk import protocol_xml
from support.field_server import Mission, Phone, new_mission

STATIONS = 12
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

[registered]
shift = 0.5
largest_gap = 10
"""
SAMPLE = "station,stratum,population\n" + "".join(
    f"N{n:02d},{'east' if n % 2 else 'west'},200\n" for n in range(STATIONS)
)


def new_night(*, register: bool = True, rules: str = RULES) -> Mission:
    """A mission with twelve drawn stations and one that is not; its rules are registered."""
    mission = new_mission(("quickcount",))
    mission.row.places.bulk_create(
        type(mission.row.places.first())(mission=mission.row, code=f"N{n:02d}", name=f"School {n}")
        for n in range(STATIONS)
    )
    mission.row.places_version += 1
    mission.row.save(update_fields=["places_version"])
    if register:
        registered(mission, rules)
    return mission


def registered(mission: Mission, rules: str = RULES, sample: str = SAMPLE) -> Any:
    """Register the rules of the night."""
    from scrutator.web.night.registered import register

    table = ("sample.csv", sample.encode())
    return register(mission.row, mission.user("coordinator"), "quickcount", rules.encode(), table)


def lines(n: int) -> dict[str, int]:
    """A protocol's figures at station n: it adds up, and stations differ."""
    first, second = 300 + 7 * (n % 5), 200 + 3 * (n % 4)
    return {"valid": first + second + 50, "list_1": first, "list_2": second, "against_all": 50}


def arrive(mission: Mission, phone: Phone, stations: range = range(STATIONS), first: int = 100) -> None:
    """Protocols of these stations come in."""
    for n in stations:
        answer = phone.send(protocol_xml(first + n, f"N{n:02d}", **lines(n)))
        assert answer.status_code == 201, answer.content


def approver(mission: Mission, name: str) -> tuple[Any, Any]:
    """An approver with a registered key: their browser, and the secret key that never comes to the server."""
    from django.test import Client

    from scrutator.seal.keys.sign import new_key

    user, secret, client = mission.user("approver"), new_key(name), Client()
    client.force_login(user)
    answer = client.post(f"/m/{mission.slug}/night/keys", {"key": str(secret.key)})
    assert answer.status_code == 302, answer.content
    return client, secret


def signed(record: bytes, *secrets: Any) -> bytes:
    """The note that `scrutator quickcount sign` writes beside a record."""
    from scrutator.counting.night.release import release_text
    from scrutator.seal.keys.sign import sign_text

    return sign_text(release_text(record), secrets)


def give(mission: Mission, client: Any, note: bytes, number: int = 1) -> Any:
    """An approver uploads a note of signatures."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("release.json.note", note)
    return client.post(f"/m/{mission.slug}/night/releases/{number}/sign", {"note": file})
