"""The claims matrix and the commitment timeline."""

import json

import pytest

from scrutator.errors import ScrutatorError
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.statement.charts.chart import Chart
from scrutator.statement.charts.claims_matrix import LOOKS, shown_speakers
from scrutator.statement.charts.commitment_timeline import EVENTS, whole_date
from scrutator.statement.charts.register import build_chart
from support.methods import run_method

CASE = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")


@pytest.fixture(scope="module")
def findings() -> tuple:  # type: ignore[type-arg]
    return tuple(run_method(CASE, run) for run in CASE.runs if run.id in ("verdicts", "commitments"))


def chart(findings: tuple, name: str, **named: str) -> Chart:  # type: ignore[type-arg]
    return build_chart(name, CASE, findings, named, "test")


def test_every_mark_has_a_shape_a_word_and_a_colour_and_no_two_look_alike() -> None:
    assert all(shape and colour and word for shape, colour, _, _, word in LOOKS.values())
    assert len({(shape, filled, dotted) for shape, _, filled, dotted, _ in LOOKS.values()}) == len(LOOKS)
    assert len({word for *_, word in LOOKS.values()}) == len(LOOKS)


def test_the_matrix_draws_every_proposition_once_with_its_verdict_in_words(findings: tuple) -> None:  # type: ignore[type-arg]
    matrix = chart(findings, "claims-matrix")
    drawn = [value["text"] for layer in matrix.spec["layer"] if layer["mark"]["type"] == "point"
             for value in layer["data"]["values"]]  # fmt: skip
    assert len(drawn) == len(CASE.propositions) == len(matrix.rows)
    assert "C07 undetermined" in drawn
    assert "28 cannot be determined" in matrix.description
    places = [(v["x"], v["y"]) for layer in matrix.spec["layer"] if layer["mark"]["type"] == "point"
              for v in layer["data"]["values"]]  # fmt: skip
    assert len(set(places)) == len(places)


def test_speakers_with_few_propositions_share_a_column() -> None:
    assert shown_speakers(["a"] * 3 + ["b; c"] * 2 + ["d", "e", "f"]) == ["a", "b", "d", "e", "others"]
    assert shown_speakers(["a"]) == ["a"]


def test_the_timeline_draws_promise_deadline_and_act_of_the_commitments_asked_for(findings: tuple) -> None:  # type: ignore[type-arg]
    timeline = chart(findings, "commitment-timeline", only="M")
    values = timeline.spec["data"]["values"]
    assert {"promise", "due", "act"} <= {value["what"] for value in values}
    assert all(value["commitment"].startswith("M") for value in values)
    assert "4 are on record as late or missed" in timeline.description
    json.dumps(timeline.spec)
    with pytest.raises(ScrutatorError, match="T02"):
        chart(findings, "commitment-timeline", only="Z")


def test_a_month_or_a_year_is_drawn_at_its_first_day() -> None:
    assert [whole_date(text) for text in ("2012", "2012-03", "2012-03-04")] == [
        "2012-01-01",
        "2012-03-01",
        "2012-03-04",
    ]


def test_every_kind_of_event_has_a_look_of_its_own() -> None:
    assert len({(shape, filled) for shape, _, filled in EVENTS.values()}) == len(EVENTS)


def test_the_whole_text_of_every_commitment_stands_beside_its_row(findings: tuple) -> None:  # type: ignore[type-arg]
    timeline = chart(findings, "commitment-timeline", only="M")
    assert timeline.phone is not None
    for spec in (timeline.spec, timeline.phone):
        beside = {" ".join(value["commitment"].replace("|", " ").split()) for value in spec["data"]["values"]}
        assert beside == {f"{c.id} {c.text}" for c in CASE.commitments if c.id.startswith("M")}
