"""`scrutator forensics --places --other-round`: the further tests on a terminal, in JSON and on the page."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from support.needs import package

RUNNER = CliRunner()
HEADING = "region,district,station,registered,ballots_cast,valid,leader,lat,lon"


def write(path: Path, seed: int, *, like: Path | None = None) -> Path:
    """600 stations of 30 districts; with `like`, a second round in which a tenth repeats its ballots."""
    rng = np.random.default_rng(seed)
    before = [] if like is None else like.read_text(encoding="utf-8").splitlines()[1:]
    lines = [HEADING]
    for number in range(600):
        voters = 600 + 3 * (number % 400)
        cast = int(rng.binomial(voters, 0.55))
        if before:
            same = int(before[number].split(",")[4])
            cast = same if number % 10 == 0 else int(np.clip(same + rng.integers(-40, 41), 150, voters))
        leader = int(rng.binomial(cast, 0.4))
        district = number // 20
        place = f"{41 + district / 10:.3f},{69 + (number % 20) / 100:.3f}"
        lines.append(f"R{district % 3},D{district},{number},{voters},{cast},{cast},{leader},{place}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_both_questions_are_answered_with_their_rates_and_the_stations_named(tmp_path: Path) -> None:
    package("typst")
    first = write(tmp_path / "first.csv", 1)
    second = write(tmp_path / "second.csv", 2, like=first)
    page, numbers = tmp_path / "page.html", tmp_path / "numbers.json"
    options = [
        "--places",
        "lat,lon",
        "--other-round",
        str(second),
        "--html",
        str(page),
        "--json",
        str(numbers),
    ]
    result = RUNNER.invoke(app, ["forensics", str(first), *options])
    assert result.exit_code == 0, result.exception
    further = json.loads(numbers.read_text())["further"]
    assert {"gathering_by_district", "gathering_by_place", "same_ballots_in_two_rounds"} <= set(
        further["tests"]
    )
    assert further["tests"]["same_ballots_in_two_rounds"]["verdict"].startswith("not explained by chance")
    assert further["matched"] == {
        "file": "second", "stations": 600, "only_here": 0, "only_there": 0, "named_twice": 0,
    }  # fmt: skip
    assert "other round: 600 stations in both" in result.output
    text = page.read_text(encoding="utf-8")
    assert "The same ballots cast in two rounds" in text
    assert "the first 20 stations by name" in text
    found = text[text.index("What was found</h2>") : text.index("What was asked</h2>")]
    assert "Further tests, " in found
    assert "The same ballots cast in two rounds" in found
    assert "The same votes for the list in two contests" in text  # tried and left out


def test_what_was_not_given_is_named_on_the_terminal(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["forensics", str(write(tmp_path / "first.csv", 1))])
    assert "not run: gathering_by_place: no coordinates were named (--places)" in result.output
    assert "left out: same_votes_in_two_contests" in result.output


@pytest.mark.parametrize(
    ("options", "code"),
    [(["--places", "lat"], "X03"), (["--places", "lat,station "], "F02"), (["--places", "lat,east"], "F02")],
)
def test_places_that_cannot_be_read_are_refused(tmp_path: Path, options: list[str], code: str) -> None:
    result = RUNNER.invoke(app, ["forensics", str(write(tmp_path / "first.csv", 1)), *options])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == code
