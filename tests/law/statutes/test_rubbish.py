"""Statutes with values, lines and provisions out of place: refused by name or computed, never a traceback."""

import random
import re
from contextlib import suppress
from datetime import date
from importlib import resources

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.count_rules import count_rules_at
from scrutator.law.questions.presentation import result_dict, system_dict
from scrutator.law.statutes.files import bundled, parse
from scrutator.law.statutes.missing import TEMPLATE, missing_in
from scrutator.law.systems.ballots import ballots_of
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import distribute

VALUES = (
    "1", "0", "-1", '"5%"', '"x"', "[]", "{}", "true", "1.5", "nan", "inf", "2000-01-01", "9999-12-31",
    '"999999999999999999999999999999"', "9223372036854775807", '""', '["a"]', "[1]", '{ do = "house" }',
    '{ do = "threshold", share = "5%" }', '{ stage = "districts" }', '"nationwide"', '"2/3"',
)  # fmt: skip
DAYS = (date(2012, 1, 15), date(2021, 11, 28), date(2024, 10, 26))
LISTS = {"A": 600, "B": 400, "C": 30}
VOTES = Votes(
    tuple(ListVotes(name, count, minority=name == "C", regions={"r": count}) for name, count in LISTS.items()),
    cast=1100, registered=2000, envelopes=1100, population=3000, region_bases={"r": 1030},
)  # fmt: skip


def texts() -> list[str]:
    folder = resources.files("scrutator.law.statutes") / "texts"
    return [TEMPLATE.format(title="A law")] + [
        (folder / f"{name}.toml").read_text(encoding="utf-8") for name in bundled()
    ]


def spoilt(draw: random.Random, text: str) -> str:
    """The text with some values replaced, lines lost or doubled, or provisions in another order."""
    lines = text.split("\n")
    for _ in range(draw.randint(1, 3)):
        at, kind = draw.randrange(len(lines)), draw.random()
        found = list(re.finditer(r'= ("[^"]*"|\d+|true|false)', lines[at]))
        if kind < 0.6 and found:
            one = draw.choice(found)
            lines[at] = lines[at][: one.start(1)] + draw.choice(VALUES) + lines[at][one.end(1) :]
        elif kind < 0.75:
            del lines[at]
        elif kind < 0.85:
            lines.insert(at, draw.choice(lines))
        else:
            head, *rest = "\n".join(lines).split("\n[[provision]]\n")
            lines = "\n[[provision]]\n".join([head, *draw.sample(rest, len(rest))]).split("\n")
        lines = lines or [""]
    return "\n".join(lines)


def use(text: str) -> bool:
    """Whether the file could be read; everything a user may do with it raises errors of the catalogue only."""
    try:
        statute = parse(text, "a")
    except ScrutatorError:
        return False
    missing_in(statute)
    for day in DAYS:
        with suppress(ScrutatorError):
            law = statute.law_at(day)
            if isinstance(law, Rules):
                result_dict(allocate(law, VOTES))
            else:
                single = [District("1", VOTES)] if law.has_direct else []
                contests = [District("N", VOTES, 5), District("S", VOTES, 4), *single]
                within = {"1": "N"} if single else {}
                system_dict(distribute(law, ballots_of(contests, within)))
        with suppress(ScrutatorError):
            count_rules_at(statute, day)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_a_spoilt_statute_is_refused_by_name_or_computed(seed: int) -> None:
    draw, every = random.Random(seed), texts()
    readable = sum(use(spoilt(draw, draw.choice(every))) for _ in range(400))
    assert 40 < readable < 390


def test_the_provisions_of_a_statute_may_stand_in_any_order() -> None:
    draw = random.Random(12)
    for text in texts():
        head, *rest = text.split("\n[[provision]]\n")
        mixed = "\n[[provision]]\n".join([head, *draw.sample(rest, len(rest))])
        first, second = parse(text, "a"), parse(mixed, "a")
        for day in DAYS:
            assert answer(first, day) == answer(second, day), head[:80]


def answer(statute: object, day: date) -> object:
    try:
        law = statute.law_at(day)  # type: ignore[attr-defined]
        if isinstance(law, Rules):
            found = allocate(law, VOTES)
            return sorted((sorted(one.choice.items()), dict(one.allocation.seats)) for one in found.readings)
        result = distribute(law, ballots_of([District("N", VOTES, 5), District("S", VOTES, 4)]))
        return [(sorted(one.choice.items()), dict(one.seats)) for one in result.readings]
    except ScrutatorError as error:
        return error.code


HARE = [{"do": "quota"}, {"do": "whole_seats"}, {"do": "leftovers"}]


def readings(name: str) -> dict[str, object]:
    return {
        "id": name,
        "reading": [
            {"id": "5", "label": "five", "do": "threshold", "share": "5%"},
            {"id": "3", "label": "three", "do": "threshold", "share": "3%"},
        ],
    }


def test_two_provisions_with_readings_have_two_names() -> None:
    assert rules_from({"seats": 3, "step": [*HARE, readings("one"), readings("two")]})
    with pytest.raises(ScrutatorError, match="two provisions with readings are called 'one'"):
        rules_from({"seats": 3, "step": [*HARE, readings("one"), readings("one")]})
    stages = [{"do": "admission"}, {"do": "districts"}]
    admission = [{"tier": "admission", **readings("one")}, {"tier": "admission", **readings("one")}]
    with pytest.raises(ScrutatorError, match="called 'one'"):
        system_from({"stage": stages, "step": [*admission, {"tier": "district", "do": "highest_averages"}]})


@pytest.mark.parametrize("wrong", ["", " ", 5, {"a": 1}, ["a"], None])
def test_a_reading_is_named_by_a_text(wrong: object) -> None:
    one = readings("one")
    one["reading"][0]["id"] = wrong  # type: ignore[index]
    with pytest.raises(ScrutatorError, match="a reading needs an id and a label"):
        rules_from({"seats": 3, "step": [*HARE, one]})


def test_a_quota_that_nothing_uses_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="quota has no effect without whole_seats"):
        rules_from({"seats": 3, "step": [{"do": "quota"}, {"do": "leftovers", "by": "highest_averages"}]})
    remainders = [{"do": "quota"}, {"do": "leftovers", "by": "largest_remainder"}]
    assert rules_from({"seats": 3, "step": remainders})


def test_the_tests_of_a_statute_are_a_list_of_texts() -> None:
    text = TEMPLATE.format(title="A law").replace("tests = [] ", "tests = [1] ")
    with pytest.raises(ScrutatorError, match="L31"):
        parse(text, "a")
