"""A night in a server's folder, for a browser: `python tests/support/night_folder.py FOLDER`, in a process of its
own, for Django is set up on one folder only. Prints the mission's short name."""

import sys
from pathlib import Path
from typing import Any


def build(folder: Path) -> str:
    """A mission with registered rules, protocols of ten stations and one sheet; accounts `desk`, `one`, `two`,
    `analyst` and `coordinator` with the tests' password."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from django.conf import settings

    from support import field_server
    from support.desk import protocol_xml
    from support.night import STATIONS, arrive, lines, new_night
    from support.phone import JPEG

    settings.ALLOWED_HOSTS.append("testserver")
    field_server.ready = lambda: folder
    mission = new_night()
    phone = field_server.Phone(mission)
    arrive(mission, phone, range(1, STATIONS))
    phone.send(protocol_xml(1, "N00", **lines(0), q_photo="sheet.jpg"), (("sheet.jpg", JPEG),))
    for name, role in ROLES.items():
        _account(mission, name, role)
    return mission.slug


ROLES = {"desk": "desk", "one": "approver", "two": "approver", "analyst": "analyst", "leader": "coordinator"}


def _account(mission: Any, name: str, role: str) -> None:
    from scrutator.web.accounts.people import give_role, new_user
    from scrutator.web.roles import Role
    from support.field_server import PASSWORD

    give_role(new_user(name, PASSWORD), mission.row, Role(role))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    print(build(Path(sys.argv[1])))
