"""The stored table of the further tests is what `tools/further_rates.py` measures: its first elections, to the bit."""

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from scrutator.forensics.examination.calibration import REPEATED, Experiment, digest
from scrutator.forensics.further.further import stored_further
from scrutator.simulation.votes import CLEAN_WORLDS

TOOL = Path(__file__).parents[3] / "tools" / "further_rates.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("further_rates", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.system
def test_the_first_elections_of_every_world_are_repeated_to_the_bit(tool: ModuleType) -> None:
    table = stored_further()
    clean = [
        Experiment(world.name, "clean", 0.0, table.stations, table.seeds[0], number)
        for number in range(REPEATED)
        for world in CLEAN_WORLDS
    ]
    answers = [tool.one(experiment) for experiment in clean]
    twice = [
        answer for experiment, answer in zip(clean, answers, strict=True) for _ in tool._seconds(experiment)
    ]
    assert digest([*answers, *twice]) == table.repeat


def test_a_manipulated_second_result_keeps_what_must_add_up(tool: ModuleType) -> None:
    experiment = Experiment("second round", "ballots of the first round", 2.0, 400, 5, 1)
    assert set(tool.one(experiment)["p"]) >= {"gathering_by_district", "gathering_by_place"}
    assert tool.one(experiment) == tool.one(replace(experiment))
