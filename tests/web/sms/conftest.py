"""An observer with a number for SMS, and a gateway that hands over what is sent."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from support.field_server import Mission, new_mission, ready

ready()
START = datetime(2026, 11, 29, 9, tzinfo=UTC)
PHONE, OTHER = "+77015559876", "+77020000001"


@dataclass
class Gateway:
    """Sends messages to a mission, each with an id of its own."""

    mission: Mission
    number: str
    code: str
    sent: int = 0
    at: datetime = field(default=START)

    def send(self, text: str, sender: str = PHONE, *, id: str = "", later: timedelta = timedelta()) -> Any:
        from scrutator.web.sms.taking import Inbound, take

        self.sent += 1
        self.at += later
        return take(self.mission.row, Inbound(id or f"g-{self.sent}", sender, text), self.at)

    def report(self, text: str = "ST=S1 AD1 OV2", sender: str = PHONE, **more: Any) -> Any:
        return self.send(f"VO {self.number} {self.code} {text}", sender, **more)


@pytest.fixture
def gateway() -> Gateway:
    from scrutator.web.sms.numbers import give_number

    mission = new_mission()
    given = give_number(mission.row, mission.row.observers.get(), "ru", START)
    return Gateway(mission, given.number, given.code)
