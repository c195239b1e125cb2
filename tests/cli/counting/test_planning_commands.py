"""`audit size` and `sample coverage`: what a mission asks before there are results."""

import json

import pytest
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_size_of_an_audit_follows_from_the_lead() -> None:
    # U = 1 + 1/0.05 = 21; ln 20 / ln(1 + 0.9/20) = 68.06, up
    assert json.loads(run("audit", "size", "--lead", "5", "--json"))["draws"] == 69
    assert "69 draws at a risk limit of 5 % by fixed bet, 0.9 of the largest" in run(
        "audit", "size", "--lead", "5"
    )


def test_the_size_of_an_audit_follows_from_the_distance_to_a_threshold() -> None:
    # U = 1 + 7/2 = 4.5: 13.1 draws, up; U = 1 + 93/3 = 32: 104.7 draws, up
    assert json.loads(run("audit", "size", "--above", "9:7", "--json"))["draws"] == 14
    assert json.loads(run("audit", "size", "--below", "4:7", "--json"))["draws"] == 105


@pytest.mark.parametrize(
    "arguments",
    [(), ("--lead", "5", "--above", "9:7"), ("--above", "6:7"), ("--below", "7:7"), ("--above", "nine")],
)
def test_a_size_that_cannot_be_computed_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ScrutatorError) as caught:
        run("audit", "size", *arguments)
    assert caught.value.code == "X03"


def test_the_coverage_of_the_intervals_is_measured_for_every_kind_of_sample() -> None:
    body = json.loads(run("sample", "coverage", "--runs", "10", "--stations", "200", "--json"))
    assert [row["samples"] for row in body["coverage"]] == [
        "simple", "stratified", "two-stage", "late by type, adjusted", "late by type, with late bound",
    ]  # fmt: skip
    assert all(0.5 <= row["coverage"] <= 1 for row in body["coverage"])
