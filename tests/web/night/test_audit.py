"""The audit's draw at the desk: the plan before the seed, the seed once, and draws that only go on."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from scrutator.cli.main import app
from support.field_server import Mission, Phone
from support.night import STATIONS, arrive, lines, new_night

SEED = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"
RESULTS = "station,Union,Accord,bound\n" + "".join(
    f"N{n:02d},{lines(n)['list_1']},{lines(n)['list_2']},1200\n" for n in range(STATIONS)
)


@pytest.fixture
def mission() -> Mission:
    return new_night()


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A plan as the command seals it, and the results it was made for."""
    place = tmp_path_factory.mktemp("audit")
    (place / "results.csv").write_text(RESULTS)
    said = CliRunner().invoke(
        app,
        ["audit", "plan", str(place / "results.csv"), "--station", "station", "--lists", "Union,Accord",
         "--bound", "bound", "--ahead", "Union>Accord", "--risk", "40", "--largest-share", "1",
         "--out", str(place / "plan.json")],
    )  # fmt: skip
    assert (place / "plan.json").exists(), said.output
    return place, (place / "plan.json").read_bytes()


def give(client: Any, mission: Mission, plan: bytes, results: str = RESULTS) -> int:
    files = {
        "plan": SimpleUploadedFile("plan.json", plan),
        "results": SimpleUploadedFile("results.csv", results.encode()),
    }
    return int(client.post(f"/m/{mission.slug}/audit/plans", files).status_code)


def planned(mission: Mission, plan: bytes) -> tuple[Any, str]:
    client = mission.client("coordinator")
    assert give(client, mission, plan) == 302
    return client, f"/m/{mission.slug}/audit/{mission.row.audit_plans.get().pk}"


def drawn(mission: Mission) -> list[str]:
    from scrutator.web.night.audit import drawn_stations

    return [one.station for one in drawn_stations(mission.row.audit_plans.first())]


def test_the_desk_draws_what_the_command_draws(mission: Mission, phone: Phone, plan: Any) -> None:
    arrive(mission, phone, range(6))
    place, content = plan
    client, base = planned(mission, content)
    assert client.post(f"{base}/seed", {"seed": SEED}).status_code == 302
    said = CliRunner().invoke(
        app,
        [
            "audit",
            "draw",
            str(place / "results.csv"),
            "--plan",
            str(place / "plan.json"),
            "--seed",
            SEED,
            "--json",
        ],
    )
    by_command = json.loads(said.output)["stations"]
    assert drawn(mission) == list(dict.fromkeys(by_command))
    page = client.get(f"/m/{mission.slug}/audit").content.decode()
    here = sum(name < "N06" for name in drawn(mission))
    assert f"Stations drawn: {len(drawn(mission))}; with a protocol that counts: {here}." in page


def test_a_seed_is_thrown_once(mission: Mission, plan: Any) -> None:
    client, base = planned(mission, plan[1])
    assert client.post(f"{base}/seed", {"seed": "12345"}).status_code == 400
    assert drawn(mission) == []
    assert client.post(f"{base}/seed", {"seed": SEED}).status_code == 302
    before = drawn(mission)
    assert client.post(f"{base}/seed", {"seed": SEED[::-1]}).status_code == 400
    assert mission.client("coordinator").post(f"{base}/seed", {"seed": SEED[::-1]}).status_code == 400
    assert drawn(mission) == before
    assert mission.row.audit_plans.get().seed == SEED.replace(" ", "")


def test_the_draw_goes_on_and_what_was_drawn_stays_first(mission: Mission, plan: Any) -> None:
    client, base = planned(mission, plan[1])
    assert client.post(f"{base}/draw", {"number": "30"}).status_code == 400
    client.post(f"{base}/seed", {"seed": SEED})
    before, number = drawn(mission), mission.row.audit_plans.get().draws.get().number
    for wrong in (str(number), "0", "-1", "x", "10001"):
        assert client.post(f"{base}/draw", {"number": wrong}).status_code == 400, wrong
    assert client.post(f"{base}/draw", {"number": str(number + 20)}).status_code == 302
    assert drawn(mission)[: len(before)] == before
    assert [one.number for one in mission.row.audit_plans.get().draws.order_by("number")] == [
        number,
        number + 20,
    ]


def test_a_plan_that_was_changed_or_is_of_other_results_is_refused(mission: Mission, plan: Any) -> None:
    client = mission.client("coordinator")
    assert give(client, mission, plan[1].replace(b'"2/5"', b'"1/5"')) == 400
    assert give(client, mission, plan[1], RESULTS.replace("300,", "299,", 1)) == 400
    assert give(client, mission, b"{}") == 400
    assert mission.row.audit_plans.count() == 0
    assert give(client, mission, plan[1]) == 302
    assert give(client, mission, plan[1]) == 400
    assert mission.row.audit_plans.count() == 1


@pytest.mark.parametrize("role", ["desk", "analyst", "approver"])
def test_only_the_coordinator_throws_and_draws(mission: Mission, plan: Any, role: str) -> None:
    _, base = planned(mission, plan[1])
    other = mission.client(role)
    assert other.post(f"{base}/seed", {"seed": SEED}).status_code == 403
    assert other.post(f"{base}/draw", {"number": "40"}).status_code == 403
    assert give(other, mission, plan[1]) == 403


def test_a_plan_of_another_mission_is_not_found_by_its_number(mission: Mission, plan: Any) -> None:
    _, base = planned(mission, plan[1])
    other = new_night()
    address = base.replace(f"/{mission.slug}/", f"/{other.slug}/")
    assert other.client("coordinator").post(f"{address}/seed", {"seed": SEED}).status_code == 404
