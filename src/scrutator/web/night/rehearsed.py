"""The night of a rehearsed country: half of its stations drawn, rules registered before the day, a release
that two approvers sign, and the public page held against the truth."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scrutator.counting.night.release import SIGNERS, release_text
from scrutator.errors import ScrutatorError
from scrutator.field.rehearsal import RehearsedStation
from scrutator.seal.keys.sign import SecretKey, new_key, sign_text
from scrutator.seal.notes.note import parse_note, verify_note
from scrutator.web.accounts.people import give_role, new_user
from scrutator.web.clock import now
from scrutator.web.missions.models import Mission
from scrutator.web.night.cosigning import complete, register_key, take_note
from scrutator.web.night.live import live
from scrutator.web.night.record import write_release
from scrutator.web.night.registered import register
from scrutator.web.roles import Role

LEAST = 4  # stations of a region, of which half are drawn: two say how stations differ
LEVEL = 0.9999  # a rehearsal is wrong by chance once in ten thousand lists
Line = tuple[str, object, object]


@dataclass(frozen=True)
class RehearsedNight:
    """The secret keys of two approvers, which stay in this process, and the country's true shares."""

    keys: tuple[SecretKey, ...]
    truth: Mapping[str, float]


def register_night(
    mission: Mission, stations: Sequence[RehearsedStation], passwords: Sequence[str]
) -> RehearsedNight | None:
    """Register the rules of the night and two approvers' keys; None where a region has too few stations."""
    regions = dict(mission.places.filter(kind="station").values_list("code", "parent__code"))
    sizes = {region: sum(one == region for one in regions.values()) for region in set(regions.values())}
    if not sizes or min(sizes.values()) < LEAST:
        return None
    lists = sorted(stations[0].posted)
    drawn = _drawn(stations, regions, sizes)
    coordinator = mission.memberships.get(role=Role.COORDINATOR.value).user
    register(mission, coordinator, "quickcount", _rules(lists).encode(), ("sample.csv", drawn.encode()))
    keys = tuple(_approver(mission, n, password) for n, password in enumerate(passwords[:SIGNERS], 1))
    votes = {name: sum(one.posted[name] for one in stations) for name in lists}
    return RehearsedNight(keys, {name: votes[name] / sum(votes.values()) for name in lists})


def _drawn(stations: Sequence[RehearsedStation], regions: Mapping[str, str], sizes: Mapping[str, int]) -> str:
    """Every second station of each region: stations of a rehearsed country come in no order."""
    rows, seen = ["station,stratum,population"], dict.fromkeys(sizes, 0)
    for one in stations:
        region = regions[one.code]
        seen[region] += 1
        if seen[region] % 2:
            rows.append(f"{one.code},{region},{sizes[region]}")
    return "\n".join(rows) + "\n"


def _rules(lists: Sequence[str]) -> str:
    named = "".join(f'{name} = "{name}"\n' for name in lists)
    return f"""title = "A rehearsed night"
[sample]
file = "sample.csv"
station = "station"
stratum = ["stratum"]
population = "population"
[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "{" + ".join(lists)}"
[arrivals.lists]
{named}
[registered]
level = {LEVEL}
shift = 0
"""


def _approver(mission: Mission, number: int, password: str) -> SecretKey:
    user, key = new_user(f"{mission.slug}-approver-{number}", password), new_key(f"approver-{number}.example")
    give_role(user, mission, Role.APPROVER)
    register_key(mission, user, str(key.key))
    return key


def released_night(mission: Mission, night: RehearsedNight | None, address: str) -> list[Line]:
    """What the night says and what is public, each beside the truth; nothing where there was no night."""
    if night is None:
        return []
    found = live(mission)
    if found is None or not found.is_open:
        closed = [] if found is None else [gate.name for gate in found.gates if not gate.open]
        return [("the gates of the night", f"closed: {', '.join(closed)}", "open")]
    release = write_release(mission, mission.memberships.get(role=Role.DESK.value).user, found)
    note = sign_text(release_text(bytes(release.record)), night.keys)
    take_note(release, note)
    because = complete(release, now())
    body, signers = _public(address, mission, release.number, night) if not because else ({}, 0)
    inside = sum(_holds(one, night.truth[one["list"]]) for one in body.get("shares", ()))
    return [
        ("the release of the night", because or "released", "released"),
        ("people whose signatures hold on the public page", signers, SIGNERS),
        ("lists whose interval holds the truth", inside, len(night.truth)),
    ]


def _public(address: str, mission: Mission, number: int, night: RehearsedNight) -> tuple[dict[str, Any], int]:
    """The record as anyone gets it, and how many of the two keys signed these very bytes."""
    base = f"{address}/night/{mission.slug}/{number}/release.json"
    record, note = (_got(f"{base}{end}") for end in ("", ".note"))
    parsed = parse_note(note)
    same = parsed.text == release_text(record)
    return json.loads(record), len(verify_note(parsed, [one.key for one in night.keys])) if same else 0


def _got(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return bytes(answer.read())
    except (OSError, urllib.error.URLError) as error:
        raise ScrutatorError("D70", f"the public page at {url}: {error}") from None


def _holds(one: Mapping[str, Any], truth: float) -> bool:
    limits = one["interval"]
    return limits is not None and limits["low"] <= truth <= limits["high"]
