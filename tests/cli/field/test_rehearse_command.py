"""`scrutator forms rehearse`: the case of a rehearsed day says what truly happened."""

import json
from pathlib import Path

import pytest

from cli.conftest import Scrutator
from support.field_forms import bundled_published


@pytest.fixture(autouse=True)
def converter() -> None:
    bundled_published("voting")


@pytest.mark.parametrize("seed", ["1", "7"])
def test_what_the_case_says_is_the_truth(scrutator: Scrutator, tmp_path: Path, seed: str) -> None:
    done = scrutator("forms", "rehearse", "day", "--stations", "60", "--seed", seed, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    compared = json.loads(done.stdout)
    assert len(compared) == 8
    assert all(one["found"] == one["truth"] for one in compared)
    assert scrutator("case", "check", "day").returncode == 0


def test_a_folder_that_is_not_empty_is_not_written_to(scrutator: Scrutator, tmp_path: Path) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "mine.txt").write_text("x")
    done = scrutator("forms", "rehearse", "day")
    assert (done.returncode, "X04" in done.stderr) == (2, True)
