"""Rows, lists and districts in another order: the same seats or the same tie, under every bundled law."""

import random
from dataclasses import replace
from typing import Any

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.chain_files import bundled_chains, chain_table
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.statutes.files import bundled, load
from scrutator.law.systems.ballots import Ballots, ballots_of
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import SystemResults, distribute
from scrutator.law.systems.stages.place import Place
from scrutator.law.systems.system import System

ROUNDS = 12


def laws() -> dict[str, Rules | System]:
    """Every statute on every day a version begins, and every bundled system of a rules file."""
    found: dict[str, Rules | System] = {}
    for name in bundled():
        statute = load(name)
        for day in sorted({provision.start for provision in statute.provisions}):
            if any(one.link or one.stage for one in statute.at(day)):
                found[f"{name}@{day}"] = statute.law_at(day)
    for name in bundled_chains():
        table = chain_table(name)
        if "system" in table or "stage" in table:
            found[name] = system_from(table, name)
    return found


LAWS = laws()


def contest(draw: random.Random, name: str, facts: bool) -> District:
    """Six lists with equal votes as often as not; facts settle ties when they are recorded."""
    counts = [draw.choice([0, 100, 200, 200, 300, 1000, 1000]) for _ in range(6)]
    counts[draw.randrange(6)] = 1000
    order = draw.sample(range(1, 7), 6)
    lists = tuple(
        ListVotes(
            f"list {n}", count, minority=n == 5, lot=order[n] if facts else None,
            registered_order=order[n] if facts else None, candidates=4 if n == 4 else None,
            contender="bloc" if n == 3 else "", alliance="both" if n in (1, 2) else "",
            regions={"here": count},
        )
        for n, count in enumerate(counts)
    )  # fmt: skip
    total = sum(counts)
    return District(
        name, Votes(lists, cast=total, registered=2 * total, envelopes=total, population=total,
                    region_bases={"here": total}), 5,
    )  # fmt: skip


def shuffled(draw: random.Random, district: District) -> District:
    lists = draw.sample(district.votes.lists, len(district.votes.lists))
    return replace(district, votes=replace(district.votes, lists=tuple(lists)))


def ballots(draw: random.Random, system: System, facts: bool) -> tuple[list[District], dict[str, str], Any]:
    """Contests, which of them are single-member districts and where, and the levelling seats."""
    listed = [contest(draw, place, facts) for place in ("north", "south", "west")]
    direct = (
        [replace(contest(draw, f"{n}", facts), seats=None) for n in range(6)] if system.has_direct else []
    )
    uses = {type(stage).__name__ for stage in system.stages}
    if not uses & {"Districts", "Place", "Biproportional"}:
        listed = []
    if "DistrictSeats" in uses:
        listed = [replace(one, seats=None) for one in listed]
    country = [] if listed and "Direct" not in uses else [replace(contest(draw, "", facts), seats=None)]
    within = {one.name: draw.choice(["north", "south", "west"]) if listed else "" for one in direct}
    in_order = any(isinstance(stage, Place) and stage.by == "share" for stage in system.stages)
    levelling = dict.fromkeys(("north", "south", "west"), 20) if in_order else None
    return [*listed, *country, *direct], within, levelling


def outcome(run: Any) -> Any:
    """What must not change: seats, places, ties; or the error."""
    try:
        found = run()
    except ScrutatorError as error:
        return error.code
    if isinstance(found, SystemResults):
        return [
            (dict(one.seats), {p: {n: c for n, c in cells.items() if c} for p, cells in one.by_district.items()},
             {(t.rule, frozenset(t.lists), t.seats) for t in one.ties}, one.unfilled, one.house)
            for one in found.readings
        ]  # fmt: skip
    return [
        (dict(one.allocation.seats), {(t.rule, frozenset(t.lists), t.seats) for t in one.allocation.ties})
        for one in found.readings
    ]


@pytest.mark.parametrize("name", sorted(LAWS))
@pytest.mark.parametrize("facts", [False, True])
def test_another_order_gives_the_same_seats_or_the_same_tie(name: str, facts: bool) -> None:
    law, draw = LAWS[name], random.Random(name)
    for _ in range(ROUNDS):
        if isinstance(law, Rules):
            one = contest(draw, "", facts)
            first = outcome(lambda v=one.votes: allocate(law, v))  # type: ignore[misc]
            mixed = shuffled(draw, one).votes
            assert outcome(lambda v=mixed: allocate(law, v)) == first, name  # type: ignore[misc]
            continue
        contests, within, levelling = ballots(draw, law, facts)

        def given(rows: list[District]) -> Ballots:
            return replace(ballots_of(rows, within), levelling=levelling)  # noqa: B023

        first = outcome(lambda c=contests: distribute(law, given(c)))  # type: ignore[misc]
        rows = [shuffled(draw, one) for one in draw.sample(contests, len(contests))]
        assert outcome(lambda c=rows: distribute(law, given(c))) == first, name  # type: ignore[misc]


def test_most_laws_are_computed_and_not_refused() -> None:
    """The property above would hold of a law that refuses everything."""
    refused = []
    for name, law in LAWS.items():
        if isinstance(law, System):
            draw = random.Random(3)
            seen = []
            for _ in range(6):
                contests, within, levelling = ballots(draw, law, facts=True)
                votes = replace(ballots_of(contests, within), levelling=levelling)
                seen.append(outcome(lambda v=votes, s=law: distribute(s, v)))  # type: ignore[misc]
            if all(isinstance(one, str) for one in seen):
                refused.append((name, seen[0]))
    assert refused == []


@pytest.mark.parametrize("name", sorted(name for name in LAWS if "@" in name))
def test_every_part_that_a_statute_does_not_encode_is_said_with_its_results(name: str) -> None:
    law, draw = LAWS[name], random.Random(name)
    statute = load(name.partition("@")[0])
    said = {f"Not encoded: {part}" for part in statute.not_encoded}
    said |= {f"N{text[1:]}" for text in statute.tests if text.startswith("not checked")}
    results = 0
    for _ in range(8):
        try:
            if isinstance(law, Rules):
                notes = [
                    one.allocation.notes for one in allocate(law, contest(draw, "", True).votes).readings
                ]
            else:
                contests, within, levelling = ballots(draw, law, facts=True)
                given = replace(ballots_of(contests, within), levelling=levelling)
                notes = [one.notes for one in distribute(law, given).readings]
        except ScrutatorError:
            continue
        results += 1
        assert all(said <= set(found) for found in notes)
    assert results
