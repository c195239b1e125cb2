"""`system_seats`: districts and tiers from plain mappings, margins and chances of the whole house."""

import numpy as np
import pytest

import scrutator
from scrutator import ScrutatorError

LAW = {"stage": [{"do": "districts"}], "step": [{"tier": "district", "do": "highest_averages"}]}
VOTES = {"North": {"A": 60, "B": 40}, "South": {"A": 20, "B": 50}}
SEATS = {"North": 5, "South": 3}


def test_a_statute_of_a_system_from_python() -> None:
    law = scrutator.statute("kazakhstan/mazhilis", on="2023-03-19")
    found = scrutator.system_seats(
        law=law, country={"A": 600, "B": 400}, direct={"d1": {"A": 2, "B": 1}, "d2": {"B": 5, "independent": 6}},
        ballots={"": {"cast": 1100}},
    )  # fmt: skip
    assert found.by_list == {"A": 42, "B": 28, "independent": 1}
    assert found.tiers["districts"] == {"A": 1, "B": 0, "independent": 1}
    assert found.by_district["d2"] == {"independent": 1}
    assert found.to_dict()["outcome"] == found.outcome == "settled"
    assert "art. 97-1" in str(found.to_dict()["steps"])
    assert any("Not encoded" in note for note in found.to_dict()["notes"])
    assert "Not encoded" in found.to_text() if hasattr(found, "to_text") else found.view().remarks


def test_the_margin_is_the_least_and_its_certificate_changes_a_seat() -> None:
    found = scrutator.system_seats(VOTES, law=LAW, seats=SEATS)
    margin = found.margin()
    assert margin is not None
    assert (margin["votes"], margin["proved_least"], margin["pairs"]) == (3, True, 4)
    assert margin["district"] == "South"
    changed = {**VOTES, "South": dict(margin["certificate"])}
    again = scrutator.system_seats(changed, law=LAW, seats=SEATS)
    assert (again.by_list, again.outcome) != (found.by_list, found.outcome)
    short = {"A": 20 + 2, "B": 50 - 2}
    assert scrutator.system_seats({**VOTES, "South": short}, law=LAW, seats=SEATS).by_list == found.by_list


def test_chances_are_over_the_whole_house() -> None:
    found = scrutator.system_seats(VOTES, law=LAW, seats=SEATS)
    draws = np.array([[[60, 40], [20, 50]], [[90, 10], [20, 50]], [[90, 11], [40, 31]], [[90, 11], [60, 11]]])
    chances = found.chances(draws)
    assert (chances["draws"], chances["tied"]) == (4, 0)
    assert chances["lists"]["A"] == {"mean": (4 + 6 + 7 + 8) / 4, "low": 4, "high": 8, "majority": 0.75}
    with pytest.raises(ScrutatorError, match="L02"):
        found.chances(draws[:, :1])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"seats": {"East": 3}}, "there is no district 'East'"),
        ({"ballots": {"": {"cast": 5}}}, "there is no district ''"),
        ({"seats": {"North": 2.5}}, "not a whole number"),
        ({"within": {"d1": "North"}}, "there is no district 'd1'"),
    ],
)
def test_an_argument_without_effect_is_refused(arguments: dict, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ScrutatorError, match=words):
        scrutator.system_seats(VOTES, law=LAW, **arguments)


def test_each_function_refuses_the_law_of_the_other() -> None:
    with pytest.raises(ScrutatorError, match=r"Use scrutator\.seats"):
        scrutator.system_seats(VOTES, law="spain-senate")
    with pytest.raises(ScrutatorError, match="system_seats"):
        scrutator.seats({"A": 1}, law="iceland/althingi@2017-10-28")
