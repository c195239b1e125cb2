"""Rules of the night are registered when they were chosen before any figure was known; each way round it is
tried: reports set aside or moved, substitutes chosen or taken back, rules that come back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scrutator.web.night.live import live
from scrutator.web.night.registered import register
from support.desk import post, protocol_xml, report
from support.field_server import Mission, Phone
from support.night import RULES, SAMPLE, arrive, lines, new_night, registered

WITH_SPARES = "station,stratum,population,replacement\n" + "".join(
    f"N{n:02d},{'east' if n % 2 else 'west'},200,{0 if n < 10 else 1}\n" for n in range(12)
)
REPLACING = RULES.replace('file = "sample.csv"', 'file = "sample.csv"\nreplaced = "replaced.csv"')


@pytest.fixture
def mission() -> Mission:
    return new_night(register=False)


def gates(mission: Mission) -> dict[str, bool]:
    found = live(mission.row)
    assert found is not None
    return {gate.name: gate.open for gate in found.gates}


def voting(mission: Mission, days: int) -> None:
    """The day of voting is so many days from today."""
    mission.row.rounds.update(day=datetime.now(UTC).date() + timedelta(days))


def replaced(mission: Mission, *pairs: str) -> Any:
    table = "station,replaced_by\n" + "".join(f"{pair}\n" for pair in pairs)
    sample = ("sample.csv", WITH_SPARES.encode())
    user = mission.user("coordinator")
    return register(mission.row, user, "quickcount", REPLACING.encode(), sample, replaced=table.encode())


@pytest.mark.parametrize(
    ("path", "fields"), [("decide", {"state": "quarantined"}), ("move", {"place": "S1"})]
)
def test_a_protocol_that_is_put_away_opens_no_gate_to_rules_chosen_after_it(
    mission: Mission, phone: Phone, path: str, fields: dict[str, str]
) -> None:
    voting(mission, 0)
    arrive(mission, phone, range(1))
    registered(mission)
    assert not gates(mission)["rules"]
    assert post(mission, f"reports/{report(mission).pk}/{path}", **fields) == 302
    assert not gates(mission)["rules"]


def test_what_was_sent_for_practice_before_the_day_and_put_away_is_no_protocol(
    mission: Mission, phone: Phone
) -> None:
    voting(mission, 1)
    arrive(mission, phone, range(1))
    registered(mission)
    assert not gates(mission)["rules"]
    post(mission, f"reports/{report(mission).pk}/decide", state="quarantined")
    assert gates(mission)["rules"]


def test_a_substitute_that_was_registered_before_its_protocol_steps_in(
    mission: Mission, phone: Phone
) -> None:
    first = replaced(mission)
    arrive(mission, phone, range(1, 9))
    assert replaced(mission, "N00,N10").size == first.size
    arrive(mission, phone, range(10, 11))
    assert gates(mission)["substitutes"]
    assert all(gates(mission).values())


def test_a_substitute_whose_protocol_was_known_closes_a_gate(mission: Mission, phone: Phone) -> None:
    replaced(mission)
    arrive(mission, phone, range(1, 11))
    replaced(mission, "N00,N10")
    assert not gates(mission)["substitutes"]
    assert "substitutes" in mission.client("desk").get(f"/m/{mission.slug}/night").content.decode()


@pytest.mark.parametrize("stations", [range(10), range(1, 10)])
def test_a_station_that_reported_is_exchanged_for_none(
    mission: Mission, phone: Phone, stations: range
) -> None:
    replaced(mission)
    arrive(mission, phone, stations)
    replaced(mission, "N00,N10")
    assert gates(mission)["substitutes"] == (0 not in stations)
    phone.send(protocol_xml(1, "N00", **lines(0)))
    assert not gates(mission)["substitutes"]


def test_a_substitute_that_is_taken_back_makes_other_rules(mission: Mission, phone: Phone) -> None:
    replaced(mission, "N00,N10")
    arrive(mission, phone, range(1, 11))
    assert gates(mission)["rules"]
    replaced(mission)
    assert not gates(mission)["rules"]


def test_rules_that_come_back_after_others_have_a_new_hour(mission: Mission, phone: Phone) -> None:
    first = registered(mission)
    assert registered(mission).size == first.size
    registered(mission, RULES.replace("0.5", "0.6"))
    arrive(mission, phone, range(1))
    assert registered(mission, RULES, SAMPLE).size > report(mission).received.leaf.index
    assert not gates(mission)["rules"]
