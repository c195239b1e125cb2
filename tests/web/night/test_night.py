"""The live page: what arrived, the gates, the estimate; what does not count is never 0 and always adds up."""

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.web.night.arrivals import Fate
from scrutator.web.night.live import live, strata_of
from scrutator.web.night.shown import tally_shown
from support.desk import post, protocol_xml, report
from support.field_server import Mission, Phone
from support.night import RULES, STATIONS, arrive, lines, new_night, registered


@pytest.fixture
def mission() -> Mission:
    return new_night()


def page(mission: Mission, role: str = "desk") -> str:
    answer = mission.client(role).get(f"/m/{mission.slug}/night")
    assert answer.status_code == 200
    return answer.content.decode()


def truth() -> float:
    return sum(lines(n)["list_1"] for n in range(STATIONS)) / sum(lines(n)["valid"] for n in range(STATIONS))


def test_the_estimate_stands_when_all_gates_are_open(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    found = live(mission.row)
    assert found is not None
    assert found.is_open
    assert found.look is not None
    assert found.look.moment.shares[0].value == pytest.approx(truth(), abs=1e-12)
    shown = page(mission)
    assert f">{100 * truth():.2f}<" in shown
    assert "design-based (t) with late-station bound" in shown
    assert "Union has the most votes." in shown


@pytest.mark.parametrize("role", ["coordinator", "desk", "analyst", "approver"])
def test_behind_a_closed_gate_no_role_is_shown_an_estimate(mission: Mission, phone: Phone, role: str) -> None:
    arrive(mission, phone, range(0, STATIONS, 2))
    found = live(mission.row)
    assert found is not None
    assert not found.is_open
    assert found.look is not None
    shown = page(mission, role)
    for one in found.look.moment.shares:
        assert f"{100 * one.value:.2f}" not in shown
        assert one.name not in re.sub(r"<code>.*?</code>", "", shown)
    assert "A gate is closed" in shown
    assert "of the drawn weight must be in strata" in shown


def test_a_line_that_was_not_obtained_is_not_zero(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone, range(1, STATIONS))
    before = live(mission.row)
    phone.send(protocol_xml(1, "N00", list_1="", valid=555))
    after = live(mission.row)
    assert before is not None
    assert after is not None
    assert before.look is not None
    assert after.look is not None
    assert after.tally.stations["N00"] is Fate.NOT_OBTAINED
    assert [one.value for one in after.look.moment.shares] == [one.value for one in before.look.moment.shares]


def test_reports_that_differ_count_only_once_the_desk_has_chosen(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone)
    phone.send(protocol_xml(1, "N00", **lines(0) | {"list_1": 9}))
    found = live(mission.row)
    assert found is not None
    assert found.tally.stations["N00"] is Fate.DIFFER
    chosen = {"act": "settle", "form": "quickcount", "question": "list_1", "value": "300"}
    assert post(mission, "station/act?code=N00", **chosen) == 302
    found = live(mission.row)
    assert found is not None
    assert found.tally.stations["N00"] is Fate.COUNTED
    assert found.look is not None
    assert found.look.moment.shares[0].value == pytest.approx(truth(), abs=1e-12)


@pytest.mark.parametrize("state", ["quarantined", "withheld", "duplicate"])
def test_what_the_desk_sets_aside_leaves_the_estimate_and_comes_back(
    mission: Mission, phone: Phone, state: str
) -> None:
    arrive(mission, phone)
    assert post(mission, f"reports/{report(mission).pk}/decide", state=state) == 302
    found = live(mission.row)
    assert found is not None
    assert found.tally.stations["N00"] is Fate.SET_ASIDE
    assert found.look is not None
    assert found.look.moment.arrived == STATIONS - 1
    assert post(mission, f"reports/{report(mission).pk}/decide", state="new") == 302
    found = live(mission.row)
    assert found is not None
    assert found.look is not None
    assert found.look.moment.arrived == STATIONS


def test_results_kept_apart_and_a_correction_count_as_the_desk_decided(
    mission: Mission, phone: Phone
) -> None:
    from scrutator.web.jobs.checks import looked_at

    arrive(mission, phone)
    assert looked_at([report(mission)])
    one = f"reports/{report(mission).pk}/act"
    assert post(mission, one, act="correct", question="list_1", value="310") == 302
    found = live(mission.row)
    assert found is not None
    assert {row.station: row.counts for row in found.tally.rows}["N00"]["list_1"] == 310
    assert post(mission, one, act="apart", apart="yes") == 302
    found = live(mission.row)
    assert found is not None
    assert found.tally.stations["N00"] is Fate.SET_ASIDE


def test_an_observer_who_is_not_safe_counts_nowhere_and_only_the_coordinator_reads_of_it(
    mission: Mission, phone: Phone
) -> None:
    arrive(mission, phone, range(1, STATIONS))
    phone.send(protocol_xml(1, "N00", **lines(0), q_how="none", q_why="unsafe"))
    mission.row.submissions.filter(pk=report(mission, STATIONS - 1).pk).update(unsafe=True)
    found = live(mission.row)
    assert found is not None
    assert found.tally.stations["N00"] is Fate.SET_ASIDE
    assert "the observer was not safe" in page(mission, "coordinator")
    assert "the observer was not safe" not in page(mission, "desk")
    assert "<li>N00" not in page(mission, "desk")


def test_no_sum_tells_the_desk_of_a_hidden_report_or_its_station(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone, range(STATIONS - 1))
    post(mission, f"reports/{report(mission, 1).pk}/decide", state="quarantined")
    mission.row.submissions.filter(pk=report(mission).pk).update(unsafe=True)
    found = live(mission.row)
    assert found is not None
    seen, whole = (tally_shown(found, with_unsafe=everyone) for everyone in (False, True))
    assert (whole["drawn"], whole["sum_of_reports"]) == (STATIONS, STATIONS - 1)
    assert (seen["drawn"], seen["sum_of_reports"]) == (STATIONS - 1, STATIONS - 2)
    assert dict(seen["fates"]) == {"counted": 9, "only reports that do not count": 1, "nothing has come": 1}
    assert [(one.name, one.drawn, one.apart) for one in seen["strata"]] == [("east", 6, 1), ("west", 5, 0)]
    assert sum(one.drawn for one in seen["strata"]) == seen["drawn"]


def test_stations_and_reports_each_have_one_fate_and_the_sums_add_up(mission: Mission, phone: Phone) -> None:
    arrive(mission, phone, range(6))
    phone.send(protocol_xml(1, "S1"))
    phone.send(protocol_xml(2, "nowhere"))
    phone.send(protocol_xml(3, "N00", **lines(0)))
    phone.send(protocol_xml(4, "N07", list_2=""))
    phone.send(protocol_xml(5, "N08", valid=10, list_1=300))
    post(mission, f"reports/{report(mission, 1).pk}/decide", state="quarantined")
    found = live(mission.row)
    assert found is not None
    fates = found.tally.by_station_fate
    assert sum(fates.values()) == STATIONS
    assert fates == {
        Fate.COUNTED: 5,
        Fate.NOT_OBTAINED: 1,
        Fate.REFUSED: 1,
        Fate.SET_ASIDE: 1,
        Fate.MISSING: 4,
    }
    assert sum(found.tally.by_report_fate.values()) == mission.row.submissions.count() == 11
    strata = list(strata_of(found.tally, found.strata))
    assert [one.drawn for one in strata] == [6, 6]
    assert all(one.drawn == one.counted + one.apart + one.missing for one in strata)
    assert {one.station for one in found.missing} == {"N06", "N09", "N10", "N11"}


def test_an_arrival_is_in_the_estimate_within_five_seconds_and_an_unchanged_page_is_not_sent_again(
    mission: Mission, phone: Phone
) -> None:
    arrive(mission, phone, range(1, STATIONS))
    client = mission.client("desk")
    address = f"/m/{mission.slug}/night"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    arrive(mission, phone, range(1))
    begin = time.perf_counter()
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert time.perf_counter() - begin < 5
    assert ">12<" in second.content.decode()


def test_the_command_computes_the_same_from_the_inputs(
    mission: Mission, phone: Phone, tmp_path: Path
) -> None:
    arrive(mission, phone)
    packed = mission.client("approver").get(f"/m/{mission.slug}/night/inputs.zip").content
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    said = CliRunner().invoke(app, ["quickcount", str(tmp_path / "night.toml")])
    assert said.exit_code == 0, said.output
    assert f"{100 * truth():.2f}" in said.output
    assert "may be released" in said.output


def test_rules_of_a_later_hour_than_the_first_report_keep_their_gate_closed() -> None:
    mission = new_night(register=False)
    phone = Phone(mission)
    arrive(mission, phone)
    registered(mission)
    found = live(mission.row)
    assert found is not None
    assert [gate.name for gate in found.gates if not gate.open] == ["rules"]
    assert "has the most votes" not in page(mission)


def test_the_same_rules_registered_again_keep_their_hour_and_others_do_not(
    mission: Mission, phone: Phone
) -> None:
    arrive(mission, phone)
    first = mission.row.nights.get()
    assert registered(mission).size == first.size
    assert first.size <= report(mission).received.leaf.index
    assert (
        registered(mission, RULES.replace("0.5", "0.6")).size
        > report(mission, STATIONS - 1).received.leaf.index
    )


def test_rules_put_aside_before_the_day_are_not_taken_up_again_once_reports_are_there(
    mission: Mission, phone: Phone
) -> None:
    other = RULES.replace("0.5", "0.6")
    registered(mission, other)
    arrive(mission, phone)
    assert live(mission.row).is_open
    registered(mission)  # one of two, chosen by what came
    found = live(mission.row)
    assert [gate.name for gate in found.gates if not gate.open] == ["rules"]
    registered(mission, other)
    assert not live(mission.row).is_open


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (RULES.replace("list_2", "nosuch"), "asks for no number"),
        (RULES.replace('"valid"', '"overall"'), "asks for no number"),
        (RULES + "[official]\nUnion = 50\n", "does not use [official]"),
        (RULES.replace('file = "arrivals.csv"', 'file = "../arrivals.csv"'), "without folders"),
        (RULES.replace('at = "at"', 'at = "arrived"'), "the desk fills both in"),
        ('[frame]\nfile = "frame.csv"\n' + RULES, ""),
    ],
)  # fmt: skip
def test_rules_that_the_desk_cannot_use_are_refused_by_name(changed: str, says: str) -> None:
    from scrutator.errors import ScrutatorError

    mission = new_night(register=False)
    with pytest.raises(ScrutatorError) as refused:
        registered(mission, changed)
    assert refused.value.code == "C08"
    assert says in refused.value.what
    assert mission.row.nights.count() == 0


def test_once_reports_are_deleted_the_drawn_stations_are_and_what_was_released_stays(
    mission: Mission, phone: Phone
) -> None:
    from django.test import Client

    from scrutator.web.clock import now
    from scrutator.web.upkeep.retention import retire
    from support.night import approver, give, signed

    two = approver(mission, "one.example"), approver(mission, "two.example")
    arrive(mission, phone)
    mission.client("desk").post(f"/m/{mission.slug}/night/releases")
    record = bytes(mission.row.releases.get().record)
    for client, secret in two:
        give(mission, client, signed(record, secret))
    retire(mission.row, now(), reports=True)
    assert "No rules of the night are registered." in page(mission)
    assert b"N01" not in b"".join(bytes(one.sample) for one in mission.row.nights.all())
    assert "Union has the most votes." in Client().get(f"/night/{mission.slug}/").content.decode()
