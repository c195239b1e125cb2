"""A night in a server's folder with an observer and a phone for each drawn station, rules registered.

`python tests/support/live_night.py FOLDER STATIONS`, in a process of its own. Prints JSON: the mission's short
name, a session of the desk, and for each station its code and its phone's name and password.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any


def build(folder: Path, stations: int) -> dict[str, Any]:
    """Make the mission; strata of fifty stations."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from django.conf import settings

    from scrutator.field.forms import bundled_form
    from scrutator.web.evidence import new_secret, public_text
    from scrutator.web.missions.forms import publish_form
    from scrutator.web.missions.making import new_mission
    from scrutator.web.missions.models import Deployment, Observer, Place
    from scrutator.web.missions.tokens import new_token
    from support import field_server
    from support.night import RULES, registered

    settings.ALLOWED_HOSTS.append("testserver")
    field_server.ready = lambda: folder
    now = datetime.now(UTC)
    row = new_mission("night", "Night", now.date() + timedelta(1), "UTC", public_text(new_secret()))
    publish_form(row, bundled_form("quickcount"), "1")
    codes = [f"N{n:05d}" for n in range(stations)]
    places = Place.objects.bulk_create(
        Place(mission=row, code=code, name=code, kind="station") for code in codes
    )
    row.places_version += 1
    row.save(update_fields=["places_version"])
    observers = Observer.objects.bulk_create(
        Observer(mission=row, code=f"A-{n:05d}", opaque=f"{n:032x}", team=f"T{n}") for n in range(stations)
    )
    only = row.rounds.get()
    Deployment.objects.bulk_create(
        Deployment(round=only, observer=observer, place=place, selection="probability sample")
        for observer, place in zip(observers, places, strict=True)
    )
    tokens = [new_token(row, one, (), now) for one in observers]
    field_server.take_stock(row)
    mission = field_server.Mission(row, tokens[0].device, tokens[0].password)
    sample = "station,stratum,population\n" + "".join(f"{c},s{n % 12},400\n" for n, c in enumerate(codes))
    registered(mission, RULES, sample)
    session = mission.client("desk").cookies[settings.SESSION_COOKIE_NAME]
    phones = [(c, t.device.username, t.password) for c, t in zip(codes, tokens, strict=True)]
    return {"mission": row.slug, "cookie": f"{session.key}={session.value}", "phones": phones}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    print(json.dumps(build(Path(sys.argv[1]), int(sys.argv[2]))))
