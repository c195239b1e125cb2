"""A mission to rehearse with: places, observers with a phone each, duties, forms, a desk."""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scrutator.field.faults.seeding import SeededDay
from scrutator.field.forms import bundled_form
from scrutator.field.mission import Station
from scrutator.field.rehearsal import DAY, Rehearsal
from scrutator.web.accounts.people import give_role, new_user
from scrutator.web.audit.events import What
from scrutator.web.audit.stock import state_all
from scrutator.web.audit.writing import Log, write
from scrutator.web.clock import now
from scrutator.web.evidence import new_secret, public_text
from scrutator.web.missions.forms import publish_form
from scrutator.web.missions.making import new_mission
from scrutator.web.missions.models import Deployment, Duty, Mission
from scrutator.web.missions.plans import DUE
from scrutator.web.missions.tokens import Token, new_token
from scrutator.web.roles import Role

FORMS = ("voting", "quickcount")
FAULT_FORMS = ("opening", *FORMS)


@dataclass(frozen=True)
class Rehearsing:
    """The mission, the token of every team's phone, and by role the names and passwords of its desk."""

    mission: Mission
    phones: Mapping[str, Token]
    accounts: Mapping[Role, tuple[str, str]]


def set_up_rehearsal(slug: str, day: Rehearsal, stations: Sequence[Station], teams: int) -> Rehearsing:
    """Make the mission of a rehearsed day, all or nothing. Raises D62 when its name is taken."""

    def make(log: Log) -> Rehearsing:
        # Nobody has the secret half: a rehearsal takes no photos, and its forms ask for the key.
        evidence = public_text(new_secret())
        mission = new_mission(slug, "A rehearsed day", DAY, "UTC", evidence)
        _places(mission, stations)
        for name in FORMS:
            publish_form(mission, bundled_form(name), "1")
        phones = {f"team-{n}": _phone(mission, f"team-{n}") for n in range(teams)}
        _duties(mission, day)
        accounts = {role: _account(mission, role) for role in (Role.COORDINATOR, Role.DESK)}
        state_all(log, mission.pk, What.IMPORT, about={"table": "all of a rehearsed day"})
        return Rehearsing(mission, phones, accounts)

    return write(make)


def set_up_faults(slug: str, day: SeededDay) -> Rehearsing:
    """Make the mission of a day with faults, its phones by the observers' codes, all or nothing. Raises D62
    when its name is taken."""

    def make(log: Log) -> Rehearsing:
        mission = new_mission(slug, "A rehearsed day with faults", DAY, "UTC", public_text(new_secret()))
        _places(mission, list(day.known.stations.values()))
        for name in FAULT_FORMS:
            publish_form(mission, bundled_form(name), "1")
        phones = {observer: _phone(mission, observer) for observer in sorted(day.known.deployed)}
        _deployed(mission, day.known.deployed)
        accounts = {role: _account(mission, role) for role in (Role.COORDINATOR, Role.DESK)}
        state_all(log, mission.pk, What.IMPORT, about={"table": "all of a rehearsed day"})
        return Rehearsing(mission, phones, accounts)

    return write(make)


def _deployed(mission: Mission, deployed: Mapping[str, frozenset[str]]) -> None:
    observers = dict(mission.observers.values_list("code", "pk"))
    places = dict(mission.places.values_list("code", "pk"))
    Deployment.objects.bulk_create(
        Deployment(round=mission.rounds.get(), observer_id=observers[who], place_id=places[code])
        for who, codes in sorted(deployed.items())
        for code in sorted(codes)
    )


def _places(mission: Mission, stations: Sequence[Station]) -> None:
    names = sorted({station.cell[0] for station in stations})
    regions = {
        name: mission.places.create(code=f"R{n}", name=name, kind="region") for n, name in enumerate(names, 1)
    }
    made = mission.places.model
    made.objects.bulk_create(
        made(
            mission=mission,
            code=one.code,
            name=f"School {int(one.code[1:]) + 1}",
            parent=regions[one.cell[0]],
            registered=one.registered,
        )
        for one in stations
    )
    mission.places_version += 1
    mission.save(update_fields=["places_version"])


def _phone(mission: Mission, team: str) -> Token:
    observer = mission.observers.create(code=team, opaque=uuid.uuid4().hex, team=team)
    return new_token(mission, observer, (), now())


def _duties(mission: Mission, day: Rehearsal) -> None:
    observers = dict(mission.observers.values_list("code", "pk"))
    places = dict(mission.places.values_list("code", "pk"))
    keys = {(observers[one.team], places[one.station], one.form, one.due.strftime(DUE)) for one in day.duties}
    Duty.objects.bulk_create(
        Duty(round=mission.rounds.get(), observer_id=observer, place_id=place, form_id=form, due=due)
        for observer, place, form, due in sorted(keys)
    )


def _account(mission: Mission, role: Role) -> tuple[str, str]:
    name, password = f"{mission.slug}-{role.value}", secrets.token_urlsafe(12)
    give_role(new_user(name, password), mission, role)
    return name, password
