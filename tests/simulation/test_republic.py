import csv
import io
from pathlib import Path

import pytest

import scrutator
from scrutator.errors import ScrutatorError
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case
from scrutator.simulation.republic import make_republic, read_recipe, republic_files

FOLDER = Path(scrutator.__file__).parent / "cases" / "simulated-republic"


@pytest.fixture(scope="module")
def recipe() -> str:
    return (FOLDER / "recipe.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generated(recipe: str) -> dict[str, bytes]:
    return republic_files(recipe)


def test_the_case_passes_the_check(generated: dict[str, bytes]) -> None:
    plain = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    assert check_case(read_case({**plain, **generated})) == ()


def test_the_same_recipe_makes_the_same_bytes(recipe: str, generated: dict[str, bytes]) -> None:
    assert republic_files(recipe) == generated


def test_another_seed_makes_another_country(recipe: str, generated: dict[str, bytes]) -> None:
    other = republic_files(recipe.replace("seed = 2026", "seed = 2027"))
    assert other["stations.csv"] != generated["stations.csv"]


def test_the_truth_adds_up_to_what_the_leader_gained(recipe: str) -> None:
    republic = make_republic(read_recipe(recipe))
    gained = int((republic.reported.votes - republic.honest.votes)[:, 0].sum())
    assert sum(truth.added + truth.moved for _, truth, _ in republic.truths) == gained
    added = int((republic.reported.ballots_cast - republic.honest.ballots_cast).sum())
    assert sum(truth.added for _, truth, _ in republic.truths) == added


def test_nothing_is_changed_where_observers_were(recipe: str) -> None:
    republic = make_republic(read_recipe(recipe))
    seen = republic.observed
    assert (republic.reported.votes[seen] == republic.honest.votes[seen]).all()
    assert 0.18 < seen.mean() < 0.22


def test_three_lists_stand_near_the_threshold_and_one_is_pushed_below_it(recipe: str) -> None:
    republic = make_republic(read_recipe(recipe))
    threshold = republic.recipe["threshold"] / 100
    honest, reported = (
        votes.votes.sum(axis=0) / votes.valid.sum() for votes in (republic.honest, republic.reported)
    )
    assert all(abs(share - threshold) < 0.01 for share in honest[2:])
    assert any(before >= threshold > after for before, after in zip(honest[2:], reported[2:], strict=True))


def test_station_results_sum_to_the_published_totals(generated: dict[str, bytes]) -> None:
    stations = list(csv.DictReader(io.StringIO(generated["stations.csv"].decode())))
    totals = {
        row["quantity"]: int(row["value"])
        for row in csv.DictReader(io.StringIO(generated["totals.csv"].decode()))
    }
    for quantity in ("registered", "ballots_cast", "valid"):
        assert sum(int(row[quantity]) for row in stations) == totals[quantity]
    assert len(stations) == totals["stations"] == 6000


def test_a_recipe_without_its_parts_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="lacks"):
        read_recipe('builder = "republic"')
